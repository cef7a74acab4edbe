import CBytes

/// Runs a column program on one batch after another. One a thread: it holds the vectors.
package struct ColumnMachine: ~Copyable {
  let program: ColumnProgram
  private let base: PassRun
  private let others: [PassRun]
  private let rowTotals: UnsafeMutablePointer<Int64>
  private let noted: UnsafeMutablePointer<UInt8>
  private var ties: [Phase.Tie] = []
  /// By line of the asked ones and row: not 0 where it may come to something.
  private let possible: UnsafeMutablePointer<UInt8>
  /// Whether somebody asks for that.
  var tellsPossible = false
  /// Whether the steps ran on all of the last batch, with every choice of the readings.
  private(set) var isComplete = false

  /// `edges` say by pass where the places of quotas end in the year of the rows. Without them the
  /// rows are only looked at for what they bring to the quotas.
  package init(_ program: ColumnProgram, edges: [QuotaEdges] = [], year: Int = .max) {
    self.program = program
    let runs = program.passes.enumerated().map { index, pass in
      PassRun(pass, program, edges.isEmpty ? nil : edges[index], year)
    }
    base = runs[0]
    others = Array(runs.dropFirst())
    rowTotals = .allocate(capacity: ColumnBatch.capacity)
    noted = .allocate(capacity: ColumnBatch.capacity)
    rowTotals.initialize(repeating: 0, count: ColumnBatch.capacity)
    noted.initialize(repeating: 0, count: ColumnBatch.capacity)
    let lines = program.asked?.lines.count ?? 0
    possible = .allocate(capacity: max(1, lines * ColumnBatch.capacity))
    possible.initialize(repeating: 1, count: lines * ColumnBatch.capacity)
  }

  deinit {
    possible.deallocate()
    rowTotals.deallocate()
    noted.deallocate()
  }

  // MARK: - Results

  /// The certain sum of a line in 分, by row, which is the high end as well.
  package func sums(ofLine line: Int) -> UnsafePointer<Int64> { UnsafePointer(base.sums[line]) }

  /// The sum of all lines in 分, by row.
  package var totals: UnsafePointer<Int64> { UnsafePointer(rowTotals) }

  /// Not 0 where `notes(row:)` may have something to say.
  package var hasNotes: UnsafePointer<UInt8> { UnsafePointer(noted) }

  package func notes(row: Int) -> [Explanation] {
    if noted[row] == 0 { return [] }
    let policy = program.plan.policies[0]
    var notes: [Explanation] = []
    if truth(base.pass.applies, row) == ColumnTruth.no {
      notes.append(.doesNotApply(policy.name))
    } else if truth(base.pass.inForce, row) == ColumnTruth.no, isNothingDue(row) {
      notes.append(.outsidePeriod(of: policy.name))
    }
    for tie in ties where tie.row == row && base.sums[tie.winner][row] > 0 {
      notes.append(.equalSums(program.plan, tie.winner, tie.loser))
    }
    return notes
  }

  /// Whether a company certainly enjoys a benefit.
  package func benefitHolds(_ benefit: Int, row: Int) -> Bool {
    truth(base.pass.benefits[benefit], row) == ColumnTruth.yes
  }

  /// The entry of the line's own funding, or of its policy's where it has none, that certainly
  /// holds; nil: not split.
  package func fundingEntry(ofLine line: Int, row: Int) -> Int? {
    for (index, condition) in base.pass.funding[line].enumerated() {
      switch truth(condition, row) {
      case ColumnTruth.no: continue
      case ColumnTruth.yes: return index
      default: return nil
      }
    }
    return nil
  }

  /// How many of the rows that are not odd certainly fail at a step of a line or before it.
  func refused(line: Int, step: Int, _ odd: UnsafePointer<UInt8>, _ count: Int) -> Int {
    base.refused(base.pass.steps[line].prefixes[step], odd, count)
  }

  /// How many of the rows that are not odd certainly have no sum behind phase 5.
  func withoutSum(line: Int, _ odd: UnsafePointer<UInt8>, _ count: Int) -> Int {
    base.refused(base.pass.steps[line].isPositive, odd, count)
  }

  private func truth(_ operand: ColumnOperand, _ row: Int) -> UInt8 {
    base.scratch.truth(operand).value(row)
  }

  /// Where something was due before the later phases, something mostly is after them; where a
  /// ceiling took all of it the row evaluator decides. Who had no place was due something.
  private func isNothingDue(_ row: Int) -> Bool {
    base.isWithoutPlace[row] == 0 && base.sums.allSatisfy { $0[row] == 0 }
  }

  // MARK: - Quotas

  /// Computes of a batch what its rows bring to the quotas; `odd` marks those of which columns
  /// cannot tell.
  mutating func runContests(_ batch: inout ColumnBatch) {
    markRecords(base.pass, batch)
    for index in program.passes.indices where !passRun(index).runContests(batch) {
      batch.odd.update(repeating: 1, count: batch.count)
    }
  }

  /// The quotas of a pass.
  func contests(ofPass pass: Int) -> [ColumnContest] { program.passes[pass].contests }

  /// The rows that are not odd and bring something to a quota that has room above a bar.
  func candidates(
    _ contest: ColumnContest, ofPass pass: Int, above bar: [Score]?, _ batch: borrowing ColumnBatch
  ) -> [QuotaCandidate] {
    passRun(pass).candidates(contest, above: bar, batch)
  }

  private func passRun(_ index: Int) -> PassRun { index == 0 ? base : others[index - 1] }

  // MARK: - Running

  /// Computes a batch. Afterwards `odd` marks each row that columns do not settle.
  package mutating func run(_ batch: inout ColumnBatch) {
    ties.removeAll(keepingCapacity: true)
    isComplete = base.run(batch)
    guard isComplete else {
      batch.odd.update(repeating: 1, count: batch.count)
      return
    }
    markPossible(base, batch, isFirst: true)
    markRecords(base.pass, batch)
    base.settle(program.plan, batch, ties: &ties)
    for other in others { compare(other, &batch) }
    addUp(batch.count)
    note(batch.count)
  }

  /// Whether no number leaves 64 bits with numbers of these sizes in the columns of a batch.
  func staysExact(_ sizes: [UInt64]) -> Bool {
    ([base] + others).allSatisfy { $0.scratch.bounds($0.pass, sizes) }
  }

  /// What another choice of a reading changes is said of the row, by the row evaluator.
  private mutating func compare(_ other: PassRun, _ batch: inout ColumnBatch) {
    guard other.run(batch) else {
      isComplete = false
      batch.odd.update(repeating: 1, count: batch.count)
      return
    }
    markPossible(other, batch, isFirst: false)
    var unused: [Phase.Tie] = []
    other.settle(program.plan, batch, ties: &unused)
    let count = batch.count
    for line in program.plan.lines.indices {
      Phase.markDifferences(base.sums[line], other.sums[line], batch.odd, count)
    }
    func mark(_ one: ColumnOperand, _ two: ColumnOperand) {
      Phase.markDifferences(
        base.scratch.truth(one), other.scratch.truth(two), batch.odd, count)
    }
    for (one, two) in zip(base.pass.benefits, other.pass.benefits) { mark(one, two) }
    for (one, two) in zip(base.pass.limits, other.pass.limits) {
      mark(one.scope, two.scope)
      mark(one.exceeded, two.exceeded)
    }
  }

  private func markPossible(
    _ run: PassRun, _ batch: borrowing ColumnBatch, isFirst: Bool
  ) {
    guard tellsPossible, let asked = program.asked else { return }
    for (place, line) in asked.lines.enumerated() {
      let marks = possible + place * ColumnBatch.capacity
      if isFirst { marks.update(repeating: 0, count: batch.count) }
      Phase.markPossible(run.scratch.number(run.pass.sums[line], batch), marks, batch.count)
    }
  }

  /// Whether the line, the one at a place among the asked ones, may come to something in a row
  /// before the phases that look across lines, under any choice of the readings.
  func isPossible(_ place: Int, row: Int) -> Bool {
    !tellsPossible || possible[place * ColumnBatch.capacity + row] != 0
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
    for sums in base.sums { jili_add_to(rowTotals, sums, count) }
  }

  private func note(_ count: Int) {
    noted.update(repeating: 0, count: count)
    for truth in [base.pass.applies, base.pass.inForce] {
      Phase.markRefused(base.scratch.truth(truth), noted, count)
    }
    for tie in ties { noted[tie.row] = 1 }
  }
}

