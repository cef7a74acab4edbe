import Glibc
import JiliLexer
import JiliParser

@testable import Jili
@testable import repl

/// Findings that no example on a page can show, made here: files that are too large or in another
/// encoding, limits, faults of the system, checks of the program on itself.
enum MadeCases {
  /// The first finding of each case, by its code.
  static let all: [(code: String, find: @Sendable () throws -> GuideFinding?)] =
    texts + files + (tables + workbooks).sorted { $0.code < $1.code } + systems

  private static func text(_ text: String) -> [Diagnostic] {
    compile(Array(text.utf8), named: "例.rules") { _ in nil }.diagnostics
  }

  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  private static let texts: [(code: String, find: @Sendable () throws -> GuideFinding?)] = [
    ("J1001", { text(repeated(" ", Limits.ruleFileBytes + 1)).first.map { GuideFinding($0) } }),
    (
      "J1002",
      {
        let bytes = Array("# ".utf8) + [0xD5, 0xFE]
        return compile(bytes, named: "例.rules") { _ in nil }.diagnostics.first
          .map { GuideFinding($0) }
      }
    ),
    (
      "J1015",
      {
        let found = text(repeated("\u{200B}", Limits.lexerDiagnostics + 1))
        return found.first { $0.code == "J1015" }.map { GuideFinding($0) }
      }
    ),
    (
      "J1016",
      { text("title " + repeated("企", Limits.nameLetters + 1)).first.map { GuideFinding($0) } }
    ),
    (
      "J2004",
      {
        let sum = repeated("1万 + ", Limits.depth) + "1万"
        return text("award 技改补助 = " + sum).first.map { GuideFinding($0) }
      }
    ),
    (
      "J2014",
      {
        let many = Source(name: "例.rules", text: repeated("title 甲\n", Limits.statements + 1))
        return parse(many).diagnostics.first.map { GuideFinding($0) }
      }
    ),
    (
      "J2019",
      {
        text(repeated("award 甲 == 1万\n", Limits.grammarDiagnostics + 1))
          .first { $0.code == "J2019" }.map { GuideFinding($0) }
      }
    ),
    (
      "J3117",
      {
        let doubled = (1...40).map { "define 甲\($0) = 甲\($0 - 1) + 甲\($0 - 1)\n" }.joined()
        return text("field 甲0 : money\n" + doubled + "award 技改补助 = 甲40").first
          .map { GuideFinding($0) }
      }
    ),
  ]

  private static let files: [(code: String, find: @Sendable () throws -> GuideFinding?)] = [
    (
      "J3002",
      {
        let why = FileFault.notReadable("词汇.rules", EACCES)
        let rules = Array("use \"词汇.rules\"".utf8)
        return compile(rules, named: "例.rules") { _ in throw why }.diagnostics.first
          .map { GuideFinding($0) }
      }
    ),
    (
      "J3005",
      {
        let compiled = compile(Array("use \"0.rules\"".utf8), named: "例.rules") { path in
          let number = Int(path.prefix { $0 != "." }) ?? 0
          return Array("use \"\(number + 1).rules\"".utf8)
        }
        return compiled.diagnostics.first.map { GuideFinding($0) }
      }
    ),
    (
      "J3012",
      {
        let source = [UInt8](repeating: UInt8(ascii: "a"), count: 4_000_000)
        let quotes = repeated("; cite \"一\": \"甲\"", Limits.quotationSteps / source.count + 1)
        let rules = "policy 示范市2026 { source \"原文.txt\" }\naward 技改补助 = 1万" + quotes
        let compiled = compile(Array(rules.utf8), named: "例.rules") { _ in source }
        return compiled.diagnostics.first { $0.code == "J3012" }.map { GuideFinding($0) }
      }
    ),
    (
      "J3006",
      {
        let rules = Array("policy 示范市2026 { source \"原文.txt\" }".utf8)
        return compile(rules, named: "例.rules") { _ in [0xD5, 0xFE] }.diagnostics.first
          .map { GuideFinding($0) }
      }
    ),
  ]

