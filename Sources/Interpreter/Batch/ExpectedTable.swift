package import JiliLexer

/// A delimited file as texts, for comparing results with what a test expects.
package struct TextTable: Sendable {
  package var header: [String]
  /// The cells of each row behind the header, with the row as a spreadsheet counts.
  package var rows: [(number: Int, cells: [String])]

  func cell(_ row: Int, _ column: String) -> String? {
    guard let place = header.firstIndex(of: column), rows.indices.contains(row) else { return nil }
    let cells = rows[row].cells
    return cells.indices.contains(place) ? cells[place] : ""
  }
}

/// Reads a table whose first row holds the headers; in GB18030 only with one of these headers.
package func readTable(
  _ file: InputFile, headers: [String] = []
) throws(InputRefusal) -> TextTable {
  let text = try decode(file)
  let sign = separator(of: text.bytes, row: 1, from: text.start)
  var reader = DelimitedReader(text.bytes, from: text.start, separator: sign)
  var record = DelimitedRecord()
  var table = TextTable(header: [], rows: [])
  while reader.next(&record) {
    let cells = record.fields.map { trimmed(reader.text($0)) }
    if record.number == 1 {
      table.header = cells
    } else if !cells.allSatisfy(\.isEmpty) {
      table.rows.append((record.number, cells))
    }
  }
  try text.confirm(file.name, namesFact: table.header.contains { headers.contains($0) })
  return table
}

/// Where results differ from what is expected: row, column, expected, found. Any subset of the
/// columns may be expected; rows stand in order; amounts compare as amounts.
package func differences(wanted: TextTable, found: TextTable) -> [Wording] {
  var differences: [Wording] = []
  for column in wanted.header where !found.header.contains(column) {
    differences.append(
      Wording(zh: "结果没有 `\(column)` 一列", en: "the results have no column `\(column)`"))
  }
  if wanted.rows.count != found.rows.count {
    differences.append(
      Wording(
        zh: "应有 \(wanted.rows.count) 行，算得 \(found.rows.count) 行",
        en: "expected \(wanted.rows.count) rows, found \(found.rows.count)"))
  }
  for row in wanted.rows.indices where found.rows.indices.contains(row) {
    for column in wanted.header where found.header.contains(column) {
      let expected = wanted.cell(row, column) ?? ""
      let actual = found.cell(row, column) ?? ""
      if sameCell(expected, actual) { continue }
      let number = wanted.rows[row].number
      let who = wanted.rows[row].cells.first ?? ""
      differences.append(
        Wording(
          zh: "第 \(number) 行（\(who)）\(column)：应为 “\(expected)”，算得 “\(actual)”",
          en: "row \(number) (\(who)) \(column): expected `\(expected)`, found `\(actual)`"))
    }
  }
  return differences
}

/// Equal texts, or equal amounts: `30万` is `300000.00`, empty is not 0.
private func sameCell(_ one: String, _ other: String) -> Bool {
  if one == other { return true }
  let money = CellType(kind: .money, unit: nil, texts: [])
  guard !one.isEmpty, !other.isEmpty, let left = try? money.read(one),
    let right = try? money.read(other)
  else { return false }
  return left == right && left != .empty
}

extension InputProblem {
  /// A row of a test that should have been accepted.
  package static func rejected(_ row: RejectedRow) -> InputProblem {
    InputProblem(
      code: row.fault.code, file: row.file, row: row.number,
      message: Wording(
        zh: "第 \(row.number) 行被退回：\(row.column) “\(row.value)”，\(row.fault.reason.zh)",
        en: "row \(row.number) was rejected: \(row.column) `\(row.value)`, \(row.fault.reason.en)"))
  }
}
