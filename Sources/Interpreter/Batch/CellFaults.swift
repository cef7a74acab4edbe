package import JiliLexer

/// Why a cell or a row cannot be read. The row is rejected, never filled with a 0.
///
/// Only the catalogue below makes faults. J4201 to J4229 are about cells, J4230 on about rows.
package struct CellFault: Error, Hashable, Sendable {
  package let code: String
  package let reason: Wording

  private init(_ code: String, zh: String, en: String) {
    self.code = code
    reason = Wording(zh: zh, en: en)
  }
}

// MARK: Cells

extension CellFault {
  /// A sum left the exact range.
  package static func overflow(_ award: String) -> CellFault {
    CellFault(
      "J4299", zh: "计算 `\(award)` 时数值超出范围", en: "a number is out of range in `\(award)`")
  }

  /// What the table of `jili sql` has no room for.
  package static func outsideTable(_ column: String) -> CellFault {
    CellFault(
      "J4298", zh: "`\(column)` 放不进查询的事实表：小数太多、数太大，或者不该是“无”",
      en:
        "`\(column)` does not fit the fact table: too many decimals, too large, or absent"
    )
  }

  static let notNumber = CellFault("J4201", zh: "不是数字", en: "not a number")

  static let notFlag = CellFault(
    "J4202", zh: "应写 是 或 否", en: "neither yes nor no")

  static func notTitleStatus(_ nearest: String?) -> CellFault {
    CellFault(
      "J4203", zh: "不是称号状态" + (nearest.map { "；是否 \($0)" } ?? ""),
      en: "not a title status" + (nearest.map { "; did you mean \($0)" } ?? ""))
  }

  static func notAmong(_ values: [String], nearest: String?) -> CellFault {
    let shown = values.prefix(8).joined(separator: "、") + (values.count > 8 ? "…" : "")
    return CellFault(
      "J4204", zh: "不在取值中" + (nearest.map { "；是否 \($0)" } ?? "：\(shown)"),
      en: "not one of the values" + (nearest.map { "; did you mean \($0)" } ?? ": \(shown)"))
  }

  static let notDate = CellFault(
    "J4205", zh: "不是日期，写作 2026-05-01、2026-05 或 2026",
    en: "not a date; write 2026-05-01, 2026-05 or 2026")

  static func percentWithoutUnit(_ digits: String, times100: String) -> CellFault {
    CellFault(
      "J4206", zh: "比例没有单位，是 \(times100)% 还是 \(digits)%",
      en: "share without a unit: \(times100)% or \(digits)%")
  }

  static func unknownUnit(_ unit: String, known: String) -> CellFault {
    CellFault(
      "J4207", zh: "不认识的单位 \(unit)，可用 \(known)", en: "unknown unit \(unit); known are \(known)")
  }

  static let scientific = CellFault(
    "J4208", zh: "科学计数法会丢失数字，请写出全部数字",
    en: "scientific notation loses digits; write the number in full")

  static let bracketed = CellFault(
    "J4209", zh: "括号不是负号，负数写作 -1,000", en: "brackets are no minus sign; write -1,000")

  static let commas = CellFault(
    "J4210", zh: "逗号须三位一隔", en: "commas must stand in threes")

  static let tooManyDigits = CellFault(
    "J4211", zh: "数字超过 \(Limits.digits) 位", en: "more than \(Limits.digits) digits")

  static let tooManyDecimals = CellFault(
    "J4212", zh: "以元计超过 \(Limits.moneyDecimals) 位小数",
    en: "more than \(Limits.moneyDecimals) decimals of 元")

  static let noSuchDate = CellFault("J4213", zh: "没有这一天", en: "there is no such date")

  static let yearNotFirst = CellFault(
    "J4214", zh: "日期须年在前，写作 2026-05-01", en: "the year must come first: 2026-05-01")

  static let bareBoolean = CellFault(
    "J4215", zh: "true 和 false 只能用于是否", en: "true and false are for flags only")

  static let outOfBounds = CellFault(
    "J4216", zh: "超出参数的范围", en: "outside the bounds of the parameter")

