/// The files of one policy: the one that is run, and those that it names.
package struct RuleFiles: Sendable {
  package var main: String
  package var others: [String: String] = [:]
}

/// How a program is spread over files. Whatever the layout, its meaning is the program's.
package struct Layout: Hashable, Sendable {
  /// Fields and titles stand in a file of their own.
  package var sharesVocabulary = false
  /// The adopted policy that the file run changes into the program.
  package var adopted: Program?

  package init() {}

  package static let vocabulary = "vocabulary.rules"
  package static let base = "adopted.rules"

  func files(of program: Program, style: Style, seed: UInt64) -> RuleFiles {
    guard sharesVocabulary || adopted != nil else {
      return RuleFiles(main: print(program, style: style, seed: seed))
    }
    var printer = Printer(program, Wording(dice: Dice(seed: seed), style: style))
    var files = RuleFiles(main: "")
    var first = adopted ?? program
    var opening = ""
    if sharesVocabulary {
      var shared = Program()
      (shared.fields, shared.titles) = (first.fields, first.titles)
      files.others[Layout.vocabulary] = printer.file(shared)
      opening = printer.wording.say("use", "引用") + " \"\(Layout.vocabulary)\"\n"
      (first.fields, first.titles) = ([], [])
    }
    guard let adopted else {
      files.main = opening + printer.file(first)
      return files
    }
    files.others[Layout.base] = opening + printer.file(first)
    let change = Change(from: adopted, to: program)
    files.main = printer.wording.say("amends", "修订") + " \"\(Layout.base)\"\n"
    files.main += printer.file(change.stated)
    if !change.removed.isEmpty {
      let names = printer.wording.list(change.removed)
      files.main += printer.wording.say("remove", "删除") + " \(names)\n"
    }
    return files
  }
}

/// What a draft must say so that an adopted policy becomes another.
private struct Change {
  var stated = Program()
  var removed: [String]

  init(from old: Program, to new: Program) {
    removed = old.awards.map(\.name).filter { name in
      !new.awards.contains { $0.name == name }
    }
    stated.fields = new.fields.filter { !old.fields.contains($0) }
    stated.titles = new.titles.filter { !old.titles.contains($0) }
    stated.parameters = new.parameters.filter { !old.parameters.contains($0) }
    stated.readings = new.readings.filter { !old.readings.contains($0) }
    stated.definitions = new.definitions.filter { !old.definitions.contains($0) }
    stated.awards = new.awards.filter { !old.awards.contains($0) }
    stated.groups = new.groups.filter { group in
      !old.groups.contains { Change.without(removed, $0) == group }
    }
    stated.benefits = new.benefits.filter { !old.benefits.contains($0) }
    stated.limits = new.limits.filter { !old.limits.contains($0) }
    stated.ceilings = new.ceilings.filter { !old.ceilings.contains($0) }
    guard let policy = new.policy, let before = old.policy, policy != before else { return }
    var entries = policy
    if policy.period == before.period { entries.period = nil }
    if policy.applies == before.applies { entries.applies = nil }
    if policy.overlap == before.overlap { entries.overlap = nil }
    if policy.fundings == before.fundings { entries.fundings = [] }
    if policy.rounding == before.rounding { entries.rounding = nil }
    stated.policy = entries
  }

  private static func without(_ removed: [String], _ group: Group) -> Group {
    Group(group.members.filter { !removed.contains($0.award) }, when: group.when)
  }
}

/// Thinks of the policy that was in force before the one at hand.
struct Editor {
  var dice: Dice
  let program: Program

  init(_ dice: Dice, _ program: Program) {
    self.dice = dice
    self.program = program
  }

  mutating func makeLayout() -> Layout {
    var layout = Layout()
    layout.sharesVocabulary = dice.chance(12)
    if dice.chance(22) { layout.adopted = makeAdopted() }
    return layout
  }

