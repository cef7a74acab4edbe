import JiliLexer

/// Turns the operations of a plan into steps over columns, for one choice of the readings.
struct ColumnBuilder {
  private typealias Number = ColumnPass.Number

  private let plan: Plan
  private let places: [ColumnPlace]
  /// By award, the column that says whether an earlier row was due it.
  private let earlier: [Int: Int]
  /// What the operations come to in a row that says nothing beyond the template.
  let machine: Machine
  /// The operations that hang on a slot that rows fill.
  let isVarying: [Bool]
  private var result = ColumnPass()
  private var numbers: [OperationID: Number] = [:]
  private var truths: [OperationID: ColumnOperand] = [:]
  private var quotients: [OperationID: (Number, Number)] = [:]
  private var nextNumber = 0
  private var nextTruth = 0

  init(
    _ plan: Plan, choices: [Int], template: Row, varying: Set<Int>, places: [ColumnPlace],
    earlier: [Int: Int] = [:]
  ) {
    self.plan = plan
    self.places = places
    self.earlier = earlier
    var machine = Machine(plan, choices: choices)
    machine.run(template, earlier: .none)
    self.machine = machine
    var isVarying = [Bool](repeating: false, count: plan.operations.count)
    for (index, operation) in plan.operations.enumerated() {
      // Rows in which a title has a date of its own are odd, so that the date is the same in all.
      if case .eventDate = operation { continue }
      if case .earlierDue(let award) = operation, earlier[award] != nil {
        isVarying[index] = true
        continue
      }
      isVarying[index] =
        operation.slot.map { varying.contains($0) } ?? false
        || operation.operands.contains { isVarying[$0] }
    }
    self.isVarying = isVarying
  }

  mutating func pass() -> ColumnPass {
    for line in plan.lines { add(line) }
    for (index, line) in plan.lines.enumerated() {
      guard let cap = line.capPerYear, !line.isRenewal else { continue }
      let own = plan.lines.indices.filter { plan.lines[$0].award == plan.lines[index].award }
      result.ceilings.append(.init(lines: own, cap: sum(cap)))
    }
    addContests()
    for joint in plan.joints {
      result.ceilings.append(.init(lines: joint.members, cap: sum(joint.cap)))
    }
    result.groups = plan.exclusives.map { group in
      group.condition.map { truth($0) } ?? .truth(ColumnTruth.yes)
    }
    result.benefits = plan.benefits.map { truth($0.scope.condition) }
    result.limits = plan.limits.map { (truth($0.scope.condition), truth($0.exceeded)) }
    let policy = plan.policies[0]
    (result.inForce, result.applies) = (truth(policy.inForce), truth(policy.applies))
    result.funding = plan.lines.map { line in
      let entries = line.funding.isEmpty ? policy.funding : line.funding
      return entries.map { entry in
        entry.condition.map { truth($0) } ?? .truth(ColumnTruth.yes)
      }
    }
    result.steps = plan.steps.map { line in
      (line.steps.map { truth($0.prefix) }, truth(line.isPositive))
    }
    result.shareRegisters()
    return result
  }

  /// The numbers that the steps compute, of those that they met.
  var held: Set<OperationID> { Set(numbers.filter { $0.value.isNumber }.keys) }

  private mutating func add(_ line: Line) {
    result.sums.append(sum(line.sum))
    for slot in [line.paidSlot, line.receivedSlot] where slot >= 0 {
      if case .number(let column, _) = places[slot] { result.recordColumns.append(column) }
    }
    if line.instalmentSlot >= 0, case .code(let column) = places[line.instalmentSlot] {
      result.instalmentColumns.append(column)
    }
    guard line.isDiscretionary, line.approvedSlot >= 0,
      case .number(let column, _) = places[line.approvedSlot]
    else { return }
    result.approvals.append((.column(column), sum(line.amount)))
  }

