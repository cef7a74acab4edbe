/// Up to a batch of a list's rows. Filled once, then only read.
final class ListPiece: @unchecked Sendable {
  /// A row that columns cannot hold, or that some rules would reject.
  enum OddRow: Sendable {
    /// As it stands in a delimited file.
    case bytes([UInt8])
    /// As it was read from another kind of file.
    case row(Row, texts: [String?])
  }

  let count: Int
  let numbers: [PackedNumbers]
  let codes: [PackedCodes]
  /// By text column, the numbers of the texts.
  private(set) var texts: [PackedNumbers]
  /// Not 0 where a row is odd; empty where none is.
  let odd: [UInt8]
  let oddRows: [Int: OddRow]
  let identity: IdentityCells

  /// Takes the rows that are named from a batch.
  init(
    _ batch: borrowing ColumnBatch, rows: [Int], texts: [[Int]], oddRows: [Int: OddRow],
    identity: IdentityCells
  ) {
    count = rows.count
    let capacity = ColumnBatch.capacity
    var numbers: [PackedNumbers] = []
    for column in 0..<batch.numberColumns {
      var values = [Int64](repeating: 0, count: rows.count)
      var states = [UInt8](repeating: 0, count: rows.count)
      for (place, row) in rows.enumerated() {
        values[place] = batch.numbers[column * capacity + row]
        states[place] = batch.states[column * capacity + row]
      }
      numbers.append(PackedNumbers(values, states: states))
    }
    var codes: [PackedCodes] = []
    for column in 0..<batch.codeColumns {
      var values = [UInt8](repeating: 0, count: rows.count)
      for (place, row) in rows.enumerated() {
        values[place] = batch.codes[column * capacity + row]
      }
      codes.append(PackedCodes(values))
    }
    self.numbers = numbers
    self.codes = codes
    self.texts = texts.map { column in
      PackedNumbers(rows.map { Int64(column[$0]) }, states: [])
    }
    self.oddRows = oddRows
    var odd: [UInt8] = []
    if !oddRows.isEmpty {
      odd = [UInt8](repeating: 0, count: rows.count)
      for row in oddRows.keys { odd[row] = 1 }
    }
    self.odd = odd
    self.identity = identity
  }

  /// Gives the texts the numbers that they have in the whole list.
  func renumberTexts(_ numbers: [[Int]]) {
    for column in texts.indices where !numbers[column].isEmpty {
      let own = (0..<count).map { Int64(numbers[column][Int(texts[column].number($0).number)]) }
      texts[column] = PackedNumbers(own, states: [])
    }
  }

  var bytes: Int {
    numbers.reduce(0) { $0 + $1.bytes } + texts.reduce(0) { $0 + $1.bytes }
      + codes.reduce(0) { $0 + $1.bytes.count } + odd.count + identity.bytes
      + oddRows.values.reduce(0) { sum, row in
        switch row {
        case .bytes(let bytes): sum + bytes.count + 64
        case .row(let row, _): sum + row.values.count * MemoryLayout<SlotValue>.stride + 64
        }
      }
  }
}

/// Codes of one column; one code where all rows have the same.
struct PackedCodes: Sendable {
  let bytes: [UInt8]
  private let common: UInt8

  init(_ codes: [UInt8]) {
    common = codes.first ?? 0
    bytes = codes.allSatisfy { $0 == codes[0] } ? [] : codes
  }

  func code(_ row: Int) -> UInt8 { bytes.isEmpty ? common : bytes[row] }

  func unpack(_ rows: borrowing RowChoice, into codes: UnsafeMutablePointer<UInt8>) {
    if bytes.isEmpty {
      codes.update(repeating: common, count: rows.count)
    } else {
      rows.copy(bytes, into: codes) { $0 }
    }
  }
}

/// The cells that tell companies apart, one behind the other.
struct IdentityCells: Sendable {
  enum Match { case none, part, whole }

  private let width: Int
  private var text: [UInt8] = []
  private var ends: [UInt32] = []

  init(width: Int) { self.width = width }

  var bytes: Int { text.count + 4 * ends.count }

  mutating func append(_ cell: some Sequence<UInt8>) {
    text.append(contentsOf: cell)
    ends.append(UInt32(text.count))
  }

  func cells(_ row: Int) -> [String] {
    (0..<width).map { String(decoding: text[range(row, $0)], as: UTF8.self) }
  }

  func match(_ wanted: [UInt8], _ row: Int) -> Match {
    var found = Match.none
    for column in 0..<width {
      let cell = text[range(row, column)]
      if cell.count < wanted.count || wanted.isEmpty { continue }
      if cell.elementsEqual(wanted) { return .whole }
      let starts = cell.startIndex...(cell.endIndex - wanted.count)
      if starts.contains(where: { cell[$0] == wanted[0] && cell[$0...].starts(with: wanted) }) {
        found = .part
      }
    }
    return found
  }

  private func range(_ row: Int, _ column: Int) -> Range<Int> {
    let place = row * width + column
    return (place == 0 ? 0 : Int(ends[place - 1]))..<Int(ends[place])
  }
}