  private static let tables: [(code: String, find: @Sendable () throws -> GuideFinding?)] = [
    ("J4101", { refusal(of: Array("企业名称,营业收入\n".utf8) + [0xBC, 0xD7, 0x2C, 0x31, 0x0A]) }),
    ("J4102", { refusal(of: [0xFF, 0xFE, 0x01, 0x4F, 0x1A]) }),
    ("J4108", { refusal(of: Array(("营业收入" + repeated(",", Limits.columns)).utf8)) }),
    ("J4113", { GuideFinding(InputProblem.notGB18030("企业.csv", row: 120), .error) }),
    (
      "J4234",
      {
        let long = repeated("1", Limits.cellBytes + 1)
        return try ingest(Array("企业名称,营业收入\n\(long),1\n".utf8)).rejects.first
          .map { GuideFinding($0.fault) }
      }
    ),
    ("J4219", { GuideFinding(CellFault.errorValue("#DIV/0!")) }),
    ("J4220", { GuideFinding(CellFault.formulaWithoutValue) }),
    ("J4221", { GuideFinding(CellFault.mergedCell("B5")) }),
    ("J4239", { GuideFinding(CellFault.cellTwice("B5")) }),
    ("J4240", { GuideFinding(CellFault.pastLastColumn("XFE5")) }),
    ("J4298", { GuideFinding(CellFault.outsideTable("投资额")) }),
    ("J4402", { try totalOfEnormousSums() }),
    ("J4403", { finding(OutputRefusal.rowsDiffer(12, 11)) }),
    ("J4410", { finding(OutputRefusal.tooManyGroups("企业名称")) }),
    ("J4411", { finding(OutputRefusal.tooManyColumns(20_000, limit: 16_384)) }),
    (
      "J4503",
      {
        let policy = try Policy(source: "award 国家级小巨人 = 150万 when new", named: "例.rules")
        do throws(PolicyError) {
          _ = try policy.evaluate([:], on: "明天")
          return nil
        } catch {
          return error.problems.first.map {
            GuideFinding(
              code: $0.code, severity: .error, message: Wording(zh: $0.chinese, en: $0.english))
          }
        }
      }
    ),
    (
      "J4505",
      {
        let policy = try Policy(source: "award 国家级小巨人 = 150万 when new", named: "例.rules")
        do throws(PolicyError) {
          _ = try policy.evaluate([:], limits: RunLimits(isOverdue: { true }))
          return nil
        } catch {
          return error.problems.first.map {
            GuideFinding(
              code: $0.code, severity: .error, message: Wording(zh: $0.chinese, en: $0.english))
          }
        }
      }
    ),
    ("J4504", { GuideFinding(InputProblem.layoutUnfaithful("例.rules"), .error) }),
  ]

  private static let systems: [(code: String, find: @Sendable () throws -> GuideFinding?)] = [
    ("J5002", { GuideFinding(FileFault.notReadable("例.rules", EACCES).diagnostic) }),
    (
      "J5004",
      {
        GuideFinding(FileFault.tooLarge("企业.csv", limit: Limits.companyBytes).diagnostic)
      }
    ),
    ("J5005", { GuideFinding(FileFault.readFailed("企业.csv", EIO).diagnostic) }),
    ("J5009", { GuideFinding(FileFault.countsDiffer.diagnostic) }),
    ("J5012", { GuideFinding(FileFault.changedMeanwhile("企业.csv").diagnostic) }),
    ("J5015", { GuideFinding(FileFault.endlessRow("企业.csv").diagnostic) }),
    (
      "J5013",
      { GuideFinding(FileFault.noWorkbookWriter("结果.xlsx", "libxlsxwriter.so.4").diagnostic) }
    ),
    (
      "J5014", { GuideFinding(FileFault.noRoomAside("结果.xlsx", "/tmp", ENOSPC).diagnostic) }
    ),
    ("J5010", { GuideFinding(FileFault.layoutUnfaithful("例.rules").diagnostic) }),
    (
      "J6107",
      { GuideFinding(PromptFault.editorFailed("nano", at: Span(start: 0, end: 0)).diagnostic) }
    ),
    (
      "J6108",
      { GuideFinding(PromptFault.nothingToEdit("单项冠军", at: Span(start: 0, end: 0)).diagnostic) }
    ),
    (
      "J6001",
      {
        let full = (1...Limits.promptEntries).reduce(Loaded()) { loaded, number in
          let source = Source(name: "\(number).rules", text: "define 甲\(number) = 1万")
          return loaded.adding(source, isDraft: false) { _ in nil }
        }
        var session = Session()
        _ = session.load(full, read: { _ in nil })
        let reply = session.enter(Source(name: "prompt", text: "define 乙 = 1万")) { _ in nil }
        return reply.diagnostics.first.map { GuideFinding($0) }
      }
    ),
  ]

  private static func ingest(_ bytes: [UInt8]) throws(InputRefusal) -> Ingested {
    let rules = Array("field 营业收入 : money\naward 规模奖励 = 1万 when 营业收入 > 1亿".utf8)
    guard let plan = compile(rules, named: "例.rules", read: { _ in nil }).plan else {
      return Ingested()
    }
    let file = InputFile(name: "企业.csv", bytes: bytes)
    return try Jili.ingest([file], plan: plan, options: InputOptions())
  }

  private static func refusal(of bytes: [UInt8]) -> GuideFinding? {
    do throws(InputRefusal) {
      _ = try ingest(bytes)
      return nil
    } catch {
      return error.problems.first.map { GuideFinding($0, .error) }
    }
  }

  /// Each row pays 10³⁶ 元, the largest that has room for 分; two hundred have no total.
  private static func totalOfEnormousSums() throws -> GuideFinding? {
    let rules = "field 产量 : number\naward 产量奖励 = 1元 * 产量 * 产量 * 1000000"
    let cells = repeated("示范公司,999999999999999\n", 200)
    let compiled = compile(Array(rules.utf8), named: "例.rules") { _ in nil }
    guard let plan = compiled.plan else { return nil }
    let file = InputFile(name: "企业.csv", bytes: Array(("企业名称,产量\n" + cells).utf8))
    let done = try runBatch(
      plan, [file], input: InputOptions(), run: RunOptions(choices: []))
    do throws(OutputRefusal) {
      _ = try summarise(done.input, PolicyResults(plan: plan, outcomes: done.outcomes))
      return nil
    } catch {
      return finding(error)
    }
  }

  private static func finding(_ refusal: OutputRefusal) -> GuideFinding {
    GuideFinding(code: refusal.code, severity: .error, message: refusal.message)
  }
}
