/// The steps of a column program for one company at a time: the same steps, but every operand is a
/// place in one row of numbers or one row of truths, constants among them, so that a walk over
/// them looks nothing up.
struct SingleProgram: Sendable {
  struct Step: Sendable {
    enum Kind: UInt8, Sendable {
      case record, add, subtract, scale, multiply, minimum, maximum, choose, notBelowZero
      case roundDown, roundHalfUp, approve, recognition
      case look, and, or, not, chooseTruth
      case equal, notEqual, less, lessEqual, greater, greaterEqual
    }

    var kind: Kind
    /// A comparison of a quotient: the second operand must be above 0.
    var isQuotient = false
    var result: Int32
    var one: Int32 = 0
    var two: Int32 = 0
    var three: Int32 = 0
    /// Factors of the first two operands; of a rounding the divisor and the unit.
    var left: Int64 = 1
    var right: Int64 = 1
  }

  private(set) var steps: [Step] = []
  /// The numbers that a machine begins with: columns of the batch, registers, constants.
  private(set) var numbers: [Int64]
  private(set) var states: [UInt8]
  /// Registers, then constants.
  private(set) var truths: [UInt8]
  /// The answers to codes: 256 to a question.
  private(set) var tables: [UInt8] = []
  /// By line, the place of its sum.
  private(set) var sums: [Int32] = []
  /// By exclusive group, its members and the place of its condition.
  private(set) var groups: [(members: [Int], condition: Int32)] = []
  private(set) var ceilings: [(lines: [Int], cap: Int32)] = []
  /// Places where anything but 0, or a code, is for the row evaluator: paid, received, instalments.
  let recordColumns: [Int]
  let instalmentColumns: [Int]

  private let columns: Int
  private var constants: [ColumnOperand: Int32] = [:]
  private var tablePlaces: [[UInt8]: Int32] = [:]

  init(_ program: ColumnProgram) {
    let pass = program.passes[0]
    columns = program.numberColumns
    numbers = Array(repeating: 0, count: columns + pass.numberRegisters)
    states = Array(repeating: ColumnBatch.unknown, count: numbers.count)
    truths = Array(repeating: ColumnTruth.doubtful, count: pass.truthRegisters)
    recordColumns = pass.recordColumns
    instalmentColumns = pass.instalmentColumns
    for instruction in pass.instructions {
      if let step = step(instruction, pass) { steps.append(step) }
    }
    sums = pass.sums.map { number($0) }
    groups = zip(program.plan.exclusives, pass.groups).map { ($0.members, truth($1)) }
    ceilings = pass.ceilings.map { ($0.lines, number($0.cap)) }
  }

  // MARK: - Operands

  private mutating func number(_ operand: ColumnOperand) -> Int32 {
    switch operand {
    case .column(let column): return Int32(column)
    case .register(let register): return Int32(columns + register)
    case .number(let value): return constant(operand, value, ColumnBatch.stated)
    case .state(let state): return constant(operand, 0, state)
    case .none, .truth: return constant(.state(ColumnBatch.unknown), 0, ColumnBatch.unknown)
    }
  }

  private mutating func constant(
    _ operand: ColumnOperand, _ value: Int64, _ state: UInt8
  ) -> Int32 {
    if let known = constants[operand] { return known }
    let place = Int32(numbers.count)
    numbers.append(value)
    states.append(state)
    constants[operand] = place
    return place
  }

  private mutating func truth(_ operand: ColumnOperand) -> Int32 {
    switch operand {
    case .register(let register): return Int32(register)
    case .truth(let value):
      if let known = constants[operand] { return known }
      truths.append(value)
      constants[operand] = Int32(truths.count - 1)
      return Int32(truths.count - 1)
    case .none, .column, .number, .state: return truth(.truth(ColumnTruth.doubtful))
    }
  }

  private mutating func table(_ answer: (UInt8) -> UInt8) -> Int32 {
    let table = (0...255).map { answer(UInt8($0)) }
    if let known = tablePlaces[table] { return known }
    let place = Int32(tables.count)
    tables += table
    tablePlaces[table] = place
    return place
  }

