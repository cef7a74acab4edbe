/// Writes a program as the source text of a rule file.
package func print(_ program: Program, style: Style = .plain, seed: UInt64 = 0) -> String {
  var printer = Printer(program, Wording(dice: Dice(seed: seed), style: style))
  return printer.file()
}

struct Printer {
  let program: Program
  var wording: Wording
  /// Within a definition 不超过 could be read in two ways and is refused.
  var isDefining = false

  init(_ program: Program, _ wording: Wording) {
    self.program = program
    self.wording = wording
  }

  func fieldKind(_ name: String) -> Kind { program.field(name)?.kind ?? .money }

  mutating func file() -> String { file(program) }

  /// The statements of a part of the program, which may speak of facts in other parts.
  mutating func file(_ program: Program) -> String {
    let policy = program.policy.map { [text($0)] } ?? []
    let facts = program.fields.map { text($0) } + program.titles.map { text($0) }
    let choices = program.parameters.map { text($0) } + program.readings.map { text($0) }
    isDefining = true
    let definitions = program.definitions.map { text($0) }
    isDefining = false
    let awards = awards(program.awards)
    let groups = program.groups.map { text($0) } + program.ceilings.map { text($0) }
    let offers =
      program.benefits.map { text($0) } + program.limits.map { text($0) }
      + program.targets.map { text($0) }
    var blocks = [policy, facts, choices, definitions, awards, groups, offers]
    // Statements may stand before what they speak of. Only the order of the facts, in which cases
    // are tried, and of the awards, in which results are listed, means something.
    if wording.style != .plain, wording.dice.chance(15) { blocks = wording.dice.shuffled(blocks) }
    let statements = blocks.flatMap { $0 }
    let hasRemarks = wording.style != .plain
    return statements.map { statement in
      let mayClose = hasRemarks && !statement.hasSuffix("}")
      let end = mayClose && wording.dice.chance(10) ? ";" : ""
      let remark = hasRemarks && wording.dice.chance(5) ? "  # 说明；不影响结果" : ""
      return statement + end + remark + "\n"
    }.joined()
  }

  private mutating func text(_ policy: Policy) -> String {
    var entries: [String] = []
    if let period = policy.period {
      entries.append(wording.say("period", "有效期") + " " + text(period))
    }
    if let applies = policy.applies {
      let head = wording.say("applies", "适用") + " " + wording.say("when", "当")
      entries.append(head + " " + text(applies))
    }
    if let overlap = policy.overlap {
      entries.append(wording.say("overlap", "重叠") + " " + text(overlap))
    }
    // Of several entries the first that holds counts, so they stay in their order.
    let fundings = policy.fundings.map { text($0) }
    if !fundings.isEmpty { entries.append(fundings.joined(separator: "\n  ")) }
    if let rounding = policy.rounding {
      let down = rounding.down ? " " + wording.say("down", "舍去") : ""
      entries.append(wording.say("rounding", "取整") + " " + rounding.unit + down)
    }
    let body = wording.dice.shuffled(entries).map { "  \($0)\n" }.joined()
    return wording.say("policy", "政策") + " \(policy.name) {\n\(body)}"
  }

  private mutating func text(_ mark: Mark) -> String {
    switch mark {
    case .day(let day): wording.date(day)
    case .parameter(let name): name
    }
  }

  mutating func text(_ period: Period) -> String {
    switch period {
    case .between(let first, let last): text(first) + wording.through() + text(last)
    case .years(let first, let last): "\(first)" + wording.through() + "\(last)"
    case .lasting(let first, let years): text(first) + " " + duration(years)
    case .starting(let first, let other, let years):
      text(first) + wording.through() + text(other) + " " + duration(years)
    case .from(let first): wording.say("from", "自") + " " + text(first)
    }
  }

  private mutating func duration(_ years: Int) -> String {
    wording.isChinese() ? "起 \(years) 年" : "for \(years) years"
  }

  private mutating func text(_ overlap: Overlap) -> String {
    switch overlap {
    case .always(let rule): return text(rule)
    case .reading(let name, let choice, let then, let otherwise):
      let test = wording.say("if", "若") + " " + name + wording.equals() + choice
      let first = " " + wording.say("then", "则") + " " + text(then)
      return test + first + " " + wording.say("else", "否则") + " " + text(otherwise)
    }
  }

  private mutating func text(_ rule: OverlapRule) -> String {
    switch rule {
    case .topUp: wording.say("top-up", "补差")
    case .none: wording.say("none", "不重复")
    case .stack: wording.say("stack", "叠加")
    }
  }

