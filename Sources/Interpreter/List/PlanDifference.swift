import JiliLexer

/// What two plans do not have in common, as one plan that computes it before and after.
struct PlanDifference {
  private(set) var joint = JointPlan()
  /// The lines of the joint plan: of the old plan, or of the new one.
  private(set) var lines: [(name: LineName, isOld: Bool)] = []
  private(set) var newLines: [Int] = []
  /// The condition that a row may come to something else; nil where every row is computed.
  private(set) var touchedRows: OperationID?
  /// Every line is computed, so that what the rows came to before is known without the old lines.
  private(set) var isWhole = false
  /// Where every line is computed: nothing is due in a row in which this certainly does not hold.
  private(set) var dueRows: OperationID?
  private(set) var oldNames: [LineName] = []
  /// A line reads other facts than before.
  private(set) var changesReads = true

  init(from old: ListBinding?, to new: ListBinding, choosesRows: Bool) {
    let before = old.map { Side($0, &joint) }
    let after = Side(new, &joint)
    var touched = after.changed(from: before).union(before?.changed(from: after) ?? [])
    let sides = [before, after].compactMap(\.self)
    // A quota draws among all rows together, so that its lines are never left out.
    if !touched.isEmpty { for side in sides { touched.formUnion(side.quotas) } }
    var count = -1
    while count != touched.count {
      count = touched.count
      for side in sides { side.close(&touched) }
    }
    changesReads = touched.contains { before?.keys[$0]?.reads != after.keys[$0]?.reads }
    newLines = after.lines(touched)
    let oldLines = before?.lines(touched) ?? []
    if let before { oldNames = oldLines.map { LineName(before.plan.lines[$0]) } }
    let pairs = choosesRows ? before.flatMap { after.pairs(with: $0, newLines, oldLines) } : nil
    let rows = pairs.map { RowDifference($0, &joint) }
    let condition = rows.map { $0.condition(&joint) }
    var built = Built()
    if let before { built.add(before, oldLines, &joint) }
    built.add(after, newLines, &joint)
    joint.finish(built)
    if let condition, joint.isWorthAsking(condition) {
      touchedRows = condition
    } else if oldLines.count == before?.plan.lines.count ?? 0 {
      isWhole = true
      built = Built()
      built.add(after, newLines, &joint)
      dueRows = joint.sharedCondition(of: built.lines)
      joint.finish(built)
    }
    if !isWhole { lines = oldNames.map { ($0, true) } }
    lines += newLines.map { (LineName(after.plan.lines[$0]), false) }
  }
}

extension JointPlan {
  /// Asking each row first costs much less than computing its lines.
  fileprivate func isWorthAsking(_ condition: OperationID) -> Bool {
    func size(_ roots: [OperationID]) -> Int { plan.cone(of: roots).count { $0 } }
    return 2 * size([condition]) < size(plan.lineRoots)
  }

  fileprivate mutating func finish(_ built: Built) {
    finish(built.lines, built.exclusives, built.joints)
  }
}

/// Lines of two plans behind each other.
private struct Built {
  var lines: [Line] = []
  var exclusives: [ExclusiveGroup] = []
  var joints: [JointCap] = []
  private var awards = 0

  mutating func add(_ side: Side, _ chosen: [Int], _ joint: inout JointPlan) {
    var places: [Int: Int] = [:]
    let plan = side.plan
    for line in chosen {
      places[line] = lines.count
      lines.append(side.line(line, awards: awards, &joint))
    }
    awards += plan.awardCount
    for group in plan.exclusives where group.members.contains(where: { places[$0] != nil }) {
      exclusives.append(
        ExclusiveGroup(
          members: group.members.compactMap { places[$0] },
          condition: group.condition.map { side.ids[$0] }, cites: [], span: group.span))
    }
    for cap in plan.joints where cap.members.contains(where: { places[$0] != nil }) {
      joints.append(
        JointCap(
          members: cap.members.compactMap { places[$0] }, cap: side.ids[cap.cap], cites: [],
          span: cap.span))
    }
  }
}

