import JiliLexer

/// What a comparison is asked for.
package struct CompareRequest: Sendable {
  package var input = InputOptions()
  package var settings: [Setting] = []
  package var readings: [Setting] = []
  /// `--base-date`: the base is looked at on another day.
  package var baseDate: Days?
  /// `--ignore-period`: clauses are held against each other whatever their periods.
  package var ignoresPeriods = false
  /// `--pair OLD=NEW`.
  package var pairs: [(old: String, new: String)] = []
  /// How many companies the report names.
  package var top = 10

  package init() {}
}

/// One policy of a comparison with what it is run on.
struct CompareSide: Sendable {
  var plan: Plan
  var choices: [Int]
  var input: InputOptions

  var run: RunOptions { RunOptions(choices: choices, explains: false, triesReadings: false) }
}

/// A comparison before its first row: both policies, their awards in pairs, and the base with each
/// change alone.
package struct CompareRun: Sendable {
  private(set) var base: CompareSide
  private(set) var draft: CompareSide
  let files: (base: String, draft: String)
  let pairs: LinePairs
  let sides: SideBySide
  package let areVersions: Bool
  package let changes: [PolicyChange]
  /// The base with one change, by the number of the change.
  let variants: [(change: Int, side: CompareSide)]
  let request: CompareRequest
  /// Where a policy is held against itself under other readings: which, by variant.
  var prices: [ReadingPrice] = []

  /// `draft` is loaded behind the sources of `base`.
  package init(
    _ base: Checked, _ draft: Checked, files: (base: String, draft: String),
    _ request: CompareRequest
  ) throws(InputRefusal) {
    self.request = request
    self.files = files
    let maker = SideMaker(request)
    let (one, two) = (base.program, draft.program)
    guard let one, let two else { throw InputRefusal(.file, []) }
    let before = maker.plan(one)
    let after = maker.plan(two)
    let split = try SplitSettings(request, before, after)
    // Both are looked at on one day: else the last of the draft's period.
    var ends: [Days] = []
    for (program, own) in [(two, split.draft), (one, split.base)] {
      ends += [try Jili.plan([program]).settled(own.settings).lastDay ?? .unknown]
    }
    let lastDay = ends.first { $0 != .unknown } ?? .unknown
    self.base = try maker.side(
      before, split.base, date: request.baseDate ?? request.input.date, otherwise: lastDay)
    self.draft = try maker.side(
      after, split.draft, date: request.input.date, otherwise: lastDay)
    areVersions = Jili.areVersions(base, draft)
    pairs = try LinePairs(
      self.base.plan, self.draft.plan, named: request.pairs, areVersions: areVersions)
    var book = PlanBook()
    let whole = book.page(self.base.plan, choices: self.base.choices).whole
    var changes: [PolicyChange] = []
    var variants: [(change: Int, side: CompareSide)] = []
    for change in areVersions ? policyChanges(base, draft) : [] {
      var change = change
      if change.bearsOnSums, let program = change.alone {
        let written = maker.plan(program)
        let side = try maker.side(
          written, split.fitting(written), date: self.base.input.date, otherwise: lastDay)
        // The same in other words is no change.
        if book.page(side.plan, choices: side.choices).whole == whole { continue }
        if variants.count < Limits.comparedChanges {
          variants.append((changes.count, side))
        } else {
          change.alone = nil
        }
      }
      changes.append(change)
    }
    self.changes = changes
    self.variants = variants
    sides = SideBySide(
      self.base.plan, self.draft.plan, pairs, &book,
      choices: (self.base.choices, self.draft.choices),
      readsAlike: self.base.input.date == self.draft.input.date && split.isEven,
      standsAlone: request.input.key == nil && !self.base.plan.hasQuotas
        && !self.draft.plan.hasQuotas)
  }

  /// One policy under several choices of its readings.
  init(
    pricing base: CompareSide, _ variants: [CompareSide], _ request: CompareRequest
  ) throws(InputRefusal) {
    (self.base, draft, self.request) = (base, base, request)
    files = ("", "")
    pairs = try LinePairs(base.plan, base.plan, named: [], areVersions: true)
    areVersions = true
    changes = []
    self.variants = variants.enumerated().map { ($0.offset, $0.element) }
    var book = PlanBook()
    sides = SideBySide(
      base.plan, base.plan, pairs, &book, choices: (base.choices, base.choices),
      readsAlike: true, standsAlone: request.input.key == nil && !base.plan.hasQuotas)
  }

  /// The same run, which also counts what a report shows of both sides.
  package var countingSteps: CompareRun {
    var copy = self
    copy.base.plan = base.plan.countingSteps
    copy.draft.plan = draft.plan.countingSteps
    return copy
  }

  /// What the draft pays to a company at the front of a file; a front that ends within quotes
  /// cannot be read, and is no fault of the file.
  package func curve(_ fronts: [InputFile]) -> PaymentCurve? {
    let plan = draft.plan.withoutSteps
    guard let rows = try? ingest(fronts, plan: plan, options: draft.input).rows else { return nil }
    return PaymentCurve(plan, rows, choices: draft.choices)
  }

  /// The readings of the draft, each under its other choices; nil where no rule asks for any.
  package func readingRun() throws(InputRefusal) -> CompareRun? {
    try CompareRun(pricing: draft.plan.withoutSteps, choices: draft.choices, input: draft.input)
  }

  /// Neither policy has anything to compute.
  package var isEmpty: Bool { base.plan.isEmpty && draft.plan.isEmpty }

  /// How the headers of the files are read, the same for both sides.
  package var input: InputOptions { request.input }

  /// Whether a plan reads the rows of another: the same facts in the same places.
  func readsAlike(_ one: CompareSide, _ other: CompareSide) -> Bool {
    one.plan.readsAs(other.plan) && one.input.date == other.input.date
  }
}

