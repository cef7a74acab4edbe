import CZlib
import Jili
import JiliLexer

/// The parts of a workbook in its zip archive, unpacked piece by piece within limits.
final class Archive {
  let file: String
  private let directory: ZipDirectory
  /// Parts by their names in small letters: names of parts differ in more than case.
  private var entries: [String: ZipEntry] = [:]

  private let forget: (UnsafeRawBufferPointer) -> Void

  /// `bytes` must live as long as the archive does; `forget` is told which of them were read.
  init(
    _ file: String, _ bytes: UnsafeRawBufferPointer,
    _ forget: @escaping (UnsafeRawBufferPointer) -> Void = { _ in }
  ) throws(InputRefusal) {
    self.file = file
    self.forget = forget
    directory = ZipDirectory(bytes)
    let found: [ZipEntry]
    do throws(ZipFault) {
      found = try directory.entries(limit: Limits.workbookParts)
    } catch {
      switch error {
      case .damaged:
        throw InputRefusal(.file, [.damaged(file, file, "不是完整的压缩包", "no whole archive")])
      case .tooManyEntries: throw InputRefusal(.file, [.workbookTooLarge(file, .parts)])
      }
    }
    for entry in found where entries.updateValue(entry, forKey: entry.name.lowercased()) != nil {
      throw InputRefusal(.file, [.partTwice(file, entry.name)])
    }
  }

  func has(_ part: String) -> Bool { entries[part.lowercased()] != nil }

  /// Hands over a part piece by piece. `take` gives false where it has seen enough.
  func read(
    _ part: String, _ take: (UnsafeRawBufferPointer, _ isLast: Bool) throws(InputRefusal) -> Bool
  ) throws(InputRefusal) {
    guard let entry = entries[part.lowercased()] else {
      throw InputRefusal(.file, [.damaged(file, part, "缺这一部分", "it is missing")])
    }
    if entry.isEncrypted { throw InputRefusal(.file, [.oldWorkbook(file)]) }
    try check(entry.size, entry.packedSize)
    guard let packed = directory.packed(entry),
      let unpacker = Unpacker(packed, entry.method, forget)
    else {
      throw broken(part)
    }
    var size = 0
    var checksum: UInt = 0
    while true {
      guard let piece = unpacker.next() else { throw broken(part) }
      size += piece.count
      // What the archive says of the size may be a lie.
      try check(size, entry.packedSize)
      if piece.isEmpty {
        guard size == entry.size, checksum == UInt(entry.checksum) else { throw broken(part) }
      } else {
        checksum = crc32_z(checksum, piece.baseAddress, piece.count)
      }
      guard try take(piece, piece.isEmpty), !piece.isEmpty else { return }
    }
  }

  private func check(_ size: Int, _ packed: Int) throws(InputRefusal) {
    if size > Limits.workbookPartBytes {
      throw InputRefusal(.file, [.workbookTooLarge(file, .partBytes)])
    }
    let ratio = Limits.workbookRatio
    if size > ratio.bytes, size / ratio.times > packed {
      throw InputRefusal(.file, [.workbookTooLarge(file, .ratio)])
    }
  }

  private func broken(_ part: String) -> InputRefusal {
    InputRefusal(.file, [.damaged(file, part, "解压时发现错误", "it cannot be unpacked")])
  }
}

/// Unpacks the bytes of one part into a room of its own.
private final class Unpacker {
  private var rest: UnsafeRawBufferPointer
  private let isDeflated: Bool
  private var isDone = false
  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  /// It must not move: the library keeps its address.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

  private let forget: (UnsafeRawBufferPointer) -> Void
  private var fed: UnsafeRawBufferPointer?

  init?(
    _ packed: UnsafeRawBufferPointer, _ method: ZipEntry.Method,
    _ forget: @escaping (UnsafeRawBufferPointer) -> Void
  ) {
    rest = packed
    self.forget = forget
    isDeflated = method == .deflated
    stream.initialize(to: z_stream())
    if method == .other { return nil }
    // Less than 0: the bytes have no header of zlib around them.
    let size = Int32(MemoryLayout<z_stream>.size)
    if isDeflated, inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, size) != Z_OK { return nil }
  }

  deinit {
    if isDeflated { inflateEnd(stream) }
    stream.deallocate()
    room.deallocate()
  }

  /// The next piece, empty behind the last one; nil where the bytes are wrong or end too early.
  func next() -> UnsafeRawBufferPointer? {
    isDeflated ? inflated() : taken(room.count)
  }

  private func inflated() -> UnsafeRawBufferPointer? {
    stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room.count)
    while !isDone, stream.pointee.avail_out > 0 {
      if stream.pointee.avail_in == 0 {
        // The library only reads from here.
        let fed = taken(1 << 20)
        let bytes = fed.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes)
        stream.pointee.avail_in = UInt32(fed.count)
      }
      switch inflate(stream, Z_NO_FLUSH) {
      case Z_OK: continue
      case Z_STREAM_END: isDone = true
      // Also where no byte is left and the end was not reached.
      default: return nil
      }
    }
    return UnsafeRawBufferPointer(rebasing: room[..<(room.count - Int(stream.pointee.avail_out))])
  }

  /// Takes packed bytes, at most so many.
  private func taken(_ count: Int) -> UnsafeRawBufferPointer {
    if let fed { forget(fed) }
    let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(count))
    fed = piece
    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    return piece
  }
}

extension InputProblem {
  static func damaged(_ file: String, _ part: String, _ zh: String, _ en: String) -> InputProblem {
    damagedWorkbook(file, part, zh: zh, en: en)
  }
}
