/// What the phases ask of a plan row after row, looked up once.
final class Phases: Sendable {
  let plan: Plan
  /// What the host of the library allows, if it limits anything.
  let watch: Watch?
  let quotaLines: [Int]
  /// Lines with a ceiling of their own for the year, each with those of its award.
  let cappedLines: [(line: Int, award: [Int])]
  /// Lines of a title, which is paid once a year.
  let titleLines: [Int]
  /// Lines of which a row may ask for an instalment, and those of which it may have records.
  let instalmentLines: [Int]
  let paidLines: [Int]
  let receivedLines: [Int]
  /// What the sums of a row hang on, and what other rows of its company hang on as well.
  let totalOperations: [OperationID]
  let claimOperations: [OperationID]
  /// Discrete facts, in their order, that two or more lines read.
  let sharedFacts: [Int]
  /// By exclusive group: whether a joint ceiling holds some of its members and leaves others out.
  let isDivided: [Bool]
  /// Whether a row of which less is known comes to no less: not sure where a line lies in two
  /// exclusive groups, of which only those count that certainly hold.
  let isMonotonic: Bool

  init(_ plan: Plan, _ watch: Watch? = nil) {
    self.plan = plan
    self.watch = watch
    func indices(where isWanted: (Line) -> Bool) -> [Int] {
      plan.lines.indices.filter { isWanted(plan.lines[$0]) }
    }
    quotaLines = indices { $0.quota != nil }
    cappedLines = indices { $0.capPerYear != nil }.map { line in
      (line, indices { $0.award == plan.lines[line].award })
    }
    titleLines = indices { $0.title != nil }
    instalmentLines = indices {
      $0.instalmentSlot >= 0 && !$0.isRenewal && !$0.payment.isEmpty
    }
    paidLines = indices { $0.paidSlot >= 0 && !$0.isRenewal }
    receivedLines = indices { $0.receivedSlot >= 0 }
    totalOperations = plan.totalOperations
    claimOperations = plan.claimOperations
    sharedFacts = plan.facts.indices.filter { fact in
      plan.facts[fact].isDiscrete && plan.facts[fact].slot >= 0
        && plan.lines.count { $0.reads.contains(fact) } > 1
    }
    isDivided = plan.exclusives.map { group in
      plan.joints.contains { joint in
        group.members.contains(where: joint.members.contains)
          && !group.members.allSatisfy(joint.members.contains)
      }
    }
    var grouped = Set<Int>()
    isMonotonic = plan.exclusives.allSatisfy { group in
      group.members.allSatisfy { grouped.insert($0).inserted }
    }
  }

  var hasQuotas: Bool { !quotaLines.isEmpty }

  var mayGoOn: Bool { watch.map { $0.stopped == nil } ?? true }

  /// Asks for the steps of one more row, before it is computed.
  func allowsRow() -> Bool { watch.allows(steps: plan.operations.count) }

  // MARK: - Facts of awards in a row

  /// The instalment of a line that a row asks for.
  func instalment(_ row: Row, _ line: Int) -> Int? { plan.lines[line].instalment(of: row) }

  /// What is on record as paid for the base event of a line; nil where nothing is.
  func paid(_ row: Row, _ line: Int) -> Exact? {
    let slot = plan.lines[line].paidSlot
    guard slot >= 0, case .number(let sum) = row.values[slot] else { return nil }
    return sum
  }

  /// What a row has on record, by line; lines without a record are left out.
  func records(_ row: Row) -> Records {
    func sums(_ lines: [Int], _ slot: (Line) -> Int) -> [Records.Entry] {
      lines.compactMap { line in
        guard case .number(let sum) = row.values[slot(plan.lines[line])], !sum.isZero else {
          return nil
        }
        return Records.Entry(line: line, sum: sum)
      }
    }
    return Records(
      paid: sums(paidLines) { $0.paidSlot }, received: sums(receivedLines) { $0.receivedSlot })
  }
}

/// What a row says was paid of its lines before, and received elsewhere for them.
struct Records {
  struct Entry {
    let line: Int
    let sum: Exact
  }

  static let none = Records(paid: [], received: [])

  let paid: [Entry]
  let received: [Entry]

  func paid(_ line: Int) -> Exact { paid.first { $0.line == line }?.sum ?? .zero }
}
