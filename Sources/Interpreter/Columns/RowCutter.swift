import JiliLexer

/// Cuts a stream of bytes into chunks of whole rows. What a chunk has of a row that goes on is the
/// beginning of the next.
package struct RowCutter {
  package enum Outcome: Sendable {
    case chunk, end
    /// A row has more bytes than a chunk may have.
    case endless
  }

  private let run: ChunkRun
  private let file: Int
  private let rest: ChunkBytes
  private var isAtEnd = false

  /// `rest` is what was read of the file behind its header.
  package init(_ run: ChunkRun, file: Int, rest: ChunkBytes) {
    self.run = run
    self.file = file
    self.rest = rest
  }

  /// Fills a chunk with about `size` bytes. `read` fills a buffer and says how far; 0 is the end.
  package mutating func next<Fault: Error>(
    into chunk: ChunkBytes, size: Int,
    read: (UnsafeMutableRawBufferPointer) throws(Fault) -> Int
  ) throws(Fault) -> Outcome {
    chunk.count = 0
    chunk.append(rest.bytes)
    rest.count = 0
    var wanted = max(1, size)
    while true {
      while !isAtEnd, chunk.count < wanted {
        let room = wanted - chunk.count
        chunk.reserve(room)
        let count = try read(
          UnsafeMutableRawBufferPointer(start: chunk.start + chunk.count, count: room))
        chunk.count += count
        isAtEnd = count == 0
      }
      if isAtEnd { return chunk.count > 0 ? .chunk : .end }
      let length = run.wholeRows(chunk, of: file)
      if length > 0 {
        rest.append(UnsafeRawBufferPointer(rebasing: chunk.bytes[length...]))
        chunk.count = length
        return .chunk
      }
      if chunk.count > Limits.rowBytes { return .endless }
      wanted = max(wanted, chunk.count) * 2
    }
  }
}
