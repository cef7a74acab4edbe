package import JiliLexer

/// What a coverage says, as a table for readers, as CSV and as JSON.
extension Coverage {
  package enum Format: String, Sendable { case table, csv, json }

  package func report(_ format: Format, language: Language) -> String {
    switch format {
    case .table: table(language)
    case .csv: String(decoding: csv(language), as: UTF8.self)
    case .json: String(decoding: document.document, as: UTF8.self)
    }
  }

  // MARK: - Table

  private func table(_ language: Language) -> String {
    var lines: [String] = []
    for text in texts { lines.append(visible(headline(text, language))) }
    if missing > 0 {
      lines.append(
        language == .zh
          ? "没有规则、也没有写明不计的数：\(missing) 个" : "numbers without a rule and not omitted: \(missing)")
      for text in texts {
        for number in text.numbers where number.state == .missing {
          let range = number.figure.range
          lines.append(visible("  \(text.address(range))  \(text.text.line(range))"))
          lines.append(visible("      " + text.excerpt(around: range)))
        }
      }
    }
    if promises > 0 {
      lines.append(
        language == .zh
          ? "供参考：写了给予、奖励等，没有数、也没有规则的句子：\(promises) 句"
          : "for information: sentences that promise something and have no rule: \(promises)")
      for text in texts {
        for sentence in text.promises {
          lines.append(visible("  \(text.address(sentence))  \(quoted(text.text.line(sentence)))"))
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func headline(_ text: Text, _ language: Language) -> String {
    let parts = State.allCases.map { "\($0.wording.text(language)) \(text.count($0))" }
    let counts = parts.joined(separator: language == .zh ? "，" : ", ")
    let name = text.text.source.name
    return language == .zh
      ? "\(name)：\(text.numbers.count) 个数，\(counts)"
      : "\(name): \(text.numbers.count) numbers, \(counts)"
  }

  // MARK: - CSV

  private static let columns = [
    Wording(zh: "原文", en: "text"), Wording(zh: "行", en: "line"), Wording(zh: "列", en: "column"),
    Wording(zh: "数", en: "number"), Wording(zh: "种类", en: "kind"), Wording(zh: "状态", en: "state"),
    Wording(zh: "条款", en: "article"), Wording(zh: "规则", en: "rule"),
    Wording(zh: "说明", en: "note"), Wording(zh: "句子", en: "sentence"),
  ]

  private func csv(_ language: Language) -> [UInt8] {
    var writer = DelimitedWriter(separator: UInt8(ascii: ","), hasMark: false)
    writer.row(Self.columns.map { $0.text(language) })
    for text in texts {
      for number in text.numbers {
        let range = number.figure.range
        let held = number.passages.map { text.passages[$0] }
        let because = held.compactMap { rules[$0.rule].because }
        let note = number.state == .named ? number.figure.name?.wording.text(language) : nil
        writer.row(
          row(
            text, range,
            [text.text.line(range), number.figure.kind.rawValue, number.state.rawValue],
            [
              distinct(held.compactMap(\.article)),
              distinct(held.map { label(of: $0.rule, language) }), note ?? distinct(because),
            ]))
      }
      for sentence in text.promises {
        writer.row(row(text, sentence, ["", "", "promise"], ["", "", ""]))
      }
    }
    return writer.bytes
  }

  private func row(
    _ text: Text, _ range: Range<Int>, _ number: [String], _ rule: [String]
  ) -> [String] {
    let place = text.text.place(of: range.lowerBound)
    return [text.text.source.name, String(place.line), String(place.column)] + number + rule
      + [text.text.line(text.text.sentence(around: range))]
  }

  private func distinct(_ texts: [String]) -> String {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }.joined(separator: "；")
  }

  /// `奖励 国家级小巨人（jiaxing-2026.rules:190）`
  func label(of rule: Int, _ language: Language) -> String {
    let place = place(of: rule)
    let name = rules[rule].label.text(language)
    return language == .zh
      ? "\(name)（\(place.file):\(place.line)）" : "\(name) (\(place.file):\(place.line))"
  }

  /// Where a rule begins.
  func place(of rule: Int) -> (file: String, line: Int) {
    let span = rules[rule].span
    let source = sources[Int(span.file)]
    let name = source.name.split(separator: "/").last.map(String.init) ?? source.name
    return (name, source.place(at: span.start).line)
  }

  // MARK: - JSON

  private var document: JSONValue {
    .object([
      JSONMember("schema", .number("1")), JSONMember("policy", .string(policy)),
      JSONMember("texts", .array(texts.map(summary))),
      JSONMember("numbers", .array(texts.flatMap { text in text.numbers.map { entry($0, text) } })),
      JSONMember(
        "promises",
        .array(
          texts.flatMap { text in
            text.promises.map { .object(place($0, text) + [sentence($0, text)]) }
          })),
    ])
  }

  private func summary(_ text: Text) -> JSONValue {
    .object(
      [
        JSONMember("text", .string(text.text.source.name)),
        JSONMember("numbers", .number(String(text.numbers.count))),
      ]
        + State.allCases.map { JSONMember($0.rawValue, .number(String(text.count($0)))) }
        + [JSONMember("promises", .number(String(text.promises.count)))])
  }

  private func entry(_ number: Number, _ text: Text) -> JSONValue {
    let range = number.figure.range
    let name = number.state == .named ? number.figure.name?.rawValue : nil
    return .object(
      place(range, text) + [
        JSONMember("number", .string(text.text.line(range))),
        JSONMember("kind", .string(number.figure.kind.rawValue)),
        JSONMember("state", .string(number.state.rawValue)), JSONMember("name", .text(name)),
        JSONMember("rules", .array(number.passages.map { rule(text.passages[$0]) })),
        sentence(text.text.sentence(around: range), text),
      ])
  }

  private func rule(_ passage: Passage) -> JSONValue {
    let place = place(of: passage.rule)
    return .object([
      JSONMember("article", .text(passage.article)),
      JSONMember("rule", .string(rules[passage.rule].label.zh)),
      JSONMember("file", .string(place.file)), JSONMember("line", .number(String(place.line))),
      JSONMember("because", .text(rules[passage.rule].because)),
    ])
  }

  private func place(_ range: Range<Int>, _ text: Text) -> [JSONMember] {
    let place = text.text.place(of: range.lowerBound)
    return [
      JSONMember("text", .string(text.text.source.name)),
      JSONMember("line", .number(String(place.line))),
      JSONMember("column", .number(String(place.column))),
    ]
  }

  private func sentence(_ range: Range<Int>, _ text: Text) -> JSONMember {
    JSONMember("sentence", .string(text.text.line(range)))
  }
}

extension Coverage.State {
  package var wording: Wording {
    switch self {
    case .covered: Wording(zh: "有规则", en: "covered")
    case .omitted: Wording(zh: "写明不计", en: "omitted")
    case .named: Wording(zh: "编号和名称", en: "numbering and names")
    case .missing: Wording(zh: "缺", en: "missing")
    }
  }
}

extension Coverage.Text {
  /// `sources/jiaxing-2026.txt:17:23`
  fileprivate func address(_ range: Range<Int>) -> String {
    let place = text.place(of: range.lowerBound)
    return "\(text.source.name):\(place.line):\(place.column)"
  }

  /// The sentence around a number, cut on both sides where it is long.
  func excerpt(around range: Range<Int>) -> String {
    let whole = text.sentence(around: range)
    let reach = Limits.quotedCharacters / 2
    let start = max(whole.lowerBound, range.lowerBound - reach)
    let end = min(whole.upperBound, range.upperBound + reach)
    return (start > whole.lowerBound ? "…" : "") + text.line(start..<end)
      + (end < whole.upperBound ? "…" : "")
  }
}

extension SourceText {
  /// A passage on one line: a run of blanks with a line break in it is gone, as between Chinese
  /// words it means nothing.
  func line(_ range: Range<Int>) -> String {
    var line = String.UnicodeScalarView()
    var blanks: [Unicode.Scalar] = []
    for scalar in scalars[range] {
      if isBlank(scalar) {
        blanks.append(scalar)
        continue
      }
      let isBreak = blanks.contains { $0 != " " && $0 != "\u{3000}" && $0 != "\u{A0}" }
      if !isBreak { line.append(contentsOf: blanks) }
      blanks = []
      line.append(scalar)
    }
    return String(line)
  }
}
