/// Titles whose recognition is dated, and settings that stand in for missing columns.
extension Clerk {
  mutating func addTitleColumns(_ name: String, also: String?) {
    func header() -> String { dice.chance(40) ? also ?? name : name }
    guard dice.chance(88) else { return }
    guard dice.chance(30) else {
      table.columns.append(Column(.title(name), header()))
      return
    }
    let hasOwn = dice.chance(60)
    if hasOwn { table.columns.append(Column(.title(name), header())) }
    for event in TitleEvent.allCases {
      let isWanted = event == .recognised && !hasOwn ? true : dice.chance(event.share)
      guard isWanted else { continue }
      let word = dice.pick(["日期", "年份", "年度", "时间"])
      let separator = dice.pick(["", "_", "."])
      table.columns.append(
        Column(.titleDate(name, event), header() + separator + event.rawValue + word))
    }
    for (status, word) in [(StatusWord.new, "新认定"), (.renewed, "复评"), (.relocated, "新引进")]
    where dice.chance(15) {
      let title = header()
      table.columns.append(
        Column(
          .titleMark(name, status),
          dice.pick([title + word, "\(title)_\(word)", "当年\(word)\(title)"])))
    }
  }

  /// Dates that may lie before, in and after the year, and a cell that does not contradict them.
  mutating func fillTitle(_ title: String, _ row: inout Row) {
    var evidence = TitleEvidence()
    evidence.hasColumn = true
    evidence.validMonths = program.titles.first { $0.name == title }?.validMonths
    for (event, span) in makeStory() where table.has(.titleDate(title, event)) {
      evidence.dates[event] = span
    }
    if let first = evidence.dates[.firstRecognised], let last = evidence.dates[.recognised],
      first.first > last.last
    {
      evidence.dates[.firstRecognised] = nil
    }
    if table.has(.title(title)) {
      let cell = makeStatus(beside: &evidence)
      put(.title(title), cell, in: &row)
    }
    for event in TitleEvent.allCases where table.has(.titleDate(title, event)) {
      let dated = table.has(.title(title)) && event == .recognised && row.isDated(.title(title))
      put(
        .titleDate(title, event), dated ? .empty : evidence.dates[event].map(Cell.date) ?? .empty,
        in: &row)
    }
    let statuses = evidence.statuses(DaySpan(year: year))
    for word in [StatusWord.new, .renewed, .relocated] where table.has(.titleMark(title, word)) {
      put(.titleMark(title, word), .flag(statuses.isSubset(of: word.statuses)), in: &row)
    }
  }

  /// What happened to a title, in no year after the next.
  private mutating func makeStory() -> [(TitleEvent, DaySpan)] {
    var story: [(TitleEvent, DaySpan)] = []
    let start = dice.chance(30) ? year : year - dice.roll(1...6)
    switch dice.roll(10) {
    case 0...1: return []
    case 2: story.append((.recognised, makeSpan(year + 1)))
    default: story.append((.recognised, makeSpan(start)))
    }
    let recognised = story[0].1
    if dice.chance(50) {
      let first = dice.chance(50) ? makeSpan(start - dice.roll(1...4)) : recognised
      story.append((.firstRecognised, first))
    }
    if start < year, dice.chance(50) {
      story.append((.renewed, makeSpan(dice.chance(50) ? year : dice.roll(start + 1...year))))
    }
    if dice.chance(30) { story.append((.relocated, makeSpan(dice.roll(start...year)))) }
    if dice.chance(30) { story.append((.lapsed, makeSpan(dice.roll(start...year + 1)))) }
    return story
  }

  private mutating func makeSpan(_ year: Int) -> DaySpan {
    let (month, day) = (dice.roll(1...12), dice.roll(1...28))
    switch dice.roll(10) {
    case 0...2: return DaySpan(year: year)
    case 3...4: return DaySpan(year: year, month: month)
    default: return DaySpan(Day(year, month, day))
    }
  }

