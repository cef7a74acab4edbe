import JiliLexer
import JiliParser
import JiliTestSupport
import Testing

@testable import Jili

@Suite("targets")
struct TargetTests {
  private func targets(_ text: String, with files: [String: String] = [:]) -> [String] {
    let compiled = compile(Array(text.utf8), named: "t.rules") { path in
      files[path].map { Array($0.utf8) }
    }
    guard let program = compiled.program else { return compiled.diagnostics.map(\.code) }
    return program.targets.map { words($0, program) }
  }

  /// A target in one line: what is counted, how, the numbers, the years.
  private func words(_ target: CheckedTarget, _ program: CheckedProgram) -> String {
    let subjects = target.subjects.map { name($0, program) }.joined(separator: "+")
    return subjects + ": " + meaning(target, program)
  }

  private func meaning(_ target: CheckedTarget, _ program: CheckedProgram) -> String {
    let kind =
      switch target.kind {
      case .cumulative: "cum"
      case .new: "new"
      case .perYear: "yearly"
      }
    let sign =
      switch target.relation {
      case .equal: ""
      case .about: "~"
      case .atLeast: ">="
      case .above: ">"
      }
    let base = target.base.map { "base \(number($0, program)), " } ?? ""
    let numbers = target.milestones.map { sign + number($0, program) }.joined(separator: ", ")
    let each = target.each.map { " each " + name($0, program) } ?? ""
    return base + kind + " " + numbers + each
  }

  private func number(_ milestone: CheckedTarget.Milestone, _ program: CheckedProgram) -> String {
    var text = "?"
    if let low = milestone.low, let high = milestone.high {
      text = numberText(low, milestone.unit)
      if low != high { text += ".." + numberText(high, milestone.unit) }
    }
    switch milestone.of {
    case .own: text += " of base"
    case .population(let subject): text += " of " + name(subject, program)
    case nil: break
    }
    return text + (milestone.year.map { " @\($0)" } ?? "")
  }

  private func name(_ subject: CheckedTarget.Subject, _ program: CheckedProgram) -> String {
    switch subject {
    case .title(let id): "title " + program.facts[id].name
    case .award(let index): "award " + program.awards[index].name
    case .companies(let name, _): "companies " + name
    case .sum(let name, _): "sum " + name
    case .label(let words): words
    }
  }

  /// The targets of five real policies mean what stands above each of them.
  @Test func everyTargetOfRealPoliciesCanBeSaid() throws {
    let text = try Repository.text("Tests/Goldens/check/good/targets.rules")
    let rules = withoutAnnotations(text)
    let lines = rules.split(separator: "\n").map(String.init)
    let wanted = zip(lines, lines.dropFirst()).filter { _, rule in
      rule.hasPrefix("target ") || rule.hasPrefix("目标 ")
    }.map { String($0.0.dropFirst(2)) }
    let compiled = compile(Array(rules.utf8), named: "t.rules") { _ in nil }
    let program = try #require(compiled.program)
    let found = program.targets.map { target in
      meaning(target, program).replacing("title ", with: "")
    }
    #expect(found.count == 89)
    #expect(wanted == found)
  }

  private static let names = """
    title 小巨人
    title 隐形冠军
    field 上市 : flag
    field 行业 : one of 生物医药, 新能源
    field 产值 : money by year
    field 员工 : number
    define 专精特新 = 小巨人 or 隐形冠军
    define 总投入 = 产值 * 2
    define 别名 = 小巨人
    award 上规 = 5万 when 上市

    """

  @Test(arguments: [
    ("target 小巨人 = 300 by 2028", "title 小巨人: cum 300 @2028"),
    ("目标 上规 = 新认定 75 到 2023年", "award 上规: new 75 @2023"),
    ("target 专精特新 >= 10 per year", "companies 专精特新: yearly >=10"),
    ("target 小巨人, 隐形冠军 = new 75 by 2023", "title 小巨人+title 隐形冠军: new 75 @2023"),
    ("target 小巨人, \"瞪羚企业\" = 20", "title 小巨人+瞪羚企业: cum 20"),
    ("target 上市, 生物医药 > 100", "companies 上市+companies 生物医药: cum >100"),
    ("target 别名 = about 10", "companies 别名: cum ~10"),
    ("目标 别名 = 约 新认定 10", "companies 别名: new ~10"),
    ("target 别名 = new about 10", "companies 别名: new ~10"),
    ("目标 产值 = 5000亿 到 2028", "sum 产值: cum 5000亿 @2028"),
    ("目标 产值、总投入 不低于 1万亿 至 2万亿", "sum 产值+sum 总投入: cum >=1万亿..2万亿"),
    ("target 员工 = 5000 by 2028", "sum 员工: cum 5000 @2028"),
    ("target \"工业增加值率\" = 25% by 2028", "工业增加值率: cum 25% @2028"),
    ("target \"产值\" = 1万亿 by 2028", "产值: cum 1万亿 @2028"),
    ("target 小巨人 = 200% of base by 2029", "title 小巨人: cum 200% of base @2029"),
    ("目标 小巨人 = 基数 的 2倍 到 2029", "J1008"),
    ("目标 小巨人 = 基数 的 200% 到 2029", "title 小巨人: cum 200% of base @2029"),
    ("target 上市 = 30% .. 40% of 小巨人", "J3201"),
    ("target 上市 = (30% .. 40%) of 小巨人", "companies 上市: cum 30%..40% of title 小巨人"),
    ("target 上市 = 5‰ of \"全部企业\"", "companies 上市: cum 0.5% of 全部企业"),
    ("target \"专员\" = 2 per 小巨人", "专员: cum 2 each title 小巨人"),
    ("目标 \"专员\" = 每年 每个 小巨人 2", "专员: yearly 2 each title 小巨人"),
    (
      "目标 小巨人 >= { 2023: 基数 20; 2024: 30; 2026: 40 至 50; }",
      "title 小巨人: base 20 @2023, cum >=30 @2024, >=40..50 @2026"
    ),
    ("define 家数 = 300 target 小巨人 = 家数 * 2 by 2028", "title 小巨人: cum 600 @2028"),
    ("目标 小巨人 为 1.5万家 到 2028 依据 “一” 注 “口径”", "title 小巨人: cum 15000 @2028"),
  ])
  func formsAreUnderstood(_ rule: String, _ meaning: String) {
    #expect(targets(Self.names + rule) == [meaning])
  }

