import Jili

/// What is sent for a company: sums in 元 as texts, because they are exact.
struct Answer: Encodable {
  struct Sum: Encodable {
    let low: String
    /// Left out where nothing bounds it.
    let high: String?

    init(_ range: MoneyRange) { (low, high) = (range.low, range.high) }
  }

  struct Award: Encodable {
    let name: String
    let isRenewal: Bool
    let state: String
    let amount: Sum
    let reason: String
    let englishReason: String
    let articles: [String]
    let missing: [String]

    init(_ award: Outcome.Award) {
      (name, isRenewal, state) = (award.name, award.isRenewal, award.state)
      amount = Sum(award.amount)
      (reason, englishReason) = (award.reason, award.englishReason)
      articles = award.citations.map(\.article)
      missing = award.missing
    }
  }

  let policy: String
  let total: Sum
  let awards: [Award]
  /// Facts to ask the company for next, the widest effect first.
  let missing: [String]
  let notes: [String]

  init(policy: String, _ outcome: Outcome) {
    self.policy = policy
    total = Sum(outcome.total)
    awards = outcome.awards.map(Award.init)
    (missing, notes) = (outcome.missing, outcome.notes)
  }
}

/// A fact that the policy asks for, so that a form can be made of it.
struct Question: Encodable {
  let name: String
  let kind: String
  /// The values to choose from, where there are such.
  let choices: [String]?

  init(_ fact: PreparedPolicy.Fact) {
    name = fact.name
    if case .choice(let values) = fact.kind {
      (kind, choices) = ("choice", values)
    } else {
      (kind, choices) = ("\(fact.kind)", nil)
    }
  }
}

/// Why there is no answer: every problem, in both languages.
struct Refusal: Encodable {
  struct Reason: Encodable {
    let code: String
    let chinese: String
    let english: String

    init(_ problem: Problem) {
      (code, chinese, english) = (problem.code, problem.chinese, problem.english)
    }

    init(_ code: String, _ chinese: String, _ english: String) {
      (self.code, self.chinese, self.english) = (code, chinese, english)
    }
  }

  let problems: [Reason]
}
