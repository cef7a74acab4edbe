package import Jili

/// What query is wanted of a plan.
package struct SQLRequest: Sendable {
  package var dialect: Dialect
  /// The choice of each reading.
  package var choices: [Int]
  /// By slot: what parameters are set to; slots of companies are not looked at.
  package var parameters: [SlotValue]
  /// Rows of one key are one company.
  package var isKeyed: Bool
  /// The table of what companies were due in the years before is there.
  package var hasHistory: Bool
  /// Names of the tables that the query reads.
  package var table = "企业"
  package var history = "历史"

  package init(
    dialect: Dialect, choices: [Int], parameters: [SlotValue], isKeyed: Bool = false,
    hasHistory: Bool = false
  ) {
    self.dialect = dialect
    self.choices = choices
    self.parameters = parameters
    self.isKeyed = isKeyed
    self.hasHistory = hasHistory
  }
}

/// A query with the table that it reads.
package struct SQLText: Sendable {
  /// `CREATE TABLE` of the facts and, where later years ask, of what was due before.
  package let tables: String
  package let query: String
  /// The columns of the result, in order: sums are whole 分, a high end NULL is without bound.
  package let columns: [SQLColumn]
}

/// What a column of the result holds.
package struct SQLColumn: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    case row, key, company, year
    case low(line: Int)
    case high(line: Int)
    /// `due`, `not-due`, `over-quota`, `excluded` or `open`.
    case state(line: Int)
    case totalLow, totalHigh
    /// Whether cases of unknown facts that several awards share may lower the high total.
    case mayBeLower
    /// Whether the row was due the award, for later years.
    case wasDue(award: Int)
    /// What a payer bears of the certain sums; the last, what nobody's share is settled of.
    case payer(Int)
  }

  package let name: String
  package let content: Content
}
