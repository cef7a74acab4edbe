import JiliLexer

/// The catalogue of what is wrong with whole files, options and headers: J4101 to J4199 refuse,
/// J4301 to J4399 warn, J4401 to J4599 are about results and readings.
extension InputProblem {
  private static func about(
    _ code: String, _ file: String?, row: Int? = nil, zh: String, en: String
  ) -> InputProblem {
    InputProblem(code: code, file: file, row: row, message: Wording(zh: zh, en: en))
  }

  // MARK: Files

  /// It is not GB18030 either, or no header in GB18030 is one that the rules read.
  static func notUTF8(_ file: String, row: Int) -> InputProblem {
    about(
      "J4101", file, row: row,
      zh: "第 \(row) 行有不是 UTF-8 的字节，也不是读得通的 GB18030（GBK）；请另存为 UTF-8，或用 --encoding 说明编码",
      en:
        "row \(row) has bytes that are not UTF-8, nor do they make sense as GB18030 (GBK); save "
        + "the file as UTF-8, or name its encoding with --encoding")
  }

  static func notGB18030(_ file: String, row: Int) -> InputProblem {
    about(
      "J4113", file, row: row, zh: "第 \(row) 行有不是 GB18030（GBK）的字节，文件可能已损坏；请重新导出",
      en:
        "row \(row) has bytes that are not GB18030 (GBK), the file may be damaged; export it again")
  }

  static func notUTF16(_ file: String, row: Int) -> InputProblem {
    about(
      "J4102", file, row: row, zh: "第 \(row) 行有不是 UTF-16 的字节，请另存为 UTF-8",
      en: "row \(row) has bytes that are not UTF-16; save the file as UTF-8")
  }

  static func unclosedQuote(_ file: String, row: Int) -> InputProblem {
    about(
      "J4103", file, row: row, zh: "第 \(row) 行的引号到文件末尾也没有结束，其后的行无法辨认",
      en: "a quote in row \(row) is never closed, so the rows behind it cannot be told apart")
  }

  static func noKnownHeader(
    _ file: String, row: Int, shown: String, offer: HeaderOffer?
  ) -> InputProblem {
    var zh = "第 \(row) 行没有规则要读的列：\(shown)；"
    var en = "row \(row) names nothing that the rules read: \(shown); "
    if let offer {
      let option = "--header-row \(offer.row)" + (offer.count > 1 ? " --header-rows 2" : "")
      zh += "表头像是在第 \(offer.row) 行，请加 \(option)"
      en += "the headers seem to stand in row \(offer.row): add \(option)"
    } else {
      zh += "表头不在这一行时用 --header-row，列名叫法不同时用 --map"
      en += "if the headers stand elsewhere use --header-row, if they have other names use --map"
    }
    return about("J4104", file, row: row, zh: zh, en: en)
  }

  static func twoHeaders(_ file: String, _ one: String, _ other: String, fact: String)
    -> InputProblem
  {
    about(
      "J4105", file, zh: "两列给出同一项 `\(fact)`：`\(one)` 和 `\(other)`，请留一列",
      en: "two columns give `\(fact)`, `\(one)` and `\(other)`; keep one")
  }

  static func noRows(_ file: String, headerRow: Int, others: [String] = []) -> InputProblem {
    let names = others.prefix(8).map { "`\($0)`" }.joined(separator: " ")
    return about(
      "J4106", file,
      zh: "文件没有第 \(headerRow) 行，找不到表头" + (others.isEmpty ? "" : "；另有工作表 \(names)，用 --sheet 选"),
      en: "the file has no row \(headerRow), so no headers"
        + (others.isEmpty ? "" : "; other sheets are \(names), --sheet chooses one"))
  }

  static func noSuchColumn(_ file: String, _ column: String, option: String, nearest: String?)
    -> InputProblem
  {
    about(
      "J4107", file,
      zh: "没有 \(option) 所说的列 `\(column)`" + (nearest.map { "；是否 `\($0)`" } ?? ""),
      en: "there is no column `\(column)` for \(option)"
        + (nearest.map { "; did you mean `\($0)`" } ?? ""))
  }

  static func tooManyColumns(_ file: String) -> InputProblem {
    about(
      "J4108", file, zh: "超过 \(Limits.columns) 列，是否丢了换行？",
      en: "more than \(Limits.columns) columns; are line breaks missing?")
  }

  static func twoNamedColumns(_ file: String, _ column: String, option: String) -> InputProblem {
    about(
      "J4109", file, zh: "\(option) 所说的列 `\(column)` 有两列，请改其中一个表头",
      en: "two columns are headed `\(column)`, which \(option) names; rename one")
  }

