package import JiliLexer

/// The forms in which a matrix is written.
package enum MatrixFormat: String, Sendable { case table, csv, json, markdown }

/// A title and event a row, a policy a column, remarks at the foot.
package func writeMatrix(
  _ matrix: Matrix, _ format: MatrixFormat, language: Language, width: (String) -> Int
) -> String {
  if format == .json {
    var bytes: [UInt8] = []
    document(matrix, language).append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }
  var page = MatrixPage(matrix: matrix, language: language)
  let marks = page.standings()
  let rows = matrix.rows.map { page.row($0) }
  let front = [page.word("称号", "title"), page.word("事项", "event")]
  let head = front + zip(matrix.policies, marks).map { $0.name + page.marks($1) }
  switch format {
  case .csv:
    var writer = DelimitedWriter(separator: UInt8(ascii: ","), hasMark: false)
    writer.row(front + matrix.policies.map(\.name) + [ResultWord.reason.text(language)])
    for row in rows {
      // A head has no room for remarks.
      let remarks = row.remarks + row.paying.flatMap { marks[$0] }.map { page.remarks[$0] }
      writer.row(row.cells + [remarks.joined(separator: ResultWord.noteJoint.text(language))])
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  case .markdown:
    let lines = [head, head.map { _ in "---" }] + rows.map(\.marked)
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
      + (page.remarks.isEmpty ? "" : "\n")
      + page.remarks.enumerated().map { "\($0 + 1). \($1)\n" }.joined()
  case .table, .json:
    let text = tableText([head] + rows.map(\.marked), alignRight: [], width: width)
    return text + page.remarks.enumerated().map { "[\($0 + 1)] \($1)\n" }.joined()
  }
}

/// Cells in words, and the remarks that they refer to.
private struct MatrixPage {
  struct Row {
    var cells: [String]
    /// The same with the numbers of the remarks.
    var marked: [String]
    /// The remarks where no column says of which policy they speak.
    var remarks: [String] = []
    /// The policies that pay, or would were they in force.
    var paying: [Int] = []
  }

  let matrix: Matrix
  let language: Language
  private(set) var remarks: [String] = []

  init(matrix: Matrix, language: Language) {
    self.matrix = matrix
    self.language = language
  }

  func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }

  /// For each policy the remarks on whether it is in force.
  mutating func standings() -> [[Int]] {
    matrix.policies.map { policy in standing(policy).map { [note($0)] } ?? [] }
  }

  mutating func row(_ row: Matrix.Row) -> Row {
    let front = [row.title, row.event.word.text(language)]
    var result = Row(cells: front, marked: front)
    for (policy, cell) in row.cells.enumerated() {
      let isOver = matrix.policies[policy].inForce.isNo
      let parts = isOver ? [] : parts(cell.lines, of: row.title)
      if !cell.lines.isEmpty { result.paying.append(policy) }
      var plain: [String] = []
      var marked: [String] = []
      for part in parts {
        let numbers = part.remark.map { [note($0)] } ?? []
        plain.append(part.text)
        marked.append(part.text + marks(numbers))
        if let remark = part.remark {
          result.remarks.append(matrix.policies[policy].name + word("：", ": ") + remark)
        }
      }
      let others = isOver ? [] : cell.readings.map { remark($0, row, policy) }
      let whole = others.map { note($0) }
      result.remarks += others
      let joint = " + "
      result.cells.append(parts.isEmpty ? "—" : plain.joined(separator: joint))
      result.marked.append((parts.isEmpty ? "—" : marked.joined(separator: joint)) + marks(whole))
    }
    return result
  }

  func marks(_ numbers: [Int]) -> String {
    numbers.isEmpty ? "" : " " + numbers.map { "[\($0 + 1)]" }.joined()
  }

  private mutating func note(_ remark: String) -> Int {
    if let known = remarks.firstIndex(of: remark) { return known }
    remarks.append(remark)
    return remarks.count - 1
  }

  /// What is settled is added up; what hangs on more stands by itself, with its remark.
  private func parts(
    _ lines: [MatrixLine], of title: String
  ) -> [(text: String, remark: String?)] {
    let settled = lines.filter { $0.high == $0.low && remark($0, title) == nil }
    var parts: [(text: String, remark: String?)] = []
    if !settled.isEmpty {
      let sum = settled.reduce(Exact.zero) { $0.adding($1.low) ?? $0 }
      parts.append((moneyText(sum), nil))
    }
    for line in lines where !(line.high == line.low && remark(line, title) == nil) {
      parts.append((amount(line), remark(line, title)))
    }
    return parts
  }

  private func amount(_ line: MatrixLine) -> String {
    let low = moneyText(line.low)
    guard let high = line.high else {
      if line.isUnspecified, line.low.isZero { return word("未定", "unspecified") }
      return line.low.isZero ? word("不定", "open") : word("\(low) 起", "\(low) or more")
    }
    if high == line.low { return low }
    if line.low.isZero { return word("最高 ", "up to ") + moneyText(high) }
    return low + word(" 至 ", " to ") + moneyText(high)
  }

  /// On what an award hangs besides the title; one that is not called after it is named.
  private func remark(_ line: MatrixLine, _ title: String) -> String? {
    var words: [String] = []
    if line.isForHolding { words.append(word("称号有效即给", "for holding the title")) }
    if line.isForFirst { words.append(word("首次认定的", "for the first recognition")) }
    if !line.missing.isEmpty {
      let names = line.missing.map { matrix.plan.factName($0, language) }
      words.append(
        word("还看 ", "hangs on ")
          + names.joined(separator: ResultWord.nameJoint.text(language)))
    }
    if line.hasQuota { words.append(word("名额有限", "within a quota")) }
    if line.isContested { words.append(word("就高未定", "only the highest is paid")) }
    if words.isEmpty { return nil }
    let award = matrix.plan.lines[line.line]
    let name = award.name == title ? "" : award.column(language) + word("：", ": ")
    return name + words.joined(separator: word("，", ", "))
  }

  private func standing(_ policy: Matrix.Policy) -> String? {
    if policy.inForce.isYes { return nil }
    let date = policy.date.text ?? word("这一天", "that day")
    if policy.inForce.isNo {
      return word(
        "\(date) 不在\(policy.name)有效期内", "\(policy.name) is not in force on \(date)")
    }
    let names = policy.missing.map { $0.text(language) }
      .joined(separator: ResultWord.nameJoint.text(language))
    return word(
      "\(policy.name) 是否在有效期内还看 \(names)", "whether \(policy.name) is in force hangs on \(names)")
  }

  private func remark(
    _ other: (reading: Int, choice: Int, lines: [MatrixLine]), _ row: Matrix.Row, _ policy: Int
  ) -> String {
    let reading = matrix.plan.readings[other.reading]
    let parts = parts(other.lines, of: row.title)
    let would = parts.isEmpty ? "—" : parts.map(\.text).joined(separator: " + ")
    let event = row.event.word.text(language)
    let name =
      reading.bareName == nil
      ? matrix.policies[policy].name + "." + reading.name
      : reading.name
    let choice = reading.choices[other.choice]
    return word(
      "若 \(name) = \(choice)，\(row.title) \(event) 为 \(would)",
      "if \(name) = \(choice), \(row.title) \(event): \(would)")
  }
}

