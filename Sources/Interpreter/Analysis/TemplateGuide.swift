package import JiliLexer

/// What stands beside an empty company file: for each column what it means and what may be filled
/// in.
package struct TemplateGuide {
  let plan: Plan
  let columns: [TemplateColumn]
  let language: Language
  private let meanings: [String: String]
  private let readers: FactReaders

  package init(_ plan: Plan, _ columns: [TemplateColumn], language: Language) {
    self.plan = plan
    self.columns = columns
    self.language = language
    meanings = fieldComments(plan.sources)
    readers = FactReaders(plan)
  }

  private func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }

  package var page: ReportPage {
    var page = ReportPage()
    page.heading(word("名单的列", "Columns of the company file"))
    page.table(
      [
        [
          word("列", "column"), word("含义", "meaning"), word("类型", "type"),
          word("单位", "unit"), word("可填", "allowed"), word("空格的意思", "an empty cell is"),
          word("用在", "read by"), word("条款", "article"),
        ],
        [
          companyHeader, word("企业的名称，结果里原样列出", "names the company in the results"),
          word("文字", "text"), "", "", "", "", "",
        ],
      ] + columns.map(row), alignRight: [])
    let parameters = plan.facts.filter { $0.isParameter && $0.isRead }.map(words)
    let readings = plan.readings.map { reading in
      "--reading \(reading.name)=" + reading.choices.joined(separator: " | ")
    }
    if !(parameters + readings).isEmpty {
      page.heading(word("不在名单里，用选项给", "Not in the file, given by options"))
      page.bullets(parameters + readings)
    }
    return page
  }

  private func row(_ column: TemplateColumn) -> [String] {
    [
      column.header, meaning(column), type(column).text(language),
      column.unit?.word(language) ?? "", allowed(column), empty(column),
      readers.names(of: column.facts, language),
      readers.articles(of: column.facts, language),
    ]
  }

  // MARK: - Cells

  private func meaning(_ column: TemplateColumn) -> String {
    let fact = plan.facts[column.facts[0]]
    var parts = [meanings[fact.name] ?? ""]
    switch column.role {
    case .value(let year?): parts.append(word("\(year) 年的数", "of \(year)"))
    case .peak: parts.append(word("此前各年里最高的", "the highest of the earlier years"))
    case .date: parts.append(word("最近一次认定的日期", "the day of the last recognition"))
    case .value, .status: break
    }
    switch fact.kind {
    case .approved: parts.append(word("主管部门核定的金额", "the sum that the authority approved"))
    case .received:
      parts.append(word("同一事项按别的政策已得", "received for the same matter under other policies"))
    case .paid: parts.append(word("以前按本政策已付", "paid earlier under this policy"))
    case .instalment: parts.append(word("这次申请的是哪一期", "which instalment is asked for"))
    case .money, .number, .percent, .date, .flag, .text, .category, .title: break
    }
    return parts.filter { !$0.isEmpty }.joined(separator: ResultWord.noteJoint.text(language))
  }

  private func type(_ column: TemplateColumn) -> Wording {
    if case .date = column.role { return Wording(zh: "日期", en: "date") }
    return plan.facts[column.facts[0]].kind.word
  }

  private func allowed(_ column: TemplateColumn) -> String {
    let fact = plan.facts[column.facts[0]]
    if case .date = column.role { return dates }
    let joint = ResultWord.nameJoint.text(language)
    switch fact.kind {
    case .money, .approved, .received, .paid, .number, .percent:
      return bounds(fact) ?? word("数", "a number")
    case .date: return dates
    case .flag: return word("是、否", "是, 否")
    case .category(let values, let other):
      let rest = other.map { word("；别的都算“\(values[$0])”", "; others count as “\(values[$0])”") }
      return values.joined(separator: joint) + (rest ?? "")
    case .text:
      let asked = fact.slot >= 0 ? plan.textCodes[fact.slot] ?? [] : []
      let texts = asked.map { plan.texts[$0] }.joined(separator: joint)
      return texts.isEmpty
        ? word("文字", "text") : word("文字；规则里问到 \(texts)", "text; the rules ask for \(texts)")
    case .title:
      return word(
        "新认定（首次、再次）、复评、新引进、有效、无；不详填 ?；或认定日期",
        "新认定 (首次, 再次), 复评, 新引进, 有效, 无; ? if unknown; or the day of recognition")
    case .instalment(_, let labels): return labels.joined(separator: joint)
    }
  }

  private var dates: String { word("2026-05-01、2026-05、2026", "2026-05-01, 2026-05, 2026") }

  /// The range that the rules state, as people write it.
  private func bounds(_ fact: Fact) -> String? {
    guard fact.bounds.low != nil || fact.bounds.high != nil else { return nil }
    let type = fact.kind.valueType
    let low = fact.bounds.low.map { numberText($0, type) } ?? ""
    let high = fact.bounds.high.map { numberText($0, type) } ?? ""
    return low + " .. " + high
  }

  private func empty(_ column: TemplateColumn) -> String {
    let fact = plan.facts[column.facts[0]]
    if case .date = column.role { return word("未知", "unknown") }
    if column.role == .peak { return word("未知", "unknown") }
    switch fact.blank {
    case .absent: return word("没有", "none")
    case .value(let value): return valueText(value, of: fact, texts: plan.texts, language)
    case .standard: break
    }
    switch fact.kind {
    case .title: return word("没有这个称号", "none")
    case .approved: return word("未核定，算到上限", "not approved: up to the ceiling")
    case .received, .paid: return word("没有记录，按 0元", "nothing on record: 0")
    case .instalment: return word("不分期，算全额", "the whole sum")
    case .money, .number, .percent, .date, .flag, .text, .category:
      return word("未知，结果是范围", "unknown: results are ranges")
    }
  }

  /// `--set 施行日期=…  日期 2026-01-01 .. 2026-12-31`
  private func words(_ fact: Fact) -> String {
    let type = fact.kind.word.text(language)
    return "--set \(fact.name)=…  \(type)" + (bounds(fact).map { " " + $0 } ?? "")
  }
}

extension HeaderUnit {
  fileprivate func word(_ language: Language) -> String {
    switch self {
    case .money(let power):
      switch power {
      case 0: "元"
      case 3: "千元"
      case 4: "万元"
      case 6: "百万元"
      default: "亿元"
      }
    case .share(let power): power == -2 ? "%" : "‰"
    case .count: ""
    }
  }
}

extension Fact.Kind {
  fileprivate var word: Wording {
    switch self {
    case .money, .approved, .received, .paid: Wording(zh: "金额", en: "money")
    case .number: Wording(zh: "数", en: "number")
    case .percent: Wording(zh: "比例", en: "percent")
    case .date: Wording(zh: "日期", en: "date")
    case .flag: Wording(zh: "是否", en: "flag")
    case .text: Wording(zh: "文字", en: "text")
    case .category: Wording(zh: "取值", en: "one of")
    case .title: Wording(zh: "称号", en: "title")
    case .instalment: Wording(zh: "期次", en: "instalment")
    }
  }

  fileprivate var valueType: ValueType {
    switch self {
    case .money, .approved, .received, .paid: .money
    case .percent: .percent
    case .date: .date
    case .number, .flag, .text, .category, .title, .instalment: .number
    }
  }
}
