import JiliLexer

/// What would be: changed facts, one fact along a range, and the questions of an interview.
extension ReplyPage {
  func blocks(_ whatIf: WhatIf) -> [ReplyBlock] {
    let plan = whatIf.after.plan
    let changed = whatIf.changes.map { change in
      let old = change.old ?? word("没有给出", "not given")
      return "\(change.name.text(language))\(word("：", ": "))\(old) → \(change.new)\n"
    }
    var rows = whatIf.lines.map { line in
      let reason = line.after.reason.text(language)
      let state = line.after.state.label.text(language)
      return row(
        plan.lineName(line.after.line, language), (line.before.low, line.before.high),
        (line.after.low, line.after.high),
        reason.isEmpty ? state : state + word("：", ": ") + reason)
    }
    let before = whatIf.before.outcome
    let after = whatIf.after.outcome
    let isUnmoved = rows.isEmpty
    rows.append(
      row(
        word("合计", "total"), (before.totalLow, before.totalHigh),
        (after.totalLow, after.totalHigh), isUnmoved ? word("没有一项奖励改变", "no award changes") : ""))
    let table = ReplyTable(columns: Self.whatIfColumns, rows: rows)
    return [.reading(changed.joined()), .table(table), .reading(benefitChanges(whatIf))]
      + [.reading(openAfter(whatIf.after))]
  }

  private static let whatIfColumns: [ReplyTable.Column] = {
    func sums(_ zh: String, _ en: String) -> ReplyTable.Column {
      .init(
        title: Wording(zh: zh, en: en),
        kind: .range(highTitle: Wording(zh: zh + "上限", en: en + " (high)")))
    }
    return [
      .init(title: Wording(zh: "奖项", en: "award")), sums("原来", "old"), sums("改后", "new"),
      sums("相差", "difference"), .init(title: Wording(zh: "改后的理由", en: "why")),
    ]
  }()

  private func row(
    _ name: String, _ old: (low: Exact, high: Exact?), _ new: (low: Exact, high: Exact?),
    _ reason: String
  ) -> [ReplyTable.Cell] {
    [
      .text(name), .range(old.low, old.high), .range(new.low, new.high),
      .difference(SumDifference(old, new)), .text(reason),
    ]
  }

  private func benefitChanges(_ whatIf: WhatIf) -> String {
    let plan = whatIf.after.plan
    let (before, after) = (whatIf.before.outcome, whatIf.after.outcome)
    func line(_ name: String, _ old: Wording, _ new: Wording) -> String {
      let (old, new) = (old.text(language), new.text(language))
      return old == new ? "" : "\(name)\(word("：", ": "))\(old) → \(new)\n"
    }
    return zip(before.benefits, after.benefits).map { old, new in
      line(plan.benefitName(new.benefit), old.state.label, new.state.label)
    }.joined()
      + zip(before.limits, after.limits).map { old, new in
        line(plan.limitName(new.limit), old.state.label, new.state.label)
      }.joined()
  }

  /// On what the new total still hangs.
  private func openAfter(_ outcome: PolicyOutcome) -> String {
    let missing = outcome.outcome.missing.map { outcome.plan.factName($0.fact, language) }
    if missing.isEmpty { return "" }
    return word("改后还缺：", "still missing: ") + words.names(missing) + "\n"
  }

  // MARK: - A sweep

  /// The picture with its cliffs, and the cliffs as a table for files.
  func blocks(_ sweep: FactSweep) -> [ReplyBlock] {
    let rows = sweep.jumps(of: nil).map { jump -> [ReplyTable.Cell] in
      let change = jump.change
      return [
        .text(sweep.fact.measure.text(jump.at)), .text(jump.side.rawValue),
        .range(jump.before.low, jump.before.high), .range(jump.after.low, jump.after.high),
        .difference(SumDifference((.zero, .zero), (change, change))),
      ]
    }
    let table = ReplyTable(
      columns: [
        .init(title: Wording(zh: sweep.fact.name, en: sweep.fact.name)),
        .init(title: Wording(zh: "从何处起", en: "side")),
        .init(
          title: Wording(zh: "此前", en: "before"),
          kind: .range(highTitle: Wording(zh: "此前上限", en: "before (high)"))),
        .init(
          title: Wording(zh: "此后", en: "after"),
          kind: .range(highTitle: Wording(zh: "此后上限", en: "after (high)"))),
        .init(title: Wording(zh: "相差", en: "change"), kind: .number),
      ], rows: rows)
    let report = SweepReport(sweep, line: nil, language: language)
    return [.reading(report.text(width: 80, hasSteps: false)), .data(table)]
  }

