import Testing

@testable import Jili

@Suite("columns in a wrong unit")
struct MagnitudeTests {
  private static var bounded: Fact {
    var fact = yearly("营业收入")
    fact.bounds = Bounds(low: yuan(1, 4), high: yuan(1, 12))
    return fact
  }

  private func warnings(_ fact: Fact, _ texts: String...) throws -> [String] {
    let files = texts.enumerated().map { file($1, named: "\($0).csv") }
    let found = try ingest(files, layout: layout([fact]), options: options())
    return found.notices.filter { ["J4306", "J4307"].contains($0.code) }
      .map { "\($0.code) \($0.file ?? "")" }
  }

  /// 1万 .. 1万亿: the median is far below at 100 元 and far above at 100万亿.
  @Test func aHundredTimesOutsideTheRange() throws {
    #expect(try warnings(Self.bounded, "营业收入\n100\n1\n2亿\n") == ["J4306 0.csv"])
    #expect(try warnings(Self.bounded, "营业收入\n101\n1\n2亿\n") == [])
    #expect(try warnings(Self.bounded, "营业收入（亿元）\n1000000\n1\n2000000\n") == ["J4306 0.csv"])
    #expect(try warnings(Self.bounded, "营业收入（亿元）\n990000\n1\n2000000\n") == [])
  }

  /// Empty cells and 0 say nothing of a unit; without a stated range there is nothing to compare.
  @Test func whatIsNotCounted() throws {
    #expect(try warnings(Self.bounded, "企业,营业收入\n甲,\n乙,0\n丙,-\n丁,5亿\n") == [])
    #expect(try warnings(yearly("营业收入"), "营业收入\n1\n2\n") == [])
    #expect(try warnings(Self.bounded, "营业收入2024\n-50\n") == ["J4306 0.csv"])
  }

  @Test func tenThousandTimesFromAnotherFile() throws {
    let plain = yearly("营业收入")
    #expect(
      try warnings(plain, "营业收入\n12000\n13000\n", "营业收入（万元）\n12000\n13000\n") == ["J4307 1.csv"])
    #expect(try warnings(plain, "营业收入\n12000\n", "营业收入\n119000000\n") == [])
    #expect(try warnings(plain, "营业收入（万元）\n1.2\n", "营业收入\n1\n") == ["J4307 1.csv"])
  }
}
