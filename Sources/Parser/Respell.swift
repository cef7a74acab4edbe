package import JiliLexer

extension SyntaxTree {
  /// The file with every word of the language in one language, also where it asks for another order
  /// of words: `投资额 的 20%` is `20% of 投资额`. Its layout is nobody's; `formatted` comes next.
  ///
  /// `names` are the words in the places of names that the checker knows for words of the language,
  /// by the offset of their first byte; `renamed` are names in marks that are words of the rules.
  /// What has no twin where it stands stays as it is spelled.
  package func respelled(
    in language: Language, names: [UInt32: Keyword], renamed: [String: String] = [:]
  ) -> String {
    var respeller = Respeller(self, language, names, renamed)
    return respeller.text()
  }
}

/// Writes the tokens again, word by word, in the order of the other language.
private struct Respeller {
  /// A token or phrase to be written, with its comments.
  struct Piece {
    /// The token that it begins with; -1 for a word that was added.
    var id = -1
    var text: String
    var above: [Lexeme.Remark] = []
    var isBehindEmptyLine = false
    var beside: String?
    var isJoined = false
  }

  let tree: SyntaxTree
  let language: Language
  let names: [UInt32: Keyword]
  let renamed: [String: String]
  let lexemes: [Lexeme]
  let turns: Turns

  init(
    _ tree: SyntaxTree, _ language: Language, _ names: [UInt32: Keyword],
    _ renamed: [String: String]
  ) {
    self.tree = tree
    self.renamed = renamed
    self.language = language
    self.names = names
    lexemes = tree.tokens.lexemes()
    turns = Turns(tree, language)
  }

  mutating func text() -> String {
    var text = ""
    for piece in pieces(0..<lexemes.count, from: 0) {
      for remark in piece.above {
        text = broken(text, before: remark.isBehindEmptyLine) + remark.text
      }
      if piece.isBehindEmptyLine || !piece.above.isEmpty {
        text = broken(text, before: piece.isBehindEmptyLine)
      }
      if !piece.isJoined, !text.isEmpty, text.last != "\n" { text += " " }
      text += piece.text
      if let remark = piece.beside { text += " " + remark + "\n" }
    }
    return text
  }

  /// The text with its line ended, and an empty line behind it where one is due. The comment at the
  /// end of a line has ended it already.
  private func broken(_ text: String, before emptyLine: Bool) -> String {
    text + (text.last == "\n" ? "" : "\n") + (emptyLine ? "\n" : "")
  }

  // MARK: - Order

  /// The pieces of a stretch; `level` is the first of the turns that begin at its start to apply.
  private func pieces(_ range: Range<Int>, from level: Int) -> [Piece] {
    var pieces: [Piece] = []
    var place = range.lowerBound
    var level = level
    while place < range.upperBound {
      if let turn = turns.turn(at: place, level), turn.range.upperBound <= range.upperBound {
        pieces += turned(turn, level)
        place = turn.range.upperBound
      } else {
        let count = max(1, tree.words[place]?.count ?? 1)
        if let piece = piece(place, count) { pieces.append(piece) }
        if turns.opened.contains(place) { pieces.append(Piece(text: "起")) }
        place += count
      }
      level = 0
    }
    return pieces
  }

  private func turned(_ turn: Turn, _ level: Int) -> [Piece] {
    let left = pieces(turn.left, from: level + 1)
    let right = pieces(turn.right, from: 0)
    let middle: [Piece]
    switch turn.middle {
    case .word(let range): middle = pieces(range, from: 0)
    case .added(let word): middle = [Piece(text: word)]
    case .none: middle = []
    }
    return keepingOuterRemarks(of: left + middle + right, in: right + middle + left)
  }

  /// What stands above or beside the whole stays there, whichever word is now first or last.
  private func keepingOuterRemarks(of old: [Piece], in turned: [Piece]) -> [Piece] {
    guard let first = old.first, let last = old.last, turned.count > 1 else { return turned }
    var pieces = turned
    let end = pieces.count - 1
    if let place = pieces.indices.first(where: { pieces[$0].id == first.id }) {
      (pieces[place].above, pieces[place].isBehindEmptyLine) = ([], false)
    }
    pieces[0].above = first.above + pieces[0].above
    pieces[0].isBehindEmptyLine = first.isBehindEmptyLine
    if let remark = last.beside, pieces[end].beside == nil,
      let place = pieces.indices.first(where: { pieces[$0].id == last.id })
    {
      pieces[place].beside = nil
      pieces[end].beside = remark
    }
    return pieces
  }

  // MARK: - Words

  /// What is written for a token or phrase; nil for one that the other language does without.
  private func piece(_ place: Int, _ count: Int) -> Piece? {
    let lexeme = lexemes[place]
    let length = lengthOfTime(place)
    var piece = Piece(
      id: place, text: length ?? spelling(place), above: lexeme.above,
      isBehindEmptyLine: lexeme.isBehindEmptyLine, beside: lexeme.beside)
    piece.isJoined = lexeme.token.kind == .unit && length == nil
    for later in (place + 1)..<max(place + 1, place + count) {
      if let remark = piece.beside {
        piece.above.append(Lexeme.Remark(text: remark, isBehindEmptyLine: false))
      }
      piece.above += lexemes[later].above
      piece.beside = lexemes[later].beside
    }
    let isDropped = turns.dropped.contains(place)
    if isDropped, piece.above.isEmpty, piece.beside == nil { return nil }
    if isDropped { piece.text = "" }
    return piece
  }

  private func spelling(_ place: Int) -> String {
    let lexeme = lexemes[place]
    if turns.kept.contains(place) {
      return lexemes[place..<(place + (tree.words[place]?.count ?? 1))].map(\.text)
        .joined(separator: " ")
    }
    if let use = tree.words[place] { return spelling(of: use.keyword) }
    if let keyword = names[lexeme.token.span.start] { return Keywords.spelling(keyword, language) }
    if turns.marked.contains(place) { return "`" + lexeme.text + "`" }
    guard lexeme.token.kind == .quotedName,
      let name = renamed[String(lexeme.text.dropFirst().dropLast())]
    else { return lexeme.text }
    return String(lexeme.text.prefix(1)) + name + String(lexeme.text.suffix(1))
  }

  private func spelling(of keyword: Keyword) -> String {
    // In an amount 不超过 is `cap`, and noted as such.
    if keyword == .notOver, language == .en { return "<=" }
    return Keywords.spelling(keyword == .reach ? .notBelow : keyword, language)
  }

  /// `years` and 年 behind a number; `2026年` is a year, and what an example states is a cell.
  private func lengthOfTime(_ place: Int) -> String? {
    guard place > 0, lexemes[place - 1].token.kind == .number, !turns.cells.contains(place),
      let unit = Unit(spelling: lexemes[place].text)
    else { return nil }
    let number = foldedASCII(lexemes[place - 1].text)
    let keyword: Keyword
    switch unit {
    case .years where number.utf8.count == 4: return nil
    case .years: keyword = .years
    case .months: keyword = .months
    case .days: keyword = .days
    case .money, .count: return nil
    }
    let word = Keywords.spelling(keyword, language)
    return language == .en && number == "1" ? String(word.dropLast()) : word
  }
}
