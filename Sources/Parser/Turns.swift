import JiliLexer

/// Two stretches of tokens that change places in the other language.
struct Turn {
  enum Middle {
    case none
    /// Tokens between them stay between them.
    case word(Range<Int>)
    /// A word that only the other language has.
    case added(String)
  }
  let left: Range<Int>
  let middle: Middle
  let right: Range<Int>
  var range: Range<Int> { left.lowerBound..<right.upperBound }
}

/// Where the languages differ in the order of words.
struct Turns {
  private let tree: SyntaxTree
  private let outline: Outline
  private let isChinese: Bool
  private var byStart: [Int: [Turn]] = [:]
  /// Words that stay as they are spelled, because the order around them cannot change.
  private(set) var kept: Set<Int> = []
  /// Words that the other language does without.
  private(set) var dropped: Set<Int> = []
  /// Ends of open periods, behind which Chinese says 起.
  private(set) var opened: Set<Int> = []
  /// Names that would be words of the language where they come to stand.
  private(set) var marked: Set<Int> = []
  /// Tokens of values that examples state: they are read as cells.
  private(set) var cells: Set<Int> = []

  init(_ tree: SyntaxTree, _ language: Language) {
    self.tree = tree
    outline = Outline(tree.tokens)
    isChinese = language == .zh
    for statement in tree.statements { collect(statement) }
    for start in byStart.keys {
      byStart[start]?.sort { $0.range.count > $1.range.count }
    }
  }

  /// The turns that begin at a place, widest first.
  func turn(at place: Int, _ level: Int) -> Turn? {
    guard let turns = byStart[place], level < turns.count else { return nil }
    return turns[level]
  }

  private mutating func add(_ left: Range<Int>, _ middle: Turn.Middle, _ right: Range<Int>) {
    byStart[left.lowerBound, default: []].append(Turn(left: left, middle: middle, right: right))
  }

  // MARK: - Tokens

  private func token(_ place: Int) -> Token {
    tree.tokens.all[tree.tokens.significant[min(place, tree.tokens.significant.count - 1)]]
  }

  private func text(_ place: Int) -> String { tree.tokens.text(token(place)) }

  private func isWord(_ place: Int, _ keyword: Keyword) -> Bool {
    tree.words[place]?.keyword == keyword
  }

  // MARK: - Statements

  private mutating func collect(_ statement: Statement) {
    for expression in statement.expressions { collect(outline.operand(expression)) }
    switch statement.kind {
    case .policy(let block):
      for entry in block.entries {
        if case .period(let period) = entry.kind { open(period) }
      }
    case .award(let award):
      for clause in award.clauses { collect(clause) }
    case .together(_, let cap):
      if let cap { yearly(outline.range(cap.span)) }
    case .example(let example):
      for setting in example.settings { cells.formUnion(outline.range(setting.value.span)) }
    case .benefit(let benefit): benefit.scope.period.map { open($0) }
    case .limit(let limit): limit.scope.period.map { open($0) }
    case .target(let target):
      if case .single(let value, _) = target.goal { paced(outline.range(value.span)) }
    case .use, .amends, .field, .title, .parameter, .reading, .define, .exclusive, .remove,
      .removeTarget, .omit:
      break
    }
  }

  private mutating func collect(_ clause: AwardClause) {
    switch clause.kind {
    case .cap(let value, perYear: true): yearly(outline.range(value.span))
    case .quota(let quota): yearly(outline.range(quota.count.span))
    case .payment(let parts):
      for part in parts { collect(part) }
    case .period(let period): open(period)
    case .cap, .renewal, .once, .less, .funding, .also: break
    }
  }

  /// `50 per year`, `每年 50`
  private mutating func yearly(_ value: Range<Int>) {
    let before = value.lowerBound - 1
    let after = value.upperBound
    let isBefore = isWord(before, .perYear)
    let isAfter = isWord(after, .perYear)
    // What limits the value itself must not come to stand before or behind another limit.
    let end = after + (isAfter ? tree.words[after]?.count ?? 1 : 0)
    let isLimited = endsInCap(value) || isWord(end, .cap)
    if isBefore != isAfter, !isLimited {
      if isChinese, isAfter { add(value, .none, after..<end) }
      if !isChinese, isBefore { add(before..<value.lowerBound, .none, value) }
    } else {
      if isBefore { kept.insert(before) }
      if isAfter { kept.insert(after) }
    }
  }

  /// `180 per year`, `每年 180`, `1 per "产业链"`, `每个 "产业链" 1`; where a target says more of the kind
  /// or a word stands between, the order is free and stays.
  private mutating func paced(_ value: Range<Int>) {
    var before = value.lowerBound
    if isWord(before - 1, .perYear) { before -= 1 } else if isWord(before - 2, .per) { before -= 2 }
    let after = pace(at: value.upperBound)
    let isAlone =
      !(before - 3..<before).contains { isWord($0, .per) || isWord($0, .perYear) }
      && pace(at: after) == after
    guard isAlone, (before < value.lowerBound) != (after > value.upperBound), !endsInCap(value)
    else { return }
    if isChinese, after > value.upperBound { add(value, .none, value.upperBound..<after) }
    if !isChinese, before < value.lowerBound { add(before..<value.lowerBound, .none, value) }
  }

