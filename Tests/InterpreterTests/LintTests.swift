import JiliLexer
import JiliTestSupport
import Testing

@testable import Jili

/// Compiles rules; the files that they name stand in Tests/Goldens/lints.
private func compileLints(_ source: Source) -> Compiled {
  compile(source.bytes, named: source.name) { path in
    let place = "Tests/Goldens/lints/" + path
    guard Repository.files(under: "Tests/Goldens/lints").contains(place) else { return nil }
    return try Repository.bytes(place)
  }
}

private func lints(_ text: String) -> [Diagnostic] {
  let compiled = compileLints(Source(name: "a.rules", text: text))
  #expect(compiled.diagnostics.filter { $0.severity == .error }.map(\.message.en) == [])
  return compiled.lints
}

@Suite("faults of drafting")
struct LintTests {
  @Test(arguments: Golden.cases("lints/found"))
  func faultsAreFound(_ golden: Golden) throws {
    try golden.expect { compileLints($0).lints }
    let compiled = compileLints(try golden.source())
    let errors = compiled.diagnostics.filter { $0.severity == .error }.map(\.message.en)
    #expect(errors == [])
  }

  /// What is nearly a fault and none.
  @Test(arguments: Golden.cases("lints/silent"))
  func nearMissesAreSilent(_ golden: Golden) throws {
    let compiled = compileLints(try golden.source())
    #expect(compiled.diagnostics.map(\.message.en) == [])
    #expect(compiled.lints.map { "\($0.code) \($0.message.en)" } == [])
  }

  @Test func everyCodeHasACase() throws {
    let catalogue = try Repository.text("Sources/Interpreter/Lint/LintDiagnostics.swift")
    let codes = Set(catalogue.matches(of: /"(J34\d\d)"/).map { String($0.1) })
    var proven: Set<String> = []
    for golden in Golden.cases("lints/found") {
      let text = try Repository.text(golden.path)
      proven.formUnion(text.matches(of: /(?:note|warning) [^ ]+ (J34\d\d):/).map { String($0.1) })
    }
    #expect(codes.count == 22)
    #expect(codes.subtracting(proven).sorted() == [])
  }

  /// The shipped policies show the faults that their texts have, each read off the text by hand.
  @Test(
    arguments: Repository.files(under: "Rules", endings: [".rules"]).filter {
      $0.contains(/-20\d\d\.rules$/)
    })
  func shippedPolicies(_ path: String) throws {
    let compiled = compile(try Repository.bytes(path), named: path) { name in
      Repository.files(under: "Rules").contains(name) ? try Repository.bytes(name) : nil
    }
    var page = ""
    for finding in compiled.diagnostics + compiled.lints {
      let source = compiled.sources[Int(finding.span.file)]
      let line = source.line(source.lineIndex(at: finding.span.start))
      page += "\(finding.severity.word(.zh)) \(finding.code): \(finding.message.zh)\n"
      page += "  \(line.prefix(60).split { $0 == " " }.joined(separator: " "))\n"
    }
    let name = path.dropFirst("Rules/".count).dropLast(".rules".count)
    try Golden.compare(page, at: "Tests/Goldens/lints/shipped/\(name).txt")
  }

  @Test func aFileWithAnErrorHasNoLints() {
    let compiled = compileLints(
      Source(name: "a.rules", text: "field 甲 : money\naward 乙 = 1万 when 丙"))
    #expect(compiled.diagnostics.map(\.code) == ["J3101"])
    #expect(compiled.lints.map(\.code) == [])
  }

  // MARK: - Limits, on both sides

  /// Four targets agree for each that names another year, or nothing is said.
  @Test func howManyTargetsAgree() {
    let odd = "target \"标准\" = 1 by 2025\n"
    func others(_ count: Int) -> String {
      (0..<count).map { "target \"甲\($0)\" = 1 by 2023\n" }.joined()
    }
    #expect(lints(others(Limits.lintAgreeing) + odd).map(\.code) == ["J3405"])
    #expect(lints(others(Limits.lintAgreeing - 1) + odd).isEmpty)
  }

  /// A period that may begin in any of many years says nothing of a rate.
  @Test func howManyYearsAPeriodMayLeaveOpen() {
    func rules(_ first: Int) -> String {
      """
      policy 甲 { period 始 .. 2023 }
      parameter 始 : date in \(first)-01-01 .. 2023-01-01
      target "乙" = new 100 per year
      target "乙" = new 150 by 2023
      """
    }
    #expect(lints(rules(2023 - Limits.lintYears)).map(\.code) == ["J3403"])
    #expect(lints(rules(2022 - Limits.lintYears)).isEmpty)
  }

