package import JiliLexer

/// A comparison for readers: on a terminal or as Markdown.
package struct CompareReport {
  let comparison: PolicyComparison
  let language: Language
  let hasRanges: Bool

  package init(_ comparison: PolicyComparison, language: Language) {
    self.comparison = comparison
    self.language = language
    hasRanges = comparison.hasRanges
  }

  private func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }

  // MARK: - The page

  package func page() throws(OutputRefusal) -> ReportPage {
    var page = ReportPage()
    page.words(opening)
    page.words(headline)
    figures(comparison.awards, word("奖项", "award"), on: &page, isTotalled: true)
    figures(comparison.payers, word("分担", "payer"), on: &page)
    figures(comparison.payments, word("拨付", "payment"), on: &page)
    bands(on: &page)
    for split in comparison.splits { write(split, on: &page) }
    try changes(on: &page)
    counts(on: &page)
    most(on: &page)
    page.bullets(remarks)
    return page
  }

  var opening: String {
    func side(_ side: ComparedSide) -> String {
      let date = side.date.map { word("，日期 \($0)", ", \($0)") } ?? ""
      return word("\(side.policy)（\(side.file)\(date)）", "\(side.policy) (\(side.file)\(date))")
    }
    let (before, after) = (side(comparison.before), side(comparison.after))
    return word("\(before) → \(after)", "\(before) → \(after)")
  }

  private var headline: String {
    let whole = comparison.whole.total
    let change = shown(whole.change)
    let before = shownRange(whole.before.low, whole.before.high, language)
    let after = shownRange(whole.after.low, whole.after.high, language)
    let count = whole.companies
    return word(
      "\(count) 家企业，预算 \(before) → \(after) 元，相差 \(change) 元",
      "\(count) companies, budget \(before) → \(after) 元, difference \(change) 元")
  }

  // MARK: - Words for sums

  /// Both sides are versions of one policy: 现行 and 草案. Else their own names.
  var names: (before: String, after: String) {
    if comparison.areVersions { return (word("现行", "before"), word("草案", "draft")) }
    return (comparison.before.policy, comparison.after.policy)
  }

  private func signed(_ sum: Exact) -> String {
    (sum > .zero ? "+" : "") + sum.groupedYuanText
  }

  private func shown(_ change: ChangeRange) -> String {
    switch (change.low, change.high) {
    case (let low?, let high?):
      return low == high ? signed(low) : signed(low) + " .. " + signed(high)
    case (let low?, nil): return signed(low) + word(" 起", " or more")
    case (nil, let high?): return word("至多 ", "at most ") + signed(high)
    case (nil, nil): return word("不定", "no bound")
    }
  }

  /// The difference of the certain sums and, where anything is open, that of the ceilings.
  private func differences(_ before: SumRange, _ after: SumRange) -> [String] {
    let low = after.low.subtracting(before.low).map(signed) ?? ""
    guard hasRanges else { return [low] }
    guard let one = before.high, let two = after.high else {
      return [low, before.high == nil && after.high == nil ? word("不定", "no bound") : "—"]
    }
    return [low, two.subtracting(one).map(signed) ?? ""]
  }

  private var differenceHeads: [String] {
    hasRanges
      ? [word("相差（元）", "difference (元)"), word("上限相差（元）", "ceilings (元)")]
      : [word("相差（元）", "difference (元)")]
  }

  private func range(_ sum: SumRange) -> String { shownRange(sum.low, sum.high, language) }

  // MARK: - Tables

  private func figures(
    _ figures: [ComparedFigure], _ head: String, on page: inout ReportPage,
    isTotalled: Bool = false
  ) {
    if figures.isEmpty { return }
    let shown = figures.filter { !$0.isNothing }
    var headers = [head]
    if isTotalled {
      headers += [
        names.before + word(" 家数", " companies"), names.after + word(" 家数", " companies"),
      ]
    }
    headers += [names.before + word("（元）", " (元)"), names.after + word("（元）", " (元)")]
    var rows = [headers + differenceHeads]
    for figure in shown {
      var row = [title(figure)]
      if isTotalled { row += [String(figure.companiesBefore), String(figure.companiesAfter)] }
      row += [
        figure.isNew ? "" : range(figure.before), figure.isGone ? "" : range(figure.after),
      ]
      rows.append(row + differences(figure.before, figure.after))
    }
    if isTotalled {
      let (before, after) = (comparison.before, comparison.after)
      rows.append(
        [
          ResultWord.total.text(language), String(before.companies), String(after.companies),
          range(before.total), range(after.total),
        ] + differences(before.total, after.total))
    }
    page.heading(isTotalled ? word("预算", "Budget") : head)
    page.table(rows, alignRight: Set(1..<rows[0].count))
    let hidden = figures.count - shown.count
    if hidden > 0 {
      page.words(word("另有 \(hidden) 项两边都是 0", "\(hidden) more are 0 on both sides"))
    }
  }

  func title(_ figure: ComparedFigure) -> String {
    let name = figure.name?.text(language) ?? ResultWord.notSplit.text(language)
    if let former = figure.formerName?.text(language) {
      return word("\(name)（原 \(former)）", "\(name) (was \(former))")
    }
    if figure.isNew { return name + word("（新）", " (new)") }
    return figure.isGone ? name + word("（无）", " (gone)") : name
  }

  /// Kinds of change that some company has, and those that every reader looks for.
  private var shownBands: [CompanyBand] {
    CompanyBand.allCases.filter { band in
      switch band {
      case .losesAll, .loses, .same, .gains, .newlyPaid: true
      case .undetermined, .oneSided: comparison.whole.bands[band.rawValue].companies > 0
      }
    }
  }

  private func bands(on page: inout ReportPage) {
    var rows = [
      [
        word("变化", "band"), word("企业数", "companies"), names.before + word("（元）", " (元)"),
        names.after + word("（元）", " (元)"), word("相差（元）", "difference (元)"),
      ]
    ]
    for band in shownBands {
      rows.append([band.label.text(language)] + cells(comparison.whole.bands[band.rawValue]))
    }
    rows.append([ResultWord.total.text(language)] + cells(comparison.whole.total))
    page.heading(word("企业", "Companies"))
    page.table(rows, alignRight: [1, 2, 3, 4])
  }

  private func cells(_ group: ComparedGroup) -> [String] {
    [String(group.companies), range(group.before), range(group.after), shown(group.change)]
  }

  private func write(_ split: ComparedSplit, on page: inout ReportPage) {
    let bands = shownBands
    var rows = [
      [split.name, word("企业数", "companies")] + bands.map { $0.label.text(language) } + [
        names.before + word("（元）", " (元)"), names.after + word("（元）", " (元)"),
        word("相差（元）", "difference (元)"),
      ]
    ]
    func row(_ name: String, _ part: ComparedPart) -> [String] {
      let cells = cells(part.total)
      return [name, cells[0]] + bands.map { String(part.bands[$0.rawValue].companies) }
        + cells.dropFirst()
    }
    for part in split.parts { rows.append(row(part.value.text(language), part)) }
    rows.append(row(ResultWord.total.text(language), comparison.whole))
    page.heading(word("按 \(split.name)", "By \(split.name)"))
    page.table(rows, alignRight: Set(1..<rows[0].count))
  }

  // MARK: - Changes

  private func changes(on page: inout ReportPage) throws(OutputRefusal) {
    page.heading(word("改动", "Changes"))
    guard comparison.areVersions else {
      return page.words(
        word(
          "这是两份政策，不是一份政策的两稿：差别按奖项看，见上面的预算",
          "these are two policies, not two versions of one: the budget above shows the difference "
            + "award by award"))
    }
    guard !comparison.changes.isEmpty else {
      return page.words(word("两稿没有影响金额的改动", "nothing that bears on sums differs"))
    }
    var rows = [
      [word("只改这一处", "this change alone"), word("条款", "article")] + differenceHeads
        + [word("增加", "gain"), word("减少", "lose")]
    ]
    let joint = ResultWord.nameJoint.text(language)
    for entry in comparison.changes {
      let change = entry.change
      rows.append(
        [change.title(language), change.articles.joined(separator: joint)]
          + cells(entry.effect, isMoney: change.bearsOnSums))
    }
    if comparison.changes.count > 1 {
      let (low, high) = try comparison.interaction()
      var row = [word("合在一起另有", "together besides"), "", signed(low)]
      if hasRanges { row.append(high.map(signed) ?? word("不定", "no bound")) }
      rows.append(row + ["", ""])
    }
    rows.append(
      [word("全部改动", "all changes"), ""] + cells(comparison.together, isMoney: true))
    page.table(rows, alignRight: Set(2..<rows[0].count))
  }

  private func cells(_ effect: ChangeEffect.Effect?, isMoney: Bool) -> [String] {
    let room = hasRanges ? 2 : 1
    guard isMoney else {
      return [word("不是钱", "no money")] + [String](repeating: "", count: room + 1)
    }
    guard let effect else {
      return [word("不能单独改", "not alone")] + [String](repeating: "", count: room + 1)
    }
    var cells = [signed(effect.lowChange)]
    if hasRanges { cells.append(effect.highChange.map(signed) ?? word("不定", "no bound")) }
    return cells + [String(effect.gaining), String(effect.losing)]
  }

  // MARK: - The rest

  private func counts(on page: inout ReportPage) {
    let changed = comparison.counts.filter { $0.before != $0.after }
    if changed.isEmpty { return }
    var rows = [[word("优待、限额", "benefit, limit"), names.before, names.after]]
    for count in changed {
      let name = count.isLimit ? word("超过 ", "breaks ") + count.name : count.name
      rows.append([name, count.before.map(String.init) ?? "", count.after.map(String.init) ?? ""])
    }
    page.heading(word("优待和限额（企业数）", "Benefits and limits (companies)"))
    page.table(rows, alignRight: [1, 2])
  }

  private func most(on page: inout ReportPage) {
    if comparison.most.isEmpty { return }
    let titles = comparison.changes.map { $0.change.shortTitle(language) }
    let awards = comparison.awards.map { $0.name?.text(language) ?? "" }
    var rows = [
      [
        ResultWord.company.text(language), word("变化", "band"),
        names.before + word("（元）", " (元)"), names.after + word("（元）", " (元)"),
        word("相差（元）", "difference (元)"), word("由于", "because of"),
      ]
    ]
    let joint = ResultWord.nameJoint.text(language)
    for company in comparison.most {
      let cause =
        comparison.areVersions
        ? company.causeNames(titles, language)
        : company.awards.map { awards[$0] }.joined(separator: joint)
      rows.append([
        company.name, company.bandLabel.text(language), range(company.before),
        range(company.after), shown(company.change), cause,
      ])
    }
    page.heading(word("变动最大的企业", "Companies that change the most"))
    page.table(rows, alignRight: [2, 3, 4])
  }

  var remarks: [String] {
    var remarks: [String] = []
    let undetermined = comparison.whole.bands[CompanyBand.undetermined.rawValue].companies
    if undetermined > 0 {
      remarks.append(
        word(
          "待定 \(undetermined) 家：增加还是减少，取决于名单里没有的事实",
          "undetermined \(undetermined): the direction hangs on facts that the file lacks"))
    }
    if comparison.shifted > 0 {
      remarks.append(
        word(
          "\(comparison.shifted) 家合计不变，但奖项之间有增有减",
          "\(comparison.shifted) keep their total while their awards change"))
    }
    if comparison.rowsOneSided > 0 {
      remarks.append(
        word(
          "\(comparison.rowsOneSided) 行只有一边读得通，另一边退回；相差里按 0 计",
          "\(comparison.rowsOneSided) rows are read by one side and rejected by the other, where "
            + "they count as 0"))
    }
    if comparison.periodsIgnored {
      remarks.append(
        word("没有问两份政策的有效期（--ignore-period）", "the periods of both policies are ignored"))
    }
    if !comparison.absent.isEmpty {
      let facts = comparison.absent.joined(separator: ResultWord.nameJoint.text(language))
      remarks.append(
        word(
          "名单里没有、按未知计算的：\(facts)（--absent blank 当作空着）",
          "unknown, for the file lacks them: \(facts) (--absent blank takes them as empty)"))
    }
    for side in [comparison.before, comparison.after] where !side.absent.isEmpty {
      let facts = side.absent.joined(separator: ResultWord.nameJoint.text(language))
      remarks.append(
        word(
          "只有\(side.policy)（\(side.file)）要读、名单里没有、按未知计算的：\(facts)",
          "unknown, read by \(side.policy) (\(side.file)) alone, for the file lacks them: "
            + facts))
    }
    return remarks
  }
}

extension ComparedFigure {
  /// Nobody gets it, nor could, on either side.
  var isNothing: Bool { before == .zero && after == .zero }
}
