/// Stands for the program of columns until there is one: every row is for the row evaluator.
package struct ColumnProgram: Sendable {
  package let places: [ColumnPlace]
  package let numberColumns: Int
  package let codeColumns: Int

  package init?(_ plan: Plan, choices: [Int], template: Row, varying: Set<Int>) { return nil }
}

package struct ColumnMachine: ~Copyable {
  private let none: UnsafeMutablePointer<Int64>
  private let noNotes: UnsafeMutablePointer<UInt8>

  package init(_ program: ColumnProgram) {
    none = .allocate(capacity: ColumnBatch.capacity)
    noNotes = .allocate(capacity: ColumnBatch.capacity)
  }

  deinit {
    none.deallocate()
    noNotes.deallocate()
  }

  package mutating func run(_ batch: inout ColumnBatch) {
    batch.odd.update(repeating: 1, count: batch.count)
  }

  package func sums(ofLine line: Int) -> UnsafePointer<Int64> { UnsafePointer(none) }
  package var totals: UnsafePointer<Int64> { UnsafePointer(none) }
  package var hasNotes: UnsafePointer<UInt8> { UnsafePointer(noNotes) }
  package func notes(row: Int) -> [Explanation] { [] }
  package func benefitHolds(_ benefit: Int, row: Int) -> Bool { false }
  package func fundingEntry(ofLine line: Int, row: Int) -> Int? { nil }
}
