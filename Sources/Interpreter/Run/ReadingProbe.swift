/// One other choice of one reading: what hangs on it, so that only what it changes is computed
/// again.
struct ReadingProbe {
  let reading: Int
  let choice: Int
  /// All readings with this one changed.
  let choices: [Int]
  /// The operations that hang on the reading, in order.
  let operations: [OperationID]
  /// By place among them: whether the phases ask for it.
  let isAsked: [Bool]
}

extension Plan {
  /// Every other choice of every reading that some rule asks for.
  func readingProbes(_ choices: [Int]) -> [ReadingProbe] {
    let asked = askedOperations
    var found: [ReadingProbe] = []
    for reading in readings.indices {
      let affected = operations(hangingOn: reading)
      if affected.isEmpty { continue }
      for choice in readings[reading].choices.indices where choice != choices[reading] {
        var changed = choices
        changed[reading] = choice
        found.append(
          ReadingProbe(
            reading: reading, choice: choice, choices: changed, operations: affected,
            isAsked: affected.map(asked.contains)))
      }
    }
    return found
  }

  /// For each probe the rows in which the phases would see a difference.
  func rowsChanged(_ rows: [Row], by probes: [ReadingProbe], _ choices: [Int]) -> [[Int]] {
    var changed = [[Int]](repeating: [], count: probes.count)
    if probes.isEmpty { return changed }
    var machine = Machine(self, choices: choices)
    for (index, row) in rows.enumerated() {
      machine.run(row, earlier: .none)
      for (place, probe) in probes.enumerated() where machine.changes(row, probe) {
        changed[place].append(index)
      }
    }
    return changed
  }

  private func operations(hangingOn reading: Int) -> [OperationID] {
    var hangs = [Bool](repeating: false, count: operations.count)
    for (index, operation) in operations.enumerated() {
      if case .reading(reading, _) = operation {
        hangs[index] = true
      } else {
        hangs[index] = operation.operands.contains { hangs[$0] }
      }
    }
    return operations.indices.filter { hangs[$0] }
  }

  /// The operations whose results the phases look at.
  private var askedOperations: Set<OperationID> {
    var asked: Set<OperationID> = []
    for line in lines {
      asked.formUnion([line.sum, line.gross, line.amount, line.condition, line.claim])
      asked.formUnion([line.unspecified, line.capPerYear].compactMap(\.self))
      asked.formUnion(line.funding.compactMap(\.condition))
      if let quota = line.quota { asked.formUnion([quota.count] + quota.keys) }
    }
    asked.formUnion(exclusives.compactMap(\.condition))
    asked.formUnion(joints.map(\.cap))
    for policy in policies {
      asked.formUnion([policy.inForce, policy.applies])
      asked.formUnion(policy.overlap.rules.compactMap(\.condition))
      asked.formUnion(policy.funding.compactMap(\.condition))
    }
    for benefit in benefits { asked.formUnion([benefit.scope.condition, benefit.scope.inForce]) }
    for limit in limits {
      asked.formUnion([limit.scope.condition, limit.scope.inForce, limit.exceeded, limit.actual])
      asked.formUnion(limit.sides.map(\.bound))
    }
    return asked
  }
}
