import Testing

@testable import Jili

@Suite("sheets of workbooks")
struct SheetTests {
  private static var facts: [Fact] {
    [
      yearly("营业收入"), Fact(name: "成立日期", kind: .date), Fact(name: "增长率", kind: .percent),
      Fact(name: "重点领域", kind: .flag), Fact(name: "注册地", kind: .text), title("国家级小巨人"),
    ]
  }

  private func row(_ number: Int, _ cells: TypedCell...) -> TypedRow {
    TypedRow(number: number, cells: cells)
  }

  private func read(
    _ rows: [TypedRow], merges: [Sheet.Merge] = [], from1904: Bool = false,
    _ change: (inout InputOptions) -> Void = { _ in }
  ) throws(InputRefusal) -> Ingested {
    var sheet = Sheet(name: "名单", rows: rows, countsFrom1904: from1904)
    sheet.merges = merges
    let given = sheet
    return try ingest(
      [InputFile(name: "公司.xlsx", bytes: [0x50, 0x4B, 0x03, 0x04])], layout: layout(Self.facts),
      options: options {
        $0.openWorkbook = { _, _ throws(InputRefusal) in given }
        change(&$0)
      })
  }

  /// What one cell under one header gives: the value of its slot, or the code of its fault.
  private func outcome(
    _ header: String, _ cell: TypedCell, slot: Int, from1904: Bool = false
  ) throws -> (SlotValue?, String?) {
    let found = try read(
      [row(1, .text("企业"), .text(header)), row(2, .text("甲"), cell)], from1904: from1904)
    return (found.rows.first?.row.values[slot], found.rejects.first?.fault.code)
  }

  private func date(_ cell: TypedCell, from1904: Bool = false) throws -> Days? {
    guard case .date(let date)? = try outcome("成立日期", cell, slot: 3, from1904: from1904).0 else {
      return nil
    }
    return date
  }

  /// Day numbers worked out from 2026-05-01, which is day 46143 of the calendar that begins with
  /// 1900 and day 44681 of the one that begins with 1904.
  @Test func dayNumbers() throws {
    #expect(try date(.number("46143", .date)) == days(2026, 5, 1))
    #expect(try date(.number("46143.75", .date)) == days(2026, 5, 1))
    #expect(try date(.number("46143")) == days(2026, 5, 1))
    #expect(try date(.number("44681", .date), from1904: true) == days(2026, 5, 1))
    #expect(try date(.number("59", .date)) == days(1900, 2, 28))
    #expect(try date(.number("61", .date)) == days(1900, 3, 1))
    #expect(try date(.number("0", .date), from1904: true) == days(1904, 1, 1))
    #expect(try outcome("成立日期", .number("60", .date), slot: 3).1 == "J4205")
  }

  /// What does not look like a date and reads as one is meant as it is written.
  @Test func yearsTypedAsNumbers() throws {
    #expect(try date(.number("2026")) == days(2026))
    #expect(try date(.number("20260501")) == days(2026, 5, 1))
    #expect(try date(.text("2026年5月")) == days(2026, 5))
  }

  @Test func sharesAndFlags() throws {
    #expect(try outcome("增长率", .number("0.2", .percent), slot: 4).0 == .number(yuan(2, -1)))
    #expect(try outcome("增长率", .number("0.0425", .percent), slot: 4).0 == .number(yuan(425, -4)))
    #expect(try outcome("增长率", .number("-1.5", .percent), slot: 4).0 == .number(yuan(-15, -1)))
    // The cell says per cent itself, whatever its header says.
    #expect(try outcome("增长率（%）", .number("0.2", .percent), slot: 4).0 == .number(yuan(2, -1)))
    #expect(try outcome("增长率（%）", .number("20"), slot: 4).0 == .number(yuan(2, -1)))
    #expect(try outcome("增长率", .number("0.2"), slot: 4).1 == "J4206")
    #expect(try outcome("重点领域", .boolean(true), slot: 5).0 == .flag(true))
    #expect(try outcome("重点领域", .number("1"), slot: 5).0 == .flag(true))
    #expect(try outcome("营业收入（万元）", .number("1.5"), slot: 0).0 == .number(yuan(15_000)))
  }

