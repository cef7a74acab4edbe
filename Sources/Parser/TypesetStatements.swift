import JiliLexer

/// Statements: a clause to a line where the whole is too long for one.
extension Typesetter {
  /// Words that begin a part of a statement, also without `;` before them.
  private static let partWords: Set<Keyword> = [
    .when, .except, .renewal, .once, .less, .cap, .quota, .payment, .period, .funding, .also,
    .cite, .note, .valid, .blank, .other,
  ]

  /// Statements whose names are a list, set below one another.
  private static let listWords: Set<Keyword> = [
    .award, .exclusive, .together, .remove, .reading, .target,
  ]

  /// Where the values of a policy's entries begin: behind the longest word, `rounding` or 有效期.
  private static let englishColumn = 9
  private static let chineseColumn = 8

  mutating func statement(_ statement: Statement, _ range: Range<Int>) {
    begin(statement, at: range.lowerBound)
    switch statement.kind {
    case .policy(let block): policy(block, range)
    case .example(let example): self.example(example, range)
    case .use, .amends, .field, .title, .parameter, .reading, .define, .award, .exclusive,
      .together, .benefit, .limit, .target, .remove, .removeTarget, .omit:
      clauses(range)
    }
  }

  /// `A; B; C` on one line, or each on its own.
  private mutating func clauses(_ range: Range<Int>) {
    open(.together, .by(4), before: range.lowerBound)
    for (index, clause) in split(range, behind: .semicolon).enumerated() {
      let body = withoutSemicolons(clause)
      if index == 0 {
        head(body)
      } else {
        if !body.isEmpty { breakable() }
        self.clause(body)
      }
      tokens(body.upperBound..<clause.upperBound)
    }
    close()
  }

  /// The first clause: its conditions and citations each begin a line if one of them must.
  private mutating func head(_ range: Range<Int>) {
    open(.together, before: range.lowerBound)
    for (index, part) in parts(range).enumerated() {
      if index > 0 {
        breakable()
        self.part(part, hanging: 4)
        continue
      }
      token(part.lowerBound)
      let start = part.lowerBound + 1
      open(.asNeeded, isList(part) ? .here : .by(0), before: start)
      run(start..<part.upperBound, hanging: 0, breaksBehindEqual: true)
      close()
    }
    close()
  }

  /// Whether a head names several things, which are set below one another.
  private func isList(_ range: Range<Int>) -> Bool {
    guard let word = word(range.lowerBound), Self.listWords.contains(word) else { return false }
    return range.contains { operands[$0] == nil && symbol($0) == .comma || self.word($0) == .or }
  }

  /// A further clause: what belongs to it stands below its value.
  mutating func clause(_ range: Range<Int>) {
    let parts = parts(range)
    guard let first = parts.first, !first.isEmpty else { return }
    let equal = first.lowerBound + 1
    let isEquation = equal < first.upperBound && symbol(equal) == .equal
    let value = min(first.upperBound, first.lowerBound + (isEquation ? 2 : 1))
    tokens(first.lowerBound..<value)
    if value < first.upperBound {
      aligned(value..<first.upperBound, parts.dropFirst())
    } else if parts.count > 1 {
      aligned(parts[1], parts.dropFirst(2))
    }
  }

  /// The value of a clause or entry with its conditions and citations below it.
  private mutating func aligned(_ value: Range<Int>, _ more: ArraySlice<Range<Int>>) {
    guard !value.isEmpty else { return }
    let conditions = more.prefix { word($0.lowerBound) == .when }
    open(.together, .here, before: value.lowerBound)
    open(.together, before: value.lowerBound)
    part(value, hanging: 0)
    for range in conditions {
      breakable()
      part(range, hanging: 0)
    }
    close()
    for range in more.dropFirst(conditions.count) {
      breakable()
      part(range, hanging: 0)
    }
    close()
  }

  private mutating func part(_ range: Range<Int>, hanging: Int) {
    open(.asNeeded, before: range.lowerBound)
    run(range, hanging: hanging)
    close()
  }

  /// Tokens and expressions in a row; lists break behind commas and before `or`.
  private mutating func run(
    _ range: Range<Int>, hanging: Int, breaksBehindEqual: Bool = false
  ) {
    var place = range.lowerBound
    while place < range.upperBound {
      if let operand = operands[place], !operand.range.isEmpty,
        operand.range.upperBound <= range.upperBound
      {
        let isBehindEqual = place > range.lowerBound && symbol(place - 1) == .equal
        let isHung = breaksBehindEqual && isBehindEqual && operand.begins(ownLine: true)
        if isHung {
          open(.together, before: place)
          breakable()
        }
        expression(operand, hanging: hanging)
        if isHung { close() }
        place = operand.range.upperBound
        continue
      }
      if place > range.lowerBound, word(place) == .or || word(place) == .because { breakable() }
      // The years of a target.
      if symbol(place) == .braceClose { close() }
      token(place)
      if symbol(place) == .braceOpen { open(.asNeeded, .here, before: place + 1) }
      if symbol(place) == .comma || symbol(place) == .semicolon { breakable() }
      place += 1
    }
  }

  // MARK: - Blocks