  static func zeroBytes(_ file: String, row: Int) -> InputProblem {
    about(
      "J4110", file, row: row, zh: "第 \(row) 行有 NUL 字节；UTF-16 文件须有 BOM，请另存为 UTF-8",
      en: "row \(row) has NUL bytes; UTF-16 needs a byte order mark, save the file as UTF-8")
  }

  // MARK: JSON

  static func badJSON(_ file: String, line: Int, column: Int, zh: String, en: String)
    -> InputProblem
  {
    about(
      "J4120", file, row: line, zh: "第 \(line) 行第 \(column) 列：\(zh)",
      en: "line \(line), column \(column): \(en)")
  }

  static func repeatedKey(_ file: String, line: Int, key: String) -> InputProblem {
    about(
      "J4121", file, row: line, zh: "第 \(line) 行：键 `\(key)` 出现两次",
      en: "line \(line): key `\(key)` is given twice")
  }

  static func notAnObject(_ file: String) -> InputProblem {
    about(
      "J4123", file, zh: "一家企业须是一个 JSON 对象 {…}", en: "one company is one JSON object {…}")
  }

  static func unknownKey(_ file: String, key: String, nearest: String?) -> InputProblem {
    about(
      "J4124", file, zh: "规则不读 `\(key)`" + (nearest.map { "；是否 `\($0)`" } ?? ""),
      en: "the rules read no `\(key)`" + (nearest.map { "; did you mean `\($0)`" } ?? ""))
  }

  static func parameterInFile(_ file: String, key: String) -> InputProblem {
    about(
      "J4125", file, zh: "`\(key)` 是参数，用 --set \(key)=… 给出",
      en: "`\(key)` is a parameter; give it with --set \(key)=…")
  }

  static func wrongShape(_ file: String, key: String) -> InputProblem {
    about(
      "J4126", file, zh: "`\(key)` 的值不能是数组或这样的对象",
      en: "the value of `\(key)` cannot be an array or such an object")
  }

  static func badValue(_ file: String?, key: String, value: String, fault: CellFault)
    -> InputProblem
  {
    about(
      fault.code, file, zh: "\(key) = \(value)：\(fault.reason.zh)",
      en: "\(key) = \(value): \(fault.reason.en)")
  }

  // MARK: Options

  static func unknownSetting(_ name: String, nearest: String?) -> InputProblem {
    about(
      "J4130", nil, zh: "--set：规则不读 `\(name)`" + (nearest.map { "；是否 `\($0)`" } ?? ""),
      en: "--set: the rules read no `\(name)`" + (nearest.map { "; did you mean `\($0)`" } ?? ""))
  }

  static func repeatedSetting(_ name: String) -> InputProblem {
    about(
      "J4131", nil, zh: "--set：`\(name)` 给了两次", en: "--set: `\(name)` is given twice")
  }

  static func unknownReading(_ name: String, _ known: [String]) -> InputProblem {
    let near = nearestName(to: name, among: known)
    return about(
      "J4501", nil,
      zh: "--reading：规则里没有理解 `\(name)`" + (near.map { "；是否 `\($0)`" } ?? ""),
      en: "--reading: the rules have no reading `\(name)`"
        + (near.map { "; did you mean `\($0)`" } ?? ""))
  }

  static func noSuchAward(_ name: String, nearest: String?) -> InputProblem {
    about(
      "J4506", nil,
      zh: "规则里没有叫 `\(name)` 的奖励、优待或限额" + (nearest.map { "；是否 `\($0)`" } ?? ""),
      en: "no award, benefit or limit is named `\(name)`"
        + (nearest.map { "; did you mean `\($0)`" } ?? ""))
  }

  static func noSuchCompany(_ name: String, nearest: String?) -> InputProblem {
    about(
      "J4507", nil,
      zh: "--only：文件里没有企业 `\(name)`" + (nearest.map { "；是否 `\($0)`" } ?? ""),
      en: "--only: no company is named `\(name)`"
        + (nearest.map { "; did you mean `\($0)`" } ?? ""))
  }

  static func unknownChoice(_ choice: String, of reading: Reading) -> InputProblem {
    func known(_ joint: String) -> String { reading.choices.joined(separator: joint) }
    return about(
      "J4502", nil, zh: "--reading：`\(reading.name)` 没有取值 `\(choice)`，只有 \(known("、"))",
      en: "--reading: `\(reading.name)` has no choice `\(choice)`; it has \(known(", "))")
  }

