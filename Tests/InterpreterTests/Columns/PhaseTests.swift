import CBytes
import Testing

@testable import Jili

/// The phases of columns on a few rows, and the truths that they read. What they are unsure of must
/// go to the row evaluator: a row wrongly kept is a wrong sum.
@Suite("phases of columns") struct PhaseTests {
  /// Runs a phase on columns of sums; what became of them, and which rows are odd.
  private func settle(
    _ columns: [[Int64]], _ phase: ([Phase.Sums], Phase.Marks, Int) -> Void
  ) -> (sums: [[Int64]], odd: [UInt8]) {
    let count = columns[0].count
    let sums = columns.map { column in
      let room = Phase.Sums.allocate(capacity: count)
      room.initialize(from: column, count: count)
      return room
    }
    var odd = [UInt8](repeating: 0, count: count)
    odd.withUnsafeMutableBufferPointer { marks in
      if let marks = marks.baseAddress { phase(sums, marks, count) }
    }
    defer { for room in sums { room.deallocate() } }
    return (sums.map { Array(UnsafeBufferPointer(start: $0, count: count)) }, odd)
  }

  // MARK: - Groups

  /// Who comes to nothing does not win, though nobody comes to more for certain.
  @Test func nothingWinsNothing() {
    let standings = Standings(sums: [(.zero, .zero), (.zero, Exact(5)), (.zero, nil)])
    #expect(standings.possibleWinners == [1, 2])
    #expect(standings.holder == 1)
    #expect(standings.winner == nil)
    #expect(Standings(sums: [(.zero, .zero)]).winner == nil)
  }

  /// More rows than one strip of the loop, so that both of its halves find rivals.
  @Test func onlyTheHighestOfAGroupStays() {
    let count = 100
    let one = (0..<count).map { Int64($0 % 3) }
    let two = (0..<count).map { Int64($0 % 5) }
    inEachForm { form in
      var ties: [Phase.Tie] = []
      let found = settle([one, two]) { sums, odd, count in
        Phase.exclusive([0, 1], .constant(ColumnTruth.yes), sums, odd, &ties, count)
      }
      for row in 0..<count {
        let (first, second) = (one[row], two[row])
        #expect(found.sums[0][row] == (first >= second ? first : 0), "\(row) \(form)")
        #expect(found.sums[1][row] == (first >= second ? 0 : second), "\(row) \(form)")
      }
      let equal = (0..<count).filter { one[$0] == two[$0] && one[$0] > 0 }
      #expect(ties.map(\.row) == equal)
      #expect(found.odd.allSatisfy { $0 == 0 })
    }
  }

  /// A row of equal sums says so once, however many there are.
  @Test func equalSumsAreToldOnce() {
    var ties: [Phase.Tie] = []
    let found = settle([[7], [9], [9], [9]]) { sums, odd, count in
      Phase.exclusive([0, 1, 2, 3], .constant(ColumnTruth.yes), sums, odd, &ties, count)
    }
    #expect(found.sums == [[0], [9], [0], [0]])
    #expect(ties.map { [$0.row, $0.winner, $0.loser] } == [[0, 1, 2]])
  }

  /// Whether the group holds is not known of any row: all are the row evaluator's.
  @Test func anOpenGroupSettlesNothing() {
    var ties: [Phase.Tie] = []
    let found = settle([[3, 0, 4], [5, 6, 0]]) { sums, odd, count in
      Phase.exclusive([0, 1], .constant(ColumnTruth.unknown), sums, odd, &ties, count)
    }
    #expect(found.odd == [1, 1, 1])
    #expect(found.sums == [[3, 0, 4], [5, 6, 0]])
  }

  /// Row by row: settled, left to the row evaluator, left alone, and without rivals.
  @Test func aGroupIsAskedRowByRow() {
    var ties: [Phase.Tie] = []
    let truths = [ColumnTruth.yes, ColumnTruth.unknown, ColumnTruth.no, ColumnTruth.unknown]
    let found = truths.withUnsafeBufferPointer { truths in
      settle([[3, 3, 3, 3], [5, 5, 5, 0]]) { sums, odd, count in
        guard let base = truths.baseAddress else { return }
        Phase.exclusive([0, 1], .vector(base), sums, odd, &ties, count)
      }
    }
    #expect(found.odd == [0, 1, 0, 0])
    #expect(found.sums == [[0, 3, 3, 3], [5, 5, 5, 0]])
  }

  // MARK: - Ceilings

  /// A ceiling of 10 lets 6 and 4 of the next sum through; a row whose sum it takes whole has
  /// words of its own. A ceiling below nothing holds nothing.
  @Test func sumsFillACeiling() {
    let found = settle([[6, 6, 0, 2], [7, 4, 10, 3], [0, 1, 0, 4]]) { sums, odd, count in
      Phase.fill([0, 1, 2], .constant(10), sums, odd, count)
    }
    #expect(found.sums == [[6, 6, 0, 2], [4, 4, 10, 3], [0, 0, 0, 4]])
    #expect(found.odd == [0, 1, 0, 0])
    let below = settle([[1, 0]]) { sums, odd, count in
      Phase.fill([0], .constant(-5), sums, odd, count)
    }
    #expect(below.sums == [[0, 0]])
    #expect(below.odd == [1, 0])
  }

  /// A ceiling of nothing at all takes the first sum whole; one 分 under it lets one 分 through.
  @Test func smallCeilingsAreExact() {
    let nothing = settle([[1, 0]]) { sums, odd, count in
      Phase.fill([0], .constant(0), sums, odd, count)
    }
    #expect(nothing.sums == [[0, 0]])
    #expect(nothing.odd == [1, 0])
    let one = settle([[2, 1]]) { sums, odd, count in
      Phase.fill([0], .constant(1), sums, odd, count)
    }
    #expect(one.sums == [[1, 1]])
    #expect(one.odd == [0, 0])
  }

