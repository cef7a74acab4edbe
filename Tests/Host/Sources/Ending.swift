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
    do { try call(.none) } catch {}
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
      var ended = false
      do { try call(RunLimits(cancellation: token)) } catch let error as PolicyError {
        ended = error.problems.contains { $0.code == "J4505" }
        if !ended, !token.isCancelled { faults.append("ended with \(error.problems[0].code)") }
      } catch { faults.append("\(error)") }
      let returned = clock.now
      // A call that was done before is no answer to the cancel.
      if ended, let moment = cancelled.get() { after.append((returned - moment).seconds) }
      if let fault = wrongNextCall() { faults.append(fault) }
    }
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
