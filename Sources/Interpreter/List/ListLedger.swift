import CBytes
import JiliLexer

/// What every company of a list is due under the rules in force, in 分. Threads write rows of their
/// own.
package final class ListLedger: @unchecked Sendable {
  /// No bound.
  static let unbounded = Int64.max

  enum Mark {
    /// A line of the row is not settled.
    static let open: UInt8 = 1
    /// The rules reject the row, or a sum of it leaves the exact range.
    static let rejected: UInt8 = 2
  }

  package let count: Int
  let lows: UnsafeMutablePointer<Int64>
  /// Of rows that are open alone; what nobody writes takes no memory.
  private let highs: UnsafeMutablePointer<Int64>
  let marks: UnsafeMutablePointer<UInt8>

  package init(count: Int) {
    self.count = count
    lows = .allocate(capacity: max(1, count))
    highs = .allocate(capacity: max(1, count))
    marks = .allocate(capacity: max(1, count))
    lows.initialize(repeating: 0, count: count)
    marks.initialize(repeating: 0, count: count)
  }

  deinit {
    lows.deallocate()
    highs.deallocate()
    marks.deallocate()
  }

  package var bytes: Int { 9 * count }

  func high(_ row: Int) -> Int64 { marks[row] & Mark.open == 0 ? lows[row] : highs[row] }

  func set(_ row: Int, low: Int64, high: Int64, mark: UInt8) {
    (lows[row], marks[row]) = (low, mark)
    if mark & Mark.open != 0 { highs[row] = high }
  }

  /// Of a row that is open.
  func raiseHigh(_ row: Int, by difference: Int64) { highs[row] += difference }

  /// The certain total of a company in 分.
  package func total(of row: Int) -> Int64 { lows[row] }
}

/// What one line comes to in all rows, in 分.
package struct LineFigures: Sendable, Equatable {
  /// Companies with a certain sum above 0.
  package var companies = 0
  package var low: Int128 = 0
  package var high: Int128 = 0
  /// Rows whose high end nothing bounds.
  package var unbounded = 0
  /// What each payer bears; what is left of `low` is not split.
  package var payers: [String: Int128] = [:]

  mutating func add(_ other: LineFigures, times sign: Int = 1) {
    companies += sign * other.companies
    low += Int128(sign) * other.low
    high += Int128(sign) * other.high
    unbounded += sign * other.unbounded
    for (name, sum) in other.payers {
      let all = (payers[name] ?? 0) + Int128(sign) * sum
      payers[name] = all == 0 ? nil : all
    }
  }
}

extension LineFigures {
  /// What a line comes to in one row.
  init(_ line: LineOutcome) {
    companies = line.low.isZero ? 0 : 1
    low = Int128(line.low.parts(of: 100) ?? 0)
    if let sum = line.high?.parts(of: 100) { high = Int128(sum) } else { unbounded = 1 }
    for payer in line.funding {
      if let label = payer.label {
        payers[label, default: 0] += Int128(payer.low.parts(of: 100) ?? 0)
      }
    }
  }
}

/// What a list comes to under the rules in force.
package struct ListFigures: Sendable {
  /// Rows that the rules accept.
  package var accepted = 0
  package var rejected: Int { count - accepted }
  package var count = 0
  /// Companies that are certainly due something.
  package var companies = 0
  package var low: Int128 = 0
  package var high: Int128 = 0
  package var unbounded = 0
  var lines: [LineName: LineFigures] = [:]
  /// In the order of the plan.
  var names: [LineName] = []
  package var payerNames: [String] = []

  package func line(_ award: String, isRenewal: Bool = false) -> LineFigures? {
    lines.first { $0.key.award == award && $0.key.isRenewal == isRenewal }?.value
  }

  /// What each payer bears, and last what nobody's share is settled of; empty where nothing is
  /// split.
  package var payers: [(name: String?, sum: Int128)] {
    if payerNames.isEmpty { return [] }
    var found = payerNames.map { name in
      (name: String?.some(name), sum: lines.values.reduce(0) { $0 + ($1.payers[name] ?? 0) })
    }
    let rest = low - found.reduce(0) { $0 + $1.sum }
    if rest != 0 { found.append((nil, rest)) }
    return found
  }
}

/// How one company's certain total changed, in 分.
package struct ListChange: Sendable {
  package var row: Int
  package var difference: Int64
}

/// Changes as they were found, in blocks, so that they are not moved again when parts are added up.
package struct ListChanges: Sequence, Sendable {
  private var blocks: [[ListChange]] = []

  package var isEmpty: Bool { blocks.allSatisfy(\.isEmpty) }

  package func makeIterator() -> FlattenSequence<[[ListChange]]>.Iterator {
    blocks.joined().makeIterator()
  }

  mutating func append(_ change: ListChange) {
    if blocks.last.map({ $0.count >= ColumnBatch.capacity }) ?? true { blocks.append([]) }
    blocks[blocks.count - 1].append(change)
  }

  mutating func append(block: [ListChange]) { blocks.append(block) }

  mutating func append(_ other: ListChanges) { blocks += other.blocks }
}

/// What was found of some rows. Parts are added up in any order.
package struct EffectPart: Sendable {
  /// By line of the new plan that is computed.
  var lines: [LineFigures]
  /// What lines that are not computed gain or lose by rows that are now accepted or rejected.
  var others: [LineName: LineFigures] = [:]
  package var changes = ListChanges()
  /// Without rules before, everything would be a change.
  let keepsChanges: Bool
  var gaining = 0
  var losing = 0
  /// Who was due nothing before, and who is due nothing now.
  var newly = 0
  var lost = 0
  var low: Int128 = 0
  var high: Int128 = 0
  var unbounded = 0
  var accepted = 0
  /// Rows that columns do not settle.
  package var left: [Int] = []

  package init(_ edit: ListEdit) {
    lines = Array(repeating: LineFigures(), count: edit.computed.count)
    keepsChanges = edit.old != nil
  }

  init() { (lines, keepsChanges) = ([], true) }

  package mutating func add(_ other: EffectPart) {
    for (index, line) in other.lines.enumerated() { lines[index].add(line) }
    for (name, line) in other.others { others[name, default: LineFigures()].add(line) }
    changes.append(other.changes)
    gaining += other.gaining
    losing += other.losing
    newly += other.newly
    lost += other.lost
    low += other.low
    high += other.high
    unbounded += other.unbounded
    accepted += other.accepted
    left += other.left
  }

  /// Notes certain totals that changed, and the high ends with them.
  mutating func note(_ turn: jili_turn, _ block: [ListChange]) {
    let difference = Int128(turn.high) << 32 + Int128(turn.low)
    low += difference
    high += difference
    gaining += Int(turn.rising)
    losing += Int(turn.falling)
    newly += Int(turn.from_nothing)
    lost += Int(turn.to_nothing)
    if keepsChanges, !block.isEmpty { changes.append(block: block) }
  }

  /// Notes that a certain total changed.
  mutating func note(_ row: Int, from before: Int64, to after: Int64) {
    low += Int128(after) - Int128(before)
    if before == after { return }
    if keepsChanges { changes.append(ListChange(row: row, difference: after - before)) }
    if after > before { gaining += 1 } else { losing += 1 }
    if before == 0 { newly += 1 }
    if after == 0 { lost += 1 }
  }

  mutating func note(highFrom before: Int64, to after: Int64) {
    if before == ListLedger.unbounded { unbounded -= 1 } else { high -= Int128(before) }
    if after == ListLedger.unbounded { unbounded += 1 } else { high += Int128(after) }
  }
}