/// One choice of the readings with its vectors. One a machine; a class only because arrays hold
/// nothing that cannot be copied.
private final class PassRun {
  let pass: ColumnPass
  var scratch: ColumnScratch
  /// By line: its sums in 分. Where no other line shares them, the register itself.
  let sums: [UnsafeMutablePointer<Int64>]
  /// The lines whose sums lie in vectors of their own.
  private let copied: [Int]
  private let copies: UnsafeMutablePointer<Int64>
  /// By quota; empty where they are not known.
  private let edges: [ColumnEdge]
  /// By row: not 0 where a quota left nothing of some sum.
  let isWithoutPlace: UnsafeMutablePointer<UInt8>

  init(_ pass: ColumnPass, _ program: ColumnProgram, _ edges: QuotaEdges?, _ year: Int) {
    self.pass = pass
    self.edges =
      edges.map { edges in
        pass.contests.map { contest in
          let place = QuotaEdges.Place(line: contest.line, year: year)
          return ColumnEdge(edges.edges[place] ?? .ofNobody(contest.places), contest)
        }
      } ?? []
    let scratch = ColumnScratch(pass, columns: program.numberColumns)
    let capacity = ColumnBatch.capacity
    var uses: [ColumnOperand: Int] = [:]
    for operand in pass.sums { uses[operand, default: 0] += 1 }
    for ceiling in pass.ceilings { uses[ceiling.cap, default: 0] += 1 }
    for approval in pass.approvals { uses[approval.ceiling, default: 0] += 1 }
    for key in pass.contests.flatMap(\.keys) { uses[key.operand, default: 0] += 1 }
    copied = pass.sums.indices.filter { line in
      pass.sums[line].register == nil || uses[pass.sums[line]] != 1
    }
    copies = .allocate(capacity: max(1, copied.count * capacity))
    copies.initialize(repeating: 0, count: copied.count * capacity)
    isWithoutPlace = .allocate(capacity: capacity)
    isWithoutPlace.initialize(repeating: 0, count: capacity)
    var sums: [UnsafeMutablePointer<Int64>] = []
    for (line, operand) in pass.sums.enumerated() {
      if let place = copied.firstIndex(of: line) {
        sums.append(copies + place * capacity)
      } else {
        sums.append(scratch.numbers + (operand.register ?? 0) * capacity)
      }
    }
    self.sums = sums
    self.scratch = scratch
  }