  @Test func howManyPairsAreCompared() {
    func repeated(_ count: Int) -> [Diagnostic] {
      lints(String(repeating: "target \"甲\" = 1 by 2023\n", count: count))
    }
    // n targets are n × (n − 1) ÷ 2 pairs: 400 are 79,800, and 500 are 124,750.
    #expect(repeated(400).count == 399)
    #expect(repeated(500).count <= 499)
    #expect(Limits.lintPairs > 79_800 && Limits.lintPairs < 124_750)
  }

  /// Alternatives within alternatives end, and are then no reason to say anything.
  @Test func howManyComparisonsAreMade() {
    func rules(_ count: Int) -> String {
      let fields = (0..<count).map { "field 甲\($0) : flag\nfield 乙\($0) : flag\n" }.joined()
      func all(_ word: String) -> String {
        (0..<count).map { "(甲\($0) \(word) 乙\($0))" }.joined(separator: " and ")
      }
      return fields + "award 丙 = 1万 when \(all("or")) except \(all("or"))"
    }
    #expect(lints(rules(4)).map(\.code) == ["J3441"])
    #expect(lints(rules(60)).count <= 1)
  }
}

@Suite("one condition within another")
struct ImplicationTests {
  /// `award A = 1万 when P except Q` is never due exactly if P is never true without Q.
  private static func holds(_ premise: String, _ conclusion: String) -> Bool {
    let rules = """
      title 小巨人
      title 专精特新
      field 营收 : money by year
      field 年限 : number
      field 上市 : flag
      field 行业 : one of 软件, 制造, 其他
      field 开工 : date
      reading 口径 = 宽 or 严
      define 大 = 营收 >= 1亿
      award 奖 = 1万 when (\(premise)) except (\(conclusion))
      award 用 = 2万 when 小巨人 or 专精特新 or 上市 or 大 or 年限 > 1 or 行业 = 软件
        or 开工 > 2020 or 口径 = 宽
      """
    return lints(rules).contains { $0.code == "J3441" }
  }

  @Test(arguments: [
    ("小巨人", "小巨人 or 专精特新"), ("小巨人 and 上市", "上市"), ("小巨人 is new", "小巨人"),
    ("小巨人 is first", "小巨人 is new"), ("小巨人 or 专精特新", "专精特新 or 上市 or 小巨人"),
    ("营收 >= 10亿", "大"), ("营收 > 1亿", "大"), ("营收 = 2亿", "大"), ("营收 in 2亿 .. 3亿", "大"),
    ("营收 last year > 3亿", "营收 last year >= 3亿"), ("营收 peak > 3亿", "营收 peak > 2亿"),
    ("行业 = 软件", "行业 in [软件, 制造]"), ("行业 = 软件", "行业 is not 制造"),
    ("行业 is not 制造 and 上市", "行业 is not 制造"), ("not 大", "not (营收 >= 2亿)"),
    ("开工 <= 2025-01-01", "开工 < 2025-02-01"), ("口径 = 严 and 上市", "口径 = 严"),
    ("年限 in [3, 4]", "年限 in 3 .. 5"), ("年限 < 3 or 年限 > 9", "年限 < 4 or 年限 > 8"),
    ("year > 2026", "year >= 2026"),
  ])
  func holds(_ pair: (String, String)) { #expect(Self.holds(pair.0, pair.1), "\(pair)") }

  @Test(arguments: [
    ("小巨人 or 专精特新", "小巨人"), ("小巨人", "小巨人 is new"), ("小巨人", "专精特新"), ("上市", "not 上市"),
    ("大", "营收 >= 10亿"), ("营收 >= 1亿", "营收 > 1亿"), ("营收 >= 2亿", "营收 last year >= 2亿"),
    ("行业 is not 制造", "行业 = 软件"), ("行业 in [软件, 其他]", "行业 = 软件"), ("口径 = 宽", "口径 = 严"),
    ("年限 in 3 .. 5", "年限 in [3, 4, 5]"), ("not (营收 >= 2亿)", "not 大"), ("年限 > 营收 / 1元", "年限 > 3"),
  ])
  func doesNotHold(_ pair: (String, String)) { #expect(!Self.holds(pair.0, pair.1), "\(pair)") }
}
