import CZip
import JiliInvariants
import JiliLexer
import JiliTestSupport
import Testing

@testable import Jili
@testable import WorkbookReader

@Suite("workbooks")
struct WorkbookTests {
  private func open(
    _ workbook: MadeWorkbook, _ sheet: String? = nil
  ) throws(InputRefusal) -> Sheet {
    try openSheet(InputFile(name: "公司.xlsx", bytes: workbook.bytes), sheet)
  }

  private func codes(_ workbook: MadeWorkbook, _ sheet: String? = nil) -> [String] {
    codes(workbook.bytes, sheet)
  }

  private func codes(_ bytes: [UInt8], _ sheet: String? = nil) -> [String] {
    do throws(InputRefusal) {
      _ = try openSheet(InputFile(name: "公司.xlsx", bytes: bytes), sheet)
      return []
    } catch {
      return error.problems.map(\.code)
    }
  }

  private func cells(_ row: String) throws -> [TypedCell] {
    let strings = "<si><t>甲</t></si><si><r><t>重</t></r><r><t>点</t></r><rPh><t>zhong</t></rPh></si>"
    let styles = """
      <numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>
      <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
      <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/>
      <xf numFmtId="164"/></cellXfs>
      """
    return try open(MadeWorkbook(rows: row, strings: strings, styles: styles)).rows.last?.cells
      ?? []
  }

  /// What is said of a sheet does not hang on how many of its rows are held; walked, all come.
  @Test func rowsAreWalkedWithoutBeingHeld() throws {
    func text(_ place: String, _ text: String) -> String {
      "<c r=\"\(place)\" t=\"inlineStr\"><is><t>\(text)</t></is></c>"
    }
    let rows = [
      "<row r=\"1\">\(text("A1", "企业"))\(text("B1", "备注"))</row>",
      "<row r=\"2\" hidden=\"1\">\(text("A2", "甲"))<c r=\"B2\"><v>7</v></c></row>",
      "<row r=\"4\" hidden=\"true\">\(text("A4", " "))\(text("B4", "乙"))\(text("C4", "丙"))</row>",
      "<row r=\"5\" hidden=\"1\">\(text("A5", " "))</row>",
      "<row r=\"6\">\(text("A6", "丁"))\(text("A6", "戊"))</row>",
      "<row r=\"9\">\(text("B9", ""))\(text("C9", "　"))</row>",
    ]
    let book = MadeWorkbook(
      rows: rows.joined(),
      merges: "<mergeCells><mergeCell ref=\"A4:A6\"/></mergeCells>",
      workbook: "<workbookPr date1904=\"1\"/>")
    let whole = try open(book)
    #expect(whole.lastRow == 6)
    #expect(whole.hiddenRows == 2)
    try book.bytes.withUnsafeBytes { bytes in
      let sheet = try SheetRows("公司.xlsx", bytes, nil)
      for count in 1...10 {
        let head = try sheet.sheet(rows: count)
        #expect(head.rows.map(\.number) == whole.rows.map(\.number).filter { $0 <= count })
        #expect(head.lastRow == 6)
        #expect(head.hiddenRows == 2)
        #expect(head.merges == whole.merges)
        #expect(head.countsFrom1904)
      }
      var walked: [TypedRow] = []
      try sheet.walk { row in
        walked.append(row)
        return row.number < 6
      }
      #expect(walked.map(\.cells) == whole.rows.filter { $0.number <= 6 }.map(\.cells))
      #expect(walked.last?.rowFault == .cellTwice("A6"))
      var number = 0
      try sheet.walk { row in
        number = row.number
        return number < 2
      }
      #expect(number == 2)
    }
  }