  @Test func cellsThatAreRejected() throws {
    #expect(try outcome("营业收入", .boolean(true), slot: 0).1 == "J4215")
    #expect(try outcome("营业收入", .error("#DIV/0!"), slot: 0).1 == "J4219")
    #expect(try outcome("营业收入", .error("#N/A"), slot: 0).0 == .unknown)
    #expect(try outcome("营业收入", .formula, slot: 0).1 == "J4220")
    // Nothing reads this column.
    let unread = try read([
      row(1, .text("注册地"), .text("备注")), row(2, .text("嘉兴"), .error("#REF!")),
    ])
    #expect(unread.rejects == [])
  }

  /// A spreadsheet keeps 15 digits of a number, so that a code of 18 is no longer that company's.
  @Test func codesThatLostTheirLastDigits() throws {
    let rows = [
      row(1, .text("社会信用代码"), .text("营业收入")),
      row(2, .number("913304001234568000"), .number("1")),
      row(3, .text("91330400123456789X"), .number("2")),
      row(4, .number("330400123456789"), .number("3")),
    ]
    let found = try read(rows) { $0.key = "社会信用代码" }
    #expect(found.rejects.map(\.fault.code) == ["J4211"])
    #expect(found.rows.map(\.company) == ["91330400123456789X", "330400123456789"])
  }

  @Test func rowsThatAreRejected() throws {
    var twice = row(2, .text("甲"), .number("1"))
    twice.rowFault = .cellTwice("B2")
    var past = row(3, .text("乙"), .number("1"))
    past.rowFault = .pastLastColumn("XFE3")
    let found = try read([row(1, .text("企业"), .text("营业收入")), twice, past])
    #expect(found.rejects.map(\.fault.code) == ["J4239", "J4240"])
  }

  /// Rows that are not there are empty rows between others; a short row has empty cells.
  @Test func rowsThatAreNotThere() throws {
    let found = try read([
      row(1, .text("企业"), .text("营业收入"), .text("注册地")), row(3, .text("甲")),
      row(7, .text("合计"), .number("1")), row(900, .text(""), .text(" ")),
    ])
    #expect(found.rows.map(\.number) == [3])
    #expect(found.rejects.map(\.number) == [7])
    #expect(found.rejects.map(\.fault.code) == ["J4232"])
    #expect(found.counts.rows == 6)
    #expect(found.counts.empty == 4)
  }

  @Test func joinedCells() throws {
    let rows = [
      row(1, .text("名单")), row(2, .text("企业"), .text("营业收入"), .text(""), .text("注册地")),
      row(3, .text(""), .text("2024年"), .text("2025年")),
      row(4, .text("甲"), .number("1"), .number("2"), .text("嘉兴")),
      row(5, .text("乙"), .number("3"), .number("4")),
    ]
    let merges = [
      Sheet.Merge(rows: 1...1, columns: 1...4), Sheet.Merge(rows: 2...3, columns: 1...1),
      Sheet.Merge(rows: 2...2, columns: 2...3), Sheet.Merge(rows: 2...3, columns: 4...4),
      Sheet.Merge(rows: 4...5, columns: 4...4),
    ]
    let found = try read(rows, merges: merges) {
      $0.headerRow = 2
      $0.headerRows = 2
    }
    #expect(
      found.inputs[0].columns.map { "\($0.fact)=\($0.header)" } == [
        "营业收入2024=营业收入 2024年", "营业收入2025=营业收入 2025年", "注册地=注册地",
      ])
    #expect(found.rows.map(\.number) == [4])
    #expect(found.rejects.map(\.column) == ["注册地"])
    #expect(found.rejects.map(\.fault) == [.mergedCell("D4")])
    let single = try read(rows, merges: merges) { $0.headerRow = 2 }
    #expect(single.notices.map(\.code).contains("J4310"))
  }

  @Test func datesAreShownAsDates() throws {
    let found = try read([
      row(1, .text("企业"), .text("成立日期")), row(2, .number("46143", .date), .text("五月")),
    ])
    #expect(found.rejects.map(\.value) == ["五月"])
    let kept = try read([
      row(1, .text("日期"), .text("营业收入")), row(2, .number("46143", .date), .number("1")),
    ]) {
      $0.date = nil
      $0.dateColumn = "日期"
    }
    #expect(kept.rows.first?.dateText == "2026-05-01")
    #expect(kept.rows.first?.row.date == days(2026, 5, 1))
  }
}
