/// Rows of one date of a file that columns do not settle, although every cell of them was read.
///
/// Rows that are alike in all that is asked of them come to the same: what the second of them came
/// to is kept, and the others take it over. In the files of a city most companies are alike.
final class AlikeRows {
  /// What rows that are alike come to.
  private struct Result {
    /// The row of the wide result, cut at the identifying cells.
    var pieces: [[UInt8]]
    var sums: AlikeSums
    /// Rows that were not counted yet.
    var rows = 0
  }

  private let run: ChunkRun
  private let desk: ColumnDesk
  private let signs: RowSigns
  private let columns: [WideTable.Column]
  /// The figures of a run without rows.
  private let nothing: RunSummary
  private var book = SignBook<Result>()
  /// By row of the batch the place of what it comes to; -1 where that is to be found otherwise.
  private var places = [Int32](repeating: -1, count: ColumnBatch.capacity)
  /// The rows that have one.
  private(set) var rows: [Int] = []

  /// nil where rows are asked for more than columns hold.
  init?(
    _ run: ChunkRun, _ desk: ColumnDesk, _ columns: [WideTable.Column]
  ) throws(OutputRefusal) {
    guard run.layout == .wide, run.splits == nil, run.plan.steps.isEmpty,
      let asked = desk.file.program?.asked, desk.holdsAll
    else { return nil }
    (self.run, self.desk, self.columns) = (run, desk, columns)
    signs = RowSigns(asked: asked)
    nothing = try summarise(run.heading, PolicyResults(plan: run.plan, outcomes: []))
  }

  /// What a row of the batch comes to, cut at the identifying cells.
  func pieces(_ row: Int) -> [[UInt8]]? {
    places[row] < 0 ? nil : book.found[Int(places[row])].pieces
  }

  /// Finds which rows of the batch that was computed are alike to rows before.
  func find() throws(OutputRefusal) {
    for row in rows { places[row] = -1 }
    rows.removeAll(keepingCapacity: true)
    guard desk.machine.isComplete else { return }
    for row in 0..<desk.batch.count where desk.batch.odd[row] != 0 && desk.isRead(row) {
      desk.tellPossible()
      let sign = signs.sign(row, desk)
      let place = try book.place(sign) { () throws(OutputRefusal) in try result(row) }
      guard let place else { continue }
      places[row] = Int32(place)
      book.found[place].rows += 1
      rows.append(row)
    }
  }

  /// What a row comes to; nil where it has no result.
  private func result(_ row: Int) throws(OutputRefusal) -> Result? {
    var found = run.heading
    let beginning = Int(desk.beginnings[row])
    found.rows = [
      AcceptedRow(
        row: run.rowAlone(row, of: desk),
        file: 0, number: 1, identity: run.heading.identityHeaders.map { _ in "" }, company: "",
        notes: beginning == 0 ? [] : [.historyBegins(beginning)])
    ]
    let outcomes = Jili.run(run.plan, found.rows.map(\.row), run.options)
    guard let outcome = outcomes.first, outcome.overflow == nil else { return nil }
    let results = PolicyResults(plan: run.plan, outcomes: outcomes)
    return Result(
      pieces: try pieces(found, results), sums: AlikeSums(try summarise(found, results)))
  }

  private func pieces(
    _ found: Ingested, _ results: PolicyResults
  ) throws(OutputRefusal) -> [[UInt8]] {
    let cells = try WideTable(found, results, run.output).cells(0)
    let separator = UInt8(ascii: run.output.format == .tsv ? "\t" : ",")
    var pieces: [[UInt8]] = [[]]
    for (index, (column, cell)) in zip(columns, cells).enumerated() {
      if index > 0 { pieces[pieces.count - 1].append(separator) }
      if case .identity = column {
        pieces.append([])
        continue
      }
      var options = run.output
      options.hasMark = false
      var writer = DelimitedWriter(options)
      writer.cell(cell)
      pieces[pieces.count - 1] += writer.bytes
    }
    return pieces
  }

  // MARK: - Counts

  /// Adds up the rows since the last time.
  func take(into tally: inout RunTally) throws(OutputRefusal) {
    for place in book.found.indices where book.found[place].rows > 0 {
      let found = book.found[place]
      try tally.add(found.sums.summary(of: nothing, times: found.rows))
      book.found[place].rows = 0
    }
  }
}

extension ChunkRun {
  /// A row of the batch of a desk, which is all of its company.
  func rowAlone(_ row: Int, of desk: ColumnDesk) -> Row {
    Row(
      values: desk.values(ofRow: row), date: desk.file.date, key: hasKey ? "" : nil,
      hasHistory: hasKey && desk.file.hasHistory)
  }
}

/// What one row adds to the figures of a run.
private struct AlikeSums {
  private let companies: Int
  private let low: Exact
  private let high: Exact?
  /// Those that have anything.
  private var awards: [(line: Int, companies: Int, low: Exact, high: Exact?)] = []
  private var benefits: [Int] = []
  private var limits: [Int] = []
  private let payers: [RunSummary.PayerSum]

  init(_ one: RunSummary) {
    (companies, low, high) = (one.companies, one.low, one.high)
    for (line, award) in one.awards.enumerated()
    where award.companies > 0 || !award.low.isZero || award.high != .zero {
      awards.append((line, award.companies, award.low, award.high))
    }
    benefits = one.benefits.indices.filter { one.benefits[$0].companies > 0 }
    limits = one.limits.indices.filter { one.limits[$0].companies > 0 }
    payers = one.payers
  }

  /// What so many such rows add to the figures of a run without rows.
  func summary(of nothing: RunSummary, times rows: Int) throws(OutputRefusal) -> RunSummary {
    func times(_ sum: Exact) throws(OutputRefusal) -> Exact {
      guard let product = sum.multiplied(by: Exact(rows)) else { throw .sumTooLarge }
      return product
    }
    func times(_ sum: Exact?) throws(OutputRefusal) -> Exact? {
      guard let sum else { return nil }
      return try times(sum) as Exact
    }
    var summary = nothing
    summary.companies = companies * rows
    (summary.low, summary.high) = (try times(low), try times(high))
    for award in awards {
      summary.awards[award.line].companies = award.companies * rows
      summary.awards[award.line].low = try times(award.low)
      summary.awards[award.line].high = try times(award.high)
    }
    for benefit in benefits { summary.benefits[benefit].companies = rows }
    for limit in limits { summary.limits[limit].companies = rows }
    summary.payers = []
    for payer in payers {
      summary.payers.append(.init(payer: payer.payer, low: try times(payer.low)))
    }
    return summary
  }
}
