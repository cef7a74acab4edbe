import JiliLexer

/// A company of a chunk that a draft touches.
struct TouchedRow {
  /// The row of the batch.
  var row: Int
  var company: ComparedCompany
  var identity: [String]
}

/// The rows of a comparison that the columns of every plan settle.
struct SettledComparison {
  /// Sums of 分 of some companies.
  fileprivate struct Figures {
    var companies = 0
    var before: Int128 = 0
    var after: Int128 = 0
  }

  fileprivate struct Effect {
    var change: Int128 = 0
    var gaining = 0
    var losing = 0
  }

  /// By the parts of a schedule, for one line of one side.
  fileprivate struct Schedule {
    var line: Int
    var isBefore: Bool
    var parts: [Instalment]
    var sums: [Int128]
    /// Companies get few different sums.
    var known: [Int64: [Int64]] = [:]
  }

  private(set) var before: SettledTally
  private(set) var after: SettledTally
  private(set) var rowsInBatch = 0
  private let chunks: ComparedChunks
  private let year: Int?
  private var bands: [Figures]
  private var effects: [Effect]
  private var together = Effect()
  private var shifted = 0
  private var schedules: [Schedule] = []
  private var total = Figures()
  private var splits: [SettledSplit]
  private var splitBands: [[[Figures]]] = []
  /// Not 0 where an award of the row comes to another sum.
  private var moved = [Int64](repeating: 0, count: ColumnBatch.capacity)

  init(_ chunks: ComparedChunks, _ desks: [ColumnDesk], _ file: Int) throws(OutputRefusal) {
    self.chunks = chunks
    before = try SettledTally(chunks.base.plan, chunks.base.heading)
    after = try SettledTally(chunks.draft.plan, chunks.draft.heading)
    bands = [Figures](repeating: Figures(), count: CompanyBand.allCases.count)
    effects = [Effect](repeating: Effect(), count: chunks.others.count)
    year = desks[1].file.date.year
    splits = SettledSplit.all(
      chunks.compare.request.input.groupBy, chunks.draft, desks[1], file)
    splitBands = splits.map { _ in [] }
    for (plan, isBefore) in [(chunks.base.plan, true), (chunks.draft.plan, false)] {
      for (index, line) in plan.lines.enumerated() where !line.payment.isEmpty {
        schedules.append(
          Schedule(
            line: index, isBefore: isBefore, parts: line.payment,
            sums: [Int128](repeating: 0, count: line.payment.count)))
      }
    }
  }

  // MARK: - A batch

  /// Takes in the rows of a batch that are not odd.
  mutating func add(
    _ desks: [ColumnDesk], _ chunk: ChunkBytes, _ shape: borrowing ChunkShape
  ) throws(OutputRefusal) {
    before.add(desks[0])
    after.add(desks[1])
    let count = desks[0].batch.count
    let odd = desks[0].batch.odd
    markMoved(desks, count)
    rowsInBatch = 0
    let (old, new) = (desks[0].machine.totals, desks[1].machine.totals)
    for row in 0..<count where odd[row] == 0 {
      rowsInBatch += 1
      let band = Self.band(old[row], new[row])
      bands[band.rawValue].add(old[row], new[row])
      if band == .same, moved[row] != 0 { shifted += 1 }
      together.add(old[row], new[row])
    }
    for index in effects.indices {
      let alone = desks[index + 2].machine.totals
      for row in 0..<count where odd[row] == 0 && alone[row] != old[row] {
        effects[index].add(old[row], alone[row])
      }
    }
    for split in splits.indices {
      try splits[split].find(desks[1], desks[0], chunk, shape)
      while splitBands[split].count < splits[split].values.count {
        splitBands[split].append(
          [Figures](repeating: Figures(), count: CompanyBand.allCases.count))
      }
      for row in 0..<count where odd[row] == 0 {
        let band = Self.band(old[row], new[row]).rawValue
        splitBands[split][splits[split].places[row]][band].add(old[row], new[row])
      }
    }
    pay(desks, count)
  }

  private static func band(_ old: Int64, _ new: Int64) -> CompanyBand {
    if old == new { return .same }
    if old == 0 { return .newlyPaid }
    if new == 0 { return .losesAll }
    return new > old ? .gains : .loses
  }

  private mutating func markMoved(_ desks: [ColumnDesk], _ count: Int) {
    let pairs = chunks.compare.pairs.all
    moved.withUnsafeMutableBufferPointer { moved in
      moved.update(repeating: 0)
      for pair in pairs {
        switch (pair.before, pair.after) {
        case (let one?, let two?):
          let (old, new) = (
            desks[0].machine.sums(ofLine: one), desks[1].machine.sums(ofLine: two)
          )
          for row in 0..<count { moved[row] |= old[row] ^ new[row] }
        case (let one?, nil):
          let old = desks[0].machine.sums(ofLine: one)
          for row in 0..<count { moved[row] |= old[row] }
        case (nil, let two?):
          let new = desks[1].machine.sums(ofLine: two)
          for row in 0..<count { moved[row] |= new[row] }
        case (nil, nil): break
        }
      }
    }
  }