  /// Of a ceiling that is not known only rows with sums are asked; where there is none, no row is.
  @Test func openCeilingsConcernRowsWithSums() {
    let open = settle([[5, 0], [0, 0]]) { sums, odd, count in
      Phase.fill([0, 1], .open(ColumnBatch.unknown), sums, odd, count)
    }
    #expect(open.odd == [1, 0])
    let absent = settle([[5, 0], [8, 0]]) { sums, odd, count in
      Phase.fill([0, 1], .open(ColumnBatch.absent), sums, odd, count)
    }
    #expect(absent.sums == [[5, 0], [8, 0]])
    #expect(absent.odd == [0, 0])
    // What stands where a ceiling is not known is no ceiling, and one 分 is a sum.
    let unread: [Int64] = [9, 9, 9]
    let states = [ColumnBatch.unknown, ColumnBatch.unknown, ColumnBatch.stated]
    let mixed = unread.withUnsafeBufferPointer { numbers in
      states.withUnsafeBufferPointer { states in
        settle([[1, 0, 1]]) { sums, odd, count in
          guard let numbers = numbers.baseAddress else { return }
          Phase.fill([0], .vector(numbers, states: states.baseAddress), sums, odd, count)
        }
      }
    }
    #expect(mixed.odd == [1, 0, 0])
  }

  /// Approved sums up to their ceiling are quiet, also where none was approved.
  @Test func anApprovalAboveItsCeilingIsSaid() {
    func odd(_ approved: Kernel.Number, _ ceiling: Kernel.Number) -> [UInt8] {
      settle([[0]]) { _, odd, count in Phase.markAbove(approved, ceiling, odd, count) }.odd
    }
    #expect(odd(.constant(5), .constant(5)) == [0])
    #expect(odd(.constant(6), .constant(5)) == [1])
    #expect(odd(.constant(1), .open(ColumnBatch.unknown)) == [1])
    #expect(odd(.open(ColumnBatch.absent), .constant(5)) == [0])
  }

  // MARK: - Truths

  /// Only a doubt of columns is passed on, not an unknown that the rules know as such.
  @Test func doubtsMakeRowsOdd() {
    func odd(_ truth: UInt8) -> [UInt8] {
      settle([[0, 0]]) { _, odd, count in Phase.markDoubts(.constant(truth), odd, count) }.odd
    }
    #expect(odd(ColumnTruth.doubtful) == [1, 1])
    for truth in [ColumnTruth.yes, ColumnTruth.no, ColumnTruth.unknown] {
      #expect(odd(truth) == [0, 0])
    }
  }

  @Test func truthsAsBytes() {
    #expect(ColumnTruth.of(.yes) == ColumnTruth.yes)
    #expect(ColumnTruth.of(.no) == ColumnTruth.no)
    #expect(ColumnTruth.of(.unknown) == ColumnTruth.unknown)
    for truth in [ColumnTruth.unknown, ColumnTruth.doubtful] {
      #expect(ColumnTruth.not(truth) == truth)
    }
    #expect(ColumnTruth.not(ColumnTruth.yes) == ColumnTruth.no)
    #expect(ColumnTruth.not(ColumnTruth.no) == ColumnTruth.yes)
  }

  /// A doubt stays where the result is open, and goes where the other side decides.
  @Test func doubtsStayOnlyWhereNothingDecides() {
    let (yes, no) = (ColumnTruth.yes, ColumnTruth.no)
    let (open, doubt) = (ColumnTruth.unknown, ColumnTruth.doubtful)
    for (one, two, both, either) in [
      (doubt, yes, doubt, yes), (doubt, no, no, doubt), (doubt, open, doubt, doubt),
      (doubt, doubt, doubt, doubt), (open, yes, open, yes), (open, no, no, open),
      (yes, yes, yes, yes), (yes, no, no, yes), (no, no, no, no),
    ] {
      for (left, right) in [(one, two), (two, one)] {
        #expect(ColumnTruth.and(left, right) == both, "\(left) and \(right)")
        #expect(ColumnTruth.or(left, right) == either, "\(left) or \(right)")
      }
    }
  }

  // MARK: - What stays exact

  /// A comparison and a sum hold as long as all numbers stay below 2^62 on the way: the threshold
  /// is in 分, and half the revenue is computed in 200 parts of a 元 and rounded.
  @Test func columnsKnowHowFarTheyAreExact() throws {
    let rules = """
      field 营业收入 : money
      award 规模奖 = 1万 when 营业收入 >= 5000万
      award 增长奖 = 50% of 营业收入
      award 研发奖 = 50% of 营业收入
      """
    let plan = try #require(compile(Array(rules.utf8), named: "t.rules") { _ in nil }.plan)
    let template = Row(
      values: Array(repeating: .unknown, count: plan.slotCount), date: Days(year: 2026))
    let program = try #require(
      ColumnProgram(plan, choices: [], template: template, varying: Set(0..<plan.slotCount)))
    let machine = ColumnMachine(program)
    let isExact = { (size: UInt64) in
      machine.staysExact(Array(repeating: size, count: program.numberColumns))
    }
    #expect(isExact(1))
    #expect(isExact(1 << 61))
    // Each half is below 2^62, their total is not.
    #expect(!isExact((1 << 62) - 1))
    #expect(!isExact(1 << 62))
  }
}
