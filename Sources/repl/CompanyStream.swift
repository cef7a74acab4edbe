import Glibc
import Jili
import JiliLexer

/// A company file that is read piece by piece, as text in UTF-8. Until its rows are begun it can
/// still be had whole; a regular file afterwards too.
final class CompanyStream {
  let path: String
  /// Bytes in a regular file, or in a pipe that was put aside; nil for a pipe, which is read once.
  private(set) var size: Int?
  private(set) var front: [UInt8] = []
  private(set) var isAtEnd = false
  private let descriptor: Int32
  private var digest: SHA256?
  private var position = 0
  private var isBegun = false
  private var encoding = TextEncoding.utf8
  /// The front as it was before it was converted.
  private var original: [UInt8]?
  private var converter: TextConverter?
  private var converted: ArraySlice<UInt8> = []
  private var isConverted = false
  private var block: [UInt8] = []
  /// What a regular file was when it was opened.
  private let state: FileState?
  /// What `sha256` was when all of the file was read before.
  private var expected: String?
  /// What came through a pipe.
  private var kept: Spool?
  /// The text of a file that is not in UTF-8.
  private var text: Spool?
  /// Of a workbook, until its rows are laid out.
  var sheet: SheetCopy?

  init(_ path: String, hashing: Bool) throws(FileFault) {
    self.path = path
    digest = hashing ? SHA256() : nil
    descriptor = try Files.open(path)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .readFailed(path, errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .isFolder(path) }
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    size = isRegular ? Int(status.st_size) : nil
    state = isRegular ? FileState(status) : nil
    if let size, size > Limits.companyBytes {
      throw .tooLarge(path, limit: Limits.companyBytes)
    }
  }

  deinit { if descriptor > 2 { close(descriptor) } }

  /// SHA-256 of everything that was read, where it was asked for.
  var sha256: String { digest?.hexadecimal ?? "" }

  // MARK: - The front

  /// Reads the file up to so many bytes, which are kept.
  func readFront(_ length: Int) throws(FileFault) {
    while front.count < length, !isAtEnd {
      let before = front.count
      // One byte more than the file has shows that it is at its end.
      let rest = max((size ?? length) + 1 - before, 1 << 12)
      front.append(contentsOf: repeatElement(0, count: min(length - before, rest)))
      let count = try Self.fill(&front, from: before) { room throws(FileFault) in
        try read(into: room)
      }
      isAtEnd = count == 0
    }
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

  /// Reads the file up to its header row in UTF-8, so many bytes at first; from there on it is read
  /// so. nil where the file has another form, which is read whole.
  func head(
    _ size: Int, input: InputOptions, _ known: TextEncoding?
  ) throws(FileFault) -> InputFile? {
    var wanted = size
    while wanted <= 2 * Limits.headBytes {
      try readFront(wanted)
      if ChunkRun.isReadWhole(front) { return nil }
      let encoding = known ?? .guess(front, isWhole: isAtEnd)
      var text = front
      if encoding != .utf8 {
        var converter = TextConverter(encoding)
        text = converter.convert(text, isLast: false)
      }
      if let length = ChunkRun.headLength(text, input: input) {
        read(as: encoding)
        return InputFile(
          name: path, bytes: Array(text[..<length]),
          original: encoding == .utf8 ? nil : encoding)
      }
      if isAtEnd { return nil }
      wanted *= 2
    }
    throw .endlessRow(path)
  }

  /// Gives what was read behind `offset` away; the rest comes from `read`.
  func begin(at offset: Int) -> ChunkBytes {
    let rest = ChunkBytes(capacity: front.count)
    rest.append(Array(front.dropFirst(offset)))
    (front, original) = ([], nil)
    isBegun = true
    return rest
  }

  // MARK: - Reading on

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
    block = [UInt8](repeating: 0, count: 1 << 16)
    let count = try Self.fill(&block, from: 0) { room throws(FileFault) in
      try readPlain(into: room)
    }
    converted = (converter?.convert(block, isLast: count == 0) ?? [])[...]
    isConverted = count == 0
  }

