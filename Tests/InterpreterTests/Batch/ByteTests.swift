import CBytes
import JiliTestSupport
import Testing

@testable import Jili

/// The quick looks at bytes against the plain loops that say what they mean.
@Suite struct ByteTests {
  @Test func encodingIsCheckedAsTheReaderDoes() {
    let pieces: [[UInt8]] =
      ["a", ",", "中", "é", "🙂", "企业名称有限公司"].map { Array($0.utf8) }
      + [
        [0xC0, 0xAF], [0xC1], [0xE0, 0x9F, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0x80, 0x80],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xE4, 0xB8], [0xF0, 0x9F],
        [0xFF], [0xE4], [0xBC, 0xD7], [0xF0, 0x9F, 0x99],
      ]
    for seed in 0..<4000 {
      var random = SeededRandom(seed: UInt64(seed))
      var bytes: [UInt8] = []
      for _ in 0..<random.int(0...60) {
        bytes += random.pick(Array(pieces[..<(random.once(in: 25) ? pieces.count : 6)]))
      }
      if random.once(in: 4), !bytes.isEmpty { bytes.removeLast() }
      let chunk = ChunkBytes(capacity: 1)
      chunk.append(bytes)
      #expect(
        jili_utf8_fault(chunk.start, bytes.count)
          == firstByteOutsideUTF8(bytes, from: 0) ?? bytes.count, "seed \(seed)")
    }
  }

  /// Every character of each width, at every place of a block.
  @Test func everyCharacterFits() {
    let scalars = stride(from: 0x70, to: 0x110000, by: 37).compactMap { Unicode.Scalar($0) }
    let text = Array(String(String.UnicodeScalarView(scalars)).utf8)
    let chunk = ChunkBytes(capacity: 1)
    for shift in 0..<32 {
      let bytes = [UInt8](repeating: 0x61, count: shift) + text
      chunk.count = 0
      chunk.append(bytes)
      #expect(jili_utf8_fault(chunk.start, bytes.count) == bytes.count)
    }
  }

  @Test(
    arguments: [
      ("0", 0, 0), ("7", 7, 0), ("12345678", 12_345_678, 0), ("123456789", 123_456_789, 0),
      ("1234567890123", 1_234_567_890_123, 0), ("0.5", 5, 1), ("12.34", 1234, 2),
      ("007", 7, 0), ("1234567890123.45", 123_456_789_012_345, 2), ("0.00", 0, 2),
    ] as [(String, Int64, UInt32)])
  func plainNumbers(_ text: String, digits: Int64, decimals: UInt32) {
    let chunk = ChunkBytes(capacity: 1)
    chunk.append(Array((text + "99.9").utf8))
    var found: Int64 = 0
    var places: UInt32 = 9
    #expect(jili_plain_number(chunk.start, text.utf8.count, &found, &places))
    #expect(found == digits && places == decimals)
  }

  /// Spelled otherwise: left to the exact reader.
  @Test(
    arguments: [
      "", ".", "1.", ".5", ".55", "-1", "+1", "1,000", "1.234", "12345678901234", "1 ", " 1", "1e5",
      "1.2.3", "12a", "１", "1/2", "1:0", "a1234567", "1.a",
    ])
  func otherNumbers(_ text: String) {
    let chunk = ChunkBytes(capacity: 1)
    chunk.append(Array((text + "0000000000").utf8))
    var found: Int64 = 0
    var places: UInt32 = 0
    #expect(!jili_plain_number(chunk.start, text.utf8.count, &found, &places))
  }

  @Test func sums() {
    var random = SeededRandom(seed: 5)
    var fen: [Int64] = [0, 1, 9, 10, 99, 100, 101, 999, 1000, 12345, .max]
    for digits in 1...18 {
      var limit: Int64 = 1
      for _ in 0..<digits { limit *= 10 }
      fen += [limit - 1, limit, limit + 1, Int64(random.int(0...Int(limit)))]
    }
    let room = ChunkBytes(capacity: 64)
    for sum in fen {
      let end = jili_put_yuan(room.start, sum)
      let count = (end ?? room.start) - room.start
      let text = String(
        decoding: UnsafeBufferPointer(start: room.start, count: count), as: UTF8.self)
      #expect(text == Exact(Int128(sum), over: 100)?.yuanText)
    }
  }

  /// Rows of sums beside the same written one by one; the widest mark has 64.
  @Test func rowsOfSums() {
    var random = SeededRandom(seed: 7)
    let zeros = (0..<64).flatMap { _ in Array(",0.00".utf8) } + Array(repeating: 0, count: 32)
    let room = ChunkBytes(capacity: 64 * 22 + 64)
    for count in [0, 1, 2, 29, 63, 64] {
      for density in [1, 3, 40] {
        let sums = (0..<count).map { _ in
          random.once(in: density) ? Int64(random.int(0...Int.max)) >> random.int(0...62) : 0
        }
        var due: UInt64 = 0
        for (place, sum) in sums.enumerated() where sum != 0 { due |= 1 << UInt64(place) }
        let cells = UnsafeMutablePointer<Int64>.allocate(capacity: count + 1)
        defer { cells.deallocate() }
        cells.initialize(from: sums + [0], count: count + 1)
        let columns = sums.indices.map { UnsafePointer(cells + $0) as UnsafePointer<Int64>? }
        let end = jili_put_sums(room.start, columns + [nil], count, 0, due, zeros, 0x2C)
        let text = String(
          decoding: UnsafeBufferPointer(
            start: room.start, count: (end ?? room.start) - room.start), as: UTF8.self)
        #expect(text == sums.map { "," + (Exact(Int128($0), over: 100)?.yuanText ?? "") }.joined())
      }
    }
  }

  @Test func plainCells() {
    for text in ["", "嘉兴某某有限公司", "a b.c", "1-2", "十六个字节以上的名字也要看到最后一个字节为止"] {
      for mark in ["", ",", "\"", "\n", "\r", ";", "="] {
        for place in 0...text.count {
          var text = text
          text.insert(contentsOf: mark, at: text.index(text.startIndex, offsetBy: place))
          let chunk = ChunkBytes(capacity: 1)
          chunk.append(Array(text.utf8) + Array(",".utf8))
          let isPlain = !text.utf8.contains { ",\"\n\r".utf8.contains($0) } && text.first != "="
          #expect(jili_is_plain(chunk.start, text.utf8.count, 0x2C) == isPlain, "\(text)")
        }
      }
    }
    for text in ["+1", "-1", "@a", "\ta"] {
      #expect(!jili_is_plain(Array(text.utf8) + Array(repeating: 0, count: 32), 2, 0x2C))
    }
  }
}