  deinit {
    copies.deallocate()
    isWithoutPlace.deallocate()
  }

  func run(_ batch: borrowing ColumnBatch) -> Bool { scratch.run(pass, batch) }

  func refused(_ operand: ColumnOperand, _ odd: UnsafePointer<UInt8>, _ count: Int) -> Int {
    var found = 0
    switch scratch.truth(operand) {
    case .constant(let truth):
      if truth == ColumnTruth.no { for row in 0..<count { found += odd[row] == 0 ? 1 : 0 } }
    case .vector(let truths):
      for row in 0..<count { found += truths[row] == ColumnTruth.no && odd[row] == 0 ? 1 : 0 }
    }
    return found
  }

  /// Phases 6 to 9, and every doubt that makes a row odd.
  func settle(_ plan: Plan, _ batch: borrowing ColumnBatch, ties: inout [Phase.Tie]) {
    let (count, odd) = (batch.count, batch.odd)
    for (line, operand) in pass.sums.enumerated() {
      Phase.markOpen(scratch.number(operand, batch), odd, count)
      if copied.contains(line) {
        Kernel.map(scratch.number(operand, batch), sums[line], count) { $0 }
      }
    }
    for approval in pass.approvals {
      Phase.markAbove(
        scratch.number(approval.approved, batch), scratch.number(approval.ceiling, batch), odd,
        count)
    }
    if !edges.isEmpty { isWithoutPlace.update(repeating: 0, count: count) }
    for (contest, edge) in zip(pass.contests, edges) {
      let scores = scores(contest, batch)
      Phase.markContested(scores, scratch.truth(contest.condition), odd, count)
      Phase.judge(scores, edge, sums[contest.line], isWithoutPlace, odd, count)
    }
    for (index, group) in plan.exclusives.enumerated() {
      Phase.exclusive(
        group.members, scratch.truth(pass.groups[index]), sums, odd, &ties, count)
    }
    for ceiling in pass.ceilings {
      Phase.fill(ceiling.lines, scratch.number(ceiling.cap, batch), sums, odd, count)
    }
    for limit in pass.limits {
      Phase.markBroken(scratch.truth(limit.exceeded), odd, count)
      Phase.markDoubts(scratch.truth(limit.scope), odd, count)
    }
    let asked = pass.benefits + pass.funding.flatMap(\.self) + [pass.inForce, pass.applies]
    for truth in asked + pass.counted {
      Phase.markDoubts(scratch.truth(truth), odd, count)
    }
  }

  private func scores(
    _ contest: ColumnContest, _ batch: borrowing ColumnBatch
  ) -> ColumnScores {
    ColumnScores(keys: contest.keys.map { scratch.number($0.operand, batch) })
  }

  /// The steps alone; false where a number may have left 64 bits.
  func runContests(_ batch: borrowing ColumnBatch) -> Bool {
    guard scratch.run(pass, batch) else { return false }
    for contest in pass.contests {
      Phase.markContested(
        scores(contest, batch), scratch.truth(contest.condition), batch.odd, batch.count)
    }
    return true
  }

  func candidates(
    _ contest: ColumnContest, above bar: [Score]?, _ batch: borrowing ColumnBatch
  ) -> [QuotaCandidate] {
    let scores = scores(contest, batch)
    let marks = bar.map { zip($0, contest.keys).map { ColumnEdge.Score($0, scale: $1.scale) } }
    let rows = Phase.candidates(
      scores, scratch.truth(contest.condition), above: marks, batch.odd, batch.count)
    return rows.map { scores.candidate($0, contest) }
  }
}
