import Glibc
import Testing

@testable import Jili

@Suite("encodings")
struct EncodingTests {
  /// What the iconv of the system makes of bytes; nil where they are not GB18030.
  private func converted(_ bytes: [UInt8]) -> [UInt8]? {
    guard let converter = iconv_open("UTF-8", "GB18030") else { return nil }
    defer { iconv_close(converter) }
    var input = bytes.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: bytes.count * 4 + 8)
    var inputLeft = input.count
    var outputLeft = output.count
    let room = output.count
    let failed = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        var from = input.baseAddress
        var to = output.baseAddress
        return iconv(converter, &from, &inputLeft, &to, &outputLeft) == -1
      }
    }
    return failed ? nil : output.prefix(room - outputLeft).map { UInt8(bitPattern: $0) }
  }

  /// Every character of two bytes, lead byte by lead byte.
  @Test func everyPairIsWhatTheSystemMakesOfIt() {
    for lead in UInt8(0x81)...0xFE {
      let trails = (UInt8(0x40)...0xFE).filter { $0 != 0x7F }
      let pairs: [UInt8] = trails.flatMap { trail in [lead, trail] }
      let (text, bad) = GB18030.standard.decode(pairs)
      #expect(bad == nil)
      #expect(text == converted(pairs), "lead byte \(String(lead, radix: 16))")
    }
  }

  /// Every character of four bytes in the basic plane, and the ends of the further ones. The system
  /// does not know the four bytes of characters that have two since.
  @Test func everyFourBytesAreWhatTheSystemMakesOfThem() {
    var unknown: [UInt32] = []
    for number in 0..<39_420 {
      let bytes = [
        UInt8(number / 12_600 + 0x81), UInt8(number / 1260 % 10 + 0x30),
        UInt8(number / 10 % 126 + 0x81), UInt8(number % 10 + 0x30),
      ]
      let text = GB18030.standard.decode(bytes).text
      guard let wanted = converted(bytes) else {
        unknown += String(decoding: text, as: UTF8.self).unicodeScalars.map(\.value)
        continue
      }
      if text != wanted {
        Issue.record("character \(number) is \(text), not \(wanted)")
        return
      }
    }
    #expect(unknown == Array(0x9FB4...0x9FBB) + Array(0xFE10...0xFE19))
    #expect(GB18030.standard.decode([0x84, 0x31, 0xA4, 0x39]).text == Array("\u{FFFF}".utf8))
    let ends: [UInt8] = [0x90, 0x30, 0x81, 0x30, 0xE3, 0x32, 0x9A, 0x35]
    #expect(GB18030.standard.decode(ends).text == Array("\u{10000}\u{10FFFF}".utf8))
  }

  @Test(
    arguments: [
      ([0x41, 0x80], 1), ([0x41, 0xFF, 0x41], 1), ([0xD6], 0), ([0xD6, 0x20], 0),
      ([0xD6, 0x7F], 0),
      ([0xD6, 0xD0, 0x81, 0x30, 0x81], 2), ([0x84, 0x31, 0xA5, 0x30], 0),
      ([0xE3, 0x32, 0x9A, 0x36], 0),
    ] as [([UInt8], Int)])
  func bytesThatAreNoCharacter(_ bytes: [UInt8], _ place: Int) {
    #expect(GB18030.standard.decode(bytes).bad == place)
  }

  // 企业,营业收入 and 甲 in GBK.
  private static let header: [UInt8] = [
    0xC6, 0xF3, 0xD2, 0xB5, 0x2C, 0xD3, 0xAA, 0xD2, 0xB5, 0xCA, 0xD5, 0xC8, 0xEB, 0x0A,
  ]
  private static let row: [UInt8] = [0xBC, 0xD7, 0x2C, 0x31, 0x0A]

  private func read(
    _ bytes: [UInt8], _ encoding: TextEncoding? = nil
  ) throws(InputRefusal) -> Ingested {
    try ingest(
      [InputFile(name: "公司.csv", bytes: bytes)], layout: layout([yearly("营业收入")]),
      options: options { $0.encoding = encoding })
  }

  private func refused(_ bytes: [UInt8], _ encoding: TextEncoding? = nil) -> [InputProblem] {
    do throws(InputRefusal) {
      _ = try read(bytes, encoding)
      return []
    } catch {
      return error.problems
    }
  }

  @Test func aFileOfGBK() throws {
    let found = try read(Self.header + Self.row)
    #expect(found.rows.map(\.company) == ["甲"])
    #expect(found.inputs[0].encoding == "gb18030")
    #expect(try read(Self.header + Self.row, .gb18030).rows.count == 1)
    #expect(refused(Self.header + Self.row, .utf8).map(\.row) == [1])
  }

  /// 㐂 and 𠮷 have four bytes, 镕 has two that GB2312 lacks.
  @Test func charactersOfFourBytes() throws {
    let name: [UInt8] = [0x81, 0x39, 0xEE, 0x39, 0x95, 0x32, 0xB7, 0x37, 0xE9, 0x46]
    let expected = converted(name).map { String(decoding: $0, as: UTF8.self) }
    let found = try read(Self.header + name + [0x2C, 0x31, 0x0A])
    #expect(found.rows.map(\.company) == [expected])
  }

  /// A first row that names no fact speaks against the guess; then the row of the first byte
  /// outside UTF-8 is named. Where the header is right, the row that is damaged is.
  @Test func whatIsRefused() {
    let stranger = Self.row + Self.row
    #expect(refused(stranger).map(\.code) == ["J4101"])
    #expect(refused(stranger).map(\.row) == [1])
    #expect(refused(stranger, .gb18030).map(\.code) == ["J4104"])
    let damaged = Self.header + Self.row + [0xBC, 0xFF, 0x2C, 0x31, 0x0A]
    #expect(refused(damaged).map(\.code) == ["J4113"])
    #expect(refused(damaged).map(\.row) == [3])
    #expect(refused(damaged, .gb18030).map(\.row) == [3])
    let utf8 = Array("企业,营业收入\n甲,1\n".utf8) + [0xBC, 0xD7, 0x2C, 0x31, 0x0A]
    #expect(refused(utf8).map(\.code) == ["J4101"])
    #expect(refused(utf8).map(\.row) == [3])
  }

  /// 表, then the headers: the bytes are GB18030, the row is wrong.
  @Test func titlesAboveTheHeaders() {
    let titled = [0xB1, 0xED, 0x0A] + Self.header + Self.row
    #expect(refused(titled).map(\.code) == ["J4104"])
    #expect(refused(titled + [0xFF, 0x0A]).map(\.code) == ["J4113"])
  }

  @Test func utf16WithoutItsMark() throws {
    let text = "企业,营业收入\n甲,1\n"
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    #expect(try read(little, .utf16le).rows.map(\.company) == ["甲"])
    #expect(try read(big, .utf16be).rows.map(\.company) == ["甲"])
    #expect(try read([0xFE, 0xFF] + big).inputs[0].encoding == "utf-16be")
    #expect(refused(little).isEmpty == false)
  }

  @Test func namesOfEncodings() {
    #expect(TextEncoding(name: "GBK") == .gb18030)
    #expect(TextEncoding(name: "UTF-16LE") == .utf16le)
    #expect(TextEncoding(name: "latin1") == nil)
  }
}
