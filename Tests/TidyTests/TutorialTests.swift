import JiliTestSupport
import Testing

/// The article that builds the service shows its code, which `make examples` builds and asks.
@Suite("the article about the service")
struct TutorialTests {
  private static let article = "Sources/Interpreter/Jili.docc/EligibilityService.md"

  /// Code without its layout: an article shows a part without the braces around it.
  private static func lines(of text: String) -> [Substring] {
    text.split(separator: "\n").map { $0.drop { $0 == " " } }
  }

  private static func blocks(_ kind: String) throws -> [[Substring]] {
    try Repository.text(article).components(of: "```\(kind)\n").map(lines)
  }

  @Test func showsTheCodeOfTheExample() throws {
    let files = try Repository.files(under: "Examples/Eligibility", endings: [".swift"])
      .map { Self.lines(of: try Repository.text($0)) }
    let blocks = try Self.blocks("swift")
    #expect(files.count >= 4 && blocks.count >= 4)
    for block in blocks {
      #expect(
        files.contains { $0.contains(run: block) }, "\(block.joined(separator: "\n"))")
    }
  }

  @Test func showsTheRulesOfTheExample() throws {
    let rules = try Self.lines(of: Repository.text("Examples/Eligibility/policy/示范.rules"))
    let blocks = try Self.blocks("jili")
    #expect(!blocks.isEmpty)
    for block in blocks { #expect(rules.contains(run: block)) }
  }

  @Test func aForeignLineIsSeen() {
    #expect(["a", "b", "c"].contains(run: ["b", "c"]))
    #expect(!["a", "b", "c"].contains(run: ["a", "c"]))
    let page = "x\n```swift\na\n```\ny\n```swift\nb\n```"
    #expect(page.components(of: "```swift\n") == ["a\n", "b\n"])
  }
}

extension String {
  /// What stands between an opening fence and the next fence.
  fileprivate func components(of opening: String) -> [String] {
    ranges(of: opening).map { range in
      let rest = self[range.upperBound...]
      return String(rest[..<(rest.firstRange(of: "```")?.lowerBound ?? rest.endIndex)])
    }
  }
}

extension [Substring] {
  fileprivate func contains(run: [Substring]) -> Bool {
    !run.isEmpty && indices.contains { self[$0...].starts(with: run) }
  }
}
