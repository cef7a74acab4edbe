import JiliLexer

/// Why a fact cannot be set. It then stays as it was.
public enum FactError: Error, Sendable {
  /// The fact is of another kind, or of another policy.
  case otherKind
  /// There is no such choice or date, or the number has too many digits.
  case outOfRange
}

/// Computes one company after another under a prepared policy, in one thread. Facts stay as they
/// were set until they are set anew or cleared; a fact that was never set is unknown, which widens
/// the sums; it is never 0.
///
/// Most companies are computed in a walk over plain numbers that allocates nothing. Where that is
/// not sure of a sum, because a fact is missing or a title has dates, the evaluator that gives
/// reasons computes it: the sums are always those of `Policy.evaluate`.
///
/// ```swift
/// let evaluator = prepared.evaluator()
/// for company in companies {
///   evaluator.clear()
///   try evaluator.set(investment, fen: company.investment)
///   print(try evaluator.evaluate().low, "分")
/// }
/// ```
public final class Evaluator {
  /// What a company gets altogether, in 分.
  public struct Total: Sendable, Hashable {
    /// What is certain.
    public let low: Int64
    /// What is possible at most; nil where nothing bounds it.
    public let high: Int64?
  }

  /// The status of a title in the evaluation year.
  public enum TitleState: Sendable {
    /// Neither held nor won, 无.
    case none
    /// Newly recognised, 新认定; whether for the first time is not known.
    case new
    /// Newly recognised, never held before, 首次认定.
    case newFirst
    /// Newly recognised, held once before, 再次认定.
    case newAgain
    /// A review was passed this year, 通过复评.
    case renewed
    /// Held, and the company moved here this year, 新引进.
    case relocated
    /// In force, without an event this year, 有效.
    case held
    /// In force, by which event is not known.
    case inForce
    /// Nothing is known of it.
    case unknown
  }

  private let rules: PreparedRules
  private let watch: Watch?
  private let single: SingleMachine?
  private var runner: Runner
  /// By slot, where the columns do not hold it.
  private var values: [SlotValue]
  private var isElsewhere: [Bool]
  private var elsewhere = 0
  /// Whether the last company was computed in the walk over plain numbers.
  package private(set) var isSure = false
  private var outcome: RowOutcome?

  init(_ rules: PreparedRules, _ watch: Watch?) {
    self.rules = rules
    self.watch = watch
    single = rules.program.map { SingleMachine($0) }
    runner = Runner(
      rules.plan,
      RunOptions(choices: rules.choices, explains: false, triesReadings: false, watch: watch))
    values = rules.template.values
    isElsewhere = Array(repeating: false, count: values.count)
    clear()
  }

  // MARK: - Facts

  /// Forgets every fact that was set: all are unknown again, but for those that `prepared` was
  /// given.
  public func clear() {
    for fact in rules.facts { put(rules.template.values[fact.number.slot], fact.number.slot) }
  }

  /// Leaves a fact open: sums then say what is certain and what is possible.
  public func setUnknown(_ fact: PreparedPolicy.FactNumber) {
    guard values.indices.contains(fact.slot) else { return }
    put(.unknown, fact.slot)
  }

  /// Says that there is no such thing, as an empty cell does where the rules say `blank = none`.
  public func setNone(_ fact: PreparedPolicy.FactNumber) {
    guard values.indices.contains(fact.slot) else { return }
    if case .title = rules.plan.facts[rules.plan.slotFacts[fact.slot]].kind {
      return put(.title(.none, event: nil), fact.slot)
    }
    put(.absent, fact.slot)
  }

  /// Sets a sum of money, in 分: 1200万 is 1_200_000_000.
  ///
  /// - Throws: `FactError.otherKind` where the fact is no sum, or of another policy.
  public func set(_ fact: PreparedPolicy.FactNumber, fen: Int64) throws(FactError) {
    if case .number(let column, 100) = try place(fact) { return write(fen, column, fact.slot) }
    switch try kind(fact) {
    case .money, .approved, .received, .paid:
      put(try exact(fen, over: 100), fact.slot)
    default: throw .otherKind
    }
  }

