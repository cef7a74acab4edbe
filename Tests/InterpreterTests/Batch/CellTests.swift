import JiliLexer
import Testing

@testable import Jili

@Suite struct CellTests {
  private func read(
    _ text: String, _ kind: Fact.Kind, unit: String? = nil, texts: [String] = []
  ) throws(CellFault) -> CellReading {
    try CellType(kind: kind, unit: unit.flatMap(headerUnit), texts: texts).read(text)
  }

  private func code(
    _ text: String, _ kind: Fact.Kind, unit: String? = nil
  ) -> String {
    do throws(CellFault) {
      return "\(try read(text, kind, unit: unit))"
    } catch {
      return error.code
    }
  }

  @Test(
    arguments: [
      ("1,234.50", nil, yuan(12345, -1)), ("６１２０万", nil, yuan(6120, 4)),
      ("16.31亿", nil, yuan(1631, 6)), ("-5", nil, yuan(-5)), ("－５", nil, yuan(-5)),
      ("１，２３４．５０", nil, yuan(12345, -1)), ("¥1,000", nil, yuan(1000)),
      ("￥ 12万元", nil, yuan(12, 4)), ("-¥3", nil, yuan(-3)), ("300 万元", nil, yuan(300, 4)),
      ("6120.00万", nil, yuan(6120, 4)), ("12", "万元", yuan(12, 4)), ("12亿", "万元", yuan(12, 8)),
      ("12元", "亿元", yuan(12)), ("1.5", "千元", yuan(1500)), ("2", "百万元", yuan(2, 6)),
      ("0.0001", nil, yuan(1, -4)), ("1.50000000", nil, yuan(15, -1)),
      ("999999999999999", nil, yuan(999_999_999_999_999)), ("0012", nil, yuan(12)),
      (".5", nil, yuan(5, -1)), ("\u{3000}7\u{A0}", nil, yuan(7)), ("0", nil, yuan(0)),
      ("20359518.89", nil, yuan(2_035_951_889, -2)), ("+8", nil, yuan(8)),
    ] as [(String, String?, Exact)])
  func money(_ cell: String, unit: String?, expected: Exact) throws {
    #expect(try read(cell, .money, unit: unit) == .value(.number(expected)))
  }

  @Test(arguments: [
    ("12abc", "J4207"), ("abc", "J4201"), ("1.2E+08", "J4208"), ("1e5", "J4208"),
    ("(1,000)", "J4209"), ("（1,000）", "J4209"), ("1,23", "J4210"), ("1234,567", "J4210"),
    (",123", "J4210"), ("1,234,", "J4210"), ("1234567890123456", "J4211"), ("0.00001", "J4212"),
    ("12美元", "J4207"), ("12%", "J4207"), ("1.2.3", "J4201"), ("5.", "J4201"), ("--5", "J4201"),
    ("05/01/2026", "J4201"), ("1亿2000万", "J4201"), ("12 34", "J4201"), ("¥", "J4201"),
    ("#DIV/0!", "J4201"), ("1\u{200B}2", "J4201"), ("٣", "J4201"),
  ])
  func refusedMoney(_ cell: String, expected: String) {
    #expect(code(cell, .money) == expected)
  }

  @Test(arguments: [
    "", " ", "-", "--", "—", "/", "-/-", "N/A", "n/a", "NA", "null", "NULL", "#N/A", "无", "－",
    "\u{3000}",
  ])
  func empty(_ cell: String) throws {
    #expect(try read(cell, .money) == .empty)
    #expect(try read(cell, .date) == .empty)
    #expect(try read(cell, .text) == .empty)
  }

  @Test func emptyWordsThatAreValues() throws {
    #expect(try read("无", .flag) == .value(.flag(false)))
    let levels = Fact.Kind.category(values: ["高", "无"], other: nil)
    #expect(try read("无", levels) == .value(.code(1)))
    #expect(try read("-", levels) == .empty)
    #expect(try read("无", .text, texts: ["无"]) == .value(.code(0)))
  }

