/// What of a row its results hang on, column by column: rows that are alike in it come to the same,
/// whatever else they say.
///
/// A number that rules only hold against constants counts by where it stands among them. One that
/// goes into the sums of some lines alone counts by itself where any of them may come to something.
struct AskedFacts: Sendable {
  /// A constant that rules hold a number against, in parts of its column.
  struct Mark: Hashable, Comparable, Sendable {
    var parts: Int64
    /// Else it is a little more.
    var isWhole: Bool

    static func < (one: Mark, other: Mark) -> Bool {
      (one.parts, one.isWhole ? 0 : 1) < (other.parts, other.isWhole ? 0 : 1)
    }
  }

  enum Use: Sendable {
    case order
    /// Places in `lines`.
    case sums([Int])
    case value
  }

  struct Number: Sendable {
    let column: Int
    fileprivate(set) var marks: [Mark]
    fileprivate(set) var use: Use
  }

  let codes: [Int]
  let numbers: [Number]
  /// The lines of which it is asked whether they may come to something.
  let lines: [Int]

  init(_ plan: Plan, _ places: [ColumnPlace], _ walk: AskedWalk) {
    var codes: [Int] = []
    var numbers: [Number] = []
    var lines: [Int] = []
    for (slot, place) in places.enumerated() where walk.asks(slot) {
      switch place {
      case .none: break
      case .code(let column): codes.append(column)
      case .number(let column, let scale):
        var number = Number(column: column, marks: [], use: .value)
        if let found = walk.found(slot, scale: scale), found.marks.count < Self.mostMarks {
          number.marks = found.marks.sorted()
          for line in found.lines where !lines.contains(line) { lines.append(line) }
          let places = found.lines.compactMap { lines.firstIndex(of: $0) }
          number.use = places.isEmpty ? .order : .sums(places)
        }
        numbers.append(number)
      }
    }
    (self.codes, self.numbers, self.lines) = (codes, numbers, lines)
  }

  /// So that a place among them is a byte.
  private static let mostMarks = 100
}

extension AskedFacts.Number {
  /// Where a number stands among the marks: between two of them, or level with one.
  func place(_ parts: Int64) -> UInt8 {
    var place: UInt8 = 0
    for mark in marks {
      if mark.isWhole, parts == mark.parts { return place + 1 }
      if parts <= mark.parts { return place }
      place += 2
    }
    return place
  }
}

/// Where the slots of a plan lead.
struct AskedWalk {
  private let plan: Plan
  /// What is the same in every row, computed with each choice of the readings.
  private let machines: [Machine]
  private let isVarying: [Bool]
  private let readers: [[OperationID]]
  private let ofSlot: [Int: [OperationID]]
  /// Slots that later phases read in the row itself.
  private let recordSlots: Set<Int>
  /// What a line alone comes to hangs on these.
  private let ownLines: [OperationID: [Int]]
  private let others: Set<OperationID>
  /// By operation: whether anybody is told what it comes to, or what is made of it.
  private let isAsked: [Bool]

  /// What the results of a row hang on; `held` are the numbers that columns compute under each
  /// choice of the readings.
  init(
    results plan: Plan, _ places: [ColumnPlace], _ machines: [Machine], isVarying: [Bool],
    held: Set<OperationID>
  ) {
    var ownLines: [OperationID: [Int]] = [:]
    for (index, line) in plan.lines.enumerated() {
      // A line with a quota takes part in it whatever it comes to, and an approved sum is held
      // against the amount.
      let approves = line.approvedSlot >= 0 && places[line.approvedSlot] != .none
      if line.quota != nil || line.isDiscretionary && approves { continue }
      for operation in line.ownOperations { ownLines[operation, default: []].append(index) }
    }
    let slots = plan.lines.flatMap {
      [$0.approvedSlot, $0.receivedSlot, $0.paidSlot, $0.instalmentSlot]
    }
    self.init(
      plan, machines, isVarying, held, slots, ownLines,
      others: plan.operationsBesideLines.union(plan.allRoots.filter { ownLines[$0] == nil }))
  }

  /// What a row brings to the quotas hangs on.
  init(quotasOf plan: Plan, _ machines: [Machine], isVarying: [Bool], held: Set<OperationID>) {
    let lines = plan.lines.filter { $0.quota != nil }
    var others = Set(lines.map(\.condition))
    for case let quota? in lines.map(\.quota) { others.formUnion(quota.keys + [quota.count]) }
    self.init(plan, machines, isVarying, held, lines.map(\.instalmentSlot), [:], others: others)
  }

