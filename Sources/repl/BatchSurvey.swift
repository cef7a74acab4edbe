import Jili
import JiliLexer

/// What must be known of all rows before the first is computed: who has a place in a quota, and
/// what becomes of companies that have several rows.
extension BatchWork {
  enum Survey {
    case known(SettledCompanies?)
    case stopped(Attempt)
  }

  /// Looks at all rows, then begins again.
  func survey(
    _ chunks: inout ChunkRun, _ streams: [CompanyStream], _ progress: Progress
  ) throws -> Survey {
    let folder = PendingFile.folder(of: table)
    if chunks.hasKey, let folder {
      for stream in streams { try stream.keepText(in: folder) }
    }
    let size = streams.compactMap(\.size).reduce(0, +)
    let pass = SurveyPass(chunks, streams, chunkSize: chunkSize) { read in
      let share = min(100, read * 100 / max(1, size))
      progress.show(Wording(zh: "已看 \(share)%", en: "\(share)% looked at"))
    }
    var settled: SettledCompanies?
    do {
      var found = try pass.look(threads: threads)
      progress.clear()
      let several = found.keys.takeSeveral()
      chunks.settle(found)
      if !several.isEmpty {
        // Of a company with several rows it hangs on the quotas of one year what it is due in the
        // next; and where nothing can be put aside its rows cannot wait for each other.
        guard let folder, !chunks.hasQuotas else { return .stopped(.mustReadWhole) }
        let companies = CompanyPass(chunks, streams, pass.chunks, several, try Spool(in: folder))
        settled = try companies.compute(threads: threads)
      }
    } catch let stop as ChunkPipeline.Stop {
      progress.clear()
      return .stopped(try next(after: stop, false, streams, chunks))
    }
    for (file, stream) in streams.enumerated() {
      try stream.readAgain(to: chunks.beginning(of: file).offset)
    }
    return .known(settled)
  }
}