  private mutating func addContests() {
    for (index, line) in plan.lines.enumerated() {
      guard let quota = line.quota else { continue }
      // The places of a quota are the same for every row.
      let keys = isVarying[quota.count] ? [Number.open] : quota.keys.map { number($0) }
      for case .column(let column) in keys.map(\.operand) { result.numberColumns.insert(column) }
      result.contests.append(
        ColumnContest(
          line: index, condition: truth(line.condition), keys: keys,
          places: machine.numbers[quota.count]))
    }
  }

  /// A number in 分; open where it may be less than whole 分.
  private mutating func sum(_ operation: OperationID) -> ColumnOperand {
    let found = number(operation)
    if case .state = found.operand { return found.operand }
    guard 100 % found.scale == 0 else { return Number.open.operand }
    return scaled(found, by: 100 / found.scale).operand
  }
}

// MARK: - Numbers

extension ColumnBuilder {
  private mutating func number(_ operation: OperationID) -> ColumnPass.Number {
    if let known = numbers[operation] { return known }
    let made = isVarying[operation] ? varying(operation) : settled(machine.numbers[operation])
    numbers[operation] = made
    return made
  }

  private func settled(_ bounds: Bounds) -> ColumnPass.Number {
    guard bounds.isPresent else {
      return Number(operand: .state(ColumnBatch.absent), scale: 1)
    }
    guard let exact = bounds.exact, exact.denominator <= Limits.columnScale,
      let parts = exact.parts(of: Int64(exact.denominator))
    else { return .open }
    return Number(operand: .number(parts), scale: Int64(exact.denominator))
  }

  private mutating func varying(_ operation: OperationID) -> ColumnPass.Number {
    switch plan.operations[operation] {
    case .number(let slot, let bounds), .day(let slot, let bounds): column(slot, bounds)
    case .add(let one, let two): joined(one, two) { .add($0, $1) }
    case .subtract(let one, let two): joined(one, two) { .subtract($0, $1) }
    case .minimum(let one, let two): joined(one, two) { .minimum($0, $1) }
    case .maximum(let one, let two): joined(one, two) { .maximum($0, $1) }
    case .multiply(let one, let two): product(number(one), number(two))
    case .divide(let one, let two): quotient(operation, one, two)
    case .choose(let test, let one, let two): choice(test, one, two)
    case .approve(let slot, let floor, let ceiling): approved(slot, floor, ceiling)
    case .notBelowZero(let one): notBelowZero(number(one))
    case .round(let one, let unit, let down): rounded(one, unit, down: down)
    case .recognitionDate(let slot): recognition(slot)
    default: .open
    }
  }

  private mutating func emit(
    _ kind: ColumnInstruction.Kind, _ one: ColumnOperand, _ two: ColumnOperand = .none,
    _ three: ColumnOperand = .none, scale: Int64
  ) -> ColumnPass.Number {
    for case .column(let column) in [one, two, three] { result.numberColumns.insert(column) }
    let register = nextNumber
    nextNumber += 1
    result.instructions.append(
      ColumnInstruction(kind: kind, result: register, one: one, two: two, three: three))
    return Number(operand: .register(register), scale: scale)
  }

  private mutating func column(_ slot: Int, _ bounds: Bounds) -> ColumnPass.Number {
    guard case .number(let column, let scale) = places[slot] else { return .open }
    let read = Number(operand: .column(column), scale: scale)
    result.numberColumns.insert(column)
    guard let record = bounds.exact else { return read }
    guard let parts = record.parts(of: scale) else { return .open }
    return emit(.record, read.operand, .number(parts), scale: scale)
  }

  /// Two numbers in parts of one scale.
  private mutating func joined(
    _ one: OperationID, _ two: OperationID, _ kind: (Int64, Int64) -> ColumnInstruction.Kind
  ) -> ColumnPass.Number {
    let (left, right) = (number(one), number(two))
    guard left.isNumber, right.isNumber, let scale = common(left, right) else { return .open }
    return emit(
      kind(scale / left.scale, scale / right.scale), left.operand, right.operand, scale: scale)
  }

