import CBytes
import JiliTestSupport
import Testing

@testable import Jili

/// The quick splitter against `DelimitedReader`, which says what a file means.
@Suite struct ChunkShapeTests {
  private static let pieces: [[UInt8]] =
    [",", "\t", "\"", "\"\"", "\n", "\r", "\r\n", " ", "a", "计", ",,,", "\",\"", "12.5"].map {
      Array($0.utf8)
    } + [Array(repeating: 0x61, count: 61), Array(repeating: 0x2C, count: 70)]

  private func chunk(_ bytes: some Collection<UInt8>) -> ChunkBytes {
    let chunk = ChunkBytes(capacity: 16)
    chunk.append(Array(bytes))
    return chunk
  }

  /// Cells by row as the quick splitter sees them; nil for a row that it leaves to the reader.
  private func quick(_ bytes: [UInt8], _ separator: UInt8) -> [[String]?] {
    let chunk = chunk(bytes)
    var shape = ChunkShape()
    shape.split(chunk, separator: separator)
    let knots = Set((0..<shape.knotCount).map { Int(shape.knots[$0]) })
    var start = 0
    var rows: [[String]?] = []
    for row in 0..<shape.rows {
      var cells: [String] = []
      for cell in shape.firstCell(ofRow: row)..<Int(shape.rowEnds[row]) {
        let end = Int(shape.cellEnds[cell])
        var text = bytes[start..<end]
        if text.first == 0x22, text.count > 1 { text = text.dropFirst().dropLast() }
        cells.append(String(decoding: text, as: UTF8.self))
        start = end + 1
      }
      if start < bytes.count, bytes[start - 1] == 0x0D, bytes[start] == 0x0A { start += 1 }
      rows.append(knots.contains(row) ? nil : cells)
    }
    return rows
  }

  /// A row whose cells are plain, or plain text between two quotes.
  private func exact(_ bytes: [UInt8], _ separator: UInt8) -> [(cells: [String], isPlain: Bool)] {
    var reader = DelimitedReader(bytes, from: 0, separator: separator)
    var record = DelimitedRecord()
    var rows: [(cells: [String], isPlain: Bool)] = []
    while reader.next(&record) {
      let isPlain = record.fields.allSatisfy { !$0.hasDoubledQuotes } && record.brokenField == nil
      rows.append((record.fields.map { reader.text($0) }, isPlain))
    }
    return rows
  }

  @Test func splitsAsTheReaderDoes() {
    inEachForm { splitsAsTheReaderDoes(form: $0) }
  }

  private func splitsAsTheReaderDoes(form: jili_form) {
    for seed in 0..<3000 {
      var random = SeededRandom(seed: UInt64(seed))
      var bytes: [UInt8] = []
      for _ in 0..<random.int(0...(seed % 3 == 0 ? 200 : 20)) {
        bytes += random.once(in: 3) ? random.pick(Self.pieces) : [UInt8(ascii: "x")]
      }
      for separator in [UInt8(ascii: ","), UInt8(ascii: "\t")] {
        let wanted = exact(bytes, separator)
        let found = quick(bytes, separator)
        var isOpen = false
        var reader = DelimitedReader(bytes, from: 0, separator: separator)
        var record = DelimitedRecord()
        while reader.next(&record) { isOpen = reader.unclosedQuoteRow != nil }
        var shape = ChunkShape()
        shape.split(chunk(bytes), separator: separator)
        #expect(shape.hasOpenQuote == isOpen, "seed \(seed)")
        #expect(found.count == wanted.count, "seed \(seed)")
        if isOpen || found.count != wanted.count { continue }
        for (row, cells) in found.enumerated() {
          guard let cells else {
            continue
          }
          #expect(cells == wanted[row].cells && wanted[row].isPlain, "seed \(seed) row \(row)")
        }
      }
    }
  }

  /// Cut at any byte, the whole rows of the front and the rest are the rows of both together.
  @Test func cutsBetweenRows() {
    for seed in 0..<400 {
      var random = SeededRandom(seed: UInt64(seed))
      var bytes: [UInt8] = []
      for _ in 0..<random.int(0...60) {
        bytes += random.once(in: 2) ? random.pick(Self.pieces) : [UInt8(ascii: "x")]
      }
      let comma = UInt8(ascii: ",")
      var reader = DelimitedReader(bytes, from: 0, separator: comma)
      var record = DelimitedRecord()
      var ends = [0]
      while reader.next(&record) { ends.append(reader.offset) }
      for length in 0...bytes.count {
        let cut = wholeRows(chunk(bytes.prefix(length)), separator: comma)
        #expect(ends.contains(cut), "seed \(seed) length \(length)")
        // At most the row that the front ends in is kept back, and one whose break may be cut.
        let sure = ends.last { $0 < length } ?? 0
        #expect(cut >= sure, "seed \(seed) length \(length)")
      }
    }
  }
}
