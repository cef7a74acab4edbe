package import JiliLexer

/// The rules that the examples of this file read.
private let rules = """
  field 营业收入 : money
  award 规模奖励 = 10万 when 营业收入 >= 1亿
  """

/// What stands behind the codes of files that are refused as a whole, J4101 to J4129.
extension DiagnosticGuide {
  package static let input: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J4101", zh: "企业文件既不是 UTF-8 也不是 GB18030", en: "the company file is neither UTF-8 nor GB18030",
      Wording(
        zh: """
          文件里有不符合 UTF-8 的字节，消息写明在第几行；按 GB18030（GBK）也读不通，或者读通了表头里没有一列是规则要读的。
          整个文件不读，是因为编码认错一个字，企业名称和金额都可能错。请另存为“CSV UTF-8（逗号分隔）”；确知编码时用
          `--encoding gb18030` 等说明。
          """,
        en: """
          Some bytes are not UTF-8; the message names the row. Read as GB18030 (GBK) they do not fit
          either, or no header would be one that the rules read. The whole file is refused, because
          a wrong guess would garble names and sums. Save it as “CSV UTF-8”, or name the encoding,
          as with `--encoding gb18030`.
          """),
      .none(
        Wording(
          zh: "本页是 UTF-8，放不下别的编码的字节。",
          en: "This page is UTF-8 and cannot hold bytes of another encoding."))),
    DiagnosticGuide(
      "J4102", zh: "UTF-16 文件有损坏", en: "broken UTF-16",
      Wording(
        zh: """
          文件开头标明是 UTF-16，中间却有不成对的字节，多半是复制或传输时截断了。请从表格软件重新导出，存为 CSV UTF-8。
          """,
        en: """
          The file begins as UTF-16, but a character is cut in half, usually by a broken copy.
          Export it again and save it as CSV UTF-8.
          """),
      .none(
        Wording(
          zh: "本页是 UTF-8，放不下别的编码的字节。",
          en: "This page is UTF-8 and cannot hold bytes of another encoding."))),
    DiagnosticGuide(
      "J4103", zh: "引号没有结束", en: "a quote that is never closed",
      Wording(
        zh: """
          单元格以引号开头，到文件末尾也没有结束，后面的行全被当成这一格的内容。消息写明是哪一行开的引号。
          请删掉多余的引号，或在格子末尾补上；格子里面的引号要写两遍 `""`。
          """,
        en: """
          A cell begins with a quote that never ends, so all rows behind it would be its text. The
          message names the row. Delete the quote, or close it; a quote inside a cell is written
          twice, `""`.
          """),
      .companies(
        rules: rules,
        wrong: """
          企业名称,营业收入
          示范甲公司,"1.2亿
          示范乙公司,8000万
          """,
        mended: """
          企业名称,营业收入
          示范甲公司,"1.2亿"
          示范乙公司,8000万
          """)),
    DiagnosticGuide(
      "J4104", zh: "表头里没有规则要读的列", en: "no header that the rules read",
      Wording(
        zh: """
          表头行里没有一列是规则用到的。常见原因：表格上面有标题行，分隔符不是逗号或制表符，或给错了文件。
          表头不在第一行时用 `--header-row 行号` 指出，前二十行里有像表头的，消息会给出行号；表头有两行时再加
          `--header-rows 2`。列名叫法不同时，用 `--map` 给一张对照表，或在规则的字段后加 `又称 "…"`。
          """,
        en: """
          No header names anything that the rules read. Often title lines stand above the table, the
          separator is neither comma nor tab, or the wrong file was given. Say `--header-row N`
          where headers stand elsewhere; the message offers a row if one of the first twenty looks
          like them, and `--header-rows 2` where there are two. Where columns have other names give
          a table of them with `--map`, or add `also "…"` to the field.
          """),
      .companies(
        rules: rules,
        wrong: """
          示范市重点企业名单
          企业名称,营业收入
          示范甲公司,1.2亿
          """,
        mended: """
          企业名称,营业收入
          示范甲公司,1.2亿
          """)),
    DiagnosticGuide(
      "J4105", zh: "两列给出同一项", en: "two columns give one fact",
      Wording(
        zh: """
          两个表头都对应同一个事实（单位不同也算同一个），程序不知道用哪一列。请删掉一列；若它们其实是不同年份，
          在表头里写上年份，如 `营业收入2025`。
          """,
        en: """
          Two headers name the same fact, in different units perhaps, and nobody knows which holds.
          Delete one; where they are of different years put the year into the header, as `营业收入2025`.
          """),
      .companies(
        rules: rules,
        wrong: """
          企业名称,营业收入（万元）,营业收入（亿元）
          示范甲公司,12000,1.2
          """,
        mended: """
          企业名称,营业收入（万元）
          示范甲公司,12000
          """)),
    DiagnosticGuide(
      "J4106", zh: "文件里没有表头行", en: "no header row",
      Wording(
        zh: """
          文件是空的，或行数还不到 `--header-row` 所说的行。请核对文件是否导出完整，`--header-row` 从 1 数起。
          """,
        en: """
          The file is empty, or has fewer rows than `--header-row` says. Check that it was exported
          whole; rows are counted from 1.
          """),
      .command(
        wrong: "jili batch 例.rules --companies 企业.csv --header-row 5",
        mended: "jili batch 例.rules --companies 企业.csv --header-row 1",
        files: [
          GuideFile("例.rules", rules), GuideFile("企业.csv", "企业名称,营业收入\n示范甲公司,1.2亿\n"),
        ])),
    DiagnosticGuide(
      "J4107", zh: "没有选项所说的列", en: "no column of that name",
      Wording(
        zh: """
          `--key`、`--date-column`、`--keep` 后面要写文件里有的表头（空格和全角半角不计）。请照表头改选项；
          有相近的表头时消息会给出。
          """,
        en: """
          `--key`, `--date-column` and `--keep` name headers of the file (blanks and width aside),
          and there is none of this name. Write the option as the header stands; a near one is
          offered.
          """),
      .command(
        wrong: "jili batch 例.rules --companies 企业.csv --key 企业名",
        mended: "jili batch 例.rules --companies 企业.csv --key 企业名称",
        files: [
          GuideFile("例.rules", rules), GuideFile("企业.csv", "企业名称,营业收入\n示范甲公司,1.2亿\n"),
        ])),
    DiagnosticGuide(
      "J4108", zh: "列数太多", en: "too many columns",
      Wording(
        zh: """
          一个文件最多 16384 列，同 Excel 一样。超过时多半是行没有换行，整个文件成了一行。请核对导出时的换行。
          """,
        en: """
          A file has at most 16,384 columns, as a spreadsheet has. More usually mean that line
          breaks were lost and all rows became one. Check how the file was exported.
          """),
      .none(Wording(zh: "要有一万多列才会出现。", en: "It takes more than sixteen thousand columns."))
    ),
    DiagnosticGuide(
      "J4109", zh: "选项所说的列有两列", en: "two columns of that name",
      Wording(
        zh: """
          `--key` 等选项所说的表头在文件里出现了两次，不知道用哪一列。请给其中一列改个名字。
          """,
        en: """
          The header that `--key` or another option names stands twice in the file. Rename one of
          the columns.
          """),
      .companies(
        rules: rules, options: "--key 企业编号",
        wrong: """
          企业编号,企业编号,营业收入
          001,A1,1.2亿
          """,
        mended: """
          企业编号,系统编号,营业收入
          001,A1,1.2亿
          """)),
    DiagnosticGuide(
      "J4110", zh: "文件里有 NUL 字节", en: "NUL bytes in the file",
      Wording(
        zh: """
          文本文件里不会有 NUL 字节。它多半是没有标记的 UTF-16 文件，或者根本不是表格。是 UTF-16 的用
          `--encoding utf-16le` 或 `utf-16be` 说明；否则请从表格软件重新导出，存为 CSV UTF-8。
          """,
        en: """
          Text holds no NUL bytes. The file is probably UTF-16 without its mark, or no table at all.
          Name UTF-16 with `--encoding utf-16le` or `utf-16be`; else export it again as CSV UTF-8.
          """),
      .companies(
        rules: rules,
        wrong: """
          企业\u{0}名称,营业收入
          示范甲公司,1.2亿
          """,
        mended: """
          企业名称,营业收入
          示范甲公司,1.2亿
          """)),
    DiagnosticGuide(
      "J4120", zh: "JSON 写得不对", en: "not proper JSON",
      Wording(
        zh: """
          文件不是合格的 JSON，消息写明第几行第几列、那里应为什么。常见的是用了中文引号、漏了逗号，或末尾多一个逗号。
          """,
        en: """
          The file is not JSON as the standard has it; the message names line, column and what
          belongs there. Often quotes are curly, a comma is missing, or one too many stands at the
          end.
          """),
      .company(
        rules: rules,
        wrong: """
          {"企业名称": "示范甲公司" "营业收入": "1.2亿"}
          """,
        mended: """
          {"企业名称": "示范甲公司", "营业收入": "1.2亿"}
          """)),
    DiagnosticGuide(
      "J4121", zh: "JSON 里同一个键出现两次", en: "a key is given twice",
      Wording(
        zh: """
          一个对象里同一个键写了两次，不知道以哪个为准。请留一个；不同年份的数写成 `{"2024": …, "2025": …}`。
          """,
        en: """
          One object gives a key twice, and nobody knows which holds. Keep one; values of several
          years are written `{"2024": …, "2025": …}`.
          """),
      .company(
        rules: rules,
        wrong: """
          {"营业收入": "1.2亿", "营业收入": "1.3亿"}
          """,
        mended: """
          {"营业收入": "1.3亿"}
          """)),
    DiagnosticGuide(
      "J4123", zh: "一家企业须是一个 JSON 对象", en: "one company is one JSON object",
      Wording(
        zh: """
          `--company` 读一家企业，文件里应是一个 `{…}`，不是数组 `[…]` 或单个值。请去掉外层的方括号，只留一家；
          多家企业请做成 CSV，用 `jili batch`。
          """,
        en: """
          `--company` reads one company: one `{…}`, no array and no bare value. Take the brackets
          away and keep one; for several make a CSV file and use `jili batch`.
          """),
      .company(
        rules: rules,
        wrong: """
          [{"营业收入": "1.2亿"}]
          """,
        mended: """
          {"营业收入": "1.2亿"}
          """)),
    DiagnosticGuide(
      "J4124", zh: "规则不读这个键", en: "a key that the rules do not read",
      Wording(
        zh: """
          JSON 里的键要与规则的字段、称号或奖项的事实同名（又称也行）。这个键没有谁读，多半是打错了字；
          若放着不管，企业就会按“未知”计算。企业名称、统一社会信用代码之类的键可以留着。
          """,
        en: """
          Keys are names of fields, titles or facts of awards. Nothing reads this one, usually
          because it is misspelled, and the company would count as unknown there. Keys such as 企业名称
          that only say who the company is may stay.
          """),
      .company(
        rules: rules,
        wrong: """
          {"营业收人": "1.2亿"}
          """,
        mended: """
          {"营业收入": "1.2亿"}
          """)),
    DiagnosticGuide(
      "J4125", zh: "参数不能写在企业文件里", en: "a parameter in a company file",
      Wording(
        zh: """
          参数是整项政策的一个数，对所有企业都一样，所以不从企业文件里读，用 `--set 名称=值` 给出。
          """,
        en: """
          A parameter is one value of the whole policy, the same for all companies, so it is not
          read from a company file. Give it with `--set NAME=VALUE`.
          """),
      .company(
        rules: """
          parameter 支持比例 : percent in 0% .. 50%
          field 投资额 : money
          award 技改补助 = 支持比例 of 投资额
          """,
        wrong: """
          {"投资额": "500万", "支持比例": "10%"}
          """,
        mended: """
          {"投资额": "500万"}
          """)),
    DiagnosticGuide(
      "J4126", zh: "值不能是数组或这样的对象", en: "an array or object where a value stands",
      Wording(
        zh: """
          一个事实的值写成文字、数、true 或 false；只有逐年的字段可以写 `{"2025": …}`，称号可以写
          `{"状态": …, "认定日期": …}`。请改成单个值。
          """,
        en: """
          A value is a text, a number, true or false; only facts by year may be `{"2025": …}` and
          titles `{"状态": …, "认定日期": …}`. Write a single value.
          """),
      .company(
        rules: rules,
        wrong: """
          {"营业收入": ["1.2亿"]}
          """,
        mended: """
          {"营业收入": "1.2亿"}
          """)),
  ]
}
