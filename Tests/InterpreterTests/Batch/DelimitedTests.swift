import JiliLexer
import Testing

@testable import Jili

@Suite struct DelimitedTests {
  private let plan = layout([
    Fact(name: "规模", kind: .money), Fact(name: "行业", kind: .text),
  ])

  private func read(_ text: String) throws -> Ingested {
    try ingest([file(text)], layout: plan, options: options())
  }

  private func cells(_ text: String, separator: Character = ",") -> [[String]] {
    var reader = DelimitedReader(
      Array(text.utf8), from: 0, separator: separator.asciiValue ?? 0x2C)
    var record = DelimitedRecord()
    var rows: [[String]] = []
    while reader.next(&record) { rows.append(record.fields.map { reader.text($0) }) }
    return rows
  }

  @Test(
    arguments: [
      ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
      ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]), ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
      ("a,\n,b\n", [["a", ""], ["", "b"]]), ("a,", [["a", ""]]), ("", []),
      ("\n\na\n", [[""], [""], ["a"]]), ("\"a,b\",c\n", [["a,b", "c"]]),
      ("\"a\nb\",\"c\r\nd\"\n", [["a\nb", "c\r\nd"]]),
      ("\"say \"\"hi\"\"\",\"\"\n", [["say \"hi\"", ""]]), ("\"\"\"\"\n", [["\""]]),
      ("a\"b,c\n", [["a\"b", "c"]]), ("\"a\" ,b\n", [["a", "b"]]),
    ] as [(String, [[String]])])
  func splits(_ text: String, expected: [[String]]) {
    #expect(cells(text) == expected)
  }

  @Test func separators() throws {
    #expect(separator(of: Array("a\tb,c\td\n".utf8), row: 1, from: 0) == 0x09)
    #expect(separator(of: Array("a,b\n".utf8), row: 1, from: 0) == 0x2C)
    #expect(separator(of: Array("\"a\tb\tc\",d\n".utf8), row: 1, from: 0) == 0x2C)
    let read = try read("企业\t规模\n甲\t1,000\n")
    #expect(read.rows[0].row.values[0] == .number(yuan(1000)))
  }

  @Test func everyRowIsCountedOnce() throws {
    let text = """
      企业,规模,行业
      甲,1,"机械
      制造"

      ,,
      乙,x,
      合计,1,
      丙,1
      丁,1,a,b
      戊,1,a,,
      己,"1"2,a
      \u{3000}, ,\u{20}
      合 计,,
      庚,2,
      """
    let read = try read(text)
    #expect(read.rows.map(\.company) == ["甲", "戊", "庚"])
    #expect(read.rows.map(\.number) == [2, 9, 13])
    #expect(
      read.rejects.map { "\($0.number) \($0.column) \($0.value) \($0.fault.code)" } == [
        "5 规模 x J4201", "6 企业 合计 J4232", "7   J4230", "8   J4231", "10 规模 1 J4233",
        "12 企业 合 计 J4232",
      ])
    #expect(read.counts.rows == 12)
    #expect(read.counts.accepted == 3)
    #expect(read.counts.rejected == 6)
    #expect(read.counts.empty == 3)
  }

  @Test func encodings() throws {
    let text = "企业,规模\n甲🙂,1\n"
    var little: [UInt8] = [0xFF, 0xFE]
    var big: [UInt8] = [0xFE, 0xFF]
    for unit in text.utf16 {
      little += [UInt8(unit & 255), UInt8(unit >> 8)]
      big += [UInt8(unit >> 8), UInt8(unit & 255)]
    }
    let forms: [([UInt8], String)] = [
      (Array(text.utf8), "utf-8"), ([0xEF, 0xBB, 0xBF] + text.utf8, "utf-8"),
      (little, "utf-16le"), (big, "utf-16be"),
    ]
    for (bytes, encoding) in forms {
      let read = try ingest(
        [InputFile(name: "f", bytes: bytes)], layout: plan, options: options())
      #expect(read.rows.map(\.company) == ["甲🙂"])
      #expect(read.inputs[0].encoding == encoding)
    }
  }

  /// GBK text, overlong forms, surrogates and a cut character all name the row of the first byte.
  @Test(
    arguments: [
      ([0xBC, 0xD7], 2), ([0xC0, 0xAF], 2), ([0xED, 0xA0, 0x80], 2), ([0xF5, 0x80, 0x80, 0x80], 2),
      ([0xE4, 0xBC], 2),
    ] as [([UInt8], Int)])
  func notUTF8(_ bad: [UInt8], row: Int) {
    let bytes = Array("企业,规模\n".utf8) + bad + Array(",1\n".utf8)
    do throws(InputRefusal) {
      _ = try ingest([InputFile(name: "f", bytes: bytes)], layout: plan, options: options())
      Issue.record("a broken file was read")
    } catch {
      #expect(error.problems.map(\.code) == ["J4101"])
      #expect(error.problems[0].row == row)
      #expect(error.kind == .file)
    }
  }

  @Test func brokenUTF16() {
    let lone: [UInt8] = [0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00, 0x00, 0xD8, 0x62, 0x00]
    let odd: [UInt8] = [0xFE, 0xFF, 0x00, 0x61, 0x00]
    for bytes in [lone, odd] {
      let codes = refusal { () throws(InputRefusal) in
        _ = try ingest([InputFile(name: "f", bytes: bytes)], layout: plan, options: options())
      }
      #expect(codes == ["J4102"])
    }
  }

  @Test func anyBytesAreReadOrRefused() {
    // A small generator of its own keeps the run the same every time.
    var state: UInt64 = 42
    func next() -> UInt8 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    let alphabet = Array("企业,规模\"\"\n\r\t1-".utf8)
    for _ in 0..<2000 {
      let tail = (0..<40).map { _ in alphabet[Int(next()) % alphabet.count] }
      let bytes = Array("企业,规模\n".utf8) + tail
      let read = try? ingest([InputFile(name: "f", bytes: bytes)], layout: plan, options: options())
      guard let counts = read?.counts else { continue }
      #expect(counts.rows == counts.accepted + counts.rejected + counts.empty)
    }
  }
}
