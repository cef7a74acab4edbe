import Jili
import JiliLexer

/// Reads company files chunk by chunk in several threads, for what must be known of all rows before
/// the first result. What is found does not hang on the order in which chunks are looked at.
final class SurveyPass: @unchecked Sendable {
  /// A chunk that was looked at.
  struct Chunk {
    let file: Int
    /// Where it stands in the text of its file.
    let offset: Int
    fileprivate(set) var rows = 0
    /// Why its rows cannot be read.
    fileprivate var failure: ChunkResult.Failure?
  }

  private let run: ChunkRun
  private let subject: SurveyWorker.Subject
  private let streams: [CompanyStream]
  private let chunkSize: Int
  private let onProgress: (Int) -> Void

  // Under `gate`.
  private let gate = Gate()
  private var cutter: RowCutter?
  private var file = -1
  private var offset = 0
  private var bytesRead = 0
  private var hasFailed = false
  private var found: SurveyFindings?
  private var stop: ChunkPipeline.Stop?
  /// In the order of the files and their chunks.
  private(set) var chunks: [Chunk] = []

  init(
    _ run: ChunkRun, _ subject: SurveyWorker.Subject, _ streams: [CompanyStream],
    chunkSize: Int, onProgress: @escaping (Int) -> Void
  ) {
    self.run = run
    self.subject = subject
    self.streams = streams
    self.chunkSize = chunkSize
    self.onProgress = onProgress
  }

  /// Reads everything.
  func look(threads: Int) throws(ChunkPipeline.Stop) -> SurveyFindings {
    Workers.run(threads) { [self] in work() }
    if let failure = firstFailure { throw failure }
    if let stop { throw stop }
    return found ?? SurveyWorker(run, subject).takeFindings()
  }

  private func work() {
    let worker = SurveyWorker(run, subject)
    let chunk = ChunkBytes(capacity: chunkSize)
    while let number = gate.holding({ next(into: chunk) }) {
      let (file, offset) = gate.holding { (chunks[number].file, chunks[number].offset) }
      let failure = worker.look(at: chunk, of: file, offset: offset)
      gate.holding {
        chunks[number].rows = worker.rows
        chunks[number].failure = failure
        hasFailed = hasFailed || failure != nil
      }
    }
    let mine = worker.takeFindings()
    gate.holding {
      if found == nil { found = mine } else { found?.add(mine) }
    }
  }

  /// Chunks are handed out in order: all before the first that failed were looked at.
  private var firstFailure: ChunkPipeline.Stop? {
    guard let place = chunks.firstIndex(where: { $0.failure != nil }),
      let failure = chunks[place].failure
    else { return nil }
    let file = chunks[place].file
    let before = chunks[..<place].reduce(run.beginning(of: file).rows) { rows, chunk in
      rows + (chunk.file == file ? chunk.rows : 0)
    }
    switch failure {
    case .notUTF8(let row): return .notUTF8(file: file, row: before + row)
    case .openQuote(let row): return .openQuote(file: file, row: before + row)
    case .output(let refusal): return .output(refusal)
    case .input(let refusal): return .input(refusal)
    }
  }

  /// Fills the chunk; the answer is its number.
  private func next(into chunk: ChunkBytes) -> Int? {
    while stop == nil, !hasFailed {
      if cutter == nil {
        guard file + 1 < streams.count else { return nil }
        file += 1
        offset = run.beginning(of: file).offset
        let rest = streams[file].begin(at: offset)
        cutter = RowCutter(run, file: file, rest: rest)
      }
      let stream = streams[file]
      do throws(FileFault) {
        let found = try cutter?.next(into: chunk, size: chunkSize) { room throws(FileFault) in
          try stream.read(into: room)
        }
        switch found {
        case .chunk:
          bytesRead += chunk.count
          onProgress(bytesRead)
          chunks.append(Chunk(file: file, offset: offset))
          offset += chunk.count
          return chunks.count - 1
        case .end, nil: cutter = nil
        case .endless: stop = .endlessRow(file: file)
        }
      } catch {
        stop = .fault(error)
      }
    }
    return nil
  }
}
