import JiliLexer
import Testing

@testable import Jili

@Suite("why rows were sent back") struct RejectCensusTests {
  private func line(_ number: Int, _ column: String, _ value: String, _ code: String) -> RejectLine
  {
    RejectLine(
      file: "名单.csv", number: number, column: column, value: value, cause: "原因", code: code)
  }

  @Test func nothingIsSaidOfNothing() {
    #expect(RejectCensus().text(.zh) == "")
  }

  /// The most frequent first, each with the first of its rows; what is quoted moves no cursor.
  @Test func reasonsAreCountedByColumn() {
    var census = RejectCensus()
    census.add([
      line(2, "营业收入", "较好", "J4201"), line(3, "", "", "J4291"),
      line(4, "研发投入", "\u{1B}[2J", "J4201"), line(5, "营业收入", "一般", "J4201"),
    ])
    census.add([line(9, "研发投入", "多", "J4201"), line(10, "营业收入", "差", "J4201")])
    #expect(
      census.text(.zh) == """
        退回的原因：
          3 行：`营业收入` 不是数字，如 名单.csv 第 2 行的 `较好`
          2 行：`研发投入` 不是数字，如 名单.csv 第 4 行的 `␛[2J`
          1 行：原因，如 名单.csv 第 3 行

        """)
    #expect(
      census.text(.en) == """
        reasons for rejecting:
          3: `营业收入` not a number, such as `较好` in row 2 of 名单.csv
          2: `研发投入` not a number, such as `␛[2J` in row 4 of 名单.csv
          1: 原因, such as row 3 of 名单.csv

        """)
  }

  /// Five reasons are told, the rest is added up; a row that was laid out has a line of its own.
  @Test func fewReasonsAreTold() {
    var census = RejectCensus()
    for column in 1...7 {
      census.add((0..<8 - column).map { line($0, "列\(column)", "x", "J4201") })
    }
    let lines = census.text(.zh).split(separator: "\n")
    #expect(lines.count == 7)
    #expect(lines.last == "  另有 3 行是别的原因")
    var laidOut = line(2, "列", "x", "J4201")
    laidOut.line = 77
    var other = RejectCensus()
    other.add([laidOut])
    #expect(other.text(.en).contains("in row 77 of"))
  }
}
