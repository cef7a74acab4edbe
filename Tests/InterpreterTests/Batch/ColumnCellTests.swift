import CBytes
import JiliTestSupport
import Testing

@testable import Jili

/// The quick readers of columns of cells, in each form, against those that read one cell.
@Suite(.serialized) struct ColumnCellTests {
  /// Rows of one cell each, as an index has them.
  private struct Column {
    let chunk = ChunkBytes(capacity: 1)
    var before: [UInt32] = []
    var ends: [UInt32] = []
    let count: Int

    init(_ cells: [String]) {
      count = cells.count
      for cell in cells {
        before.append(UInt32(chunk.count) &- 1)
        chunk.append(Array(cell.utf8))
        ends.append(UInt32(chunk.count))
        chunk.append([0x0A])
      }
      // The readers look at 64 rows at a time.
      let room = [UInt32](repeating: 0, count: 64)
      before += room
      ends += room
    }

    func with(_ work: (inout jili_cells) -> Void) {
      before.withUnsafeBufferPointer { before in
        ends.withUnsafeBufferPointer { ends in
          var cells = jili_cells(
            bytes: chunk.start, before: before.baseAddress, ends: ends.baseAddress, rows: count)
          work(&cells)
        }
      }
    }
  }

  private static let spellings = [
    "", "0", "7", "1.", ".5", ".55", "-1", "1,000", "1.234", "1.2.3", "12a", "1/2", "1:0", "1 ",
    "12345678901234", "1234567890123.45", "12345678901234.5", "123456789012345678", "１", "..", ".",
    "0.5", "12.34", "007", "999999999999999999999", "1.a", "1..2", "a.12", "5000万", "1e5",
  ]

  @Test func numbers() {
    var random = SeededRandom(seed: 21)
    for round in 0..<60 {
      let cells = (0..<random.int(0...200)).map { _ -> String in
        if random.once(in: 3) { return random.pick(Self.spellings) }
        let digits = (0..<random.int(1...13)).map { _ in "\(random.int(0...9))" }.joined()
        let decimals = (0..<random.int(0...2)).map { _ in "\(random.int(0...9))" }.joined()
        return decimals.isEmpty ? digits : digits + "." + decimals
      }
      let column = Column(cells)
      let parts: (Int64, Int64, Int64) = round % 2 == 0 ? (100, 10, 1) : (1 << 20, 0, 3)
      inEachForm { form in
        var units = jili_units(parts)
        var numbers = [Int64](repeating: -1, count: cells.count + 1)
        var states = [UInt8](repeating: 9, count: cells.count + 1)
        var others = [UInt16](repeating: 0, count: cells.count + 1)
        var left = 0
        column.with { left = jili_read_numbers(&$0, &units, &numbers, &states, &others) }
        var wanted: [UInt16] = []
        for (row, cell) in cells.enumerated() {
          var (digits, decimals) = (Int64(0), UInt32(0))
          let bytes = Array(cell.utf8) + [UInt8](repeating: 0x30, count: 64)
          if cell.isEmpty {
            #expect(numbers[row] == -1 && states[row] == 9)
          } else if jili_plain_number(bytes, cell.utf8.count, &digits, &decimals),
            case let unit = [parts.0, parts.1, parts.2][Int(decimals)], unit != 0,
            case (let product, let overflow) = digits.multipliedReportingOverflow(by: unit),
            !overflow, product < 1 << 62
          {
            #expect(numbers[row] == product && states[row] == 0, "\(cell) \(form)")
          } else {
            wanted.append(UInt16(row))
          }
        }
        #expect(Array(others[..<left]) == wanted, "\(form)")
      }
    }
  }

  /// Words of every length; those that differ in one byte are told apart.
  @Test func words() {
    let memory = CellMemory()
    var texts = (1...64).map { String(repeating: "a", count: $0) }
    texts += (0..<64).map { place in
      String((0..<64).map { $0 == place ? "b" : "a" })
    }
    texts += ["是", "否", "新认定", "复评", "海盐县", "新一代信息技术", String(repeating: "长", count: 30)]
    inEachForm { form in
      for (number, text) in texts.enumerated() {
        let bytes = Array(text.utf8) + [UInt8](repeating: 0x7A, count: 64)
        let count = text.utf8.count
        let meaning = CellMemory.Meaning(
          number: Int64(number), state: UInt8(number % 3), isOdd: number % 5 == 0)
        memory.keep(bytes, count, meaning)
        let found = memory.meaning(bytes, count)
        #expect((found == nil) == (count > 64), "\(text) \(form)")
        for (other, text) in texts.enumerated() {
          let bytes = Array(text.utf8) + [UInt8](repeating: 0x79, count: 64)
          guard let found = memory.meaning(bytes, text.utf8.count) else { continue }
          #expect(Int(found.number) == other, "\(text) \(form)")
        }
        let column = Column([text, "", "?", text])
        var (codes, numbers) = ([UInt8](repeating: 250, count: 4), [Int64](repeating: -1, count: 4))
        var states = [UInt8](repeating: 9, count: 4)
        var (odd, others) = ([UInt8](repeating: 0, count: 4), [UInt16](repeating: 0, count: 4))
        column.with { cells in
          let left = jili_read_words(
            &cells, memory.words, nil, &numbers, &states, &odd, &others)
          #expect(left == (count > 64 ? 3 : 1) && others[left - 1] == (count > 64 ? 3 : 2))
          if count > 64 { return }
          #expect(numbers == [Int64(number), -1, -1, Int64(number)])
          #expect(states == [meaning.state, 9, 9, meaning.state])
          #expect(odd == [meaning.isOdd ? 1 : 0, 0, 0, meaning.isOdd ? 1 : 0])
          _ = jili_read_words(&cells, memory.words, &codes, &numbers, &states, &odd, &others)
          #expect(codes == [UInt8(number), 250, 250, UInt8(number)])
        }
      }
    }
  }

  /// Any columns of a file, in any number of rows; rows that are odd have empty cells.
  @Test func turnedCells() {
    var random = SeededRandom(seed: 22)
    for (columns, width) in [([0], 1), ([3, 4, 20], 40), (Array(0..<30), 30), ([29], 30)] {
      for rows in [1, 7, 8, 100] {
        var ends: [UInt32] = []
        var (firsts, begins): ([Int], [Int]) = ([], [])
        var next: UInt32 = 0
        for _ in 0..<rows {
          firsts.append(ends.count)
          begins.append(Int(next))
          for _ in 0..<width {
            next += UInt32(random.int(0...5))
            ends.append(next)
            next += 1
          }
        }
        let odd = (0..<rows).map { _ in random.once(in: 4) ? UInt8(1) : 0 }
        let padded = ends + [UInt32](repeating: 0, count: 64)
        inEachForm { form in
          var turned = TurnedCells(columns, width: width)
          turned.turn(padded, begins, firsts, odd, rows)
          for column in columns {
            let cells = turned.cells(ofColumn: column, [0], rows)
            for row in 0..<rows {
              let place = firsts[row] + column
              let start = column == 0 ? begins[row] : Int(ends[place - 1]) + 1
              let (found, count) = cells.place(row)
              #expect(odd[row] != 0 ? count == 0 : found == start, "\(form)")
              #expect(count == (odd[row] != 0 ? 0 : Int(ends[place]) - start), "\(form)")
            }
          }
        }
      }
    }
  }
}
