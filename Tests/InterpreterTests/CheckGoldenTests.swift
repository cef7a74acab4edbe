import Jili
import JiliLexer
import JiliTestSupport
import Testing

/// A file that is there and cannot be read.
struct Unreadable: Error, CustomStringConvertible {
  let description = "permission denied"
}

/// Compiles a golden; the files that it names stand beside its folder.
func compileGolden(_ source: Source) -> Compiled {
  compile(source.bytes, named: source.name) { path in
    if path.contains("unreadable") { throw Unreadable() }
    let place = "Tests/Goldens/check/" + path
    guard Repository.files(under: "Tests/Goldens/check").contains(place) else { return nil }
    return try Repository.bytes(place)
  }
}

@Suite("goldens of the checker")
struct CheckGoldenTests {
  @Test(arguments: Golden.cases("check/bad"))
  func mistakesAreFound(_ golden: Golden) throws {
    try golden.expect { compileGolden($0).diagnostics.filter { $0.span.file == 0 } }
    #expect(compileGolden(try golden.source()).plan == nil)
  }

  /// Good programs have no error, and their examples hold.
  @Test(arguments: Golden.cases("check/good"))
  func programsAreAccepted(_ golden: Golden) throws {
    try golden.expect { compileGolden($0).diagnostics }
    let compiled = compileGolden(try golden.source())
    let program = try #require(compiled.program)
    let plan = try #require(compiled.plan)
    for result in runExamples(program, plan) {
      #expect(result.failures.map(\.zh) == [], "\(result.label)")
    }
  }

  /// Every code of the catalogues stands in a golden or is proven elsewhere.
  @Test func everyCodeHasACase() throws {
    var codes: Set<String> = []
    for catalogue in ["CheckDiagnostics", "TypeDiagnostics", "TargetDiagnostics"] {
      let text = try Repository.text("Sources/Interpreter/Check/\(catalogue).swift")
      codes.formUnion(text.matches(of: /"(J3\d\d\d)"/).map { String($0.1) })
    }
    // Too many files, too many quotes, no policy text, nothing to run, too large, policies that
    // disagree: proven by tests of their own.
    var proven: Set<String> = [
      "J3005", "J3011", "J3012", "J3306", "J3117", "J3021", "J3022", "J3023",
    ]
    for golden in Golden.cases("check") {
      let text = try Repository.text(golden.path)
      proven.formUnion(text.matches(of: /(?:error|warning) [^ ]+ (J3\d\d\d):/).map { String($0.1) })
    }
    #expect(codes.subtracting(proven).sorted() == [])
    #expect(proven.subtracting(codes).sorted() == [])
  }
}
