/// Which operations hang on what a row says, and on each other. It does not change once it is made,
/// and is passed around for every row.
final class Wiring: Sendable {
  /// What a machine was given: a row, what earlier rows were due, the choices of readings.
  typealias Input = (row: Row, earlier: EarlierRows, choices: [Int])

  /// The readers of all operations behind each other, and where those of each begin.
  private let readers: [Int32]
  private let starts: [Int32]
  private let ofSlot: [[OperationID]]
  private let ofReading: [[OperationID]]
  private let ofDate: [OperationID]
  private let ofEarlierRows: [OperationID]
  private let reaches: [Reach]

  /// Who sees it where an operation comes to something else.
  enum Reach: Comparable {
    /// At most other operations.
    case operations
    /// The other rows of the company.
    case company
    case results
  }

  init(_ plan: Plan) {
    var ofSlot = [[OperationID]](repeating: [], count: plan.slotCount)
    var ofReading = [[OperationID]](repeating: [], count: plan.readings.count)
    var (ofDate, ofEarlierRows): ([OperationID], [OperationID]) = ([], [])
    var reaches = [Reach](repeating: .operations, count: plan.operations.count)
    for operation in plan.claimOperations { reaches[operation] = .company }
    for operation in plan.askedOperations { reaches[operation] = .results }
    var links = Links(count: plan.operations.count)
    for (index, operation) in plan.operations.enumerated() {
      for operand in operation.operands { links.add(operand, reader: Int32(index)) }
      if let slot = operation.slot, slot >= 0 { ofSlot[slot].append(index) }
      switch operation {
      case .evaluationDate, .evaluationYear, .eventDate: ofDate.append(index)
      case .earlierDue, .earlierThisYear: ofEarlierRows.append(index)
      case .reading(let reading, _): ofReading[reading].append(index)
      default: break
      }
    }
    (readers, starts) = links.sorted()
    (self.ofSlot, self.ofReading, self.ofDate) = (ofSlot, ofReading, ofDate)
    (self.ofEarlierRows, self.reaches) = (ofEarlierRows, reaches)
  }

  func reach(of operation: OperationID) -> Reach { reaches[operation] }

  func wakeReaders(of operation: OperationID, _ pending: inout PendingOperations) {
    for place in Int(starts[operation])..<Int(starts[operation + 1]) {
      pending.insert(Int(readers[place]))
    }
  }

  /// Wakes every operation that reads something which differs.
  func wake(_ pending: inout PendingOperations, from old: Input, to new: Input) {
    pending.makeRoom(for: reaches.count)
    // Under another choice it is the same row, which arrays know at once.
    if old.row.values != new.row.values {
      for slot in ofSlot.indices
      where !ofSlot[slot].isEmpty && old.row.values[slot] != new.row.values[slot] {
        for operation in ofSlot[slot] { pending.insert(operation) }
      }
    }
    if old.row.date != new.row.date {
      for operation in ofDate { pending.insert(operation) }
    }
    for reading in ofReading.indices
    where !ofReading[reading].isEmpty && old.choices[reading] != new.choices[reading] {
      for operation in ofReading[reading] { pending.insert(operation) }
    }
    if !ofEarlierRows.isEmpty, old.earlier != new.earlier {
      for operation in ofEarlierRows { pending.insert(operation) }
    }
  }
}

/// Who reads what, in the order of the readers.
private struct Links {
  private var all: [(operand: OperationID, reader: Int32)] = []
  /// How many readers the operation before each has.
  private var counts: [Int32]
  private var lastReader: [Int32]

  init(count: Int) {
    counts = Array(repeating: 0, count: count + 1)
    lastReader = Array(repeating: -1, count: count)
    all.reserveCapacity(2 * count)
  }

  mutating func add(_ operand: OperationID, reader: Int32) {
    if lastReader[operand] == reader { return }
    lastReader[operand] = reader
    counts[operand + 1] += 1
    all.append((operand, reader))
  }

  /// The readers by operation, and where those of each begin.
  func sorted() -> (readers: [Int32], starts: [Int32]) {
    var starts = counts
    for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
    var places = starts
    var readers = [Int32](repeating: 0, count: all.count)
    for link in all {
      readers[Int(places[link.operand])] = link.reader
      places[link.operand] += 1
    }
    return (readers, starts)
  }
}

/// Operations that are still to be computed, lowest first: none reads a later one.
struct PendingOperations {
  private var words: [UInt64] = []
  private var first = 0

  mutating func makeRoom(for count: Int) {
    if words.isEmpty { words = Array(repeating: 0, count: (count + 63) / 64) }
    first = 0
  }

  mutating func insert(_ operation: OperationID) {
    words[operation >> 6] |= 1 << UInt64(operation & 63)
  }

  mutating func next() -> OperationID? {
    while first < words.count {
      let word = words[first]
      if word != 0 {
        words[first] = word & (word - 1)
        return first << 6 + word.trailingZeroBitCount
      }
      first += 1
    }
    return nil
  }
}

/// Which operations a walk has been at. A new walk begins with none, and costs nothing.
final class WalkMarks {
  private var walks: [UInt32]
  private var walk: UInt32 = 0

  init(_ count: Int) { walks = Array(repeating: 0, count: count) }

  func begin() {
    walk &+= 1
    guard walk == 0 else { return }
    walks = Array(repeating: 0, count: walks.count)
    walk = 1
  }

  /// Whether this walk comes to an operation for the first time.
  func insert(_ operation: OperationID) -> Bool {
    if walks[operation] == walk { return false }
    walks[operation] = walk
    return true
  }
}
