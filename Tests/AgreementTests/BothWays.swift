import Jili
import JiliLexer
import JiliTestSupport
import Testing

@testable import repl

/// One run of `jili batch`, computed from whole files and in chunks.
struct BothWays {
  /// What a run leaves: every file, the summary, the digests. Or why it ends.
  struct Left: Equatable {
    var files: [String: String] = [:]
    var summary = ""
    /// Where companies fail, if the plan lays out its conditions as steps.
    var figures: RunFigures?
    var digests: [String] = []
    var problems: [String] = []
  }

  private static let console = Console(language: .zh, isQuiet: true)

  private let work: BatchWork
  private let desk: Desk

  /// `arguments` are those of the command behind the company files.
  init(
    _ plan: Plan, _ companies: [(name: String, bytes: [UInt8])], _ arguments: [String] = []
  ) throws {
    desk = try Desk()
    for file in companies { try desk.put(file.name, bytes: file.bytes) }
    let place = desk.path + "/"
    let batch = try Batch.parse(
      ["-", "--companies"] + companies.map { place + $0.name } + arguments)
    work = BatchWork(
      plan: plan, input: batch.inputOptions(try batch.input.mapFile()),
      run: RunOptions(
        choices: try plan.choices(batch.facts.readings), explains: batch.layout == .long),
      output: batch.outputOptions, layout: batch.layout == .wide ? .wide : .long,
      table: place + "out.csv", rejects: place + "out.rejects.csv", companies: batch.companies,
      isHashed: true, threads: 1, splits: batch.splits)
  }

  func whole() throws -> Left {
    try left { () throws -> BatchResults? in
      try work.wholeResults(Self.console) { try Files.read($0, limit: 1 << 26) }
    } ?? Left()
  }

  /// nil where the files are read whole after all.
  func chunked(size: Int, threads: Int) throws -> Left? {
    var work = work
    (work.chunkSize, work.threads, work.fewestRowsOfDate) = (size, threads, 1)
    return try left {
      let streams = try work.companies.map { try CompanyStream($0, hashing: true) }
      return try work.chunkedResults(streams, Self.console)
    }
  }

  /// As the command does it: in chunks where that can be.
  func asRun(size: Int, threads: Int) throws -> Left {
    var work = work
    (work.chunkSize, work.threads) = (size, threads)
    return try left { try work.results(Self.console) } ?? Left()
  }

  private func left(_ compute: () throws -> BatchResults?) throws -> Left? {
    var left = Left()
    do {
      guard let results = try compute() else { return nil }
      #expect(results.addsUp)
      left.digests =
        results.inputs.map(\.sha256) + results.files.map { $0.file.sha256 ?? "" }
      left.figures = results.summary.figures
      left.summary = String(
        decoding: writeSummary(results.summary, options: OutputOptions()), as: UTF8.self)
      try results.pending.commit()
      for name in try desk.names() where name.hasPrefix("out") {
        left.files[name] = try desk.text(name)
      }
    } catch let refusal as InputRefusal {
      left.problems = refusal.problems.map { "\($0.code) \($0.row ?? 0) \($0.message.zh)" }
    } catch let refusal as OutputRefusal {
      left.problems = ["\(refusal)"]
    }
    return left
  }

  /// Whole and in chunks of every size, in one thread and in several; how many of them were chunks.
  @discardableResult
  func agree(_ about: String, sizes: [(Int, Int)] = [(1, 1), (7, 2), (300, 7), (1 << 20, 2)])
    throws -> Int
  {
    let wanted = try whole()
    var count = 0
    for (size, threads) in sizes {
      if let found = try chunked(size: size, threads: threads) {
        count += 1
        compare(found, wanted, "\(about), chunks of \(size)")
      }
      compare(try asRun(size: size, threads: threads), wanted, "\(about), run by \(size)")
    }
    return count
  }

  private func compare(_ one: Left, _ two: Left, _ about: String) {
    if one == two { return }
    var words = [about]
    if one.problems != two.problems { words.append("\(one.problems), not \(two.problems)") }
    for name in Set(one.files.keys).union(two.files.keys).sorted() {
      let lines = [one, two].map { ($0.files[name] ?? "").split(separator: "\n") }
      for place in 0..<max(lines[0].count, lines[1].count) {
        let (left, right) = (lines[0].dropFirst(place).first, lines[1].dropFirst(place).first)
        if left != right {
          words.append("\(name) \(place + 1):\n\(left ?? "-")\nnot\n\(right ?? "-")")
          break
        }
      }
    }
    if one.summary != two.summary { words.append("\(one.summary)\nnot\n\(two.summary)") }
    if one.digests != two.digests { words.append("digests") }
    Issue.record(Comment(rawValue: words.joined(separator: "\n")))
  }
}
