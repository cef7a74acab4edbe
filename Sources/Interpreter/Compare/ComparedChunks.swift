package import JiliLexer

/// A comparison over files that are read in chunks: the base is the run that the chunks belong to,
/// here is what it is held against.
final class ComparedChunks: Sendable {
  let compare: CompareRun
  let base: ChunkRun
  let draft: ChunkRun
  /// The base with each change alone.
  let others: [ChunkRun]
  let sheet: TouchedSheet
  /// The form in which touched companies are written; nil: they are not.
  let output: OutputOptions?

  init(
    _ compare: CompareRun, _ base: ChunkRun, _ draft: ChunkRun, _ others: [ChunkRun],
    output: OutputOptions?
  ) {
    self.compare = compare
    self.base = base
    self.draft = draft
    self.others = others
    self.output = output
    sheet = TouchedSheet(
      compare, identity: draft.heading.identityHeaders, language: output?.language ?? .zh)
  }

  /// All runs, the base first.
  var runs: [ChunkRun] { [base, draft] + others }

  var sides: [CompareSide] {
    [compare.base, compare.draft] + compare.variants.map(\.side)
  }
}

/// What chunks add to a comparison besides the summary of the base.
struct ComparedTally: Sendable {
  /// The draft's own tally: an array, for tallies hold one another.
  private var drafts = [RunTally()]
  var tally: ComparisonTally
  var rowsOutside = (before: 0, after: 0)
  var rowsOneSided = 0

  init(tally: ComparisonTally) { self.tally = tally }

  var draft: RunTally {
    get { drafts[0] }
    set { drafts[0] = newValue }
  }

  mutating func merge(_ later: ComparedTally) throws(OutputRefusal) {
    try draft.add(later.draft)
    try tally.merge(later.tally)
    rowsOutside.before += later.rowsOutside.before
    rowsOutside.after += later.rowsOutside.after
    rowsOneSided += later.rowsOneSided
  }
}

extension CompareRun {
  /// The run of the base as one over chunks, its results the companies that are touched. nil where
  /// the files must be read whole.
  package func chunks(
    _ heads: [InputFile], output: OutputOptions?, saying language: Language
  ) throws -> ChunkRun? {
    var plain = OutputOptions()
    plain.language = language
    var runs: [ChunkRun] = []
    for side in [base, draft] + variants.map(\.side) {
      guard !ChunkRun.needsSurvey(side.plan, side.input) else { return nil }
      guard
        let run = try ChunkRun(
          side.plan, heads, input: side.input, run: side.run, output: plain, layout: .wide)
      else { return nil }
      runs.append(run)
    }
    let compared = ComparedChunks(
      self, runs[0], runs[1], Array(runs.dropFirst(2)), output: output)
    var head: [UInt8] = []
    if let output, output.format != .jsonl {
      head = ResultSheet(names: compared.sheet.names).written(output)
    }
    return runs[0].compared(compared, head: head)
  }

  /// The figures once all chunks are in.
  package func result(
    _ chunks: ChunkRun, _ tally: RunTally, rejects: [RejectLine]
  ) throws(OutputRefusal) -> CompareResult? {
    guard let compared = chunks.comparison else { return nil }
    let other = tally.comparison ?? ComparedTally(tally: ComparisonTally(self))
    let one = try chunks.summary(tally)
    let two = try compared.draft.summary(other.draft)
    let headings = SideHeadings(
      before: chunks.heading, after: compared.draft.heading, rowsOutside: other.rowsOutside,
      rowsOneSided: other.rowsOneSided)
    let found = try comparison(other.tally, one, two, headings)
    return CompareResult(
      comparison: found, rejects: rejects,
      notices: said(chunks.notices(tally), compared.draft.notices(other.draft)) + warnings(found))
  }
}