/// Everything of a line on which its sums and payers hang.
private struct LineKey: Hashable {
  struct Payer: Hashable {
    var name: String
    var share: Exact
  }

  struct Entry: Hashable {
    var payers: [Payer]
    var condition: OperationID?
  }

  struct Rule: Hashable {
    var condition: OperationID?
    var rule: Overlap.Rule
  }

  struct Part: Hashable {
    var label: String
    var share: Exact?
  }

  var sum: OperationID
  var claim: OperationID
  var condition: OperationID
  var amount: OperationID
  var unspecified: OperationID?
  var cap: OperationID?
  var quota: [OperationID]
  var payment: [Part]
  var funding: [Entry]
  /// Approved, received, paid, instalment.
  var slots: [Int]
  var isDiscretionary: Bool
  var once: Bool
  var title: String?
  /// What happens to sums received elsewhere.
  var overlap: [Rule]
  var reads: Set<String>

  /// The operations that may be others while the rest stays.
  var operations: [OperationID] {
    [sum, claim, condition, amount] + [unspecified, cap].compactMap(\.self)
  }

  /// The same, but for those operations and the facts that are read.
  func isLike(_ other: LineKey) -> Bool {
    var twin = other
    (twin.sum, twin.claim, twin.condition, twin.amount) = (sum, claim, condition, amount)
    if twin.unspecified != nil, unspecified != nil { twin.unspecified = unspecified }
    if twin.cap != nil, cap != nil { twin.cap = cap }
    twin.reads = reads
    return twin == self
  }
}

/// A group or a ceiling: its members in their order, and its condition or its sum.
private struct GroupKey: Hashable {
  var members: [LineName]
  var operation: OperationID?
  var isExclusive: Bool
}

/// One of the two plans.
private struct Side {
  let binding: ListBinding
  /// The operations of the plan in the joint one.
  let ids: [OperationID]
  private(set) var keys: [LineName: LineKey] = [:]
  private var groups: [GroupKey] = []
  /// Lines that share a quota, a group or a ceiling.
  private var ties: [[LineName]] = []
  private(set) var quotas: Set<LineName> = []

  var plan: Plan { binding.rules.plan }

  init(_ binding: ListBinding, _ joint: inout JointPlan) {
    self.binding = binding
    ids = joint.add(binding)
    let plan = binding.rules.plan
    let names = plan.lines.map(LineName.init)
    for (index, line) in plan.lines.enumerated() {
      keys[names[index]] = key(line, &joint)
      if line.quota != nil { quotas.insert(names[index]) }
    }
    for group in plan.exclusives {
      let members = group.members.map { names[$0] }
      groups.append(
        GroupKey(
          members: members, operation: group.condition.map { ids[$0] }, isExclusive: true))
      ties.append(members)
    }
    for cap in plan.joints {
      let members = cap.members.map { names[$0] }
      groups.append(GroupKey(members: members, operation: ids[cap.cap], isExclusive: false))
      ties.append(members)
    }
    for award in Set(plan.lines.map(\.award)) {
      ties.append(plan.lines.indices.filter { plan.lines[$0].award == award }.map { names[$0] })
    }
  }

  /// The lines that another side has otherwise, or not at all.
  func changed(from other: Side?) -> Set<LineName> {
    var changed = Set(keys.keys.filter { keys[$0] != other?.keys[$0] })
    for group in groups where !(other?.groups.contains(group) ?? false) {
      changed.formUnion(group.members)
    }
    return changed
  }

  func close(_ touched: inout Set<LineName>) {
    for tie in ties where tie.contains(where: touched.contains) { touched.formUnion(tie) }
  }

  func lines(_ names: Set<LineName>) -> [Int] {
    plan.lines.indices.filter { names.contains(LineName(plan.lines[$0])) }
  }

