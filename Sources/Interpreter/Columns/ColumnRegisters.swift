/// Gives vectors out anew once their last reader has run, so that a batch stays near the processor.
extension ColumnPass {
  mutating func shareRegisters() {
    var numbers = Allotment(pinned: pinnedNumbers)
    var truths = Allotment(pinned: pinnedTruths)
    for (index, instruction) in instructions.enumerated() {
      for use in instruction.uses {
        if use.isNumber {
          numbers.last[use.register] = index
        } else {
          truths.last[use.register] = index
        }
      }
    }
    for index in instructions.indices {
      let old = instructions[index]
      let result =
        old.kind.isNumber ? numbers.take(old.result) : truths.take(old.result)
      instructions[index] = old.renamed(numbers.names, truths.names, result: result)
      for use in old.uses {
        if use.isNumber {
          numbers.release(use.register, at: index)
        } else {
          truths.release(use.register, at: index)
        }
      }
    }
    rename(numbers.names, truths.names)
    (numberRegisters, truthRegisters) = (numbers.count, truths.count)
  }

  private var pinnedNumbers: Set<Int> {
    let operands =
      sums + ceilings.map(\.cap) + approvals.map(\.ceiling)
      + contests.flatMap { $0.keys.map(\.operand) }
    return Set(operands.compactMap(\.register))
  }

  private var pinnedTruths: Set<Int> {
    let operands =
      groups + benefits + limits.flatMap { [$0.scope, $0.exceeded] } + [inForce, applies]
      + funding.flatMap(\.self) + counted + contests.map(\.condition)
    return Set(operands.compactMap(\.register))
  }

  /// Conditions that are counted once the batch has run.
  var counted: [ColumnOperand] { steps.flatMap { $0.prefixes + [$0.isPositive] } }

  private mutating func rename(_ numbers: [Int: Int], _ truths: [Int: Int]) {
    sums = sums.map { $0.renamed(numbers) }
    for index in ceilings.indices { ceilings[index].cap = ceilings[index].cap.renamed(numbers) }
    for index in approvals.indices {
      approvals[index].ceiling = approvals[index].ceiling.renamed(numbers)
    }
    for index in contests.indices {
      contests[index].condition = contests[index].condition.renamed(truths)
      for key in contests[index].keys.indices {
        contests[index].keys[key].operand = contests[index].keys[key].operand.renamed(numbers)
      }
    }
    groups = groups.map { $0.renamed(truths) }
    benefits = benefits.map { $0.renamed(truths) }
    limits = limits.map { ($0.scope.renamed(truths), $0.exceeded.renamed(truths)) }
    (inForce, applies) = (inForce.renamed(truths), applies.renamed(truths))
    funding = funding.map { $0.map { $0.renamed(truths) } }
    steps = steps.map { line in
      (line.prefixes.map { $0.renamed(truths) }, line.isPositive.renamed(truths))
    }
  }
}

/// Which vector holds which result.
private struct Allotment {
  let pinned: Set<Int>
  /// The last instruction that reads a register.
  var last: [Int: Int] = [:]
  private(set) var names: [Int: Int] = [:]
  private var free: [Int] = []
  private(set) var count = 0

  init(pinned: Set<Int>) { self.pinned = pinned }

  mutating func take(_ register: Int) -> Int {
    let name = free.popLast() ?? count
    if name == count { count += 1 }
    names[register] = name
    return name
  }

  mutating func release(_ register: Int, at index: Int) {
    guard last[register] == index, !pinned.contains(register), let name = names[register],
      !free.contains(name)
    else { return }
    free.append(name)
  }
}

extension ColumnOperand {
  var register: Int? {
    if case .register(let register) = self { return register }
    return nil
  }

  fileprivate func renamed(_ names: [Int: Int]) -> ColumnOperand {
    guard case .register(let register) = self, let name = names[register] else { return self }
    return .register(name)
  }
}

extension ColumnInstruction.Kind {
  /// Whether the result is a number rather than a condition.
  var isNumber: Bool {
    switch self {
    case .record, .add, .subtract, .scale, .multiply, .minimum, .maximum, .choose, .notBelowZero,
      .round, .approve, .recognition:
      true
    case .flag, .code, .title, .and, .or, .not, .compare, .compareQuotient, .chooseTruth: false
    }
  }

  /// Whether the first two operands are numbers.
  fileprivate var readsNumbers: Bool {
    switch self {
    case .record, .add, .subtract, .scale, .multiply, .minimum, .maximum, .choose, .notBelowZero,
      .round, .approve, .compare, .compareQuotient:
      true
    case .recognition, .flag, .code, .title, .and, .or, .not, .chooseTruth: false
    }
  }

  /// Whether the third operand is one.
  fileprivate var thirdIsNumber: Bool {
    if case .approve = self { return true }
    return false
  }
}

extension ColumnInstruction {
  fileprivate var uses: [(register: Int, isNumber: Bool)] {
    let first = [one, two].compactMap(\.register).map { ($0, kind.readsNumbers) }
    return first + [three].compactMap(\.register).map { ($0, kind.thirdIsNumber) }
  }

  fileprivate func renamed(
    _ numbers: [Int: Int], _ truths: [Int: Int], result: Int
  ) -> ColumnInstruction {
    let names = kind.readsNumbers ? numbers : truths
    return ColumnInstruction(
      kind: kind, result: result, one: one.renamed(names), two: two.renamed(names),
      three: three.renamed(kind.thirdIsNumber ? numbers : truths))
  }
}
