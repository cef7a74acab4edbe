import JiliLexer

/// A run over company files that are read in chunks of whole rows, in any number of threads: what
/// is settled before the first row. The results are those of the whole files, byte for byte.
package struct ChunkRun: Sendable {
  package enum Layout: Sendable { case wide, long, explained }

  let plan: Plan
  private(set) var options: RunOptions
  package let output: OutputOptions
  let layout: Layout
  /// The names of `--by`; nil where nobody wants the sums split.
  let splits: [String]?
  var reading: IngestRun
  let files: [ChunkFile]
  /// The columns of rows that columns settle; nil where outcomes are asked for.
  let columns: [WideTable.Column]?
  /// What stands before the first row of the results, and of the rejects.
  package private(set) var resultHead: [UInt8]
  package let rejectHead: [UInt8]
  /// Fewer rows of a date are computed one by one: columns for it must be made first.
  package var fewestRowsOfDate = 32
  /// What the rows are held against, where two policies are compared.
  private(set) var comparison: ComparedChunks?

  /// `heads` are the files up to their header rows at least, cut between rows. nil where a file is
  /// of a kind that is read whole. `splits` are the names of `--by` where the summary is split.
  package init?(
    _ plan: Plan, _ heads: [InputFile], input: InputOptions, run options: RunOptions,
    output: OutputOptions, layout: Layout, splits: [String]? = nil
  ) throws {
    let plan = try plan.settled(input.settings)
    let reading = try IngestRun(heads, layout: RowLayout(plan), options: input)
    guard zip(reading.files, heads).allSatisfy(Self.isPlain), output.format != .xlsx
    else { return nil }
    let none = PolicyResults(plan: plan, outcomes: [])
    self.plan = plan
    self.options = options
    self.output = output
    self.layout = layout
    self.splits = splits
    self.reading = reading
    var columns: [WideTable.Column]?
    switch layout {
    case .long: resultHead = try writeLong(reading.result, none, options: output)
    case .explained: resultHead = []
    case .wide:
      resultHead = try writeWide(reading.result, none, options: output)
      if output.format != .jsonl {
        columns = try wideColumns(reading.result, plan, options: output)
      }
    }
    self.columns = columns
    rejectHead = writeRejects([RejectLine](), options: output)
    files = heads.indices.map { index in
      var file = ChunkFile(reading, index)
      if columns != nil, let date = reading.date(ofAllRowsIn: index) {
        file.planColumns(reading, index, plan, options, on: date)
      }
      return file
    }
  }

  /// The same run held against others: its results are the companies that they touch.
  func compared(_ comparison: ComparedChunks, head: [UInt8]) -> ChunkRun {
    var copy = self
    copy.comparison = comparison
    copy.resultHead = head
    return copy
  }

  /// Whether all rows must be looked at before the first is computed.
  package static func needsSurvey(_ plan: Plan, _ input: InputOptions) -> Bool {
    plan.hasQuotas || input.key != nil
  }

  package var hasQuotas: Bool { plan.hasQuotas }
  package var hasKey: Bool { heading.hasKey }

  /// Before any row was looked at for its part in the quotas.
  package var noFindings: QuotaFindings {
    QuotaSurvey(plan, options, hasKey: hasKey).found
  }

  /// Takes over what a look at all rows found.
  package mutating func settle(_ quotas: QuotaFindings) { options.edges = quotas.edges }

  /// The file is damaged behind its front: in this row is a byte outside its encoding.
  package func damaged(_ name: String, file: Int, row: Int) -> InputRefusal {
    switch reading.files[file].form.text?.encoding {
    case .gb18030: InputRefusal(.file, [.notGB18030(name, row: row)])
    case .utf16le, .utf16be: InputRefusal(.file, [.notUTF16(name, row: row)])
    case .utf8, nil: InputRefusal(.file, [.notUTF8(name, row: row)])
    }
  }

  /// Whether a file whose rows are not UTF-8 may be in GB18030: a byte order mark says otherwise.
  package func mayBeGB18030(file: Int) -> Bool {
    guard !isLaidOut(file), let text = reading.files[file].form.text else { return false }
    return text.encoding == .utf8 && text.start == 0
  }

  /// A quote opens in this row that nothing closes.
  package static func openQuote(_ file: String, row: Int) -> InputRefusal {
    InputRefusal(.file, [.unclosedQuote(file, row: row)])
  }

  /// How much of a file's front is its head: everything through the header row, whichever sign
  /// separates its cells. nil where `front` is too short to tell.
  package static func headLength(_ front: [UInt8], input: InputOptions) -> Int? {
    let start = front.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var length = 0
    for separator in [UInt8(ascii: ","), UInt8(ascii: "\t")] {
      var reader = DelimitedReader(front, from: start, separator: separator)
      var record = DelimitedRecord()
      while reader.rowNumber < max(1, input.headerRow) + input.headerRows - 1 {
        guard reader.next(&record), reader.offset < front.count else { return nil }
      }
      length = max(length, reader.offset)
    }
    return length
  }

  /// Whether rows can be cut out of a file as its bytes stand: other forms are read whole.
  private static func isPlain(_ file: CompanyFile, _ head: InputFile) -> Bool {
    guard case .delimited(let text, _) = file.form else { return file.isLaidOut }
    return text.encoding == head.original ?? .utf8
  }

  /// What is known before the first row: reports, identifying columns, notices.
  package var heading: Ingested { reading.result }

  /// Offset of the first row behind the header in a file, and how many rows are before it.
  package func beginning(of file: Int) -> (offset: Int, rows: Int) {
    (files[file].firstRow, reading.files[file].headerRow)
  }

  /// Offset behind the last whole row of a chunk that may go on; 0 where no row is whole.
  package func wholeRows(_ chunk: ChunkBytes, of file: Int) -> Int {
    Jili.wholeRows(chunk, separator: files[file].separator)
  }

  /// How long the first row of the bytes is, its line break left out; nil where it may go on.
  package func rowLength(_ bytes: [UInt8], of file: Int, isWhole: Bool) -> Int? {
    var reader = DelimitedReader(bytes, from: 0, separator: files[file].separator)
    var record = DelimitedRecord()
    guard reader.next(&record), isWhole || reader.offset < bytes.count else { return nil }
    var end = reader.offset
    if end > 0, bytes[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    if end > 0, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return end
  }

  /// Rejected rows as their file has them, its head left out.
  package func rejectRows(_ rejects: [RejectLine]) -> ArraySlice<UInt8> {
    writeRejects(rejects, options: output).dropFirst(rejectHead.count)
  }

  /// A file with the columns for its rows of one date; `isAlone`: each is all of its company.
  func file(_ index: Int, on date: Days, isAlone: Bool) -> ChunkFile {
    var file = files[index]
    if isAlone, file.program != nil || columns == nil { return file }
    file.planColumns(reading, index, plan, options, on: date, isAlone: isAlone)
    return file
  }

  /// Everything to say of the input once all of it was read.
  package func notices(_ tally: RunTally) -> [InputProblem] {
    heading.notices + reading.rowNotices(tally.magnitudes ?? reading.magnitudes, tally.outside)
  }

  package func summary(_ tally: RunTally) throws(OutputRefusal) -> RunSummary {
    try tally.summary(of: heading, plan, by: splits)
  }
}

/// What became of one chunk.
package struct ChunkResult: Sendable {
  /// Why the run cannot go on as it is.
  package enum Failure: Sendable {
    /// In this row of the chunk is a byte outside UTF-8.
    case notUTF8(row: Int)
    /// In this row of the chunk opens a quote that nothing closes.
    case openQuote(row: Int)
    case output(OutputRefusal)
    case input(InputRefusal)
  }

  /// Rows of the results.
  package var output: ChunkBytes
  /// Rows of the chunk as a spreadsheet counts.
  package var rows = 0
  package var tally = RunTally()
  /// Their numbers count from the first row of the chunk as 1.
  package var rejects: [RejectLine] = []
  package var failure: Failure?
}