  /// Sets a number, or a percentage in percent: 12.5 is 125 with one decimal.
  ///
  /// - Throws: `FactError.otherKind` where the fact is neither, or of another policy;
  ///   `FactError.outOfRange` where the decimals are not 0 to 18, or the value has too many digits.
  public func set(
    _ fact: PreparedPolicy.FactNumber, number: Int64, decimals: Int = 0
  ) throws(FactError) {
    // Both scales hold four decimals: a number's, and a percentage's in percent.
    switch try place(fact) {
    case .number(let column, 10_000) where (0...4).contains(decimals),
      .number(let column, 1_000_000) where (0...4).contains(decimals):
      let (parts, overflow) = number.multipliedReportingOverflow(by: Self.parts(decimals))
      if !overflow { return write(parts, column, fact.slot) }
    default: break
    }
    let isPercent: Bool
    switch try kind(fact) {
    case .number: isPercent = false
    case .percent: isPercent = true
    default: throw .otherKind
    }
    guard (0...18).contains(decimals), let below = powerOfTen(decimals + (isPercent ? 2 : 0))
    else { throw .outOfRange }
    put(try exact(number, over: below), fact.slot)
  }

  /// Sets a flag, 是 or 否.
  ///
  /// - Throws: `FactError.otherKind` where the fact is no flag, or of another policy.
  public func set(_ fact: PreparedPolicy.FactNumber, flag: Bool) throws(FactError) {
    if case .code(let column) = try place(fact), case .flag = try kind(fact) {
      return write(code: flag ? 1 : 0, column, fact.slot)
    }
    guard case .flag = try kind(fact) else { throw .otherKind }
    put(.flag(flag), fact.slot)
  }

  /// Sets a date to the day; `set(_:cell:)` takes one known to the month or year.
  ///
  /// - Throws: `FactError.otherKind` where the fact is no date, or of another policy;
  ///   `FactError.outOfRange` where the calendar has no such day.
  public func set(
    _ fact: PreparedPolicy.FactNumber, year: Int, month: Int, day: Int
  ) throws(FactError) {
    guard case .date = try kind(fact) else { throw .otherKind }
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= daysInMonth(year: year, month: month)
    else { throw .outOfRange }
    let number = dayNumber(year: year, month: month, day: day)
    put(.date(Days(first: number, last: number)), fact.slot)
  }

  /// Sets one of the values of a choice, by its index in `Fact.Kind.choice`.
  ///
  /// - Throws: `FactError.otherKind` where the fact is no choice, or of another policy;
  ///   `FactError.outOfRange` where it has no such value.
  public func set(_ fact: PreparedPolicy.FactNumber, choice: Int) throws(FactError) {
    let count: Int
    switch try kind(fact) {
    case .category(let values, _): count = values.count
    case .instalment(_, let labels): count = labels.count
    default: throw .otherKind
    }
    guard (0..<count).contains(choice) else { throw .outOfRange }
    put(.code(choice), fact.slot)
  }

  /// Sets a text. One that the rules do not name is some other text, which is no mistake.
  ///
  /// - Throws: `FactError.otherKind` where the fact is no text, or of another policy.
  public func set(_ fact: PreparedPolicy.FactNumber, text: String) throws(FactError) {
    guard case .text = try kind(fact) else { throw .otherKind }
    put(.code(rules.plan.texts.firstIndex(of: text) ?? -1), fact.slot)
  }

  /// Sets the status of a title in the evaluation year.
  ///
  /// - Throws: `FactError.otherKind` where the fact is no title, or of another policy.
  public func set(_ fact: PreparedPolicy.FactNumber, title: TitleState) throws(FactError) {
    guard case .title = try kind(fact) else { throw .otherKind }
    if case .code(let column) = try place(fact) {
      return write(code: title.statuses.rawValue, column, fact.slot)
    }
    put(.title(title.statuses, event: nil), fact.slot)
  }

