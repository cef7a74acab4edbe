import Glibc
import Jili
import JiliLexer

/// Reads company files chunk by chunk, computes the chunks in several threads and writes the
/// results in the order of the rows. What is under way is bounded, whatever the size of the files.
final class ChunkPipeline: @unchecked Sendable {
  /// Why a run stopped before its end.
  enum Stop: Error {
    case fault(FileFault)
    case output(OutputRefusal)
    case input(InputRefusal)
    /// A byte outside UTF-8, or an open quote, in this row of a file.
    case notUTF8(file: Int, row: Int)
    case openQuote(file: Int, row: Int)
    case endlessRow(file: Int)
  }

  /// Where results go, and how they name the company files.
  struct Outputs {
    /// nil: results are dropped.
    var table: (any TableTarget)?
    /// nil: rejected rows are kept.
    var rejects: PendingFile?
    /// They are kept besides.
    var keepsRejects = false
    var shownNames: [String]
  }

  private struct Job {
    var number: Int
    var file: Int
    /// Where the chunk stands in the text of its file.
    var offset: Int
    var chunk: ChunkBytes
  }

  private let run: ChunkRun
  private let streams: [CompanyStream]
  private let outputs: Outputs
  private let chunkSize: Int
  private let mostUnderWay: Int
  /// Rows that were computed before.
  private let companies: SettledCompanies?
  private let onProgress: (Int) -> Void

  // Reading, under `source`.
  private let source = Gate()
  private var cutter: RowCutter?
  private var file = -1
  private var nextJob = 0
  private var textOffset = 0
  private var isRead = false

  // What is under way, under `gate`.
  private let gate = Gate()
  private var spareChunks: [ChunkBytes] = []
  private var spareOutputs: [ChunkBytes] = []
  private var finished: [Int: (job: Job, result: ChunkResult)] = [:]
  private var underWay = 0
  private var nextResult = 0
  private var isWriting = false
  private var stop: Stop?

  // Writing, by one thread at a time.
  private var rowsBefore = 0
  private var resultFile = -1
  private var held: ChunkBytes?
  private var bytesRead = 0
  private(set) var hasWritten = false
  private(set) var tally = RunTally()
  private(set) var rejectCount = 0
  private(set) var census = RejectCensus()
  /// The rejected rows, where no file takes them.
  private(set) var rejects: [RejectLine] = []

  init(
    _ run: ChunkRun, _ streams: [CompanyStream], _ outputs: Outputs, threads: Int,
    chunkSize: Int, behind companies: SettledCompanies? = nil,
    onProgress: @escaping (Int) -> Void
  ) {
    self.run = run
    self.companies = companies
    self.streams = streams
    self.outputs = outputs
    self.chunkSize = chunkSize
    self.onProgress = onProgress
    mostUnderWay = 2 * threads
  }

  /// Computes everything; `threads` as given before.
  func compute(threads: Int) throws(Stop) {
    try writing { () throws(FileFault) in
      // A stream gets nothing before the first chunk is known to be good.
      if let table = outputs.table, !table.isStream {
        try run.resultHead.hand(to: table.write)
      }
      if let rejects = outputs.rejects { try run.rejectHead.hand(to: rejects.write) }
    }
    Workers.run(min(threads, expectedChunks)) { [self] in work() }
    if let stop { throw stop }
    try writing { () throws(FileFault) in try release() }
  }

  /// To start a thread that finds nothing to do takes longer than to compute a small file.
  private var expectedChunks: Int {
    var chunks = 0
    for stream in streams {
      guard let size = stream.size else { return .max }
      chunks += size / chunkSize + 1
    }
    return chunks
  }

  private func work() {
    let worker = ChunkWorker(run)
    while let job = takeJob() {
      let output = gate.holding { spareOutputs.popLast() } ?? ChunkBytes(capacity: chunkSize)
      do throws(FileFault) {
        let settled = try companies?.pieces(of: job.file, job.offset, job.chunk.count) ?? []
        give(job, worker.compute(job.chunk, of: job.file, into: output, settled: settled))
      } catch {
        end(.fault(error))
      }
    }
  }

  private func end(_ reason: Stop) {
    gate.holding {
      if stop == nil { stop = reason }
      gate.wake()
    }
  }

  // MARK: - Reading

  private func takeJob() -> Job? {
    let chunk: ChunkBytes? = gate.holding {
      while underWay >= mostUnderWay, stop == nil { gate.wait() }
      if stop != nil { return nil }
      underWay += 1
      return spareChunks.popLast() ?? ChunkBytes(capacity: chunkSize)
    }
    guard let chunk else { return nil }
    let job = source.holding { readJob(into: chunk) }
    if job == nil {
      gate.holding {
        underWay -= 1
        gate.wake()
      }
    }
    return job
  }

