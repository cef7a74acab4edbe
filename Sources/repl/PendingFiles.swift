import CCores
import Glibc

/// The results of one run: all of them appear, whole, or none does.
///
/// Each is written to a hidden file in the folder of its target. `commit` makes the bytes safe on
/// disk and then moves all files into place; if one cannot be moved, those before it are undone.
package final class PendingFiles {
  private var files: [PendingFile] = []
  private var tidied: Set<String> = []

  package init() {}

  deinit { discard() }

  /// Begins a result. `-` and what is no regular file (a pipe, /dev/null) are written at once.
  package func create(_ path: String, hashing: Bool = false) throws(FileFault) -> PendingFile {
    let file = try PendingFile(path, hashing: hashing)
    if let target = file.target, files.contains(where: { $0.target == target }) {
      file.discard()
      throw .namedTwice(path)
    }
    files.append(file)
    if let folder = file.folder, tidied.insert(folder).inserted {
      ResultFolder(folder).removeLeftovers()
    }
    return file
  }

  package func commit() throws(FileFault) {
    do throws(FileFault) {
      // One commit of the journal then serves them all.
      for file in files { file.beginSync() }
      for file in files { try file.finish() }
      try Interruption.holding(moveIntoPlace)
    } catch {
      discard()
      throw error
    }
    for file in files { file.end() }
    files = []
  }

  /// In the order in which they were begun: the receipt, which names the others, comes last.
  private func moveIntoPlace() throws(FileFault) {
    let folders = Set(files.compactMap(\.folder)).sorted().map(ResultFolder.init)
    for folder in folders { folder.lock() }
    var moved: [PendingFile] = []
    do throws(FileFault) {
      for file in files {
        try file.moveIntoPlace()
        moved.append(file)
      }
      for folder in folders { try folder.sync() }
    } catch {
      for file in moved.reversed() { file.moveBack() }
      throw error
    }
    for file in files { file.forgetOld() }
  }

  /// Removes what was begun; what stood under the names before is untouched.
  package func discard() {
    for file in files { file.discard() }
    files = []
  }
}

