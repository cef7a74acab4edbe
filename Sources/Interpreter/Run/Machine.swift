/// Runs the operations of a plan on one row after another: every number and condition, in order.
///
/// From row to row, and from one choice of a reading to the next, it computes only what hangs on
/// something that differs; where an operation comes to the same as before, those that read it are
/// left as they are. The rows of a file are much alike, and a supposition changes one fact.
struct Machine {
  let plan: Plan
  /// The choice of each reading, for the rows to come.
  var choices: [Int]
  /// The result of each operation that is a number.
  private(set) var numbers: [Bounds]
  /// The result of each operation that is a condition.
  private(set) var truths: [Truth]
  /// Whether whoever asked still waits for what the rows come to.
  var watch: Watch?
  /// For walks over the operations; one a machine, for a walk ends before the next begins.
  let marks: WalkMarks
  /// How far the changes of the last runs reach.
  private var reach = Wiring.Reach.operations
  private var overflows: Set<OperationID> = []
  /// Made for the second row: many machines run on one row alone.
  private var wiring: Wiring?
  private var last: (row: Row, earlier: EarlierRows, choices: [Int])?
  private var pending = PendingOperations()

  init(_ plan: Plan, choices: [Int]) {
    self.plan = plan
    self.choices = choices
    numbers = [Bounds](repeating: .zero, count: plan.operations.count)
    truths = [Truth](repeating: .no, count: plan.operations.count)
    marks = WalkMarks(plan.operations.count)
  }

  /// The first operation that left the exact range in this row, if any.
  var overflow: OperationID? { overflows.isEmpty ? nil : overflows.min() }

  /// Computes a row. `earlier` tells for each award whether an earlier row was due it.
  mutating func run(_ row: Row, earlier: EarlierRows) {
    if let last {
      let wiring = self.wiring ?? Wiring(plan)
      self.wiring = wiring
      wiring.wake(&pending, from: last, to: (row, earlier, choices))
      while let index = pending.next() {
        guard compute(index, row, earlier) else { continue }
        reach = max(reach, wiring.reach(of: index))
        wiring.wakeReaders(of: index, &pending)
      }
    } else {
      for index in plan.operations.indices { _ = compute(index, row, earlier) }
    }
    last = (row, earlier, choices)
  }

  /// How far it reaches what another choice of a reading changes in a row. The results are then
  /// those of the other choice.
  mutating func reach(
    of others: [Int], insteadOf choices: [Int], in row: Row, earlier: EarlierRows
  ) -> Wiring.Reach {
    self.choices = choices
    run(row, earlier: earlier)
    let before = overflow
    reach = .operations
    self.choices = others
    run(row, earlier: earlier)
    return overflow == before ? reach : .results
  }

  /// Whether the result is another than before.
  private mutating func compute(
    _ index: OperationID, _ row: Row, _ earlier: EarlierRows
  ) -> Bool {
    let operation = plan.operations[index]
    if operation.isCondition {
      let truth = truth(operation, row, earlier)
      if truths[index] == truth { return false }
      truths[index] = truth
      return true
    }
    let number = number(operation, row)
    if number == nil {
      overflows.insert(index)
    } else if !overflows.isEmpty {
      overflows.remove(index)
    }
    let result = number ?? .unknown
    if numbers[index] == result { return false }
    numbers[index] = result
    return true
  }

  /// What an operation that reads a row itself makes of it.
  enum Reading: Hashable {
    case number(Bounds?)
    case truth(Truth)
  }

  /// What operations that read rows themselves would make of one, which need not be the last.
  func readings(_ operations: [OperationID], of row: Row) -> [Reading] {
    operations.map { index in
      let operation = plan.operations[index]
      return operation.isCondition
        ? .truth(truth(operation, row, .none)) : .number(number(operation, row))
    }
  }

