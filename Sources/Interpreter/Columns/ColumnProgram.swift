/// A plan as steps over columns: what is the same in every row is folded, the rest runs a batch at
/// a time. It settles most rows of most files; a row of which it is not sure is left to the row
/// evaluator, so that there is one meaning and two speeds.
package struct ColumnProgram: Sendable {
  let plan: Plan
  /// By slot.
  package let places: [ColumnPlace]
  package let numberColumns: Int
  package let codeColumns: Int
  /// By award, where rows say whether an earlier row of their company was due it: its code column.
  let earlierColumns: [Int: Int]
  /// With the readings as chosen, then with each other choice alone.
  let passes: [ColumnPass]
  /// What the results of a row hang on; nil where they hang on other rows too.
  let asked: AskedFacts?
  /// The same of what it brings to the quotas; nil where there are none.
  let askedByQuotas: AskedFacts?

  /// `template` holds what is the same in every row: parameters, settings, the evaluation date,
  /// facts that no column gives. `varying` are the slots that rows fill.
  ///
  /// Nil where rows do not stand alone: several policies look beyond one row, and quotas, which
  /// hang on edges that a look at all rows finds (`hasEdges`). A sum on record for all companies at
  /// once is too rare to have steps of its own.
  package init?(
    _ plan: Plan, choices: [Int], template: Row, varying: Set<Int>, triesReadings: Bool = true,
    asksEarlier: Bool = false, hasEdges: Bool = false
  ) {
    guard plan.policies.count == 1, hasEdges || plan.lines.allSatisfy({ $0.quota == nil }),
      template.key == nil, !plan.lines.contains(where: { $0.hasRecord(in: template) })
    else { return nil }
    self.plan = plan
    var places = [ColumnPlace](repeating: .none, count: plan.slotCount)
    var next = (number: 0, code: 0)
    for slot in varying.sorted() {
      let kind = plan.facts[plan.slotFacts[slot]].kind
      let texts = plan.textCodes[slot]?.count ?? 0
      guard let place = kind.column(at: next, texts: texts) else { continue }
      places[slot] = place
      if case .number = place { next.number += 1 } else { next.code += 1 }
    }
    self.places = places
    var earlierColumns: [Int: Int] = [:]
    for case .earlierDue(let award) in asksEarlier ? plan.operations : []
    where earlierColumns[award] == nil {
      earlierColumns[award] = next.code
      next.code += 1
    }
    self.earlierColumns = earlierColumns
    (numberColumns, codeColumns) = next
    var passes: [ColumnPass] = []
    var machines: [Machine] = []
    var (isVarying, common): ([Bool], Set<OperationID>?) = ([], nil)
    for choices in plan.choicesToTry(choices).prefix(triesReadings ? Int.max : 1) {
      var builder = ColumnBuilder(
        plan, choices: choices, template: template, varying: varying, places: places,
        earlier: earlierColumns)
      passes.append(builder.pass())
      machines.append(builder.machine)
      isVarying = builder.isVarying
      common = common?.intersection(builder.held) ?? builder.held
    }
    self.passes = passes
    guard !asksEarlier else {
      (asked, askedByQuotas) = (nil, nil)
      return
    }
    let held = common ?? []
    asked = AskedFacts(
      plan, places, AskedWalk(results: plan, places, machines, isVarying: isVarying, held: held))
    askedByQuotas =
      plan.hasQuotas
      ? AskedFacts(
        plan, places, AskedWalk(quotasOf: plan, machines, isVarying: isVarying, held: held))
      : nil
  }
}

extension Line {
  /// Whether a row says anything of the award itself.
  fileprivate func hasRecord(in row: Row) -> Bool {
    [paidSlot, receivedSlot, approvedSlot, instalmentSlot].contains { slot in
      slot >= 0 && row.values[slot] != .unknown
    }
  }
}

extension Plan {
  /// The choices of a run, then each alternative of each reading that some rule asks for.
  func choicesToTry(_ choices: [Int]) -> [[Int]] {
    var base = choices
    while base.count < readings.count { base.append(0) }
    var found = [base]
    for reading in readings.indices where uses(reading: reading) {
      for choice in readings[reading].choices.indices where choice != base[reading] {
        found.append(base)
        found[found.count - 1][reading] = choice
      }
    }
    return found
  }
}

/// The steps for one choice of the readings, and where their results lie.
struct ColumnPass: Sendable {
  /// A number with its scale: parts of 1/scale.
  struct Number: Hashable, Sendable {
    var operand: ColumnOperand
    var scale: Int64

    static let open = Number(operand: .state(ColumnBatch.unknown), scale: 1)
  }

  /// A ceiling on the running sum of some lines of a row.
  struct Ceiling: Sendable {
    var lines: [Int]
    var cap: ColumnOperand
  }

  var instructions: [ColumnInstruction] = []
  var tables: [ColumnCodes] = []
  /// How many vectors the steps need at one time.
  var numberRegisters = 0
  var truthRegisters = 0
  /// By line: the sum of phases 3 to 5 in 分.
  var sums: [ColumnOperand] = []
  /// By line: approved sums and what they are held against.
  var approvals: [(approved: ColumnOperand, ceiling: ColumnOperand)] = []
  /// By exclusive group; nil has no condition.
  var groups: [ColumnOperand] = []
  var ceilings: [Ceiling] = []
  /// By quota.
  var contests: [ColumnContest] = []
  /// By benefit.
  var benefits: [ColumnOperand] = []
  /// By limit: whom it concerns, whether it is broken.
  var limits: [(scope: ColumnOperand, exceeded: ColumnOperand)] = []
  var inForce = ColumnOperand.truth(ColumnTruth.yes)
  var applies = ColumnOperand.truth(ColumnTruth.yes)
  /// By line: its conditions one after the other, each with all before it, and whether it has a
  /// sum; empty where nobody counts them.
  var steps: [(prefixes: [ColumnOperand], isPositive: ColumnOperand)] = []
  /// By line: the conditions of its own funding, else of the policy's.
  var funding: [[ColumnOperand]] = []
  /// Number columns where anything but 0 or nothing makes the row odd: paid, received.
  var recordColumns: [Int] = []
  /// Code columns where anything but unknown makes the row odd: instalments.
  var instalmentColumns: [Int] = []
  /// Number columns that the steps read.
  var numberColumns: Set<Int> = []
}
