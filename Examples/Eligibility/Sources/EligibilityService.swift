import Foundation
import Jili

/// Says what a company is due under one policy. It never changes, so that any number of requests
/// can ask at once.
struct EligibilityService: Sendable {
  let policy: Policy
  let date: String?
  let questions: [Question]

  /// Reads a rule file and what it names: used files, the policy's own text.
  init(rules path: String, on date: String?) throws {
    guard let source = try text(at: path) else { throw CocoaError(.fileNoSuchFile) }
    policy = try Policy(source: source, named: path) { path in try text(at: path) }
    self.date = date
    questions = try policy.prepared(on: date).facts.map(Question.init)
  }

  /// One company, its facts written as in the cells of a company file.
  func answer(to facts: [String: String]) throws(PolicyError) -> Answer {
    let outcome = try policy.evaluate(facts, on: date, limits: Self.limits())
    return Answer(policy: policy.name, outcome)
  }

  /// What one request may use. The library has no clock of its own.
  private static func limits() -> RunLimits {
    let clock = ContinuousClock()
    let end = clock.now + .milliseconds(200)
    return RunLimits(memory: 16 << 20, isOverdue: { clock.now > end })
  }
}

/// The text of a file; nil where there is none.
private func text(at path: String) throws -> String? {
  guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
  guard let text = String(data: bytes, encoding: .utf8) else {
    throw CocoaError(.fileReadInapplicableStringEncoding)
  }
  return text
}