  @Test func numbersAndShares() throws {
    #expect(try read("1,234.5", .number) == .value(.number(yuan(12345, -1))))
    #expect(try read("12家", .number) == .value(.number(yuan(12))))
    #expect(try read("3 年", .number) == .value(.number(yuan(3))))
    #expect(code("3万", .number) == "J4207")
    #expect(try read("20%", .percent) == .value(.number(yuan(2, -1))))
    #expect(try read("２０％", .percent) == .value(.number(yuan(2, -1))))
    #expect(try read("5‰", .percent) == .value(.number(yuan(5, -3))))
    #expect(try read("3.59", .percent, unit: "%") == .value(.number(yuan(359, -4))))
    #expect(try read("5‰", .percent, unit: "%") == .value(.number(yuan(5, -3))))
    #expect(code("20元", .percent) == "J4207")
  }

  @Test(arguments: [
    ("0.2", "比例没有单位，是 20% 还是 0.2%"), ("20", "比例没有单位，是 2000% 还是 20%"),
    ("0.005", "比例没有单位，是 0.5% 还是 0.005%"), ("-1.25", "比例没有单位，是 -125% 还是 -1.25%"),
  ])
  func bareShare(_ cell: String, expected: String) {
    #expect(throws: CellFault.self) { try read(cell, .percent) }
    do throws(CellFault) {
      _ = try read(cell, .percent)
    } catch {
      #expect(error.reason.zh == expected)
      #expect(error.code == "J4206")
    }
  }

  @Test(arguments: [
    ("2026-05-01", days(2026, 5, 1)), ("2026/5/1", days(2026, 5, 1)),
    ("20260501", days(2026, 5, 1)), ("2026年5月1日", days(2026, 5, 1)),
    ("２０２６年５月１日", days(2026, 5, 1)), ("2026-05", days(2026, 5)),
    ("2026年5月", days(2026, 5)), ("2026", days(2026)), ("2026年", days(2026)),
    ("2024-02-29", days(2024, 2, 29)),
  ])
  func dates(_ cell: String, expected: Days) throws {
    #expect(try read(cell, .date) == .value(.date(expected)))
  }

  @Test(arguments: [
    ("05/01/2026", "J4214"), ("1-5-2026", "J4214"), ("2026-13-01", "J4213"),
    ("2026-02-29", "J4213"), ("20260231", "J4213"), ("202605", "J4205"), ("26-05-01", "J4205"),
    ("08-23", "J4205"), ("2026年5", "J4205"), ("45000", "J4205"), ("2026-05-01 00:00", "J4205"),
    ("2026.5", "J4205"), ("明年", "J4205"), ("2026-005-01", "J4205"), ("0000", "J4213"),
  ])
  func refusedDates(_ cell: String, expected: String) {
    #expect(code(cell, .date) == expected)
  }

  @Test(arguments: ["是", "有", "√", "✓", "y", "Yes", "TRUE", "1", "１"])
  func yes(_ cell: String) throws {
    #expect(try read(cell, .flag) == .value(.flag(true)))
  }

  @Test(arguments: ["否", "无", "×", "n", "No", "false", "0"])
  func no(_ cell: String) throws {
    #expect(try read(cell, .flag) == .value(.flag(false)))
  }

  @Test func categories() throws {
    let closed = Fact.Kind.category(values: ["生物医药", "新能源"], other: nil)
    #expect(try read(" 新能源 ", closed) == .value(.code(1)))
    #expect(code("新能元", closed) == "J4204")
    let open = Fact.Kind.category(values: ["生物医药", "其他"], other: 1)
    #expect(try read("钢铁", open) == .value(.code(1)))
    #expect(code("maybe", .flag) == "J4202")
    let parts = Fact.Kind.instalment(award: 0, labels: ["期初", "期末"])
    #expect(try read("期末", parts) == .value(.code(1)))
    #expect(try read("嘉兴市", .text, texts: ["台州市", "嘉兴市"]) == .value(.code(1)))
    #expect(try read("杭州市", .text, texts: ["台州市"]) == .value(.code(-1)))
  }

  @Test func suggestionsNameTheNearestValue() {
    do throws(CellFault) {
      _ = try read("生物医要", .category(values: ["生物医药", "新能源"], other: nil))
      Issue.record("a value outside the list was accepted")
    } catch {
      #expect(error.reason.zh == "不在取值中；是否 生物医药")
    }
  }
}