  static let titleDisagrees = CellFault(
    "J4217", zh: "称号的各列互相矛盾", en: "the columns of the title contradict each other")

  static let firstAfterRecognition = CellFault(
    "J4218", zh: "首次认定日期晚于认定日期",
    en: "the date of the first recognition is later than the recognition")

  static let partOfFen = CellFault(
    "J4223", zh: "付过的钱只到分", en: "money that was paid has no parts of a 分")
}

// MARK: Cells that have types

extension CellFault {
  static func errorValue(_ name: String) -> CellFault {
    CellFault("J4219", zh: "公式出错 \(name)", en: "the formula gives the error \(name)")
  }

  static let formulaWithoutValue = CellFault(
    "J4220", zh: "公式没有存下结果，请在 Excel 或 WPS 里打开后重新保存",
    en: "the formula has no stored value; open the file in a spreadsheet and save it again")

  static func mergedCell(_ anchor: String) -> CellFault {
    CellFault(
      "J4221", zh: "与 \(anchor) 合并成一格，请取消合并后逐格填写",
      en: "joined with \(anchor); split the cells and fill in each")
  }

  static let structure = CellFault(
    "J4222", zh: "应是一个值，不能是数组或对象", en: "a value is expected, no array and no object")
}

// MARK: Rows

extension CellFault {
  static func tooFewFields(_ found: Int, _ wanted: Int) -> CellFault {
    CellFault(
      "J4230", zh: "只有 \(found) 格，表头有 \(wanted) 格",
      en: "only \(found) cells where the header has \(wanted)")
  }

  static func tooManyFields(_ found: Int, _ wanted: Int) -> CellFault {
    CellFault(
      "J4231", zh: "有 \(found) 格，表头只有 \(wanted) 格",
      en: "\(found) cells where the header has only \(wanted)")
  }

  static let totalsRow = CellFault("J4232", zh: "合计行不是企业", en: "a totals row is no company")

  static let textBehindQuote = CellFault(
    "J4233", zh: "引号结束后还有文字", en: "text behind a closing quote")

  static let cellTooLong = CellFault(
    "J4234", zh: "一格超过 \(Limits.cellBytes >> 20) MiB，是否缺了引号",
    en: "a cell of more than \(Limits.cellBytes >> 20) MiB; is a quote missing")

  static let noKey = CellFault("J4235", zh: "没有企业标识", en: "the key is empty")

  static func duplicateRow(of number: Int) -> CellFault {
    CellFault(
      "J4236", zh: "与第 \(number) 行重复", en: "a duplicate of row \(number)")
  }

  static func contradictsRow(_ number: Int, year: Int?) -> CellFault {
    CellFault(
      "J4237", zh: "与第 \(number) 行\(year.map { " \($0) 年" } ?? "")的数不同",
      en: "differs from row \(number)\(year.map { " for \($0)" } ?? "")")
  }

  static func contradictsColumn(_ header: String) -> CellFault {
    CellFault(
      "J4238", zh: "与本行 `\(header)` 的数不同", en: "differs from `\(header)` in the same row")
  }

  static func cellTwice(_ name: String) -> CellFault {
    CellFault("J4239", zh: "单元格 \(name) 在文件里有两份", en: "cell \(name) is in the file twice")
  }

  static func pastLastColumn(_ name: String) -> CellFault {
    CellFault(
      "J4240", zh: "单元格 \(name) 在最后一列 XFD 之外", en: "cell \(name) lies past the last column, XFD")
  }

  static func notObject(_ why: Wording) -> CellFault {
    CellFault("J4241", zh: "不是一个 JSON 对象：\(why.zh)", en: "not a JSON object: \(why.en)")
  }

  static func repeatedKey(_ key: String) -> CellFault {
    CellFault("J4242", zh: "键 `\(key)` 出现两次", en: "key `\(key)` is given twice")
  }

  static func givenTwice(_ key: String) -> CellFault {
    CellFault("J4243", zh: "与 `\(key)` 说的是同一项", en: "it names the same fact as `\(key)`")
  }
}
