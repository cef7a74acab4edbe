import JiliLexer

/// What stands in one cell of a result, whatever the form in which it is written.
package enum ResultCell: Hashable, Sendable {
  case text(String)
  /// A sum in 元; nil where it is not settled.
  case sum(Exact?)
  case count(Int)
}

/// A result, or a stretch of its rows, as cells under headers.
package struct ResultSheet: Hashable, Sendable {
  package var names: [String]
  package var rows: [[ResultCell]]

  package init(names: [String], rows: [[ResultCell]] = []) {
    self.names = names
    self.rows = rows
  }

  /// As a delimited file or lines of JSON. A workbook is no text: it is made of the cells.
  package func written(_ options: OutputOptions) -> [UInt8] {
    if options.format == .jsonl {
      var bytes: [UInt8] = []
      for row in rows { appendJSONLine(names, row, to: &bytes) }
      return bytes
    }
    var writer = DelimitedWriter(options)
    writer.row(names)
    for row in rows { writer.row(row) }
    return writer.bytes
  }
}

/// A column of a table that is written row by row.
package struct TableColumn: Hashable, Sendable {
  package var name: String
  /// Its cells are sums; of other columns they are text.
  package var holdsSums: Bool
}

/// The cells of whole rows of delimited text, without a byte order mark in front.
package func tableCells(_ bytes: [UInt8]) -> [[String]] {
  let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  var reader = DelimitedReader(bytes, from: start, separator: UInt8(ascii: ","))
  var record = DelimitedRecord()
  var rows: [[String]] = []
  while reader.next(&record) { rows.append(record.fields.map { reader.text($0) }) }
  return rows
}

/// One row as a line of JSON: sums are strings in 元, null where they are not settled.
func appendJSONLine(_ names: [String], _ cells: [ResultCell], to bytes: inout [UInt8]) {
  let members = zip(names, cells).map { name, cell in
    switch cell {
    case .text(let text): JSONMember(name, .string(text))
    case .sum(let sum): JSONMember(name, .yuan(sum))
    case .count(let count): JSONMember(name, .number(String(count)))
    }
  }
  JSONValue.object(members).append(to: &bytes)
  bytes.append(0x0A)
}

extension DelimitedWriter {
  init(_ options: OutputOptions) {
    self.init(
      separator: UInt8(ascii: options.format == .tsv ? "\t" : ","), hasMark: options.hasMark,
      escapesFormulas: !options.isForCells)
  }

  mutating func cell(_ cell: ResultCell) {
    switch cell {
    case .text(let text): self.text(text)
    case .sum(let sum): self.sum(sum)
    case .count(let count): self.count(count)
    }
  }

  mutating func row(_ cells: [ResultCell]) {
    for cell in cells { self.cell(cell) }
    endRow()
  }
}

/// `--columns`: the places of the wanted columns, each once, in the order in which they are named.
/// `groups` are the words that stand for several columns.
func chosenColumns(
  _ wanted: [String]?, among names: [[String]], shown: [String], groups: [String: [Int]] = [:]
) throws(OutputRefusal) -> [Int] {
  guard let wanted else { return Array(names.indices) }
  var chosen: [Int] = []
  for name in wanted {
    // An award may be called as one of the fixed columns is; those stand behind and are meant.
    let places = groups[name] ?? names.lastIndex { $0.contains(name) }.map { [$0] }
    guard let places else {
      throw .unknownColumn(name, nearest: nearestName(to: name, among: shown))
    }
    for place in places where !chosen.contains(place) { chosen.append(place) }
  }
  return chosen
}