  private func common(_ one: ColumnPass.Number, _ two: ColumnPass.Number) -> Int64? {
    let divisor = Int64(
      greatestCommonDivisor(UInt128(one.scale.magnitude), UInt128(two.scale.magnitude)))
    let (scale, overflow) = one.scale.multipliedReportingOverflow(by: two.scale / divisor)
    return overflow || scale > Limits.columnScale ? nil : scale
  }

  private mutating func scaled(_ number: ColumnPass.Number, by factor: Int64)
    -> ColumnPass.Number
  {
    if factor == 1 { return number }
    if case .number(let value) = number.operand {
      let (product, overflow) = value.multipliedReportingOverflow(by: factor)
      return overflow ? .open : Number(operand: .number(product), scale: number.scale)
    }
    return emit(.scale(factor), number.operand, scale: number.scale)
  }

  private mutating func product(
    _ one: ColumnPass.Number, _ two: ColumnPass.Number
  ) -> ColumnPass.Number {
    guard one.isNumber, two.isNumber else { return .open }
    if case .number(let factor) = one.operand { return product(two, factor, one.scale) }
    if case .number(let factor) = two.operand { return product(one, factor, two.scale) }
    let (scale, overflow) = one.scale.multipliedReportingOverflow(by: two.scale)
    if overflow || scale > Limits.columnScale { return .open }
    return emit(.multiply, one.operand, two.operand, scale: scale)
  }

  /// Times factor/divisor: a share costs no step, only another scale.
  private mutating func product(
    _ number: ColumnPass.Number, _ factor: Int64, _ divisor: Int64
  ) -> ColumnPass.Number {
    if factor == 0 { return emit(.scale(0), number.operand, scale: 1) }
    let shared = Int64(
      greatestCommonDivisor(UInt128(factor.magnitude), UInt128(number.scale.magnitude)))
    let (scale, overflow) = (number.scale / shared).multipliedReportingOverflow(by: divisor)
    if overflow || scale > Limits.columnScale { return .open }
    var result = number
    result.scale = scale
    return scaled(result, by: factor / shared)
  }

  private mutating func quotient(
    _ operation: OperationID, _ one: OperationID, _ two: OperationID
  ) -> ColumnPass.Number {
    let (above, below) = (number(one), number(two))
    if case .number(let divisor) = below.operand, divisor > 0 {
      return above.isNumber ? product(above, below.scale, divisor) : .open
    }
    if above.isNumber, below.isNumber { quotients[operation] = (above, below) }
    return .open
  }

  private mutating func choice(
    _ test: OperationID, _ one: OperationID, _ two: OperationID
  ) -> ColumnPass.Number {
    let test = truth(test)
    if test == .truth(ColumnTruth.yes) { return number(one) }
    if test == .truth(ColumnTruth.no) { return number(two) }
    guard case .register = test else { return .open }
    let (left, right) = (number(one), number(two))
    guard let scale = common(left, right) else { return .open }
    return emit(
      .choose(scale / left.scale, scale / right.scale), left.operand, right.operand, test,
      scale: scale)
  }

  private mutating func approved(
    _ slot: Int, _ floor: OperationID, _ ceiling: OperationID
  ) -> ColumnPass.Number {
    let (low, high) = (number(floor), number(ceiling))
    guard low.isNumber || high.isNumber, let scale = common(low, high) else { return .open }
    var approved = ColumnOperand.state(ColumnBatch.unknown)
    if slot >= 0, case .number(let column, 100) = places[slot] {
      guard scale == 100 || 100 % scale == 0 else { return .open }
      approved = .column(column)
    }
    let parts = slot >= 0 && approved != .state(ColumnBatch.unknown) ? 100 : scale
    let bottom = scaled(low, by: parts / low.scale)
    let top = scaled(high, by: parts / high.scale)
    return emit(.approve, bottom.operand, top.operand, approved, scale: parts)
  }

  private mutating func notBelowZero(_ one: ColumnPass.Number) -> ColumnPass.Number {
    if case .number(let value) = one.operand {
      return Number(operand: .number(max(0, value)), scale: one.scale)
    }
    if one.operand == .state(ColumnBatch.absent) {
      return Number(operand: .number(0), scale: 1)
    }
    guard one.isNumber else { return .open }
    return emit(.notBelowZero, one.operand, scale: one.scale)
  }

