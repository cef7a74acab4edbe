import Glibc
import Synchronization

/// Ctrl-C, `kill` and a closed terminal end the program at once, without leaving half a file.
package enum Interruption {
  /// Names of unfinished files as C strings. The signal handler reads it, so it is plain memory:
  /// a slot is written in one step and a handler may neither lock nor allocate.
  nonisolated(unsafe) private static var slots: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  private static let slotCount = 32
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
    signal(SIGPIPE, SIG_IGN)
    for number in [SIGINT, SIGTERM, SIGHUP] {
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

  /// Only calls that a signal handler may make.
  private static func end(by number: Int32) {
    if isHeld {
      heldSignal = number
      return
    }
    if let slots {
      for index in 0..<slotCount {
        if let name = slots[index] { unlink(name) }
      }
      // A folder can go when its files have gone.
      for index in 0..<slotCount {
        if let name = slots[index] { rmdir(name) }
      }
    }
    _exit(128 + number)
  }
}
