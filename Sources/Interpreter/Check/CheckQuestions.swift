package import JiliLexer
package import JiliParser

/// A checked program with its names, so that questions can be asked of it.
package struct Scope: Sendable {
  let checker: Checker
  /// The program with every fact that an award can have, read by its clauses or not.
  package let program: CheckedProgram

  init(_ checker: Checker) {
    var checker = checker
    checker.diagnostics = []
    checker.createAllAwardFacts()
    self.checker = checker
    program = checker.program
  }
}

/// A question in which every name is known and every type fits.
package struct CheckedQuestion: Sendable {
  package let value: Typed
  /// What the question is asked of.
  package let program: CheckedProgram
}

extension Scope {
  /// Checks an expression whose spans are those of a new source behind all that are known.
  package func check(
    _ expression: Expression, in source: Source
  ) -> (question: CheckedQuestion?, diagnostics: [Diagnostic]) {
    var checker = checker
    checker.loaded.sources.append(source)
    checker.allowsDiscretion = true
    let typed = checker.value(expression)
    if checker.diagnostics.contains(where: { $0.severity == .error }) || typed.type == .broken {
      return (nil, checker.diagnostics)
    }
    return (CheckedQuestion(value: typed, program: checker.program), checker.diagnostics)
  }

  /// The findings about a line of an award, and the line where there is one.
  package func line(
    _ named: AwardLine
  ) -> (line: (award: Int, isRenewal: Bool)?, diagnostics: [Diagnostic]) {
    var checker = checker
    let line = checker.line(named)
    return (line, checker.diagnostics)
  }

  /// The number of the award of a name.
  package func award(_ name: String) -> Int? { checker.awardIndex[name] }

  /// Whether a benefit has this name.
  package func isBenefit(_ name: String) -> Bool { checker.benefitPlaces[name] != nil }

  /// The limits of a name or of a left side, by their places in the program.
  func limits(named name: String) -> [Int] { checker.limits(named: name) }

  /// Whether a name is declared: a fact, a reading or a definition.
  package func declares(_ name: String) -> Bool { checker.names[name] != nil }

  package func isDefinition(_ name: String) -> Bool {
    if case .define? = checker.names[name] { return true }
    return false
  }

  /// The names of facts, readings and definitions, then of awards and benefits.
  package var names: [String] {
    checker.names.keys.sorted() + checker.awardIndex.keys.sorted()
      + checker.benefitPlaces.keys.sorted()
  }

  /// Where a rule was stated: an award or a benefit, or whatever else has the name.
  func place(of name: String, isAward: Bool) -> Span? {
    isAward ? checker.awardPlaces[name] ?? checker.benefitPlaces[name] : checker.places[name]
  }

  /// Where the first limit of a name stands.
  func place(ofLimit name: String) -> Span? {
    checker.limits(named: name).first.map { checker.parts.limits[$0].span }
  }

  /// Where the limit stood in earlier rules that one of these rules replaces.
  func placeReplaced(by limit: LimitDeclaration, _ earlier: Scope) -> Span? {
    let made = checker.limitStatements.first { $0.declaration.test.span == limit.test.span }
    let replaced = earlier.checker.limitStatements.first {
      $0.declaration.name.text == limit.name.text && $0.scope == made?.scope
    }
    return replaced?.declaration.test.span
  }

  var policyPlace: Span? { checker.policyPlace }
}

extension Checker {
  fileprivate mutating func createAllAwardFacts() {
    for index in parts.awards.indices {
      _ = approvedFact(index)
      _ = receivedFact(index)
      _ = paidFact(index)
      if !parts.awards[index].payment.isEmpty { _ = instalmentFact(index) }
    }
  }
}
