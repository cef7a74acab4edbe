package import JiliLexer

/// A sweep for readers, for programs and as a picture.
package struct SweepReport: Sendable {
  let words: SweepWords
  private var sweep: FactSweep { words.sweep }
  private var line: Int? { words.line }
  private var language: Language { words.language }

  package init(_ sweep: FactSweep, line: Int?, language: Language) {
    words = SweepWords(sweep, line: line, language: language)
  }

  private func word(_ zh: String, _ en: String) -> String { words.word(zh, en) }

  // MARK: - Words

  /// What is said behind the picture.
  package func findings(hasSteps: Bool) -> ReportPage {
    var page = ReportPage()
    let jumps = sweep.jumps(of: line)
    if let next = words.next { page.words(next) }
    let falls = jumps.filter(\.isFall).count
    page.heading(
      jumps.isEmpty
        ? word("没有断点", "No cliffs")
        : word("断点 \(jumps.count) 处", "\(jumps.count) cliffs")
          + (falls > 0 ? word("，其中 \(falls) 处多了反而少得", ", \(falls) of them falls") : ""))
    let shown = jumps.enumerated().filter { $0.offset < Limits.shownPoints || $0.element.isFall }
    page.bullets(
      shown.map { index, jump in
        "\(jump.isFall ? "▼" : "")\(index + 1)  " + words.sentence(jump)
      })
    if shown.count < jumps.count {
      page.words(
        word(
          "另有 \(jumps.count - shown.count) 处没有列出，--format csv 里都有",
          "\(jumps.count - shown.count) more are in --format csv"))
    }
    if !words.bends.isEmpty {
      page.heading(word("坡度改变", "Where it bends"))
      page.bullets(words.bends)
    }
    if hasSteps {
      page.heading(word("逐段", "Stretches"))
      page.table(steps, alignRight: [0, 1, 2, 3])
    }
    page.bullets(words.remarks)
    return page
  }

  private var steps: [[String]] {
    let head = [
      word("从", "from"), word("到", "to"), word("起点 ", "start ") + words.asked,
      word("终点 ", "end ") + words.asked,
    ]
    return [head]
      + sweep.stretches.map { stretch in
        [
          words.place(stretch.from), words.place(stretch.to),
          words.sum(stretch.start[line].rounded), words.sum(stretch.end[line].rounded),
        ]
      }
  }

  package var markdown: String {
    var head = ReportPage()
    head.words(words.opening)
    return head.markdown + "\n" + findings(hasSteps: true).markdown
  }

  package func text(width: Int, hasSteps: Bool) -> String {
    var head = ReportPage()
    head.words(words.opening)
    let picture = SweepPicture(words, width: width).text
    return head.text(width: displayWidth) + "\n" + picture + "\n"
      + findings(hasSteps: hasSteps).text(width: displayWidth)
  }

  // MARK: - Data

  /// One row for each jump of the total and of each award.
  package func delimited(hasMark: Bool) -> [UInt8] {
    var writer = DelimitedWriter(separator: UInt8(ascii: ","), hasMark: hasMark)
    writer.row([
      word("事实", "fact"), word("位置", "place"), word("准确", "exact"), word("从何处起", "side"),
      word("奖项", "award"), word("此前（元）", "before"), word("此前上限（元）", "before (high)"),
      word("此后（元）", "after"), word("此后上限（元）", "after (high)"), word("相差（元）", "change"),
      word("反而少得", "fall"),
    ])
    let lines: [Int?] = line == nil ? [nil] + sweep.plan.lines.indices.map { $0 } : [line]
    for asked in lines {
      for jump in sweep.jumps(of: asked) {
        writer.text(sweep.fact.name)
        writer.bare(bare(jump.at))
        writer.text(jump.isExact ? word("是", "yes") : word("否", "no"))
        writer.text(side(jump.side))
        writer.text(
          asked.map { sweep.plan.lineName($0, language) } ?? word("合计", "total"))
        writer.sum(jump.before.low)
        writer.sum(jump.before.high)
        writer.sum(jump.after.low)
        writer.sum(jump.after.high)
        writer.sum(jump.change)
        writer.text(jump.isFall ? word("是", "yes") : word("否", "no"))
        writer.endRow()
      }
    }
    return writer.bytes
  }

  private func side(_ side: SweepJump.Side) -> String {
    switch side {
    case .reaching: word("达到", "reaching")
    case .exceeding: word("超过", "exceeding")
    case .exactly: word("正好", "exactly")
    }
  }

  /// Sums in 元, percentages as such.
  private func bare(_ number: Exact) -> String {
    sweep.fact.measure == .percent ? sweep.fact.measure.text(number) : plainNumber(number)
  }

  package var document: JSONValue {
    let jumps = sweep.jumps(of: line).map { jump -> JSONValue in
      .object([
        JSONMember("at", .string(bare(jump.at))), JSONMember("exact", .bool(jump.isExact)),
        JSONMember("side", .string(jump.side.rawValue)),
        JSONMember("before", .range(jump.before)), JSONMember("after", .range(jump.after)),
        JSONMember("change", .yuan(jump.change)), JSONMember("fall", .bool(jump.isFall)),
        JSONMember("awards", .array(line == nil ? words.shares(jump).map(share) : [])),
        JSONMember("text", .string(words.sentence(jump))),
      ])
    }
    let stretches = sweep.stretches.map { stretch -> JSONValue in
      .object([
        JSONMember("from", .string(bare(stretch.from))),
        JSONMember("to", .string(bare(stretch.to))),
        JSONMember("start", .range(stretch.start[line].rounded)),
        JSONMember("end", .range(stretch.end[line].rounded)),
        JSONMember("straight", .bool(stretch.isStraight)),
      ])
    }
    return .object([
      JSONMember("fact", .string(sweep.fact.name)), JSONMember("award", .string(words.asked)),
      JSONMember("from", .string(bare(sweep.range.lowerBound))),
      JSONMember("to", .string(bare(sweep.range.upperBound))),
      JSONMember("exact", .bool(sweep.isExact)),
      JSONMember("now", .text(sweep.now.map { bare($0.at) })),
      JSONMember("jumps", .array(jumps)), JSONMember("stretches", .array(stretches)),
      JSONMember("remarks", .strings(words.remarks)),
    ])
  }

  private func share(
    _ share: (line: Int, before: FactSweep.Sum, after: FactSweep.Sum)
  ) -> JSONValue {
    .object([
      JSONMember("award", .string(sweep.plan.lineName(share.line, language))),
      JSONMember("before", .range(share.before)), JSONMember("after", .range(share.after)),
    ])
  }

  // MARK: - The picture

  package var chart: LineChart {
    let jumps = sweep.jumps(of: line)
    var marks = jumps.map { jump in
      LineChart.Mark(x: jump.at, kind: jump.isFall ? .fault : .rise, text: words.sentence(jump))
    }
    if let now = sweep.now, let next = words.next {
      marks.append(LineChart.Mark(x: now.at, kind: .place, text: next))
    }
    let hasRange = sweep.stretches.contains { stretch in
      stretch.start[line].high != stretch.start[line].low
        || stretch.end[line].high != stretch.end[line].low
    }
    var series = [LineChart.Series(name: words.asked, stretches: parts { $0.low })]
    if hasRange {
      series.append(
        LineChart.Series(
          name: word("最高可达", "at most"), stretches: parts { $0.high ?? $0.low },
          isDashed: true))
    }
    let summary = ([words.opening] + jumps.map(words.sentence)).joined(separator: word("；", "; "))
    return LineChart(
      title: words.title, summary: summary, across: (sweep.fact.name, sweep.fact.measure),
      upwards: (words.asked, .money), range: sweep.range, series: series, marks: marks)
  }

  private func parts(_ end: (FactSweep.Sum) -> Exact) -> [LineChart.Stretch] {
    var found: [LineChart.Stretch] = []
    for (index, stretch) in sweep.stretches.enumerated() {
      let points =
        [(stretch.from, end(stretch.start[line]))]
        + stretch.between.map { ($0.at, end($0.sums[line])) }
        + [(stretch.to, end(stretch.end[line]))]
      for (number, (one, two)) in zip(points, points.dropFirst()).enumerated() {
        found.append(
          LineChart.Stretch(
            .init(one.0, one.1), .init(two.0, two.1),
            isOpenAtStart: number == 0 && end(sweep.places[index].here[line]) != one.1,
            isOpenAtEnd: number == points.count - 2
              && end(sweep.places[index + 1].here[line]) != two.1))
      }
    }
    return found
  }
}

extension JSONValue {
  static func range(_ sum: FactSweep.Sum) -> JSONValue {
    .object(JSONValue.range(sum.low, sum.high))
  }
}
