import Glibc
import JiliInvariants

/// What libFuzzer calls with every input: a rule file of any bytes.
///
/// A crash and a broken invariant end the process; libFuzzer itself watches memory.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: bytes, count: count))
  let limit = TimeLimit(seconds: secondsAllowed, clock: processorTime)
  guard let fault = brokenInvariant(input, within: limit) else { return 0 }
  let line = "broken invariant: \(fault)\n"
  _ = write(STDERR_FILENO, line, line.utf8.count)
  abort()
}

/// The longest input has 64 KiB (`-max_len` in the Makefile), and the sanitizer makes everything
/// about three times as slow as the second that is promised.
private let secondsAllowed = 3.0

/// Processor time in seconds: a busy machine must not find faults that are not there.
private func processorTime() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
