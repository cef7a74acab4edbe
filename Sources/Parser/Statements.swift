package import JiliLexer

/// `cite "三（一）": "exact words"`
package struct Cite: Sendable {
  package let article: QuotedText
  package let quote: QuotedText?
  package let span: Span
}

/// One statement of a rule file with what every statement may carry.
package struct Statement: Sendable {
  package enum Kind: Sendable {
    case use(QuotedText)
    case amends(QuotedText)
    case policy(PolicyBlock)
    case field(FieldDeclaration)
    case title(TitleDeclaration)
    case parameter(ParameterDeclaration)
    case reading(ReadingDeclaration)
    case define(Name, Expression)
    case award(AwardDeclaration)
    case exclusive([AwardLine], condition: Expression?)
    case together([AwardLine], cap: Expression?)
    case benefit(BenefitDeclaration)
    case limit(LimitDeclaration)
    case target(TargetDeclaration)
    case remove([Name])
    /// `remove target A, B`: the target that counts just these.
    case removeTarget([TargetDeclaration.Subject])
    case omit(QuotedText, because: QuotedText)
    case example(ExampleDeclaration)
  }

  package let kind: Kind
  package let span: Span
  package var cites: [Cite]
  package var notes: [QuotedText]

  package init(kind: Kind, span: Span, cites: [Cite], notes: [QuotedText]) {
    self.kind = kind
    self.span = span
    self.cites = cites
    self.notes = notes
  }

  /// The same statement saying something else.
  package func with(_ kind: Kind) -> Statement {
    Statement(kind: kind, span: span, cites: cites, notes: notes)
  }
}

/// An award as `exclusive` and `together` name it: `A` or `A.renewal`.
package struct AwardLine: Sendable {
  package let award: Name
  package let isRenewal: Bool
  package let span: Span

  package init(award: Name, isRenewal: Bool, span: Span) {
    self.award = award
    self.isRenewal = isRenewal
    self.span = span
  }
}

package struct PolicyBlock: Sendable {
  package struct Entry: Sendable {
    package enum Kind: Sendable {
      case name(QuotedText)
      case source(QuotedText)
      case status(Name)
      case period(Period)
      case applies(Expression)
      case overlap(OverlapRule)
      case funding(FundingRule)
      case rounding(Name, down: Bool)
    }
    package let kind: Kind
    package let span: Span
    package var cites: [Cite]
    package var notes: [QuotedText]
  }
  package let name: Name
  package let entries: [Entry]

  package init(name: Name, entries: [Entry]) {
    self.name = name
    self.entries = entries
  }
}

/// `A .. B`, `D for 3 years`, `C .. D for 3 years`, `from D`
package struct Period: Sendable {
  package let start: Expression
  /// The last day, or the day from which `length` counts.
  package let end: Expression?
  /// Months from `end`, or from `start` where there is no end.
  package let months: Int?
  package let span: Span
}

/// `top-up`, `none`, `stack`, or `if R = v then none else top-up`
package struct OverlapRule: Sendable {
  package enum Kind: Sendable {
    case topUp, none, stack
    indirect case choice(Expression, OverlapRule, OverlapRule)
  }
  package let kind: Kind
  package let span: Span
}

/// `市 50%, 区 50% when 财政归属 = 市本级`
package struct FundingRule: Sendable {
  package struct Payer: Sendable {
    package let name: Name
    package let share: Expression
  }
  package let payers: [Payer]
  package let condition: Expression?
  package let span: Span
}

/// The type of a field or parameter as written.
package struct TypeName: Sendable {
  package enum Kind: Sendable {
    case money, number, percent, date, flag, text
    case oneOf([Name])
  }
  package let kind: Kind
  package let isByYear: Bool
  package let bounds: (low: Expression, high: Expression)?
  package let span: Span
}

package struct FieldDeclaration: Sendable {
  package let name: Name
  package let type: TypeName
  package var also: [QuotedText] = []
  package var peak: [QuotedText] = []
  /// `blank = V`
  package var blank: Expression?
  /// `other = 其他`
  package var other: Name?
}

