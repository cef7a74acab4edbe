import CCores
import Glibc

/// Threads of the system: below this, nothing knows of them.
enum Workers {
  /// The cores that this process may use.
  static var available: Int { Int(jili_cores()) }

  private final class Task {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }

  /// Does the work in so many threads, this one among them, and waits for all. Where the system
  /// gives fewer threads, those do it.
  static func run(_ count: Int, _ work: @escaping @Sendable () -> Void) {
    var threads: [pthread_t] = []
    for _ in 1..<max(1, count) {
      var thread = pthread_t()
      let task = Unmanaged.passRetained(Task(work))
      let result = pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          Unmanaged<Task>.fromOpaque(argument).takeRetainedValue().work()
          return nil
        }, task.toOpaque())
      guard result == 0 else {
        task.release()
        break
      }
      threads.append(thread)
    }
    work()
    for thread in threads { pthread_join(thread, nil) }
  }
}

/// One thread that works while others go on.
final class BackgroundThread {
  private final class Task {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }

  private var thread = pthread_t()
  private var isRunning = false

  /// Begins the work; where the system gives no thread, it is done before this returns.
  init(_ work: @escaping @Sendable () -> Void) {
    let task = Unmanaged.passRetained(Task(work))
    let result = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Task>.fromOpaque(argument).takeRetainedValue().work()
        return nil
      }, task.toOpaque())
    isRunning = result == 0
    if result != 0 {
      task.release()
      work()
    }
  }

  /// Waits for its end.
  func join() {
    if isRunning { pthread_join(thread, nil) }
    isRunning = false
  }
}

/// A lock on which threads can wait for what others do.
final class Gate: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  init() {
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    condition.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func lock() { pthread_mutex_lock(mutex) }
  func unlock() { pthread_mutex_unlock(mutex) }
  /// Gives the lock up until another thread has called `wake`.
  func wait() { pthread_cond_wait(condition, mutex) }
  func wake() { pthread_cond_broadcast(condition) }

  func holding<Result, Fault: Error>(_ work: () throws(Fault) -> Result) throws(Fault) -> Result {
    lock()
    defer { unlock() }
    return try work()
  }
}
