import JiliTestSupport
import Testing

@Suite("the house is tidy")
struct TidyTests {
  private static let files = Result {
    try Repository.files().filter { path in House.rules.contains { $0.applies(path) } }
      .map { HouseFile($0, try Repository.text($0)) }
  }

  @Test(arguments: House.rules)
  func everyFileKeeps(_ rule: HouseRule) throws {
    for file in try Self.files.get() where rule.applies(file.path) {
      for breach in rule.check(file) { Issue.record("\(breach)") }
    }
  }

  @Test func everyCodeBelongsToOneFinding() throws {
    let catalogues = try Repository.files(under: "Sources", endings: [".swift"])
      .filter(Files.isCatalogue).map { ($0, try Repository.text($0)) }
    #expect(!catalogues.isEmpty)
    for breach in House.repeatedCodes(catalogues) { Issue.record("\(breach)") }
  }

  @Test func readmeOffersItsCommands() throws {
    #expect(House.missingCommands(try Repository.text("README.md")).isEmpty)
  }
}

/// Each rule is shown a bad file and must say so, and the same file made good.
@Suite("the house rules can fail")
struct HouseRuleTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let rule: HouseRule
    let path: String
    let bad: String
    let good: String
    /// Where the good file stands; a name can be the fault.
    let goodPath: String
    var testDescription: String { rule.name }

    init(
      _ rule: HouseRule, _ path: String, bad: String, good: String, goodPath: String? = nil
    ) {
      self.rule = rule
      self.path = path
      self.goodPath = goodPath ?? path
      self.bad = bad
      self.good = good
    }
  }

  static let trap = "try" + "!"
  static let samples: [Sample] = [
    Sample(
      House.noFoundation, "Sources/Lexer/A.swift", bad: "import Foundation",
      good: "// Foundation is not used."),
    Sample(
      House.exactMoney, "Sources/Interpreter/Values/A.swift", bad: "let a: Double = 1",
      good: "let a = \"Double\"; let doubleSided = 1"),
    Sample(
      House.shortLines, "Sources/repl/A.swift", bad: String(repeating: "金", count: 101),
      good: String(repeating: "金", count: 100)),
    Sample(
      House.shortFunctions, "Sources/repl/A.swift", bad: function(lines: 71),
      good: function(lines: 70)),
    Sample(
      House.shortFiles, "Sources/repl/A.swift", bad: String(repeating: "\n", count: 501),
      good: String(repeating: "\n", count: 500)),
    Sample(
      House.noTraps, "Tests/A.swift", bad: "let a = \(trap) b()",
      good: "let a = try? b() // \(trap)"),
    Sample(
      House.noPromises, "Makefile", bad: "# TO" + "DO: later",
      good: "# TO" + "DOS are something else"),
    Sample(
      House.plainNames, "Sources/repl/A.swift", bad: "struct FileHelper {}",
      good: "let files = FileManager.default"),
    Sample(
      House.plainNames, "Sources/repl/Utils.swift", bad: "", good: "",
      goodPath: "Sources/repl/Files.swift"),
    Sample(
      House.catalogueOnly, "Sources/Parser/Parse.swift", bad: "Diagnostic(\"J1\")",
      good: "lexDiagnostic(1)"),
    Sample(
      House.narrowDoor, "Sources/Parser/A.swift", bad: "public struct A {}",
      good: "let fd = open(path, 0)"),
    Sample(
      House.documentedDoor, "Sources/Interpreter/A.swift",
      bad: "/// A.\npublic struct A {\n  public let b: Int\n}",
      good: "/// A.\npublic struct A {\n  /// B.\n  @available(*, deprecated)\n"
        + "  public let b: Int\n}"),
    Sample(
      House.documentedDoor, "Sources/Interpreter/A.swift",
      bad: "/// A.\npublic enum A {\n  case b\n}",
      good: "/// A.\npublic enum A {\n  /// B.\n  case b\n  /// C.\n  public var c: Int {\n"
        + "    switch self {\n    case .b: 1\n    }\n  }\n}\nenum D {\n  case e\n}"),
    Sample(
      House.noMachinePaths, "README.md", bad: "see /ho" + "me/me/jili", good: "see ~/jili"),
  ]

  @Test(arguments: samples)
  func seesTheBadAndPassesTheGood(_ sample: Sample) {
    #expect(sample.rule.applies(sample.path))
    #expect(!sample.rule.check(HouseFile(sample.path, sample.bad)).isEmpty)
    #expect(sample.rule.check(HouseFile(sample.goodPath, sample.good)).isEmpty)
  }

  @Test func everyRuleHasASample() {
    let shown = Set(Self.samples.map(\.rule.name))
    #expect(shown == Set(House.rules.map(\.name)))
  }

  @Test func repeatedCodesAreSeen() {
    let one = ("Sources/Lexer/LexDiagnostics.swift", "(\"J1001\")\n(\"J1002\")")
    let other = ("Sources/Parser/ParseDiagnostics.swift", "(\"J2001\")\n(\"J1002\")")
    #expect(House.repeatedCodes([one]).isEmpty)
    #expect(House.repeatedCodes([one, other]).map(\.line) == [2])
  }

  @Test func missingCommandsAreSeen() {
    #expect(House.missingCommands("run `make demo`") == ["make test"])
    #expect(House.missingCommands("run `make demo`, then `make test`").isEmpty)
  }

  @Test(arguments: [
    ("let a = \"}\" // {", "let a =      //  "),
    ("a /* x /* y */ z */ b", "a                   b"),
    ("\"\\(f(\"(\"))\" + b", "              + b"),
    ("#\"\\(\"# + b", "         + b"),
    ("\"\"\"\n \" {\n\"\"\" + b", "   \n    \n    + b"),
  ])
  func proseIsBlanked(_ text: String, _ code: String) {
    let shown = withoutProse(text)
    #expect(shown.count == text.count)
    #expect(shown.filter { "{}()ab+".contains($0) } == code.filter { "{}()ab+".contains($0) })
  }

  @Test func functionsAreFound() {
    let text = """
      struct A {
        init(a: Int) { self.a = a }
        func short(
          a: Int
        ) -> Int {
          if a > 0 {
            return 1
          }
          return 2
        }
        var size: Int {
          1
        }
      }
      protocol P { func nothing() }
      """
    #expect(functions(in: withoutProse(text)).map(\.line) == [2, 3, 11])
    #expect(functions(in: withoutProse(text)).map(\.lineCount) == [1, 8, 3])
  }

  private static func function(lines: Int) -> String {
    "func long() {\n" + String(repeating: "  work()\n", count: lines - 2) + "}\n"
  }
}