  /// The date that an embedder gives.
  static func badDate(_ text: String) -> InputProblem {
    about(
      "J4503", nil, zh: "`\(text)` 不是日期，写作 2026-05-01、2026-05 或 2026",
      en: "`\(text)` is no date; write 2026-05-01, 2026-05 or 2026")
  }

  /// The host of the library has ended the call.
  package static func stopped(_ reason: Watch.Stop) -> InputProblem {
    let words: Wording =
      switch reason {
      case .cancelled: Wording(zh: "计算被调用方取消", en: "cancelled by the caller")
      case .time: Wording(zh: "计算超过调用方给的时间", en: "the caller's time is up")
      case .steps:
        Wording(zh: "计算超过调用方给的步数", en: "more steps than the caller allows")
      case .memory:
        Wording(zh: "计算超过调用方给的内存", en: "more memory than the caller allows")
      }
    return about("J4505", nil, zh: words.zh, en: words.en)
  }

  /// A rule file that an embedder has laid out.
  package static func layoutUnfaithful(_ name: String) -> InputProblem {
    about(
      "J4504", nil, zh: "程序自查不符：`\(name)` 整理后意思会变",
      en: "the program's own check failed: `\(name)` would mean something else when laid out")
  }

  /// Several policies end on different days, so that none of them stands for a missing date.
  static func noCommonDate(_ ends: [(policy: String, day: Days)], inFile: Bool) -> InputProblem {
    let options = inFile ? "--year、--date、--date-column" : "--year、--date"
    let optionsInEnglish = inFile ? "--year, --date or --date-column" : "--year or --date"
    let zh = ends.map { "\($0.policy) \($0.day.text ?? "没有终日")" }.joined(separator: "，")
    let en = ends.map { "\($0.policy) \($0.day.text ?? "has no end")" }.joined(separator: ", ")
    return about(
      "J4132", nil,
      zh: "几份政策的有效期不在同一天结束（\(zh)），没有共同的计算日期；请用 \(options) 给出",
      en: "the policies do not end on one day (\(en)), so that there is no date to compute for; "
        + "give one with \(optionsInEnglish)")
  }

  /// `A.已付` where two policies have an award A.
  static func severalAwards(_ file: String?, _ header: String, _ names: [String]) -> InputProblem {
    about(
      "J4133", file,
      zh: "`\(header)` 说的是哪份政策的奖项？写成 "
        + names.map { "`\($0)`" }.joined(separator: " 或 "),
      en: "`\(header)` is a fact of an award of several policies; which one? write "
        + names.map { "`\($0)`" }.joined(separator: " or "))
  }

  // MARK: Receipts

  package static func notReceipt(_ file: String, missing: String) -> InputProblem {
    about(
      "J4420", file, zh: "不是 jili batch 的回执：缺 `\(missing)`，或写得不对",
      en: "this is no receipt of jili batch: `\(missing)` is missing or malformed")
  }

  static func otherReceipt(_ file: String, _ schema: String) -> InputProblem {
    about(
      "J4421", file, zh: "回执的格式是第 \(schema) 版，这个程序只认第 1 版；请换新的程序",
      en: "the receipt has schema \(schema) and this program knows 1; use a newer program")
  }

  package static func unknownReceiptOption(_ file: String, _ words: String) -> InputProblem {
    about(
      "J4422", file, zh: "回执里的选项这个程序不认识：\(words)",
      en: "this program does not know an option of the receipt: \(words)")
  }

  // MARK: Comparisons

  /// `--pair` names what one of the policies does not pay.
  static func unknownPair(_ name: String, _ known: [String]) -> InputProblem {
    let offer = nearestName(to: name, among: known)
    return about(
      "J4440", nil, zh: "--pair：没有奖项 `\(name)`" + (offer.map { "；是否 `\($0)`" } ?? ""),
      en: "--pair: there is no award `\(name)`" + (offer.map { "; did you mean `\($0)`" } ?? ""))
  }

  /// The comparison holds a policy against one that pays nothing on that day.
  static func outOfForce(_ policy: String, rows: Int) -> InputProblem {
    about(
      "J4441", nil,
      zh: "\(policy)：有 \(rows) 行的日期不在它的有效期内，这些行按它都是 0；要不问有效期、只比条文，加 --ignore-period，"
        + "要换一个日期看它，用 --base-date",
      en: "\(policy): \(rows) rows lie outside its period and get nothing under it; "
        + "--ignore-period compares the clauses whatever the periods, --base-date looks at the "
        + "first policy on another day")
  }

