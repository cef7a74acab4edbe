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
    let folder = Spool.folder(besides: table)
    if chunks.hasKey, let folder {
      for stream in streams { try stream.keepText(in: folder) }
    }
    var settled: SettledCompanies?
    do {
      if chunks.hasKey {
        let pass = surveyPass(chunks, .keys, streams, progress)
        var keys = try pass.look(threads: threads).keys
        progress.clear()
        let keyCount = keys.count
        var several = keys.takeSeveral()
        // Where nothing can be put aside the rows of a company cannot wait for each other.
        if folder == nil, several.count > 0 { return .stopped(.mustReadWhole) }
        let source = RowSource(chunks, streams, pass.chunks)
        if chunks.hasQuotas {
          try lookForPlaces(&chunks, streams, several, of: keyCount, source, progress)
        }
        if let folder, several.count > 0 {
          let companies = CompanyPass(chunks, source, several.take(), try Spool(in: folder))
          settled = try companies.compute(threads: threads)
        }
      } else {
        let pass = surveyPass(chunks, .quotas(except: nil), streams, progress)
        if let quotas = try pass.look(threads: threads).quotas { chunks.settle(quotas) }
        progress.clear()
      }
    } catch let stop as ChunkPipeline.Stop {
      progress.clear()
      return .stopped(try next(after: stop, false, streams, chunks))
    }
    try beginAgain(streams, chunks)
    return .known(settled)
  }

  /// Who has a place: first what companies of one row bring, then those of several.
  private func lookForPlaces(
    _ chunks: inout ChunkRun, _ streams: [CompanyStream], _ several: SeveralRows,
    of keyCount: Int, _ source: RowSource, _ progress: Progress
  ) throws {
    var quotas = chunks.noFindings
    if keyCount > several.count {
      try beginAgain(streams, chunks)
      let pass = surveyPass(chunks, .quotas(except: several), streams, progress)
      if let found = try pass.look(threads: threads).quotas { quotas = found }
      progress.clear()
    }
    chunks.settle(
      try QuotaPass(chunks, source, several, quotas).look(threads: threads))
  }

  private func surveyPass(
    _ chunks: ChunkRun, _ subject: SurveyWorker.Subject, _ streams: [CompanyStream],
    _ progress: Progress
  ) -> SurveyPass {
    let size = streams.compactMap(\.size).reduce(0, +)
    return SurveyPass(chunks, subject, streams, chunkSize: chunkSize) { read in
      let share = min(100, read * 100 / max(1, size))
      progress.show(Wording(zh: "已看 \(share)%", en: "\(share)% looked at"))
    }
  }

  private func beginAgain(
    _ streams: [CompanyStream], _ chunks: ChunkRun
  ) throws(FileFault) {
    for (file, stream) in streams.enumerated() {
      try stream.confirm()
      try stream.readAgain(to: chunks.beginning(of: file).offset)
    }
  }
}
