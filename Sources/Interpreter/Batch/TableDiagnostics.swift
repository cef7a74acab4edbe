import JiliLexer

/// What is wrong with JSON files of companies, with tables of headers and with workbooks: J4127 to
/// J4129, J4134 to J4159; warnings J4306 to J4319.
extension InputProblem {
  private static func about(
    _ code: String, _ file: String?, row: Int? = nil, zh: String, en: String
  ) -> InputProblem {
    InputProblem(code: code, file: file, row: row, message: Wording(zh: zh, en: en))
  }

  private static func meant(_ nearest: String?) -> Wording {
    guard let nearest else { return Wording(zh: "", en: "") }
    return Wording(zh: "；是否 `\(nearest)`", en: "; did you mean `\(nearest)`")
  }

  // MARK: JSON

  static func noObjects(_ file: String) -> InputProblem {
    about("J4127", file, zh: "文件里没有一家企业", en: "the file holds no company")
  }

  static func noKnownKey(_ file: String, shown: String) -> InputProblem {
    about(
      "J4128", file, zh: "没有一个键是规则要读的：\(shown)；叫法不同时用 --map",
      en: "no key names anything that the rules read: \(shown); if they have other names use --map")
  }

  // MARK: --map

  static func noMap(_ file: String) -> InputProblem {
    about(
      "J4134", file, zh: "--map：第 1 行应有 `表头` 和 `事实` 两列（可加 `单位`、`年份`）",
      en: "--map: row 1 must name the columns `header` and `fact` (`unit` and `year` may be added)")
  }

  static func mappedTwice(_ file: String, row: Int, _ header: String) -> InputProblem {
    about(
      "J4135", file, row: row, zh: "--map：表头 `\(header)` 写了两次",
      en: "--map: header `\(header)` is given twice")
  }

  static func mappedHeaderMissing(
    _ file: String, _ header: String, nearest: String?
  ) -> InputProblem {
    about(
      "J4136", file, zh: "--map：企业文件里没有表头 `\(header)`" + meant(nearest).zh,
      en: "--map: no company file has the header `\(header)`" + meant(nearest).en)
  }

  static func mappedFactUnknown(
    _ file: String, row: Int, _ fact: String, nearest: String?
  ) -> InputProblem {
    about(
      "J4137", file, row: row, zh: "--map：规则不读 `\(fact)`" + meant(nearest).zh,
      en: "--map: the rules read no `\(fact)`" + meant(nearest).en)
  }

  static func mappedBadly(
    _ file: String, row: Int, _ fact: String, _ meaning: String
  ) -> InputProblem {
    about(
      "J4138", file, row: row, zh: "--map：`\(fact)` 不能有这样的单位或年份：`\(meaning)`",
      en: "--map: `\(fact)` has no such unit or year: `\(meaning)`")
  }

  static func mappedParameter(_ file: String, row: Int, _ name: String) -> InputProblem {
    about(
      "J4139", file, row: row, zh: "--map：`\(name)` 是参数，用 --set \(name)=… 给出",
      en: "--map: `\(name)` is a parameter; give it with --set \(name)=…")
  }

  // MARK: Workbooks

  static func noWorkbookReader(_ file: String) -> InputProblem {
    about(
      "J4140", file, zh: "这里不能读工作簿，请另存为 CSV", en: "no workbooks are read here; save it as CSV")
  }

  package static func damagedWorkbook(_ file: String, _ part: String, zh: String, en: String)
    -> InputProblem
  {
    about(
      "J4141", file, zh: "工作簿已损坏：\(part)：\(zh)；请在 Excel 或 WPS 里打开后重新保存",
      en: "the workbook is damaged: \(part): \(en); open it in a spreadsheet and save it again")
  }

  package static func partTwice(_ file: String, _ part: String) -> InputProblem {
    about(
      "J4142", file, zh: "工作簿里 \(part) 有两份，读哪一份都可能不对；请在 Excel 或 WPS 里打开后重新保存",
      en: "the workbook holds \(part) twice, and either may be wrong; open it in a spreadsheet and "
        + "save it again")
  }

  package static func documentType(_ file: String, _ part: String) -> InputProblem {
    about(
      "J4143", file, zh: "工作簿的 \(part) 里有 DOCTYPE，表格软件从不写它；不读这个文件",
      en: "\(part) of the workbook has a DOCTYPE, which no spreadsheet writes; it is not read")
  }