  @Test(
    arguments: [
      ("<c r=\"A1\" t=\"s\"><v>0</v></c>", .text("甲")), ("<c t=\"s\"><v>1</v></c>", .text("重点")),
      ("<c t=\"inlineStr\"><is><r><t>嘉</t></r><r><t>兴</t></r></is></c>", .text("嘉兴")),
      ("<c t=\"str\"><f>A2&amp;B2</f><v>甲&lt;乙</v></c>", .text("甲<乙")),
      ("<c t=\"inlineStr\"><is><t>一_x000D_二_x005F_x</t></is></c>", .text("一\r二_x")),
      ("<c><v>12.5</v></c>", .number("12.5")),
      ("<c t=\"n\" s=\"1\"><v>46143</v></c>", .number("46143", .date)),
      ("<c s=\"2\"><v>0.2</v></c>", .number("0.2", .percent)),
      ("<c s=\"3\"><v>46143</v></c>", .number("46143", .date)),
      ("<c t=\"b\"><v>1</v></c>", .boolean(true)),
      ("<c t=\"e\"><v>#DIV/0!</v></c>", .error("#DIV/0!")),
      ("<c><f>1/0</f></c>", .formula), ("<c><f>1+1</f><v>2</v></c>", .number("2")),
      ("<c t=\"str\"><f>1</f><v></v></c><c><v>1</v></c>", .text("")),
      ("<c t=\"d\"><v>2026-05-01T00:00:00</v></c>", .text("2026-05-01")),
    ] as [(String, TypedCell)])
  func kindsOfCells(_ cell: String, _ wanted: TypedCell) throws {
    #expect(try cells("<row r=\"1\">\(cell)</row>").first == wanted)
  }

  /// Worked out from the doubles: 0.1 + 0.2 is stored as 0.30000000000000004, and 15 digits of it
  /// are 0.300000000000000; 1234567.89 is 1234567.8899999999 in 17 digits.
  @Test(
    arguments: [
      ("0.30000000000000004", "0.3"), ("1234567.8899999999", "1234567.89"),
      ("4.2500000000000003E-2", "0.0425"),
      ("1.2E+08", "120000000"), ("-5", "-5"), ("-0.50", "-0.50"), ("1..2", nil), ("5-", nil),
      ("--5", nil), ("0", "0"), ("-0", "0"), ("1E-7", "0.0000001"),
      ("123456789012345", "123456789012345"), ("1234567890123456", "1234567890123460"),
      ("9.4574126205756601E-2", "0.0945741262057566"), ("1e400", nil), ("nan", nil), ("0x10", nil),
      ("", nil),
      ("1,5", nil),
    ] as [(String, String?)])
  func numbersAreThoseThatWereTyped(_ stored: String, _ digits: String?) {
    #expect(decimalText(Array(stored.utf8)) == digits)
  }

  @Test(
    arguments: [
      ("0.00%", .percent), ("yyyy-mm-dd", .date), ("[$-804]yyyy\"年\"m\"月\"d\"日\"", .date),
      ("h:mm", .plain),
      ("#,##0.00", .plain), ("0\"d\"", .plain), ("General", .plain), ("0.00E+00", .plain),
      ("[Red]0", .plain),
      ("m/d/yy h:mm", .date), ("_(* #,##0_)", .plain),
    ] as [(String, TypedCell.Look)])
  func looks(_ code: String, _ look: TypedCell.Look) {
    #expect(Styles.look(ofCode: code) == look)
  }

  @Test func placesOfCells() throws {
    let sheet = try open(
      MadeWorkbook(
        rows: """
          <row r="2"><c r="C2"><v>3</v></c><c><v>4</v></c><c r="A2"><v>1</v></c></row>
          <row><c><v>9</v></c></row><row r="9" hidden="1"><c r="B9"><v>2</v></c></row>
          """, merges: "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>",
        workbook: "<workbookPr date1904=\"1\"/>"))
    #expect(sheet.rows.map(\.number) == [2, 3, 9])
    #expect(sheet.rows[0].cells == [.number("1"), .text(""), .number("3"), .number("4")])
    #expect(sheet.merges == [Sheet.Merge(rows: 1...2, columns: 1...2)])
    #expect(sheet.hiddenRows == 1)
    #expect(sheet.rows[0].countsFrom1904)
    let twice = try open(
      MadeWorkbook(rows: "<row r=\"1\"><c r=\"A1\"/><c r=\"A1\"><v>1</v></c></row>"))
    #expect(twice.rows[0].rowFault == .cellTwice("A1"))
    let last = try open(
      MadeWorkbook(rows: "<row r=\"1\"><c r=\"XFD1\"><v>1</v></c><c r=\"XFE1\"><v>1</v></c></row>"))
    #expect(last.rows[0].cells.count == 16_384)
    #expect(last.rows[0].rowFault == .pastLastColumn("XFE1"))
  }