  /// What some lines are computed from here and on another side; nil where more than operations
  /// tells them apart.
  func pairs(
    with other: Side, _ own: [Int], _ others: [Int]
  ) -> [RowDifference.Pair]? {
    let names = own.map { LineName(plan.lines[$0]) }
    guard names == others.map({ LineName(other.plan.lines[$0]) }), quotas.isEmpty,
      other.quotas.isEmpty, groups.map(\.members) == other.groups.map(\.members)
    else { return nil }
    var pairs: [RowDifference.Pair] = []
    func add(_ old: [OperationID], _ new: [OperationID]) {
      pairs += zip(old, new).map { RowDifference.Pair(old: $0, new: $1) }
    }
    for name in names {
      guard let old = other.keys[name], let new = keys[name], old.isLike(new) else { return nil }
      add(old.operations, new.operations)
    }
    for (old, new) in zip(other.groups, groups) {
      guard (old.operation == nil) == (new.operation == nil), old.isExclusive == new.isExclusive
      else { return nil }
      add([old.operation].compactMap(\.self), [new.operation].compactMap(\.self))
    }
    return pairs
  }

  private func funding(_ line: Line) -> [Funding] {
    line.funding.isEmpty ? plan.policies[0].funding : line.funding
  }

  private func key(_ line: Line, _ joint: inout JointPlan) -> LineKey {
    let slots = [line.approvedSlot, line.receivedSlot, line.paidSlot, line.instalmentSlot]
      .map { joint.slot($0, binding) }
    let overlap = plan.policies[0].overlap.rules.map { entry in
      LineKey.Rule(condition: entry.condition.map { ids[$0] }, rule: entry.rule)
    }
    let reads = line.reads.map { plan.facts.indices.contains($0) ? plan.facts[$0].name : "\($0)" }
    return LineKey(
      sum: ids[line.sum], claim: ids[line.claim], condition: ids[line.condition],
      amount: ids[line.amount], unspecified: line.unspecified.map { ids[$0] },
      cap: line.capPerYear.map { ids[$0] },
      quota: line.quota.map { [ids[$0.count]] + $0.keys.map { key in ids[key] } } ?? [],
      payment: line.payment.map { .init(label: $0.label, share: $0.share) },
      funding: funding(line).map { entry in
        .init(
          payers: entry.payers.map { .init(name: $0.name, share: $0.share) },
          condition: entry.condition.map { ids[$0] })
      },
      slots: slots, isDiscretionary: line.isDiscretionary, once: line.once,
      title: line.title.map { plan.facts[$0].name },
      overlap: line.receivedSlot < 0 ? [] : overlap,
      reads: Set(reads))
  }

  /// A line of the plan as one of the joint plan.
  func line(_ index: Int, awards: Int, _ joint: inout JointPlan) -> Line {
    var line = plan.lines[index]
    line.funding = funding(line).map { entry in
      Funding(payers: entry.payers, condition: entry.condition.map { ids[$0] })
    }
    line.award += awards
    line.condition = ids[line.condition]
    line.claim = ids[line.claim]
    line.gross = ids[line.gross]
    line.sum = ids[line.sum]
    line.amount = ids[line.amount]
    line.inForce = ids[line.inForce]
    line.unspecified = line.unspecified.map { ids[$0] }
    line.capPerYear = line.capPerYear.map { ids[$0] }
    line.approvedSlot = joint.slot(line.approvedSlot, binding)
    line.receivedSlot = joint.slot(line.receivedSlot, binding)
    line.paidSlot = joint.slot(line.paidSlot, binding)
    line.instalmentSlot = joint.slot(line.instalmentSlot, binding)
    (line.title, line.reads, line.test) = (nil, [], nil)
    (line.branches, line.tiers) = ([], [])
    if line.quota != nil {
      // Who may be a candidate is for the row evaluator, which sees all candidates together.
      let open = joint.emit(.constant(.unknown))
      let nothing = joint.emit(.constant(.zero))
      line.sum = joint.emit(.choose(line.condition, open, nothing))
      line.quota = nil
    }
    return line
  }
}
