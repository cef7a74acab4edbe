package import JiliLexer

/// Explanations for readers: on a terminal in straight columns, or as Markdown.
package struct ExplanationPage {
  /// One award, benefit or limit, or the company as a whole.
  struct Part {
    var head: String
    /// What it is about, what is said, and a sum where there is one.
    var lines: [(label: String, words: String, sum: String)] = []

    mutating func add(_ label: String, _ words: String, _ sum: String = "") {
      if !words.isEmpty || !sum.isEmpty { lines.append((label, words, sum)) }
    }
  }

  let plan: Plan
  let language: Language

  package init(_ plan: Plan, _ language: Language) {
    self.plan = plan
    self.language = language
  }

  func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  // MARK: - Forms

  package func text(_ company: CompanyExplanation) -> String {
    var text = head(company, visible) + "\n"
    for part in parts(company) { text += "\n" + visible(part.head) + "\n" + table(part) }
    let facts = facts(company)
    if !facts.lines.isEmpty { text += "\n" + visible(facts.head) + "\n" + table(facts) }
    return text
  }

  /// What is asked about alone, for the prompt, at which company and facts are known.
  func answers(_ company: CompanyExplanation) -> String {
    parts(company).map { visible($0.head) + "\n" + table($0) }.joined(separator: "\n")
  }

  package func markdown(_ company: CompanyExplanation) -> String {
    "## \(head(company, ReportPage.plain))\n" + markdown(parts(company) + [facts(company)])
  }

  func markdownAnswers(_ company: CompanyExplanation) -> String { markdown(parts(company)) }

  private func markdown(_ parts: [Part]) -> String {
    var text = ""
    for part in parts where !part.lines.isEmpty {
      text += "\n### \(ReportPage.plain(part.head))\n\n"
      for line in part.lines {
        let sum = line.sum.isEmpty ? "" : word("：", ": ") + line.sum
        text += "- **\(line.label)** \(ReportPage.plain(line.words))\(sum)\n"
      }
    }
    return text
  }

  /// Sums stand below each other, behind the longest words of reasonable length.
  private func table(_ part: Part) -> String {
    let labels = part.lines.map { displayWidth($0.label) }.max() ?? 0
    let withSums = part.lines.filter { !$0.sum.isEmpty }
    let widest = withSums.map { displayWidth(visible($0.words)) }.filter { $0 <= 60 }.max() ?? 0
    let sums = withSums.map { displayWidth($0.sum) }.max() ?? 0
    var text = ""
    var before = ""
    for line in part.lines {
      let label = line.label == before ? "" : line.label
      before = line.label
      let words = visible(line.words)
      text += "    " + label + String(repeating: " ", count: labels - displayWidth(label)) + "  "
      text += words
      if !line.sum.isEmpty {
        text += String(repeating: " ", count: max(0, widest - displayWidth(words)) + 2)
        text += String(repeating: " ", count: sums - displayWidth(line.sum)) + line.sum
      }
      text += "\n"
    }
    return text
  }

  // MARK: - The company

  /// The number of the row may still be counted: it passes no filter.
  private func head(_ company: CompanyExplanation, _ shown: (String) -> String) -> String {
    var words = shown(company.company ?? word("企业", "company"))
    if let place = company.place {
      let file = shown(place.file)
      words += word("（\(file) 第 \(place.rowText) 行）", " (\(file) row \(place.rowText))")
    }
    if let date = company.date.text { words += word("，日期 \(date)", ", date \(date)") }
    let total = sumRangeText(company.outcome.totalLow, company.outcome.totalHigh, language)
    return words + word("：合计 \(total) 元", ": total \(total) 元")
  }

  private func parts(_ company: CompanyExplanation) -> [Part] {
    company.awards.filter { isTold($0, company) }.map { part($0, isAlone: !company.isWhole) }
      + company.benefits.map(part) + company.limits.map(part) + rest(company)
  }

  /// That a title was not renewed says nothing, unless it was asked.
  private func isTold(_ award: AwardExplanation, _ company: CompanyExplanation) -> Bool {
    let line = plan.lines[award.outcome.line]
    return !line.isRenewal || award.outcome.state != .notDue || company.awards.count == 1
  }

  /// What concerns the company as a whole.
  private func rest(_ company: CompanyExplanation) -> [Part] {
    // Who asks about one award is told of that.
    if !company.isWhole { return [] }
    var part = Part(head: word("合计", "total"))
    for missing in company.outcome.missing {
      let effect = missing.effect?.groupedYuanText ?? word("不定", "no bound")
      part.add(word("还缺", "missing"), plan.factName(missing.fact, language), effect)
    }
    for note in company.notes { part.add(word("提示", "note"), note.text(language)) }
    return part.lines.isEmpty ? [] : [part]
  }

  /// What the figures rest on.
  private func facts(_ company: CompanyExplanation) -> Part {
    var part = Part(head: word("事实", "facts"))
    for given in company.facts {
      let fact = plan.facts[given.fact]
      let value = valueText(given.value, of: fact, texts: plan.texts, language)
      let cells = given.cells.map { cell in
        word("“\(cell.header)”列：\(cell.text)", "column \"\(cell.header)\": \(cell.text)")
      }
      let origin =
        cells.isEmpty
        ? ""
        : word("（", " (") + cells.joined(separator: word("；", "; "))
          + word("）", ")")
      part.add(fact.shownName(language), value + origin)
    }
    return part
  }

  // MARK: - One award

  private func part(_ award: AwardExplanation, isAlone: Bool) -> Part {
    let outcome = award.outcome
    let line = plan.lines[outcome.line]
    var part = Part(head: head(award))
    switch outcome.state {
    case .notDue, .overQuota, .undetermined, .excluded:
      add(outcome.reason, outcome.failing, &part)
    case .due, .upTo, .unspecified: break
    }
    if outcome.state != .notDue {
      for met in award.conditions where met.truth.isYes {
        part.add(word("满足", "holds"), met.words(language))
      }
    }
    addSum(award, &part)
    if let rival = award.rival { add(rival, &part) }
    if let changes = award.changes { add(changes, .toWin, &part) }
    for fact in award.deciding { add(fact, &part) }
    for effect in outcome.readings {
      part.add(
        word("若按", "reading"),
        word(
          "\(effect.reading) = \(effect.choice)", "\(effect.reading) = \(effect.choice)"),
        sumRangeText(effect.low, effect.high, language))
    }
    for record in award.records { part.add(word("记录", "record"), record.text(language)) }
    if isAlone, award.lacksRecord {
      part.add(word("提示", "note"), Explanation.nothingOnRecord.text(language))
    }
    add(line.cites, line.notes, &part)
    part.add(word("规则", "rule"), plan.place(of: line.span))
    return part
  }

  /// What fails, one a line, and the reason where it is another.
  func add(_ reason: Explanation, _ failing: [FailingCondition], _ part: inout Part) {
    if failing.allSatisfy({ !reason.zh.contains($0.sentence.zh) }) {
      part.add(word("原因", "reason"), reason.text(language))
    }
    for condition in failing { part.add(word("不足", "fails"), condition.line(language)) }
  }

  private func head(_ award: AwardExplanation) -> String {
    let outcome = award.outcome
    let name = plan.lineName(outcome.line, language)
    let state = outcome.state.label.text(language)
    let hasSum = outcome.state != .notDue && outcome.state != .unspecified
    let isOpen = outcome.high == nil && outcome.low.isZero
    if hasSum, !isOpen {
      let isCeiling = outcome.state == .upTo && outcome.low.isZero
      let sum =
        isCeiling
        ? outcome.high?.groupedYuanText ?? ""
        : sumRangeText(outcome.low, outcome.high, language)
      return name + word("：", ": ") + state + " " + sum + word(" 元", " 元")
    }
    return name + word("：", ": ") + state
      + (hasSum || outcome.state == .unspecified ? word("，原文未定金额", ", the text names no sum") : "")
  }

  private func addSum(_ award: AwardExplanation, _ part: inout Part) {
    for step in award.steps {
      part.add(
        word("计算", "sum"), step.words.text(language),
        sumRangeText(step.low, step.high, language))
    }
    for share in award.outcome.instalments {
      part.add(
        word("拨付", "instalment"), share.label ?? "",
        sumRangeText(share.low, share.high, language))
    }
    for share in award.outcome.funding where share.high.map({ !$0.isZero }) ?? true {
      guard let label = share.label else { continue }
      part.add(word("分担", "payer"), label, sumRangeText(share.low, share.high, language))
    }
  }

  private func add(_ rival: Rival, _ part: inout Part) {
    let name = plan.lineName(rival.line, language)
    var words = name + word("：", ": ") + rival.why.text(language)
    let articles = rival.cites.map(\.article).joined(separator: word("、", ", "))
    if !articles.isEmpty { words += word("（\(articles)）", " (\(articles))") }
    part.add(word("让给", "lost to"), words)
    if let span = rival.span { part.add(word("规定", "set by"), plan.place(of: span)) }
  }

  private func add(_ fact: DecidingFact, _ part: inout Part) {
    let label = word("取决", "hangs on")
    let name = plan.factName(fact.fact, language)
    if fact.cases.isEmpty {
      let effect = fact.effect.map {
        word("，影响合计 \($0.groupedYuanText)", ", effect on the total \($0.groupedYuanText)")
      }
      part.add(label, name + (effect ?? ""))
    }
    for item in fact.cases {
      part.add(
        label, name + " " + item.value.text(language),
        sumRangeText(item.low, item.high, language))
    }
  }

  func add(_ cites: [Citation], _ notes: [String], _ part: inout Part) {
    for cite in cites {
      let quote = cite.quote.map { word("“\($0)”", " \"\($0)\"") } ?? ""
      part.add(word("依据", "article"), cite.article + quote)
    }
    for note in notes { part.add(word("注", "note"), note) }
  }
}

extension MetCondition {
  /// `投资额 >= 500万（投资额 600万）`
  func words(_ language: Language) -> String {
    let exception = "except "
    let isException = language == .zh && text.hasPrefix(exception)
    let shown = isException ? "不是不含的情形 " + text.dropFirst(exception.count) : text
    let actual = actual.text(language)
    if actual.isEmpty { return shown }
    return shown + (language == .zh ? "（\(actual)）" : " (\(actual))")
  }
}

extension Plan {
  /// `现行.rules:12:1`
  package func place(of span: Span) -> String {
    guard let place = position(of: span) else { return "" }
    return "\(place.file):\(place.line):\(place.column)"
  }

  func position(of span: Span) -> (file: String, line: Int, column: Int)? {
    guard sources.indices.contains(Int(span.file)) else { return nil }
    let source = sources[Int(span.file)]
    let place = source.place(at: span.start)
    return (source.name, place.line, place.column)
  }
}
