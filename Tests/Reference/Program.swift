/// The reference's own picture of a policy, free of everything that only spelling decides.
package struct Program: Hashable, Sendable {
  /// Nil prints a file without `policy`, which is in force always and everywhere.
  package var policy: Policy?
  package var fields: [Field] = []
  package var titles: [Title] = []
  package var parameters: [Parameter] = []
  package var readings: [Reading] = []
  package var definitions: [Definition] = []
  package var awards: [Award] = []
  package var groups: [Group] = []
  package var ceilings: [Ceiling] = []
  package var benefits: [Benefit] = []
  package var limits: [Limit] = []
  package var targets: [Target] = []

  package init() {}

  package func field(_ name: String) -> Field? { fields.first { $0.name == name } }
  package func definition(_ name: String) -> Definition? {
    definitions.first { $0.name == name }
  }
}

package struct Policy: Hashable, Sendable {
  package var name: String
  package var period: Period?
  package var applies: Condition?
  package var overlap: Overlap?
  /// The first entry whose condition holds says who pays.
  package var fundings: [Funding] = []
  package var rounding: Rounding?

  package init(name: String) { self.name = name }
}

package struct Rounding: Hashable, Sendable {
  package var unit: String
  package var down: Bool

  package init(unit: String, down: Bool) {
    self.unit = unit
    self.down = down
  }

  package static let units = ["分", "角", "元", "百元", "千元", "万元"]

  package var size: Rational {
    let sizes = ["分": 1, "角": 10, "元": 100, "百元": 10_000, "千元": 100_000]
    return Rational(sizes[unit] ?? 1_000_000, over: 100)
  }
}

package enum Mark: Hashable, Sendable {
  case day(Day)
  case parameter(String)
}

package enum Period: Hashable, Sendable {
  case between(Mark, Mark)
  case years(Int, Int)
  case lasting(Mark, years: Int)
  case starting(Mark, lastingFrom: Mark, years: Int)
  case from(Mark)
}

package enum OverlapRule: String, Hashable, Sendable {
  case topUp, none, stack
}

package enum Overlap: Hashable, Sendable {
  case always(OverlapRule)
  case reading(name: String, choice: String, then: OverlapRule, otherwise: OverlapRule)
}

package struct Funding: Hashable, Sendable {
  package var shares: [Share]
  package var when: Condition?

  package init(_ shares: [Share], when: Condition? = nil) {
    self.shares = shares
    self.when = when
  }
}

/// A label with its share of a sum, for payers and instalments; nil is the rest.
package struct Share: Hashable, Sendable {
  package var label: String
  package var part: Rational?

  package init(_ label: String, _ part: Rational?) {
    self.label = label
    self.part = part
  }
}

package enum Kind: Hashable, Sendable {
  case money, number, percent, date, flag, text
  case choice([String], other: String?)
}

package enum Blank: Hashable, Sendable {
  case none
  case cell(Cell)
}

package struct Field: Hashable, Sendable {
  package var name: String
  package var kind: Kind
  package var isByYear = false
  package var blank: Blank?
  package var also: String?
  package var peakHeader: String?
  /// What an unknown value still lies within.
  package var low: Rational?
  package var high: Rational?

  package init(_ name: String, _ kind: Kind, isByYear: Bool = false, blank: Blank? = nil) {
    self.name = name
    self.kind = kind
    self.isByYear = isByYear
    self.blank = blank
  }
}

package enum Status: String, Hashable, CaseIterable, Sendable {
  case none, firstNew, newAgain, renewed, relocated, held
}

/// A status as a rule names it, which may cover several that the evaluator tells apart.
package enum StatusWord: String, Hashable, CaseIterable, Sendable {
  case new, first, again, renewed, relocated, held, none

  package var statuses: Set<Status> {
    switch self {
    case .new: [.firstNew, .newAgain]
    case .first: [.firstNew]
    case .again: [.newAgain]
    case .renewed: [.renewed]
    case .relocated: [.relocated]
    case .held: [.held]
    case .none: [.none]
    }
  }
}

package struct Title: Hashable, Sendable {
  package var name: String
  package var also: String?
  package var validMonths: Int?

  package init(_ name: String) { self.name = name }
}

package struct Parameter: Hashable, Sendable {
  package var name: String
  package var kind: Kind
  package var low: Rational?
  package var high: Rational?
  /// What holds unless an option says otherwise.
  package var value: Rational?

  package init(_ name: String, _ kind: Kind, _ low: Rational? = nil, _ high: Rational? = nil) {
    self.name = name
    self.kind = kind
    self.low = low
    self.high = high
  }
}

package struct Reading: Hashable, Sendable {
  package var name: String
  package var choices: [String]

  package init(_ name: String, _ choices: [String]) {
    self.name = name
    self.choices = choices
  }
}

package struct Definition: Hashable, Sendable {
  package enum Body: Hashable, Sendable {
    case condition(Condition)
    case quantity(Expression)
  }

  package var name: String
  package var body: Body

  package init(_ name: String, _ body: Body) {
    self.name = name
    self.body = body
  }
}

package enum AwardFact: String, Hashable, CaseIterable, Sendable {
  case approved = "核定"
  case received = "已得"
  case paid = "已付"
  case instalment = "期次"
}

package struct Award: Hashable, Sendable {
  package var name: String
  /// The title whose event is paid; nil where no status is asked for.
  package var title: String?
  package var amount: Expression
  package var clauses: Clauses
  package var headers: [AwardFact: String] = [:]

  package init(
    _ name: String, title: String? = nil, _ amount: Expression, _ clauses: Clauses = Clauses()
  ) {
    self.name = name
    self.title = title
    self.amount = amount
    self.clauses = clauses
  }
}

package struct Clauses: Hashable, Sendable {
  package var when: Condition?
  package var except: Condition?
  package var renewal: Expression?
  package var once = false
  package var less: Expression?
  package var cap: Expression?
  package var yearlyCap: Expression?
  package var quota: Quota?
  package var payment: [Share] = []
  package var fundings: [Funding] = []
  /// In place of the policy's.
  package var period: Period?
  package var cite: String?

  package init() {}

  package init(when: Condition, renewal: Expression? = nil) {
    self.when = when
    self.renewal = renewal
  }
}

package struct Quota: Hashable, Sendable {
  package var places: Expression
  package var keys: [Expression]

  package init(_ places: Int, by keys: [Expression]) {
    self.places = .literal(Rational(places), .number)
    self.keys = keys
  }
}

/// One line of an award: its base event or its renewal.
package struct LineName: Hashable, Sendable {
  package var award: String
  package var isRenewal: Bool

  package init(_ award: String, isRenewal: Bool = false) {
    self.award = award
    self.isRenewal = isRenewal
  }
}

package struct Group: Hashable, Sendable {
  package var members: [LineName]
  package var when: Condition?

  package init(_ members: [LineName], when: Condition? = nil) {
    self.members = members
    self.when = when
  }
}

package struct Ceiling: Hashable, Sendable {
  package var members: [LineName]
  package var cap: Expression

  package init(_ members: [LineName], cap: Expression) {
    self.members = members
    self.cap = cap
  }
}
