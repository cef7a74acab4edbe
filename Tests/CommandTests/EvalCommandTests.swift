import Foundation
import JiliTestSupport
import Testing

@testable import repl

@Suite("jili eval")
struct EvalCommandTests {
  private static let company = """
    {"注册地": "嘉兴市", "财政归属": "市本级", "国家级单项冠军": null, "国家级小巨人": "", "省级单项冠军": "无",
     "省级隐形冠军": "新认定", "优质中小企业": true, "重点领域": "是", "评价得分": 70}
    """

  private func desk(_ company: String = Self.company) throws -> Desk {
    try Desk(WorkedExample.files.merging(["c.json": company]) { $1 })
  }

  @Test func theTable() throws {
    let desk = try desk()
    let run = ["eval", "jiaxing-2026.rules", "--year", "2027", "--company"]
    let ending = try desk.ending(of: desk.start(run + ["c.json"]))
    #expect(ending.code == 0)
    #expect(ending.errors == "")
    let lines = ending.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 12)
    #expect(lines[0].hasPrefix("奖项 "))
    #expect(lines[5].hasPrefix("省级隐形冠军 "))
    #expect(lines[5].contains("  1,000,000.00  应得  新认定 "))
    #expect(lines[5].hasSuffix("  三（一）"))
    #expect(lines[9].contains("  0.00 .. 300,000.00  最高  最高 30万，未核定 "))
    #expect(lines[10] == "合计 1,000,000.00，最高可达 1,300,000.00")
    #expect(lines[11] == "待补：创新型企业.核定 (300,000.00)")
    let piped = try desk.ending(of: desk.start(run + ["-"], input: Self.company))
    #expect(piped.output == ending.output)
  }

  /// Company 丙 of the formats page.
  @Test func theDocument() throws {
    let desk = try desk()
    let ending = try desk.run(
      "eval", "jiaxing-2026.rules", "--company", "c.json", "--year", "2027", "--format", "json")
    #expect(ending.code == 0)
    let parsed = try JSONSerialization.jsonObject(with: ending.output.data(using: .utf8) ?? Data())
    let document = try #require(parsed as? [String: Any])
    #expect(document["schema"] as? Int == 1)
    #expect(document["date"] as? String == "2027")
    let awards = try #require(document["awards"] as? [[String: Any]])
    #expect(awards.compactMap { $0["award"] as? String }.count == 9)
    let award = [
      #"{"policy": "嘉兴市2026", "award": "创新型企业", "renewal": false, "title": null, "#,
      #""state": "up-to", "low": "0.00", "high": "300000.00", "reason": "最高 30万，未核定", "#,
      #""cite": [{"article": "三（二）", "quote": null}], "lost_to": null, "failing": [], "#,
      #""missing": ["创新型企业.核定"], "readings": [], "#,
      #""instalments": [{"label": "期初", "low": "0.00", "high": "150000.00"}, "#,
      #"{"label": "期末", "low": "0.00", "high": "150000.00"}], "#,
      #""funding": [{"payer": "市", "low": "0.00", "high": "150000.00"}, "#,
      #"{"payer": "区", "low": "0.00", "high": "150000.00"}]}"#,
    ].joined()
    #expect(ending.output.contains(award))
    #expect(
      ending.output.hasSuffix(
        #""missing": [{"fact": "创新型企业.核定", "effect": "300000.00"}], "#
          + #""benefits": [], "limits": [], "notes": []}"# + "\n"))
  }

  /// The smallest set of failing conditions with actual values and distances.
  @Test func theDocumentSaysWhatFails() throws {
    let desk = try Desk([
      "a.rules": """
      field 投资额 : money; field 重点 : flag; field 小微 : flag
      award 甲 = 10万 when 投资额 >= 500万 and (重点 or 小微)
      """.replacingOccurrences(of: "; field", with: "\nfield")
    ])
    let ending = try desk.run(
      "eval", "a.rules", "--set", "投资额=480万", "--set", "小微=是", "--format", "json")
    #expect(
      ending.output.contains(
        #""failing": [{"condition": "投资额 >= 500万", "actual": "投资额 480万", "gap": "20万"}]"#))
    #expect(ending.output.contains(#""reason": "投资额 >= 500万 不满足（投资额 480万），差 20万""#))
    let both = try desk.run(
      "eval", "a.rules", "--set", "投资额=480万", "--set", "小微=否", "--set", "重点=否", "--format", "json")
    #expect(
      both.output.contains(
        #""gap": "20万"}, {"condition": "重点", "actual": "重点 否", "gap": null}]"#))
  }

  /// What `--explain` says behind the table.
  private func explained(_ more: String...) throws -> String {
    let desk = try Desk([
      "a.rules": """
      policy 甲市 { source "a.txt"
          funding 市 60%, 区 40% }
      field 投资额 : money
      field 重点 : flag
      reading 比例 = 两成 or 一成
      title 小巨人
      award 技改 = if 比例 = 两成
                   then 20% of 投资额
                   else 10% of 投资额
          when 投资额 >= 500万 and 重点;
          payment = 50% at 期初, rest at 期末;
          cite "二（三）": "按设备投资额的20%给予补助"; note "设备含软件"
      award 小巨人 = 150万 when new; cite "三"
      award 平台 = up to 30万 except 重点
      exclusive 小巨人, 平台
      """, "a.txt": "按设备投资额的20%\n给予补助",
    ])
    let ending = try desk.ending(of: desk.start(["eval", "a.rules", "--explain"] + more))
    #expect(ending.code == 0)
    let start = try #require(ending.output.range(of: "\n\n"))
    return String(ending.output[start.upperBound...])
  }

  @Test func explanations() throws {
    #expect(
      try explained("--set", "投资额=600万", "--set", "重点=是", "--set", "小巨人=无") == """
        企业：合计 1,200,000.00 元

        技改：应得 1,200,000.00 元
            满足  投资额 >= 500万（投资额 600万）
                  重点（重点 是）
            计算  20% of 投资额 = 20% of 600万  1,200,000.00
            拨付  期初                            600,000.00
                  期末                            600,000.00
            分担  市                              720,000.00
                  区                              480,000.00
            若按  比例 = 一成                     600,000.00
            依据  二（三）“按设备投资额的20%给予补助”
            注    设备含软件
            规则  a.rules:7:7

        小巨人：无
            不足  new 不满足：小巨人 无
            可得  小巨人 无 → 新认定  合计 +1,500,000.00
            依据  三
            规则  a.rules:13:7

        平台：无
            不足  属于不含的情形 重点：重点 是
            可得  重点 是 → 否  合计 -1,200,000.00 .. -900,000.00（待核定）
            规则  a.rules:14:7

        合计
            提示  若 比例 = 一成，合计 60万
                  没有“已得”“已付”记录的奖项，按没有得过、付过（0 元）计

        事实
            投资额  600万
            重点    是

        """)
  }

  @Test func explanationsOfWhatIsOpen() throws {
    let open = try explained("--set", "投资额=480万", "--lang", "en")
    #expect(
      open.contains(
        "技改: not due\n    fails      投资额 >= 500万 fails: 投资额 480万, short by 20万\n"))
    #expect(
      open.contains("小巨人: undetermined 0.00 .. 1,500,000.00 元\n    reason    missing 小巨人\n"))
    #expect(
      open.contains(
        "\ntotal\n    missing  小巨人         1,500,000.00\n"))
  }

  @Test(arguments: [
    (#"{"注册地": "嘉兴市", "国家小巨人": "新认定"}"#, "J4124", "规则不读 `国家小巨人`；是否 `国家级小巨人`"),
    (#"{"评价得分": "七十"}"#, "J4201", "评价得分 = 七十：不是数字"),
    (#"{"国家级小巨人": "新任定"}"#, "J4203", "国家级小巨人 = 新任定：不是称号状态；是否 新认定"),
    (#"{"评价得分": 1, "评价得分": 2}"#, "J4121", "键 `评价得分` 出现两次"),
    (#"{"评价得分": [1]}"#, "J4126", "`评价得分` 的值不能是数组或这样的对象"),
    (#"{"施行日期": "2026-05-01"}"#, "J4125", "`施行日期` 是参数，用 --set 施行日期=… 给出"),
    ("[]", "J4123", "一家企业须是一个 JSON 对象"), (#"{"评价得分": 1"#, "J4120", "第 1 行"),
  ])
  func aCompanyThatCannotBeRead(_ company: String, _ code: String, _ words: String) throws {
    let desk = try desk(company)
    let ending = try desk.run("eval", "jiaxing-2026.rules", "--company", "c.json")
    #expect(ending.code == 65)
    #expect(ending.output == "")
    #expect(ending.errors.contains("错误 \(code): "))
    #expect(ending.errors.contains(words))
    #expect(ending.errors.hasPrefix("c.json:"))
  }

  @Test(
    arguments: [
      ([], "缺少 `<rules> ...`"),
      (["jiaxing-2026.rules", "--dat", "1"], "没有选项 `--dat`；是否 `--date`？"),
      (["jiaxing-2026.rules", "--format", "xml"], "`--format <table|json>` 不能是 `xml`"),
      (["jiaxing-2026.rules", "--date"], "`--date <date>` 后面缺值"),
      (["jiaxing-2026.rules", "--date", "明天"], "--date：`明天` 不是日期，写作 2026-05-01"),
      (["jiaxing-2026.rules", "--year", "2026-05"], "--year：`2026-05` 不是年份"),
      (["jiaxing-2026.rules", "--year", "2026", "--date", "2026"], "--date 和 --year 只能给一个"),
      (["jiaxing-2026.rules", "--set", "施行日期"], "--set：`施行日期` 应写成 名称=值"),
      (["jiaxing-2026.rules", "--reading", "=甲"], "--reading：`=甲` 应写成 名称=值"),
      (["jiaxing-2026.rules", "--set", "施行日=2026"], "规则不读 `施行日`；是否 `施行日期`"),
      (["jiaxing-2026.rules", "--set", "施行日期=2025"], "--set 施行日期 = 2025："),
      (["jiaxing-2026.rules", "--reading", "甲=乙"], "规则里没有理解 `甲`"),
    ] as [([String], String)])
  func usageFaults(_ arguments: [String], _ words: String) throws {
    let desk = try desk()
    let ending = try desk.ending(of: desk.start(["eval"] + arguments))
    #expect(ending.code == 64)
    #expect(ending.output == "")
    #expect(ending.errors.hasPrefix("错误"))
    #expect(ending.errors.contains(words))
    let english = try desk.ending(of: desk.start(["eval"] + arguments + ["--lang", "en"]))
    #expect(english.code == 64)
    #expect(english.errors.hasPrefix("error"))
  }

  @Test func filesThatAreMissing() throws {
    let desk = try desk()
    let rules = try desk.run("eval", "none.rules")
    #expect(rules.code == 66)
    #expect(rules.errors == "错误 J5001: 没有文件 `none.rules`\n")
    let company = try desk.run("eval", "jiaxing-2026.rules", "--company", "none.json")
    #expect(company.code == 66)
    #expect(company.errors == "错误 J5001: 没有文件 `none.json`\n")
    #expect(try desk.run("eval", "sources").code == 66)
  }

  @Test(arguments: [
    ("award A = 1万 when 甲", "J3101", "a.rules:1:19"), ("field 甲 : flag", "J3306", "a.rules:1:1"),
  ])
  func rulesInError(_ rules: String, _ code: String, _ place: String) throws {
    let desk = try Desk(["a.rules": rules])
    let ending = try desk.run("eval", "a.rules")
    #expect(ending.code == 2)
    #expect(ending.output == "")
    #expect(ending.errors.contains("错误 \(code): "))
    #expect(ending.errors.contains("  \(place)\n"))
  }

  /// The date of the options goes before that of the company; without any the period's end counts.
  @Test func theDate() throws {
    let rules = "policy P { period 2026-03-01 .. 2027-06-30 }\naward A = 1万"
    let desk = try Desk(["a.rules": rules, "c.json": #"{"日期": "2026-02"}"#])
    func date(_ more: String...) throws -> (String, Bool) {
      let ending = try desk.ending(of: desk.start(["eval", "a.rules", "--format", "json"] + more))
      let start = try #require(ending.output.range(of: "\"date\": \""))
      return (
        String(ending.output[start.upperBound...].prefix { $0 != "\"" }),
        ending.errors.contains("说明 J4304: 没有给出日期，按政策有效期最后一天 2027-06-30 计算")
      )
    }
    #expect(try date() == ("2027-06-30", true))
    #expect(try date("--company", "c.json") == ("2026-02", false))
    #expect(try date("--company", "c.json", "--date", "2026年5月1日") == ("2026-05-01", false))
    #expect(try date("--year", "2027") == ("2027", false))
  }

  /// What is read in the short way is what the parser of arguments reads.
  @Test(arguments: [
    "a.rules", "a.rules b.rules --company c.json", "--company c.json a.rules --year 2027",
    "a.rules --date 2026-05-01 --set 甲=1 --set 乙=2 --reading 跨档=各档都给 --reading 丙=丁",
    "a.rules --lang en --format json --explain", "--explain a.rules --lang zh --format table",
    "help", "a.rules --set 甲=--",
  ])
  func plainWords(_ line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let plain = try #require(Evaluation(plain: words))
    let parsed = try #require(try Eval.parseAsRoot(words) as? Eval)
    #expect(String(describing: plain) == String(describing: Evaluation(parsed)))
    #expect(!String(describing: plain).contains("definition"))
  }

  /// What the short way leaves to the parser of arguments: all that is less plain, or faulty.
  @Test(arguments: [
    "", "--company c.json", "a.rules --company", "a.rules --company --explain", "a.rules --",
    "a.rules --company=c.json", "a.rules -q", "a.rules -I d", "a.rules --no-color", "-h",
    "a.rules --year 2026 --year 2027", "a.rules --explain --explain", "a.rules --lang fr",
    "a.rules --format xml", "a.rules --year 20x6", "a.rules --set 甲", "a.rules --company -",
    "a.rules --year 2026 --date 2026-05-01", "a.rules --weather fine", "--help a.rules",
    "a.rules --generate-completion-script bash", "---completion a.rules",
  ])
  func notPlain(_ line: String) {
    #expect(Evaluation(plain: line.split(separator: " ").map(String.init)) == nil)
  }
}