  private func readJob(into chunk: ChunkBytes) -> Job? {
    while !isRead {
      if cutter == nil, !beginFile() { return nil }
      let stream = streams[file]
      do throws(FileFault) {
        let found = try cutter?.next(into: chunk, size: chunkSize) { room throws(FileFault) in
          try stream.read(into: room)
        }
        switch found {
        case .chunk:
          nextJob += 1
          textOffset += chunk.count
          return Job(
            number: nextJob - 1, file: file, offset: textOffset - chunk.count, chunk: chunk)
        case .end, nil: cutter = nil
        case .endless:
          isRead = true
          end(.endlessRow(file: file))
        }
      } catch {
        isRead = true
        end(.fault(error))
      }
    }
    return nil
  }

  private func beginFile() -> Bool {
    file += 1
    guard file < streams.count else {
      isRead = true
      return false
    }
    textOffset = run.beginning(of: file).offset
    let rest = streams[file].begin(at: textOffset)
    cutter = RowCutter(run, file: file, rest: rest)
    return true
  }

  // MARK: - Writing

  private func give(_ job: Job, _ result: ChunkResult) {
    gate.lock()
    finished[job.number] = (job, result)
    if isWriting {
      gate.unlock()
      return
    }
    isWriting = true
    while stop == nil, let next = finished.removeValue(forKey: nextResult) {
      gate.unlock()
      do throws(Stop) {
        try write(next.job, next.result)
      } catch {
        end(error)
      }
      gate.lock()
      spareChunks.append(next.job.chunk)
      if held !== next.result.output { spareOutputs.append(next.result.output) }
      nextResult += 1
      underWay -= 1
      gate.wake()
    }
    isWriting = false
    gate.unlock()
  }

  private func write(_ job: Job, _ result: ChunkResult) throws(Stop) {
    if job.file != resultFile {
      resultFile = job.file
      rowsBefore = run.beginning(of: job.file).rows
    }
    switch result.failure {
    case nil: break
    case .notUTF8(let row): throw .notUTF8(file: job.file, row: rowsBefore + row)
    case .openQuote(let row): throw .openQuote(file: job.file, row: rowsBefore + row)
    case .output(let refusal): throw .output(refusal)
    case .input(let refusal): throw .input(refusal)
    }
    do throws(OutputRefusal) {
      var found = result.tally
      found.number(behind: rowsBefore)
      try tally.add(found)
    } catch {
      throw .output(error)
    }
    try writing { () throws(FileFault) in
      try writeRejects(result.rejects, of: outputs.shownNames[job.file])
      guard let table = outputs.table else { return }
      let counted = run.counted(result.output, behind: rowsBefore)
      if table.isStream, !hasWritten, held == nil {
        held = counted
      } else {
        try release()
        try table.write(counted.bytes)
        hasWritten = true
      }
    }
    rowsBefore += result.rows
    bytesRead += job.chunk.count
    onProgress(bytesRead)
  }

  /// What a stream was not given yet.
  private func release() throws(FileFault) {
    guard let table = outputs.table, table.isStream, !hasWritten else { return }
    hasWritten = true
    try run.resultHead.hand(to: table.write)
    if let held { try table.write(held.bytes) }
    held = nil
  }

  private func writeRejects(_ found: [RejectLine], of file: String) throws(FileFault) {
    if found.isEmpty { return }
    rejectCount += found.count
    let counted = found.map { reject in
      var reject = reject
      reject.file = file
      reject.number += rowsBefore
      return reject
    }
    census.add(counted)
    if outputs.rejects == nil || outputs.keepsRejects { rejects += counted }
    guard let target = outputs.rejects else { return }
    try Array(run.rejectRows(counted)).hand(to: target.write)
  }

  private func writing(_ work: () throws(FileFault) -> Void) throws(Stop) {
    do throws(FileFault) { try work() } catch { throw .fault(error) }
  }
}

extension [UInt8] {
  /// Hands the bytes to what may fail with a fault of a file.
  func hand(
    to work: (UnsafeRawBufferPointer) throws(FileFault) -> Void
  ) throws(FileFault) {
    var fault: FileFault?
    withUnsafeBytes { bytes in
      do throws(FileFault) { try work(bytes) } catch { fault = error }
    }
    if let fault { throw fault }
  }
}