  @Test func whichSheet() throws {
    var workbook = MadeWorkbook(
      rows: "<row r=\"1\"><c><v>1</v></c></row>",
      sheets: """
        <sheet name="旧表" sheetId="1" state="hidden" r:id="r1"/>
        <sheet name="名单" sheetId="2" r:id="r2"/>
        <sheet name="Data" sheetId="3" r:id="r3"/>
        """)
    workbook.parts.append(
      ("xl/worksheets/sheet2.xml", MadeWorkbook.sheet("<row r=\"1\"><c><v>2</v></c></row>")))
    workbook.parts.append(
      ("xl/worksheets/sheet3.xml", MadeWorkbook.sheet("<row r=\"1\"><c><v>3</v></c></row>")))
    func first(_ sheet: String?) throws -> TypedCell? { try open(workbook, sheet).rows[0].cells[0] }
    #expect(try first(nil) == .number("2"))
    #expect(try first("1") == .number("2"))
    #expect(try first("2") == .number("3"))
    #expect(try first("旧表") == .number("1"))
    #expect(try first("data") == .number("3"))
    #expect(try open(workbook).others == ["旧表", "Data"])
    #expect(codes(workbook, "3") == ["J4146"])
    #expect(codes(workbook, "名册") == ["J4146"])
  }

  @Test func whatIsRefused() {
    let good = MadeWorkbook(rows: "<row r=\"1\"><c><v>1</v></c></row>")
    #expect(codes(good) == [])
    var twice = good
    twice.parts.append(("xl/Worksheets/sheet1.xml", MadeWorkbook.sheet("")))
    #expect(codes(twice) == ["J4142"])
    var missing = good
    missing.parts.removeLast()
    #expect(codes(missing) == ["J4141"])
    var damaged = good.bytes
    damaged[damaged.count / 2] ^= 0x20
    #expect(codes(damaged).isEmpty == false)
    #expect(codes(Array(good.bytes.dropLast(30))) == ["J4141"])
    #expect(codes([0x50, 0x4B, 3, 4]) == ["J4141"])
    #expect(codes([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1]) == ["J4145"])
    var laughs = good
    laughs.parts[laughs.parts.count - 1].text =
      "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><worksheet>&b;</worksheet>"
    #expect(codes(laughs) == ["J4143"])
    #expect(codes(MadeWorkbook(rows: "<row r=\"1\"><c t=\"s\"><v>7</v></c></row>")) == ["J4141"])
    #expect(codes(MadeWorkbook(rows: "<row r=\"1\"></c></row>")) == ["J4141"])
    #expect(codes(MadeWorkbook(rows: "<row r=\"2\"/><row r=\"2\"/>")) == ["J4141"])
    #expect(codes(MadeWorkbook(rows: "<row r=\"1\"><c r=\"A7\"/></row>")) == ["J4141"])
    #expect(codes(MadeWorkbook(rows: "<row r=\"1048576\"/>")) == [])
    #expect(codes(MadeWorkbook(rows: "<row r=\"1048577\"/>")) == ["J4144"])
  }

  @Test func limits() {
    // Two cells a row, but each row reaches to the last column.
    let wide = (1...2442).map { "<row r=\"\($0)\"><c r=\"XFD\($0)\"><v>1</v></c></row>" }.joined()
    #expect(codes(MadeWorkbook(rows: wide)) == ["J4144"])
    var many = MadeWorkbook(rows: "")
    many.parts += (0...Limits.workbookParts).map { ("p\($0)", "") }
    #expect(codes(many) == ["J4144"])
  }

