import Jili
import JiliLexer
import WorkbookWriter

/// The run of a comparison over company files, and what it writes. Rows that stand alone are
/// compared chunk by chunk; where one needs others, or the files are of another kind, they are read
/// whole. Both give the same results.
struct ComparedFiles {
  private(set) var result: CompareResult
  private let pending: PendingFiles
  /// The files as read, where somebody names them by their bytes.
  let inputs: [HashedFile]

  /// Reads and compares everything; the companies that are touched are written, but not yet in
  /// their place.
  init(_ run: CompareRun, _ work: CompareWork, _ console: Console) throws {
    let streams = try work.companies.map { path throws(FileFault) in
      try CompanyStream(path, hashing: work.source != nil)
    }
    if work.companies.count <= Limits.companyStreams, work.output.format != .xlsx,
      let done = try work.compareChunks(run, streams, console)
    {
      (result, pending) = done
      for stream in streams { try stream.confirm() }
      inputs = zip(work.companies.shownNames, streams).map {
        HashedFile(name: $0, sha256: $1.sha256)
      }
      if work.source != nil, let front = try companyFront(work.companies, run.input) {
        result.comparison.after.curve = run.curve([front])
      }
      if work.source != nil, let readings = try run.readingRun() {
        let pass = ReadingPass(companies: work.companies, threads: work.threads)
        if let found = try pass.prices(readings, console) {
          result.comparison.readings = found
        } else {
          result.isWithoutPrices = true
        }
      }
      if work.source != nil { for stream in streams { try stream.confirmPlace() } }
    } else {
      (result, inputs, pending) = try work.compareWhole(run, streams, console)
    }
    for notice in result.notices {
      console.report(notice, notice.isPlainNote ? .note : .warning)
    }
    if result.rejects.isEmpty { return }
    var form = OutputOptions()
    form.language = console.language
    console.say(String(decoding: writeRejects(result.rejects, options: form), as: UTF8.self))
  }

  /// Shows the report and moves the results into place, all or none.
  func commit(report: [UInt8], page: (path: String, html: String)? = nil) throws {
    if let page { try pending.create(page.path).write(page.html) }
    let output = try pending.create(Files.standard)
    try report.hand(to: output.write)
    try pending.commit()
  }
}

/// What is to be read, and where the companies go that are touched.
struct CompareWork {
  var companies: [String]
  var table: String?
  var output: OutputOptions
  var threads: Int
  /// What a report says of its origin; nil where none is written.
  var source: ReportSource?
  /// Bytes that are compared at a time.
  var chunkSize = 1 << 20

  /// The forms that are written as they are computed.
  private var streamed: OutputOptions? { table == nil ? nil : output }

  // MARK: - Whole files

  func compareWhole(
    _ run: CompareRun, _ streams: [CompanyStream], _ console: Console
  ) throws -> (CompareResult, [HashedFile], PendingFiles) {
    let pending = PendingFiles()
    var place: PendingFile?
    if let table { place = try pending.create(table) }
    let files = try zip(companies, streams).map { InputFile(name: $0, bytes: try $1.whole()) }
    var touched = TouchedTable(options: output, wantsRows: place != nil)
    let size = files.reduce(0) { $0 + $1.bytes.count }
    let progress = Progress(console, isLong: size >= 1 << 20)
    defer { progress.clear() }
    var result = try run.compare(
      files, saying: console.language, touched: { touched.add($0, $1) },
      begin: { touched.begin(run, identity: $0) },
      progress: { done, count in
        progress.show(Wording(zh: "第 \(done)/\(count) 遍", en: "run \(done) of \(count)"))
      })
    var inputs: [HashedFile] = []
    if source != nil {
      inputs = zip(companies.shownNames, files).map {
        HashedFile(name: $0, sha256: SHA256.hexadecimal(of: $1.bytes))
      }
      if let readings = try run.readingRun() {
        let pass = ReadingPass(companies: companies, threads: threads)
        result.comparison.readings = try pass.prices(readings, files, console)
      }
    }
    if let place, let table {
      try touched.bytes(table, result, source?.origin(inputs)).hand(to: place.write)
    }
    return (result, inputs, pending)
  }

