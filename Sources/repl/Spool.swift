import Glibc

/// Bytes that are put aside on disk: a file without a name, which is gone when the program ends,
/// however it ends.
final class Spool: @unchecked Sendable {
  let descriptor: Int32
  let folder: String
  private let gate = Gate()
  private var end = 0

  /// `folder` ends with `/`.
  init(in folder: String) throws(FileFault) {
    self.folder = folder
    let made = ResultFolder.createUnfinished(in: folder, O_RDWR, isNameless: true)
    guard made.name != nil else { throw .writeFailed(folder, made.number) }
    descriptor = made.number
  }

  deinit { close(descriptor) }

  /// Where something can be put aside for a run: beside its results, else where temporary files go;
  /// nil where neither can be written to.
  static func folder(besides table: String) -> String? {
    if let folder = PendingFile.folder(of: table) { return folder }
    let folder = temporaryFolder
    return access(folder, W_OK) == 0 ? folder + "/" : nil
  }

  /// Bytes in it.
  var count: Int { gate.holding { end } }

  /// Puts bytes behind all others; the answer is where they begin.
  func append(_ bytes: UnsafeRawBufferPointer) throws(FileFault) -> Int {
    let start = gate.holding {
      end += bytes.count
      return end - bytes.count
    }
    var written = 0
    while written < bytes.count {
      let count = retrying {
        pwrite(
          descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written,
          off_t(start + written))
      }
      guard count >= 0 else { throw .writeFailed(folder, errno) }
      written += count
    }
    return start
  }
}

/// Bytes that were put aside, read where they lie: memory holds them only as long as they are
/// looked at.
final class Mapping {
  let bytes: UnsafeRawBufferPointer

  /// nil where the system does not give them so.
  init?(_ spool: Spool) {
    let count = spool.count
    let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, spool.descriptor, 0)
    guard let start, start != MAP_FAILED else { return nil }
    bytes = UnsafeRawBufferPointer(start: start, count: count)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

  /// Lets go of what was read; it comes back where it is read again.
  func forget(_ part: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, let start = part.baseAddress else { return }
    let page = Int(getpagesize())
    let first = (start - base + page - 1) / page * page
    let last = (start - base + part.count) / page * page
    if first < last {
      madvise(UnsafeMutableRawPointer(mutating: base + first), last - first, MADV_DONTNEED)
    }
  }
}

/// Where temporary files go.
var temporaryFolder: String {
  let place = variable("TMPDIR") ?? ""
  return place.hasPrefix("/") ? place : "/tmp"
}

/// Reads a stretch of an open file into a buffer, less at its end; where it is read on otherwise
/// does not change.
func readStretch(
  _ descriptor: Int32, at offset: Int, into buffer: UnsafeMutableRawBufferPointer, of path: String
) throws(FileFault) -> Int {
  var filled = 0
  while filled < buffer.count {
    let count = retrying {
      pread(
        descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled,
        off_t(offset + filled))
    }
    guard count >= 0 else { throw .readFailed(path, errno) }
    if count == 0 { break }
    filled += count
  }
  return filled
}
