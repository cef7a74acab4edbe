import Jili
import JiliLexer

/// What a batch leaves, with its files written but not yet in place.
struct BatchResults {
  let pending: PendingFiles
  /// What is said of the input, without its rows.
  var heading: Ingested
  var summary: RunSummary
  /// Companies in the table, and rejected rows that were written.
  var written: Int
  var rejectCount: Int
  /// Why they were rejected.
  var census = RejectCensus()
  /// The table, where it becomes a workbook once all is known.
  var workbook: WorkbookTable?
  /// The rejected rows, where they are wanted once more.
  var rejected: [RejectLine] = []
  /// The rejected rows where no file takes them; nil where there are none.
  var rejectsWithoutFile: [UInt8]?
  var inputs: [HashedFile]
  /// What was said of the input.
  var notices: [InputProblem] = []
  /// The table, the rejects and so on, in this order.
  var files: [(path: String, file: PendingFile)] = []
  let isHashed: Bool
  /// What was read in pieces.
  var streams: [CompanyStream] = []
  /// Files that were begun before anything was written, by path.
  var begun: [String: PendingFile] = [:]

  /// The program's own check: every input row is once in the results, once in the rejects or empty.
  var addsUp: Bool {
    let counts = summary.counts
    return counts.accepted == written && counts.rejected == rejectCount
      && counts.rows == counts.accepted + counts.rejected + counts.empty
  }

  mutating func write(_ bytes: [UInt8], to path: String) throws {
    let file = try begun[path] ?? pending.create(path, hashing: isHashed)
    try bytes.hand(to: file.write)
    files.append((path, file))
  }
}

/// Everything a batch is asked for. Rows that stand alone are computed chunk by chunk; where one
/// needs others, or the files are of another kind, they are read whole. Both give the same results.
struct BatchWork {
  var plan: Plan
  var input: InputOptions
  var run: RunOptions
  var output: OutputOptions
  var layout: ChunkRun.Layout
  /// Where the table goes, and the rejected rows; nil is standard error.
  var table: String
  var rejects: String?
  /// What the caller writes beside them.
  var beside: [String] = []
  var companies: [String]
  var isHashed: Bool
  var threads: Int
  /// The names of `--by`; nil where nobody wants the sums split.
  var splits: [String]?
  /// The table becomes a workbook; `output` has `isForCells`.
  var isWorkbook = false
  /// Rejected rows are wanted with their cells, besides the list.
  var keepsRejects = false
  /// Bytes that are computed at a time, with what is made of them near the processor.
  var chunkSize = 1 << 18
  /// See `ChunkRun`.
  var fewestRowsOfDate = 32

  func results(_ console: Console) throws -> BatchResults {
    guard companies.count <= Limits.companyStreams else {
      return try wholeResults(console) { try Files.read($0, limit: Limits.companyBytes) }
    }
    let streams = try companies.map { path throws(FileFault) in
      try CompanyStream(path, hashing: isHashed || ChunkRun.needsSurvey(plan, input))
    }
    if let done = try chunkedResults(streams, console) { return done }
    var next = 0
    return try wholeResults(console) { _ in
      next += 1
      return try streams[next - 1].whole()
    }
  }

  /// Results name company files without their folders, which are one machine's, unless two files
  /// share a name.
  private var shownNames: [String] { companies.shownNames }

  private func report(_ notices: [InputProblem], _ console: Console) {
    for notice in notices { console.report(notice, notice.isPlainNote ? .note : .warning) }
  }

  /// Begins files before any is written, so that nothing is where one of them cannot be.
  private func begin(
    _ paths: [String], _ pending: PendingFiles
  ) throws(FileFault) -> [String: PendingFile] {
    var begun: [String: PendingFile] = [:]
    for path in paths { begun[path] = try pending.create(path, hashing: isHashed) }
    return begun
  }

  // MARK: - Whole files