/// One result that is being written.
package final class PendingFile {
  private let path: String
  /// Where the file goes; nil for a stream.
  let target: String?
  let folder: String?
  private var partial: String?
  private var backup: String?
  private var descriptor: Int32
  private var digest: SHA256?
  /// Bytes written so far.
  package private(set) var byteCount = 0
  /// How many of them are on their way to the disk.
  private var begunCount = 0
  /// So many bytes are sent on their way at a time.
  private static let stretch = 1 << 20
  /// Up to here the file system was asked for room.
  private var roomCount = 0
  private static let room = 16 << 20

  init(_ path: String, hashing: Bool) throws(FileFault) {
    self.path = path
    digest = hashing ? SHA256() : nil
    if let stream = Files.outputStream(path) {
      (target, folder, descriptor) = (nil, nil, stream)
      return
    }
    guard !path.utf8.contains(0), !path.isEmpty else { throw .writeFailed(path, ENOENT) }
    let place = resolved(path)
    var status = stat()
    let exists = stat(place, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR { throw .isFolder(path) }
    if exists, status.st_mode & S_IFMT != S_IFREG {
      (target, folder) = (nil, nil)
      descriptor = openRetrying(place, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .writeFailed(path, errno) }
      return
    }
    // Moving over a file needs no right to write to it, but its owner said no.
    if exists, access(place, W_OK) != 0 { throw .writeFailed(path, errno) }
    target = place
    let parent = Self.parent(of: place)
    folder = parent
    let created = ResultFolder.createUnfinished(in: parent, O_WRONLY)
    guard let name = created.name else { throw .writeFailed(path, created.number) }
    (descriptor, partial) = (created.number, name)
    if exists { fchmod(descriptor, status.st_mode & 0o7777) }
  }

  /// The folder in which a result of this name will stand, with `/` at its end; nil for a stream.
  static func folder(of path: String) -> String? {
    if Files.outputStream(path) != nil || path.utf8.contains(0) { return nil }
    let place = resolved(path)
    var status = stat()
    if stat(place, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return nil }
    return parent(of: place)
  }

  private static func parent(of place: String) -> String {
    place.lastIndex(of: "/").map { String(place[...$0]) } ?? "./"
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileFault) {
    makeRoom(bytes.count)
    try Files.write(bytes, to: descriptor, named: path)
    digest?.update(bytes)
    byteCount += bytes.count
    if byteCount - begunCount >= Self.stretch { beginSync() }
  }

  package func write(_ text: String) throws(FileFault) {
    var fault: FileFault?
    var text = text
    text.withUTF8 { bytes in
      do throws(FileFault) { try write(UnsafeRawBufferPointer(bytes)) } catch { fault = error }
    }
    if let fault { throw fault }
  }

  /// SHA-256 of what was written, where it was asked for.
  package var sha256: String? { digest?.hexadecimal }

  /// Asks for the room of a large result in few pieces, which is cheaper than page by page. Where
  /// it is not given, writing goes on until it fails.
  private func makeRoom(_ count: Int) {
    guard partial != nil, byteCount >= Self.stretch, byteCount + count > roomCount else { return }
    let start = max(roomCount, byteCount)
    roomCount = byteCount + count + Self.room
    jili_make_room(descriptor, Int64(start), Int64(roomCount - start))
  }

  // MARK: - Ending

  /// Sends what was written on its way to the disk, so that `finish` has little to wait for.
  fileprivate func beginSync() {
    guard partial != nil, descriptor >= 0, begunCount < byteCount else { return }
    jili_send_to_disk(descriptor, Int64(begunCount), Int64(byteCount - begunCount))
    begunCount = byteCount
  }

  fileprivate func finish() throws(FileFault) {
    guard partial != nil, descriptor >= 0 else { return }
    if roomCount > byteCount {
      let cut = retrying { Int(ftruncate(descriptor, off_t(byteCount))) }
      guard cut == 0 else { throw .writeFailed(path, errno) }
    }
    guard retrying({ Int(fsync(descriptor)) }) == 0 else { throw .writeFailed(path, errno) }
  }

  /// Gives up the lock on what stands in its place now.
  fileprivate func end() {
    if descriptor > 2 { close(descriptor) }
    descriptor = -1
  }

  fileprivate func moveIntoPlace() throws(FileFault) {
    guard let partial, let target else { return }
    try keepOld(target, as: partial + ".old")
    guard rename(partial, target) == 0 else { throw .writeFailed(path, errno) }
    Interruption.forget(partial)
    self.partial = nil
  }

  /// The old file keeps a second name until every result is in place. Where the file system gives
  /// no second names, a copy has it.
  private func keepOld(_ target: String, as old: String) throws(FileFault) {
    if link(target, old) != 0 {
      if errno == ENOENT { return }
      guard Files.copy(target, to: old) else {
        let number = errno
        unlink(old)
        throw .writeFailed(path, number)
      }
    }
    backup = old
    Interruption.watch(old)
  }

  fileprivate func moveBack() {
    guard let target else { return }
    if let backup {
      rename(backup, target)
      Interruption.forget(backup)
      self.backup = nil
    } else {
      unlink(target)
    }
  }

  fileprivate func forgetOld() {
    guard let backup else { return }
    unlink(backup)
    Interruption.forget(backup)
    self.backup = nil
  }

  func discard() {
    forgetOld()
    if let partial {
      unlink(partial)
      Interruption.forget(partial)
      self.partial = nil
    }
    end()
  }
}

/// The file behind a symbolic link, so that the link stays one.
private func resolved(_ path: String) -> String {
  var status = stat()
  guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK,
    let real = realpath(path, nil)
  else { return path }
  defer { free(real) }
  return String(cString: real)
}
