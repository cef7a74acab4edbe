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

  /// Every operation that hangs on a reading.
  func operations(hangingOn reading: Int) -> [OperationID] {
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

  /// The operations whose results decide what lines, benefits and limits come to.
  var askedOperations: Set<OperationID> {
    var asked: Set<OperationID> = Set(totalOperations)
    for line in lines {
      if let quota = line.quota { asked.formUnion([line.condition, quota.count] + quota.keys) }
    }
    for benefit in benefits { asked.insert(benefit.scope.condition) }
    for limit in limits {
      asked.formUnion([limit.scope.condition, limit.exceeded, limit.actual])
      asked.formUnion(limit.sides.map(\.bound))
    }
    return asked
  }

  /// What the sums of a row and its total hang on.
  var totalOperations: [OperationID] {
    var operations = lines.map(\.sum) + lines.compactMap(\.unspecified)
    operations += lines.compactMap(\.capPerYear) + joints.map(\.cap)
    operations += exclusives.compactMap(\.condition)
    return operations + policies.flatMap { $0.overlap.rules.compactMap(\.condition) }
  }

  /// What other rows of the company hang on as well.
  var claimOperations: [OperationID] { lines.flatMap { [$0.claim, $0.gross, $0.amount] } }
}