  /// Sets a fact to what a cell of a company file says: `12亿`, `新认定`, `2024-07`. It is slower
  /// than the others, for the cell is read.
  ///
  /// - Throws: why the cell cannot be read; the fact then stays as it was.
  public func set(_ fact: PreparedPolicy.FactNumber, cell: String) throws(PolicyError) {
    do throws(CellFault) {
      guard values.indices.contains(fact.slot) else { return }
      put(try value(of: cell, fact.slot), fact.slot)
    } catch {
      throw PolicyError(problems: [Problem(InputProblem(code: error.code, message: error.reason))])
    }
  }

  /// Sets every fact to what a row of a company file says.
  package func set(_ row: Row) {
    for fact in rules.facts { put(row.values[fact.number.slot], fact.number.slot) }
  }

  // MARK: - Results

  /// Computes the company as its facts are now.
  ///
  /// - Throws: sums that leave the range of whole numbers, and J4505 where the limits end the call.
  public func evaluate() throws(PolicyError) -> Total {
    if elsewhere == 0, let single {
      guard watch.allows(steps: single.stepCount) else { throw stopped }
      isSure = single.run()
      if isSure {
        var total: Int64 = 0
        var overflowed = false
        for line in rules.plan.lines.indices {
          let (sum, overflow) = total.addingReportingOverflow(single.sums[line])
          (total, overflowed) = (sum, overflowed || overflow)
        }
        if !overflowed { return Total(low: total, high: total) }
      }
    }
    return try evaluateExactly()
  }

  /// What is certain of an award in the last company, in 分; 0 before there was one.
  ///
  /// - Parameter award: an index into `PreparedPolicy.awards`.
  public func low(of award: Int) -> Int64 {
    guard rules.plan.lines.indices.contains(award) else { return 0 }
    if isSure, let single { return single.sums[award] }
    return outcome?.lines[award].low.fen ?? 0
  }

  /// What is possible at most of an award in the last company, in 分; nil where nothing bounds it.
  ///
  /// - Parameter award: an index into `PreparedPolicy.awards`.
  public func high(of award: Int) -> Int64? {
    guard rules.plan.lines.indices.contains(award) else { return 0 }
    if isSure, let single { return single.sums[award] }
    guard let outcome else { return 0 }
    return outcome.lines[award].high.map { $0.fen ?? .max }
  }

  private func evaluateExactly() throws(PolicyError) -> Total {
    isSure = false
    outcome = runner.outcomes(of: [row]).first
    if watch?.stopped != nil { throw stopped }
    guard let outcome else { return Total(low: 0, high: 0) }
    let isRepresentable =
      outcome.overflow == nil && outcome.totalLow.fen != nil
      && outcome.totalHigh.map { $0.fen != nil } ?? true
    guard isRepresentable, let low = outcome.totalLow.fen else {
      let name = outcome.overflow ?? rules.plan.policies[0].name
      throw PolicyError(problems: [Problem(.overflow(name))])
    }
    return Total(low: low, high: outcome.totalHigh.flatMap(\.fen))
  }

  private var stopped: PolicyError {
    PolicyError(problems: [Problem(.stopped(watch?.stopped ?? .cancelled))])
  }
}

// MARK: - Where facts are kept

extension Evaluator {
  private func kind(_ fact: PreparedPolicy.FactNumber) throws(FactError) -> Fact.Kind {
    guard values.indices.contains(fact.slot) else { throw .otherKind }
    return rules.plan.facts[rules.plan.slotFacts[fact.slot]].kind
  }

  private func place(_ fact: PreparedPolicy.FactNumber) throws(FactError) -> ColumnPlace {
    guard values.indices.contains(fact.slot) else { throw .otherKind }
    return rules.program?.places[fact.slot] ?? .none
  }

  private static func parts(_ decimals: Int) -> Int64 {
    switch decimals {
    case 0: 10_000
    case 1: 1_000
    case 2: 100
    case 3: 10
    default: 1
    }
  }

  private func exact(_ number: Int64, over below: Int128) throws(FactError) -> SlotValue {
    guard let value = Exact(Int128(number), over: below) else { throw .outOfRange }
    return .number(value)
  }

  private func write(_ number: Int64, _ column: Int, _ slot: Int) {
    // Beyond this a column would not be sure of a sum either.
    guard let single, number.magnitude < 1 << 60 else {
      let scale: Int64
      if case .number(_, let own)? = rules.program?.places[slot] { scale = own } else { scale = 1 }
      move(slot, .number(Exact(Int128(number), over: Int128(scale)) ?? .zero))
      return
    }
    single.numbers[column] = number
    single.states[column] = ColumnBatch.stated
    isBack(slot)
  }

