import CBytes

/// The vectors of one pass, and the walk over its steps.
struct ColumnScratch: ~Copyable {
  /// Sums below this in size cannot leave 64 bits in one more addition.
  private static let safe: UInt64 = 1 << 62

  let numbers: UnsafeMutablePointer<Int64>
  let states: UnsafeMutablePointer<UInt8>
  let truths: UnsafeMutablePointer<UInt8>
  private let registers: Int
  /// By register: whether any row has no settled number, and the greatest size of a number.
  private var isOpen: [Bool]
  private var sizes: [UInt64]
  /// The same by column of the batch.
  private var columnIsOpen: [Bool]
  private var columnSizes: [UInt64]

  init(_ pass: ColumnPass, columns: Int) {
    let rows = ColumnBatch.capacity
    registers = pass.numberRegisters
    numbers = .allocate(capacity: max(1, registers * rows))
    states = .allocate(capacity: max(1, registers * rows))
    truths = .allocate(capacity: max(1, pass.truthRegisters * rows))
    numbers.initialize(repeating: 0, count: registers * rows)
    states.initialize(repeating: 0, count: registers * rows)
    truths.initialize(repeating: 0, count: pass.truthRegisters * rows)
    isOpen = Array(repeating: false, count: registers)
    sizes = Array(repeating: 0, count: registers)
    columnIsOpen = Array(repeating: false, count: columns)
    columnSizes = Array(repeating: 0, count: columns)
  }

  deinit {
    numbers.deallocate()
    states.deallocate()
    truths.deallocate()
  }

  /// Runs the steps; false where a number may have left 64 bits, so that nothing is settled.
  mutating func run(_ pass: ColumnPass, _ batch: borrowing ColumnBatch) -> Bool {
    for column in pass.numberColumns {
      let start = column * ColumnBatch.capacity
      columnSizes[column] = Kernel.size(batch.numbers + start, batch.count)
      columnIsOpen[column] = Kernel.any(batch.states + start, batch.count)
    }
    for index in pass.instructions.indices {
      let instruction = pass.instructions[index]
      guard bound(instruction) else { return false }
      if instruction.kind.isNumber {
        number(instruction, batch)
      } else {
        truth(instruction, pass, batch)
      }
    }
    return boundsTotal(pass.sums)
  }

  /// Whether the total of a row stays within 64 bits as well.
  private func boundsTotal(_ sums: [ColumnOperand]) -> Bool {
    var total: UInt64 = 0
    for sum in sums {
      let (next, overflow) = total.addingReportingOverflow(size(sum))
      if overflow || next >= Self.safe { return false }
      total = next
    }
    return true
  }

  /// Whether no step leaves 64 bits with numbers of these sizes in the columns.
  mutating func bounds(_ pass: ColumnPass, _ columns: [UInt64]) -> Bool {
    columnSizes = columns
    return pass.instructions.indices.allSatisfy { bound(pass.instructions[$0]) }
      && boundsTotal(pass.sums)
  }

  /// Notes the greatest size that the result of a step may have; false where numbers of the step
  /// may leave 64 bits.
  private mutating func bound(_ instruction: ColumnInstruction) -> Bool {
    switch instruction.kind {
    case .compare(_, let left, let right), .compareQuotient(_, let left, let right):
      return product(size(instruction.one), left) != nil
        && product(size(instruction.two), right) != nil
    case let kind where kind.isNumber:
      guard let size = size(instruction), size < Self.safe else { return false }
      sizes[instruction.result] = size
      return true
    default: return true
    }
  }

  // MARK: - Operands

  func number(
    _ operand: ColumnOperand, _ batch: borrowing ColumnBatch
  ) -> Kernel.Number {
    let rows = ColumnBatch.capacity
    switch operand {
    case .register(let index):
      return .vector(
        numbers + index * rows, states: isOpen[index] ? .init(states + index * rows) : nil)
    case .column(let index):
      return .vector(
        batch.numbers + index * rows,
        states: columnIsOpen[index] ? .init(batch.states + index * rows) : nil)
    case .number(let value): return .constant(value)
    case .state(let state): return .open(state)
    case .none, .truth: return .open(ColumnBatch.unknown)
    }
  }

  func truth(_ operand: ColumnOperand) -> Kernel.Truth {
    switch operand {
    case .register(let index): .vector(truths + index * ColumnBatch.capacity)
    case .truth(let value): .constant(value)
    case .none, .column, .number, .state: .constant(ColumnTruth.doubtful)
    }
  }

  private func size(_ operand: ColumnOperand) -> UInt64 {
    switch operand {
    case .register(let index): sizes[index]
    case .column(let index): columnSizes[index]
    case .number(let value): value.magnitude
    case .none, .state, .truth: 0
    }
  }

