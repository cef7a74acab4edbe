import Glibc
import JiliLexer

/// How long something takes. Swift's own clock comes with all that makes programs asynchronous,
/// which is made ready at every start: a tenth of a millisecond.
struct StopWatch {
  private let start = now()

  var elapsed: Duration { Self.now() - start }

  private static func now() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}

/// One line on a terminal that says how far a long run has come; elsewhere nothing is said.
struct Progress {
  /// Shorter runs are over before a line could be read.
  private static let longRun = 1000

  private let console: Console
  private let isShown: Bool

  init(_ console: Console, rows: Int) { self.init(console, isLong: rows >= Self.longRun) }

  init(_ console: Console, isLong: Bool) {
    self.console = console
    isShown = isLong && !console.isQuiet && isatty(2) == 1
  }

  func show(_ words: Wording) {
    if isShown { console.tell("\r\u{1B}[K" + words.text(console.language)) }
  }

  func clear() {
    if isShown { console.tell("\r\u{1B}[K") }
  }
}
