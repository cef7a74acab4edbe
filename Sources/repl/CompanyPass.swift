import Jili
import JiliLexer

/// Computes the companies that have several rows, wherever these stand in the files, and puts what
/// becomes of each row aside until its turn comes.
final class CompanyPass: @unchecked Sendable {
  private let run: ChunkRun
  private let source: RowSource
  private let spool: Spool

  // Under `gate`.
  private let gate = Gate()
  /// A shelf that was handed out is empty.
  private var rows: [[KeyedRow]]
  private var shelf = 0
  private var stretches: [Range<Int>] = []
  private var next = 0
  private var places: [[SettledCompanies.Entry]]
  private var tally = RunTally()
  private var stop: ChunkPipeline.Stop?

  /// `rows` are those of companies that have several, as `SeveralRows` has them.
  init(_ run: ChunkRun, _ source: RowSource, _ rows: [[KeyedRow]], _ spool: Spool) {
    self.run = run
    self.source = source
    self.spool = spool
    self.rows = rows
    places = rows.map { _ in [] }
  }

  func compute(threads: Int) throws(ChunkPipeline.Stop) -> SettledCompanies {
    Workers.run(threads) { [self] in work() }
    if let stop { throw stop }
    for shelf in places.indices { places[shelf].sort { $0.place < $1.place } }
    return SettledCompanies(places: places, spool: spool, tally: tally)
  }

  private func work() {
    let worker = CompanyWorker(run)
    while let (shelf, stretch) = gate.holding({ takeStretch() }) {
      do {
        let keyed = stretch.sorted { $0.place < $1.place }
        let starts = try put(try worker.compute(try keyed.map(source.row)))
        let found = zip(keyed, starts).map {
          SettledCompanies.Entry(place: $0.place, start: $1)
        }
        gate.holding { places[shelf] += found }
      } catch {
        gate.holding { if stop == nil { stop = source.reason(error) } }
      }
    }
    let mine = worker.tally
    gate.holding {
      do throws(OutputRefusal) { try tally.add(mine) } catch {
        if stop == nil { stop = .output(error) }
      }
    }
  }

  private func takeStretch() -> (shelf: Int, rows: [KeyedRow])? {
    while stop == nil, shelf < rows.count {
      if stretches.isEmpty {
        stretches = SeveralRows.stretches(of: rows[shelf], size: RowSource.rowsAtOnce)
        places[shelf].reserveCapacity(rows[shelf].count)
      }
      if next < stretches.count {
        next += 1
        return (shelf, Array(rows[shelf][stretches[next - 1]]))
      }
      rows[shelf] = []
      (shelf, next, stretches) = (shelf + 1, 0, [])
    }
    return nil
  }

  /// Puts pieces aside behind each other, each with its kind and its length; where they begin.
  private func put(_ pieces: [RowPiece]) throws(FileFault) -> [Int] {
    var bytes: [UInt8] = []
    var starts: [Int] = []
    for piece in pieces {
      starts.append(bytes.count)
      switch piece {
      case .nothing: bytes += SettledCompanies.head(0, 0)
      case .result(let found): bytes += SettledCompanies.head(1, found.count) + found
      case .reject(let line):
        let packed = line.packed
        bytes += SettledCompanies.head(2, packed.count) + packed
      }
    }
    var first = 0
    try bytes.hand { (bytes) throws(FileFault) in first = try spool.append(bytes) }
    return starts.map { first + $0 }
  }
}

/// What became of the rows of companies that have several.
final class SettledCompanies: Sendable {
  struct Entry: Sendable {
    let place: RowPlace
    /// Where its piece begins in the spool.
    let start: Int
  }

  private let places: [[Entry]]
  private let spool: Spool
  let tally: RunTally

  init(places: [[Entry]], spool: Spool, tally: RunTally) {
    self.places = places
    self.spool = spool
    self.tally = tally
  }

  /// The rows of a chunk that are settled, in order.
  func pieces(
    of file: Int, _ offset: Int, _ length: Int
  ) throws(FileFault) -> [SettledPiece] {
    let start = RowPlace(file: file, offset: offset)
    let end = RowPlace(file: file, offset: offset + length)
    var entries: [Entry] = []
    for shelf in places {
      var place = Self.first(in: shelf, from: start)
      while place < shelf.count, shelf[place].place < end {
        entries.append(shelf[place])
        place += 1
      }
    }
    entries.sort { $0.place < $1.place }
    var pieces: [SettledPiece] = []
    for entry in entries {
      pieces.append(
        SettledPiece(offset: entry.place.offset - offset, piece: try piece(entry.start)))
    }
    return pieces
  }

  private static func first(in shelf: [Entry], from start: RowPlace) -> Int {
    var (low, high) = (0, shelf.count)
    while low < high {
      let middle = (low + high) / 2
      if shelf[middle].place < start { low = middle + 1 } else { high = middle }
    }
    return low
  }

  static func head(_ kind: UInt8, _ length: Int) -> [UInt8] {
    [kind] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
  }

  private func piece(_ start: Int) throws(FileFault) -> RowPiece {
    // Most pieces are short: one look gets them.
    var bytes = try read(start, 256)
    guard bytes.count >= 5 else { return .nothing }
    let length = bytes[1..<5].reversed().reduce(0) { $0 << 8 | Int($1) }
    if 5 + length > bytes.count { bytes = try read(start, 5 + length) }
    let body = bytes[5..<min(bytes.count, 5 + length)]
    switch bytes[0] {
    case 1: return .result(Array(body))
    case 2: return .reject(RejectLine(packed: body))
    default: return .nothing
    }
  }

  private func read(_ start: Int, _ count: Int) throws(FileFault) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var fault: FileFault?
    let found = bytes.withUnsafeMutableBytes { room in
      do throws(FileFault) {
        return try readStretch(spool.descriptor, at: start, into: room, of: spool.folder)
      } catch {
        fault = error
        return 0
      }
    }
    if let fault { throw fault }
    bytes.removeLast(count - found)
    return bytes
  }
}