  private mutating func makeAdopted() -> Program {
    var old = program
    for index in old.fields.indices where dice.chance(20) { change(&old.fields[index]) }
    for index in old.titles.indices where dice.chance(20) {
      old.titles[index].validMonths = dice.pick([nil, 6, 48])
    }
    for index in old.parameters.indices where dice.chance(30) {
      old.parameters[index].value = nil
      if old.parameters[index].kind == .money {
        (old.parameters[index].low, old.parameters[index].high) = (.zero, Rational(1_000_000))
      }
    }
    for index in old.readings.indices where dice.chance(30) {
      old.readings[index].choices.reverse()
    }
    for index in old.definitions.indices where dice.chance(30) {
      if case .condition(let body) = old.definitions[index].body {
        old.definitions[index].body = .condition(.not(body))
      }
    }
    for index in old.awards.indices where dice.chance(35) { change(&old.awards[index]) }
    for index in old.benefits.indices where dice.chance(40) {
      old.benefits[index].scope.except = nil
      old.benefits[index].text = "每年一名"
    }
    changePolicy(&old)
    dropLastAward(&old)
    addAward(&old)
    return old
  }

  private mutating func change(_ field: inout Field) {
    switch field.kind {
    case .flag: field.blank = dice.pick([nil, .cell(.flag(true)), .some(.none)])
    case .money, .number, .percent, .date, .text:
      field.blank = dice.pick([nil, .some(.none)])
      if field.also == nil { field.also = "旧\(field.name)" }
    case .choice(let values, nil): field.kind = .choice(values.reversed(), other: nil)
    case .choice: break
    }
  }

  /// Other clauses may speak of its renewal and its instalments, which stay.
  private mutating func change(_ award: inout Award) {
    award.amount = .money(dice.roll(1...90) * 10_000)
    if dice.chance(50) {
      award.clauses.cap = nil
      award.clauses.less = nil
      award.clauses.quota = nil
      award.clauses.yearlyCap = nil
      award.clauses.period = nil
      award.clauses.fundings = []
      award.clauses.once.toggle()
    }
  }

  /// A draft replaces the entries that it gives; it cannot take one back.
  private mutating func changePolicy(_ old: inout Program) {
    guard var policy = old.policy else { return }
    if policy.period != nil, dice.chance(30) { policy.period = .years(2020, 2021) }
    if policy.overlap != nil, dice.chance(30) { policy.overlap = .always(.stack) }
    if !policy.fundings.isEmpty, dice.chance(30) {
      policy.fundings = [Funding([Share("市", Rational(1))])]
    }
    if policy.rounding != nil, dice.chance(30) { policy.rounding = nil }
    if policy.applies != nil, dice.chance(30) { policy.applies = nil }
    old.policy = policy
  }

  /// An award that only the draft has comes last.
  private mutating func dropLastAward(_ old: inout Program) {
    guard let last = old.awards.last, old.awards.count > 1, dice.chance(35) else { return }
    // The declaration of a title hangs on its award where the title is not declared itself.
    let isNeeded =
      program.awardsAskedOf.contains(last.name)
      || last.title.map { title in !program.titles.contains { $0.name == title } } ?? false
    guard !isNeeded else { return }
    old.awards.removeLast()
    old.groups.removeAll { $0.members.contains { $0.award == last.name } }
    old.ceilings.removeAll { $0.members.contains { $0.award == last.name } }
  }

  /// An award that the draft removes, perhaps from a group that then goes on without it.
  private mutating func addAward(_ old: inout Program) {
    guard dice.chance(40) else { return }
    let award = Award("旧政补贴", .money(dice.roll(1...20) * 10_000))
    old.awards.insert(award, at: dice.roll(0...old.awards.count))
    guard old.groups.count == 1, dice.chance(50) else { return }
    let members = old.groups[0].members
    old.groups[0].members.insert(LineName(award.name), at: dice.roll(0...members.count))
  }
}