  // MARK: - Steps

  private mutating func step(_ instruction: ColumnInstruction, _ pass: ColumnPass) -> Step? {
    switch instruction.kind {
    case .record: numeric(.record, instruction)
    case .add(let left, let right): numeric(.add, instruction, left, right)
    case .subtract(let left, let right): numeric(.subtract, instruction, left, right)
    case .scale(let factor): numeric(.scale, instruction, factor)
    case .multiply: numeric(.multiply, instruction)
    case .minimum(let left, let right): numeric(.minimum, instruction, left, right)
    case .maximum(let left, let right): numeric(.maximum, instruction, left, right)
    case .notBelowZero: numeric(.notBelowZero, instruction)
    case .round(let divisor, let unit, let down):
      numeric(down ? .roundDown : .roundHalfUp, instruction, divisor, unit)
    case .choose(let left, let right):
      numeric(.choose, instruction, left, right, three: truth(instruction.three))
    case .approve: numeric(.approve, instruction, three: number(instruction.three))
    case .recognition: recognition(instruction)
    case .flag(let wanted):
      looked(instruction) { code in
        code == wanted
          ? ColumnTruth.yes : code == ColumnBatch.unknownCode ? ColumnTruth.unknown : ColumnTruth.no
      }
    case .code(let table): looked(instruction) { pass.tables[table].table[Int($0)] }
    case .title(let wanted):
      looked(instruction) { bits in
        (bits & wanted.rawValue != 0 ? ColumnTruth.yes : 0)
          | (bits & ~wanted.rawValue != 0 ? ColumnTruth.no : 0)
      }
    case .and: logical(.and, instruction)
    case .or: logical(.or, instruction)
    case .not: logical(.not, instruction)
    case .chooseTruth: logical(.chooseTruth, instruction)
    case .compare(let comparison, let left, let right):
      compared(comparison, instruction, left, right, isQuotient: false)
    case .compareQuotient(let comparison, let left, let right):
      compared(comparison, instruction, left, right, isQuotient: true)
    }
  }

  private mutating func numeric(
    _ kind: Step.Kind, _ instruction: ColumnInstruction, _ left: Int64 = 1, _ right: Int64 = 1,
    three: Int32 = 0
  ) -> Step {
    Step(
      kind: kind, result: Int32(columns + instruction.result), one: number(instruction.one),
      two: number(instruction.two), three: three, left: left, right: right)
  }

  /// A question that the code of a column answers.
  private mutating func looked(
    _ instruction: ColumnInstruction, _ answer: (UInt8) -> UInt8
  ) -> Step? {
    guard case .column(let column) = instruction.one else { return nil }
    return Step(
      kind: .look, result: Int32(instruction.result), one: Int32(column), two: table(answer))
  }

  private func recognition(_ instruction: ColumnInstruction) -> Step? {
    guard case .column(let column) = instruction.one else { return nil }
    return Step(
      kind: .recognition, result: Int32(columns + instruction.result), one: Int32(column))
  }

  private mutating func logical(_ kind: Step.Kind, _ instruction: ColumnInstruction) -> Step {
    Step(
      kind: kind, result: Int32(instruction.result), one: truth(instruction.one),
      two: truth(instruction.two), three: truth(instruction.three))
  }

  private mutating func compared(
    _ comparison: Comparison, _ instruction: ColumnInstruction, _ left: Int64, _ right: Int64,
    isQuotient: Bool
  ) -> Step {
    let kind: Step.Kind =
      switch comparison {
      case .equal: .equal
      case .notEqual: .notEqual
      case .less: .less
      case .lessEqual: .lessEqual
      case .greater: .greater
      case .greaterEqual: .greaterEqual
      }
    return Step(
      kind: kind, isQuotient: isQuotient, result: Int32(instruction.result),
      one: number(instruction.one), two: number(instruction.two), left: left, right: right)
  }
}
