package import JiliLexer

private let files = [
  GuideFile("例.rules", "field 营业收入 : money\naward 规模奖励 = 10万 when 营业收入 >= 1亿\n"),
  GuideFile("企业.csv", "企业名称,营业收入\n示范甲公司,1.2亿\n"),
  GuideFile(
    "结果.receipt.json",
    receipt(schema: 1, options: "\"year\": \"2026\"")),
]

/// A receipt as short as one may be; its digests are those of other files.
private func receipt(schema: Int, options: String) -> String {
  """
  {"schema": \(schema), "jili": "0.1.0", "options": {\(options)},
   "rules": [{"file": "例.rules", "sha256": "1a…"}],
   "inputs": [{"file": "企业.csv", "sha256": "2b…"}],
   "counts": {"rows": 1, "accepted": 1, "rejected": 0, "empty": 0},
   "total": {"low": "100000.00", "high": "100000.00"}, "awards": [], "payers": [],
   "outputs": [{"file": "结果.csv", "sha256": "3c…"}]}

  """
}

/// What stands behind the codes of summaries, workbooks and receipts: J4410 to J4429.
extension DiagnosticGuide {
  package static let results: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J4410", zh: "--by 的取值太多", en: "too many values to split by",
      Wording(
        zh: """
          `--by` 按一列的取值分别汇总，例如县区、行业。取值上万的列，例如企业名称或信用代码，分组没有意义，结果也放不下。
          请换一列；要看每家企业，看结果表。
          """,
        en: """
          `--by` adds up by the values of a column, such as districts or trades. A column with tens
          of thousands of them, such as the name of the company, is none to split by. Choose
          another; what each company gets stands in the results.
          """),
      .none(Wording(zh: "要有上万行才会出现。", en: "It takes more than ten thousand rows."))),
    DiagnosticGuide(
      "J4411", zh: "工作表放不下这么多列", en: "more columns than a sheet has",
      Wording(
        zh: """
          一张工作表最多 16384 列。请用 `--columns` 只留要看的列，或输出 csv、jsonl，它们没有这个限制。
          """,
        en: """
          A sheet has at most 16384 columns. Keep those that matter with `--columns`, or write csv
          or jsonl, which have no such limit.
          """),
      .none(Wording(zh: "要有上万项奖励才会出现。", en: "It takes thousands of awards."))),
    DiagnosticGuide(
      "J4420", zh: "不是回执", en: "no receipt",
      Wording(
        zh: """
          `jili replay` 要的是 `jili batch` 写在结果旁边的 `.receipt.json`。给的文件缺少回执该有的内容，多半是给错了文件，
          或者有人改过它。
          """,
        en: """
          `jili replay` takes the `.receipt.json` that `jili batch` writes beside its results. This
          file lacks what a receipt holds: most often it is another file, or somebody changed it.
          """),
      .command(
        wrong: "jili replay 企业.json", mended: "jili replay 结果.receipt.json",
        files: files + [GuideFile("企业.json", "{\"营业收入\": \"1.2亿\"}\n")])),
    DiagnosticGuide(
      "J4421", zh: "回执是更新的程序写的", en: "a receipt of a newer program",
      Wording(
        zh: """
          回执开头的 `schema` 是它的格式版本。这个程序只认第 1 版，不猜新版本的意思；请用写这份回执的程序，或更新的程序。
          """,
        en: """
          `schema` at the head of a receipt is the version of its form. This program knows version 1
          and does not guess at another; use the program that wrote it, or a newer one.
          """),
      .command(
        wrong: "jili replay 新版.receipt.json", mended: "jili replay 结果.receipt.json",
        files: files + [
          GuideFile("新版.receipt.json", receipt(schema: 2, options: "\"year\": \"2026\""))
        ])),
    DiagnosticGuide(
      "J4422", zh: "回执里有不认识的选项", en: "an unknown option in a receipt",
      Wording(
        zh: """
          回执记下了当时的选项，其中一个这个程序不认识，或取值不对，少了它重算的就不是同一件事。请用写这份回执的程序，
          并核对回执有没有被改过。
          """,
        en: """
          A receipt holds the options of its run. This program does not know one of them, or not its
          value, and without it the run would be another. Use the program that wrote the receipt,
          and check whether somebody changed it.
          """),
      .command(
        wrong: "jili replay 改过.receipt.json", mended: "jili replay 结果.receipt.json",
        files: files + [
          GuideFile("改过.receipt.json", receipt(schema: 1, options: "\"颜色\": \"红\""))
        ])),
  ]
}
