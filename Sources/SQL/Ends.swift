/// Whole numbers of the query, NULL where there is no bound; constants are worked out at once.
extension Emitter {
  /// The number as it stands in arithmetic; nil where there is no bound.
  func operand(_ end: End) -> Term? {
    switch end {
    case .open: nil
    case .constant(let number): Term(String(number), level: 0, isAtom: number >= 0)
    case .term(let term, _, _, _): term
    }
  }

  /// The number where it is a value by itself: a constant has its type.
  func value(_ end: End) -> Term {
    switch end {
    case .open: Term("CAST(NULL AS \(dialect.wide))", level: 0, isAtom: true)
    case .constant(let number): Term(dialect.constant(number), level: 0, isAtom: true)
    case .term(let term, _, _, _): term
    }
  }

  /// No row may leave what the dialect's numbers hold.
  mutating func proved(_ size: Int128?) -> Int128 {
    if let size, size <= dialect.largest { return size }
    refuse(.tooLarge)
    return 0
  }

  mutating func sum(_ one: End, _ two: End) -> End {
    if one == .constant(0) { return two }
    if two == .constant(0) { return one }
    guard let left = operand(one), let right = operand(two) else { return .open }
    let size = proved(added(one.size, two.size))
    if let a = one.constant, let b = two.constant { return .constant(a + b) }
    return .term(
      Term("\(left.inner) + \(right.inner)", of: [left, right]),
      mayBeOpen: one.mayBeOpen || two.mayBeOpen, isNatural: one.isNatural && two.isNatural,
      size: size)
  }

  mutating func difference(_ one: End, _ two: End) -> End {
    if two == .constant(0) { return one }
    guard let left = operand(one), let right = operand(two) else { return .open }
    let size = proved(added(one.size, two.size))
    if let a = one.constant, let b = two.constant { return .constant(a - b) }
    return .term(
      Term("\(left.inner) - \(right.inner)", of: [left, right]),
      mayBeOpen: one.mayBeOpen || two.mayBeOpen, isNatural: false, size: size)
  }

  mutating func scaled(_ end: End, by factor: Int128) -> End {
    if factor == 1 { return end }
    guard let number = operand(end) else { return .open }
    let size = proved(multiplied(end.size, factor < 0 ? -factor : factor))
    if let constant = end.constant {
      let (product, overflow) = constant.multipliedReportingOverflow(by: factor)
      return .constant(overflow ? 0 : product)
    }
    return .term(
      Term("\(number.inner) * \(factor < 0 ? "(\(factor))" : "\(factor)")", of: [number]),
      mayBeOpen: end.mayBeOpen, isNatural: end.isNatural && factor >= 0, size: size)
  }

  /// The product of two ends that both are there; 0 times no bound is 0.
  mutating func product(_ one: End, _ two: End) -> End {
    if one == .constant(0) || two == .constant(0) { return .constant(0) }
    if let factor = one.constant { return scaled(two, by: factor) }
    if let factor = two.constant { return scaled(one, by: factor) }
    guard let left = operand(one), let right = operand(two) else {
      // No bound times what may be 0.
      let other = one == .open ? two : one
      guard let number = operand(other) else { return .open }
      return .term(
        Term("CASE WHEN \(number.inner) = 0 THEN \(dialect.constant(0)) END", of: [number]),
        mayBeOpen: true, isNatural: true, size: 0)
    }
    let size = proved(multiplied(one.size, two.size))
    let mayBeOpen = one.mayBeOpen || two.mayBeOpen
    let plain = "\(left.inner) * \(right.inner)"
    let text =
      mayBeOpen
      ? "CASE WHEN \(left.inner) = 0 OR \(right.inner) = 0 THEN \(dialect.constant(0)) "
        + "ELSE \(plain) END" : plain
    return .term(
      Term(text, of: [left, right]), mayBeOpen: mayBeOpen,
      isNatural: one.isNatural && two.isNatural, size: size)
  }

  /// The lesser; `openWins`: without a bound on one side there is none.
  func lesser(_ one: End, _ two: End, openWins: Bool) -> End {
    chosen(one, two, openWins, "LEAST", "<=") { min($0, $1) }
  }

  func greater(_ one: End, _ two: End, openWins: Bool) -> End {
    chosen(one, two, openWins, "GREATEST", ">=") { max($0, $1) }
  }

  private func chosen(
    _ one: End, _ two: End, _ openWins: Bool, _ word: String, _ sign: String,
    _ constant: (Int128, Int128) -> Int128
  ) -> End {
    if one == two { return one }
    guard let left = operand(one) else { return openWins ? .open : two }
    guard let right = operand(two) else { return openWins ? .open : one }
    if let a = one.constant, let b = two.constant { return .constant(constant(a, b)) }
    // 0 below what is never below 0.
    for (side, other) in [(one, two), (two, one)] where side == .constant(0) && other.isNatural {
      if word == "GREATEST", !other.mayBeOpen || openWins { return other }
      if word == "LEAST", !other.mayBeOpen || !openWins { return side }
    }
    let size = max(one.size, two.size)
    let isNatural =
      word == "LEAST" ? one.isNatural && two.isNatural : one.isNatural || two.isNatural
    let isOpen = one.mayBeOpen || two.mayBeOpen
    if openWins, isOpen {
      let (a, b) = (value(one), value(two))
      let text =
        "CASE WHEN \(left.inner) \(sign) \(right.inner) THEN \(a.text) "
        + "WHEN \(right.inner) \(sign) \(left.inner) THEN \(b.text) END"
      return .term(
        Term(text, of: [left, right]), mayBeOpen: true, isNatural: isNatural, size: size)
    }
    // NULL is passed over.
    return .term(
      Term("\(word)(\(value(one).text), \(value(two).text))", of: [left, right], isAtom: true),
      mayBeOpen: one.mayBeOpen && two.mayBeOpen,
      isNatural: one.isNatural && two.isNatural || isNatural && !isOpen, size: size)
  }

  /// One end or the other, by a condition that is not unknown.
  func pick(_ test: Condition, _ one: End, _ two: End) -> End {
    if test.isYes || one == two { return one }
    if test.isNo { return two }
    let (question, left, right) = (term(test), value(one), value(two))
    return .term(
      Term(
        "CASE WHEN \(question.text) THEN \(left.text) ELSE \(right.text) END",
        of: [question, left, right]),
      mayBeOpen: one.mayBeOpen || two.mayBeOpen, isNatural: natural(one) && natural(two),
      size: max(one.size, two.size))
  }

  /// What is open has no sign.
  private func natural(_ end: End) -> Bool { end == .open || end.isNatural }

  /// Without a bound this instead.
  func filled(_ end: End, _ other: End) -> End {
    guard end.mayBeOpen else { return end }
    guard case .term(let term, _, let isNatural, let size) = end else { return other }
    if other == .open { return end }
    return .term(
      Term("COALESCE(\(term.text), \(value(other).text))", of: [term, value(other)], isAtom: true),
      mayBeOpen: other.mayBeOpen, isNatural: isNatural && other.isNatural,
      size: max(size, other.size))
  }
}

func added(_ one: Int128, _ two: Int128) -> Int128? {
  let (sum, overflow) = one.addingReportingOverflow(two)
  return overflow ? nil : sum
}

func multiplied(_ one: Int128, _ two: Int128) -> Int128? {
  let (product, overflow) = one.multipliedReportingOverflow(by: two)
  return overflow ? nil : product
}
