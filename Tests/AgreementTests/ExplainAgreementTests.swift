import JiliLexer
import JiliTestSupport
import Testing

@testable import Jili

/// The long table, `eval` and `explain` say the same of every company of every policy that comes
/// with the program.
@Suite("one explanation in every form")
struct ExplainAgreementTests {
  /// A company file and its policy, with the options that stand beside it.
  private struct Shipped {
    let plan: Plan
    let input: Ingested
    let outcomes: [RowOutcome]
    let run: RunOptions

    init(_ path: String) throws {
      let base = String(path.dropLast(".companies.csv".count))
      let policy = String(base.split(separator: ".")[0]) + ".rules"
      let compiled = compile(try Repository.bytes(policy), named: policy) { name in
        try? Repository.bytes(name.hasPrefix("Rules/") ? name : "Rules/" + name)
      }
      let words = (try? Repository.text(base + ".options")) ?? ""
      let arguments = Arguments(
        words.split { $0 == " " || $0 == "\n" }.map(String.init))
      let plan = try #require(compiled.plan)
      var run = RunOptions(choices: try plan.choices(arguments.readings))
      run.leavesOutNotDue = true
      let file = InputFile(name: path, bytes: try Repository.bytes(path))
      (input, outcomes) = try runBatch(plan, [file], input: arguments.input, run: run)
      self.plan = try plan.settled(arguments.input.settings)
      run.leavesOutNotDue = false
      if plan.hasQuotas {
        var cohort = Cohort(
          Phases(self.plan), input.rows.map(\.row), self.plan.allChoices(run.choices), .sums)
        var machine = Machine(self.plan, choices: self.plan.allChoices(run.choices))
        cohort.run(&machine)
        run.edges = [cohort.edges]
      }
      self.run = run
    }

    /// The rows of the company that has a row, and its place among them.
    func company(of index: Int) -> (rows: [Row], place: Int) {
      guard let key = input.rows[index].row.key else { return ([input.rows[index].row], 0) }
      let own = input.rows.indices.filter { input.rows[$0].row.key == key }
      return (own.map { input.rows[$0].row }, own.firstIndex(of: index) ?? 0)
    }
  }

  static let files = Repository.files(under: "Rules", endings: [".companies.csv"])

  @Test(arguments: files)
  func theLongTableSaysWhatIsExplained(_ path: String) throws {
    let shipped = try Shipped(path)
    let plan = shipped.plan
    var options = OutputOptions()
    options.columns = ["状态", "奖项", "金额", "上限", "依据", "说明", "条款"]
    let explainer = Explainer(plan, shipped.run)
    for index in shipped.input.rows.indices {
      var alone = shipped.input
      alone.rows = [shipped.input.rows[index]]
      let results = PolicyResults(plan: plan, outcomes: [shipped.outcomes[index]])
      let found = try longSheet(alone, results, options: options).rows
      let (rows, place) = shipped.company(of: index)
      let company = explainer.explanation(of: place, in: rows, shipped.outcomes[index])
      #expect(found == Self.rows(company, plan), "\(path) row \(index + 1)")
      let name = "\(path) row \(index + 1)"
      for award in company.awards { expectOneStory(award, plan, name) }
      expectWins(company, rows, place, shipped, name)
      let page = ExplanationPage(plan, .zh).text(company)
      for award in company.awards where ![.due, .upTo, .unspecified].contains(award.outcome.state) {
        let (outcome, isRenewal) = (award.outcome, plan.lines[award.outcome.line].isRenewal)
        if isRenewal, outcome.state == .notDue { continue }
        let isShown =
          page.contains(outcome.reason.zh)
          || !outcome.failing.isEmpty && outcome.failing.allSatisfy { page.contains($0.line(.zh)) }
        #expect(isShown, "\(name) \(outcome.reason.zh)")
      }
    }
  }

