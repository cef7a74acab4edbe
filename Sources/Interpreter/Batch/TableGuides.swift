package import JiliLexer

/// The rules that the examples of this file read.
private let rules = """
  field 营业收入 : money
  award 规模奖励 = 10万 when 营业收入 >= 1亿
  """

private let companies = "name,revenue\n示范甲公司,12000\n"

/// A table of headers and its mending, with the company file above.
private func map(wrong: String, mended: String) -> GuideExample {
  .command(
    wrong: "jili batch 例.rules --companies 企业.csv --map 错.csv",
    mended: "jili batch 例.rules --companies 企业.csv --map 对.csv",
    files: [
      GuideFile("例.rules", rules), GuideFile("企业.csv", companies), GuideFile("错.csv", wrong),
      GuideFile("对.csv", mended),
    ])
}

private let goodMap = "表头,事实,单位\nname,企业名称,\nrevenue,营业收入,万元\n"

private let encodingCannotBeShown = GuideExample.none(
  Wording(
    zh: "本页是 UTF-8，放不下别的编码的字节。",
    en: "This page is UTF-8 and cannot hold bytes of another encoding."))

/// What stands behind the codes of GB18030, of JSON files of companies and of tables of headers.
extension DiagnosticGuide {
  package static let tables: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J4113", zh: "GB18030 文件有损坏", en: "broken GB18030",
      Wording(
        zh: """
          文件的表头按 GB18030（GBK）读得通，中间却有不成字的字节，多半是复制、截断，或者两种编码的文件接在了一起。
          消息写明在第几行。请从表格软件重新导出。
          """,
        en: """
          The headers make sense as GB18030 (GBK), but further down bytes make no character: a
          broken copy, or files of two encodings joined. The message names the row. Export the file
          again.
          """),
      encodingCannotBeShown),
    DiagnosticGuide(
      "J4127", zh: "JSON 文件里没有企业", en: "a JSON file without companies",
      Wording(
        zh: """
          文件是空的数组，或者没有一行是对象。批量读的 JSON 是对象的数组 `[{…}, {…}]`，或者一行一个对象（JSON Lines）。
          """,
        en: """
          The file is an empty array, or holds no object. Files of companies are an array of
          objects, `[{…}, {…}]`, or an object a line (JSON Lines).
          """),
      .companies(
        rules: rules, wrong: "[]", mended: "[{\"企业名称\": \"示范甲公司\", \"营业收入\": \"1.2亿\"}]")),
    DiagnosticGuide(
      "J4128", zh: "JSON 的键里没有规则要读的", en: "no key that the rules read",
      Wording(
        zh: """
          键和表格的表头一样认：名称、`又称`、单位、年份。这个文件里没有一个键是规则要读的。请改键名，或用 `--map`
          给一张对照表。
          """,
        en: """
          Keys are known as headers are: by name, `also` spelling, unit and year. The rules read
          none of those in this file. Rename them, or give a table of them with `--map`.
          """),
      .companies(
        rules: rules, wrong: "{\"name\": \"示范甲公司\", \"revenue\": \"1.2亿\"}",
        mended: "{\"name\": \"示范甲公司\", \"营业收入\": \"1.2亿\"}")),
    DiagnosticGuide(
      "J4134", zh: "对照表没有该有的列", en: "a table of headers without its columns",
      Wording(
        zh: """
          `--map` 的对照表第一行要有 `表头` 和 `事实`（英文 `header`、`fact`）两列，可以再有 `单位` 和 `年份`。
          每行说企业文件里的一个表头是哪个事实；事实空着，就是不读这一列。
          """,
        en: """
          The first row of a table for `--map` names the columns `header` and `fact` (in Chinese
          `表头` and `事实`), and `unit` and `year` if need be. Each row says which fact a header of
          the company file stands for; without a fact the column is not read.
          """),
      map(wrong: "name,企业名称\nrevenue,营业收入\n", mended: goodMap)),
    DiagnosticGuide(
      "J4135", zh: "对照表里一个表头写了两次", en: "a header twice in the table",
      Wording(
        zh: "对照表里同一个表头有两行，不知道按哪一行。请删掉一行；空格和全角半角不算不同。",
        en: """
          Two rows of the table speak of one header, and nobody knows which holds. Delete one;
          blanks and width make no difference.
          """),
      map(wrong: goodMap + "Revenue ,营业收入,元\nrevenue,营业收入,元\n", mended: goodMap)),
    DiagnosticGuide(
      "J4136", zh: "对照表说的表头文件里没有", en: "a mapped header that no file has",
      Wording(
        zh: """
          对照表里的表头要照企业文件写，运行的各个文件里都没有这一个，多半是写错了，或对照表是别的文件的。
          有相近的表头时消息会给出。表头占两行时写两行连起来的样子，如 `2025年 营业收入`。
          """,
        en: """
          Headers in the table are written as they stand in the company files, and no file of the
          run has this one. Often it is a slip, or the table belongs to another file; a near header
          is offered. A header of two rows is written as both together, as `2025年 营业收入`.
          """),
      map(wrong: goodMap + "revenu,营业收入,元\n", mended: goodMap)),
    DiagnosticGuide(
      "J4137", zh: "对照表说的事实规则不读", en: "a mapped fact that the rules lack",
      Wording(
        zh: """
          对照表的 `事实` 一列写规则里的字段、称号或奖项的事实（如 `创新型企业.核定`），也可以是企业名称一类的标识列，
          或 `日期`、`年度`。规则里没有这个名字；有相近的，消息会给出。
          """,
        en: """
          The column `fact` names fields, titles and facts of awards of the rules, or a column that
          tells companies apart such as 企业名称, or 日期 or 年度. The rules have nothing of this
          name; a near one is offered.
          """),
      map(wrong: "表头,事实\nrevenue,营业收人\n", mended: goodMap)),
    DiagnosticGuide(
      "J4138", zh: "对照表的单位或年份不合适", en: "a unit or year that does not fit",
      Wording(
        zh: """
          单位只能是这个事实能用的：金额用 元、千元、万元、百万元、亿元，比例用 % 或 ‰。年份写四位数字，
          只能给按年的字段（规则里写了 `按年`）。
          """,
        en: """
          A unit must be one of the fact: 元, 千元, 万元, 百万元, 亿元 for money, % or ‰ for shares. A
          year has four digits and is for fields `by year`.
          """),
      map(wrong: "表头,事实,单位\nrevenue,营业收入,美元\n", mended: goodMap)),
    DiagnosticGuide(
      "J4139", zh: "对照表把一列说成参数", en: "a parameter in the table",
      Wording(
        zh: "参数不从企业文件里读，对整次运行只有一个值。请从对照表里去掉这一行，用 `--set 名称=值` 给出。",
        en: """
          Parameters do not come from company files; a run has one value of each. Take the row out
          of the table and give the parameter with `--set NAME=VALUE`.
          """),
      .command(
        wrong: "jili batch 例.rules --companies 企业.csv --map 错.csv",
        mended: "jili batch 例.rules --companies 企业.csv --set 奖励额=10万",
        files: [
          GuideFile(
            "例.rules",
            "field 营业收入 : money\nparameter 奖励额 : money\naward 规模奖励 = 奖励额 when 营业收入 >= 1亿\n"),
          GuideFile("企业.csv", "企业名称,营业收入,amount\n示范甲公司,1.2亿,10万\n"),
          GuideFile("错.csv", "表头,事实\namount,奖励额\n"),
        ])),
    DiagnosticGuide(
      "J4222", zh: "JSON 的值是数组或对象", en: "an array or object for a value",
      Wording(
        zh: """
          这个键要一个值，却给了数组或不合适的对象。按年的字段可写 `{"2025": "8亿"}`，称号可写
          `{"状态": "复评", "复评日期": "2026-07"}`，别的都写成一个值。
          """,
        en: """
          A value is expected, and an array or an object that does not fit is given. Fields by year
          may be `{"2025": "8亿"}`, titles `{"状态": "复评", "复评日期": "2026-07"}`; all else is one
          value.
          """),
      .companies(
        rules: rules, wrong: "{\"企业名称\": \"示范甲公司\", \"营业收入\": [\"1.2亿\"]}",
        mended: "{\"企业名称\": \"示范甲公司\", \"营业收入\": \"1.2亿\"}")),
    DiagnosticGuide(
      "J4241", zh: "不是一个 JSON 对象", en: "not a JSON object",
      Wording(
        zh: """
          JSON Lines 一行一个对象。这一行不完整，或不是对象；只退回这一行，后面的照读。理由里写明是哪里不对。
          数组里的语法错误则使整个文件不能读。
          """,
        en: """
          JSON Lines hold one object a line. This line is broken or no object; it alone is rejected,
          and the reason says where. Inside an array a mistake of syntax refuses the whole file.
          """),
      .companies(
        rules: rules,
        wrong: """
          {"企业名称": "示范甲公司", "营业收入": "1.2亿"
          {"企业名称": "示范乙公司", "营业收入": "8000万"}
          """,
        mended: """
          {"企业名称": "示范甲公司", "营业收入": "1.2亿"}
          {"企业名称": "示范乙公司", "营业收入": "8000万"}
          """)),
    DiagnosticGuide(
      "J4242", zh: "一个键出现两次", en: "a key twice in one row",
      Wording(
        zh: "同一个对象里一个键写了两次，不知道用哪个值，所以这一行退回。请留一个。",
        en: """
          One object gives a key twice, and nobody knows which value holds, so the row is rejected.
          Keep one.
          """),
      .companies(
        rules: rules, wrong: "{\"营业收入\": \"1.2亿\", \"营业收入\": \"8000万\"}",
        mended: "{\"营业收入\": \"1.2亿\"}")),
    DiagnosticGuide(
      "J4243", zh: "两个键说的是同一项", en: "two keys for one fact",
      Wording(
        zh: """
          同一个对象里两个键都对应同一个事实（单位不同也算），不知道用哪个值，所以这一行退回。请留一个；
          若是不同年份，把年份写进键里，如 `营业收入2025`。
          """,
        en: """
          Two keys of one object name the same fact, in different units perhaps, so the row is
          rejected. Keep one; where they are of different years put the year into the key, as
          `营业收入2025`.
          """),
      .companies(
        rules: rules, wrong: "{\"营业收入（万元）\": 12000, \"营业收入（亿元）\": 1.2}",
        mended: "{\"营业收入（万元）\": 12000}")),
  ]
}