  func wholeResults(
    _ console: Console, read: (String) throws -> [UInt8]
  ) throws -> BatchResults {
    let files = try companies.map { InputFile(name: $0, bytes: try read($0)) }
    var done = try runBatch(plan, files, input: input, run: run)
    report(done.input.notices, console)
    for (index, name) in shownNames.enumerated() { done.input.inputs[index].file = name }
    let names = Dictionary(zip(companies, shownNames)) { first, _ in first }
    for index in done.input.rejects.indices {
      let name = done.input.rejects[index].file
      done.input.rejects[index].file = names[name] ?? name
    }
    let results = PolicyResults(plan: plan, outcomes: done.outcomes)
    let bytes =
      switch layout {
      case .wide: try writeWide(done.input, results, options: output)
      case .long: try writeLong(done.input, results, options: output)
      case .explained: writeExplained(done.input, results, run, options: output)
      }
    let rejected = writeRejects(done.input.rejects, options: output)
    let inputs = zip(shownNames, files).map { name, file in
      HashedFile(name: name, sha256: isHashed ? SHA256.hexadecimal(of: file.bytes) : "")
    }
    var found = BatchResults(
      pending: PendingFiles(), heading: done.input,
      summary: try summarise(done.input, results, by: splits), written: done.outcomes.count,
      rejectCount: done.input.rejects.count, inputs: inputs, isHashed: isHashed)
    found.notices = done.input.notices
    found.census.add(done.input.rejects.lazy.map { $0.line(output.language) })
    if keepsRejects { found.rejected = done.input.rejects.map { $0.line(output.language) } }
    guard found.addsUp else { throw FileFault.countsDiffer }
    found.begun = try begin([table, rejects].compactMap(\.self) + beside, found.pending)
    if let file = found.begun[table], let workbook = try target(file, done.input) as? WorkbookTable
    {
      try bytes.hand(to: workbook.write)
      found.workbook = workbook
      found.files.append((table, file))
    } else {
      try found.write(bytes, to: table)
    }
    if let rejects {
      try found.write(rejected, to: rejects)
    } else if !done.input.rejects.isEmpty {
      found.rejectsWithoutFile = rejected
    }
    return found
  }

  /// What takes the table.
  private func target(
    _ file: PendingFile, _ heading: Ingested
  ) throws -> any TableTarget {
    guard isWorkbook else { return file }
    let isWide = layout == .wide
    let columns =
      isWide
      ? try wideTableColumns(heading, plan, options: output)
      : try longTableColumns(heading, plan, options: output)
    let frozen = output.columns != nil ? 0 : isWide ? heading.identityHeaders.count : 1
    return try WorkbookTable(columns, frozenColumns: frozen, options: output, named: table)
  }

  // MARK: - Chunks

  /// nil where the files must be read whole, which also says what is wrong with them.
  func chunkedResults(
    _ streams: [CompanyStream], _ console: Console
  ) throws -> BatchResults? {
    let looksTwice = ChunkRun.needsSurvey(plan, input)
    if looksTwice, streams.contains(where: { $0.size == nil }) {
      // What comes through a pipe comes once, unless there is a folder to put it aside.
      guard let folder = Spool.folder(besides: table) else { return nil }
      for stream in streams { try stream.keep(in: folder) }
    }
    var encodings = streams.map { _ in input.encoding }
    var damage: InputRefusal?
    while true {
      guard let chunks = try chunkRun(streams, encodings) else {
        // Neither UTF-8 nor, by its header, GB18030.
        if let damage { throw damage }
        return nil
      }
      switch try attempt(chunks, streams, console) {
      case .done(let results): return results
      case .mustReadWhole: return nil
      case .notUTF8(let file, let row):
        // Nothing before said that the file is in GB18030.
        encodings[file] = .gb18030
        damage = chunks.damaged(companies[file], file: file, row: row)
        for stream in streams { try stream.startOver() }
      }
    }
  }

  enum Attempt {
    case done(BatchResults)
    case mustReadWhole
    /// A file that began as UTF-8 does may be in another encoding.
    case notUTF8(file: Int, row: Int)
  }

