import Foundation
import Jili

/// One policy and what was prepared of it, asked by many threads at once.
///
/// Each thread computes the same companies in its own order, some calls of it cancelled on the way,
/// and must come to what one thread alone came to.
struct Sharing {
  let policy: Policy
  let companies: [[String: String]]

  init(source: String, named name: String, read: @escaping (String) throws -> String?) throws {
    policy = try Policy(source: source, named: name, read: read)
    let prepared = try policy.prepared()
    companies = (0..<60).map { number in
      var facts: [String: String] = [:]
      for (index, fact) in prepared.facts.enumerated() {
        let dice = (number * 31 + index * 17) % 7
        if dice == 0 { continue }
        facts[fact.name] = Self.cell(fact.kind, dice)
      }
      return facts
    }
  }

  private static func cell(_ kind: PreparedPolicy.Fact.Kind, _ dice: Int) -> String {
    switch kind {
    case .money: "\(dice * 731)万"
    case .number: "\(dice * 3)"
    case .percent: "\(dice * 4)%"
    case .date: "2026-0\(dice)-15"
    case .flag: dice % 2 == 0 ? "是" : "否"
    case .text: "虚构\(dice)"
    case .title: ["新认定", "复评", "有效", "无"][dice % 4]
    case .choice(let values): values[dice % values.count]
    }
  }

  /// What company after company comes to, or how it ends.
  private func outcome(_ company: [String: String], _ limits: RunLimits) -> String {
    do {
      let outcome = try policy.evaluate(company, limits: limits)
      return "\(outcome.total)"
    } catch { return error.problems.map(\.code).joined(separator: " ") }
  }

  private func total(
    _ company: [String: String], _ prepared: PreparedPolicy, _ evaluator: Evaluator
  ) -> String {
    evaluator.clear()
    do throws(PolicyError) {
      for (name, cell) in company {
        if let fact = prepared.fact(name) { try evaluator.set(fact, cell: cell) }
      }
      return "\(try evaluator.evaluate())"
    } catch { return error.problems.map(\.code).joined(separator: " ") }
  }

  /// Differences found.
  func run(threads: Int, rounds: Int) throws -> [String] {
    let prepared = try policy.prepared()
    let alone = prepared.evaluator()
    let expected = companies.map { (outcome($0, .none), total($0, prepared, alone)) }
    let found = Found()
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      let evaluator = prepared.evaluator()
      for step in 0..<rounds * companies.count {
        let index = (step * 7 + thread * 13) % companies.count
        if outcome(companies[index], .none) != expected[index].0 {
          found.add("company \(index), thread \(thread): evaluate differs")
        }
        if total(companies[index], prepared, evaluator) != expected[index].1 {
          found.add("company \(index), thread \(thread): a prepared evaluator differs")
        }
        let token = Cancellation()
        token.cancel()
        if outcome(companies[index], RunLimits(cancellation: token)) != "J4505" {
          found.add("company \(index), thread \(thread): a cancel is not heard")
        }
      }
    }
    return found.all
  }
}

private final class Found: @unchecked Sendable {
  private let lock = NSLock()
  private var texts: [String] = []
  func add(_ text: String) { lock.withLock { texts.append(text) } }
  var all: [String] { lock.withLock { texts } }
}