  @Test func citesAndNotesAreKept() throws {
    let text = "title 小巨人 target 小巨人 = 300 cite \"一\"; cite \"二\": \"三百家\"; note \"累计\""
    let compiled = compile(Array(text.utf8), named: "t.rules") { _ in nil }
    let target = try #require(compiled.program?.targets.first)
    #expect(target.cites.map(\.article) == ["一", "二"])
    #expect(target.cites.map(\.quote) == [nil, "三百家"])
    #expect(target.notes == ["累计"])
  }

  // MARK: - Drafts

  private static let base = """
    title 小巨人
    title 隐形冠军
    award 上规 = 5万
    target 小巨人 = 300 by 2028
    target 小巨人 = new 100 by 2028
    target 隐形冠军, 小巨人 = new 75 by 2026
    target 上规 = 1000 by 2028
    target "会" >= 2 per year

    """

  private func drafted(_ draft: String) -> [String] {
    targets("amends \"b.rules\"\n" + draft, with: ["b.rules": Self.base])
  }

  private static let all = [
    "title 小巨人: cum 300 @2028", "title 小巨人: new 100 @2028",
    "title 隐形冠军+title 小巨人: new 75 @2026", "award 上规: cum 1000 @2028", "会: yearly >=2",
  ]

  /// The targets of the base at these places.
  private func kept(_ places: Int...) -> [String] { places.map { Self.all[$0] } }

  /// A draft's target replaces every target of the same subjects, in whatever order.
  @Test func aDraftReplacesTargets() {
    #expect(drafted("") == Self.all)
    #expect(
      drafted("target 小巨人 = 400 by 2029") == kept(2, 3, 4) + ["title 小巨人: cum 400 @2029"])
    #expect(
      drafted("target 小巨人 = 400 by 2029\ntarget 小巨人 = 50 per year")
        == kept(2, 3, 4) + ["title 小巨人: cum 400 @2029", "title 小巨人: yearly 50"])
    #expect(
      drafted("目标 小巨人、隐形冠军 = 80")
        == kept(0, 1, 3, 4) + ["title 小巨人+title 隐形冠军: cum 80"])
    #expect(drafted("target \"会\" >= 4 per year") == kept(0, 1, 2, 3) + ["会: yearly >=4"])
    #expect(drafted("target 隐形冠军 = 80") == Self.all + ["title 隐形冠军: cum 80"])
  }

  /// A target goes with the last thing that it counts, or alone.
  @Test func aDraftRemovesTargets() {
    #expect(drafted("remove 上规") == kept(0, 1, 2, 4))
    #expect(drafted("remove target 上规") == kept(0, 1, 2, 4))
    #expect(drafted("删除 目标 \"会\"") == kept(0, 1, 2, 3))
    #expect(drafted("remove target 小巨人, 隐形冠军") == kept(0, 1, 3, 4))
    #expect(drafted("remove target 小巨人") == kept(2, 3, 4))
    #expect(
      drafted("remove target 小巨人\ntarget 小巨人 = 5")
        == kept(2, 3, 4) + ["title 小巨人: cum 5"])
    #expect(drafted("remove target 隐形冠军") == ["J3362"])
    // What counts two together no longer has its number.
    #expect(drafted("remove 隐形冠军") == ["J3101"])
  }

  /// A removed award can be stated again, and its target with it.
  @Test func whatIsStatedAgainIsCountedAgain() {
    #expect(
      drafted("remove 上规\naward 上规 = 6万\ntarget 上规 = 9")
        == kept(0, 1, 2, 4) + ["award 上规: cum 9"])
  }

  // MARK: - Nothing else changes

  /// A target pays nothing, and the rules read nothing for it.
  @Test func aTargetReadsNoRow() throws {
    let rules = Self.names + "target 专精特新 = 5\ntarget 产值 = 5亿\ntarget 生物医药 = 5"
    let plain = compile(Array(Self.names.utf8), named: "t.rules") { _ in nil }.plan
    let aimed = compile(Array(rules.utf8), named: "t.rules") { _ in nil }.plan
    #expect(aimed?.operations.count == plain?.operations.count)
    #expect(aimed?.facts.filter(\.isRead).map(\.name) == ["上市"])
  }

  @Test func thePromptSaysWhatATargetDid() {
    let conversation = """
      > title 小巨人
      称号 小巨人：已加入
      > 目标 小巨人 = 300 到 2028
      目标 小巨人：已加入
      > 目标 小巨人、"会" = 新认定 300;
      >   依据 "一"
      目标 小巨人、会：已加入
      > 目标 小巨人 = 400 到 2028
      目标 小巨人：已替换 prompt:2 的
      > 删除 目标 "会"、小巨人
      删除 目标 会、小巨人：已去掉（原在 prompt:3）
      > 删除 目标 "会"、小巨人
      ! J3362 7:7 没有 `会, 小巨人` 的目标可删除

      """
    var transcript = Transcript()
    #expect(transcript.replay(conversation) == conversation)
  }
}
