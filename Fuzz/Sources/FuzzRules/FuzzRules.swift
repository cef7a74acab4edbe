import Glibc

/// What libFuzzer calls with every input: a rule file of any bytes.
///
/// A crash and a broken invariant end the process; libFuzzer itself watches memory.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard let fault = brokenInvariant(Array(UnsafeBufferPointer(start: bytes, count: count))) else {
    return 0
  }
  let line = "broken invariant: \(fault)\n"
  _ = write(STDERR_FILENO, line, line.utf8.count)
  abort()
}

/// Processor time in seconds: a busy machine must not find faults that are not there.
func processorTime() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
