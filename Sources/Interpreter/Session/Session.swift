package import JiliLexer
import JiliParser

/// The state of a prompt: the rules in force and what is known of the company at hand.
///
/// A value without input or output. Each entry gives a reply and, unless it is refused, a new
/// state; to try something out, change a copy.
package struct Session: Sendable {
  /// All rule files, what was typed behind them, each entry a draft over what stood before.
  private(set) var rules = Loaded()
  /// The rule files alone, and what was typed, to be laid over other files.
  private(set) var files = Loaded()
  private(set) var typed: [Source] = []
  var facts = FactsAtHand() { didSet { revision += 1 } }

  private(set) var scope: Scope
  private(set) var program: CheckedProgram
  package private(set) var plan: Plan
  /// Where every fact that can be stated stands, and where those stand that the rules read.
  private(set) var places: FactPlaces
  private(set) var placesOfPlan: FactPlaces
  private var findings: Set<Finding> = []
  /// Rises with every change of rules or facts, and with those of rules alone.
  package private(set) var revision = 0
  private(set) var ruleRevision = 0

  /// A session without rules.
  package init() {
    let scope = Scope(Checker(Loaded()))
    self.scope = scope
    program = scope.program
    plan = Jili.plan(scope.program)
    places = FactPlaces(layoutOfAllFacts(scope.program))
    placesOfPlan = FactPlaces(RowLayout(plan))
  }

  /// Takes an entry: rules, facts or questions. `read` gives the files that rules name.
  package mutating func enter(_ source: Source, read: @escaping ReadFile) -> Reply {
    let file = rules.sources.count
    let entry = parsePrompt(source, file: UInt16(file))
    if entry.isRules {
      guard file < Limits.promptEntries else {
        let start = Span(file: UInt16(file), start: 0, end: 0)
        return refusal([.tooManyEntries(at: start)], source)
      }
      return enterRules(source, read)
    }
    if entry.diagnostics.contains(where: { $0.severity == .error }) {
      return refusal(entry.diagnostics, source)
    }
    // An entry is taken whole or not at all.
    var next = self
    var reply = Reply(diagnostics: entry.diagnostics, sources: rules.sources + [source])
    for item in entry.items {
      next.answer(item, source, &reply)
      if reply.isRefused { return Reply(diagnostics: reply.diagnostics, sources: reply.sources) }
    }
    self = next
    return reply
  }

  private mutating func answer(
    _ item: PromptEntry.Item, _ source: Source, _ reply: inout Reply
  ) {
    switch item {
    case .fact(let target, let value, _): state(target, value, source, &reply)
    case .question(let expression, let changes):
      changed(by: changes, source, &reply)?.session.ask(expression, source, &reply)
    case .why(let line, let isNegative, let changes):
      changed(by: changes, source, &reply)?.session.explain(line, isNegative, &reply)
    case .whatIf(let changes, let span):
      guard let trial = changed(by: changes, source, &reply) else { return }
      compare(with: trial, at: span, &reply)
    }
  }

  func refusal(_ diagnostics: [Diagnostic], _ source: Source) -> Reply {
    Reply(diagnostics: diagnostics, sources: rules.sources + [source])
  }

  var layout: RowLayout { places.layout }

  // MARK: - Rules

  /// A finding apart from its place, which moves as rules are added.
  private struct Finding: Hashable {
    let code: String
    let message: Wording

    init(_ diagnostic: Diagnostic) {
      code = diagnostic.code
      message = diagnostic.message
    }
  }

  private mutating func enterRules(_ source: Source, _ read: @escaping ReadFile) -> Reply {
    let (before, sources, plan) = (scope, rules.sources, plan)
    let kept = typed.filter { !isReplaced($0, by: source) }
    let under = kept.count == typed.count ? rules : laidOver(files, kept, read)
    let grown = under.amended.adding(source, isDraft: true, read: read)
    var reply = Reply(sources: grown.sources)
    guard adopt(grown, &reply) else { return reply }
    let replacesGroup = typed.contains { isGroup($0) && isReplaced($0, by: source) }
    typed = kept + [source]
    let entries = grown.files.last?.tree.statements ?? []
    let position = program.examples.count
    var examples = entries.count { if case .example = $0.kind { true } else { false } }
    for statement in entries {
      if case .example = statement.kind {
        reply.parts.append(.example(result(ofExample: position - examples)))
        examples -= 1
      } else {
        let changes = changes(
          by: statement, before, scope, sources, replacesGroup: replacesGroup)
        reply.parts += changes.map { .rule($0) }
      }
    }
    reply.parts += facts.dropUnfit(places, self.plan.readings).map { .dropped(name: $0) }
    reply.edit = PlanEdit(before: plan, after: self.plan)
    return reply
  }

  private func laidOver(
    _ base: Loaded, _ entries: [Source], _ read: @escaping ReadFile
  ) -> Loaded {
    entries.reduce(base) { $0.amended.adding($1, isDraft: true, read: read) }
  }

  /// Whether later statements say again all that an entry said, which then says nothing any more.
  /// Groups, which have no names, would even contradict each other.
  private func isReplaced(_ earlier: Source, by later: Source) -> Bool {
    let stated = Set(RuleKey.stated(by: later))
    let statements = parse(earlier).statements
    // What a removal takes away must stay, or there would be nothing to remove.
    let removed = Set((typed + [later]).flatMap(RuleKey.removed))
    return !statements.isEmpty
      && statements.allSatisfy { statement in
        let keys = RuleKey.stated(by: statement, in: earlier)
        return !keys.isEmpty
          && keys.allSatisfy { stated.contains($0) && !removed.contains($0.name ?? "") }
      }
  }

  private func isGroup(_ entry: Source) -> Bool {
    parse(entry).statements.contains { GroupName($0) != nil }
  }

  private func result(ofExample index: Int) -> ExampleResult {
    runExamples(program, plan)[index]
  }

  /// Puts files in the place of all that were loaded; what was typed is laid over them again.
  package mutating func load(_ base: Loaded, read: @escaping ReadFile) -> Reply {
    let grown = laidOver(base, typed, read)
    var reply = Reply(sources: grown.sources)
    let (known, plan) = (findings, plan)
    findings = []
    guard adopt(grown, &reply) else {
      findings = known
      return reply
    }
    files = base
    reply.parts += facts.dropUnfit(places, self.plan.readings).map { .dropped(name: $0) }
    if !self.plan.isEmpty { reply.parts.append(dateAtHand) }
    reply.edit = PlanEdit(before: plan, after: self.plan)
    return reply
  }

  /// Takes the same files as they are now, and says what is new in them.
  package mutating func reload(_ base: Loaded, read: @escaping ReadFile) -> Reply {
    let before = RuleBook(files.files, files.sources)
    var reply = load(base, read: read)
    if reply.isRefused { return reply }
    let differences = before.differences(to: RuleBook(files.files, files.sources))
    reply.parts.insert(.reloaded(differences), at: 0)
    return reply
  }

  /// Forgets what was typed and stated; loaded rules too.
  package mutating func clear() -> Reply {
    var reply = Reply(parts: [.cleared])
    let (plan, revision, ruleRevision) = (plan, revision, ruleRevision)
    self = Session()
    (self.revision, self.ruleRevision) = (revision + 1, ruleRevision + 1)
    reply.edit = PlanEdit(before: plan, after: self.plan)
    return reply
  }

  /// Makes rules the ones in force, if they hold no error. New findings go into the reply.
  private mutating func adopt(_ grown: Loaded, _ reply: inout Reply) -> Bool {
    let (checked, scope) = checkWithNames(grown)
    reply.diagnostics = checked.diagnostics.filter { !findings.contains(Finding($0)) }
    guard let scope, let program = checked.program else { return false }
    rules = grown
    self.scope = scope
    self.program = program
    plan = Jili.plan(program)
    places = FactPlaces(layoutOfAllFacts(scope.program))
    placesOfPlan = FactPlaces(RowLayout(plan))
    findings = Set(checked.diagnostics.map { Finding($0) })
    revision += 1
    ruleRevision += 1
    return true
  }
}
