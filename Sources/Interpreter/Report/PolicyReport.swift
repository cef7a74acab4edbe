package import JiliLexer

/// A report as a value: what it says, part by part, with every number of every picture. The page
/// and the workbook are two ways to write it.
package struct PolicyReport: Sendable {
  /// A figure at the head of the page.
  package struct Key: Hashable, Sendable {
    package var name: String
    package var value: String
    package var note: String
  }

  package struct Part: Sendable {
    /// For links and the names of files.
    package var key: String
    package var title: String
    package var lead: String
    /// Pictures of the numbers, each with words of its own where there are several.
    var charts: [(title: String, chart: RowChart)] = []
    /// Pictures that are made elsewhere, as SVG.
    package var pictures: [String] = []
    package var table: ResultSheet
    /// The last row is the total.
    package var isTotalled = false
    /// The table is what the part is about: it is shown at once.
    package var showsTable = false
    /// Words below.
    package var remarks: [String] = []
  }

  package var title: String
  package var subtitle: String
  package var headline: String
  package var keys: [Key] = []
  package var parts: [Part] = []
  package var notices: [String] = []
  package var origin: ReportOrigin
  package var language: Language
}

/// From what a report was made: with this another run can be held against it.
package struct ReportOrigin: Sendable {
  package var version: String
  package var command: String
  package var rules: [HashedFile]
  package var companies: [HashedFile]

  package init(
    version: String, command: String, rules: [HashedFile], companies: [HashedFile]
  ) {
    self.version = version
    self.command = command
    self.rules = rules
    self.companies = companies
  }
}

extension PolicyReport {
  func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }

  /// The parts as sheets of a workbook, the head and the origin among them.
  package var sheets: [(name: String, sheet: ResultSheet, isTotalled: Bool)] {
    var head = ResultSheet(names: [word("项目", "item"), word("数", "figure"), word("说明", "note")])
    head.rows = keys.map { [.text($0.name), .text($0.value), .text($0.note)] }
    head.rows.append([.text(word("说明", "paragraph")), .text(headline), .text("")])
    head.rows += notices.map { [.text(word("注意", "notice")), .text($0), .text("")] }
    for file in origin.rules {
      head.rows.append([
        .text(word("规则", "rules")), .text(file.name), .text("sha256 " + file.sha256),
      ])
    }
    for file in origin.companies {
      head.rows.append([
        .text(word("企业文件", "companies")), .text(file.name), .text("sha256 " + file.sha256),
      ])
    }
    head.rows.append([.text(word("命令", "command")), .text(origin.command), .text("")])
    head.rows.append([.text(word("程序", "program")), .text("jili \(origin.version)"), .text("")])
    return [(word("报告", "report"), head, false)]
      + parts.map { ($0.title, $0.table, $0.isTotalled) }
  }
}