  /// The rows of the long table as they follow from the explanation alone.
  private static func rows(_ company: CompanyExplanation, _ plan: Plan) -> [[ResultCell]] {
    var rows: [[ResultCell]] = []
    for policy in plan.policies {
      for award in company.awards[policy.lines] where award.outcome.state != .notDue {
        let (outcome, line) = (award.outcome, plan.lines[award.outcome.line])
        rows.append([
          .text(outcome.state.rawValue), .text(line.column(.zh)), .sum(outcome.low),
          .sum(outcome.high), .text(line.quotes(.zh)), .text(outcome.reason.zh),
          .text(line.articles(.zh)),
        ])
      }
      for benefit in company.benefits[policy.benefits] where benefit.outcome.state != .notDue {
        let (outcome, info) = (benefit.outcome, plan.benefits[benefit.outcome.benefit])
        let isGranted = outcome.state == .benefit
        rows.append([
          .text(outcome.state.rawValue), .text(info.name), .sum(nil), .sum(nil),
          .text(info.cites.quotes(.zh)),
          .text(isGranted ? info.text ?? outcome.reason.zh : outcome.reason.zh),
          .text(info.cites.articles(.zh)),
        ])
      }
      for limit in company.limits[policy.limits] {
        let (outcome, info) = (limit.outcome, plan.limits[limit.outcome.limit])
        let isOpen = outcome.state == .undetermined && outcome.hasGivenFact
        guard outcome.state == .exceeded || isOpen else { continue }
        rows.append([
          .text(outcome.state.rawValue), .text(info.name), .sum(nil), .sum(nil),
          .text(info.cites.quotes(.zh)), .text(outcome.reason.zh), .text(info.cites.articles(.zh)),
        ])
      }
    }
    return rows
  }

  /// The reason in short and the explanation in full name the same sums, rivals and facts.
  private func expectOneStory(_ award: AwardExplanation, _ plan: Plan, _ place: String) {
    let outcome = award.outcome
    let reason = outcome.reason.zh
    let name = "\(place) \(plan.lineName(outcome.line, .zh)): \(reason)"
    if let last = award.steps.last, outcome.state == .due || outcome.state == .upTo {
      #expect(last.low == outcome.low && last.high == outcome.high, "\(name)")
    }
    if let rival = award.rival {
      #expect(rival.line == outcome.lostTo, "\(name)")
      #expect(reason.contains(plan.lineName(rival.line, seenFrom: outcome.line, .zh)), "\(name)")
      #expect(rival.own.high.map { $0 > .zero } ?? true, "\(name)")
    }
    if outcome.state == .undetermined {
      #expect(award.deciding.map(\.fact) == outcome.missing, "\(name)")
      for fact in award.deciding {
        #expect(reason.contains(plan.factName(fact.fact)), "\(name)")
        for item in fact.cases {
          #expect(outcome.low <= item.low, "\(name)")
          if let high = outcome.high { #expect(item.high.map { $0 <= high } ?? false, "\(name)") }
        }
      }
    }
    if let first = outcome.failing.first, reason.contains(first.sentence.zh) {
      for failing in outcome.failing { #expect(reason.contains(failing.sentence.zh), "\(name)") }
    } else if outcome.state == .notDue {
      let whole = ["不适用本政策", "不在有效期内", "未通过复评", "本年度已计", "一次性：此前已奖", "没有对应的金额"]
      #expect(whole.contains(reason), "\(name)")
    }
    // Whoever missed it is told a way, or that there is none.
    if outcome.state == .overQuota { #expect(award.changes != nil, "\(name)") }
  }

  /// Each way that is told wins, and the total rises by what is said: put into the row and run from
  /// the start. Where rows share quotas, others of the run move as well.
  private func expectWins(
    _ company: CompanyExplanation, _ rows: [Row], _ own: Int, _ shipped: Shipped, _ row: String
  ) {
    let plan = shipped.plan
    if plan.hasQuotas { return }
    let options = RunOptions(choices: shipped.run.choices, triesReadings: false)
    let before = total(run(plan, rows, options))
    for award in company.awards {
      for set in award.changes?.sets.prefix(2) ?? [] {
        var changed = rows
        for change in set.changes {
          let place = change.slot.map { ChangePlace.slot($0) } ?? .evaluationDate
          changed[own] = changed[own].with(place, change.new.last ?? change.old)
        }
        let after = run(plan, changed, options)
        let name = "\(row) \(plan.lineName(award.outcome.line, .zh))"
        #expect(after[own].lines[award.outcome.line].state == set.after?.state, "\(name)")
        #expect(set.gain == SumDifference(before, total(after)), "\(name)")
      }
    }
  }

  private func total(_ outcomes: [RowOutcome]) -> (low: Exact, high: Exact?) {
    outcomes.reduce((low: Exact.zero, high: Exact?.some(.zero))) { sum, outcome in
      let high = sum.high.flatMap { high in outcome.totalHigh.flatMap { high.adding($0) } }
      return (sum.low.adding(outcome.totalLow) ?? sum.low, high)
    }
  }
}
