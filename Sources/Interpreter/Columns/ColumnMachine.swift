/// Runs a column program on one batch after another. One a thread: it holds the vectors.
package struct ColumnMachine: ~Copyable {
  let program: ColumnProgram
  private var scratch: ColumnScratch
  private var others: [ColumnScratchBox] = []
  /// By line and row: 分, after every phase.
  private let results: UnsafeMutablePointer<Int64>
  /// The same before the later phases, for what they say of equal sums.
  private let gross: UnsafeMutablePointer<Int64>
  private let tried: UnsafeMutablePointer<Int64>
  private let rowTotals: UnsafeMutablePointer<Int64>
  private let ties: UnsafeMutablePointer<UInt8>
  private let noted: UnsafeMutablePointer<UInt8>

  package init(_ program: ColumnProgram) {
    self.program = program
    let base = program.passes[0]
    scratch = ColumnScratch(base, columns: program.numberColumns)
    others = program.passes.dropFirst().map {
      ColumnScratchBox($0, columns: program.numberColumns)
    }
    let size = max(1, program.plan.lines.count) * ColumnBatch.capacity
    results = .allocate(capacity: size)
    gross = .allocate(capacity: size)
    tried = .allocate(capacity: size)
    rowTotals = .allocate(capacity: ColumnBatch.capacity)
    ties = .allocate(capacity: ColumnBatch.capacity)
    noted = .allocate(capacity: ColumnBatch.capacity)
    for pointer in [results, gross, tried] { pointer.initialize(repeating: 0, count: size) }
    rowTotals.initialize(repeating: 0, count: ColumnBatch.capacity)
    ties.initialize(repeating: 0, count: ColumnBatch.capacity)
    noted.initialize(repeating: 0, count: ColumnBatch.capacity)
  }

  deinit {
    for pointer in [results, gross, tried, rowTotals] { pointer.deallocate() }
    for pointer in [ties, noted] { pointer.deallocate() }
  }

  // MARK: - Results

  /// The certain sum of a line in 分, by row, which is the high end as well.
  package func sums(ofLine line: Int) -> UnsafePointer<Int64> {
    UnsafePointer(results + line * ColumnBatch.capacity)
  }

  /// The sum of all lines in 分, by row.
  package var totals: UnsafePointer<Int64> { UnsafePointer(rowTotals) }

  /// Not 0 where `notes(row:)` may have something to say.
  package var hasNotes: UnsafePointer<UInt8> { UnsafePointer(noted) }

  package func notes(row: Int) -> [Explanation] {
    if noted[row] == 0 { return [] }
    let policy = program.plan.policies[0]
    let pass = program.passes[0]
    var notes: [Explanation] = []
    if scratch.truth(pass.applies).value(row) == ColumnTruth.no {
      notes.append(.doesNotApply(policy.name))
    } else if scratch.truth(pass.inForce).value(row) == ColumnTruth.no, isNothingDue(row) {
      notes.append(.outsidePeriod(of: policy.name))
    }
    return notes + equalSums(row)
  }

  /// Whether a company certainly enjoys a benefit.
  package func benefitHolds(_ benefit: Int, row: Int) -> Bool {
    scratch.truth(program.passes[0].benefits[benefit]).value(row) == ColumnTruth.yes
  }

  /// The entry of the line's own funding, or of its policy's where it has none, that certainly
  /// holds; nil: not split.
  package func fundingEntry(ofLine line: Int, row: Int) -> Int? {
    for (index, condition) in program.passes[0].funding[line].enumerated() {
      switch scratch.truth(condition).value(row) {
      case ColumnTruth.no: continue
      case ColumnTruth.yes: return index
      default: return nil
      }
    }
    return nil
  }

  // MARK: - Running

  /// Computes a batch. Afterwards `odd` marks each row that columns do not settle.
  package mutating func run(_ batch: inout ColumnBatch) {
    let base = program.passes[0]
    guard scratch.run(base, batch) else {
      batch.odd.update(repeating: 1, count: batch.count)
      return
    }
    markRecords(base, batch)
    settle(base, scratch, batch, results, keeping: gross)
    for index in others.indices { compare(index, &batch) }
    addUp(batch.count)
    note(base, batch.count)
  }

  /// Phases 6 to 9, and every doubt that makes a row odd.
  private func settle(
    _ pass: ColumnPass, _ scratch: borrowing ColumnScratch, _ batch: borrowing ColumnBatch,
    _ sums: UnsafeMutablePointer<Int64>, keeping gross: UnsafeMutablePointer<Int64>?
  ) {
    let count = batch.count
    for (line, operand) in pass.sums.enumerated() {
      let start = line * ColumnBatch.capacity
      Phase.take(scratch.number(operand, batch), sums + start, batch.odd, count)
      if let gross { (gross + start).update(from: sums + start, count: count) }
    }
    for approval in pass.approvals {
      Phase.markAbove(
        scratch.number(approval.approved, batch), scratch.number(approval.ceiling, batch),
        batch.odd, count)
    }
    if gross != nil { ties.update(repeating: 0, count: count) }
    for (index, group) in program.plan.exclusives.enumerated() {
      Phase.exclusive(
        group.members, scratch.truth(pass.groups[index]), sums, batch.odd,
        gross == nil ? nil : ties, count)
    }
    for ceiling in pass.ceilings {
      Phase.fill(ceiling.lines, scratch.number(ceiling.cap, batch), sums, batch.odd, count)
    }
    for limit in pass.limits { Phase.markBroken(scratch.truth(limit.exceeded), batch.odd, count) }
    for benefit in pass.benefits { Phase.markDoubts(scratch.truth(benefit), batch.odd, count) }
    for limit in pass.limits { Phase.markDoubts(scratch.truth(limit.scope), batch.odd, count) }
    for entries in pass.funding {
      for entry in entries { Phase.markDoubts(scratch.truth(entry), batch.odd, count) }
    }
    for truth in [pass.inForce, pass.applies] {
      Phase.markDoubts(scratch.truth(truth), batch.odd, count)
    }
  }

  /// What another choice of a reading changes is said of the row, by the row evaluator.
  private mutating func compare(_ other: Int, _ batch: inout ColumnBatch) {
    let pass = program.passes[other + 1]
    let box = others[other]
    guard box.scratch.run(pass, batch) else {
      batch.odd.update(repeating: 1, count: batch.count)
      return
    }
    settle(pass, box.scratch, batch, tried, keeping: nil)
    let count = batch.count
    for line in program.plan.lines.indices {
      let start = line * ColumnBatch.capacity
      Phase.markDifferences(results + start, tried + start, batch.odd, count)
    }
    let base = program.passes[0]
    for (one, two) in zip(base.benefits, pass.benefits) where one != two || one.register != nil {
      Phase.markDifferences(scratch.truth(one), box.scratch.truth(two), batch.odd, count)
    }
    for (one, two) in zip(base.limits, pass.limits) {
      Phase.markDifferences(
        scratch.truth(one.scope), box.scratch.truth(two.scope), batch.odd, count)
      Phase.markDifferences(
        scratch.truth(one.exceeded), box.scratch.truth(two.exceeded), batch.odd, count)
    }
  }

  /// Instalments asked for, and sums on record, are the row evaluator's.
  private func markRecords(_ pass: ColumnPass, _ batch: borrowing ColumnBatch) {
    for column in pass.recordColumns {
      let start = column * ColumnBatch.capacity
      for row in 0..<batch.count {
        let isNothing = batch.numbers[start + row] == 0
        batch.odd[row] |= isNothing && batch.states[start + row] != ColumnBatch.absent ? 0 : 1
      }
    }
    for column in pass.instalmentColumns {
      let start = column * ColumnBatch.capacity
      for row in 0..<batch.count {
        batch.odd[row] |= batch.codes[start + row] == ColumnBatch.unknownCode ? 0 : 1
      }
    }
  }

  private func addUp(_ count: Int) {
    rowTotals.update(repeating: 0, count: count)
    for line in program.plan.lines.indices {
      let sums = results + line * ColumnBatch.capacity
      for row in 0..<count { rowTotals[row] &+= sums[row] }
    }
  }

  private func note(_ pass: ColumnPass, _ count: Int) {
    let applies = scratch.truth(pass.applies)
    let inForce = scratch.truth(pass.inForce)
    for row in 0..<count {
      let isSilent =
        applies.value(row) != ColumnTruth.no && inForce.value(row) != ColumnTruth.no
      noted[row] = ties[row] | (isSilent ? 0 : 1)
    }
  }

  private func isNothingDue(_ row: Int) -> Bool {
    program.plan.lines.indices.allSatisfy { gross[$0 * ColumnBatch.capacity + row] == 0 }
  }

  /// Equal sums in an exclusive group: the first named pays.
  private func equalSums(_ row: Int) -> [Explanation] {
    if ties[row] == 0 { return [] }
    let capacity = ColumnBatch.capacity
    return program.plan.exclusives.enumerated().compactMap { index, group in
      guard scratch.truth(program.passes[0].groups[index]).value(row) == ColumnTruth.yes,
        let winner = group.members.first(where: { results[$0 * capacity + row] > 0 }),
        let loser = group.members.first(where: { member in
          member != winner && results[member * capacity + row] == 0
            && gross[member * capacity + row] == gross[winner * capacity + row]
        })
      else { return nil }
      return .equalSums(program.plan, winner, loser)
    }
  }
}

/// A scratch in an array: arrays hold no values that cannot be copied.
private final class ColumnScratchBox {
  var scratch: ColumnScratch

  init(_ pass: ColumnPass, columns: Int) { scratch = ColumnScratch(pass, columns: columns) }
}
