import Glibc
import Jili
import JiliLexer

/// A company file that is read piece by piece. Until its rows are begun it can still be had whole;
/// a regular file afterwards too.
final class CompanyStream {
  let path: String
  /// Bytes in a regular file; nil for a pipe, which is read once.
  let size: Int?
  private(set) var front: [UInt8] = []
  private(set) var isAtEnd = false
  private let descriptor: Int32
  private var digest: SHA256?
  private var position = 0
  private var isBegun = false

  init(_ path: String, hashing: Bool) throws(FileFault) {
    self.path = path
    digest = hashing ? SHA256() : nil
    descriptor = try Files.open(path)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .readFailed(path, errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .isFolder(path) }
    size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    if let size, size > Limits.companyBytes {
      throw .tooLarge(path, limit: Limits.companyBytes)
    }
  }

  deinit { if descriptor > 2 { close(descriptor) } }

  /// Reads the file up to so many bytes, which are kept.
  func readFront(_ length: Int) throws(FileFault) {
    while front.count < length, !isAtEnd {
      let before = front.count
      front.append(contentsOf: repeatElement(0, count: length - before))
      let count = try fill(before)
      front.removeLast(front.count - before - count)
      isAtEnd = count == 0
    }
  }

  /// The file through its header rows, read up to so many bytes at first; nil where they are too
  /// long to tell.
  func head(_ size: Int, input: InputOptions) throws(FileFault) -> InputFile? {
    var wanted = size
    while wanted <= Limits.headBytes {
      try readFront(wanted)
      if let length = ChunkRun.headLength(front, input: input) {
        return InputFile(name: path, bytes: Array(front[..<length]))
      }
      if isAtEnd { break }
      wanted = max(wanted, 1 << 10) * 2
    }
    return nil
  }

  private func fill(_ start: Int) throws(FileFault) -> Int {
    var fault: FileFault?
    let count = front.withUnsafeMutableBytes { bytes in
      do throws(FileFault) {
        return try read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
      } catch {
        fault = error
        return 0
      }
    }
    if let fault { throw fault }
    return count
  }

  /// Gives what was read behind `offset` away; the rest comes from `read`.
  func begin(at offset: Int) -> ChunkBytes {
    let rest = ChunkBytes(capacity: front.count)
    rest.append(Array(front[offset...]))
    front = []
    isBegun = true
    return rest
  }

  /// Reads on; 0 is the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileFault) -> Int {
    let count = retrying { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
    guard count >= 0 else { throw .readFailed(path, errno) }
    position += count
    if position > Limits.companyBytes { throw .tooLarge(path, limit: Limits.companyBytes) }
    digest?.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    return count
  }

  /// Whether `whole` can still give the file.
  var canBeRead: Bool { !isBegun || size != nil }

  /// The whole file, whatever was read of it before.
  func whole() throws(FileFault) -> [UInt8] {
    if size != nil {
      guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .readFailed(path, errno) }
      return try Files.read(
        descriptor: descriptor, named: path, limit: Limits.companyBytes)
    }
    return front
      + (try Files.read(
        descriptor: descriptor, named: path, limit: Limits.companyBytes - front.count))
  }

  /// SHA-256 of everything that was read, where it was asked for.
  var sha256: String { digest?.hexadecimal ?? "" }
}