  /// Only sums that cannot be below 0 are rounded.
  private mutating func rounded(
    _ operation: OperationID, _ unit: Exact, down: Bool
  ) -> ColumnPass.Number {
    guard case .notBelowZero = plan.operations[operation] else { return .open }
    let sum = number(operation)
    // x/s in units of n/d: x·d over s·n, and each unit is 100·n/d 分.
    guard sum.isNumber, let above = Int64(exactly: unit.numerator),
      let below = Int64(exactly: unit.denominator), 100 % below == 0, above > 0,
      above <= Limits.columnScale
    else { return .open }
    let fen = above * (100 / below)
    let shared = Int64(
      greatestCommonDivisor(UInt128(below.magnitude), UInt128((sum.scale * above).magnitude)))
    let divisor = sum.scale * above / shared
    let counted = scaled(sum, by: below / shared)
    if divisor == 1 {
      return scaled(Number(operand: counted.operand, scale: 100), by: fen)
    }
    return emit(.round(divisor: divisor, unit: fen, down: down), counted.operand, scale: 100)
  }

  private mutating func recognition(_ slot: Int) -> ColumnPass.Number {
    guard case .code(let column) = places[slot] else { return .open }
    let register = nextNumber
    nextNumber += 1
    result.instructions.append(
      ColumnInstruction(kind: .recognition, result: register, one: .column(column)))
    return Number(operand: .register(register), scale: 1)
  }
}

extension ColumnPass.Number {
  /// Rows may have a number here.
  var isNumber: Bool {
    if case .state = operand { return false }
    return true
  }
}

// MARK: - Conditions

extension ColumnBuilder {
  private mutating func truth(_ operation: OperationID) -> ColumnOperand {
    if let known = truths[operation] { return known }
    let made =
      isVarying[operation]
      ? varyingTruth(operation) : .truth(ColumnTruth.of(machine.truths[operation]))
    truths[operation] = made
    return made
  }

  private mutating func varyingTruth(_ operation: OperationID) -> ColumnOperand {
    switch plan.operations[operation] {
    case .flag(let slot, let wanted):
      guard case .code(let column) = places[slot] else { return .truth(ColumnTruth.doubtful) }
      return emit(.flag(wanted ? 1 : 0), .column(column))
    case .code(let slot, let codes, let isNot, let coversAll):
      guard case .code(let column) = places[slot] else { return .truth(ColumnTruth.doubtful) }
      let wanted = codes.compactMap { code in
        plan.textCodes[slot].map { texts in texts.firstIndex(of: code) } ?? code
      }
      let table = self.table(.init(wanted, isNot: isNot, coversAll: coversAll))
      return emit(.code(table: table), .column(column))
    case .earlierDue(let award):
      guard let column = earlier[award] else { return .truth(ColumnTruth.doubtful) }
      return emit(.flag(1), .column(column))
    // A row that asks for an instalment is odd.
    case .instalment: return .truth(ColumnTruth.no)
    case .title(let slot, let wanted):
      guard case .code(let column) = places[slot] else { return .truth(ColumnTruth.doubtful) }
      return emit(.title(wanted), .column(column))
    case .and(let one, let two):
      return joined(truth(one), truth(two), .and, ColumnTruth.yes, ColumnTruth.no)
    case .or(let one, let two):
      return joined(truth(one), truth(two), .or, ColumnTruth.no, ColumnTruth.yes)
    case .not(let one):
      let found = truth(one)
      if case .truth(let value) = found { return .truth(ColumnTruth.not(value)) }
      return emit(.not, found)
    case .compare(let comparison, let one, let two): return compared(comparison, one, two)
    case .chooseTruth(let test, let one, let two): return chosenTruth(test, one, two)
    default: return .truth(ColumnTruth.doubtful)
    }
  }

  private mutating func table(_ codes: ColumnCodes) -> Int {
    if let known = result.tables.firstIndex(of: codes) { return known }
    result.tables.append(codes)
    return result.tables.count - 1
  }

