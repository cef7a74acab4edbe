package import JiliLexer

/// One company file as the caller read it; the core opens none itself.
package struct InputFile: Sendable {
  /// The name as the user knows it, for rejects and the receipt.
  package var name: String
  package var bytes: [UInt8]
  /// What the file is in where `bytes` are no longer its own but the same text in UTF-8.
  package var original: TextEncoding?
  /// What is known of a file whose rows are laid out as text elsewhere; `bytes` are empty then.
  package var opened: OpenedFile?

  package init(name: String, bytes: [UInt8], original: TextEncoding? = nil) {
    self.name = name
    self.bytes = bytes
    self.original = original
  }
}

/// A file whose cells have types, so that no row of text is its header.
package enum OpenedFile: Sendable {
  case json(JSONHeaders)
  case workbook(Sheet)
}

/// `--set NAME=VALUE`: what holds wherever a row says nothing, written as in a header and a cell.
package struct Setting: Sendable {
  package var name: String
  package var value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// What the command line says about reading company files.
package struct InputOptions: Sendable {
  /// `--header-row N`: the row of the file that holds the headers, counted from 1.
  package var headerRow = 1
  /// `--header-rows 2`: groups above, their members below.
  package var headerRows = 1
  /// `--encoding E`.
  package var encoding: TextEncoding?
  /// `--sheet NAME|N`.
  package var sheet: String?
  /// `--map FILE`: what the headers of a stranger's file stand for.
  package var map: InputFile?
  /// Whoever can open workbooks; nil where nobody can.
  package var openWorkbook: OpenWorkbook?
  /// `--absent blank`: a fact without a column is a column of empty cells.
  package var absentIsBlank = false
  /// `--date D` or `--year Y`: the evaluation date of every row.
  package var date: Days?
  /// The evaluation date where nothing else gives one; nil: the end of the policy's period.
  package var defaultDate: Days?
  /// `--date-column C`.
  package var dateColumn: String?
  /// `--key C`: rows of one key are one company.
  package var key: String?
  /// `--keep A,B`: the identifying columns of the results.
  package var keep: [String]?
  /// `--by A,B`: columns or facts by whose values the summary is split.
  package var groupBy: [String] = []
  /// Rejected rows keep their cells, to be written back for mending.
  package var keepsRejectedCells = false
  /// Rows keep the cells that their facts were read from.
  package var keepsCells = false
  package var settings: [Setting] = []
  /// What the host of the library allows, if it limits anything.
  package var watch: Watch?

  package init() {}
}

/// What rows must deliver: the facts that the rules read and where each lives in a row.
package struct RowLayout: Sendable {
  package var facts: [Fact]
  package var slotCount: Int
  /// Texts that rules compare text facts with.
  package var texts: [String]
  /// The policies with the last day of the period of each.
  package var ends: [(policy: String, day: Days)]

  package init(facts: [Fact], slotCount: Int, texts: [String] = [], lastDay: Days = .unknown) {
    self.facts = facts
    self.slotCount = slotCount
    self.texts = texts
    ends = [("", lastDay)]
  }

  package init(_ plan: Plan) {
    self.init(facts: plan.facts, slotCount: plan.slotCount, texts: plan.texts)
    ends = plan.policies.map { ($0.name, $0.lastDay) }
  }

  /// The last day of all periods, which is the evaluation date where nothing else gives one:
  /// unknown where no policy has an end, nil where they end on different days.
  package var lastDay: Days? {
    let first = ends.first?.day ?? .unknown
    return ends.allSatisfy { $0.day == first } ? first : nil
  }

  /// The same, refused where it is no single day.
  func defaultDate(inFile: Bool) throws(InputRefusal) -> Days {
    guard let lastDay else { throw InputRefusal(.usage, [.noCommonDate(ends, inFile: inFile)]) }
    return lastDay
  }
}

extension RowLayout {
  /// Whether the rules declare a fact of this name, read or not.
  func declares(_ name: String) -> Bool {
    let wanted = normalizedHeader(name)
    return facts.contains { fact in
      ([fact.name] + fact.otherNames + fact.bareNames + fact.aliases).contains {
        normalizedHeader($0) == wanted
      }
    }
  }

  func isParameter(_ name: String) -> Bool {
    facts.contains { $0.isParameter && ($0.name == name || $0.bareName == name) }
  }
}

/// Something to say about the input: why it is refused, or a warning.
package struct InputProblem: Hashable, Sendable {
  package var code: String
  /// The file it is about; nil for options.
  package var file: String?
  /// The row as a spreadsheet counts, or the line of a JSON file.
  package var row: Int?
  package var message: Wording
}

/// The input cannot be used as a whole; every reason that was found.
package struct InputRefusal: Error, Hashable, Sendable {
  package enum Kind: Sendable {
    /// The file is unusable: exit code 65.
    case file
    /// An option names what does not exist: exit code 64.
    case usage
    /// The host of the library has ended the call.
    case stopped
  }

  package var kind: Kind
  package var problems: [InputProblem]

  package init(_ kind: Kind, _ problems: [InputProblem]) {
    self.kind = kind
    self.problems = problems
  }
}

/// A row that was read, and what results say about where it came from.
package struct AcceptedRow: Sendable {
  package var row: Row
  /// Index into the inputs.
  package var file: Int
  /// The row as a spreadsheet counts, the header row included.
  package var number: Int
  /// Where a row that was laid out stands in its file.
  package var line: Int? = nil
  /// The identifying cells as they stand in the file, in the order of the identifying columns.
  package var identity: [String]
  /// The key, else the first identifying cell that is no date.
  package var company: String
  /// The cell of the column named by `--date-column`.
  package var dateText: String?
  /// What reading has to say in the notes of the result.
  package var notes: [Explanation]
  /// The values of the row under each `--by`.
  package var groups: [GroupValue] = []
  /// The cells that are not empty, by fact, where they are kept.
  package var cells: [CellOrigin] = []
}

/// A row that was not read, with its first fault.
package struct RejectedRow: Hashable, Sendable {
  package var file: String
  package var number: Int
  /// Where a row that was laid out stands in its file.
  package var line: Int? = nil
  /// The header as it stands in the file; empty where the row as a whole is at fault.
  package var column: String
  /// The cell as it stands in the file.
  package var value: String
  package var fault: CellFault
  /// All cells as they stand in the file, where they are kept: the row goes back to be mended.
  package var cells: [String] = []
  /// The cell at fault; nil where the row as a whole is.
  package var place: Int? = nil
}

/// Every input row is in exactly one of the last three.
package struct RowCounts: Hashable, Sendable {
  package var rows = 0
  package var accepted = 0
  package var rejected = 0
  package var empty = 0

  package init() {}
}

/// What one file turned out to be, for the receipt.
package struct InputReport: Sendable {
  package var file: String
  package var encoding: String
  /// Of a workbook, the sheet that was read.
  package var sheet: String?
  /// Header by fact, in the order of the columns.
  package var columns: [(fact: String, header: String)]
  /// Headers that nothing reads.
  package var ignored: [String]
  /// Facts that the rules read and no header gives.
  package var absent: [String]
  /// The headers as they stand in the file.
  package var headers: [String] = []
}

/// All rows of all files.
package struct Ingested: Sendable {
  /// In the order of the files and rows.
  package var rows: [AcceptedRow] = []
  package var rejects: [RejectedRow] = []
  package var inputs: [InputReport] = []
  package var counts = RowCounts()
  /// Headers of the identifying columns.
  package var identityHeaders: [String] = []
  /// The identifying columns that long results show besides company and date: what `--keep` names.
  package var keptBeside: [Int] = []
  package var notices: [InputProblem] = []
  /// The end of the policy's period, where that is the evaluation date of every row.
  package var defaultDate: Days?
  /// Rows are told apart by a key, so that several rows may be one company.
  package var hasKey = false
  /// `--date-column` was given: long results show the cell behind the company.
  package var showsDate = false
}
