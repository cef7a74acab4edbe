package import JiliLexer

private let files = [
  GuideFile(
    "例.rules",
    """
    field 最低数 : money
    field 最高数 : money
    award 项目补助 = 最低数 .. 最高数
    award 配套 = 1万 when 项目补助.due
    """),
  GuideFile(
    "改.rules",
    """
    field 最高数 : money
    award 项目补助 = up to 最高数
    award 配套 = 1万 when 项目补助.due
    """),
]

/// What stands behind the codes of queries, J7001 on.
extension DiagnosticGuide {
  package static let queries: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J7001", zh: "数据库里算不准的一条", en: "a clause that a database cannot compute exactly",
      Wording(
        zh: """
          `jili sql` 写出的查询和 `jili batch` 分毫不差，做不到的就不写。这一条在这种数据库里没有准确的写法：例如下限、上限是企业文件里的两个数，
          下限可能高过上限；或者数大到数据库的整数放不下。请改这一条，或者仍用 `jili batch` 计算。
          """,
        en: """
          A query of `jili sql` agrees with `jili batch` to the 分, or is not written. This clause
          has no exact form in the database: a floor and a ceiling that are two numbers of the
          company, so that the floor may lie above, or numbers too large for the integers of the database.
          Change the clause, or compute with `jili batch`.
          """),
      .command(wrong: "jili sql 例.rules", mended: "jili sql 改.rules", files: files))
  ]
}
