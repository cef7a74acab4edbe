import JiliLexer

@testable import Jili

/// Findings about workbooks, which are no text that a page could show.
extension MadeCases {
  static let workbooks: [(code: String, find: @Sendable () throws -> GuideFinding?)] = [
    ("J4140", { refused(.noWorkbookReader("企业.xlsx")) }),
    (
      "J4141",
      {
        refused(
          .damagedWorkbook(
            "企业.xlsx", "xl/worksheets/sheet1.xml", zh: "解压时发现错误", en: "it cannot be unpacked"))
      }
    ),
    ("J4142", { refused(.partTwice("企业.xlsx", "xl/worksheets/sheet1.xml")) }),
    ("J4143", { refused(.documentType("企业.xlsx", "xl/workbook.xml")) }),
    ("J4144", { refused(.workbookTooLarge("企业.xlsx", .ratio)) }),
    ("J4145", { refused(.oldWorkbook("企业.xls")) }),
    ("J4146", { refused(.noSuchSheet("企业.xlsx", "名单二", ["名单", "说明"])) }),
    ("J4308", { GuideFinding(.firstSheet("企业.xlsx", "名单", others: ["说明"]), .note) }),
    ("J4309", { GuideFinding(.hiddenRows("企业.xlsx", count: 3), .warning) }),
    ("J4310", { GuideFinding(.joinedHeaders("企业.xlsx", row: 2), .warning) }),
  ]

  private static func refused(_ problem: InputProblem) -> GuideFinding {
    GuideFinding(problem, .error)
  }
}