extension TitleEventKind {
  fileprivate var word: Wording {
    switch self {
    case .new: Wording(zh: "新认定", en: "new")
    case .renewed: Wording(zh: "通过复评", en: "renewed")
    case .relocated: Wording(zh: "新引进", en: "relocated")
    }
  }
}

extension MatrixCell {
  /// As JSON says it.
  fileprivate func state(_ policy: Matrix.Policy) -> String {
    if lines.isEmpty { return "not-covered" }
    if policy.inForce.isNo { return "not-in-force" }
    if lines.contains(where: \.isOpen) { return "undetermined" }
    if lines.contains(where: { $0.isUnspecified && $0.high == nil }) { return "unspecified" }
    return lines.contains { $0.high != $0.low } ? "up-to" : "due"
  }
}

extension MatrixLine {
  /// It hangs on more than the title and an approval.
  fileprivate var isOpen: Bool { !missing.isEmpty || hasQuota || isContested }
}

private func document(_ matrix: Matrix, _ language: Language) -> JSONValue {
  let plan = matrix.plan
  func line(_ line: MatrixLine) -> JSONValue {
    .object([
      JSONMember("award", .string(plan.lines[line.line].name)),
      JSONMember("renewal", .bool(plan.lines[line.line].isRenewal)),
      JSONMember("low", .yuan(line.low)), JSONMember("high", .yuan(line.high)),
      JSONMember("unspecified", .bool(line.isUnspecified)),
      JSONMember("first_only", .bool(line.isForFirst)),
      JSONMember("while_held", .bool(line.isForHolding)),
      JSONMember("quota", .bool(line.hasQuota)),
      JSONMember("missing", .strings(line.missing.map { plan.factName($0, language) })),
      JSONMember("cite", .array(plan.lines[line.line].cites.map(citeEntry))),
    ])
  }
  func cell(_ policy: Int, _ cell: MatrixCell) -> JSONValue {
    let readings = cell.readings.map { other in
      JSONValue.object([
        JSONMember("reading", .string(plan.readings[other.reading].name)),
        JSONMember("choice", .string(plan.readings[other.reading].choices[other.choice])),
        JSONMember("awards", .array(other.lines.map(line))),
      ])
    }
    let standing = matrix.policies[policy]
    let isOver = standing.inForce.isNo
    return .object([
      JSONMember("policy", .string(standing.name)),
      JSONMember("state", .string(cell.state(standing))),
      JSONMember("low", .yuan(isOver ? .zero : cell.low)),
      JSONMember("high", .yuan(isOver ? .zero : cell.high)),
      JSONMember("awards", .array(cell.lines.map(line))),
      JSONMember("readings", .array(readings)),
    ])
  }
  let policies = matrix.policies.map { policy in
    JSONValue.object([
      JSONMember("policy", .string(policy.name)), JSONMember("date", .text(policy.date.text)),
      JSONMember("in_force", .string(policy.inForce.word)),
      JSONMember("missing", .strings(policy.missing.map { $0.text(language) })),
    ])
  }
  let rows = matrix.rows.map { row in
    JSONValue.object([
      JSONMember("title", .string(row.title)), JSONMember("event", .string(row.event.rawValue)),
      JSONMember("cells", .array(row.cells.enumerated().map { cell($0, $1) })),
    ])
  }
  return .object([
    JSONMember("schema", .number("1")), JSONMember("policies", .array(policies)),
    JSONMember("rows", .array(rows)),
  ])
}