  /// 64 MiB of blanks pack into 64 KiB. The refusal comes before they are unpacked.
  @Test func aZipBomb() throws {
    let desk = try Desk()
    let blanks = String(repeating: " ", count: 64 << 20)
    var text = Array(MadeWorkbook.sheet(blanks).utf8)
    var fault: Int32 = 0
    let archive = try #require(zip_open(desk.path + "/b.xlsx", ZIP_CREATE, &fault))
    for part in MadeWorkbook(rows: "").parts.dropLast() {
      let copy = Array(part.text.utf8)
      let room = UnsafeMutableRawPointer.allocate(byteCount: copy.count, alignment: 1)
      room.copyMemory(from: copy, byteCount: copy.count)
      let source = zip_source_buffer(archive, room, UInt64(copy.count), 0)
      #expect(zip_file_add(archive, part.name, source, 0) >= 0)
    }
    try text.withUnsafeMutableBytes { bytes in
      let source = zip_source_buffer(archive, bytes.baseAddress, UInt64(bytes.count), 0)
      #expect(zip_file_add(archive, "xl/worksheets/sheet1.xml", source, 0) >= 0)
      try #require(zip_close(archive) == 0)
    }
    let bomb = try desk.bytes("b.xlsx")
    #expect(bomb.count < 1 << 18)
    let clock = ContinuousClock()
    let time = clock.measure { #expect(codes(bomb) == ["J4144"]) }
    #expect(time < .seconds(2))
  }

  /// The whole way: title lines above, a header of two rows with joined cells, dates, a totals row.
  @Test func aListAsOfficesKeepIt() throws {
    let text: (String, String) -> String = {
      "<c r=\"\($0)\" t=\"inlineStr\"><is><t>\($1)</t></is></c>"
    }
    let rows = """
      <row r="1">\(text("A1", "示范市重点企业名单（虚构）"))</row>
      <row r="2">\(text("A2", "企业名称"))\(text("B2", "经济指标（万元）"))\(text("D2", "国家级小巨人"))</row>
      <row r="3">\(text("B3", "营业收入"))\(text("C3", "投资额"))\(text("D3", "认定日期"))</row>
      <row r="4">\(text("A4", "示范甲公司"))<c r="B4"><v>12000</v></c><c r="C4"><v>800.5</v></c>
      <c r="D4" s="1"><v>46143</v></c></row>
      <row r="6">\(text("A6", "示范乙公司"))<c r="B6"><f>B4/0</f></c><c r="C6"><v>1</v></c></row>
      <row r="7">\(text("A7", "合　计"))<c r="B7"><v>12000</v></c><c r="C7"><v>801.5</v></c></row>
      """
    let merges = """
      <mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="A2:A3"/>
      <mergeCell ref="B2:C2"/></mergeCells>
      """
    let desk = try Desk([
      "例.rules": """
      field 营业收入 : money
      field 投资额 : money
      award 国家级小巨人 = 投资额 的 10% when new and 营业收入 >= 1亿
      """
    ])
    try desk.put(
      "名单.xlsx",
      bytes: MadeWorkbook(
        rows: rows, styles: "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>",
        merges: merges
      ).bytes)
    let lost = try desk.run(
      "batch", "例.rules", "--companies", "名单.xlsx", "--year", "2026", "--lang", "zh")
    #expect(lost.code == 65)
    #expect(lost.errors.contains("请加 --header-row 2 --header-rows 2"))
    let ending = try desk.run(
      "batch", "例.rules", "--companies", "名单.xlsx", "--year", "2026", "--header-row", "2",
      "--header-rows", "2", "-o", "结果.csv", "--no-bom", "--lang", "zh")
    #expect(ending.code == 3)
    #expect(
      try desk.text("结果.csv") == """
        企业名称,国家级小巨人,合计,上限合计,未定,待补,提示
        示范甲公司,800500.00,800500.00,800500.00,,,

        """)
    #expect(
      try desk.text("结果.rejects.csv") == """
        文件,行,列,值,原因,代码
        名单.xlsx,6,经济指标（万元） 营业收入,,公式没有存下结果，请在 Excel 或 WPS 里打开后重新保存,J4220
        名单.xlsx,7,企业名称,合　计,合计行不是企业,J4232

        """)
    let receipt = try desk.text("结果.receipt.json")
    #expect(receipt.contains("\"encoding\": \"xlsx\", \"sheet\": \"名单\""))
    #expect(receipt.contains("{\"rows\": 4, \"accepted\": 1, \"rejected\": 2, \"empty\": 1}"))
  }
}
