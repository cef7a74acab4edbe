import Synchronization

/// What a host allows a call of the library: steps, memory, time, and a way to stop it from
/// another thread. A call that is stopped returns within a few thousand steps, with a finding that
/// says why; whatever is called next works as if it had never been.
///
/// ```swift
/// let clock = ContinuousClock()
/// let end = clock.now + .milliseconds(200)
/// var limits = RunLimits()
/// limits.isOverdue = { clock.now > end }
/// let outcome = try policy.evaluate(facts, limits: limits)
/// ```
public struct RunLimits: Sendable {
  /// No limits at all.
  public static let none = RunLimits()

  /// How many operations of the rules may be computed; nil: any number. One company needs about
  /// as many as the rules have operators, times the readings and cases that are tried. Reading
  /// rules takes some for each statement.
  public var steps: Int?
  /// How many bytes of rows and results the call may keep, counted by the library; nil: any number.
  /// A text of rules counts a hundredfold.
  public var memory: Int?
  /// Asked again and again, at most some microseconds of work apart: true ends the call. The
  /// library has no clock of its own. It is called on whatever thread works.
  public var isOverdue: (@Sendable () -> Bool)?
  /// Ends the call once it is cancelled.
  public var cancellation: Cancellation?

  /// Limits of one call; what is left out is not limited.
  ///
  /// - Parameters:
  ///   - steps: how many operations of the rules may be computed.
  ///   - memory: how many bytes the call may keep, as the library counts them.
  ///   - isOverdue: whether the caller's time is over.
  ///   - cancellation: what ends the call from another thread.
  public init(
    steps: Int? = nil, memory: Int? = nil, isOverdue: (@Sendable () -> Bool)? = nil,
    cancellation: Cancellation? = nil
  ) {
    self.steps = steps
    self.memory = memory
    self.isOverdue = isOverdue
    self.cancellation = cancellation
  }

  /// nil where nothing is limited.
  var watch: Watch? {
    steps == nil && memory == nil && isOverdue == nil && cancellation == nil ? nil : Watch(self)
  }
}

/// Stops calls of the library from any thread. It cannot be taken back: a new call takes a new one.
///
/// ```swift
/// let cancellation = Cancellation()
/// let limits = RunLimits(cancellation: cancellation)
/// // on another thread: cancellation.cancel()
/// let outcome = try policy.evaluate(facts, limits: limits)    // throws J4505
/// ```
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  /// Not cancelled yet.
  public init() {}

  /// Ends every call that was given this, now and later.
  public func cancel() { flag.store(true, ordering: .relaxed) }

  /// Whether `cancel` was called.
  public var isCancelled: Bool { flag.load(ordering: .relaxed) }
}

/// The limits of one call and what it has used of them, shared by its threads.
package final class Watch: Sendable {
  /// Why a call was stopped.
  package enum Stop: Int, Sendable {
    case cancelled = 1
    case time, steps, memory
  }

  private let limits: RunLimits
  private let steps = Atomic<Int>(0)
  private let bytes = Atomic<Int>(0)
  private let stop = Atomic<Int>(0)

  package init(_ limits: RunLimits) { self.limits = limits }

  /// The first reason to stop; it stays.
  package var stopped: Stop? { Stop(rawValue: stop.load(ordering: .relaxed)) }

  /// For a reader that counts its own steps.
  var isEnded: () -> Bool { { !self.allows(steps: 1) } }

  /// Counts work before it is done; false where the call must end.
  package func allows(steps count: Int) -> Bool {
    if stopped != nil { return false }
    if limits.cancellation?.isCancelled == true { return end(.cancelled) }
    if limits.isOverdue?() == true { return end(.time) }
    guard let most = limits.steps else { return true }
    let (_, used) = steps.add(count, ordering: .relaxed)
    return used <= most || end(.steps)
  }

  /// Counts bytes that the call keeps; false where it must end.
  package func allows(bytes count: Int) -> Bool {
    guard let most = limits.memory else { return stopped == nil }
    let (_, used) = bytes.add(count, ordering: .relaxed)
    return used <= most ? stopped == nil : end(.memory)
  }

  private func end(_ reason: Stop) -> Bool {
    _ = stop.compareExchange(
      expected: 0, desired: reason.rawValue, ordering: .relaxed)
    return false
  }
}

extension Watch? {
  func allows(steps count: Int) -> Bool { self?.allows(steps: count) ?? true }
  func allows(bytes count: Int) -> Bool { self?.allows(bytes: count) ?? true }

  /// Ends a call that was stopped with the finding that says so.
  package func check() throws(InputRefusal) {
    if let stop = self?.stopped { throw InputRefusal(.stopped, [.stopped(stop)]) }
  }
}
