/// How the program ends; scripts depend on the numbers.
package enum ExitCode: Int32, Sendable {
  case done = 0
  /// A test, `fmt --check`, `--strict` or a line of a script failed.
  case failed = 1
  case rulesInError = 2
  /// Done, but rows of the input were rejected.
  case rowsRejected = 3
  case usage = 64
  /// An input file is unusable as a whole.
  case unusableInput = 65
  /// No such file, or not readable.
  case noInput = 66
  /// The program's own check failed; there is no output.
  case checkFailed = 70
  case inputOutput = 74
  case interrupted = 130
  case pipeClosed = 141
  case terminated = 143

  /// The code of a run that reached its end: rejected rows come before a failed check.
  package static func atEnd(rowsRejected: Bool, failed: Bool) -> ExitCode {
    if rowsRejected { return .rowsRejected }
    return failed ? .failed : .done
  }
}
