package import JiliLexer

/// What the command line says about result files.
package struct OutputOptions: Sendable {
  package enum Format: String, Sendable { case csv, tsv, jsonl, xlsx }

  package var format = Format.csv
  /// The language of headers and notes; result files are Chinese unless `--lang en`.
  package var language = Language.zh
  /// A byte order mark in front of a CSV or TSV file, for spreadsheets.
  package var hasMark = false
  /// `--columns A,B`: which columns and in which order; `awards` stands for all award columns.
  package var columns: [String]?
  /// `--payers`: behind each sum what every payer bears of it.
  package var showsPayers = false
  /// The table goes on into the cells of a workbook, where no first sign makes a formula of text.
  package var isForCells = false
  /// What `explain` is asked for.
  package var explained = ExplainForm()

  package init() {}
}

/// The policies of a run with what became of every accepted row, in the order of the rows.
package struct PolicyResults: Sendable {
  package var plan: Plan
  package var outcomes: [RowOutcome]

  package init(plan: Plan, outcomes: [RowOutcome]) {
    self.plan = plan
    self.outcomes = outcomes
  }
}

/// The output cannot be written as asked.
package struct OutputRefusal: Error, Hashable, Sendable {
  package enum Kind: Sendable {
    /// An option names what does not exist: exit code 64.
    case usage
    /// The program's own check failed: exit code 70.
    case check
  }

  package var kind: Kind
  package var code: String
  package var message: Wording
}

/// The fixed words of result files, both languages side by side. The English ones are the keys of
/// the JSON output.
enum ResultWord {
  static let total = Wording(zh: "合计", en: "total")
  static let totalHigh = Wording(zh: "上限合计", en: "total_high")
  static let unspecified = Wording(zh: "未定", en: "unspecified")
  static let missing = Wording(zh: "待补", en: "missing")
  static let notes = Wording(zh: "提示", en: "notes")
  static let company = Wording(zh: "企业", en: "company")
  static let year = Wording(zh: "年度", en: "year")
  static let policy = Wording(zh: "政策", en: "policy")
  static let article = Wording(zh: "条款", en: "article")
  static let award = Wording(zh: "奖项", en: "award")
  static let state = Wording(zh: "状态", en: "state")
  static let low = Wording(zh: "金额", en: "low")
  static let high = Wording(zh: "上限", en: "high")
  static let quote = Wording(zh: "依据", en: "quote")
  static let reason = Wording(zh: "说明", en: "reason")
  static let notSplit = Wording(zh: "未分担", en: "not_split")
  static let group = Wording(zh: "分组", en: "group")
  static let companies = Wording(zh: "企业数", en: "companies")
  static let file = Wording(zh: "文件", en: "file")
  static let row = Wording(zh: "行", en: "row")
  static let column = Wording(zh: "列", en: "column")
  static let value = Wording(zh: "值", en: "value")
  static let cause = Wording(zh: "原因", en: "reason")
  static let code = Wording(zh: "代码", en: "code")

  /// Between names in one cell.
  static let nameJoint = Wording(zh: "、", en: ", ")
  /// Between notes in one cell.
  static let noteJoint = Wording(zh: "；", en: "; ")
}

extension Explanation {
  package func text(_ language: Language) -> String { language == .zh ? zh : en }
}

extension LineOutcome {
  /// The certain sum; nil where it is 0 but more is possible or the text has no sum.
  var settledLow: Exact? {
    if !low.isZero { return low }
    return high == .zero ? .zero : nil
  }
}
