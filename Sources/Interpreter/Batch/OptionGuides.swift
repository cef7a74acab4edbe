package import JiliLexer

private let rules = """
  field 营业收入 : money
  award 规模奖励 = 10万 when 营业收入 >= 1亿
  """

private let twoFacts = """
  field 营业收入 : money
  field 员工数 : number
  award 规模奖励 = 10万 when 营业收入 >= 1亿 and 员工数 >= 20
  """

private let files = [
  GuideFile("例.rules", rules), GuideFile("企业.csv", "企业名称,营业收入\n示范甲公司,1.2亿\n"),
]

private let readingFiles = [
  GuideFile(
    "例.rules",
    """
    reading 跨档 = 各档都给 or 只给最高
    field 营业收入 : money by year
    award 上台阶奖励 = 营业收入 first reaches { 1亿: 30万; 5亿: 100万 }
        if 跨档 = 只给最高 then highest else each
    """), GuideFile("企业.csv", "企业名称,营业收入\n示范甲公司,1.2亿\n"),
]

private let explainFiles = [
  GuideFile(
    "例.rules",
    """
    field 重点 : flag
    award 展会 = 2万 when 重点
    """), GuideFile("企业.csv", "企业名称,重点\n虚构甲,否\n"),
]

/// What stands behind the codes of options and of what is only warned of: J4130 to J4199, J4301 on.
extension DiagnosticGuide {
  package static let options: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J4130", zh: "--set 的名称规则不读", en: "--set names nothing that the rules read",
      Wording(
        zh: """
          `--set` 给的是规则里的参数、字段、称号或奖项的事实，这个名称规则里没有，给了也不会影响结果，多半是打错了字。
          """,
        en: """
          `--set` gives a parameter, a field, a title or a fact of an award, and the rules have none
          of this name; it would change nothing and is usually misspelled.
          """),
      .command(
        wrong: "jili batch 例.rules --companies 企业.csv --set 营业收人=2亿",
        mended: "jili batch 例.rules --companies 企业.csv --set 营业收入=2亿", files: files)),
    DiagnosticGuide(
      "J4131", zh: "--set 给了两次", en: "--set gives one name twice",
      Wording(
        zh: """
          同一个名称用 `--set` 给了两个值，不知道用哪个。请留一个。
          """,
        en: """
          `--set` gives one name twice, and nobody knows which value holds. Keep one.
          """),
      .command(
        wrong: "jili batch 例.rules --companies 企业.csv --set 营业收入=2亿 --set 营业收入=3亿",
        mended: "jili batch 例.rules --companies 企业.csv --set 营业收入=3亿", files: files)),
    DiagnosticGuide(
      "J4132", zh: "几份政策没有共同的计算日期", en: "policies without a common date",
      Wording(
        zh: """
          没有给出日期时按政策有效期的最后一天计算；几份政策的最后一天不同，就不知道按哪一天。请用 `--year`、`--date` 给出日期，
          或用 `--date-column` 让每行自带日期。
          """,
        en: """
          Without a date the last day of the policy's period is used; where several policies end on
          different days nobody knows which. Give one with `--year` or `--date`, or let each row
          bring its own with `--date-column`.
          """),
      .command(
        wrong: "jili eval 甲.rules 乙.rules", mended: "jili eval 甲.rules 乙.rules --year 2026",
        files: [
          GuideFile("甲.rules", "policy 示范市 { period 2025 .. 2027 }\naward 奖 = 1万"),
          GuideFile("乙.rules", "policy 样板市 { period 2026 .. 2028 }\naward 奖 = 2万"),
        ])),
    DiagnosticGuide(
      "J4133", zh: "不知道是哪份政策的奖项", en: "the award of which policy",
      Wording(
        zh: """
          几份政策有同名的奖项，`奖项.核定`、`奖项.已付` 这样的名称就不知道说的是哪一份的。请在前面写上政策：`政策.奖项.核定`。
          """,
        en: """
          Several policies have an award of this name, so that `A.approved` or `A.paid` may be of
          any. Put the policy in front: `POLICY.A.approved`.
          """),
      .command(
        wrong: "jili eval 甲.rules 乙.rules --set 创新型企业.核定=20万",
        mended: "jili eval 甲.rules 乙.rules --set 示范市.创新型企业.核定=20万",
        files: [
          GuideFile("甲.rules", "policy 示范市 { status draft }\naward 创新型企业 = up to 30万"),
          GuideFile("乙.rules", "policy 样板市 { status draft }\naward 创新型企业 = up to 50万"),
        ])),
    DiagnosticGuide(
      "J4301", .warning, zh: "有一列没有用到，名称很像", en: "an unused column with a familiar name",
      Wording(
        zh: """
          这一列规则不读，但名称与规则要读的事实只差一点，多半是表头打错了字；不改的话，那个事实在每一行都按未知计算。
          请改表头，或在字段后加 `又称 "…"`。
          """,
        en: """
          Nothing reads this column, but its header is a letter away from a fact that the rules
          read, which is then unknown in every row. Mend the header, or add `also "…"` to the field.
          """),
      .companies(
        rules: twoFacts,
        wrong: """
          企业名称,员工数,营业收人
          示范甲公司,50,1.2亿
          """,
        mended: """
          企业名称,员工数,营业收入
          示范甲公司,50,1.2亿
          """)),
    DiagnosticGuide(
      "J4302", .warning, zh: "表头的单位不合适", en: "a header with an unfit unit",
      Wording(
        zh: """
          表头里的名称认得，单位却不能用于这个事实，如金额写成“（美元）”，于是整列不用。请换成
          元、千元、万元、百万元、亿元之一，并相应换算数字。
          """,
        en: """
          The name in the header is known, but the unit does not fit the fact, such as （美元） for
          money, so the column is not used. Use 元, 千元, 万元, 百万元 or 亿元 and convert the numbers.
          """),
      .companies(
        rules: twoFacts,
        wrong: """
          企业名称,员工数,营业收入（美元）
          示范甲公司,50,17000000
          """,
        mended: """
          企业名称,员工数,营业收入（万元）
          示范甲公司,50,12000
          """)),
    DiagnosticGuide(
      "J4303", .warning, zh: "规则要读的事实没有列", en: "a fact without a column",
      Wording(
        zh: """
          规则要用这个事实，文件里却没有这一列，每一行都按未知计算，结果是一个范围。请补上这一列；没有这一列就是“没有”的，
          用 `--absent blank` 当作空单元格；所有企业都相同的，用 `--set` 给出。
          """,
        en: """
          The rules read this fact and no column gives it, so it is unknown in every row and results
          are ranges. Add the column; say `--absent blank` where a missing column means empty cells,
          or `--set` where all companies have the same value.
          """),
      .companies(
        rules: """
          field 营业收入 : money
          field 重点产业 : flag
          award 规模奖励 = 10万 when 营业收入 >= 1亿 and 重点产业
          """,
        wrong: """
          企业名称,营业收入
          示范甲公司,1.2亿
          """,
        mended: """
          企业名称,营业收入,重点产业
          示范甲公司,1.2亿,是
          """)),
    DiagnosticGuide(
      "J4304", .note, zh: "没有给出日期", en: "no date is given",
      Wording(
        zh: """
          程序从不看电脑的时钟：同样的输入，哪天算都一样。没有给日期时，按政策有效期的最后一天计算，并说明用了哪一天。
          请用 `--date`、`--year` 或 `--date-column` 给出，文件里有“日期”或“年度”列也行。
          """,
        en: """
          The program never looks at the clock, so that a run gives the same result on any day.
          Without a date the last day of the policy's period is used, and said. Give `--date`,
          `--year` or `--date-column`, or a column headed 日期 or 年度.
          """),
      .command(
        wrong: "jili batch 例.rules --companies 企业.csv",
        mended: "jili batch 例.rules --companies 企业.csv --year 2026", files: files)),
    DiagnosticGuide(
      "J4305", .warning, zh: "有些行的值超出规则写的范围", en: "values outside the stated range",
      Wording(
        zh: """
          字段声明了范围（`属于 A 至 B`），文件里有几行的值在范围之外。仍按文件的值计算，但多半是单位不对，
          例如表头漏了“万元”。请核对这些行。
          """,
        en: """
          The field states a range (`in A .. B`), and some rows lie outside it. They are computed as
          they stand, but often a unit is wrong, such as a missing 万元 in the header. Please check
          them.
          """),
      .companies(
        rules: """
          field 研发占比 : percent in 0% .. 100%
          award 研发奖励 = 10万 when 研发占比 >= 5%
          """,
        wrong: """
          企业名称,研发占比
          示范甲公司,600%
          """,
        mended: """
          企业名称,研发占比
          示范甲公司,6%
          """)),
    DiagnosticGuide(
      "J4401", zh: "--columns 没有这一列", en: "--columns names no column",
      Wording(
        zh: """
          `--columns` 只能写结果里有的列：企业标识列、各奖项、合计、上限合计、未定、待补、提示；`awards` 代表所有奖项列。
          请照结果的表头写。
          """,
        en: """
          `--columns` takes columns that the results have: those that identify the company, awards,
          合计, 上限合计, 未定, 待补, 提示; `awards` stands for all awards. Write them as the header has them.
          """),
      .command(
        wrong: "jili batch 例.rules --companies 企业.csv --year 2026 --columns 企业名称,总计",
        mended: "jili batch 例.rules --companies 企业.csv --year 2026 --columns 企业名称,合计",
        files: files)),
    DiagnosticGuide(
      "J4402", zh: "合计太大", en: "a total is too large",
      Wording(
        zh: """
          所有企业的合计大到无法精确表示，程序不写出结果，也不给近似值。实际资金不会有这么大，请核对企业文件里的单位。
          """,
        en: """
          The total of all companies is too large to be kept exactly; nothing is written, and
          nothing is approximated. No budget is that large: check the units in the company file.
          """),
      .none(
        Wording(
          zh: "要有上百行天文数字才会出现。", en: "It takes hundreds of rows of enormous sums."))),
    DiagnosticGuide(
      "J4403", zh: "程序自查：行数不符", en: "self-check: rows differ",
      Wording(
        zh: """
          写结果前，程序核对读入的行数与结果的行数，不符就不写。这是程序自己的错误，不是你的：请把规则和企业文件
          （可以换成虚构的数）交给维护的人。
          """,
        en: """
          Before it writes, the program compares rows read with results, and writes nothing where
          they differ. That is a mistake of the program, not yours: please hand the rules and a
          made-up file to those who maintain it.
          """),
      .none(Wording(zh: "程序没有错就不会出现。", en: "It takes a mistake of the program itself."))),
    DiagnosticGuide(
      "J4501", zh: "规则里没有这个理解", en: "no such reading",
      Wording(
        zh: """
          `--reading 名称=取值` 里的名称在规则里没有声明为“理解”。请照规则里的名称写。
          """,
        en: """
          The name in `--reading NAME=CHOICE` is declared by no `reading` of the rules. Write it as
          the rules have it.
          """),
      .command(
        wrong: "jili batch 例.rules --companies 企业.csv --reading 跨挡=只给最高",
        mended: "jili batch 例.rules --companies 企业.csv --reading 跨档=只给最高",
        files: readingFiles)),
    DiagnosticGuide(
      "J4502", zh: "理解没有这个取值", en: "no such choice of a reading",
      Wording(
        zh: """
          这个理解有声明，但没有这个取值；消息列出了有哪些。请从中选一个。
          """,
        en: """
          The reading is declared, but has no such choice; the message lists those that it has.
          """),
      .command(
        wrong: "jili batch 例.rules --companies 企业.csv --reading 跨档=取高",
        mended: "jili batch 例.rules --companies 企业.csv --reading 跨档=只给最高",
        files: readingFiles)),
    DiagnosticGuide(
      "J4503", zh: "不是日期", en: "not a date",
      Wording(
        zh: """
          程序库的 `evaluate(_:on:)` 收到的日期读不出来。日期写作 `2026-05-01`、`2026-05` 或 `2026`。
          """,
        en: """
          The date given to `evaluate(_:on:)` of the library cannot be read. Write `2026-05-01`,
          `2026-05` or `2026`.
          """),
      .none(
        Wording(
          zh: "它只出现在嵌入本程序库的程序里。", en: "It occurs only in programs that embed the library."))),
    DiagnosticGuide(
      "J4504", zh: "程序自查：排版改变了意思", en: "self-check: the layout changes the meaning",
      Wording(
        zh: """
          程序库的 `Policy.formatted` 排完版再读一遍，读出来的和原来不同，就不给结果。这是程序自己的错误，不是你的：
          请把规则文件交给维护的人。
          """,
        en: """
          `Policy.formatted` of the library reads what it has laid out once more, and gives nothing
          where it reads differently. That is a mistake of the program, not yours: please hand the
          rules to those who maintain it.
          """),
      .none(Wording(zh: "程序没有错就不会出现。", en: "It takes a mistake of the program itself."))),
    DiagnosticGuide(
      "J4505", zh: "调用方中止了计算", en: "ended by the caller",
      Wording(
        zh: """
          嵌入本程序库的程序给了时间、步数或内存的限度（`RunLimits`），或者取消了计算（`Cancellation`），这一次没有结果。
          下一次计算不受影响；确要算完，就放宽限度。
          """,
        en: """
          The program that embeds the library allows only so much time, so many steps or so much
          memory (`RunLimits`), or has cancelled the call (`Cancellation`); this call has no result.
          The next one is not affected. To let it finish, allow more.
          """),
      .none(
        Wording(
          zh: "它只出现在嵌入本程序库的程序里。", en: "It occurs only in programs that embed the library."))),
    DiagnosticGuide(
      "J4506", zh: "没有这个奖项", en: "no such award",
      Wording(
        zh: """
          `jili explain 规则 奖项` 里的奖项写错了：规则里没有这样的奖励、优待或限额。要看全部就写 `all`（`全部`）；
          复评写作 `国家级小巨人.复评`；几份政策一起算时可以写 `政策.奖项`。
          """,
        en: """
          The award in `jili explain RULES AWARD` is no award, benefit or limit of the rules. For
          all of them write `all`; a renewal is `国家级小巨人.renewal`; where several policies are run
          `POLICY.AWARD` is understood as well.
          """),
      .command(
        wrong: "jili explain 例.rules 展汇 --company 企业.csv",
        mended: "jili explain 例.rules 展会 --company 企业.csv",
        files: explainFiles)),
    DiagnosticGuide(
      "J4507", zh: "没有这家企业", en: "no such company",
      Wording(
        zh: """
          `jili explain --only` 点的企业不在文件里。写 `--key` 列的值，或文件里认得出企业的那一列（企业名称、统一社会信用代码
          等）的原文。
          """,
        en: """
          `jili explain --only` names a company that is not in the file. Give the value of the
          `--key` column, or the cell of a column that names companies, as it stands in the file.
          """),
      .command(
        wrong: "jili explain 例.rules all --company 企业.csv --only 虚构丁",
        mended: "jili explain 例.rules all --company 企业.csv --only 虚构甲",
        files: explainFiles)),
  ]
}