  private func write(code: UInt8, _ column: Int, _ slot: Int) {
    single?.codes[column] = code
    isBack(slot)
  }

  private func isBack(_ slot: Int) {
    if isElsewhere[slot] {
      isElsewhere[slot] = false
      elsewhere -= 1
    }
  }

  /// Keeps a value that no column holds.
  private func move(_ slot: Int, _ value: SlotValue) {
    values[slot] = value
    if !isElsewhere[slot] {
      isElsewhere[slot] = true
      elsewhere += 1
    }
  }

  private func put(_ value: SlotValue, _ slot: Int) {
    guard let single, let place = rules.program?.places[slot] else { return move(slot, value) }
    let texts = rules.plan.textCodes[slot]
    switch (place, place.holding(value, texts: texts)) {
    case (.number(let column, _), .number(let number, let state)?):
      single.numbers[column] = number
      single.states[column] = state
      isBack(slot)
    case (.code(let column), .code(let code)?): write(code: code, column, slot)
    default: move(slot, value)
    }
  }

  /// The company as a row: what columns hold is taken from them.
  private var row: Row {
    var row = Row(values: values, date: rules.template.date)
    guard let single, let program = rules.program else { return row }
    for fact in rules.facts where !isElsewhere[fact.number.slot] {
      let slot = fact.number.slot
      switch program.places[slot] {
      case .none: continue
      case .number(let column, let scale):
        row.values[slot] = rules.plan.facts[rules.plan.slotFacts[slot]].kind
          .value(ofNumber: single.numbers[column], single.states[column], scale: scale)
      case .code(let column):
        row.values[slot] = rules.plan.facts[rules.plan.slotFacts[slot]].kind
          .value(ofCode: single.codes[column], texts: rules.plan.textCodes[slot])
      }
    }
    return row
  }

  /// What a cell says of a slot.
  private func value(of cell: String, _ slot: Int) throws(CellFault) -> SlotValue {
    let (layout, index) = (rules.assembly.layout, rules.plan.slotFacts[slot])
    let fact = layout.facts[index]
    let type = CellType(kind: fact.kind, unit: nil, texts: layout.texts)
    guard case .title = fact.kind else { return try type.read(cell).value ?? fact.blankMeaning }
    var cells = FactCells(factCount: layout.facts.count)
    try cells.take(cell, as: .value(year: nil), of: index, type: type)
    do throws(FactFault) {
      return try rules.assembly.draft(cells, date: rules.template.date).values[slot]
    } catch {
      throw error.fault
    }
  }
}

extension Fact.Kind {
  /// What a number of a column says.
  func value(ofNumber number: Int64, _ state: UInt8, scale: Int64) -> SlotValue {
    switch state {
    case ColumnBatch.stated:
      if case .date = self { return .date(Days(first: Int(number), last: Int(number))) }
      return Exact(Int128(number), over: Int128(scale)).map { .number($0) } ?? .unknown
    case ColumnBatch.absent: return .absent
    default: return .unknown
    }
  }

  /// What a code of a column says.
  func value(ofCode code: UInt8, texts: [Int]?) -> SlotValue {
    switch code {
    case ColumnBatch.unknownCode: return .unknown
    case ColumnBatch.absentCode: return .absent
    default: break
    }
    if case .title = self { return .title(TitleStatus(rawValue: code), event: nil) }
    if case .flag = self { return .flag(code == 1) }
    guard let texts else { return .code(Int(code)) }
    return .code(code == ColumnBatch.otherCode ? -1 : texts[Int(code)])
  }
}

extension Evaluator.TitleState {
  fileprivate var statuses: TitleStatus {
    switch self {
    case .none: .none
    case .new: .new
    case .newFirst: .newFirst
    case .newAgain: .newAgain
    case .renewed: .renewed
    case .relocated: .relocated
    case .held: .held
    case .inForce: .inForce
    case .unknown: .unknown
    }
  }
}
