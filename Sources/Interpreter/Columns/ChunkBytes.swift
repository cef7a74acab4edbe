import CBytes

/// Bytes that are filled and emptied again and again, with room behind them for readers that take
/// several at a time. One thread at a time has it.
package final class ChunkBytes: @unchecked Sendable {
  package private(set) var start: UnsafeMutablePointer<UInt8>
  package private(set) var capacity: Int
  package var count = 0

  package init(capacity: Int = 1 << 16) {
    self.capacity = capacity
    start = .allocate(capacity: capacity + Int(jili_padding.rawValue))
    start.initialize(repeating: 0, count: capacity + Int(jili_padding.rawValue))
  }

  deinit { start.deallocate() }

  /// The bytes as they stand.
  package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  /// Makes room for so many more bytes.
  package func reserve(_ more: Int) {
    if count + more <= capacity { return }
    let larger = ChunkBytes(capacity: max(capacity * 2, count + more))
    larger.start.update(from: start, count: count)
    swap(&start, &larger.start)
    swap(&capacity, &larger.capacity)
  }

  package func append(_ bytes: UnsafeRawBufferPointer) {
    guard let from = bytes.baseAddress else { return }
    reserve(bytes.count)
    (start + count).update(from: from.assumingMemoryBound(to: UInt8.self), count: bytes.count)
    count += bytes.count
  }

  package func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }
}
