package import JiliLexer

private let files = [
  GuideFile("例.rules", "field 营业收入 : money\naward 规模奖励 = 10万 when 营业收入 >= 1亿\n"),
  GuideFile("企业.csv", "企业名称,营业收入\n示范甲公司,1.2亿\n"),
  GuideFile("草案.rules", "field 营业收入 : money\naward 增长奖励 = 12万 when 营业收入 >= 1亿\n"),
  GuideFile(
    "旧.rules",
    "policy 旧 { period 2020 .. 2023 }\nfield 营业收入 : money\n"
      + "award 增长奖励 = 8万 when 营业收入 >= 1亿\n"),
]

/// What stands behind the codes of comparisons: J4440 to J4449.
extension DiagnosticGuide {
  package static let comparisons: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J4440", zh: "--pair 里没有这个奖项", en: "--pair names no award",
      Wording(
        zh: """
          `--pair 旧名=新名` 把现行政策的一个奖项和草案里改了名的奖项看作同一项。等号左边要是前一份政策的奖项，右边要是后一份的。
          """,
        en: """
          `--pair OLD=NEW` takes an award of the policy in force and one of the draft, which has
          another name, for the same. Left of the sign stands an award of the first policy, right of
          it one of the second.
          """),
      .command(
        wrong: "jili compare 例.rules 草案.rules --companies 企业.csv --pair 规模=增长奖励",
        mended: "jili compare 例.rules 草案.rules --companies 企业.csv --pair 规模奖励=增长奖励",
        files: files)),
    DiagnosticGuide(
      "J4441", .warning, zh: "日期不在一份政策的有效期内",
      en: "outside the period of one policy",
      Wording(
        zh: """
          对比两份政策时，两边按同一个日期看每家企业。日期不在其中一份的有效期内，它就一分不付，差额不是条文的差别。只比条文，
          用 `--ignore-period`；要按另一个日期看前一份政策，用 `--base-date`。
          """,
        en: """
          Both sides of a comparison look at each company on one date. Where it lies outside the
          period of one policy, that policy pays nothing, and the difference is none of the clauses.
          To compare the clauses alone use `--ignore-period`; to look at the first policy on another
          day use `--base-date`.
          """),
      .command(
        wrong: "jili compare 旧.rules 草案.rules --companies 企业.csv --year 2026",
        mended: "jili compare 旧.rules 草案.rules --companies 企业.csv --year 2026 --ignore-period",
        files: files)),
  ]
}
