package import JiliLexer

/// A name as written, without its backticks or 「」.
package struct Name: Hashable, Sendable {
  package let text: String
  package let span: Span
  /// The keywords that the word spells; empty for a name in backticks.
  package let keywords: KeywordSet

  package init(_ text: String, _ span: Span, keywords: KeywordSet = KeywordSet()) {
    self.text = text
    self.span = span
    self.keywords = keywords
  }
}

/// The words of a string, without its quotes.
package struct QuotedText: Hashable, Sendable {
  package let text: String
  package let span: Span
}

/// A number as written: `1.5亿` is digits 15, one decimal, unit 亿.
package struct NumberLiteral: Hashable, Sendable {
  package enum Suffix: Hashable, Sendable {
    case none, percent, permille
    case unit(Unit)
  }
  package let digits: Int128
  package let decimals: Int
  package let suffix: Suffix
}

package enum ArithmeticOperator: Sendable { case add, subtract, multiply, divide }

package enum ComparisonOperator: Sendable {
  case equal, notEqual, less, lessEqual, greater, greaterEqual
}

/// An expression and where it stands. Whether it is an amount, a condition or a value is for the
/// checker to say.
package struct Expression: Sendable {
  package indirect enum Kind: Sendable {
    case number(NumberLiteral)
    case date(DateText)
    case text(String)
    /// `营业收入`, `new`, `嘉兴市`: a field, an award, a status, a value.
    case name(Name)
    /// `创新型企业.核定`
    case fact(Name, Name)
    case negative(Expression)
    case arithmetic(ArithmeticOperator, Expression, Expression)
    case comparison(ComparisonOperator, Expression, Expression)
    /// `F in A .. B`
    case inRange(Expression, Expression, Expression)
    /// `F in [A, B]`
    case inList(Expression, [Expression])
    case not(Expression)
    case and(Expression, Expression)
    case or(Expression, Expression)
    case choice(condition: Expression, then: Expression, otherwise: Expression)
    case match(Expression, [Arm])
    /// `up to 30万`
    case upTo(Expression)
    /// `at least 10万`
    case atLeast(Expression)
    /// `5万 .. 20万`, `(5% .. 20%)`
    case range(Expression, Expression)
    case unspecified
    /// `20% of 投资额`, `投资额 的 20%`
    case share(Expression, of: Expression)
    case cap(Expression, Expression)
    case tiers(Tiers)
    case lastYear(Expression)
    case peak(Expression)
    case yearsSince(Name)
  }

  package let kind: Kind
  package let span: Span

  package init(_ kind: Kind, _ span: Span) {
    self.kind = kind
    self.span = span
  }
}

/// One arm of a `match`: the first whose pattern fits gives the value.
package struct Arm: Sendable {
  package enum Pattern: Sendable {
    case value(Expression)
    case comparison(ComparisonOperator, Expression)
    case range(Expression, Expression)
    case list([Expression])
    case otherwise
  }
  package let pattern: Pattern
  package let patternSpan: Span
  package let body: Expression
}

/// `台州营收 first reaches { 10亿: 30万; 50亿: 100万 } each`
package struct Tiers: Sendable {
  package struct Tier: Sendable {
    package let threshold: Expression
    package let amount: Expression
  }
  package enum Mode: Sendable {
    case each, highest
    /// `if 跨档 = 只给最高 then highest else each`
    indirect case choice(Expression, Mode, Mode)
  }
  package let subject: Expression
  /// `first exceeds`: the bound itself is not enough.
  package let exceeds: Bool
  package let tiers: [Tier]
  /// nil where the table names none, which the checker refuses.
  package let mode: Mode?
}
