import Glibc
import Synchronization

/// Ctrl-C, `kill` and a closed terminal end the program at once, without leaving half a file.
package enum Interruption {
  /// Names of unfinished files as C strings. The signal handler reads it, so it is plain memory:
  /// a slot is written in one step and a handler may neither lock nor allocate.
  nonisolated(unsafe) private static var slots: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  private static let slotCount = 1024
  /// While results move into place a signal waits; what came is kept here.
  nonisolated(unsafe) private static var isHeld = false
  nonisolated(unsafe) private static var heldSignal: Int32 = 0
  private static let lock = Mutex(())

  /// Takes over the signals. A closed pipe is then seen where it is written to.
  package static func install() {
    lock.withLock { _ in
      guard slots == nil else { return }
      let fresh = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: slotCount)
      fresh.initialize(repeating: nil, count: slotCount)
      slots = fresh
    }
    // What cannot be written, for who reads has gone or the file may not grow, is said where it is
    // written.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // Who started the program may have said that it is not to be ended so: nohup does.
      var action = sigaction()
      if sigaction(number, nil, &action) == 0, isIgnored(action) { continue }
      signal(number) { number in
        Interruption.end(by: number)
      }
    }
  }

  /// Runs what must not be cut in the middle; a signal that came meanwhile ends the program after.
  static func holding<Fault: Error>(_ work: () throws(Fault) -> Void) throws(Fault) {
    isHeld = true
    defer {
      isHeld = false
      if heldSignal != 0 { end(by: heldSignal) }
    }
    try work()
  }

  /// A file to remove if the program is ended now.
  static func watch(_ path: String) {
    lock.withLock { _ in
      guard let slots else { return }
      for index in 0..<slotCount where slots[index] == nil {
        slots[index] = strdup(path)
        return
      }
    }
  }

  static func forget(_ path: String) {
    lock.withLock { _ in
      guard let slots else { return }
      for index in 0..<slotCount {
        guard let name = slots[index], strcmp(name, path) == 0 else { continue }
        slots[index] = nil
        free(name)
        return
      }
    }
  }

  /// Whether a file is one that is removed if the program is ended now.
  static func isWatched(_ path: String) -> Bool {
    lock.withLock { _ in
      guard let slots else { return false }
      return (0..<slotCount).contains { slot in slots[slot].map { strcmp($0, path) == 0 } ?? false }
    }
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Ends the program where it can go no further.
  static func exit(_ code: ExitCode) -> Never {
    removeUnfinished()
    Glibc.exit(code.rawValue)
  }

  /// Only calls that a signal handler may make.
  private static func end(by number: Int32) {
    if isHeld {
      heldSignal = number
      return
    }
    removeUnfinished()
    _exit(128 + number)
  }

  private static func removeUnfinished() {
    if let slots {
      for index in 0..<slotCount {
        if let name = slots[index] { unlink(name) }
      }
      // A folder can go when its files have gone.
      for index in 0..<slotCount {
        if let name = slots[index] { rmdir(name) }
      }
    }
  }
}
