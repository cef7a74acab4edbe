/// Where a row stands: its file, and its offset in the text of that file.
package struct RowPlace: Hashable, Comparable, Sendable {
  private let bits: UInt64

  package init(file: Int, offset: Int) { bits = UInt64(file) << 48 | UInt64(offset) }

  package var file: Int { Int(bits >> 48) }
  package var offset: Int { Int(bits & (1 << 48 - 1)) }

  package static func < (one: RowPlace, other: RowPlace) -> Bool { one.bits < other.bits }
}

/// A row with a key, in sixteen bytes. Rows of one key have one hash; others may have it by chance,
/// which costs time and changes nothing.
package struct KeyedRow: Sendable {
  package let place: RowPlace
  fileprivate let hash: UInt32
  /// Counted from 0 in its chunk.
  package let row: UInt32

  init(_ place: RowPlace, hash: UInt32, row: Int) {
    self.place = place
    self.hash = hash
    self.row = UInt32(row)
  }
}

/// Keys are one where their texts are equal, however they are composed; so are their hashes.
private func hash(ofKey key: String) -> UInt32 {
  var hasher = Hasher()
  hasher.combine(key)
  return UInt32(truncatingIfNeeded: hasher.finalize())
}

/// The rows of a run that have a key, sorted out by hash.
package struct KeyIndex: Sendable {
  /// In blocks, because an array that grows has room for twice what it holds.
  private var shelves = [[[KeyedRow]]](repeating: [], count: shelfCount)

  fileprivate static let shelfCount = 64
  private static let blockRows = 512

  mutating func add(_ row: KeyedRow) {
    let shelf = Int(row.hash) % Self.shelfCount
    let last = shelves[shelf].count - 1
    if last >= 0, shelves[shelf][last].count < Self.blockRows {
      shelves[shelf][last].append(row)
      return
    }
    var block: [KeyedRow] = []
    block.reserveCapacity(Self.blockRows)
    block.append(row)
    shelves[shelf].append(block)
  }

  package mutating func add(_ other: KeyIndex) {
    for shelf in shelves.indices { shelves[shelf] += other.shelves[shelf] }
  }

  /// Rows that have a key.
  package var count: Int { shelves.joined().reduce(0) { $0 + $1.count } }

  /// The rows of companies that have several; everything else is dropped.
  package mutating func takeSeveral() -> SeveralRows {
    let found = shelves.indices.map { shelf in
      var rows: [KeyedRow] = []
      rows.reserveCapacity(shelves[shelf].reduce(0) { $0 + $1.count })
      for block in shelves[shelf] { rows += block }
      shelves[shelf] = []
      rows.sort { ($0.hash, $0.place) < ($1.hash, $1.place) }
      return Self.several(rows)
    }
    return SeveralRows(shelves: found)
  }

  private static func several(_ rows: [KeyedRow]) -> [KeyedRow] {
    func isAlone(_ place: Int) -> Bool {
      let hash = rows[place].hash
      return (place == 0 || rows[place - 1].hash != hash)
        && (place + 1 == rows.count || rows[place + 1].hash != hash)
    }
    let count = rows.indices.count { !isAlone($0) }
    if count == rows.count { return rows }
    var found: [KeyedRow] = []
    found.reserveCapacity(count)
    for place in rows.indices where !isAlone(place) { found.append(rows[place]) }
    return found
  }
}

/// The rows of companies that have several, by hash: those of one company, and of others that have
/// its hash by chance, stand behind each other in the order of the files.
package struct SeveralRows: Sendable {
  package fileprivate(set) var shelves: [[KeyedRow]]

  package var count: Int { shelves.reduce(0) { $0 + $1.count } }

  /// Hands the rows over; none are left.
  package mutating func take() -> [[KeyedRow]] {
    defer { shelves = [] }
    return shelves
  }

  fileprivate func contains(_ hash: UInt32) -> Bool {
    let shelf = shelves[Int(hash) % shelves.count]
    var (low, high) = (0, shelf.count)
    while low < high {
      let middle = (low + high) / 2
      if shelf[middle].hash < hash { low = middle + 1 } else { high = middle }
    }
    return low < shelf.count && shelf[low].hash == hash
  }

  /// Behind the last row that has the hash of the one at `start`.
  package func endOfHash(inShelf shelf: Int, from start: Int) -> Int {
    let rows = shelves[shelf]
    return rows[start...].firstIndex { $0.hash != rows[start].hash } ?? rows.count
  }

  /// Cuts rows of a shelf into stretches of whole companies, of `size` rows or a few more.
  package static func stretches(of rows: [KeyedRow], size: Int) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    for place in rows.indices where place + 1 == rows.count || isBetween(rows, place, start, size) {
      found.append(start..<place + 1)
      start = place + 1
    }
    return found
  }

  private static func isBetween(
    _ rows: [KeyedRow], _ place: Int, _ start: Int, _ size: Int
  ) -> Bool {
    place + 1 - start >= size && rows[place].hash != rows[place + 1].hash
  }
}

extension ChunkRun {
  /// Puts the keyed rows of a chunk that stands at `offset` in the text of its file on record.
  func addKeys(
    _ chunk: ChunkBytes, _ shape: borrowing ChunkShape, of file: Int, at offset: Int,
    to index: inout KeyIndex
  ) {
    var start = 0
    for row in 0..<shape.rows {
      if let hash = keyHash(chunk, shape, file, row, from: start) {
        let place = RowPlace(file: file, offset: offset + start)
        index.add(KeyedRow(place, hash: hash, row: row))
      }
      start = chunk.nextRow(behind: shape.end(ofRow: row))
    }
  }

  /// Which rows of a chunk are not of companies that have several.
  func rowsAlone(
    _ chunk: ChunkBytes, _ shape: borrowing ChunkShape, of file: Int, _ several: SeveralRows
  ) -> [Int] {
    var found: [Int] = []
    var start = 0
    for row in 0..<shape.rows {
      let hash = keyHash(chunk, shape, file, row, from: start)
      if hash.map({ !several.contains($0) }) ?? true { found.append(row) }
      start = chunk.nextRow(behind: shape.end(ofRow: row))
    }
    return found
  }

  /// nil where a row has no key.
  private func keyHash(
    _ chunk: ChunkBytes, _ shape: borrowing ChunkShape, _ file: Int, _ row: Int, from start: Int
  ) -> UInt32? {
    key(chunk, shape, file, row, from: start).map { hash(ofKey: $0) }
  }

  /// nil where a row has no key.
  func key(
    _ chunk: ChunkBytes, _ shape: borrowing ChunkShape, _ file: Int, _ row: Int, from start: Int
  ) -> String? {
    let first = shape.firstCell(ofRow: row)
    guard let column = files[file].keyColumn, Int(shape.rowEnds[row]) - first > column else {
      return nil
    }
    let (from, end) = shape.cellEnds.cell(column, start: start, first: first)
    let cell = UnsafeBufferPointer(start: chunk.start + from, count: end - from)
    let key = trimmed(text(ofCell: cell, file))
    return key.isEmpty ? nil : key
  }

  private func text(ofCell cell: UnsafeBufferPointer<UInt8>, _ file: Int) -> String {
    guard cell.first == UInt8(ascii: "\"") else { return String(decoding: cell, as: UTF8.self) }
    var reader = DelimitedReader(Array(cell), from: 0, separator: files[file].separator)
    var record = DelimitedRecord()
    _ = reader.next(&record)
    return record.fields.first.map(reader.text) ?? ""
  }
}
