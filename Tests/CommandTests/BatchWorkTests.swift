import Foundation
import Jili
import JiliLexer
import JiliTestSupport
import Testing

@testable import repl

/// The two ways in which `jili batch` computes files, whole and in chunks, and what stops a run.
@Suite("batch work") struct BatchWorkTests {
  private static let console = Console(language: .zh, isQuiet: true)

  /// What a run leaves of a company file: every file, the summary, the digests.
  private struct Left: Equatable {
    var files: [String: [UInt8]]
    var summary: [UInt8]
    var digests: [String]
    var counts: RowCounts
  }

  private func left(_ results: BatchResults, in desk: Desk) throws -> Left {
    #expect(results.addsUp)
    let digests = results.inputs.map(\.sha256) + results.files.map { $0.file.sha256 ?? "" }
    try results.pending.commit()
    var files: [String: [UInt8]] = [:]
    for name in try desk.names() where name.hasPrefix("out") { files[name] = try desk.bytes(name) }
    return Left(
      files: files, summary: writeSummary(results.summary, options: OutputOptions()),
      digests: digests, counts: results.summary.counts)
  }

  /// `jili batch` with these arguments, ready to run.
  private func work(_ plan: Plan, _ arguments: [String], in desk: Desk) throws -> BatchWork {
    let batch = try Batch.parse(["-"] + arguments)
    return BatchWork(
      plan: plan, input: batch.input.options(batch.facts, map: try batch.input.mapFile()),
      run: RunOptions(
        choices: try plan.choices(batch.facts.readings), explains: batch.layout == .long),
      output: OutputOptions(), layout: batch.layout == .wide ? .wide : .long,
      table: desk.path + "/out.csv", rejects: desk.path + "/out.rejects.csv",
      companies: batch.companies, isHashed: true, threads: 1)
  }

  private func streams(_ work: BatchWork) throws -> [CompanyStream] {
    try work.companies.map { try CompanyStream($0, hashing: true) }
  }

  /// Every shipped company file, with its options, in chunks of a row or more and several threads.
  @Test func shippedFiles() throws {
    let console = Self.console
    let companies = Repository.files(under: "Rules", endings: [".companies.csv"])
    #expect(companies.count > 10)
    for relative in companies {
      let path = Repository.path(relative)
      let base = String(path.dropLast(".companies.csv".count))
      let stem = base.split(separator: "/").last.map(String.init) ?? base
      let rules = Repository.path("Rules/\(stem.prefix { $0 != "." }).rules")
      let plan = try #require(try RuleFiles(path: rules).compile().plan)
      let options = (try? String(contentsOfFile: base + ".options", encoding: .utf8)) ?? ""
      let arguments = options.split(whereSeparator: \.isNewline).flatMap { line in
        line.split(separator: " ", maxSplits: 1).map(String.init)
      }
      for layout in ["wide", "long"] {
        let desk = try Desk()
        var work = try work(
          plan, ["--companies", path] + arguments + ["--layout", layout], in: desk)
        let wanted = try left(
          work.wholeResults(console) { try Files.read($0, limit: 1 << 20) }, in: desk)
        for (size, threads) in [(1, 7), (400, 2)] {
          (work.chunkSize, work.threads) = (size, threads)
          let found = try #require(try work.chunkedResults(streams(work), console), "\(stem)")
          #expect(try left(found, in: desk) == wanted, "\(stem) \(layout) \(size) \(threads)")
        }
      }
    }
  }

  private static let rules = """
    policy 试市 { period 2026-01-01 .. 2026-12-31 }
    field 营收 : money
    award 增长 = 1% of 营收 when 营收 >= 100元

    """

  private func plan() throws -> Plan {
    let compiled = compile(Array(Self.rules.utf8), named: "试市.rules") { _ in nil }
    return try #require(compiled.plan)
  }

  private static let table =
    "企业名称,营收\n" + (1...200).map { "公司\($0),\($0 * 10)\n" }.joined()

  /// A file that is damaged behind its front is refused as a small one would be; nothing is left.
  @Test(
    arguments: [([0xBC, 0xD7, 0x0A], "J4101"), (Array("\"甲,1\n".utf8), "J4103")]
      as [([UInt8], String)])
  func damagedFiles(_ end: [UInt8], _ code: String) throws {
    let desk = try Desk()
    try desk.put("公司.csv", bytes: Array(Self.table.utf8) + end)
    let plan = try plan()
    var work = try work(
      plan, ["--companies", desk.path + "/公司.csv", "--year", "2026"], in: desk)
    (work.chunkSize, work.threads) = (64, 2)
    let whole = #expect(throws: InputRefusal.self) {
      try work.wholeResults(Self.console) { try Files.read($0, limit: 1 << 20) }
    }
    let found = #expect(throws: InputRefusal.self) { try work.results(Self.console) }
    #expect(found == whole)
    #expect(found?.problems.map(\.code) == [code])
    #expect(found?.problems.map(\.row) == [202])
    #expect(try desk.names() == ["公司.csv"])
  }

  /// What comes through a pipe is read once: the same words, without a second look.
  @Test func damagedPipes() throws {
    let desk = try Desk(["试市.rules": Self.rules])
    let long = "企业名称,营收\n" + (1...150_000).map { "公司\($0),\($0)\n" }.joined()
    for (end, row) in [("\"甲,1\n", 150_002), ("", nil)] as [(String, Int?)] {
      let ending = try desk.run(
        "batch", "试市.rules", "--companies", "-", "--year", "2026", "-o", "out.csv", "--quiet",
        "--lang", "zh", input: long + end)
      #expect(ending.code == (row == nil ? 0 : 65))
      if let row {
        #expect(ending.errors.contains("第 \(row) 行"))
        #expect(try desk.names() == ["试市.rules"])
      }
    }
    let rows = try desk.text("out.csv").split(separator: "\n")
    #expect(rows.count == 150_001)
    #expect(rows[150_000] == "公司150000,1500.00,1500.00,1500.00,,,")
  }

  @Test func threadsAreChecked() throws {
    let desk = try Desk(["试市.rules": Self.rules, "公司.csv": Self.table])
    for threads in ["0", "257", "x"] {
      let ending = try desk.run(
        "batch", "试市.rules", "--companies", "公司.csv", "--year", "2026", "--threads", threads)
      #expect(ending.code == 64)
    }
    let one = try desk.run(
      "batch", "试市.rules", "--companies", "公司.csv", "--year", "2026", "--threads", "1")
    let many = try desk.run(
      "batch", "试市.rules", "--companies", "公司.csv", "--year", "2026", "--threads", "256")
    #expect(one.code == 0 && many.code == 0)
    #expect(one.output == many.output)
  }
}
