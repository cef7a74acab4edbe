import Glibc

/// Reading whole files. Nothing else in the program opens files for reading whole.
package enum Files {
  /// The name that stands for standard input or output.
  package static let standard = "-"

  /// The bytes of a file, of a pipe or of standard input (`-`), refused above `limit` bytes.
  package static func read(_ path: String, limit: Int) throws(FileFault) -> [UInt8] {
    let descriptor = try open(path)
    defer { if descriptor > 2 { close(descriptor) } }
    return try read(descriptor: descriptor, named: path, limit: limit)
  }

  /// A descriptor to read from; standard input has one already.
  static func open(_ path: String) throws(FileFault) -> Int32 {
    if path == standard { return 0 }
    // A name with a NUL would be cut there by the system and name another file.
    guard !path.utf8.contains(0) else { throw .noSuchFile(path) }
    let descriptor = openRetrying(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR ? .noSuchFile(path) : .notReadable(path, errno)
    }
    return descriptor
  }

  /// The bytes of a file that rules name. Rules come from strangers: wherever its links lead, it
  /// must lie in one of the folders, and be a file, not a pipe that never ends or a device.
  static func read(
    _ path: String, within folders: [String], limit: Int
  ) throws -> [UInt8] {
    guard let target = realPath(path) else {
      throw [ENOENT, ENOTDIR].contains(errno)
        ? FileFault.noSuchFile(path) : FileFault.notReadable(path, errno)
    }
    let isInside = folders.compactMap { realPath($0.isEmpty ? "." : $0) }.contains {
      target.utf8.starts(with: ($0 == "/" ? $0 : $0 + "/").utf8)
    }
    guard isInside else { throw NamedFileFault.leadsOutside }
    // The path has no links any more; one that came since is refused.
    let descriptor = openRetrying(target, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileFault.notReadable(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileFault.readFailed(path, errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw FileFault.isFolder(path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw NamedFileFault.isNoFile }
    return try read(descriptor: descriptor, named: path, limit: limit)
  }

  /// The path without links; nil where nothing is there, with the reason in `errno`.
  private static func realPath(_ path: String) -> String? {
    guard !path.utf8.contains(0) else {
      errno = ENOENT
      return nil
    }
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  /// Whether a path leads to a file: no folder, device or pipe.
  static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// What tells a file from all others, however its path is written; nil where there is none.
  package static func identity(_ path: String) -> String? {
    var status = stat()
    guard path != standard, stat(path, &status) == 0 else { return nil }
    return "\(status.st_dev):\(status.st_ino)"
  }

  static func read(
    descriptor: Int32, named path: String, limit: Int
  ) throws(FileFault) -> [UInt8] {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .readFailed(path, errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .isFolder(path) }
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    let before = FileState(status)
    if isRegular, status.st_size > limit { throw .tooLarge(path, limit: limit) }
    var bytes: [UInt8] = []
    var room = isRegular ? Int(status.st_size) + 1 : 1 << 16
    while true {
      // One byte more than allowed is asked for, to tell a full file from one that is too large.
      let filled = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: min(room, limit + 1 - filled)))
      let count = bytes.withUnsafeMutableBytes { buffer in
        retrying {
          Glibc.read(descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
        }
      }
      guard count >= 0 else { throw .readFailed(path, errno) }
      bytes.removeLast(bytes.count - filled - count)
      if bytes.count > limit { throw .tooLarge(path, limit: limit) }
      if count == 0 {
        if isRegular, FileState(descriptor) != before { throw .changedMeanwhile(path) }
        return bytes
      }
      // Where a file ends, one byte is asked for to be sure.
      room = isRegular && count < room ? 1 : max(1 << 16, bytes.count)
    }
  }

  /// The descriptor behind a name that stands for an open one. Opened anew, it would begin at the
  /// start of its file.
  static func outputStream(_ path: String) -> Int32? {
    if path == standard || path == "/dev/stdout" { return 1 }
    if path == "/dev/stderr" { return 2 }
    for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
      return Int32(path.dropFirst(folder.count))
    }
    return nil
  }

  /// Copies a file to a new one, with the right to it; `errno` says why it failed.
  static func copy(_ path: String, to copy: String) -> Bool {
    let source = openRetrying(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { return false }
    defer { close(source) }
    var status = stat()
    guard fstat(source, &status) == 0 else { return false }
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let target = Glibc.open(copy, flags, status.st_mode & 0o777)
    guard target >= 0 else { return false }
    defer { close(target) }
    while true {
      let count = retrying { sendfile(target, source, nil, 1 << 24) }
      if count <= 0 { return count == 0 && fsync(target) == 0 }
    }
  }

  /// Writes all bytes, however many calls it takes.
  static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, named path: String
  ) throws(FileFault) {
    var written = 0
    while written < bytes.count {
      let count = retrying {
        Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
      }
      guard count >= 0 else { throw .writeFailed(path, errno) }
      written += count
    }
  }
}

/// What changes when somebody writes to a file or puts another in its place.
struct FileState: Equatable {
  private let device: UInt
  private let number: UInt
  private let size: Int
  private let seconds: Int
  private let nanoseconds: Int

  init(_ status: stat) {
    device = UInt(status.st_dev)
    number = UInt(status.st_ino)
    size = Int(status.st_size)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }

  init?(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Of what stands under a name now.
  init?(at path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }
}

/// A call of the system again as long as a signal cuts it short.
func retrying(_ call: () -> Int) -> Int {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

/// A descriptor below 0 says that it failed, with the reason in `errno`.
func openRetrying(_ path: String, _ flags: Int32) -> Int32 {
  Int32(retrying { Int(Glibc.open(path, flags)) })
}
