package import JiliLexer

private let revenue = """
  field 营业收入 : money
  award 规模奖励 = 10万 when 营业收入 >= 1亿
  """

private let flag = """
  field 重点产业 : flag
  award 技改补助 = 10万 when 重点产业
  """

private let titleAward = "award 国家级小巨人 = 150万 when new"

private let share = """
  field 研发占比 : percent
  award 研发奖励 = 10万 when 研发占比 >= 5%
  """

private let paidBefore = """
  policy 示范市2026 { overlap top-up }
  award 技改补助 = 10万
  """

private let date = """
  field 开工日期 : date
  award 早开工奖励 = 5万 when 开工日期 < 2026-07-01
  """

/// What stands behind the codes of cells, J4201 to J4229. The row is rejected.
extension DiagnosticGuide {
  package static let cells: [DiagnosticGuide] = [
    cell(
      "J4201", zh: "不是数字", en: "not a number",
      Wording(
        zh: """
          这一列要读数字，格子里却是别的。程序不猜，也不当作 0，这一行退回。请改成数字；还不知道的，留空或写 `/`。
          """,
        en: """
          The column holds numbers and this cell something else. Nothing is guessed and nothing
          taken as 0: the row is rejected. Write a number, or leave the cell empty where it is not
          known.
          """),
      revenue, "营业收入", wrong: "约一个多亿", mended: "1.2亿"),
    cell(
      "J4202", zh: "不是“是”或“否”", en: "neither yes nor no",
      Wording(
        zh: """
          这一列是“是否”，认得的写法有：是、有、√、y、1 和 否、无、×、n、0。格子里是别的，这一行退回。
          请改成“是”或“否”；还不知道的，留空。
          """,
        en: """
          The column is a flag: 是 有 √ y 1, or 否 无 × n 0. The cell says something else, so the row is
          rejected. Write yes or no, or leave the cell empty where it is not known.
          """),
      flag, "重点产业", wrong: "基本符合", mended: "是"),
    cell(
      "J4203", zh: "不是称号的状态", en: "not a status of a title",
      Wording(
        zh: """
          称号列里写的是本年的状态：新认定、首次、再次、复评、新引进、有效、无，或认定日期。这个词不在其中，这一行退回。
          消息会给出相近的词；不清楚的写“不详”，没有的留空。
          """,
        en: """
          Under a title stands its status of the year: 新认定, 首次, 再次, 复评, 新引进, 有效, 无, or a date of
          recognition. This word is none of them, so the row is rejected. A near word is offered;
          write 不详 where it is not known, leave the cell empty where there is no title.
          """),
      titleAward, "国家级小巨人", wrong: "新任定", mended: "新认定"),
    cell(
      "J4204", zh: "不在取值中", en: "not one of the values",
      Wording(
        zh: """
          规则为这个字段列出了取值，格子里的不在其中，这一行退回。请改成列出的写法；规则之外的值都归一类的，
          在规则的字段后加 `列外 = …`。
          """,
        en: """
          The rules list the values of this field, and the cell is none of them, so the row is
          rejected. Write it as the rules do, or add `other = …` to the field where all other values
          count as one.
          """),
      """
      field 行业 : one of 生物医药, 集成电路, 新材料
      award 产业奖励 = 20万 when 行业 = 新材料
      """, "行业", wrong: "新材科", mended: "新材料"),
    cell(
      "J4205", zh: "不是日期", en: "not a date",
      Wording(
        zh: """
          这一列要读日期。认得 `2026-05-01`、`2026/5/1`、`20260501`、`2026年5月1日`，也可以只写到月或年。
          请照其中一种改。
          """,
        en: """
          The column holds dates: `2026-05-01`, `2026/5/1`, `20260501`, `2026年5月1日`, or known to the
          month or year. Write one of these.
          """),
      date, "开工日期", wrong: "今年上半年", mended: "2026-05"),
    cell(
      "J4206", zh: "比例没有单位", en: "a share without a unit",
      Wording(
        zh: """
          光写 `0.2` 看不出是 20% 还是 0.2%，差一百倍，所以这一行退回。请在格子里写 `20%`，或在表头写 `研发占比（%）`。
          """,
        en: """
          A bare `0.2` could be 20% or 0.2%, so the row is rejected. Write `20%` in the cell, or the
          unit in the header, as `研发占比（%）`.
          """),
      share, "研发占比", wrong: "0.06", mended: "6%"),
    cell(
      "J4207", zh: "不认识的单位", en: "unknown unit",
      Wording(
        zh: """
          数字后面的单位不认识，消息列出了可用的。外币请先换算成人民币。
          """,
        en: """
          The unit behind the number is not known; the message lists those that are. Convert foreign
          money first.
          """),
      revenue, "营业收入", wrong: "1700万美元", mended: "12000万元"),
    cell(
      "J4208", zh: "科学计数法", en: "scientific notation",
      Wording(
        zh: """
          `1.2E+08` 是表格软件把长数字显示成科学计数法后导出的，后面的数字已经丢了。请把该列的单元格格式改成“数值”，
          再导出一次。
          """,
        en: """
          `1.2E+08` comes from a spreadsheet that shortened a long number; its last digits are lost.
          Format the column as plain numbers and export it again.
          """),
      revenue, "营业收入", wrong: "1.2E+08", mended: "120000000"),
    cell(
      "J4209", zh: "括号不是负号", en: "brackets are no minus sign",
      Wording(
        zh: """
          会计报表用 `(1,000)` 表示负数，这里不认，免得把带括号的说明也当成负数。请写 `-1,000`。
          """,
        en: """
          Accounts write `(1,000)` for a negative number; it is not accepted here, so that no
          bracketed remark is taken for one. Write `-1,000`.
          """),
      revenue, "营业收入", wrong: "\"(1,000)\"", mended: "\"-1,000\""),
    cell(
      "J4210", zh: "逗号须三位一隔", en: "commas in threes",
      Wording(
        zh: """
          数字里的逗号只能是千分位，每三位一个。`1,20` 可能是 120，也可能是 1.20，所以退回。请去掉逗号或写对位置。
          """,
        en: """
          Commas in a number stand in threes. `1,20` could be 120 or 1.20, so the row is rejected.
          Take the comma out or put it right.
          """),
      revenue, "营业收入", wrong: "\"1,20,000\"", mended: "\"120,000\""),
    cell(
      "J4211", zh: "数字太长", en: "too many digits",
      Wording(
        zh: """
          一个数最多 15 位有效数字，再多多半是把编号、信用代码填进了金额列，或多按了几个 0。请核对这一格。
          """,
        en: """
          A number has at most 15 digits. More are usually an identifier in the wrong column, or a
          slip of the finger. Check the cell.
          """),
      revenue, "营业收入", wrong: "1234567890123456", mended: "123456789"),
    cell(
      "J4212", zh: "小数太多", en: "too many decimals",
      Wording(
        zh: """
          金额以元计最多 4 位小数。小数更多，多半是表格公式算出来的中间数。请先四舍五入再填，程序不替你舍去。
          """,
        en: """
          An amount has at most 4 decimals of 元. More usually come from a formula. Round the number
          first; the program does not do it for you.
          """),
      revenue, "营业收入", wrong: "120000000.333333", mended: "120000000.33"),
    cell(
      "J4213", zh: "没有这一天", en: "there is no such date",
      Wording(
        zh: """
          写法是日期，日历上却没有这一天，如 2 月 30 日。请核对；只知道月份的，写到月就行。
          """,
        en: """
          It is written like a date, but the calendar has no such day. Check it; a date may be known
          to the month only.
          """),
      date, "开工日期", wrong: "2026-02-30", mended: "2026-02"),
    cell(
      "J4214", zh: "日期须年在前", en: "the year must come first",
      Wording(
        zh: """
          `05/01/2026` 可能是 5 月 1 日，也可能是 1 月 5 日，所以不认。请把年写在前面：`2026-05-01`。
          """,
        en: """
          `05/01/2026` could be May or January, so it is not accepted. Write the year first:
          `2026-05-01`.
          """),
      date, "开工日期", wrong: "05/01/2026", mended: "2026-05-01"),
    DiagnosticGuide(
      "J4215", zh: "true 和 false 只能用于是否", en: "true and false are for flags",
      Wording(
        zh: """
          JSON 里的 true、false 只能给“是否”字段和称号的状态列。其他字段请写文字或数。
          """,
        en: """
          In JSON true and false fill flags and nothing else. Write a text or a number for other
          fields.
          """),
      .company(
        rules: revenue,
        wrong: """
          {"营业收入": true}
          """,
        mended: """
          {"营业收入": "1.2亿"}
          """)),
    DiagnosticGuide(
      "J4216", zh: "超出参数的范围", en: "outside the bounds of the parameter",
      Wording(
        zh: """
          `--set` 给参数的值超出了规则为它写的范围（`属于 A 至 B`）。请核对单位，或改规则里的范围。
          """,
        en: """
          The value that `--set` gives lies outside the bounds that the rules state for the
          parameter. Check the unit, or change the bounds.
          """),
      .command(
        wrong: "jili batch 例.rules --companies 企业.csv --set 支持比例=80%",
        mended: "jili batch 例.rules --companies 企业.csv --set 支持比例=30%",
        files: [
          GuideFile(
            "例.rules",
            """
            parameter 支持比例 : percent in 0% .. 50%
            field 投资额 : money
            award 技改补助 = 支持比例 of 投资额
            """), GuideFile("企业.csv", "企业名称,投资额\n示范甲公司,500万\n"),
        ])),
    DiagnosticGuide(
      "J4217", zh: "称号的各列互相矛盾", en: "the columns of a title contradict each other",
      Wording(
        zh: """
          同一称号的状态列和日期列说的不是一回事，例如写着“新认定”，认定日期却是几年前。程序不知道信哪个，这一行退回。
          请核对后改一处。
          """,
        en: """
          The columns of one title disagree, such as 新认定 beside a date of recognition years ago.
          Nobody knows which is right, so the row is rejected. Check and mend one.
          """),
      .companies(
        rules: titleAward, options: "--year 2026",
        wrong: """
          企业名称,国家级小巨人,国家级小巨人认定日期
          示范甲公司,新认定,2022-08-01
          """,
        mended: """
          企业名称,国家级小巨人,国家级小巨人认定日期
          示范甲公司,新认定,2026-08-01
          """)),
    DiagnosticGuide(
      "J4218", zh: "首次认定日期晚于认定日期", en: "first recognition after the recognition",
      Wording(
        zh: """
          首次认定不可能晚于最近一次认定。多半是两列填反了，请核对。
          """,
        en: """
          The first recognition cannot be later than the last. The two columns are usually swapped;
          check them.
          """),
      .companies(
        rules: titleAward, options: "--year 2026",
        wrong: """
          企业名称,国家级小巨人认定日期,国家级小巨人首次认定日期
          示范甲公司,2023-08-01,2026-08-01
          """,
        mended: """
          企业名称,国家级小巨人认定日期,国家级小巨人首次认定日期
          示范甲公司,2026-08-01,2023-08-01
          """)),
    cell(
      "J4223", zh: "付过的钱有不到一分的零头", en: "money paid with parts of a 分",
      Wording(
        zh: """
          `奖项.已付`、`奖项.已得` 是真正付过的钱，只到分。有零头的多半是折算出来的数。请按付款凭证填。
          """,
        en: """
          What was paid or received is money that moved: it has no parts of a 分. A number with more
          decimals was usually computed. Fill in what the voucher says.
          """),
      paidBefore, "技改补助.已得", wrong: "1234.567", mended: "1234.57"),
    DiagnosticGuide(
      "J4298", zh: "放不进查询的事实表", en: "a row that does not fit the fact table of a query",
      Wording(
        zh: """
          `jili sql --companies` 把名单变成事实表的行。表里金额有 18 位数字、4 位小数，已付、已得是整分，数有 6 位小数，比例有 8 位小数；
          放不下的一行退回，绝不四舍五入。请核对这一格；确实这样的，用 `jili batch` 计算。
          """,
        en: """
          `jili sql --companies` turns company files into rows of the fact table. It keeps 18 digits
          and 4 decimals of an amount, whole 分 of what was paid or received, 6 decimals of a number
          and 8 of a share. A row that needs more is rejected, never rounded. Check the cell; if it
          is right, compute the row with `jili batch`.
          """),
      .none(
        Wording(
          zh: "退回的行在退回清单里，不是一条消息。",
          en: "The row stands in the list of rejects, which is no message."))),
    DiagnosticGuide(
      "J4299", zh: "计算时数值超出范围", en: "a number is out of range",
      Wording(
        zh: """
          用这一行的数计算某个奖项时，结果大到无法精确表示，这一行退回，绝不给近似值。请核对这一行的单位和位数。
          """,
        en: """
          An award of this row comes to a number too large to be kept exactly, so the row is
          rejected; nothing is ever approximated. Check units and digits of the row.
          """),
      .companies(
        rules: """
          field 产量 : number
          field 单价系数 : number
          award 产量奖励 = 1元 * 产量 * 产量 * 产量 * 单价系数
          """,
        wrong: """
          企业名称,产量,单价系数
          示范甲公司,999999999999999,2
          """,
        mended: """
          企业名称,产量,单价系数
          示范甲公司,1200,2
          """)),
  ]

  /// A guide whose example is one cell of a company file.
  private static func cell(
    _ code: String, zh: String, en: String, _ meaning: Wording, _ rules: String, _ header: String,
    wrong: String, mended: String
  ) -> DiagnosticGuide {
    func table(_ cell: String) -> String { "企业名称,\(header)\n示范甲公司,\(cell)" }
    return DiagnosticGuide(
      code, zh: zh, en: en, meaning,
      .companies(rules: rules, wrong: table(wrong), mended: table(mended)))
  }
}
