import JiliTestSupport
import Testing

/// Every sentence of the language that states a rule, each with a case that would fail were the
/// sentence untrue.
@Suite("corner cases") struct CornerCaseTests {
  @Test(arguments: Corner.all)
  func theSentenceHolds(_ corner: Corner) throws {
    for failure in try corner.failures() { Issue.record("\(corner.testDescription)\n  \(failure)") }
  }

  /// A reader that found no files would prove nothing.
  @Test func everyFileHoldsCases() {
    let files = Repository.files(under: "Tests/Corners", endings: [".cases"])
    #expect(!files.isEmpty)
    #expect(Set(Corner.all.map(\.path)) == Set(files))
  }
}