  private mutating func emit(
    _ kind: ColumnInstruction.Kind, _ one: ColumnOperand, _ two: ColumnOperand = .none,
    _ three: ColumnOperand = .none
  ) -> ColumnOperand {
    let register = nextTruth
    nextTruth += 1
    result.instructions.append(
      ColumnInstruction(kind: kind, result: register, one: one, two: two, three: three))
    return .register(register)
  }

  /// `neutral` leaves the other side as it is, `dominant` decides.
  private mutating func joined(
    _ one: ColumnOperand, _ two: ColumnOperand, _ kind: ColumnInstruction.Kind,
    _ neutral: UInt8, _ dominant: UInt8
  ) -> ColumnOperand {
    for (side, other) in [(one, two), (two, one)] {
      if side == .truth(neutral) { return other }
      if side == .truth(dominant) { return side }
    }
    return emit(kind, one, two)
  }

  private mutating func compared(
    _ comparison: Comparison, _ one: OperationID, _ two: OperationID
  ) -> ColumnOperand {
    let (left, right) = (number(one), number(two))
    if let quotient = quotients[one], case .number(let value) = right.operand {
      return compared(comparison, quotient, value, right.scale)
    }
    if let quotient = quotients[two], case .number(let value) = left.operand {
      return compared(comparison.mirrored, quotient, value, left.scale)
    }
    let absent = ColumnOperand.state(ColumnBatch.absent)
    if left.operand == absent || right.operand == absent { return .truth(ColumnTruth.no) }
    guard left.isNumber, right.isNumber, let scale = common(left, right) else {
      return .truth(ColumnTruth.doubtful)
    }
    for case .column(let column) in [left.operand, right.operand] {
      result.numberColumns.insert(column)
    }
    return emit(
      .compare(comparison, scale / left.scale, scale / right.scale), left.operand, right.operand)
  }

  /// (a/s) / (b/t) against v/w: where b is above 0, a·t·w against v·b·s.
  private mutating func compared(
    _ comparison: Comparison, _ quotient: (ColumnPass.Number, ColumnPass.Number), _ value: Int64,
    _ scale: Int64
  ) -> ColumnOperand {
    let (above, below) = quotient
    let (left, one) = below.scale.multipliedReportingOverflow(by: scale)
    let (right, two) = above.scale.multipliedReportingOverflow(by: value)
    guard !one, !two, below.isVector else { return .truth(ColumnTruth.doubtful) }
    let shared = Int64(
      greatestCommonDivisor(UInt128(left.magnitude), UInt128(right.magnitude)))
    for case .column(let column) in [above.operand, below.operand] {
      result.numberColumns.insert(column)
    }
    return emit(
      .compareQuotient(comparison, left: left / shared, right: right / shared), above.operand,
      below.operand)
  }

  private mutating func chosenTruth(
    _ test: OperationID, _ one: OperationID, _ two: OperationID
  ) -> ColumnOperand {
    let test = truth(test)
    if test == .truth(ColumnTruth.yes) { return truth(one) }
    if test == .truth(ColumnTruth.no) { return truth(two) }
    return emit(.chooseTruth, truth(one), truth(two), test)
  }
}

extension ColumnPass.Number {
  fileprivate var isVector: Bool {
    switch operand {
    case .register, .column: true
    case .none, .number, .state, .truth: false
    }
  }
}

extension Comparison {
  /// The same with the sides changed.
  package var mirrored: Comparison {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessEqual: .greaterEqual
    case .greater: .less
    case .greaterEqual: .lessEqual
    }
  }
}

extension ColumnCodes {
  init(_ wanted: [Int], isNot: Bool, coversAll: Bool) {
    table = (0..<256).map { code in
      switch UInt8(code) {
      case ColumnBatch.unknownCode:
        coversAll ? (isNot ? ColumnTruth.no : ColumnTruth.yes) : ColumnTruth.unknown
      case ColumnBatch.absentCode: ColumnTruth.no
      default: wanted.contains(code) != isNot ? ColumnTruth.yes : ColumnTruth.no
      }
    }
  }
}
