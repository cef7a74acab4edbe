import JiliLexer

/// Turns the tokens of one statement into marks: where blanks stand and where lines may break.
struct Typesetter {
  let tree: SyntaxTree
  let lexemes: [Lexeme]
  let outline: Outline
  /// The outermost expressions of the statement at hand, by their first token.
  var operands: [Int: Operand] = [:]
  private(set) var marks: [Mark] = []
  /// The token set last; nil where no blank is due.
  private var last: Int?
  /// Tokens whose comments above are set already.
  private var announced: Set<Int> = []
  /// Blanks before the colons of neighbouring fields, which bring them to one column.
  var padding: [Int: Int] = [:]

  init(_ tree: SyntaxTree, _ lexemes: [Lexeme]) {
    self.tree = tree
    self.lexemes = lexemes
    outline = Outline(tree.tokens)
  }

  /// Begins another statement, whose comments above stand outside it.
  mutating func begin(_ statement: Statement, at first: Int) {
    marks = []
    last = nil
    announced = [first]
    operands = [:]
    for expression in statement.expressions {
      let operand = outline.operand(expression)
      operands[operand.range.lowerBound] = operand
    }
  }

  // MARK: - Tokens

  func symbol(_ place: Int) -> Symbol { lexemes[place].token.symbol }

  func word(_ place: Int) -> Keyword? { tree.words[place]?.keyword }

  /// What is written for a token: signs by their ASCII twins, all else as it stands.
  func spelling(_ place: Int) -> String {
    let lexeme = lexemes[place]
    return lexeme.token.kind == .symbol ? foldedSign(lexeme.text) : lexeme.text
  }

  mutating func token(_ place: Int) {
    gap(before: place)
    if let blanks = padding[place] { pad(blanks) }
    announce(place)
    let text = spelling(place)
    marks.append(.text(text, width: displayWidth(text)))
    if let remark = lexemes[place].beside { marks.append(.beside(remark)) }
    last = place
  }

  /// Sets the comments above a token before its time: those before `}` stand with the entries.
  mutating func announce(_ place: Int) {
    guard announced.insert(place).inserted, !lexemes[place].above.isEmpty else { return }
    marks.append(.above(lexemes[place].above.map(\.text)))
  }

  /// The blank before a token, if one is due.
  mutating func gap(before place: Int) {
    if let last, hasBlank(between: last, place) { marks.append(.space) }
    last = nil
  }

  func hasBlank(between left: Int, _ right: Int) -> Bool {
    if symbol(right) == .colon { return isTypeSign(right) }
    return Tokens.hasBlank(between: lexemes[left].token, lexemes[right].token)
  }

  /// The colon of `field F : money`, as against those of `cite` and of tables.
  private func isTypeSign(_ place: Int) -> Bool {
    guard place >= 2 else { return false }
    return word(place - 2) == .field || word(place - 2) == .parameter
  }

  // MARK: - Breaks and groups

  mutating func breakable() {
    marks.append(.breakable)
    last = nil
  }

  mutating func lineBreak() {
    marks.append(.lineBreak)
    last = nil
  }

  /// Blanks that bring the next text to a column.
  mutating func pad(_ columns: Int) {
    marks.append(.text(String(repeating: " ", count: columns), width: columns))
    last = nil
  }

  /// No blank stands before the next token, as behind a sign.
  mutating func join() { last = nil }

  mutating func open(_ breaks: Group.Breaks, _ indent: Group.Indent = .by(0), before next: Int) {
    gap(before: next)
    marks.append(.open(Group(breaks: breaks, indent: indent)))
  }

  mutating func close() { marks.append(.close) }

  /// Columns of tokens on one line.
  func width(_ places: Range<Int>) -> Int {
    var width = 0
    for place in places {
      if place > places.lowerBound, hasBlank(between: place - 1, place) { width += 1 }
      width += displayWidth(spelling(place))
    }
    return width
  }
}