  // MARK: - Chunks

  /// nil where the files must be read whole, which also says what is wrong with them.
  func compareChunks(
    _ run: CompareRun, _ streams: [CompanyStream], _ console: Console
  ) throws -> (CompareResult, PendingFiles)? {
    guard let heads = try heads(streams, run),
      let chunks = try? run.chunks(heads, output: streamed, saying: console.language)
    else { return nil }
    let pending = PendingFiles()
    var place: PendingFile?
    if let table { place = try pending.create(table) }
    let size = streams.compactMap(\.size).reduce(0, +)
    let progress = Progress(console, isLong: size >= 64 << 20)
    defer { progress.clear() }
    let pipeline = ChunkPipeline(
      chunks, streams,
      ChunkPipeline.Outputs(table: place, rejects: nil, shownNames: companies.shownNames),
      threads: threads, chunkSize: chunkSize
    ) { read in
      let share = min(100, read * 100 / max(1, size))
      progress.show(Wording(zh: "已算 \(share)%", en: "\(share)% done"))
    }
    do {
      try pipeline.compute(threads: threads)
    } catch {
      pending.discard()
      guard case .fault(let fault) = error else {
        // Read whole, the files say what is wrong with them as small ones do.
        if streams.allSatisfy(\.canBeRead), !pipeline.hasWritten { return nil }
        throw error.refusal(companies, chunks)
      }
      throw fault
    }
    guard
      let result = try run.result(chunks, pipeline.tally, rejects: pipeline.rejects)
    else { return nil }
    return (result, pending)
  }

  private func heads(
    _ streams: [CompanyStream], _ run: CompareRun
  ) throws(FileFault) -> [InputFile]? {
    var heads: [InputFile] = []
    for stream in streams {
      guard let head = try stream.head(chunkSize, input: run.input, run.input.encoding) else {
        return nil
      }
      heads.append(head)
    }
    return heads
  }
}

extension ChunkPipeline.Stop {
  /// Why the run cannot go on, where the files cannot be read again.
  fileprivate func refusal(_ companies: [String], _ chunks: ChunkRun) -> any Error {
    switch self {
    case .fault(let fault): fault
    case .output(let refusal): refusal
    case .input(let refusal): refusal
    case .notUTF8(let file, let row): chunks.damaged(companies[file], file: file, row: row)
    case .openQuote(let file, let row): ChunkRun.openQuote(companies[file], row: row)
    case .endlessRow(let file): FileFault.endlessRow(companies[file])
    }
  }
}

/// The companies that are touched, in the form that was asked for.
private struct TouchedTable {
  let options: OutputOptions
  let wantsRows: Bool
  private var form: TouchedSheet?
  private var sheet = ResultSheet(names: [])

  init(options: OutputOptions, wantsRows: Bool) {
    self.options = options
    self.wantsRows = wantsRows
  }

  mutating func begin(_ run: CompareRun, identity: [String]) {
    let form = TouchedSheet(run, identity: identity, language: options.language)
    sheet = ResultSheet(names: form.names)
    self.form = form
  }

  mutating func add(_ company: ComparedCompany, _ identity: [String]) {
    guard wantsRows, let form else { return }
    sheet.rows.append(form.cells(company, identity))
  }

  func bytes(
    _ path: String, _ result: CompareResult, _ origin: ReportOrigin?
  ) throws -> [UInt8] {
    let comparison = result.comparison
    guard options.format == .xlsx else { return sheet.written(options) }
    let book = try ResultWorkbook(options: options, named: path)
    let report = CompareReport(comparison, language: options.language)
    try book.add(sheet, frozenColumns: 1)
    let name = Wording(zh: "对比", en: "comparison").text(options.language)
    try book.add(try report.sheet(), named: name)
    if let origin {
      try book.add(try report.report(from: origin, notices: result.said(options.language)))
    }
    return try book.bytes()
  }
}
