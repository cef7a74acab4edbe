import ArgumentParser
import Jili
import JiliLexer

/// `NAME[.LABEL].companies.csv` beside `NAME.rules`: run as batch it must give
/// `NAME[.LABEL].expected.csv`, with the options of `NAME[.LABEL].options`.
struct CompanyPair {
  let companies: String
  let expected: String
  let options: String

  static func beside(_ rules: String) -> [CompanyPair] {
    let slash = rules.lastIndex(of: "/")
    let folder = slash.map { String(rules[...$0]) } ?? ""
    let name = slash.map { String(rules[rules.index(after: $0)...]) } ?? rules
    guard name.hasSuffix(".rules") else { return [] }
    let stem = name.dropLast(".rules".count)
    let names = (folderNames(folder.isEmpty ? "." : folder) ?? [])
      .filter { Files.isFile(folder + $0) }
    // A pair of `a.b.rules` is none of `a.rules` with the label `b`.
    let nearer = names.filter { $0.hasSuffix(".rules") && $0.hasPrefix(stem + ".") && $0 != name }
      .map { $0.dropLast("rules".count) }
    // Either half alone is a pair that cannot hold.
    var bases: Set<Substring> = []
    for ending in [".companies.csv", ".expected.csv"] {
      for found in names where found.hasPrefix(stem + ".") && found.hasSuffix(ending) {
        if nearer.contains(where: { found.hasPrefix($0) }) { continue }
        bases.insert(found.dropLast(ending.count))
      }
    }
    return bases.sorted().map { base in
      CompanyPair(
        companies: folder + base + ".companies.csv", expected: folder + base + ".expected.csv",
        options: folder + base + ".options")
    }
  }

  /// What differs, row by row; empty where nothing does.
  func run(_ plan: Plan, _ console: Console) -> [Wording] {
    do {
      let arguments = try batchArguments()
      let batch = try Batch.parse(["-", "--companies", companies] + arguments)
      let found = try results(batch, plan)
      return try compare(found)
    } catch let refusal as InputRefusal {
      return refusal.problems.map(\.message)
    } catch let fault as FileFault {
      return [fault.diagnostic.message]
    } catch let refusal as OutputRefusal {
      return [refusal.message]
    } catch let fault as NamedFileFault {
      return [fault.cause]
    } catch {
      let words = Batch.message(for: error)
      return [Wording(zh: words, en: words)]
    }
  }

  private func batchArguments() throws(FileFault) -> [String] {
    guard Files.isFile(options) else { return [] }
    do throws(FileFault) {
      let bytes = try Files.read(options, limit: Limits.ruleFileBytes)
      return String(decoding: bytes, as: UTF8.self).split { $0.isNewline }.flatMap { line in
        let text = String(line)
        guard let blank = text.firstIndex(of: " "), text.hasPrefix("--") else { return [text] }
        return [String(text[..<blank]), String(text[text.index(after: blank)...])]
      }
    } catch {
      if error.isAbsent { return [] }
      throw error
    }
  }

  /// The wide or long table of the run, as the header of the expected file asks.
  private func results(_ batch: Batch, _ plan: Plan) throws -> [UInt8] {
    let file = InputFile(
      name: companies, bytes: try Files.read(companies, limit: Limits.pairBytes))
    let done = try runBatch(
      plan, [file], input: batch.input.options(batch.facts, map: try map(batch)),
      run: RunOptions(choices: try plan.choices(batch.facts.readings), triesReadings: false))
    if let reject = done.input.rejects.first {
      throw InputRefusal(.file, [.rejected(reject)])
    }
    let results = PolicyResults(plan: plan, outcomes: done.outcomes)
    return try isLong()
      ? writeLong(done.input, results, options: OutputOptions())
      : writeWide(done.input, results, options: OutputOptions())
  }

  /// A table of headers stands beside the pair or below it, wherever the program runs.
  private func map(_ batch: Batch) throws -> InputFile? {
    guard let map = batch.input.map else { return nil }
    let folder = companies.lastIndex(of: "/").map { String(companies[...$0]) } ?? ""
    let path = map.hasPrefix("/") ? map : folder + map
    return InputFile(
      name: path, bytes: try Files.read(path, within: [folder], limit: Limits.mapBytes))
  }

  private func isLong() throws -> Bool {
    try table(Files.read(expected, limit: Limits.pairBytes), expected).header.contains("奖项")
  }

  private func compare(_ found: [UInt8]) throws -> [Wording] {
    let wanted = try table(Files.read(expected, limit: Limits.pairBytes), expected)
    let actual = try table(found, "results")
    return differences(wanted: wanted, found: actual)
  }

  private func table(_ bytes: [UInt8], _ name: String) throws -> TextTable {
    try readTable(InputFile(name: name, bytes: bytes))
  }
}
