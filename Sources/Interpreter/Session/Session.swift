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
  private var files = Loaded()
  private var typed: [Source] = []
  var facts = FactsAtHand()

  private(set) var scope: Scope
  private(set) var program: CheckedProgram
  package private(set) var plan: Plan
  /// Where every fact that can be stated stands.
  private(set) var layout: RowLayout
  private var findings: Set<Finding> = []

  /// A session without rules.
  package init() {
    let scope = Scope(Checker(Loaded()))
    self.scope = scope
    program = scope.program
    plan = Jili.plan(scope.program)
    layout = layoutOfAllFacts(scope.program)
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
      changed(by: changes, source, &reply)?.ask(expression, source, &reply)
    case .why(let line, let isNegative, let changes):
      changed(by: changes, source, &reply)?.explain(line, isNegative, &reply)
    }
  }

  func refusal(_ diagnostics: [Diagnostic], _ source: Source) -> Reply {
    Reply(diagnostics: diagnostics, sources: rules.sources + [source])
  }

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
    let (before, sources) = (scope, rules.sources)
    let kept = typed.filter { !isGroup($0, statedAgainBy: source) }
    let under = kept.count == typed.count ? rules : laidOver(files, kept, read)
    let grown = under.adding(source, isDraft: true, read: read)
    var reply = Reply(sources: grown.sources)
    guard adopt(grown, &reply) else { return reply }
    let replacesGroup = kept.count < typed.count
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
    reply.parts += facts.dropUnfit(layout, plan.readings).map { .dropped(name: $0) }
    return reply
  }

  private func laidOver(
    _ base: Loaded, _ entries: [Source], _ read: @escaping ReadFile
  ) -> Loaded {
    entries.reduce(base) { $0.adding($1, isDraft: true, read: read) }
  }

  /// Groups have no names: one of the same members stated again takes the place of the first.
  private func isGroup(_ earlier: Source, statedAgainBy later: Source) -> Bool {
    let groups = parse(earlier).statements.map(GroupName.init)
    let stated = Set(parse(later).statements.compactMap(GroupName.init))
    return !groups.isEmpty && groups.allSatisfy { $0.map(stated.contains) ?? false }
  }

  private func result(ofExample index: Int) -> ExampleResult {
    runExamples(program, plan)[index]
  }

  /// Puts files in the place of all that were loaded; what was typed is laid over them again.
  package mutating func load(_ base: Loaded, read: @escaping ReadFile) -> Reply {
    let grown = laidOver(base, typed, read)
    var reply = Reply(sources: grown.sources)
    let known = findings
    findings = []
    guard adopt(grown, &reply) else {
      findings = known
      return reply
    }
    files = base
    reply.parts += facts.dropUnfit(layout, plan.readings).map { .dropped(name: $0) }
    if !plan.isEmpty { reply.parts.append(dateAtHand) }
    return reply
  }

  /// Forgets what was typed and stated; loaded rules too.
  package mutating func clear() -> Reply {
    self = Session()
    return Reply(parts: [.cleared])
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
    layout = layoutOfAllFacts(scope.program)
    findings = Set(checked.diagnostics.map { Finding($0) })
    return true
  }

  // MARK: - The company at hand

  /// What the rules give to the company at hand.
  package func outcome() throws(CellFault) -> PolicyOutcome {
    let layout = RowLayout(plan)
    let row = try facts.row(layout)
    let options = RunOptions(choices: facts.choices(plan.readings))
    return PolicyOutcome(plan: plan, outcome: run(plan, [row], options)[0])
  }

  /// The evaluation date, stated or the last day of the policy's period.
  var dateAtHand: Reply.Part {
    .date(facts.date ?? plan.lastDay, isStated: facts.date != nil)
  }

  package func factsAtHand() -> Reply {
    let stated = facts.shown(layout, plan.readings)
    let row = try? facts.row(layout)
    let notGiven = plan.facts.filter { fact in
      // Nothing on record of payments and receipts is an answer.
      guard fact.isRead, !fact.isRecord,
        let slot = layout.facts.first(where: { $0.name == fact.name })?.slot
      else { return false }
      return row?.values[slot] == .unknown || row?.values[slot] == .openTitle
    }
    return Reply(parts: [
      dateAtHand,
      .facts(
        stated,
        notGiven: notGiven.map { Explanation(zh: $0.shownName(.zh), en: $0.shownName(.en)) }),
    ])
  }

  /// Every award with its state and reason.
  package func awardsAtHand() -> Reply {
    do throws(CellFault) {
      return Reply(parts: [.awards(try outcome())])
    } catch {
      return Reply()
    }
  }
}

extension Fact {
  fileprivate var isRecord: Bool {
    switch kind {
    case .received, .paid, .instalment: true
    case .money, .number, .percent, .date, .flag, .text, .category, .title, .approved: false
    }
  }
}

extension SlotValue {
  fileprivate static let openTitle = SlotValue.title(.unknown, event: nil)
}
