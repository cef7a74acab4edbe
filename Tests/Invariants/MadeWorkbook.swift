/// A workbook made by hand, part by part, so that it can be as wrong as a test needs it.
package struct MadeWorkbook {
  package var parts: [(name: String, text: String)]

  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006/relationships"

  /// `rows` are the rows of the first sheet as XML.
  package init(
    rows: String, strings: String = "", styles: String = "", merges: String = "",
    workbook: String = "", sheets: String = "<sheet name=\"名单\" sheetId=\"1\" r:id=\"r1\"/>"
  ) {
    parts = [
      (
        "_rels/.rels",
        Self.relations(
          Self.relation("a", "officeDocument", "xl/workbook.xml")
        )
      ),
      (
        "xl/workbook.xml",
        "<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.office)\">"
          + "\(workbook)<sheets>\(sheets)</sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        Self.relations(
          (1...3).map {
            Self.relation("r\($0)", "worksheet", "worksheets/sheet\($0).xml")
          }.joined()
            + Self.relation("s", "sharedStrings", "/xl/sharedStrings.xml")
            + Self.relation("t", "styles", "styles.xml"))
      ),
      ("xl/sharedStrings.xml", "<sst xmlns=\"\(Self.main)\">\(strings)</sst>"),
      ("xl/styles.xml", "<styleSheet xmlns=\"\(Self.main)\">\(styles)</styleSheet>"),
      ("xl/worksheets/sheet1.xml", Self.sheet(rows, merges)),
    ]
  }

  package static func sheet(_ rows: String, _ merges: String = "") -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<worksheet xmlns=\"\(main)\"><sheetData>\(rows)</sheetData>\(merges)</worksheet>"
  }

  private static func relation(_ name: String, _ kind: String, _ target: String) -> String {
    "<Relationship Id=\"\(name)\" Type=\"\(office)/\(kind)\" Target=\"\(target)\"/>"
  }

  private static func relations(_ list: String) -> String {
    "<Relationships xmlns=\"\(package)\">\(list)</Relationships>"
  }

  /// The archive, its parts stored as they are.
  package var bytes: [UInt8] { MadeArchive(parts).bytes }
}
