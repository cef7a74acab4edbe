import Glibc
import Synchronization

/// The folder of results: they move in while no other run moves its own, and what a killed run left
/// is taken away.
final class ResultFolder {
  let path: String
  private let descriptor: Int32

  /// `path` ends with `/`. What cannot be read is neither locked nor synced.
  init(_ path: String) {
    self.path = path
    descriptor = openRetrying(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Waits until another run has moved its results in, so that those of two runs do not mix. Who
  /// holds the folder for longer is no run, but perhaps the script that waits for this one.
  func lock() {
    for _ in 0..<200 where descriptor >= 0 {
      if isLocked() || errno != EWOULDBLOCK { return }
      usleep(10_000)
    }
  }

  private func isLocked() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  func sync() throws(FileFault) {
    // Some file systems do not sync folders; the files themselves are safe by now.
    guard descriptor >= 0, retrying({ Int(fsync(descriptor)) }) != 0 else { return }
    if errno != EINVAL, errno != ENOTSUP { throw .writeFailed(path, errno) }
  }

  /// Removes the unfinished files of runs that were killed. Those of a living run are locked, or it
  /// holds the folder; where nothing can be locked, nothing is removed.
  func removeLeftovers() {
    guard descriptor >= 0, let names = folderNames(path) else { return }
    let left = names.filter { $0.hasPrefix(Self.prefix) && !Interruption.isWatched(path + $0) }
    if left.isEmpty || !isLocked() { return }
    for name in left where name.hasSuffix(Self.ending) || name.hasSuffix(Self.oldEnding) {
      let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
      let file = openRetrying(path + name, flags)
      guard file >= 0 else { continue }
      if flock(file, LOCK_EX | LOCK_NB) == 0 { unlink(path + name) }
      close(file)
    }
    flock(descriptor, LOCK_UN)
  }

  // MARK: - Unfinished files

  private static let prefix = ".jili-"
  private static let ending = ".partial"
  private static let oldEnding = ".partial.old"
  private static let count = Mutex(0)

  /// A new hidden file that is locked while the program lives; without a name the number is the
  /// error. A file that `isNameless` is gone when the program ends.
  static func createUnfinished(
    in folder: String, _ access: Int32, isNameless: Bool = false
  ) -> (name: String?, number: Int32) {
    for _ in 0..<1000 {
      let number = count.withLock { count in
        count += 1
        return count
      }
      let name = "\(folder)\(prefix)\(getpid())-\(number)\(ending)"
      let flags = access | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
      var descriptor: Int32 = -1
      // A file that is there and not watched yet would outlive a signal that comes in between.
      Interruption.holding { () throws(Never) in
        descriptor = Int32(retrying { Int(open(name, flags, isNameless ? 0o600 : 0o666)) })
        if descriptor < 0 { return }
        if isNameless { unlink(name) } else { Interruption.watch(name) }
      }
      if descriptor < 0 {
        if errno == EEXIST { continue }
        return (nil, errno)
      }
      if isNameless || isOurs(descriptor) { return (name, descriptor) }
      Interruption.forget(name)
      close(descriptor)
    }
    return (nil, EEXIST)
  }

  /// Locks a new file; whether nobody took it for a leftover before.
  private static func isOurs(_ descriptor: Int32) -> Bool {
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 { return errno != EWOULDBLOCK }
    var status = stat()
    return fstat(descriptor, &status) != 0 || status.st_nlink > 0
  }
}
