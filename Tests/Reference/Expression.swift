package enum Operation: Hashable, Sendable { case add, subtract, multiply, divide }

package enum Comparison: Hashable, CaseIterable, Sendable {
  case atLeast, atMost, above, under, equal, unequal
}

/// A number, or the amount of an award, which may leave a range to the authority.
package indirect enum Expression: Hashable, Sendable {
  case literal(Rational, Kind)
  case field(String)
  case lastYear(String)
  case peak(String)
  case parameter(String)
  case definition(String)
  case evaluationYear
  case evaluationDate
  case yearsSince(String)
  /// A record of an award: 核定, 已得, 已付.
  case awardFact(String, AwardFact)
  /// `A.amount` and `A.renewal`: what the line of another award comes to by itself.
  case awardSum(LineName)
  case negative(Expression)
  /// A date moved by months.
  case shifted(Expression, months: Int)
  case binary(Operation, Expression, Expression)
  case share(Expression, of: Expression)
  case capped(Expression, by: Expression)
  case choose(Condition, then: Expression, otherwise: Expression)
  case match(Subject, [Arm], otherwise: Expression?)
  case upTo(Expression)
  case atLeast(Expression)
  case between(Expression, Expression)
  case shareBetween(Expression, Expression, of: Expression)
  case unspecified
  case tiers(Tiers)

  package static func money(_ yuan: Int) -> Expression { .literal(Rational(yuan), .money) }
  package static func percent(_ hundredths: Int) -> Expression {
    .literal(Rational(hundredths, over: 100), .percent)
  }
}

package enum Subject: Hashable, Sendable {
  case quantity(Expression)
  case choice(String)
  case text(String)
  case flag(String)
  case title(String)
  case reading(String)
  case instalment(String)
}

package struct Arm: Hashable, Sendable {
  package var pattern: Pattern
  package var value: Expression

  package init(_ pattern: Pattern, _ value: Expression) {
    self.pattern = pattern
    self.value = value
  }
}

package enum Pattern: Hashable, Sendable {
  case choices([String])
  case flag(Bool)
  case status(StatusWord)
  case equals(Expression)
  case compare(Comparison, Expression)
  case within(Expression, Expression)
}

package struct Tiers: Hashable, Sendable {
  package enum Mode: Hashable, Sendable {
    case each, highest
    case reading(name: String, choice: String, then: Bool)
    case condition(Condition, then: Bool)
  }

  package struct Step: Hashable, Sendable {
    package var threshold: Rational
    package var amount: Expression

    package init(_ threshold: Rational, _ amount: Rational) {
      self.init(threshold, .literal(amount, .money))
    }

    package init(_ threshold: Rational, _ amount: Expression) {
      self.threshold = threshold
      self.amount = amount
    }
  }

  package var field: String
  /// True for `first exceeds`, which leaves the threshold itself out.
  package var exceeds = false
  package var steps: [Step]
  package var mode: Mode

  package init(_ field: String, _ steps: [Step], _ mode: Mode) {
    self.field = field
    self.steps = steps
    self.mode = mode
  }
}

package indirect enum Condition: Hashable, Sendable {
  case flag(String)
  case flagIs(String, Bool)
  case choice(String, [String], negated: Bool)
  case text(String, [String], negated: Bool)
  case reading(String, String)
  /// `A.due`
  case due(String)
  /// `A.instalment = 期初`
  case instalment(String, String, negated: Bool)
  case title(String)
  /// A status; without a title it speaks of the title of the award that it stands in.
  case status(String?, StatusWord, negated: Bool)
  case compare(Expression, Comparison, Expression)
  case within(Expression, Expression, Expression)
  /// A date beside a year, which stands for all of its days.
  case compareYear(Expression, Comparison, Int)
  case and(Condition, Condition)
  case or(Condition, Condition)
  case not(Condition)
  case definition(String)
}

extension Condition {
  /// Whether the words themselves name a status, as the `when` of a title's award must.
  package var namesStatus: Bool {
    switch self {
    case .status: true
    case .and(let left, let right), .or(let left, let right):
      left.namesStatus || right.namesStatus
    case .not(let inner): inner.namesStatus
    case .flag, .flagIs, .choice, .text, .reading, .due, .instalment, .title, .compare, .within,
      .compareYear, .definition:
      false
    }
  }
}
