import JiliLexer

/// Which value of a `--by` each row of a batch has.
struct SettledSplit {
  private enum Origin {
    case column(Int)
    case code(Int, values: [String])
    case constant
  }

  private(set) var values: [GroupValue] = []
  /// By value, the first row of the chunk that has it.
  private(set) var firstRows: [Int] = []
  /// By row of the batch, an index into the values.
  private(set) var places = [Int](repeating: 0, count: ColumnBatch.capacity)
  private let origin: Origin
  private let constant: GroupValue
  private let name: String
  private var known: [String: Int] = [:]
  private var codePlaces = [Int](repeating: -1, count: 256)

  static func all(
    _ names: [String], _ run: ChunkRun, _ desk: ColumnDesk, _ file: Int
  ) -> [SettledSplit] {
    let empty = try? run.reading.assembly.draft(
      FactCells(factCount: run.plan.facts.count), date: desk.file.date)
    return zip(run.reading.groups.origins[file], names).map { origin, name in
      switch origin {
      case .column(let place): return SettledSplit(.column(place), .blank, name)
      case .slot(let slot, let values):
        if case .code(let column)? = desk.file.program?.places[slot] {
          return SettledSplit(.code(column, values: values), .blank, name)
        }
        let value = empty.map { GroupColumns.value($0.values[slot], values) } ?? .blank
        return SettledSplit(.constant, value, name)
      }
    }
  }

  private init(_ origin: Origin, _ constant: GroupValue, _ name: String) {
    self.origin = origin
    self.constant = constant
    self.name = name
  }

  /// Finds the values of the rows of a batch. `placed` knows where their cells are; the other desk
  /// holds their codes unless it was filled by that one.
  mutating func find(
    _ desk: ColumnDesk, _ placed: ColumnDesk, _ chunk: ChunkBytes, _ shape: borrowing ChunkShape
  ) throws(OutputRefusal) {
    let odd = placed.batch.odd
    for row in 0..<placed.batch.count where odd[row] == 0 {
      switch origin {
      case .constant: places[row] = try place(of: constant, placed.chunkRow(row))
      case .code(let column, let names):
        let code = desk.codes[column * ColumnBatch.capacity + row]
        if codePlaces[Int(code)] < 0 {
          codePlaces[Int(code)] = try place(of: Self.value(code, names), placed.chunkRow(row))
        }
        places[row] = codePlaces[Int(code)]
      case .column(let column):
        let (start, end) = placed.cell(row, column, shape.cellEnds)
        let text = chunk.cellText(start, end)
        if let place = known[text] {
          places[row] = place
          continue
        }
        let word = trimmed(text)
        places[row] = try place(
          of: isEmptyWord(word) ? .blank : .text(word), placed.chunkRow(row))
        if known.count < 1 << 16 { known[text] = places[row] }
      }
    }
  }

  private static func value(_ code: UInt8, _ names: [String]) -> GroupValue {
    switch code {
    case ColumnBatch.unknownCode: .blank
    case ColumnBatch.absentCode: .absent
    default:
      if names.isEmpty {
        .flag(code != 0)
      } else {
        Int(code) < names.count ? .text(names[Int(code)]) : .blank
      }
    }
  }

  private mutating func place(
    of value: GroupValue, _ row: Int
  ) throws(OutputRefusal) -> Int {
    if let place = values.firstIndex(of: value) { return place }
    guard values.count < Limits.groupValues else { throw .tooManyGroups(name) }
    values.append(value)
    firstRows.append(row)
    return values.count - 1
  }
}

extension ChunkBytes {
  /// The text of a cell, its quotes taken off.
  func cellText(_ from: Int, _ to: Int) -> String {
    let isQuoted = to - from > 1 && start[from] == UInt8(ascii: "\"")
    let text = String(
      decoding: UnsafeBufferPointer(
        start: start + from + (isQuoted ? 1 : 0), count: to - from - (isQuoted ? 2 : 0)),
      as: UTF8.self)
    return isQuoted ? text.withoutDoubledQuotes : text
  }
}

extension String {
  fileprivate var withoutDoubledQuotes: String {
    utf8.contains(UInt8(ascii: "\"")) ? replacingDoubledQuotes : self
  }
}
