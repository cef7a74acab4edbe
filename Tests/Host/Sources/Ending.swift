import Foundation
import Jili

/// How long a call goes on once it was cancelled from another thread.
struct Ending {
  let name: String
  /// Seconds that the whole call takes.
  var whole = 0.0
  /// Seconds from the cancel to the return, each time.
  var after: [Double] = []
  var faults: [String] = []

  /// - Parameters:
  ///   - times: cancels, spread over the length of the call.
  ///   - call: the call; throws what the library throws.
  init(_ name: String, times: Int, _ call: (RunLimits) throws -> Void) {
    self.name = name
    let clock = ContinuousClock()
    let begin = clock.now
    let own = Self.codes { try call(.none) }
    whole = (clock.now - begin).seconds
    for time in 0..<times {
      let token = Cancellation()
      let wait = whole * (Double(time) + 0.5) / Double(times)
      let cancelled = Moment()
      let other = Thread {
        Thread.sleep(forTimeInterval: wait)
        cancelled.set(clock.now)
        token.cancel()
      }
      other.start()
      let codes = Self.codes { try call(RunLimits(cancellation: token)) }
      let returned = clock.now
      // A call that was done before is no answer to the cancel.
      let ended = codes == ["J4505"]
      if !ended, codes != own { faults.append("ended with \(codes)") }
      if ended, let moment = cancelled.get() { after.append((returned - moment).seconds) }
      if let fault = wrongNextCall() { faults.append(fault) }
    }
  }

  /// What a call throws.
  private static func codes(_ call: () throws -> Void) -> [String] {
    do { try call() } catch { return (error as? PolicyError)?.problems.map(\.code) ?? ["\(error)"] }
    return []
  }

  var worst: Double { after.max() ?? 0 }

  /// Whether a call after the one that was ended comes to what it must.
  private func wrongNextCall() -> String? {
    do {
      let policy = try Policy(source: "award 国家级小巨人 = 150万 when new", named: "小巨人.rules")
      let total = try policy.evaluate(["国家级小巨人": "新认定"]).total.low
      return total == "1500000.00" ? nil : "the next call gives \(total)"
    } catch { return "the next call ends with \(error)" }
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

/// A moment that another thread sets.
final class Moment: @unchecked Sendable {
  private let lock = NSLock()
  private var moment: ContinuousClock.Instant?
  func set(_ now: ContinuousClock.Instant) { lock.withLock { moment = now } }
  func get() -> ContinuousClock.Instant? { lock.withLock { moment } }
}
