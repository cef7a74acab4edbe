/// Facts, parameters and readings, and the policy block.
extension Author {
  mutating func declareFields() {
    for name in ["投资额", "研发费用", "设备购置额", "软件投入"] where dice.chance(55) {
      var field = Field(name, .money)
      if dice.chance(15) { field.blank = dice.chance(60) ? Blank.none : .cell(.number(.zero)) }
      if dice.chance(20) { field.also = "申报\(name)" }
      if dice.chance(12) { (field.low, field.high) = (.zero, Rational(100_000_000)) }
      program.fields.append(field)
    }
    if moneyFields.isEmpty { program.fields.append(Field("投资额", .money)) }
    declareAnnualFields()
    for name in ["专利数", "标准数", "评价得分", "创新得分"] where dice.chance(45) {
      let blank: Blank? =
        dice.chance(20) ? dice.pick([Blank.none, .cell(.number(Rational(2)))]) : nil
      var field = Field(name, .number, blank: blank)
      if dice.chance(15) { (field.low, field.high) = (.zero, Rational(100)) }
      program.fields.append(field)
    }
    for name in ["研发占比", "营收增速"] where dice.chance(30) {
      program.fields.append(Field(name, .percent))
    }
    for name in ["优质中小企业", "重点领域", "已落地"] where dice.chance(55) {
      let blank: Blank? =
        dice.chance(25) ? dice.pick([Blank.none, .cell(.flag(false)), .cell(.flag(true))]) : nil
      program.fields.append(Field(name, .flag, blank: blank))
    }
    declareWords()
  }

  private mutating func declareAnnualFields() {
    if dice.chance(45) {
      var field = Field("营业收入", .money, isByYear: true)
      if dice.chance(50) { field.peakHeader = "此前历年最高营业收入" }
      if dice.chance(20) { field.blank = dice.chance(50) ? Blank.none : .cell(.number(.zero)) }
      program.fields.append(field)
    }
    if dice.chance(15) {
      var field = Field("员工数", .number, isByYear: true)
      if dice.chance(50) { field.peakHeader = "此前历年最多员工数" }
      program.fields.append(field)
    }
  }

  private mutating func declareWords() {
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
    if dice.chance(35) {
      program.fields.append(Field("注册地", .text, blank: dice.chance(20) ? Blank.none : nil))
    }
    for name in ["成立日期", "开工日期"] where dice.chance(25) {
      program.fields.append(Field(name, .date, blank: dice.chance(20) ? Blank.none : nil))
    }
  }

  mutating func declareTheRest() {
    for name in ["国家级小巨人", "省级单项冠军", "省级隐形冠军", "专精特新企业"]
    where dice.chance(50) {
      var title = Title(name)
      if dice.chance(20) { title.also = "认定\(name)" }
      if dice.chance(40) { title.validMonths = dice.pick([12, 24, 36, 36, 18]) }
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
    if dice.chance(15) {
      let isBounded = dice.chance(70)
      program.parameters.append(
        Parameter(
          "扶持名额", .number, isBounded ? Rational(1) : nil, isBounded ? Rational(4) : nil))
    }
    if dice.chance(35) {
      let isBounded = dice.chance(85)
      program.parameters.append(
        Parameter(
          "施行日期", .date, isBounded ? Rational(Day(2026, 1, 1).number) : nil,
          isBounded ? Rational(Day(2026, 12, 31).number) : nil))
    }
    for index in program.parameters.indices where dice.chance(12) {
      let parameter = program.parameters[index]
      guard parameter.kind != .date, let high = parameter.high else { continue }
      program.parameters[index].value = high
    }
    if dice.chance(40) { program.readings.append(Reading("口径", ["宽口径", "严口径"])) }
    if dice.chance(30) { program.readings.append(Reading("跨档", ["各档都给", "只给最高"])) }
  }

  func hasParameter(_ name: String) -> Bool {
    program.parameters.contains { $0.name == name }
  }

  // MARK: The policy

  mutating func writePolicy() {
    var policy = Policy(name: "示例市2026")
    if dice.chance(60) { policy.period = makePeriod() }
    if dice.chance(10) {
      policy.applies = makeCondition(1, allowsDefinitions: true)
    }
    if dice.chance(60) { policy.overlap = makeOverlap() }
    if dice.chance(40) { policy.fundings = makeFundings() }
    if dice.chance(35) {
      policy.rounding = Rounding(unit: dice.pick(Rounding.units), down: dice.chance(40))
    }
    program.policy = policy
  }

  mutating func makePeriod() -> Period {
    let start: Mark =
      hasParameter("施行日期") && dice.chance(70)
      ? .parameter("施行日期") : .day(Day(dice.roll(2025...2026), dice.roll(1...12), dice.roll(1...28)))
    switch dice.roll(5) {
    case 0: return .between(start, .day(Day(2028, 12, 31)))
    case 1: return .years(2026, dice.roll(2026...2029))
    case 2: return .lasting(start, years: dice.roll(1...3))
    case 3: return .starting(.day(Day(2024, 7, 1)), lastingFrom: start, years: dice.roll(1...3))
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

  /// One entry, or two of which the first that holds counts.
  mutating func makeFundings() -> [Funding] {
    let first = makeFunding()
    guard first.when != nil, dice.chance(40) else { return [first] }
    var second = makeFunding()
    if dice.chance(40) { second = Funding([Share("省", Rational(1))]) }
    return [first, second]
  }

  private mutating func makeFunding() -> Funding {
    let first = dice.pick([50, 40, 33, 70])
    let when = dice.chance(50) ? makeCondition(1, allowsDefinitions: true) : nil
    return Funding(
      [
        Share("市", Rational(first, over: 100)), Share("区", Rational(100 - first, over: 100)),
      ], when: when)
  }
}
