package import JiliLexer

private let rules = """
  field 营业收入 : money by year
  award 规模奖励 = 10万 when 营业收入 >= 1亿
  """

/// What stands behind the codes of whole rows, J4230 to J4298. The row is rejected.
extension DiagnosticGuide {
  package static let rows: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J4230", zh: "这一行的格子少了", en: "too few cells",
      Wording(
        zh: """
          这一行的格子比表头少，从哪一格起错位了说不清，所以整行退回。多半是漏了逗号，或格子里有换行。
          请补齐；没有值的格子也要留着逗号。
          """,
        en: """
          The row has fewer cells than the header, and nobody knows from which cell on it is
          shifted, so it is rejected. Usually a comma is missing. Fill it up; empty cells keep their
          commas.
          """),
      .companies(
        rules: rules,
        wrong: """
          企业名称,注册地,营业收入
          示范甲公司,1.2亿
          """,
        mended: """
          企业名称,注册地,营业收入
          示范甲公司,,1.2亿
          """)),
    DiagnosticGuide(
      "J4231", zh: "这一行的格子多了", en: "too many cells",
      Wording(
        zh: """
          这一行的格子比表头多，多半是金额里的千分位逗号没有加引号，把一个数拆成了几格。
          请去掉逗号，或给这一格加引号。
          """,
        en: """
          The row has more cells than the header; usually the commas of a number split it into
          several. Take them out, or put the cell in quotes.
          """),
      .companies(
        rules: rules,
        wrong: """
          企业名称,营业收入
          示范甲公司,120,000,000
          """,
        mended: """
          企业名称,营业收入
          示范甲公司,"120,000,000"
          """)),
    DiagnosticGuide(
      "J4232", zh: "合计行", en: "a totals row",
      Wording(
        zh: """
          第一格是“合计”“总计”或“小计”，它不是企业，算进去会把钱多算一遍，所以退回。请删掉这一行。
          """,
        en: """
          The first cell says 合计, 总计 or 小计: no company, and counting it would pay everything twice,
          so the row is rejected. Delete it.
          """),
      .companies(
        rules: rules,
        wrong: """
          企业名称,营业收入
          示范甲公司,1.2亿
          合计,1.2亿
          """,
        mended: """
          企业名称,营业收入
          示范甲公司,1.2亿
          """)),
    DiagnosticGuide(
      "J4233", zh: "引号后面还有文字", en: "text behind a closing quote",
      Wording(
        zh: """
          格子用引号括起来，引号结束后、逗号之前却还有字。格子里面的引号要写两遍。请改成 `"示范""甲""公司"` 这样，
          或去掉引号。
          """,
        en: """
          The cell stands in quotes, and text follows behind the closing one. A quote inside a cell
          is written twice, as `"示范""甲""公司"`. Mend it, or take the quotes away.
          """),
      .companies(
        rules: rules,
        wrong: """
          企业名称,营业收入
          "示范"甲公司,1.2亿
          """,
        mended: """
          企业名称,营业收入
          "示范""甲""公司",1.2亿
          """)),
    DiagnosticGuide(
      "J4234", zh: "一格太长", en: "a cell that is too long",
      Wording(
        zh: """
          一个格子超过 1 MiB，多半是缺了一个引号，把后面许多行都吞了进来。请在这一行附近找不成对的引号。
          """,
        en: """
          A cell is longer than 1 MiB; usually a quote is missing and the cell swallows the rows
          behind it. Look for a single quote near this row.
          """),
      .none(Wording(zh: "要有一百多万字节的格子才会出现。", en: "It takes a cell of a million bytes."))),
    DiagnosticGuide(
      "J4235", zh: "没有企业标识", en: "the key is empty",
      Wording(
        zh: """
          用 `--key` 指定的列说明这一行是哪家企业，这一格却是空的，不知道归到谁名下，所以退回。请补上。
          """,
        en: """
          The column named by `--key` says which company a row belongs to, and here it is empty, so
          the row is rejected. Fill it in.
          """),
      .companies(
        rules: rules, options: "--key 企业编号 --date-column 年度",
        wrong: """
          企业编号,年度,营业收入
          ,2025,1.2亿
          """,
        mended: """
          企业编号,年度,营业收入
          A001,2025,1.2亿
          """)),
    DiagnosticGuide(
      "J4236", zh: "与前面的行重复", en: "a duplicate row",
      Wording(
        zh: """
          同一企业同一年的两行，规则要读的每一列都相同，多半是复制时多贴了一遍；算两次就会多给，所以后一行退回。请删掉。
          """,
        en: """
          Two rows of one company and year agree in every column that is read. Usually one was
          pasted twice, and counting it would pay twice, so the later one is rejected. Delete it.
          """),
      .companies(
        rules: rules, options: "--key 企业编号 --date-column 年度",
        wrong: """
          企业编号,年度,营业收入
          A001,2025,1.2亿
          A001,2025,1.2亿
          """,
        mended: """
          企业编号,年度,营业收入
          A001,2025,1.2亿
          """)),
    DiagnosticGuide(
      "J4237", zh: "与前面的行数字不同", en: "two rows disagree",
      Wording(
        zh: """
          同一企业同一年的同一个数，两行写得不一样，不知道信哪个，所以后一行退回。请核对后统一。
          """,
        en: """
          Two rows give one company's value of one year differently, and nobody knows which is
          right, so the later one is rejected. Check and make them agree.
          """),
      .companies(
        rules: rules, options: "--key 企业编号 --date-column 年度",
        wrong: """
          企业编号,年度,营业收入
          A001,2025,1.2亿
          A001,2025,1.3亿
          """,
        mended: """
          企业编号,年度,营业收入
          A001,2024,1.2亿
          A001,2025,1.3亿
          """)),
    DiagnosticGuide(
      "J4238", zh: "与本行另一列的数不同", en: "two columns of a row disagree",
      Wording(
        zh: """
          `营业收入` 列说的是本行年度的数，`营业收入2025` 列也是，两格却不一样，所以这一行退回。请核对后统一，
          或去掉其中一列。
          """,
        en: """
          `营业收入` is of the row's own year and `营业收入2025` too, and the two cells differ, so the row
          is rejected. Make them agree, or drop one column.
          """),
      .companies(
        rules: rules, options: "--year 2025",
        wrong: """
          企业名称,营业收入,营业收入2025
          示范甲公司,1.2亿,1.3亿
          """,
        mended: """
          企业名称,营业收入,营业收入2025
          示范甲公司,1.3亿,1.3亿
          """)),
  ]
}