/// Makes plans and their options.
private struct SideMaker {
  let request: CompareRequest

  init(_ request: CompareRequest) { self.request = request }

  func plan(_ program: CheckedProgram) -> Plan {
    Jili.plan([request.ignoresPeriods ? program.withoutPeriod : program])
  }

  func side(
    _ plan: Plan, _ own: SplitSettings.Own, date: Days?, otherwise lastDay: Days
  ) throws(InputRefusal) -> CompareSide {
    var input = request.input
    input.settings = own.settings
    input.date = date
    input.defaultDate = lastDay
    let settled = try plan.settled(own.settings)
    return CompareSide(plan: settled, choices: try settled.choices(own.readings), input: input)
  }
}

/// Which side each `--set` and `--reading` is for: the policy whose name stands in front, else
/// every policy that knows the name.
private struct SplitSettings {
  struct Own {
    var settings: [Setting] = []
    var readings: [Setting] = []
  }

  private(set) var base = Own()
  private(set) var draft = Own()
  private let request: CompareRequest
  /// Both sides are told the same.
  private(set) var isEven = true

  init(_ request: CompareRequest, _ base: Plan, _ draft: Plan) throws(InputRefusal) {
    self.request = request
    for setting in request.settings {
      let found = try sides(
        setting, base, draft
      ) { one, plan throws(InputRefusal) in
        _ = try settingCells([one], layout: RowLayout(plan))
      }
      self.base.settings += found.base
      self.draft.settings += found.draft
    }
    for reading in request.readings {
      let found = try sides(
        reading, base, draft
      ) { one, plan throws(InputRefusal) in
        _ = try plan.choices([one])
      }
      self.base.readings += found.base
      self.draft.readings += found.draft
    }
  }

  private mutating func sides(
    _ setting: Setting, _ base: Plan, _ draft: Plan,
    accepts: (Setting, Plan) throws(InputRefusal) -> Void
  ) throws(InputRefusal) -> (base: [Setting], draft: [Setting]) {
    func own(_ plan: Plan, _ other: Plan) -> Setting? {
      let (name, theirs) = (plan.policies[0].name + ".", other.policies[0].name + ".")
      guard setting.name.hasPrefix(name) else {
        return setting.name.hasPrefix(theirs) ? nil : setting
      }
      return Setting(name: String(setting.name.dropFirst(name.count)), value: setting.value)
    }
    var result: (base: [Setting], draft: [Setting]) = ([], [])
    var refusal: InputRefusal?
    var addressed = 0
    for (plan, other, isDraft) in [(base, draft, false), (draft, base, true)] {
      guard let wanted = own(plan, other) else { continue }
      addressed += 1
      do throws(InputRefusal) {
        try accepts(wanted, plan)
        if isDraft { result.draft.append(wanted) } else { result.base.append(wanted) }
      } catch {
        refusal = error
      }
    }
    if result.base.isEmpty, result.draft.isEmpty, let refusal { throw refusal }
    if addressed == 1 { isEven = false }
    return result
  }

  /// What the base is told, as far as a variant of it knows the names, and what only the draft is.
  func fitting(_ plan: Plan) -> Own {
    var own = Own()
    func takes(_ setting: Setting) -> Bool {
      (try? settingCells([setting], layout: RowLayout(plan))) != nil
    }
    func chooses(_ reading: Setting) -> Bool { (try? plan.choices([reading])) != nil }
    own.settings = base.settings.filter(takes)
    own.readings = base.readings.filter(chooses)
    let known = Set(base.settings.map(\.name) + base.readings.map(\.name))
    own.settings += draft.settings.filter { !known.contains($0.name) && takes($0) }
    own.readings += draft.readings.filter { !known.contains($0.name) && chooses($0) }
    return own
  }
}

extension CompareSide {
  /// Whether the policy is certainly not in force on a date.
  func isOutside(on date: Days) -> Bool {
    var options = input
    options.dateColumn = nil
    options.date = date
    guard let row = try? readCompany([:], layout: RowLayout(plan), options: options) else {
      return false
    }
    var machine = Machine(plan, choices: choices)
    machine.run(row, earlier: .none)
    return machine.truths[plan.policies[0].inForce].isNo
  }
}

extension Plan {
  /// The same facts in the same slots: what is read for one plan can be given to the other.
  func readsAs(_ other: Plan) -> Bool {
    guard slotCount == other.slotCount, slotFacts == other.slotFacts, texts == other.texts,
      textCodes == other.textCodes, facts.count == other.facts.count
    else { return false }
    return zip(facts, other.facts).allSatisfy { one, two in
      one.name == two.name && one.kind == two.kind && one.aliases == two.aliases
        && one.peakAliases == two.peakAliases && one.isByYear == two.isByYear
        && one.blank == two.blank && one.bounds == two.bounds && one.slot == two.slot
        && one.lastYearSlot == two.lastYearSlot && one.peakSlot == two.peakSlot
    }
  }
}