  /// The end of the words at a place that say how a target counts.
  private func pace(at place: Int) -> Int {
    if isWord(place, .perYear) { return place + (tree.words[place]?.count ?? 1) }
    return isWord(place, .per) ? place + 2 : place
  }

  private func endsInCap(_ value: Range<Int>) -> Bool {
    value.contains { isWord($0, .cap) }
  }

  /// `50% at 期初`, `期初 50%`
  private mutating func collect(_ part: AwardClause.Payment) {
    let label = outline.range(part.label.span)
    if part.label.keywords.has(.rest) { marked.formUnion(label) }
    if isWord(label.lowerBound - 1, .at) {
      guard isChinese else { return }
      let share = part.share.map { outline.range($0.span) }
      let start = share?.lowerBound ?? label.lowerBound - 2
      dropped.insert(label.lowerBound - 1)
      add(start..<label.lowerBound, .none, label)
      return
    }
    let end = part.share.map { outline.range($0.span).upperBound } ?? label.upperBound + 1
    guard !isChinese else { return }
    // A share that begins with a name would be the label.
    if let share = part.share, firstKind(outline.operand(share)).isName { return }
    add(label, .added(Keywords.spelling(.at, .en)), label.upperBound..<end)
  }

  /// The token that comes to stand first when the expression has turned.
  private func firstKind(_ operand: Operand) -> TokenKind {
    if operand.parentheses > 0 { return .symbol }
    if case .share = operand.kind, operand.operands.count == 2, turns(operand) {
      return firstKind(operand.operands[1])
    }
    if case .yearsSince = operand.kind { return .word }
    guard let first = operand.operands.first,
      first.range.lowerBound == operand.range.lowerBound
    else { return token(operand.range.lowerBound).kind }
    return firstKind(first)
  }

  /// `自 D 起`, `from D`
  private mutating func open(_ period: Period) {
    let end = outline.range((period.end ?? period.start).span).upperBound
    let start = outline.start(period.span)
    guard period.months == nil, isWord(start, .from) else { return }
    if isWord(end, .starting) {
      if !isChinese { dropped.insert(end) }
    } else if isChinese {
      opened.insert(end - 1)
    }
  }

  // MARK: - Expressions

  private mutating func collect(_ operand: Operand, isInner: Bool = false) {
    for inner in operand.operands {
      collect(inner, isInner: isShare(operand) && isShare(inner) && inner.parentheses == 0)
    }
    switch operand.kind {
    case .share: share(operand, isInner: isInner)
    case .yearsSince: yearsSince(operand)
    case .plain, .chain, .choice, .match, .tiers, .negative: break
    }
  }

  private func isShare(_ operand: Operand) -> Bool {
    if case .share = operand.kind { true } else { false }
  }

  /// `20% of 投资额`, `投资额 的 20%`; in a row the two lean to different sides.
  private mutating func share(_ operand: Operand, isInner: Bool) {
    guard operand.operands.count == 2 else { return }
    let (left, right) = (operand.operands[0], operand.operands[1])
    let sign = left.range.upperBound
    guard !isInner, turns(operand) else {
      if (text(sign) == "的") != isChinese { kept.insert(sign) }
      return
    }
    add(left.range, .word(sign..<right.range.lowerBound), right.range)
  }

  /// Whether the sides of a share change places.
  private func turns(_ operand: Operand) -> Bool {
    let (left, right) = (operand.operands[0], operand.operands[1])
    let isReversed = text(left.range.upperBound) == "的"
    return isReversed != isChinese && !(isShare(left) && left.parentheses == 0)
      && !endsInChoice(right)
  }

  /// The last branch of an `if` reaches as far right as it can, so that nothing may follow it.
  private func endsInChoice(_ operand: Operand) -> Bool {
    if operand.parentheses > 0 { return false }
    if case .choice = operand.kind { return true }
    guard let last = operand.operands.last, last.range.upperBound == operand.range.upperBound
    else { return false }
    return endsInChoice(last)
  }

  /// `years since T`, `T 满年数`
  private mutating func yearsSince(_ operand: Operand) {
    let first = operand.range.lowerBound + operand.parentheses
    let isPhrase = isWord(first, .yearsSince)
    let title = isPhrase ? first + (tree.words[first]?.count ?? 1) : first
    // A title that is also a word might be read as one where it comes to stand.
    if !token(title).keywords.isEmpty { marked.insert(title) }
    if isPhrase, isChinese { add(first..<title, .none, title..<(title + 1)) }
    if !isPhrase, !isChinese { add(title..<(title + 1), .none, (title + 1)..<(title + 2)) }
  }
}

extension TokenKind {
  fileprivate var isName: Bool { self == .word || self == .quotedName }
}
