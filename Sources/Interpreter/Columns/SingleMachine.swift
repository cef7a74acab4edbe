/// Runs the steps of a column program on one company after another. One a thread: it holds the
/// numbers. A run allocates nothing.
final class SingleMachine {
  private let program: SingleProgram
  private let steps: UnsafeMutablePointer<SingleProgram.Step>
  private let tables: UnsafeMutablePointer<UInt8>
  private let truths: UnsafeMutablePointer<UInt8>
  /// By number column of the program; what stands behind is the machine's own.
  let numbers: UnsafeMutablePointer<Int64>
  let states: UnsafeMutablePointer<UInt8>
  let codes: UnsafeMutablePointer<UInt8>
  /// After a run that is sure of them, by line, the sums in 分.
  let sums: UnsafeMutablePointer<Int64>
  private let columns: (number: Int, code: Int)

  init(_ source: ColumnProgram) {
    program = SingleProgram(source)
    columns = (source.numberColumns, source.codeColumns)
    func room<Value>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
      let room = UnsafeMutablePointer<Value>.allocate(capacity: max(1, values.count))
      values.withUnsafeBufferPointer { given in
        if let start = given.baseAddress { room.initialize(from: start, count: given.count) }
      }
      return room
    }
    steps = room(program.steps)
    tables = room(program.tables)
    truths = room(program.truths)
    numbers = room(program.numbers)
    states = room(program.states)
    codes = room([UInt8](repeating: ColumnBatch.unknownCode, count: source.codeColumns))
    sums = room([Int64](repeating: 0, count: program.sums.count))
  }

  deinit {
    steps.deallocate()
    tables.deallocate()
    truths.deallocate()
    numbers.deallocate()
    states.deallocate()
    codes.deallocate()
    sums.deallocate()
  }

  /// How many steps a run has.
  var stepCount: Int { program.steps.count }

  /// Computes the sums from what stands in the columns; false where it is not sure of them.
  func run() -> Bool {
    for column in program.recordColumns
    where numbers[column] != 0 || states[column] == ColumnBatch.absent {
      return false
    }
    for column in program.instalmentColumns where codes[column] != ColumnBatch.unknownCode {
      return false
    }
    guard walk() else { return false }
    for (line, place) in program.sums.enumerated() {
      if states[Int(place)] != ColumnBatch.stated { return false }
      sums[line] = numbers[Int(place)]
    }
    return settleGroups() && fillCeilings()
  }

  // MARK: - Steps

  /// False where a number leaves 64 bits.
  private func walk() -> Bool {
    var overflowed = false
    for index in 0..<program.steps.count {
      let step = steps + index
      switch step.pointee.kind {
      case .look:
        truths[Int(step.pointee.result)] =
          tables[Int(step.pointee.two) + Int(codes[Int(step.pointee.one)])]
      case .and:
        truths[Int(step.pointee.result)] = ColumnTruth.and(
          truths[Int(step.pointee.one)], truths[Int(step.pointee.two)])
      case .or:
        truths[Int(step.pointee.result)] = ColumnTruth.or(
          truths[Int(step.pointee.one)], truths[Int(step.pointee.two)])
      case .not:
        truths[Int(step.pointee.result)] = ColumnTruth.not(truths[Int(step.pointee.one)])
      case .chooseTruth: chooseTruth(step)
      case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual:
        if compare(step) { overflowed = true }
      case .choose: if choose(step) { overflowed = true }
      case .approve: approve(step)
      case .record: record(step)
      case .notBelowZero: notBelowZero(step)
      case .recognition:
        states[Int(step.pointee.result)] =
          codes[Int(step.pointee.one)] == TitleStatus.none.rawValue
          ? ColumnBatch.absent : ColumnBatch.unknown
      case .scale, .roundDown, .roundHalfUp: if change(step) { overflowed = true }
      case .add, .subtract, .multiply, .minimum, .maximum:
        if combine(step) { overflowed = true }
      }
    }
    return !overflowed
  }

  private typealias StepPlace = UnsafeMutablePointer<SingleProgram.Step>

  /// Both operands with their factors; true where one of them leaves 64 bits.
  @inline(__always)
  private func operands(_ step: StepPlace) -> (one: Int64, two: Int64, overflowed: Bool) {
    let (one, first) = numbers[Int(step.pointee.one)].multipliedReportingOverflow(
      by: step.pointee.left)
    let (two, second) = numbers[Int(step.pointee.two)].multipliedReportingOverflow(
      by: step.pointee.right)
    return (one, two, first || second)
  }

  @inline(__always)
  private func combine(_ step: StepPlace) -> Bool {
    let into = Int(step.pointee.result)
    let state = max(states[Int(step.pointee.one)], states[Int(step.pointee.two)])
    states[into] = state
    if state != ColumnBatch.stated {
      numbers[into] = 0
      return false
    }
    let (one, two, overflowed) = operands(step)
    var beyond = false
    switch step.pointee.kind {
    case .add: (numbers[into], beyond) = one.addingReportingOverflow(two)
    case .subtract: (numbers[into], beyond) = one.subtractingReportingOverflow(two)
    case .multiply: (numbers[into], beyond) = one.multipliedReportingOverflow(by: two)
    case .minimum: numbers[into] = min(one, two)
    default: numbers[into] = max(one, two)
    }
    return overflowed || beyond
  }

  @inline(__always)
  private func change(_ step: StepPlace) -> Bool {
    let into = Int(step.pointee.result)
    let (left, right) = (step.pointee.left, step.pointee.right)
    let number = numbers[Int(step.pointee.one)]
    states[into] = states[Int(step.pointee.one)]
    var beyond = false
    if step.pointee.kind == .scale {
      (numbers[into], beyond) = number.multipliedReportingOverflow(by: left)
      return beyond
    }
    let (whole, rest) = number.quotientAndRemainder(dividingBy: left)
    let isUp = step.pointee.kind == .roundHalfUp && rest >= left - rest
    (numbers[into], beyond) = (whole + (isUp ? 1 : 0)).multipliedReportingOverflow(by: right)
    return beyond
  }

  @inline(__always)
  private func record(_ step: StepPlace) {
    let (one, into) = (Int(step.pointee.one), Int(step.pointee.result))
    let isUnknown = states[one] == ColumnBatch.unknown
    numbers[into] = isUnknown ? numbers[Int(step.pointee.two)] : numbers[one]
    states[into] = isUnknown ? ColumnBatch.stated : states[one]
  }

  @inline(__always)
  private func notBelowZero(_ step: StepPlace) {
    let (one, into) = (Int(step.pointee.one), Int(step.pointee.result))
    let isAbsent = states[one] == ColumnBatch.absent
    numbers[into] = isAbsent ? 0 : max(0, numbers[one])
    states[into] = isAbsent ? ColumnBatch.stated : states[one]
  }

  @inline(__always)
  private func choose(_ step: StepPlace) -> Bool {
    let into = Int(step.pointee.result)
    let test = truths[Int(step.pointee.three)]
    guard test == ColumnTruth.yes || test == ColumnTruth.no else {
      numbers[into] = 0
      states[into] = ColumnBatch.unknown
      return false
    }
    let isYes = test == ColumnTruth.yes
    let chosen = Int(isYes ? step.pointee.one : step.pointee.two)
    let (number, overflowed) = numbers[chosen].multipliedReportingOverflow(
      by: isYes ? step.pointee.left : step.pointee.right)
    numbers[into] = number
    states[into] = states[chosen]
    return overflowed
  }

  private func approve(_ step: StepPlace) {
    let (floor, ceiling) = (Int(step.pointee.one), Int(step.pointee.two))
    let (approved, into) = (Int(step.pointee.three), Int(step.pointee.result))
    let (low, high) = (numbers[floor], numbers[ceiling])
    if max(states[floor], states[ceiling]) != ColumnBatch.stated {
      numbers[into] = 0
      states[into] = ColumnBatch.unknown
    } else if states[approved] == ColumnBatch.stated {
      numbers[into] = max(min(numbers[approved], high), low)
      states[into] = ColumnBatch.stated
    } else {
      numbers[into] = low
      states[into] = low == high ? ColumnBatch.stated : ColumnBatch.unknown
    }
  }

  private func chooseTruth(_ step: StepPlace) {
    let (one, two) = (truths[Int(step.pointee.one)], truths[Int(step.pointee.two)])
    let into = Int(step.pointee.result)
    switch truths[Int(step.pointee.three)] {
    case ColumnTruth.yes: truths[into] = one
    case ColumnTruth.no: truths[into] = two
    case let open:
      let hull = (one | two) & ColumnTruth.unknown
      truths[into] =
        hull == ColumnTruth.unknown ? hull | ((one | two | open) & 4) : hull
    }
  }

  @inline(__always)
  private func compare(_ step: StepPlace) -> Bool {
    let into = Int(step.pointee.result)
    let state = max(states[Int(step.pointee.one)], states[Int(step.pointee.two)])
    if state != ColumnBatch.stated {
      // Absent on a side: the comparison is false. Unknown: the row evaluator may know bounds.
      truths[into] = state == ColumnBatch.absent ? ColumnTruth.no : ColumnTruth.doubtful
      return false
    }
    let (one, two, overflowed) = operands(step)
    let holds =
      switch step.pointee.kind {
      case .equal: one == two
      case .notEqual: one != two
      case .less: one < two
      case .lessEqual: one <= two
      case .greater: one > two
      default: one >= two
      }
    truths[into] = holds ? ColumnTruth.yes : ColumnTruth.no
    if step.pointee.isQuotient, numbers[Int(step.pointee.two)] <= 0 {
      truths[into] = ColumnTruth.doubtful
    }
    return overflowed
  }

  // MARK: - Phases

  /// Of an exclusive group only the highest is paid, the first named of equal ones.
  private func settleGroups() -> Bool {
    for group in program.groups {
      let held = truths[Int(group.condition)]
      if held == ColumnTruth.no { continue }
      var winner = group.members[0]
      var due = 0
      for member in group.members where sums[member] != 0 {
        due += 1
        if sums[member] > sums[winner] { winner = member }
      }
      if due < 2 { continue }
      if held != ColumnTruth.yes { return false }
      for member in group.members where member != winner { sums[member] = 0 }
    }
    return true
  }

  /// Lets the sums through one after the other until a ceiling is full.
  private func fillCeilings() -> Bool {
    for ceiling in program.ceilings {
      let state = states[Int(ceiling.cap)]
      if state == ColumnBatch.absent { continue }
      let most = max(0, numbers[Int(ceiling.cap)])
      var before: Int64 = 0
      for line in ceiling.lines {
        let (after, overflowed) = before.addingReportingOverflow(sums[line])
        if overflowed || state != ColumnBatch.stated && after > 0 { return false }
        sums[line] = min(after, most) - min(before, most)
        before = after
      }
    }
    return true
  }
}
