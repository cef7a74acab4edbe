import ArgumentParser
import Glibc
import Jili
import JiliLexer

/// What a report says of its origin: the command, the rules and the company files.
struct ReportSource {
  var rules: [HashedFile]
  /// The paths of the command, which are shown without their folders: those are one machine's.
  var paths: [String]

  init(_ sources: [Source], _ paths: [String]) {
    // What several policies use is one file.
    var seen: Set<String> = []
    rules = sources.filter { seen.insert($0.name).inserted }.map {
      HashedFile(name: fileName($0.name), sha256: SHA256.hexadecimal(of: $0.bytes))
    }
    self.paths = paths
  }

  func origin(_ companies: [HashedFile]) -> ReportOrigin {
    ReportOrigin(version: version, command: command, rules: rules, companies: companies)
  }

  /// The command as it was typed, but for threads: they change no result, a page is one.
  private var command: String {
    var words: [String] = []
    var isCount = false
    for word in CommandLine.arguments.dropFirst() {
      defer { isCount = word == "--threads" }
      if isCount || word == "--threads" || word.hasPrefix("--threads=") { continue }
      words.append(withoutFolder(word))
    }
    return (["jili"] + words.map(quoted)).joined(separator: " ")
  }

  private func withoutFolder(_ word: String) -> String {
    if paths.contains(word) { return fileName(word) }
    guard word.hasPrefix("--"), let sign = word.firstIndex(of: "=") else { return word }
    let value = String(word[word.index(after: sign)...])
    return paths.contains(value) ? word[...sign] + fileName(value) : word
  }

  private func quoted(_ word: String) -> String {
    let special = " \t\n\"'`$\\&|;<>()*?[]{}~#!"
    if !word.isEmpty, !word.contains(where: { special.contains($0) }) { return word }
    return "'" + word.replacing("'", with: "'\\''") + "'"
  }
}

/// The first rows of the first company file, cut between lines; nil where it came through a pipe.
func companyFront(_ paths: [String], _ input: InputOptions) throws -> InputFile? {
  guard let path = paths.first else { return nil }
  let stream = try CompanyStream(path, hashing: false)
  let size = 1 << 17
  guard let length = stream.size, var file = try stream.head(size, input: input, input.encoding)
  else { return nil }
  let chunk = stream.begin(at: file.bytes.count)
  // The bytes are those of the chunk, which must outlive the copy.
  let rest = withExtendedLifetime(chunk) { Array(chunk.bytes) }
  let end = length <= size ? rest.count : (rest.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
  file.bytes += rest[..<end]
  return file
}

/// What other readings cost, over files that can be read once more.
struct ReadingPass {
  var companies: [String]
  var threads: Int

  /// nil where the files came through a pipe and are gone.
  func prices(_ run: CompareRun, _ console: Console) throws -> [ReadingPrice]? {
    let streams = try companies.map { path throws(FileFault) in
      try CompanyStream(path, hashing: false)
    }
    guard streams.allSatisfy({ $0.size != nil }) else { return nil }
    var work = CompareWork(
      companies: companies, table: nil, output: OutputOptions(), threads: threads)
    work.source = nil
    if companies.count <= Limits.companyStreams,
      let done = try work.compareChunks(run, streams, console)
    {
      return done.0.comparison.readings
    }
    return try prices(
      run,
      try zip(companies, streams).map {
        InputFile(name: $0, bytes: try $1.whole())
      }, console)
  }

  func prices(_ run: CompareRun, _ files: [InputFile], _ console: Console) throws -> [ReadingPrice]
  {
    try run.compare(files, saying: console.language, touched: { _, _ in }).comparison.readings
  }

  /// What the report says where the prices are not known.
  static let notPriced = Wording(
    zh: "名单来自管道，读不了第二遍：没有算各种理解值多少钱",
    en: "the companies came through a pipe and cannot be read twice: readings are not priced")
}
