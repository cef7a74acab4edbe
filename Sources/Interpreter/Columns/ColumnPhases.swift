import CBytes

/// The phases that look across the awards of a row, as loops over the rows of a batch. Rows that
/// they cannot settle become odd.
enum Phase {
  typealias Sums = UnsafeMutablePointer<Int64>
  typealias Marks = UnsafeMutablePointer<UInt8>

  /// Two awards of a group with equal sums in one row.
  struct Tie {
    var row: Int
    var winner: Int
    var loser: Int
  }

  /// Rows without a settled sum are odd.
  static func markOpen(_ number: Kernel.Number, _ odd: Marks, _ count: Int) {
    if number.openState != nil {
      odd.update(repeating: 1, count: count)
    } else if let states = number.states {
      for row in 0..<count { odd[row] |= states[row] }
    }
  }

  /// Rows where a sum is anything but nothing, as far as columns know.
  static func markPossible(_ number: Kernel.Number, _ marks: Marks, _ count: Int) {
    switch number {
    case .open: marks.update(repeating: 1, count: count)
    case .constant(let value): if value != 0 { marks.update(repeating: 1, count: count) }
    case .vector(let numbers, let states):
      for row in 0..<count { marks[row] |= numbers[row] == 0 ? 0 : 1 }
      if let states { for row in 0..<count { marks[row] |= states[row] } }
    }
  }

  /// Only the highest is paid, the first named of equal ones.
  static func exclusive(
    _ members: [Int], _ condition: Kernel.Truth, _ sums: [Sums], _ odd: Marks,
    _ ties: inout [Tie], _ count: Int
  ) {
    if case .constant(let value) = condition {
      if value == ColumnTruth.no { return }
      if value != ColumnTruth.yes {
        odd.update(repeating: 1, count: count)
        return
      }
    }
    let columns = members.map { UnsafePointer(sums[$0]) as UnsafePointer<Int64>? }
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: count) { rows in
      let found = jili_rivals(columns, columns.count, rows.baseAddress, count)
      for row in rows[..<found].lazy.map({ Int($0) }) {
        let held = condition.value(row)
        if held == ColumnTruth.yes {
          settle(members, sums, row, &ties)
        } else if held != ColumnTruth.no {
          odd[row] = 1
        }
      }
    }
  }

  private static func settle(
    _ members: [Int], _ sums: [Sums], _ row: Int, _ ties: inout [Tie]
  ) {
    var winner = members[0]
    for member in members where sums[member][row] > sums[winner][row] { winner = member }
    var isTied = false
    for member in members where member != winner {
      if !isTied, sums[member][row] == sums[winner][row] {
        ties.append(Tie(row: row, winner: winner, loser: member))
        isTied = true
      }
      sums[member][row] = 0
    }
  }

  /// Lets the sums through one after the other until the ceiling is full.
  static func fill(
    _ lines: [Int], _ cap: Kernel.Number, _ sums: [Sums], _ odd: Marks, _ count: Int
  ) {
    for row in 0..<count {
      let (number, state) = cap.value(row)
      if state == ColumnBatch.absent { continue }
      var before: Int64 = 0
      let ceiling = max(0, number)
      for line in lines {
        let sum = sums[line]
        let after = before &+ sum[row]
        if state != ColumnBatch.stated, after > 0 { odd[row] = 1 }
        // A sum that a ceiling takes whole leaves its own words behind.
        if sum[row] > 0, before >= ceiling { odd[row] = 1 }
        sum[row] = min(after, ceiling) &- min(before, ceiling)
        before = after
      }
    }
  }

  /// An approved sum above the ceiling is said to be.
  static func markAbove(
    _ approved: Kernel.Number, _ ceiling: Kernel.Number, _ odd: Marks, _ count: Int
  ) {
    for row in 0..<count {
      let (sum, state) = approved.value(row)
      guard state == ColumnBatch.stated else { continue }
      let (top, topState) = ceiling.value(row)
      if topState != ColumnBatch.stated || sum > top { odd[row] = 1 }
    }
  }

  /// A limit that is broken, or that may be for all that columns know, is said to be.
  static func markBroken(_ exceeded: Kernel.Truth, _ odd: Marks, _ count: Int) {
    for row in 0..<count {
      let value = exceeded.value(row)
      if value == ColumnTruth.yes || value & 4 != 0 { odd[row] = 1 }
    }
  }

  /// Where a condition of the policy as a whole is not met, the row says so.
  static func markRefused(_ truth: Kernel.Truth, _ marks: Marks, _ count: Int) {
    switch truth {
    case .constant(let value):
      if value == ColumnTruth.no { marks.update(repeating: 1, count: count) }
    case .vector(let truths):
      for row in 0..<count { marks[row] |= truths[row] == ColumnTruth.no ? 1 : 0 }
    }
  }

  /// The row evaluator may know more.
  static func markDoubts(_ truth: Kernel.Truth, _ odd: Marks, _ count: Int) {
    switch truth {
    case .constant(let value):
      if value & 4 != 0 { odd.update(repeating: 1, count: count) }
    case .vector(let truths): for row in 0..<count { odd[row] |= truths[row] & 4 }
    }
  }

  static func markDifferences(_ one: Sums, _ two: Sums, _ odd: Marks, _ count: Int) {
    for row in 0..<count { odd[row] |= one[row] == two[row] ? 0 : 1 }
  }

  static func markDifferences(
    _ one: Kernel.Truth, _ two: Kernel.Truth, _ odd: Marks, _ count: Int
  ) {
    for row in 0..<count { odd[row] |= one.value(row) ^ two.value(row) }
  }
}
