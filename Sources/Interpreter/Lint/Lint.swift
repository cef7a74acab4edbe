package import JiliLexer
import JiliParser

/// Looks for faults of drafting in rules without an error: numbers that contradict each other,
/// tiers that nothing reaches, what the text leaves open. Reads no rows; what it says is certain,
/// or it is silent.
package func lint(_ loaded: Loaded, _ program: CheckedProgram) -> [Diagnostic] {
  var linter = Linter(loaded, program)
  linter.lintTargets()
  linter.lintTiers()
  linter.lintAwards()
  linter.lintWords()
  linter.lintEntries()
  linter.lintNames()
  return linter.found.enumerated().sorted { one, two in
    let (first, second) = (one.element.span, two.element.span)
    return (first.file, first.start, one.offset) < (second.file, second.start, two.offset)
  }.map(\.element)
}

extension Checked {
  /// Faults of drafting, where there is no error.
  package var lints: [Diagnostic] { program.map { lint(loaded, $0) } ?? [] }
}

extension Compiled {
  /// Faults of drafting of each policy by itself.
  package var lints: [Diagnostic] { policies.flatMap(\.lints) }
}

/// The rules at hand and what was found; the rooms beside this one add to it.
struct Linter {
  let loaded: Loaded
  let program: CheckedProgram
  /// The statements in force: none that a later file restates or removes.
  let statements: [Statement]
  var implication = Implication()
  /// How many tiers may still be compared with those before them.
  var tierPairs = Limits.lintSteps
  private(set) var found: [Diagnostic] = []
  /// Awards of one statement share their clauses: what was said of a place is not said again.
  private var reported: Set<Place> = []

  private struct Place: Hashable {
    let code: String
    let span: Span
  }

  init(_ loaded: Loaded, _ program: CheckedProgram) {
    self.loaded = loaded
    self.program = program
    statements = Self.inForce(loaded)
  }

  mutating func report(_ diagnostic: Diagnostic) {
    let place = Place(code: diagnostic.code, span: diagnostic.span)
    if reported.insert(place).inserted { found.append(diagnostic) }
  }

  /// A later statement of a name replaces the earlier ones; `remove` replaces them by nothing.
  private static func inForce(_ loaded: Loaded) -> [Statement] {
    let all = loaded.files.flatMap(\.tree.statements)
    var last: [String: Int] = [:]
    for (index, statement) in all.enumerated() {
      for name in Checker.declaredNames(statement) { last[name] = index }
      if case .remove(let names) = statement.kind {
        for name in names { last[name.text] = index }
      }
    }
    return all.enumerated().filter { index, statement in
      let names = Checker.declaredNames(statement)
      return names.isEmpty || names.contains { last[$0] == index }
    }.map(\.element)
  }

  /// The statement of each award, in the order of `program.awards`.
  var awardStatements: [(award: CheckedAward, statement: Statement)] {
    var bySpan: [Span: Statement] = [:]
    for statement in statements {
      guard case .award(let declaration) = statement.kind else { continue }
      for item in declaration.items { bySpan[item.name.span] = statement }
    }
    return program.awards.compactMap { award in bySpan[award.span].map { (award, $0) } }
  }
}

extension Typed {
  /// What stands behind the names of definitions.
  var plain: Typed {
    if case .defined(_, let inner) = kind { return inner.plain }
    return self
  }

  /// The one number or day that this is whatever the company.
  var point: Exact? {
    if case .day(let days) = plain.kind, days.isExact { return days.first.map { Exact($0) } }
    return fixed
  }

  /// The fixed sum, or the fixed ceiling of a sum left to the authority.
  var ceiling: Exact? {
    if case .upTo(let inner) = plain.kind { return inner.fixed }
    return fixed
  }
}