  private func number(_ operation: Operation, _ row: Row) -> Bounds? {
    switch operation {
    case .constant(let bounds): bounds
    case .number(let slot, let bounds): read(row.values[slot], bounds)
    case .day(let slot, let bounds): readDay(row.values[slot], bounds)
    case .evaluationDate: days(row.date)
    case .eventDate(let slot): days(eventDate(row.values[slot]) ?? row.date)
    case .recognitionDate(let slot): recognition(row.values[slot])
    case .evaluationYear: year(row.date)
    case .add(let one, let two): numbers[one].adding(numbers[two])
    case .subtract(let one, let two): numbers[one].subtracting(numbers[two])
    case .multiply(let one, let two): numbers[one].multiplied(by: numbers[two])
    case .divide(let one, let two): numbers[one].divided(by: numbers[two])
    case .minimum(let one, let two): numbers[one].minimum(numbers[two])
    case .maximum(let one, let two): numbers[one].maximum(numbers[two])
    case .addMonths(let day, let months): addingMonths(numbers[day], months)
    case .yearsBetween(let from, let to): yearsBetween(numbers[from], numbers[to])
    case .choose(let test, let one, let two): chosen(truths[test], numbers[one], numbers[two])
    case .approve(let slot, let floor, let ceiling):
      approved(
        slot < 0 ? .unknown : row.values[slot], floor: numbers[floor], ceiling: numbers[ceiling])
    case .notBelowZero(let one): numbers[one].notBelowZero
    case .round(let one, let unit, let down): numbers[one].rounded(to: unit, down: down)
    case .truth, .flag, .code, .instalment, .title, .earlierDue, .earlierThisYear, .reading,
      .and, .or, .not, .compare,
      .chooseTruth:
      nil
    }
  }

  private func truth(_ operation: Operation, _ row: Row, _ earlier: EarlierRows) -> Truth {
    switch operation {
    case .truth(let truth): truth
    case .flag(let slot, let wanted): flag(row.values[slot], wanted)
    case .code(let slot, let codes, let isNot, let coversAll):
      code(row.values[slot], codes, isNot, coversAll)
    case .instalment(let slot, let codes): asked(row.values[slot], codes)
    case .title(let slot, let wanted): title(row.values[slot]).isOne(of: wanted)
    case .earlierDue(let award): earlier.awards.isEmpty ? .no : earlier.awards[award]
    case .earlierThisYear(let award, let isRenewal):
      earlier.isInYear(award, isRenewal: isRenewal)
    case .reading(let reading, let choice): Truth(choices[reading] == choice)
    case .and(let one, let two): truths[one].and(truths[two])
    case .or(let one, let two): truths[one].or(truths[two])
    case .not(let one): truths[one].not
    case .compare(let comparison, let one, let two):
      numbers[one].compared(comparison, numbers[two])
    case .chooseTruth(let test, let one, let two):
      chosenTruth(truths[test], truths[one], truths[two])
    case .constant, .number, .day, .evaluationDate, .eventDate, .recognitionDate, .evaluationYear,
      .add, .subtract,
      .multiply, .divide, .minimum, .maximum, .addMonths, .yearsBetween, .choose, .approve,
      .notBelowZero, .round:
      .no
    }
  }
}

extension Operation {
  /// Whether the result is a condition rather than a number.
  package var isCondition: Bool {
    switch self {
    case .truth, .flag, .code, .instalment, .title, .earlierDue, .earlierThisYear, .reading,
      .and, .or, .not, .compare,
      .chooseTruth:
      true
    case .constant, .number, .day, .evaluationDate, .eventDate, .recognitionDate, .evaluationYear,
      .add, .subtract,
      .multiply, .divide, .minimum, .maximum, .addMonths, .yearsBetween, .choose, .approve,
      .notBelowZero, .round:
      false
    }
  }
}

/// What the company's rows before one were due.
struct EarlierRows: Equatable {
  static let none = EarlierRows()

  /// One truth an award, for its base event, over all years; empty where there are no such rows.
  var awards: [Truth] = []
  /// The awards that rows of the same year were due, and the renewals.
  private var inYear: [Truth] = []
  private var renewalsInYear: [Truth] = []

  func isInYear(_ award: Int, isRenewal: Bool) -> Truth {
    let truths = isRenewal ? renewalsInYear : inYear
    return truths.isEmpty ? .no : truths[award]
  }

  mutating func add(_ plan: Plan, _ row: RowWork) {
    awards = plan.adding(row, to: awards, \.claim)
    inYear = plan.adding(row, to: inYear, \.claim)
    renewalsInYear = plan.adding(row, to: renewalsInYear, \.claim, isRenewal: true)
  }
}

// MARK: - What a row says

private func read(_ value: SlotValue, _ bounds: Bounds) -> Bounds {
  switch value {
  case .number(let number): Bounds(number)
  case .atLeast(let number): Bounds(low: number, high: nil)
  case .absent: .absent
  case .code(let code): Bounds(Exact(code))
  case .unknown, .date, .flag, .title: bounds
  }
}

