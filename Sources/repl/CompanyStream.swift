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
  /// The front as it was before it was converted.
  private var original: [UInt8]?
  private var encoding = TextEncoding.utf8
  /// What `sha256` was when all of the file was read before.
  private var expected: String?
  private var converter: TextConverter?
  private var converted: ArraySlice<UInt8> = []
  private var isConverted = false
  private var block: [UInt8] = []

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

  /// From here on the file is read as UTF-8, whatever it is in; so is what was read before.
  func read(as encoding: TextEncoding) {
    self.encoding = encoding
    if encoding == .utf8 { return }
    original = front
    var converter = TextConverter(encoding)
    front = converter.convert(front, isLast: false)
    self.converter = converter
  }

  /// Gives what was read behind `offset` away; the rest comes from `read`.
  func begin(at offset: Int) -> ChunkBytes {
    let rest = ChunkBytes(capacity: front.count)
    rest.append(Array(front.dropFirst(offset)))
    (front, original) = ([], nil)
    isBegun = true
    return rest
  }

  /// Begins again as if nothing was read: of a pipe, only what was not given away.
  func rewind() throws(FileFault) {
    if size == nil {
      front = original ?? front
      (original, converter) = (nil, nil)
      return
    }
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .readFailed(path, errno) }
    (front, original, converter, converted) = ([], nil, nil, [])
    (isAtEnd, isBegun, isConverted, position) = (false, false, false, 0)
    (encoding, expected) = (.utf8, nil)
    if digest != nil { digest = SHA256() }
  }

  /// Begins again as `read(as:)` and `begin` found it, and reads so many bytes of text. What was
  /// read before must come again: `confirm` says whether it did.
  func readAgain(to length: Int) throws(FileFault) {
    let (encoding, before) = (encoding, sha256)
    try rewind()
    expected = before
    read(as: encoding)
    try readFront(length)
  }

  /// Refuses a file that was another when it was read a second time.
  func confirm() throws(FileFault) {
    if let expected, expected != sha256 { throw .changedMeanwhile(path) }
  }

  /// Reads on; 0 is the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileFault) -> Int {
    guard converter != nil else { return try readPlain(into: buffer) }
    while converted.isEmpty, !isConverted { try convertMore() }
    let count = min(buffer.count, converted.count)
    buffer.copyBytes(from: converted.prefix(count))
    converted.removeFirst(count)
    return count
  }

  private func convertMore() throws(FileFault) {
    if block.isEmpty { block = [UInt8](repeating: 0, count: 1 << 16) }
    var fault: FileFault?
    let count = block.withUnsafeMutableBytes { bytes in
      do throws(FileFault) { return try readPlain(into: bytes) } catch {
        fault = error
        return 0
      }
    }
    if let fault { throw fault }
    converted = (converter?.convert(Array(block[..<count]), isLast: count == 0) ?? [])[...]
    isConverted = count == 0
  }

  private func readPlain(into buffer: UnsafeMutableRawBufferPointer) throws(FileFault) -> Int {
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
    let front = original ?? front
    return front
      + (try Files.read(
        descriptor: descriptor, named: path, limit: Limits.companyBytes - front.count))
  }

  /// SHA-256 of everything that was read, where it was asked for.
  var sha256: String { digest?.hexadecimal ?? "" }
}