  private func attempt(
    _ chunks: ChunkRun, _ streams: [CompanyStream], _ console: Console
  ) throws -> Attempt {
    var chunks = chunks
    let size = streams.compactMap(\.size).reduce(0, +)
    let progress = Progress(console, isLong: size >= 64 << 20)
    var companies: SettledCompanies?
    if ChunkRun.needsSurvey(plan, input) {
      switch try survey(&chunks, streams, progress) {
      case .known(let found): companies = found
      case .stopped(let attempt): return attempt
      }
    }
    let pending = PendingFiles()
    let tableFile = try pending.create(table, hashing: isHashed)
    let rejectFile = try rejects.map { try pending.create($0, hashing: isHashed) }
    let begun = try begin(beside, pending)
    let target = try target(tableFile, chunks.heading)
    let pipeline = ChunkPipeline(
      chunks, streams,
      ChunkPipeline.Outputs(
        table: target, rejects: rejectFile, keepsRejects: keepsRejects, shownNames: shownNames),
      threads: threads, chunkSize: chunkSize, behind: companies
    ) { read in
      let share = min(100, read * 100 / max(1, size))
      progress.show(Wording(zh: "已算 \(share)%", en: "\(share)% done"))
    }
    do {
      try pipeline.compute(threads: threads)
      progress.clear()
    } catch {
      progress.clear()
      pending.discard()
      do {
        return try next(
          after: error, pipeline.hasWritten && target.isStream, streams, chunks)
      } catch let fault as FileFault {
        report(chunks.heading.notices, console)
        throw fault
      }
    }
    for stream in streams { try stream.confirm() }
    var tally = pipeline.tally
    if let companies { try tally.add(companies.tally) }
    report(chunks.notices(tally), console)
    var heading = chunks.heading
    for (index, name) in shownNames.enumerated() { heading.inputs[index].file = name }
    var found = BatchResults(
      pending: pending, heading: heading, summary: try chunks.summary(tally),
      written: tally.written, rejectCount: pipeline.rejectCount,
      inputs: zip(shownNames, streams).map { HashedFile(name: $0, sha256: $1.sha256) },
      files: [(table, tableFile)], isHashed: isHashed, begun: begun)
    found.notices = chunks.notices(tally)
    found.workbook = target as? WorkbookTable
    found.census = pipeline.census
    if keepsRejects { found.rejected = pipeline.rejects }
    found.streams = streams
    if let rejects, let rejectFile {
      found.files.append((rejects, rejectFile))
    } else if !pipeline.rejects.isEmpty {
      found.rejectsWithoutFile = writeRejects(pipeline.rejects, options: output)
    }
    return .done(found)
  }

  private func chunkRun(
    _ streams: [CompanyStream], _ encodings: [TextEncoding?]
  ) throws(FileFault) -> ChunkRun? {
    var heads: [InputFile] = []
    for (stream, known) in zip(streams, encodings) {
      var head = try stream.head(chunkSize, input: input, known)
      if head == nil { head = try typedHead(stream, known) }
      guard let head else { return nil }
      heads.append(head)
    }
    guard
      var chunks = try? ChunkRun(
        plan, heads, input: input, run: run, output: output, layout: layout, splits: splits)
    else { return nil }
    chunks.fewestRowsOfDate = fewestRowsOfDate
    for (file, stream) in streams.enumerated() where chunks.isLaidOut(file) {
      guard try layOut(stream, file, &chunks) else { return nil }
    }
    return chunks
  }

  /// What comes after a run that stopped. What was read from a pipe, or given to one, cannot be
  /// taken back.
  func next(
    after stop: ChunkPipeline.Stop, _ hasWritten: Bool, _ streams: [CompanyStream],
    _ chunks: ChunkRun
  ) throws -> Attempt {
    let canStartOver = streams.allSatisfy(\.canBeRead) && !hasWritten
    // Faults of a file that somebody writes to are not those of the file that it becomes.
    for stream in streams { try stream.confirmState() }
    switch stop {
    case .fault(let fault): throw fault
    case .output(let refusal): throw refusal
    case .input(let refusal): throw refusal
    case .notUTF8(let file, let row):
      if canStartOver, chunks.mayBeGB18030(file: file), input.encoding == nil {
        return .notUTF8(file: file, row: row)
      }
      throw chunks.damaged(companies[file], file: file, row: row)
    case .openQuote(let file, let row): throw ChunkRun.openQuote(companies[file], row: row)
    case .endlessRow(let file): throw FileFault.endlessRow(companies[file])
    }
  }
}

extension [String] {
  /// Results name company files without their folders, which are one machine's, unless two files
  /// share a name.
  var shownNames: [String] {
    map { path in
      let name = fileName(path)
      return count { fileName($0) == name } == 1 ? name : path
    }
  }
}
