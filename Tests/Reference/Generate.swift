/// One generated run: a program, a company file and the options of the command line.
package struct Trial: Hashable, Sendable {
  package var program: Program
  package var table: Table
  package var options: Options
  package var style: Style
  package var seed: UInt64

  package init(
    _ program: Program, _ table: Table, _ options: Options = Options(), style: Style = .plain,
    seed: UInt64 = 0
  ) {
    self.program = program
    self.table = table
    self.options = options
    self.style = style
    self.seed = seed
  }

  package var rules: String { print(program, style: style, seed: seed) }
  package var csv: String { table.csv }
  package var arguments: [String] { options.arguments(for: table) }
  package var expected: [RowOutcome] { evaluate(program, table, options) }
}

/// Makes the trial of a seed; the same seed gives the same trial everywhere.
package func generate(seed: UInt64) -> Trial {
  var dice = Dice(seed: seed)
  var author = Author(Dice(seed: dice.next()))
  author.writeProgram()
  var clerk = Clerk(Dice(seed: dice.next()), author.program, author.edges)
  clerk.fillTable()
  return Trial(
    author.program, clerk.table, clerk.options,
    style: dice.pick([.english, .chinese, .mixed, .mixed]), seed: seed)
}

/// The values at which a program changes its mind, by kind; companies are placed on them.
struct Edges {
  var money: [Rational] = []
  var numbers: [Rational] = []
  var percents: [Rational] = []
  var days: [Rational] = []
}

/// Writes programs within the grammar, from a small stock of names.
struct Author {
  var dice: Dice
  var program = Program()
  var edges = Edges()

  init(_ dice: Dice) { self.dice = dice }

  var moneyFields: [String] {
    program.fields.filter { $0.kind == .money && !$0.isByYear }.map(\.name)
  }
  var annualFields: [String] { program.fields.filter(\.isByYear).map(\.name) }

  func names(_ wanted: Kind) -> [String] {
    program.fields.filter { $0.kind == wanted }.map(\.name)
  }

  mutating func writeProgram() {
    declareFields()
    declareTheRest()
    if dice.chance(45), let condition = makeCondition(2, allowsDefinitions: false) {
      program.definitions.append(Definition("优质企业", .condition(condition)))
    }
    if moneyFields.count > 1, dice.chance(40) {
      let sum = Expression.binary(.add, .field(moneyFields[0]), .field(moneyFields[1]))
      program.definitions.append(Definition("总投入", .quantity(sum)))
    }
    writeAwards()
    writeGroups()
    if dice.chance(80) { writePolicy() }
  }

  private mutating func declareFields() {
    for name in ["投资额", "研发费用", "设备购置额", "软件投入"] where dice.chance(55) {
      var field = Field(name, .money)
      if dice.chance(15) { field.blank = dice.chance(60) ? Blank.none : .cell(.number(.zero)) }
      if dice.chance(20) { field.also = "申报\(name)" }
      program.fields.append(field)
    }
    if moneyFields.isEmpty { program.fields.append(Field("投资额", .money)) }
    if dice.chance(45) {
      var field = Field("营业收入", .money, isByYear: true)
      if dice.chance(50) { field.peakHeader = "此前历年最高营业收入" }
      program.fields.append(field)
    }
    for name in ["专利数", "标准数", "评价得分", "创新得分"] where dice.chance(45) {
      let blank: Blank? = dice.chance(15) ? Blank.none : nil
      program.fields.append(Field(name, .number, blank: blank))
    }
    for name in ["研发占比", "营收增速"] where dice.chance(30) {
      program.fields.append(Field(name, .percent))
    }
    for name in ["优质中小企业", "重点领域", "已落地"] where dice.chance(55) {
      let blank: Blank? =
        dice.chance(25) ? dice.pick([Blank.none, .cell(.flag(false)), .cell(.flag(true))]) : nil
      program.fields.append(Field(name, .flag, blank: blank))
    }
    if dice.chance(55) {
      let other = dice.chance(40) ? "其他行业" : nil
      let values = ["生物医药", "集成电路", "高端装备"] + (other.map { [$0] } ?? [])
      program.fields.append(Field("行业", .choice(values, other: other)))
    }
    if dice.chance(35) {
      let blank: Blank? = dice.chance(30) ? dice.pick([Blank.none, .cell(.choice("县域"))]) : nil
      program.fields.append(
        Field("财政归属", .choice(["市本级", "县域"], other: nil), blank: blank))
    }
    if dice.chance(20) { program.fields.append(Field("成立日期", .date)) }
  }

  private mutating func declareTheRest() {
    for name in ["国家级小巨人", "省级单项冠军", "省级隐形冠军", "专精特新企业"]
    where dice.chance(50) {
      var title = Title(name)
      if dice.chance(20) { title.also = "认定\(name)" }
      program.titles.append(title)
    }
    if dice.chance(25) {
      program.parameters.append(
        Parameter("支持比例", .percent, .zero, Rational(dice.pick([30, 100]), over: 100)))
    }
    if dice.chance(25) {
      let isBounded = dice.chance(70)
      program.parameters.append(
        Parameter(
          "扶持上限", .money, isBounded ? Rational(100_000) : nil,
          isBounded ? Rational(2_000_000) : nil))
    }
    if dice.chance(35) {
      program.parameters.append(
        Parameter(
          "施行日期", .date, Rational(Day(2026, 1, 1).number),
          Rational(Day(2026, 12, 31).number)))
    }
    if dice.chance(40) { program.readings.append(Reading("口径", ["宽口径", "严口径"])) }
    if dice.chance(30) { program.readings.append(Reading("跨档", ["各档都给", "只给最高"])) }
  }

  private mutating func writePolicy() {
    var policy = Policy(name: "示例市2026")
    if dice.chance(60) { policy.period = makePeriod() }
    if dice.chance(18) {
      policy.applies = makeCondition(1, allowsDefinitions: true)
    }
    if dice.chance(60) { policy.overlap = makeOverlap() }
    if dice.chance(40) { policy.funding = makeFunding() }
    if dice.chance(35) {
      policy.rounding = Rounding(unit: dice.pick(Rounding.units), down: dice.chance(40))
    }
    program.policy = policy
  }

  private mutating func makePeriod() -> Period {
    let start: Mark =
      program.parameters.contains { $0.name == "施行日期" } && dice.chance(70)
      ? .parameter("施行日期") : .day(Day(2026, dice.roll(1...12), dice.roll(1...28)))
    switch dice.roll(5) {
    case 0: return .between(start, .day(Day(2028, 12, 31)))
    case 1: return .years(2026, dice.roll(2026...2029))
    case 2: return .lasting(start, years: dice.roll(1...3))
    case 3: return .starting(.day(Day(2025, 7, 1)), lastingFrom: start, years: dice.roll(1...3))
    default: return .from(start)
    }
  }

  private mutating func makeOverlap() -> Overlap {
    let rules: [OverlapRule] = [.topUp, .none, .stack]
    guard let reading = program.readings.first, dice.chance(30) else {
      return .always(dice.pick([.topUp, .topUp, .none, .stack]))
    }
    return .reading(
      name: reading.name, choice: dice.pick(reading.choices), then: dice.pick(rules),
      otherwise: dice.pick(rules))
  }

  mutating func makeFunding() -> Funding {
    let first = dice.pick([50, 40, 33, 70])
    let when = dice.chance(50) ? makeCondition(1, allowsDefinitions: true) : nil
    return Funding(
      [
        Share("市", Rational(first, over: 100)), Share("区", Rational(100 - first, over: 100)),
      ], when: when)
  }
}
