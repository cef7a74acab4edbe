import Glibc
import JiliInvariants

/// What libFuzzer calls with every input: any bytes, in the form that JILI_FORM names.
///
/// A crash and a broken invariant end the process; libFuzzer itself watches memory.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard let form else { end("JILI_FORM is none of \(InputForm.allCases.map(\.rawValue))") }
  let input = Array(UnsafeBufferPointer(start: bytes, count: count))
  let limit = TimeLimit(seconds: secondsAllowed, clock: processorTime)
  if let fault = form.brokenInvariant(input, within: limit) { end("broken invariant: \(fault)") }
  return 0
}

private let form = getenv("JILI_FORM").flatMap { InputForm(rawValue: String(cString: $0)) }

private func end(_ words: String) -> Never {
  let line = words + "\n"
  _ = write(STDERR_FILENO, line, line.utf8.count)
  abort()
}

/// The longest input has 64 KiB (`-max_len` in run.sh), and the sanitizer makes everything about
/// three times as slow as the second that is promised.
private let secondsAllowed = 3.0

/// Processor time in seconds: a busy machine must not find faults that are not there.
private func processorTime() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