  mutating func text(_ funding: Funding) -> String {
    let shares = funding.shares.map { share in
      share.label + " " + wording.literal(share.part ?? .zero, .percent)
    }
    let when = funding.when.map { " " + wording.say("when", "当") + " " + text($0) } ?? ""
    return wording.say("funding", "分担") + " " + wording.list(shares) + when
  }

  private mutating func text(_ kind: Kind) -> String {
    switch kind {
    case .money: wording.say("money", "金额")
    case .number: wording.say("number", "数")
    case .percent: wording.say("percent", "比例")
    case .date: wording.say("date", "日期")
    case .flag: wording.say("flag", "是否")
    case .text: wording.say("text", "文字")
    case .choice(let values, _): wording.say("one of", "取值") + " " + wording.list(values)
    }
  }

  private mutating func text(_ field: Field) -> String {
    var text = wording.say("field", "字段") + " " + field.name + wording.colon()
    text += self.text(field.kind)
    if field.isByYear { text += " " + wording.say("by year", "逐年") }
    text += bounds(field.low, field.high, field.kind)
    var headers: [String] = field.also.map { ["\"\($0)\""] } ?? []
    if let peak = field.peakHeader {
      headers.append(wording.say("peak", "历年最高") + " \"\(peak)\"")
    }
    if !headers.isEmpty {
      text += wording.semicolon() + wording.say("also", "又称") + " " + wording.list(headers)
    }
    if case .choice(_, let other?) = field.kind {
      text += wording.semicolon() + wording.say("other", "列外") + wording.equals() + other
    }
    if let blank = field.blank {
      text += wording.semicolon() + wording.say("blank", "空白") + wording.equals()
      text += self.text(blank, field.kind)
    }
    return text
  }

  private mutating func text(_ blank: Blank, _ kind: Kind) -> String {
    switch blank {
    case .none, .cell(.empty): wording.say("none", "无")
    case .cell(.flag(let value)): value ? wording.say("yes", "是") : wording.say("no", "否")
    case .cell(.number(let value)): wording.literal(value, kind)
    case .cell(.choice(let value)), .cell(.label(let value)): value
    case .cell(.date(let span)): wording.date(span.first)
    case .cell(.text(let value)): "\"\(value)\""
    case .cell(.status), .cell(.lapsed): wording.say("none", "无")
    }
  }

  private mutating func text(_ title: Title) -> String {
    let also = title.also.map { also in
      wording.semicolon() + wording.say("also", "又称") + " \"\(also)\""
    }
    let valid = title.validMonths.map { months in
      wording.semicolon() + wording.say("valid", "有效") + " " + wording.length(months)
    }
    return wording.say("title", "称号") + " " + title.name + (also ?? "") + (valid ?? "")
  }

  private mutating func text(_ parameter: Parameter) -> String {
    var text = wording.say("parameter", "参数") + " " + parameter.name + wording.colon()
    text += self.text(parameter.kind)
    let value = parameter.value.map { wording.equals() + wording.literal($0, parameter.kind) }
    return text + bounds(parameter.low, parameter.high, parameter.kind) + (value ?? "")
  }

  private mutating func bounds(_ low: Rational?, _ high: Rational?, _ kind: Kind) -> String {
    guard let low, let high else { return "" }
    return " " + wording.say("in", "属于") + " " + wording.literal(low, kind) + wording.through()
      + wording.literal(high, kind)
  }

  private mutating func text(_ reading: Reading) -> String {
    let head = wording.say("reading", "理解") + " " + reading.name + wording.equals()
    return reading.choices.dropFirst().reduce(head + reading.choices[0]) {
      $0 + " " + wording.say("or", "或") + " " + $1
    }
  }

  private mutating func text(_ definition: Definition) -> String {
    let head = wording.say("define", "定义") + " " + definition.name + wording.equals()
    switch definition.body {
    case .condition(let body): return head + text(body)
    case .quantity(let body): return head + text(body)
    }
  }

  private mutating func text(_ group: Group) -> String {
    let members = wording.list(group.members.map { wording.line($0) })
    let when = group.when.map { " " + wording.say("when", "当") + " " + text($0) } ?? ""
    return wording.say("exclusive", "就高") + " " + members + when
  }

  private mutating func text(_ ceiling: Ceiling) -> String {
    let members = wording.list(ceiling.members.map { wording.line($0) })
    return wording.say("together", "合并") + " " + members + wording.semicolon()
      + yearly(ceiling.cap)
  }

  mutating func yearly(_ cap: Expression) -> String {
    let sum = text(cap, .sum)
    return wording.isChinese() ? "封顶 每年 \(sum)" : "cap \(sum) per year"
  }
}