  private mutating func policy(_ block: PolicyBlock, _ range: Range<Int>) {
    let starts = block.entries.map { outline.start($0.span) }
    guard let brace = range.first(where: { symbol($0) == .braceOpen }),
      let end = range.last(where: { symbol($0) == .braceClose })
    else { return run(range, hanging: 0) }
    open(.together, before: range.lowerBound)
    run(range.lowerBound..<brace, hanging: 0)
    token(brace)
    open(.inherited, .by(4), before: brace + 1)
    let isEnglish = starts.contains { spelling($0).utf8.allSatisfy { $0 < 0x80 } }
    let column = isEnglish ? Self.englishColumn : Self.chineseColumn
    // Semicolons before the first entry belong to none.
    tokens(brace + 1..<(starts.first ?? end))
    for (index, start) in starts.enumerated() {
      let next = index + 1 < starts.count ? starts[index + 1] : end
      if starts.count > 1 { lineBreak() } else { breakable() }
      token(start)
      if starts.count > 1 { pad(column - displayWidth(spelling(start))) }
      let parts = parts(start..<next)
      let first = parts.first ?? start..<next
      aligned((first.lowerBound + 1)..<first.upperBound, parts.dropFirst())
    }
    announce(end)
    close()
    if starts.count > 1 { lineBreak() } else if !starts.isEmpty { breakable() }
    rest(from: end, range)
    close()
  }

  private mutating func example(_ example: ExampleDeclaration, _ range: Range<Int>) {
    let settings = example.settings.map { outline.range($0.span) }
    let expectations = example.expectations.map { outline.range($0.span) }
    guard let brace = range.first(where: { symbol($0) == .braceOpen }),
      let end = range.last(where: { symbol($0) == .braceClose })
    else { return run(range, hanging: 0) }
    let expected = Set(expectations.map(\.lowerBound))
    let starts = (settings + expectations).map(\.lowerBound).sorted()
    open(.together, before: range.lowerBound)
    run(range.lowerBound..<brace, hanging: 0)
    token(brace)
    open(.inherited, .by(4), before: brace + 1)
    tokens(brace + 1..<(starts.first ?? end))
    if !starts.isEmpty { breakable() }
    entries(starts, until: end, expected)
    announce(end)
    close()
    if !starts.isEmpty { breakable() }
    rest(from: end, range)
    close()
  }

  /// What is stated, then what is expected: each fills lines, on one line together if they fit.
  private mutating func entries(_ starts: [Int], until end: Int, _ expected: Set<Int>) {
    guard let first = starts.first else { return }
    open(.together, before: first)
    open(.asNeeded, before: first)
    for (index, start) in starts.enumerated() {
      let next = index + 1 < starts.count ? starts[index + 1] : end
      if index > 0 {
        let isNewKind = expected.contains(start) != expected.contains(starts[index - 1])
        if isNewKind { close() }
        // Entries that only a line break parts keep it.
        let isParted = symbol(start - 1) == .semicolon || symbol(start - 1) == .comma
        if isParted { breakable() } else { lineBreak() }
        if isNewKind { open(.asNeeded, before: start) }
      }
      entry(start..<next)
    }
    close()
    close()
  }

  private mutating func entry(_ range: Range<Int>) {
    var place = range.lowerBound
    while place < range.upperBound {
      if let operand = operands[place], !operand.range.isEmpty {
        expression(operand)
        place = operand.range.upperBound
      } else {
        token(place)
        place += 1
      }
    }
  }

  /// The closing brace of a block, and the clauses behind it.
  private mutating func rest(from end: Int, _ range: Range<Int>) {
    token(end)
    var place = end + 1
    while place < range.upperBound, symbol(place) == .semicolon {
      token(place)
      place += 1
    }
    guard place < range.upperBound else { return }
    open(.together, .by(4), before: place)
    breakable()
    for (index, clause) in split(place..<range.upperBound, behind: .semicolon).enumerated() {
      let body = withoutSemicolons(clause)
      if index > 0, !body.isEmpty { breakable() }
      self.clause(body)
      tokens(body.upperBound..<clause.upperBound)
    }
    close()
  }

  // MARK: - Parts

  /// Splits behind runs of a sign, not within expressions and braces.
  private func split(_ range: Range<Int>, behind sign: Symbol) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    var place = range.lowerBound
    var braces = 0
    while place < range.upperBound {
      if let operand = operands[place], !operand.range.isEmpty {
        place = operand.range.upperBound
        continue
      }
      place += 1
      if symbol(place - 1) == .braceOpen { braces += 1 }
      if symbol(place - 1) == .braceClose { braces -= 1 }
      let isLast = place == range.upperBound || symbol(place) != sign
      if symbol(place - 1) == sign, isLast, braces == 0 {
        parts.append(start..<place)
        start = place
      }
    }
    if start < range.upperBound { parts.append(start..<range.upperBound) }
    return parts
  }

  private func withoutSemicolons(_ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound, symbol(end - 1) == .semicolon { end -= 1 }
    return range.lowerBound..<end
  }

  /// Splits before words that begin a part: `when C`, `cite "…"`.
  private func parts(_ range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    var place = range.lowerBound
    while place < range.upperBound {
      if let operand = operands[place], !operand.range.isEmpty {
        place = operand.range.upperBound
        continue
      }
      // `applies when C` is one part, as `also 已付` is.
      let isBehindHead = place > start + 1 && symbol(place - 1) != .dot
      if isBehindHead, let word = word(place), Self.partWords.contains(word) {
        parts.append(start..<place)
        start = place
      }
      place += 1
    }
    if start < range.upperBound { parts.append(start..<range.upperBound) }
    return parts
  }
}

extension Operand {
  /// Whether it goes to a line of its own rather than break behind `=`: runs of operators go on
  /// below the statement, all else stays in one piece.
  fileprivate func begins(ownLine: Bool) -> Bool {
    if case .chain(let level) = kind, level != .cap, parentheses == 0 { return false }
    return ownLine
  }
}
