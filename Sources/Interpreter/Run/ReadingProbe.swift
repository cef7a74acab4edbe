/// One other choice of one reading.
struct ReadingProbe {
  let reading: Int
  let choice: Int
  /// All readings with this one changed.
  let choices: [Int]
}

extension Plan {
  /// Every other choice of every reading that some rule asks for.
  func readingProbes(_ choices: [Int]) -> [ReadingProbe] {
    var found: [ReadingProbe] = []
    for reading in readings.indices where uses(reading: reading) {
      for choice in readings[reading].choices.indices where choice != choices[reading] {
        var changed = choices
        changed[reading] = choice
        found.append(ReadingProbe(reading: reading, choice: choice, choices: changed))
      }
    }
    return found
  }

  /// The operations whose results the phases look at.
  var askedOperations: Set<OperationID> {
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