  /// The greatest size that the result may have; nil beyond 64 bits.
  private func size(_ instruction: ColumnInstruction) -> UInt64? {
    let (one, two) = (size(instruction.one), size(instruction.two))
    switch instruction.kind {
    case .record: return max(one, two)
    case .add(let left, let right), .subtract(let left, let right):
      guard let first = product(one, left), let second = product(two, right) else { return nil }
      let (sum, overflow) = first.addingReportingOverflow(second)
      return overflow ? nil : sum
    case .minimum(let left, let right), .maximum(let left, let right),
      .choose(let left, let right):
      guard let first = product(one, left), let second = product(two, right) else { return nil }
      return max(first, second)
    case .scale(let factor): return product(one, factor)
    case .multiply:
      let (size, overflow) = one.multipliedReportingOverflow(by: two)
      return overflow ? nil : size
    case .notBelowZero: return one
    // A rounded number is at most one unit above the number itself.
    case .round(let divisor, let unit, _): return product(one / divisor.magnitude + 1, unit)
    case .approve: return max(one, two, size(instruction.three))
    case .recognition: return 0
    default: return 0
    }
  }

  private func product(_ size: UInt64, _ factor: Int64) -> UInt64? {
    let (product, overflow) = size.multipliedReportingOverflow(by: factor.magnitude)
    return overflow || product >= Self.safe ? nil : product
  }

  // MARK: - Steps

  private mutating func number(
    _ step: ColumnInstruction, _ batch: borrowing ColumnBatch
  ) {
    let rows = ColumnBatch.capacity
    let into = numbers + step.result * rows
    let intoStates = states + step.result * rows
    let count = batch.count
    let one = number(step.one, batch)
    let two = number(step.two, batch)
    var open = Kernel.joinStates(one, two, intoStates, count)
    switch step.kind {
    case .record:
      guard case .number(let record) = step.two else { break }
      open = Kernel.record(one, record, into, intoStates, count)
    case .add(let left, let right):
      Kernel.calculate(jili_plus, one, left, two, right, into, count)
    case .subtract(let left, let right):
      Kernel.calculate(jili_minus, one, left, two, right, into, count)
    case .minimum(let left, let right):
      Kernel.calculate(jili_least, one, left, two, right, into, count)
    case .maximum(let left, let right):
      Kernel.calculate(jili_most, one, left, two, right, into, count)
    case .multiply: Kernel.calculate(jili_times, one, 1, two, 1, into, count)
    case .scale(let factor):
      open = Kernel.copyStates(one, intoStates, count)
      Kernel.calculate(jili_times, one, 1, .constant(factor), 1, into, count)
    case .notBelowZero:
      open = Kernel.notBelowZero(one, into, intoStates, count)
    case .round(let divisor, let unit, let down):
      open = Kernel.copyStates(one, intoStates, count)
      Kernel.round(one, into, count, divisor: divisor, unit: unit, down: down)
    case .choose(let left, let right):
      open = Kernel.choose(
        truth(step.three), one, left, two, right, into, intoStates, count)
    case .approve:
      open = Kernel.approve(number(step.three, batch), one, two, into, intoStates, count)
    case .recognition:
      guard case .column(let column) = step.one else { break }
      // The second operand is none, so that the states are asked for already.
      Kernel.recognition(batch.codes + column * rows, into, intoStates, count)
    default: break
    }
    isOpen[step.result] = open
  }

  private mutating func truth(
    _ step: ColumnInstruction, _ pass: ColumnPass, _ batch: borrowing ColumnBatch
  ) {
    let rows = ColumnBatch.capacity
    let into = truths + step.result * rows
    let count = batch.count
    var codes = UnsafePointer<UInt8>(batch.odd)
    if case .column(let column) = step.one { codes = .init(batch.codes + column * rows) }
    switch step.kind {
    case .flag(let wanted): jili_test_flags(into, codes, wanted, count)
    case .code(let table): Kernel.look(codes, pass.tables[table], into, count)
    case .title(let wanted): jili_test_statuses(into, codes, wanted.rawValue, count)
    case .and: Kernel.join(jili_both, truth(step.one), truth(step.two), into, count)
    case .or: Kernel.join(jili_either, truth(step.one), truth(step.two), into, count)
    case .not:
      switch truth(step.one) {
      case .vector(let truths): jili_negate(into, truths, count)
      case .constant(let value): into.update(repeating: ColumnTruth.not(value), count: count)
      }
    case .chooseTruth:
      Kernel.choose(truth(step.three), truth(step.one), truth(step.two), into, count)
    case .compare(let comparison, let left, let right):
      Kernel.compare(
        comparison, number(step.one, batch), left, number(step.two, batch), right, into, count)
    case .compareQuotient(let comparison, let left, let right):
      Kernel.compare(
        comparison, number(step.one, batch), left, number(step.two, batch), right, into, count)
      Kernel.doubtDivisors(number(step.two, batch), into, count)
    default: break
    }
  }
}
