import CJili
import Glibc

/// Does work that recurses as deep as rules are nested. Where the caller's thread has not enough
/// stack for that, as with threads of other languages and with fibers, a thread of its own does it
/// while the caller waits. nil where there can be no such thread.
func onDeepStack<Result>(_ work: () -> Result) -> Result? {
  if stack_room() >= neededStack { return work() }
  return withoutActuallyEscaping(work) { work in
    let place = ResultPlace<Result>()
    return runThread { place.result = work() } ? place.result : nil
  }
}

/// Rules that are nested as deep as they may be take 1.1 MB to read.
private let neededStack = 2 << 20
private let ownStack = 8 << 20

private final class ResultPlace<Result> {
  var result: Result?
}

private final class ThreadWork {
  let run: () -> Void
  init(_ run: @escaping () -> Void) { self.run = run }
}

/// Runs the work on a new thread to its end; false where there is none to be had.
private func runThread(_ run: @escaping () -> Void) -> Bool {
  var attributes = pthread_attr_t()
  guard pthread_attr_init(&attributes) == 0 else { return false }
  defer { pthread_attr_destroy(&attributes) }
  guard pthread_attr_setstacksize(&attributes, ownStack) == 0 else { return false }
  let work = Unmanaged.passRetained(ThreadWork(run))
  var thread = pthread_t()
  let status = pthread_create(
    &thread, &attributes,
    { work in
      guard let work else { return nil }
      Unmanaged<ThreadWork>.fromOpaque(work).takeUnretainedValue().run()
      return nil
    }, work.toOpaque())
  defer { work.release() }
  return status == 0 && pthread_join(thread, nil) == 0
}