  // MARK: Warnings

  static func nearMiss(_ file: String, header: String, nearest: String) -> InputProblem {
    about(
      "J4301", file, zh: "列 `\(header)` 没有用到；是否 `\(nearest)`",
      en: "column `\(header)` is not used; did you mean `\(nearest)`")
  }

  static func unfitUnit(_ file: String, header: String, unit: String, fact: String)
    -> InputProblem
  {
    about(
      "J4302", file, zh: "列 `\(header)` 没有用到：`\(fact)` 不能以 \(unit) 为单位",
      en: "column `\(header)` is not used: \(unit) is no unit for `\(fact)`")
  }

  /// One line however many there are: a file of another system has few of the columns.
  static func absentFacts(_ file: String, _ facts: [String]) -> InputProblem {
    let names = facts.prefix(8).map { "`\($0)`" }
    let rest = facts.count - names.count
    let zh = names.joined(separator: "、") + (rest > 0 ? " 等 \(facts.count)" : " 这 \(facts.count)")
    let en = names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    return about(
      "J4303", file,
      zh: facts.count == 1
        ? "没有 \(names[0]) 一列，每行都按未知计算" : "没有 \(zh) 列，每行都按未知计算",
      en: facts.count == 1
        ? "no column gives \(en); it is unknown in every row"
        : "no columns give \(en); they are unknown in every row")
  }

  /// Said wherever nothing gives a date: it is never the clock's.
  package static func defaultDate(_ date: Days, inFile: Bool = true) -> InputProblem {
    let options = inFile ? "--date、--year、--date-column" : "--date、--year"
    let optionsInEnglish = inFile ? "--date, --year or --date-column" : "--date or --year"
    let text = date.text
    return about(
      "J4304", nil,
      zh: (text.map { "没有给出日期，按政策有效期最后一天 \($0) 计算" } ?? "没有给出日期，按日期未知计算")
        + "；可用 \(options) 给出",
      en: (text.map { "no date is given; the last day of the policy's period, \($0), is used" }
        ?? "no date is given; it is unknown") + "; \(optionsInEnglish) gives one")
  }

  static func outsideBounds(fact: String, rows: Int) -> InputProblem {
    let counted = rows == 1 ? "1 row" : "\(rows) rows"
    return about(
      "J4305", nil, zh: "`\(fact)` 有 \(rows) 行超出规则写的范围，请核对",
      en: "`\(fact)` is outside the range that the rules state in \(counted); please check")
  }
}

// MARK: Results

extension OutputRefusal {
  static func unknownColumn(_ name: String, nearest: String?) -> OutputRefusal {
    OutputRefusal(
      kind: .usage, code: "J4401",
      message: Wording(
        zh: "--columns：没有 `\(name)` 一列" + (nearest.map { "；是否 `\($0)`" } ?? ""),
        en: "--columns: there is no column `\(name)`"
          + (nearest.map { "; did you mean `\($0)`" } ?? "")))
  }

  static func tooManyGroups(_ name: String) -> OutputRefusal {
    OutputRefusal(
      kind: .usage, code: "J4410",
      message: Wording(
        zh: "--by：`\(name)` 的取值超过 \(Limits.groupValues) 个，不宜用来分组",
        en: "--by: `\(name)` has more than \(Limits.groupValues) values, too many to split by"))
  }

  /// A sheet has so many columns and no more.
  package static func tooManyColumns(_ count: Int, limit: Int) -> OutputRefusal {
    OutputRefusal(
      kind: .usage, code: "J4411",
      message: Wording(
        zh: "结果有 \(count) 列，工作表最多 \(limit) 列；用 --columns 选列，或输出 csv",
        en: "the results have \(count) columns and a sheet at most \(limit); choose some with "
          + "--columns, or write csv"))
  }

  static let sumTooLarge = OutputRefusal(
    kind: .check, code: "J4402",
    message: Wording(
      zh: "合计超出可计算的范围，请核对企业文件里的单位",
      en: "a total is too large to compute; check the units of the company file"))

  static func rowsDiffer(_ rows: Int, _ outcomes: Int) -> OutputRefusal {
    OutputRefusal(
      kind: .check, code: "J4403",
      message: Wording(
        zh: "程序自查不符：读入 \(rows) 行，结果有 \(outcomes) 行，没有写出结果",
        en: "the program's own check failed: \(rows) rows in, \(outcomes) results out; "
          + "nothing written"))
  }
}
