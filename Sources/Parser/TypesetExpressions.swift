import JiliLexer

/// Expressions: lines break before operators, before `then` and `else`, and within tables.
extension Typesetter {
  /// Arms of a table up to this width stand side by side.
  private static let narrowArm = 24

  mutating func expression(_ operand: Operand, hanging: Int = 0) {
    let range = operand.range
    let inner =
      (range.lowerBound + operand.parentheses)..<(range.upperBound - operand.parentheses)
    for place in range.lowerBound..<inner.lowerBound {
      token(place)
      open(.together, .here, before: place + 1)
    }
    core(operand, inner, hanging: operand.parentheses > 0 ? 0 : hanging)
    for place in inner.upperBound..<max(inner.upperBound, range.upperBound) {
      close()
      token(place)
    }
  }

  private mutating func core(_ operand: Operand, _ inner: Range<Int>, hanging: Int) {
    switch operand.kind {
    case .chain(let level):
      open(.asNeeded, .by(hanging), before: inner.lowerBound)
      links(operand, level)
      close()
    case .choice:
      open(.together, .here, before: inner.lowerBound)
      choice(operand, inner)
      close()
    case .match, .tiers:
      open(.together, .here, before: inner.lowerBound)
      table(operand, inner)
      close()
    case .negative:
      token(inner.lowerBound)
      join()
      plain((inner.lowerBound + 1)..<inner.upperBound, operand.operands)
    case .plain, .share, .yearsSince: plain(inner, operand.operands)
    }
  }

  /// Tokens and operands in their order; lists break behind commas.
  mutating func plain(_ range: Range<Int>, _ operands: [Operand]) {
    var place = range.lowerBound
    var next = operands.firstIndex(from: place)
    while place < range.upperBound {
      if next < operands.count, operands[next].range.lowerBound == place {
        expression(operands[next])
        place = operands[next].range.upperBound
        next += 1
        continue
      }
      if symbol(place) == .bracketClose { close() }
      token(place)
      if symbol(place) == .bracketOpen { open(.asNeeded, .here, before: place + 1) }
      if symbol(place) == .comma { breakable() }
      place += 1
    }
  }

  /// `A or B or C`: operators of one level are one run, however deep the tree leans.
  private mutating func links(_ operand: Operand, _ level: Operand.Level) {
    guard operand.operands.count == 2 else { return plain(operand.range, operand.operands) }
    let (left, right) = (operand.operands[0], operand.operands[1])
    if case .chain(let inner) = left.kind, inner == level, left.parentheses == 0 {
      links(left, level)
    } else {
      expression(left)
    }
    for (index, place) in (left.range.upperBound..<right.range.lowerBound).enumerated() {
      if index == 0 { breakable() }
      token(place)
    }
    expression(right)
  }

  /// `if C then A else if D then B else E`: each `else` may begin a line below the `if`.
  private mutating func choice(_ operand: Operand, _ inner: Range<Int>) {
    guard operand.operands.count == 3 else { return plain(inner, operand.operands) }
    let (condition, then, otherwise) = (
      operand.operands[0], operand.operands[1], operand.operands[2]
    )
    open(.together, before: inner.lowerBound)
    tokens(inner.lowerBound..<condition.range.lowerBound)
    expression(condition)
    breakable()
    tokens(condition.range.upperBound..<then.range.lowerBound)
    expression(then)
    close()
    breakable()
    tokens(then.range.upperBound..<otherwise.range.lowerBound)
    if case .choice = otherwise.kind, otherwise.parentheses == 0 {
      choice(otherwise, otherwise.range)
    } else {
      expression(otherwise)
    }
  }

  mutating func tokens(_ range: Range<Int>) {
    for place in range { token(place) }
  }

  // MARK: - Tables

  /// `match E { … }`, `F first reaches { … } each`
  private mutating func table(_ operand: Operand, _ inner: Range<Int>) {
    let own = ownPlaces(of: operand, in: inner)
    guard let first = own.first(where: { symbol($0) == .braceOpen }),
      let last = own.last(where: { symbol($0) == .braceClose })
    else { return plain(inner, operand.operands) }
    let ends = own.filter { symbol($0) == .semicolon }
    open(.together, before: inner.lowerBound)
    plain(inner.lowerBound..<first, operand.operands)
    let arms = arms(from: first + 1, to: last, ends: ends)
    let isNarrow = arms.allSatisfy { width($0) <= Self.narrowArm }
    token(first)
    open(isNarrow ? .asNeeded : .inherited, isNarrow ? .here : .by(4), before: first + 1)
    for (index, arm) in arms.enumerated() {
      if index > 0 || !isNarrow { breakable() }
      plain(arm, operand.operands)
    }
    announce(last)
    close()
    if !isNarrow { breakable() }
    token(last)
    close()
    guard last + 1 < inner.upperBound else { return }
    var rest = last + 1
    if symbol(rest) == .comma {
      token(rest)
      rest += 1
    }
    if isNarrow { breakable() }
    plain(rest..<inner.upperBound, operand.operands)
  }

  /// The tokens of an expression that belong to none of its operands.
  private func ownPlaces(of operand: Operand, in range: Range<Int>) -> [Int] {
    var own: [Int] = []
    var place = range.lowerBound
    for inner in operand.operands {
      own += place..<max(place, inner.range.lowerBound)
      place = max(place, inner.range.upperBound)
    }
    own += place..<max(place, range.upperBound)
    return own
  }

  /// The arms of a table, each with its `;`.
  private func arms(from first: Int, to last: Int, ends: [Int]) -> [Range<Int>] {
    var arms: [Range<Int>] = []
    var start = first
    for end in ends {
      arms.append(start..<(end + 1))
      start = end + 1
    }
    if start < last { arms.append(start..<last) }
    return arms
  }
}

extension [Operand] {
  /// The first operand that does not begin before a place; they are in order.
  func firstIndex(from place: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].range.lowerBound < place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
