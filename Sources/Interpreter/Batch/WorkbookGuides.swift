package import JiliLexer

private let isNoText = GuideExample.none(
  Wording(zh: "工作簿不是文字，放不进本页。", en: "A workbook is no text to be shown here."))

/// What stands behind the codes of workbooks, of their cells, and of columns in a wrong unit.
extension DiagnosticGuide {
  package static let workbooks: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J4140", zh: "这里不能读工作簿", en: "no workbooks here",
      Wording(
        zh: "库本身不打开工作簿；嵌入它的程序没有给出读工作簿的办法。命令 `jili` 能读 .xlsx。请把名单另存为 CSV。",
        en: """
          The library opens no workbooks itself, and the program around it hands none in. The
          command `jili` reads .xlsx. Save the list as CSV.
          """),
      isNoText),
    DiagnosticGuide(
      "J4141", zh: "工作簿已损坏", en: "a damaged workbook",
      Wording(
        zh: """
          工作簿是一个压缩包，里面的某一部分缺了、解不开，或者不成样子；消息写明是哪一部分。损坏的工作簿整个不读，
          因为读出来的一半看不出少了什么。请在 Excel 或 WPS 里打开，核对后重新保存。
          """,
        en: """
          A workbook is an archive, and a part of it is missing, cannot be unpacked or makes no
          sense; the message names it. The whole file is refused, because half a list does not
          show what it lacks. Open it in a spreadsheet, check it and save it again.
          """),
      isNoText),
    DiagnosticGuide(
      "J4142", zh: "工作簿的一部分有两份", en: "a part twice",
      Wording(
        zh: """
          压缩包里同名的部分有两份，不同的软件会读到不同的内容。表格软件不会这样保存。请弄清文件的来历，
          在 Excel 或 WPS 里打开后重新保存。
          """,
        en: """
          The archive holds two parts of one name, so that different programs would read different
          lists. No spreadsheet saves such a file. Find out where it comes from; open it in a
          spreadsheet and save it again.
          """),
      isNoText),
    DiagnosticGuide(
      "J4143", zh: "工作簿里有 DOCTYPE", en: "a DOCTYPE in a workbook",
      Wording(
        zh: "DOCTYPE 可以让几行字展开成几个 GB，表格软件从不写它，所以这样的文件不读。请弄清文件的来历。",
        en: """
          A DOCTYPE can unfold a few lines into gigabytes. No spreadsheet writes one, so the file is
          not read. Find out where it comes from.
          """),
      isNoText),
    DiagnosticGuide(
      "J4144", zh: "工作簿太大", en: "a workbook that is too large",
      Wording(
        zh: """
          工作簿展开后超过了上限：一部分 1 GiB，4000 万格，合并的单元格 100 万格，或者展开后大了 200 倍以上，像是压缩炸弹。
          这么大的名单请另存为 CSV，CSV 没有这些上限。
          """,
        en: """
          Unpacked the workbook is over a limit: 1 GiB a part, 40 million cells, a million joined
          cells, or 200 times its packed size, as a zip bomb is. Save a list of this size as CSV,
          which has no such limits.
          """),
      isNoText),
    DiagnosticGuide(
      "J4145", zh: "是旧版或加密的工作簿", en: "an old or encrypted workbook",
      Wording(
        zh: "只读 .xlsx；旧版 .xls、二进制的 .xlsb 和加了密码的工作簿都不读。请在 Excel 或 WPS 里另存为不加密的 .xlsx 或 CSV。",
        en: """
          Only .xlsx is read: neither .xls nor .xlsb nor a workbook with a password. Save it from
          the spreadsheet as .xlsx without a password, or as CSV.
          """),
      isNoText),
    DiagnosticGuide(
      "J4146", zh: "没有这张工作表", en: "no such sheet",
      Wording(
        zh: "`--sheet` 写工作表的名称，或者它是第几张（从 1 数起，隐藏的不数）。工作簿里没有这一张；有相近的名称时消息会给出。",
        en: """
          `--sheet` takes the name of a sheet, or its number counted from 1 without the hidden ones.
          The workbook has no such sheet; a near name is offered.
          """),
      isNoText),
    DiagnosticGuide(
      "J4147", zh: "不是工作簿却给了 --sheet", en: "--sheet without a workbook",
      Wording(
        zh: "`--sheet` 选工作簿里的一张表，这个文件是 CSV 或 JSON，只有一张。请去掉 `--sheet`，或核对文件。",
        en: """
          `--sheet` chooses a sheet of a workbook, and this file is CSV or JSON, which is one table.
          Leave the option out, or check the file.
          """),
      .command(
        wrong: "jili batch 例.rules --companies 企业.csv --sheet 名单",
        mended: "jili batch 例.rules --companies 企业.csv",
        files: [
          GuideFile("例.rules", "award 国家级小巨人 = 150万 when new\n"),
          GuideFile("企业.csv", "企业名称,国家级小巨人\n示范甲公司,新认定\n"),
        ])),
    DiagnosticGuide(
      "J4219", zh: "公式的结果是错误", en: "a formula that gives an error",
      Wording(
        zh: "这一格的公式结果是 #DIV/0!、#REF! 一类的错误，不知道该是多少，所以这一行退回。只有 #N/A 算作空。请改公式或填数。",
        en: """
          The formula of the cell gives an error such as #DIV/0! or #REF!, and nobody knows what it
          should be, so the row is rejected. #N/A alone counts as empty. Mend the formula or fill in
          the value.
          """),
      isNoText),
    DiagnosticGuide(
      "J4220", zh: "公式没有存下结果", en: "a formula without a stored value",
      Wording(
        zh: "程序不算公式，只读工作簿里存下的结果；这一格没有存。由别的程序生成的工作簿常这样。请在 Excel 或 WPS 里打开，重新保存。",
        en: """
          The program computes no formulas, it reads the values stored in the workbook, and this
          cell has none. Workbooks made by other programs are often so. Open it in a spreadsheet and
          save it again.
          """),
      isNoText),
    DiagnosticGuide(
      "J4221", zh: "合并的单元格", en: "joined cells",
      Wording(
        zh: """
          这一格与上面或左面的格合并了，值只写在第一格里。别的格是同一个值、分摊、还是没有，程序不猜，所以这一行退回。
          请取消合并，逐格填写。表头里的合并不要紧。
          """,
        en: """
          The cell is joined with one above or left of it, which holds the value. Whether the others
          have it too, or a share of it, or nothing, cannot be known, so the row is rejected. Split
          the cells and fill in each. Joined cells of the header do no harm.
          """),
      isNoText),
    DiagnosticGuide(
      "J4239", zh: "单元格有两份", en: "a cell given twice",
      Wording(
        zh: "工作簿把同一个单元格写了两次，不知道用哪一个，所以这一行退回。表格软件不会这样保存；请打开后重新保存。",
        en: """
          The workbook writes one cell twice, and nobody knows which holds, so the row is rejected.
          No spreadsheet saves such a file; open it in one and save it again.
          """),
      isNoText),
    DiagnosticGuide(
      "J4240", zh: "单元格在最后一列之外", en: "a cell past the last column",
      Wording(
        zh: "Excel 的最后一列是 XFD，这一格还在它的右边，表格软件看不到，所以这一行退回。请在表格软件里打开后重新保存。",
        en: """
          The last column of a spreadsheet is XFD, and the cell lies right of it where nobody sees
          it, so the row is rejected. Open the file in a spreadsheet and save it again.
          """),
      isNoText),
    DiagnosticGuide(
      "J4306", .warning, zh: "一列的数与规则的范围差百倍以上", en: "a column far outside the stated range",
      Wording(
        zh: """
          规则给字段写了范围（`属于 A 至 B`），这一列的中位数却在范围之外一百倍以上，多半是整列的单位不对：
          表头漏了“万元”，或者写了万元、数却是元。仍按文件的值计算；请核对单位。
          """,
        en: """
          The field states a range (`in A .. B`), and the median of the column lies a hundred times
          outside it. Often the unit of the whole column is wrong: the header lacks 万元, or says it
          where the numbers are in 元. The values are computed as they stand; check the unit.
          """),
      .companies(
        rules: """
          field 营业收入 : money in 10万 .. 1000亿
          award 规模奖励 = 10万 when 营业收入 >= 1亿
          """,
        wrong: """
          企业名称,营业收入
          示范甲公司,120
          示范乙公司,950
          """,
        mended: """
          企业名称,营业收入（万元）
          示范甲公司,12000
          示范乙公司,95000
          """)),
    DiagnosticGuide(
      "J4307", .warning, zh: "两个文件的同一项差万倍以上", en: "two files ten thousand times apart",
      Wording(
        zh: """
          一次运行的两个文件里，同一项的中位数差一万倍以上，多半有一个文件的单位写错了：一个是元，一个是万元。
          仍按各自的表头计算；请核对。
          """,
        en: """
          The medians of one fact in two files of a run are ten thousand times apart. Often one file
          has a wrong unit, 元 in one and 万元 in the other. Each is computed by its own header;
          please check.
          """),
      .command(
        wrong: "jili batch 例.rules --companies 甲.csv 乙.csv",
        mended: "jili batch 例.rules --companies 甲.csv 丙.csv",
        files: [
          GuideFile("例.rules", "field 营业收入 : money\naward 规模奖励 = 10万 when 营业收入 >= 1亿\n"),
          GuideFile("甲.csv", "企业名称,营业收入（万元）\n示范甲公司,12000\n"),
          GuideFile("乙.csv", "企业名称,营业收入\n示范乙公司,9500\n"),
          GuideFile("丙.csv", "企业名称,营业收入（万元）\n示范乙公司,9500\n"),
        ])),
    DiagnosticGuide(
      "J4308", .note, zh: "读的是第一张工作表", en: "the first sheet is read",
      Wording(
        zh: "工作簿有几张表，没有 `--sheet`，读的是看得见的第一张；消息写明是哪一张，还有哪些。回执里也记着。",
        en: """
          The workbook has several sheets and no `--sheet` chooses one: the first that is not hidden
          is read. The message names it and the others, and the receipt keeps it.
          """),
      isNoText),
    DiagnosticGuide(
      "J4309", .warning, zh: "有隐藏的行", en: "hidden rows",
      Wording(
        zh: "工作表里有些行隐藏着（筛选或手工隐藏），它们和别的行一样计算。只想算看得见的，请复制到另一张表里再存。",
        en: """
          Some rows of the sheet are hidden, by a filter or by hand, and count like all others. To
          compute only what is seen, copy it to another sheet and save that.
          """),
      isNoText),
    DiagnosticGuide(
      "J4310", .warning, zh: "表头有合并的单元格", en: "joined cells in the header",
      Wording(
        zh: """
          表头行里有左右合并的单元格，通常说明表头有两行：上一行是分组，下一行才是各列。请加 `--header-rows 2`，
          两行就连起来读，如 `2025年` 下的 `营业收入` 读作 `2025年营业收入`。
          """,
        en: """
          Cells of the header are joined side by side, which often means that it has two rows:
          groups above, columns below. Add `--header-rows 2`, and both are read together: `营业收入`
          under `2025年` is `2025年营业收入`.
          """),
      isNoText),
  ]
}
