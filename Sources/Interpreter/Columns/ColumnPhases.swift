/// The phases that look across the awards of a row, as loops over the rows of a batch. Rows that
/// they cannot settle become odd.
enum Phase {
  typealias Sums = UnsafeMutablePointer<Int64>
  typealias Marks = UnsafeMutablePointer<UInt8>

  /// Takes the sums of a line; rows without a settled sum are odd.
  static func take(_ number: Kernel.Number, _ into: Sums, _ odd: Marks, _ count: Int) {
    Kernel.map(number, into, count) { $0 }
    if number.openState != nil {
      odd.update(repeating: 1, count: count)
    } else if let states = number.states {
      for row in 0..<count { odd[row] |= states[row] }
    }
  }

  /// Only the highest is paid, the first named of equal ones; `ties` marks where that was needed.
  static func exclusive(
    _ members: [Int], _ condition: Kernel.Truth, _ sums: Sums, _ odd: Marks, _ ties: Marks?,
    _ count: Int
  ) {
    if case .constant(let value) = condition {
      if value == ColumnTruth.no { return }
      if value != ColumnTruth.yes {
        odd.update(repeating: 1, count: count)
        return
      }
    }
    let capacity = ColumnBatch.capacity
    for row in 0..<count {
      var best: Int64 = 0
      var rivals = 0
      for member in members {
        let sum = sums[member * capacity + row]
        best = max(best, sum)
        rivals &+= sum == 0 ? 0 : 1
      }
      guard rivals > 1 else { continue }
      let held = condition.value(row)
      if held == ColumnTruth.no { continue }
      if held != ColumnTruth.yes {
        odd[row] = 1
        continue
      }
      var isTaken = false
      for member in members {
        let place = member * capacity + row
        if sums[place] == best, !isTaken {
          isTaken = true
        } else {
          if sums[place] == best { ties?[row] = 1 }
          sums[place] = 0
        }
      }
    }
  }

  /// Lets the sums through one after the other until the ceiling is full.
  static func fill(
    _ lines: [Int], _ cap: Kernel.Number, _ sums: Sums, _ odd: Marks, _ count: Int
  ) {
    let capacity = ColumnBatch.capacity
    for row in 0..<count {
      let (number, state) = cap.value(row)
      if state == ColumnBatch.absent { continue }
      var before: Int64 = 0
      let ceiling = max(0, number)
      for line in lines {
        let place = line * capacity + row
        let after = before &+ sums[place]
        if state != ColumnBatch.stated, after > 0 { odd[row] = 1 }
        sums[place] = min(after, ceiling) &- min(before, ceiling)
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