  func table(_ sweep: Sweep) -> ReplyTable {
    var before: Exact?
    let rows = sweep.points.map { point -> [ReplyTable.Cell]? in
      defer { before = point.low }
      var marks: [String] = []
      if point.isCliff { marks.append(word("悬崖 ↓", "cliff ↓")) }
      marks += point.gained.map { "+" + $0.text(language) }
      marks += point.lost.map { "−" + $0.text(language) }
      let step = before.flatMap { point.low.subtracting($0) } ?? .zero
      let isShown = sweep.points.count <= Limits.shownPoints || !marks.isEmpty
      let isEnd =
        point.value == sweep.points.first?.value || point.value == sweep.points.last?.value
      guard isShown || isEnd else { return nil }
      return [
        .text(point.value), .range(point.low, point.high),
        .difference(SumDifference((.zero, .zero), (step, step))),
        .text(marks.joined(separator: word("、", ", "))),
      ]
    }
    return ReplyTable(
      columns: [
        .init(title: Wording(zh: sweep.fact, en: sweep.fact), kind: .number),
        .init(
          title: Wording(zh: "合计", en: "total"),
          kind: .range(highTitle: Wording(zh: "上限合计", en: "total (high)"))),
        .init(title: Wording(zh: "比上一步", en: "step"), kind: .number),
        .init(title: Wording(zh: "变化", en: "change")),
      ], rows: rows.compactMap(\.self))
  }

  // MARK: - An interview

  func line(_ question: InterviewQuestion, _ outcome: PolicyOutcome) -> String {
    let effect =
      question.effect.map { word("影响 ", "effect ") + $0.groupedYuanText }
      ?? word("影响不封顶", "effect unbounded")
    let choices = question.choices.isEmpty ? "" : words.colon + choices(question)
    let first = words.names(question.awards.prefix(3).map { $0.text(language) })
    let count = question.awards.count
    let more = count > 3 ? word(" 等 \(count) 项", " and \(count - 3) more") : ""
    let awards = count == 0 ? "" : word("；关系到 ", "; for ") + first + more
    return range(outcome) + "\n" + question.shownName.text(language)
      + word("（", " (") + question.kind.text(language) + choices + word("；", "; ") + effect + awards
      + word("）", ")") + "\n"
  }

  /// Words of one language: both are understood.
  private func choices(_ question: InterviewQuestion) -> String {
    let ascii = question.choices.filter { $0.utf8.allSatisfy { $0 < 0x80 } }
    let isBilingual = !ascii.isEmpty && ascii.count < question.choices.count && question.isWords
    if !isBilingual { return words.names(question.choices) }
    return words.names(
      language == .en ? ascii : question.choices.filter { !ascii.contains($0) })
  }

  func interviewed(_ outcome: PolicyOutcome, _ skipped: Int) -> [ReplyBlock] {
    let settled = word("合计已定：", "the total is settled: ") + outcome.outcome.totalLow.groupedYuanText
    let open = word(
      "问完了，跳过 \(skipped) 项：", "no more questions, \(skipped) skipped: ")
    let isOpen = !outcome.outcome.missing.isEmpty
    return [.remark((isOpen ? open + range(outcome) : settled) + "\n")]
  }

  private func range(_ outcome: PolicyOutcome) -> String {
    String(totalText(outcome, language, isBrief: true).dropLast())
  }
}