private func readDay(_ value: SlotValue, _ bounds: Bounds) -> Bounds {
  switch value {
  case .date(let known): days(known)
  case .absent: .absent
  case .unknown, .number, .atLeast, .flag, .code, .title: bounds
  }
}

private func days(_ days: Days) -> Bounds {
  Bounds(low: days.first.map { Exact($0) }, high: days.last.map { Exact($0) })
}

private func year(_ days: Days) -> Bounds {
  Bounds(
    low: days.first.map { Exact(civilDate($0).year) },
    high: days.last.map { Exact(civilDate($0).year) })
}

/// The date belongs to this year's event only where there is one.
private func eventDate(_ value: SlotValue) -> Days? {
  guard case .title(let status, let date, _) = value,
    status.isDisjoint(with: [.none, .held])
  else { return nil }
  return date
}

/// A title that was never held has no day of recognition.
private func recognition(_ value: SlotValue) -> Bounds {
  guard case .title(let status, _, let date) = value else { return .unknown }
  if let date { return days(date) }
  if status == .none { return .absent }
  return Bounds(low: nil, high: nil, mayBeAbsent: status.contains(.none))
}

private func title(_ value: SlotValue) -> TitleStatus {
  if case .title(let status, _, _) = value { return status }
  return .unknown
}

private func flag(_ value: SlotValue, _ wanted: Bool) -> Truth {
  switch value {
  case .flag(let known): Truth(known == wanted)
  case .absent: .no
  case .unknown, .number, .atLeast, .date, .code, .title: .unknown
  }
}

private func code(
  _ value: SlotValue, _ codes: [Int], _ isNot: Bool, _ coversAll: Bool
) -> Truth {
  switch value {
  case .code(let known): Truth(codes.contains(known) != isNot)
  case .absent: .no
  case .unknown, .number, .atLeast, .date, .flag, .title: coversAll ? Truth(!isNot) : .unknown
  }
}

private func asked(_ value: SlotValue, _ codes: [Int]) -> Truth {
  if case .code(let code) = value { return Truth(codes.contains(code)) }
  return .no
}

private func addingMonths(_ day: Bounds, _ months: Int) -> Bounds {
  func shift(_ number: Exact?) -> Exact? {
    number.flatMap { exact in
      let start = Days(first: Int(exact.numerator), last: nil)
      return start.adding(months: months).first.map { Exact($0) }
    }
  }
  return Bounds(
    low: shift(day.low), high: shift(day.high), isPresent: day.isPresent,
    mayBeAbsent: day.mayBeAbsent)
}

/// Whole years from one day to another, each end taken so that the result is a hull.
private func yearsBetween(_ from: Bounds, _ to: Bounds) -> Bounds {
  guard from.isPresent, to.isPresent else { return .absent }
  func whole(_ start: Exact?, _ end: Exact?) -> Exact? {
    guard let start, let end else { return nil }
    let first = civilDate(Int(start.numerator))
    let last = civilDate(Int(end.numerator))
    let isBefore = (last.month, last.day) < (first.month, first.day)
    return Exact(last.year - first.year - (isBefore ? 1 : 0))
  }
  return Bounds(
    low: whole(from.high, to.low), high: whole(from.low, to.high),
    mayBeAbsent: from.mayBeAbsent || to.mayBeAbsent)
}

private func chosen(_ test: Truth, _ one: Bounds, _ two: Bounds) -> Bounds {
  if test.isYes { return one }
  if test.isNo { return two }
  return one.hull(two)
}

private func chosenTruth(_ test: Truth, _ one: Truth, _ two: Truth) -> Truth {
  if test.isYes { return one }
  if test.isNo { return two }
  return one.hull(two)
}

/// The approved sum, kept within floor and ceiling; without one, everything between them.
private func approved(_ value: SlotValue, floor: Bounds, ceiling: Bounds) -> Bounds {
  guard floor.isPresent, ceiling.isPresent else { return .absent }
  if case .number(let sum) = value {
    return Bounds(sum).minimum(ceiling).maximum(floor)
  }
  return Bounds(
    low: floor.low, high: ceiling.high, mayBeAbsent: floor.mayBeAbsent || ceiling.mayBeAbsent)
}