  /// A cell that some status of the year allows, whatever its day; the evidence then holds it.
  private mutating func makeStatus(beside evidence: inout TitleEvidence) -> Cell {
    if evidence.dates.isEmpty {
      let cell = makeStatus()
      switch cell {
      case .status(let statuses): evidence.stated = statuses
      case .lapsed: evidence.stated = [.none]
      default: break
      }
      return cell
    }
    if let day = evidence.dates[.recognised], dice.chance(25) { return .date(day) }
    let known = evidence.statuses(DaySpan(year: year))
    let isOpen = options.date == .policy || (known.contains(.none) && known.count > 1)
    if isOpen || dice.chance(30) { return dice.chance(70) ? .empty : .status(Set(Status.allCases)) }
    var words: [Set<Status>] = [known, known, Set(Status.allCases)]
    if !known.contains(.none) { words.append(Set(Status.allCases).subtracting([.none])) }
    if known.isSubset(of: [.firstNew, .newAgain]) { words.append([.firstNew, .newAgain]) }
    if known == [.firstNew, .newAgain] { words += [[.firstNew], [.newAgain]] }
    // A renewal or a move that no column dates.
    for event: Set<Status> in [[.renewed], [.relocated]] {
      var other = evidence
      other.stated = event
      if known.isDisjoint(with: event), other.statuses(DaySpan(year: year)) == event {
        words.append(event)
      }
    }
    let stated = dice.pick(words)
    evidence.stated = stated
    return .status(stated)
  }

  private mutating func put(_ fact: Fact, _ cell: Cell, in row: inout Row) {
    var spelling = Spelling(dice)
    // 无 under a title is a status, not an empty cell.
    row.put(fact, cell, spelling.cell(cell, kind: .flag, unit: nil))
    dice = spelling.dice
  }

  // MARK: Settings

  /// Facts that the command line gives where the rows do not.
  mutating func chooseSettings() {
    for field in program.fields where !field.isByYear && dice.chance(5) {
      set(.field(field.name), makeValue(field.kind), field.kind)
    }
    for title in program.titles where dice.chance(4) {
      var cell = makeStatus()
      if cell == .empty { cell = .status([.firstNew, .newAgain]) }
      set(.title(title.name), cell, nil)
    }
    for award in program.awards where dice.chance(12) { chooseSetting(award) }
  }

  /// One record of an award, where the rules read it: another would be refused.
  private mutating func chooseSetting(_ award: Award) {
    var facts: [AwardFact] = []
    if award.amount.isDiscretion { facts.append(.approved) }
    if award.clauses.once || !award.clauses.payment.isEmpty { facts.append(.paid) }
    if program.policy?.overlap == .always(.topUp) { facts.append(.received) }
    if !award.clauses.payment.isEmpty, dice.chance(60) { facts = [.instalment] }
    guard !facts.isEmpty else { return }
    let fact = dice.pick(facts)
    if fact == .instalment {
      set(.award(award.name, fact), .label(dice.pick(award.clauses.payment).label), nil)
    } else {
      set(.award(award.name, fact), .number(makeRecord()), .money)
    }
  }

  private mutating func set(_ fact: Fact, _ cell: Cell, _ kind: Kind?) {
    var spelling = Spelling(dice)
    let text = spelling.cell(cell, kind: kind, unit: nil)
    dice = spelling.dice
    options.settings.append(Options.Setting(fact, cell, text))
  }
}

extension TitleEvent {
  fileprivate var share: Int {
    switch self {
    case .recognised: 75
    case .firstRecognised, .renewed: 45
    case .relocated: 25
    case .lapsed: 30
    }
  }
}

extension Expression {
  fileprivate var isDiscretion: Bool {
    switch self {
    case .upTo, .atLeast, .between, .shareBetween, .unspecified: true
    default: false
    }
  }
}

extension Row {
  fileprivate func isDated(_ fact: Fact) -> Bool {
    if case .date = cells[fact] { true } else { false }
  }
}