  private func readPlain(into buffer: UnsafeMutableRawBufferPointer) throws(FileFault) -> Int {
    let count = retrying { Glibc.read(source, buffer.baseAddress, buffer.count) }
    guard count >= 0 else { throw .readFailed(path, errno) }
    position += count
    if position > Limits.companyBytes, text == nil {
      throw .tooLarge(path, limit: Limits.companyBytes)
    }
    if text == nil { digest?.update(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
    return count
  }

  private var source: Int32 { (text ?? kept)?.descriptor ?? descriptor }

  /// Fills the array behind a place as far as `read` gives bytes, and cuts off the rest.
  private static func fill(
    _ bytes: inout [UInt8], from start: Int,
    _ read: (UnsafeMutableRawBufferPointer) throws(FileFault) -> Int
  ) throws(FileFault) -> Int {
    var fault: FileFault?
    let count = bytes.withUnsafeMutableBytes { bytes in
      do throws(FileFault) {
        return try read(UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
      } catch {
        fault = error
        return 0
      }
    }
    if let fault { throw fault }
    bytes.removeLast(bytes.count - start - count)
    return count
  }

  /// Reads a stretch of the text, wherever `read` stands; less at its end.
  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileFault) -> Int {
    try readStretch(source, at: offset, into: buffer, of: path)
  }

  // MARK: - Reading again

  /// Begins again as if nothing was read: of a pipe, only what was not given away.
  func startOver() throws(FileFault) {
    text = nil
    encoding = .utf8
    if size == nil {
      front = original ?? front
      (original, converter) = (nil, nil)
    } else {
      try rewind()
    }
  }

  private func rewind() throws(FileFault) {
    guard lseek(source, 0, SEEK_SET) == 0 else { throw .readFailed(path, errno) }
    (front, original, converter, converted) = ([], nil, nil, [])
    (isAtEnd, isBegun, isConverted, position) = (false, false, false, 0)
    expected = nil
    if digest != nil, text == nil { digest = SHA256() }
  }

  /// Begins again as `read(as:)` and `begin` found it, and reads so many bytes of text. What was
  /// read before must come again: `confirm` says whether it did.
  func readAgain(to length: Int) throws(FileFault) {
    let before = sha256
    try rewind()
    expected = before
    if text == nil { read(as: encoding) }
    try readFront(length)
  }

  /// Refuses a file that somebody wrote to, or that was another when it was read a second time.
  func confirm() throws(FileFault) {
    try confirmState()
    if let expected, expected != sha256 { throw .changedMeanwhile(path) }
  }

  /// Refuses a file that somebody wrote to since it was opened.
  func confirmState() throws(FileFault) {
    if let state, FileState(descriptor) != state { throw .changedMeanwhile(path) }
  }

  /// Refuses a file in whose place another stands by now: somebody opened it by its name again.
  func confirmPlace() throws(FileFault) {
    if path == Files.standard { return }
    if let state, FileState(at: path) != state { throw .changedMeanwhile(path) }
  }

  /// Puts the bytes of a pipe aside, so that they can be read as often as those of a file.
  func keep(in folder: String) throws(FileFault) {
    if size != nil { return }
    let spool = try Spool(in: folder)
    let begun = front
    try begun.hand { bytes throws(FileFault) in _ = try spool.append(bytes) }
    try copy(to: spool) { room throws(FileFault) in try readPlain(into: room) }
    (kept, size) = (spool, spool.count)
    try rewind()
  }

  /// Puts the text of a file that is not in UTF-8 aside, from its beginning to its end, so that it
  /// can be read at any place.
  func keepText(in folder: String) throws(FileFault) {
    if encoding == .utf8 { return }
    let spool = try Spool(in: folder)
    let begun = front
    try begun.hand { bytes throws(FileFault) in _ = try spool.append(bytes) }
    try copy(to: spool) { room throws(FileFault) in try read(into: room) }
    let head = front.count
    text = spool
    try rewind()
    try readFront(head)
  }

  private func copy(
    to spool: Spool, read: (UnsafeMutableRawBufferPointer) throws(FileFault) -> Int
  ) throws(FileFault) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
    defer { room.deallocate() }
    while true {
      let count = try read(room)
      if count == 0 { return }
      _ = try spool.append(UnsafeRawBufferPointer(rebasing: room[..<count]))
    }
  }

  // MARK: - Cells with types

  /// The keys of a JSON file, all of which is read; nil where it cannot be laid out.
  func keys() throws(FileFault) -> JSONHeaders? {
    var keys = JSONKeys(path)
    guard try readAll({ piece throws(FileFault) in keys.take(piece) }) else { return nil }
    return keys.isTable ? keys.headers : nil
  }

  /// Reads a JSON file a second time and puts its rows aside as text, from which it is read on;
  /// false where they cannot be laid out.
  func layOut(_ headers: JSONHeaders, in folder: String) throws(FileFault) -> Bool {
    let before = sha256
    try rewind()
    let spool = try Spool(in: folder)
    let rows = ChunkBytes(capacity: 1 << 18)
    var layout = JSONLayout(path, headers)
    let isWhole = try readAll { piece throws(FileFault) in
      rows.count = 0
      guard layout.take(piece, into: rows) else { return false }
      _ = try spool.append(rows.bytes)
      return true
    }
    if sha256 != before { throw .changedMeanwhile(path) }
    if isWhole { try read(from: spool) }
    return isWhole
  }

  /// A copy of the whole file, with whose digest it is left.
  func copied(in folder: String) throws(FileFault) -> Spool {
    try keep(in: folder)
    try rewind()
    let spool = try Spool(in: folder)
    try copy(to: spool) { room throws(FileFault) in try readPlain(into: room) }
    try confirmState()
    return spool
  }

  /// From here on the text of the file is what was put aside.
  func read(from spool: Spool) throws(FileFault) {
    (text, size) = (spool, spool.count)
    try rewind()
  }

  /// Gives the file away piece by piece, then nothing: false where that is no longer wanted.
  private func readAll(
    _ give: (UnsafeRawBufferPointer) throws(FileFault) -> Bool
  ) throws(FileFault) -> Bool {
    try readFront(1 << 18)
    let hasMark = front.starts(with: [0xEF, 0xBB, 0xBF])
    let begun = front
    var goesOn = true
    try begun.hand { bytes throws(FileFault) in
      let text = UnsafeRawBufferPointer(rebasing: bytes[(hasMark ? 3 : 0)...])
      if !text.isEmpty { goesOn = try give(text) }
    }
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 1)
    defer { room.deallocate() }
    while goesOn {
      let count = try readPlain(into: room)
      goesOn = try give(UnsafeRawBufferPointer(rebasing: room[..<count]))
      if count == 0 { return goesOn }
    }
    return false
  }

  // MARK: - The whole file

  /// Whether `whole` can still give the file.
  var canBeRead: Bool { !isBegun || size != nil }

  /// The whole file, whatever was read of it before.
  func whole() throws(FileFault) -> [UInt8] {
    text = nil
    if size != nil {
      guard lseek(source, 0, SEEK_SET) == 0 else { throw .readFailed(path, errno) }
      let bytes = try Files.read(descriptor: source, named: path, limit: Limits.companyBytes)
      try confirmState()
      return bytes
    }
    let front = original ?? front
    return front
      + (try Files.read(
        descriptor: descriptor, named: path, limit: Limits.companyBytes - front.count))
  }
}