  /// What of a workbook is too large.
  package enum WorkbookLimit: Sendable {
    case parts, partBytes, ratio, rows, cells, mergedCells

    var wording: Wording {
      switch self {
      case .parts:
        Wording(zh: "超过 \(Limits.workbookParts) 个部件", en: "more than \(Limits.workbookParts) parts")
      case .partBytes:
        Wording(
          zh: "展开超过 \(Limits.workbookPartBytes >> 20) MiB",
          en: "more than \(Limits.workbookPartBytes >> 20) MiB unpacked")
      case .ratio:
        Wording(
          zh: "展开后大了 \(Limits.workbookRatio.times) 倍以上，像是压缩炸弹",
          en:
            "unpacked it is more than \(Limits.workbookRatio.times) times as large, like a zip bomb"
        )
      case .rows:
        Wording(zh: "超过 \(Limits.sheetRows) 行", en: "more than \(Limits.sheetRows) rows")
      case .cells:
        Wording(zh: "超过 \(Limits.sheetCells) 格", en: "more than \(Limits.sheetCells) cells")
      case .mergedCells:
        Wording(
          zh: "合并的单元格超过 \(Limits.mergedCells) 格",
          en: "more than \(Limits.mergedCells) joined cells")
      }
    }
  }

  package static func workbookTooLarge(_ file: String, _ limit: WorkbookLimit) -> InputProblem {
    about(
      "J4144", file, zh: "工作簿太大：\(limit.wording.zh)；请另存为 CSV",
      en: "the workbook is too large: \(limit.wording.en); save it as CSV")
  }

  package static func oldWorkbook(_ file: String) -> InputProblem {
    about(
      "J4145", file, zh: "是旧版 .xls 或加了密码的工作簿，请另存为不加密的 .xlsx",
      en: "an .xls workbook or one with a password; save it as .xlsx without a password")
  }

  package static func noSuchSheet(
    _ file: String, _ sheet: String, _ names: [String]
  ) -> InputProblem {
    let shown = names.prefix(20).map { "`\($0)`" }.joined(separator: " ")
    let near = nearestName(to: sheet, among: names)
    return about(
      "J4146", file,
      zh: "--sheet：没有工作表 `\(sheet)`" + (near == nil ? "；有 \(shown)" : meant(near).zh),
      en: "--sheet: there is no sheet `\(sheet)`"
        + (near == nil ? "; there are \(shown)" : meant(near).en))
  }

  static func noSheets(_ file: String) -> InputProblem {
    about(
      "J4147", file, zh: "--sheet：这个文件不是工作簿，没有工作表", en: "--sheet: this is no workbook")
  }

  // MARK: Warnings

  static func farFromBounds(
    _ file: String, header: String, middle: Exact, fact: Fact
  ) -> InputProblem {
    let amount = middle.groupedYuanText
    return about(
      "J4306", file,
      zh: "列 `\(header)` 的中位数是 \(amount) 元，与规则给 `\(fact.name)` 写的范围相差百倍以上；单位是否写错？",
      en: "the median of column `\(header)` is \(amount) 元, a hundred times outside the range "
        + "that the rules state for `\(fact.name)`; is its unit wrong?")
  }

  static func filesDiffer(
    _ file: String, header: String, _ middle: Exact, other: String, _ otherMiddle: Exact
  ) -> InputProblem {
    let (one, two) = (middle.groupedYuanText, otherMiddle.groupedYuanText)
    return about(
      "J4307", file,
      zh: "列 `\(header)` 的中位数是 \(one) 元，`\(other)` 里同一项是 \(two) 元，相差万倍以上；单位是否写错？",
      en: "the median of column `\(header)` is \(one) 元, of the same fact in `\(other)` "
        + "\(two) 元, ten thousand times apart; is a unit wrong?")
  }

  static func firstSheet(_ file: String, _ sheet: String, others: [String]) -> InputProblem {
    let shown =
      others.prefix(8).map { "`\($0)`" }.joined(separator: " ") + (others.count > 8 ? " …" : "")
    return about(
      "J4308", file, zh: "读的是工作表 `\(sheet)`；另有 \(shown)，用 --sheet 选",
      en: "sheet `\(sheet)` is read; there are also \(shown), --sheet chooses one")
  }

  static func hiddenRows(_ file: String, count: Int) -> InputProblem {
    about(
      "J4309", file, zh: "工作表有 \(count) 行隐藏着，也照样计算",
      en: "\(count) rows of the sheet are hidden; they count like all others")
  }

  static func joinedHeaders(_ file: String, row: Int) -> InputProblem {
    about(
      "J4310", file, row: row, zh: "表头第 \(row) 行有合并的单元格；表头若有两行，请加 --header-rows 2",
      en:
        "row \(row) of the header has joined cells; if the header has two rows add --header-rows 2")
  }
}