  private init(
    _ plan: Plan, _ machines: [Machine], _ isVarying: [Bool], _ held: Set<OperationID>,
    _ recordSlots: [Int], _ ownLines: [OperationID: [Int]], others: Set<OperationID>
  ) {
    (self.plan, self.machines, self.isVarying) = (plan, machines, isVarying)
    (self.recordSlots, self.ownLines) = (Set(recordSlots), ownLines)
    // A number that does not fit rejects its row: of one that columns do not compute nobody knows.
    let others = others.union(
      plan.operations.indices.filter {
        isVarying[$0] && plan.operations[$0].mayGrow && !held.contains($0)
      })
    self.others = others
    var readers = [[OperationID]](repeating: [], count: plan.operations.count)
    var ofSlot: [Int: [OperationID]] = [:]
    for (index, operation) in plan.operations.enumerated() {
      for operand in operation.operands { readers[operand].append(index) }
      if let slot = operation.slot, slot >= 0 { ofSlot[slot, default: []].append(index) }
    }
    var isAsked = [Bool](repeating: false, count: plan.operations.count)
    for index in plan.operations.indices.reversed() {
      isAsked[index] =
        others.contains(index) || ownLines[index] != nil || readers[index].contains { isAsked[$0] }
    }
    (self.readers, self.ofSlot, self.isAsked) = (readers, ofSlot, isAsked)
  }

  func asks(_ slot: Int) -> Bool {
    recordSlots.contains(slot) || ofSlot[slot]?.contains { isAsked[$0] } ?? false
  }

  /// The constants that a number is held against, and the lines that it goes into; nil where it
  /// counts by itself.
  func found(_ slot: Int, scale: Int64) -> (marks: Set<AskedFacts.Mark>, lines: Set<Int>)? {
    if recordSlots.contains(slot) { return nil }
    var marks: Set<AskedFacts.Mark> = []
    var lines: Set<Int> = []
    var open: [OperationID] = []
    for leaf in ofSlot[slot] ?? [] {
      if others.contains(leaf) { return nil }
      lines.formUnion(ownLines[leaf] ?? [])
      for reader in readers[leaf] where isAsked[reader] {
        if let found = self.marks(reader, leaf, scale) {
          marks.formUnion(found)
        } else {
          open.append(reader)
        }
      }
    }
    var seen: Set<OperationID> = []
    while let operation = open.popLast() {
      if !seen.insert(operation).inserted { continue }
      if others.contains(operation) { return nil }
      lines.formUnion(ownLines[operation] ?? [])
      open += readers[operation]
    }
    return (marks, lines)
  }

  /// What a comparison holds a slot against, where that is a constant under every choice.
  private func marks(
    _ reader: OperationID, _ leaf: OperationID, _ scale: Int64
  ) -> [AskedFacts.Mark]? {
    guard case .compare(_, let one, let two) = plan.operations[reader], one != two else {
      return nil
    }
    let other = one == leaf ? two : one
    if isVarying[other] { return nil }
    var marks: [AskedFacts.Mark] = []
    for machine in machines {
      guard let exact = machine.numbers[other].exact,
        let parts = exact.multiplied(by: Exact(Int(scale))), let floor = Int64(exactly: parts.floor)
      else { return nil }
      marks.append(.init(parts: floor, isWhole: parts.isWhole))
    }
    return marks
  }
}

extension Operation {
  /// Whether the result may be a number that is none of the operands.
  fileprivate var mayGrow: Bool {
    switch self {
    case .add, .subtract, .multiply, .divide, .addMonths, .yearsBetween, .round, .approve: true
    case .constant, .number, .day, .evaluationDate, .eventDate, .recognitionDate, .evaluationYear,
      .minimum, .maximum, .choose, .notBelowZero, .truth, .flag, .code, .instalment, .title,
      .earlierDue, .earlierThisYear, .reading, .and, .or, .not, .compare, .chooseTruth:
      false
    }
  }
}

extension Line {
  /// What decides what the line itself comes to.
  fileprivate var ownOperations: [OperationID] {
    [sum, gross, amount, claim, condition] + (unspecified.map { [$0] } ?? [])
  }
}

extension Plan {
  /// What rows are asked beyond what single lines come to.
  fileprivate var operationsBesideLines: Set<OperationID> {
    var found: Set<OperationID> = []
    for line in lines {
      found.formUnion([line.capPerYear].compactMap(\.self))
      found.formUnion(line.funding.compactMap(\.condition))
      if let quota = line.quota { found.formUnion(quota.keys + [quota.count]) }
    }
    for policy in policies {
      found.formUnion([policy.inForce, policy.applies])
      found.formUnion(policy.funding.compactMap(\.condition))
      found.formUnion(policy.overlap.rules.compactMap(\.condition))
    }
    found.formUnion(joints.map(\.cap) + exclusives.compactMap(\.condition))
    found.formUnion(benefits.map(\.scope.condition))
    for limit in limits {
      found.formUnion([limit.scope.condition, limit.exceeded, limit.actual])
      found.formUnion(limit.sides.map(\.bound))
    }
    for line in steps { found.formUnion(line.steps.map(\.prefix) + [line.isPositive]) }
    return found
  }

  /// Every operation that a phase behind the machine looks at.
  fileprivate var allRoots: Set<OperationID> {
    askedOperations.union(totalOperations).union(claimOperations).union(lines.map(\.condition))
  }
}