  private mutating func pay(_ desks: [ColumnDesk], _ count: Int) {
    let odd = desks[0].batch.odd
    for index in schedules.indices {
      let desk = desks[schedules[index].isBefore ? 0 : 1]
      let sums = desk.machine.sums(ofLine: schedules[index].line)
      for row in 0..<count where odd[row] == 0 && sums[row] != 0 {
        let parts = schedules[index].split(sums[row])
        for (place, part) in parts.enumerated() { schedules[index].sums[place] += Int128(part) }
      }
    }
    let (old, new) = (desks[0].machine.totals, desks[1].machine.totals)
    for row in 0..<count where odd[row] == 0 {
      total.before += Int128(old[row])
      total.after += Int128(new[row])
    }
  }

  // MARK: - Companies that are touched

  /// The companies of the batch that get another sum and that somebody wants to see.
  func touched(
    _ desks: [ColumnDesk], _ chunk: ChunkBytes, _ shape: borrowing ChunkShape,
    _ tally: ComparisonTally
  ) -> [TouchedRow] {
    var found: [TouchedRow] = []
    let odd = desks[0].batch.odd
    let (old, new) = (desks[0].machine.totals, desks[1].machine.totals)
    for row in 0..<desks[0].batch.count where odd[row] == 0 && old[row] != new[row] {
      let (before, after) = (Self.yuan(Int128(old[row])), Self.yuan(Int128(new[row])))
      let change = Self.yuan(Int128(new[row]) - Int128(old[row]))
      var company = ComparedCompany(
        name: "", before: SumRange(low: before, high: before),
        after: SumRange(low: after, high: after),
        change: ChangeRange(low: change, high: change), band: Self.band(old[row], new[row]),
        causes: [], awards: [])
      if chunks.output == nil, !tally.ranks(company) { continue }
      for (index, variant) in chunks.compare.variants.enumerated()
      where desks[index + 2].machine.totals[row] != old[row] {
        company.causes.append(variant.change)
      }
      company.awards = awardsChanged(desks, row)
      let identity = identity(of: row, desks[1], desks[0], chunk, shape)
      company.name = identity.first ?? ""
      found.append(TouchedRow(row: row, company: company, identity: identity))
    }
    return found
  }

  private func awardsChanged(_ desks: [ColumnDesk], _ row: Int) -> [Int] {
    let pairs = chunks.compare.pairs.all
    return pairs.indices.filter { place in
      let one = pairs[place].before.map { desks[0].machine.sums(ofLine: $0)[row] } ?? 0
      let two = pairs[place].after.map { desks[1].machine.sums(ofLine: $0)[row] } ?? 0
      return one != two
    }
  }

  private func identity(
    of row: Int, _ desk: ColumnDesk, _ placed: ColumnDesk, _ chunk: ChunkBytes,
    _ shape: borrowing ChunkShape
  ) -> [String] {
    desk.file.identity.map { column in
      guard let column else { return "" }
      let (start, end) = placed.cell(row, column, shape.cellEnds)
      return chunk.cellText(start, end)
    }
  }

  // MARK: - The end

  private static func yuan(_ fen: Int128) -> Exact { Exact(fen, over: 100) ?? .zero }

  /// Hands the figures over.
  func finish(_ tally: inout ComparisonTally) throws(OutputRefusal) {
    try tally.add(bands.map { $0.group })
    for (index, split) in splits.enumerated() {
      for (place, value) in split.values.enumerated() {
        try tally.add(
          splitBands[index][place].map { $0.group }, value: value, firstRow: split.firstRows[place],
          of: index)
      }
    }
    try tally.add(effects.map { $0.effect }, together: together.effect, shifted: shifted)
    var rest = total
    for schedule in schedules {
      for (part, sum) in zip(schedule.parts, schedule.sums) {
        let key = ComparisonTally.Payment(year: year, label: part.label)
        if schedule.isBefore { rest.before -= sum } else { rest.after -= sum }
        try tally.pay(
          key, before: schedule.isBefore ? Self.yuan(sum) : .zero,
          after: schedule.isBefore ? .zero : Self.yuan(sum))
      }
    }
    try tally.pay(
      ComparisonTally.Payment(year: year, label: nil), before: Self.yuan(rest.before),
      after: Self.yuan(rest.after))
  }
}

extension SettledComparison.Figures {
  fileprivate mutating func add(_ old: Int64, _ new: Int64) {
    companies += 1
    before += Int128(old)
    after += Int128(new)
  }

  fileprivate var group: ComparedGroup {
    func range(_ fen: Int128) -> SumRange {
      let sum = Exact(fen, over: 100) ?? .zero
      return SumRange(low: sum, high: sum)
    }
    let change = range(after - before)
    return ComparedGroup(
      companies: companies, before: range(before), after: range(after),
      change: ChangeRange(low: change.low, high: change.high))
  }
}

extension SettledComparison.Effect {
  fileprivate mutating func add(_ old: Int64, _ new: Int64) {
    if old == new { return }
    change += Int128(new) - Int128(old)
    if new > old { gaining += 1 } else { losing += 1 }
  }

  fileprivate var effect: ChangeEffect.Effect {
    let sum = Exact(change, over: 100) ?? .zero
    return ChangeEffect.Effect(
      lowChange: sum, highChange: sum, gaining: gaining, losing: losing)
  }
}

extension SettledComparison.Schedule {
  fileprivate mutating func split(_ fen: Int64) -> [Int64] {
    if let parts = known[fen] { return parts }
    let sum = Exact(Int128(fen), over: 100) ?? .zero
    let found = schedule(parts, sum).map { $0.parts(of: 100) ?? 0 }
    if known.count < 1 << 16 { known[fen] = found }
    return found
  }
}
