import Foundation
import Jili
import JiliLexer
import Testing

/// Cases that Tests/Money works out with fractions; `make money` names their files.
@Suite struct MoneyCaseTests {
  private static let environment = ProcessInfo.processInfo.environment

  /// Eight sums that each stay within 64 bits of 分 and together do not: columns leave the row.
  @Test func totalsStayWithinTheirBits() throws {
    let awards = (24...31).map { "award 奖\($0) = 投资额 * \($0)\n" }.joined()
    let plan = try #require(
      compile(Array(("field 投资额 : money\n" + awards).utf8), named: "试.rules") { _ in nil }.plan)
    let cells = "企业名称,投资额\n甲,100\n乙,999999999999999\n丙,0.01\n"
    let ways = try BothWays(plan, [("企业.csv", Array(cells.utf8))], ["--year", "2026"])
    #expect(try ways.agree("totals") > 0)
    // 24 + … + 31 = 220.
    #expect(try ways.whole().files["out.csv"]?.contains(",219999999999999780.00,") == true)
  }

  // MARK: - Operations

  @Test(.enabled(if: environment["JILI_MONEY_CASES"] != nil))
  func operationsAreExact() throws {
    let path = Self.environment["JILI_MONEY_CASES"] ?? ""
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var (cases, refused, failures) = (0, 0, 0)
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
      let found = words.count == 5 ? Self.answer(words) : "no case"
      cases += 1
      if found == "!" { refused += 1 }
      let wanted = words.last ?? ""
      let mayBeRefused = wanted.hasPrefix("?")
      if found == (mayBeRefused ? String(wanted.dropFirst()) : wanted) { continue }
      if mayBeRefused, found == "!" { continue }
      failures += 1
      if failures <= 10 { Issue.record("\(words.joined(separator: " ")): \(found)") }
    }
    print("\nmoney: \(cases) \(refused)")
    #expect(failures == 0)
    #expect(cases > 0)
  }

  private static func answer(_ words: [String]) -> String {
    if words[0].hasPrefix("r"), words[0] != "round" { return rangeAnswer(words) }
    guard let one = number(words[1]) else { return "no number" }
    let two = words[2] == "-" ? one : number(words[2])
    guard let two else { return "no number" }
    let result: Exact?
    switch words[0] {
    case "add": result = one.adding(two)
    case "sub": result = one.subtracting(two)
    case "mul": result = one.multiplied(by: two)
    case "div": result = one.divided(by: two)
    case "max": result = max(one, two)
    case "min": result = min(one, two)
    case "abs": result = one.isNegative ? one.negated : one
    case "round": result = one
    case "cmp":
      if (one == two) != (!(one < two) && !(two < one)) { return "both" }
      return one == two ? "0" : one < two ? "-1" : "1"
    case "text": return one.yuanText
    default: return "no operation"
    }
    return result.flatMap { rounded($0, words[3]) }.map(text) ?? "!"
  }

  private static func rounded(_ exact: Exact, _ rule: String) -> Exact? {
    if rule == "-" { return exact }
    let parts = rule.split(separator: ":")
    return number(String(parts[1])).flatMap { exact.rounded(to: $0, down: parts[0] == "down") }
  }

  private static func rangeAnswer(_ words: [String]) -> String {
    guard let one = range(words[1]), let two = range(words[2]) else { return "no range" }
    let result: Bounds?
    switch words[0] {
    case "radd": result = one.adding(two)
    case "rsub": result = one.subtracting(two)
    case "rmul": result = one.multiplied(by: two)
    case "rdiv": result = one.divided(by: two)
    case "rmin": result = one.minimum(two)
    case "rmax": result = one.maximum(two)
    case "rless":
      let truth = one.compared(.less, two)
      return (truth.mayBeTrue ? "yes" : "") + (truth.mayBeFalse ? "no" : "")
    default: return "no operation"
    }
    guard let result else { return "!" }
    return [result.low, result.high].map { $0.map(text) ?? "*" }.joined(separator: "..")
  }

  private static func number(_ text: String) -> Exact? {
    let parts = text.split(separator: "/").compactMap { Int128($0) }
    return parts.count == 2 ? Exact(parts[0], over: parts[1]) : nil
  }

  private static func range(_ text: String) -> Bounds? {
    let ends = text.split(separator: "..").map { $0 == "*" ? nil : number(String($0)) }
    return ends.count == 2 ? Bounds(low: ends[0], high: ends[1]) : nil
  }

  private static func text(_ exact: Exact) -> String { "\(exact.numerator)/\(exact.denominator)" }

  // MARK: - Rule files

  /// Columns settle the rows of the policies that are meant for them, and none of the others: the
  /// amounts that were compared come from both evaluators.
  @Test(.enabled(if: environment["JILI_MONEY_RULES"] != nil))
  func eachEvaluatorHasItsRows() throws {
    let folder = Self.environment["JILI_MONEY_RULES"] ?? ""
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    var (rows, settled) = (0, 0)
    for name in names.sorted() where name.hasSuffix(".rules") {
      let found = try Self.settled(folder + "/" + name.dropLast(".rules".count))
      if name.hasPrefix("columns") {
        rows += found.rows
        settled += found.settled
      } else if name.hasPrefix("rows") {
        #expect(found.settled == 0, "\(name)")
      }
    }
    print("\nmoney: \(rows) \(settled)")
    #expect(settled * 4 > rows * 3, "columns settled \(settled) of \(rows) rows")
  }

  private static func settled(_ path: String) throws -> (rows: Int, settled: Int) {
    let rules = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + ".rules")))
    let cells = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + ".csv")))
    let plan = try #require(compile(rules, named: "金额.rules") { _ in nil }.plan)
    let options = Arguments(["--year", "2026"]).input
    let read = try ingest([InputFile(name: "企业.csv", bytes: cells)], plan: plan, options: options)
    let template = try readCompany([:], layout: RowLayout(plan), options: options)
    let trial = try ColumnTrial(plan, read.rows.map(\.row), template)
    let found = try #require(trial.differences())
    #expect(found.differences.isEmpty, "\(path)")
    return (read.rows.count, found.settled)
  }
}