package struct TitleDeclaration: Sendable {
  package let name: Name
  package var also: [QuotedText] = []
  /// `valid 3 years`, in months.
  package var validMonths: Int?
}

/// Whom and when a benefit or a limit concerns.
package struct ScopeClauses: Sendable {
  package var when: Expression?
  package var except: Expression?
  package var period: Period?
}

/// `人才名额 for 国家级小巨人 "每年两名" when new`
package struct BenefitDeclaration: Sendable {
  package let name: Name
  /// The title after `for`.
  package let title: Name?
  package let text: QuotedText?
  package let scope: ScopeClauses
}

/// `融资担保费率 <= 1% when 担保业务`
package struct LimitDeclaration: Sendable {
  /// The left side as written.
  package let name: Name
  /// A comparison of order, or `in A .. B`.
  package let test: Expression
  package let subject: Expression
  package let scope: ScopeClauses
}

package struct ParameterDeclaration: Sendable {
  package let name: Name
  package let type: TypeName
  package let value: Expression?
}

package struct ReadingDeclaration: Sendable {
  package let name: Name
  package let choices: [Name]
}

package struct AwardDeclaration: Sendable {
  /// `A = 300万, B = 150万`: awards that share their clauses.
  package struct Item: Sendable {
    package let name: Name
    /// The title after `for`.
    package let title: Name?
    package let amount: Expression
    package let span: Span
  }
  package var items: [Item]
  /// Whether every clause could be read: what is missing elsewhere may be here.
  package var isComplete = true
  package var when: Expression?
  package var except: Expression?
  package var clauses: [AwardClause] = []
}

package struct AwardClause: Sendable {
  package struct Quota: Sendable {
    package let count: Expression
    package let keys: [Expression]
  }
  package struct Payment: Sendable {
    package let label: Name
    /// nil is `rest`.
    package let share: Expression?
  }
  package enum Kind: Sendable {
    case renewal(Expression)
    case once
    case less(Expression)
    case cap(Expression, perYear: Bool)
    case quota(Quota)
    case payment([Payment])
    case period(Period)
    case funding(FundingRule)
    /// `also 核定 "…"`: the header of a fact of the award.
    case also(Name, QuotedText)
  }
  package let kind: Kind
  package let span: Span
  package var cites: [Cite]
}

package struct ExampleDeclaration: Sendable {
  package struct Setting: Sendable {
    package enum Part: Sendable { case plain, lastYear, peak }
    /// `F` or `A.fact`
    package let name: Name
    package let fact: Name?
    package let part: Part
    package let value: Expression
    package let span: Span
  }
  package struct Expectation: Sendable {
    /// nil is `total`.
    package let line: AwardLine?
    package let value: Expression
    package let span: Span
  }
  package let label: QuotedText
  package let otherwiseNone: Bool
  package let settings: [Setting]
  package let expectations: [Expectation]
}

/// `国家级小巨人, 省级隐形冠军 = new 75 by 2023`
package struct TargetDeclaration: Sendable {
  package enum Subject: Sendable {
    case name(Name)
    /// Words for what no company file counts.
    case label(QuotedText)
  }
  package enum Relation: Sendable { case equal, about, atLeast, above }
  /// Held in all by a year, newly won by a year, or newly won in each year.
  package enum Kind: Sendable { case cumulative, new, perYear }
  package struct Year: Sendable {
    package let number: Int
    package let span: Span
  }
  package struct Milestone: Sendable {
    package let year: Year
    package let value: Expression
    /// What there was at the start, which is no target.
    package let isBase: Bool
  }
  package enum Goal: Sendable {
    case single(Expression, by: Year?)
    /// `{ 2023: base 200; 2024: 270 }`
    case path([Milestone])
  }
  /// Counted together.
  package let subjects: [Subject]
  package let relation: Relation
  package let kind: Kind
  /// `1 per "重点产业链"`
  package let each: Subject?
  package let goal: Goal
}

extension TargetDeclaration.Subject {
  /// The name or the words without their marks.
  package var text: String {
    switch self {
    case .name(let name): name.text
    case .label(let words): words.text
    }
  }

  package var span: Span {
    switch self {
    case .name(let name): name.span
    case .label(let words): words.span
    }
  }
}
