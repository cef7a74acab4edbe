/// A fact that the rules read about a company, or a parameter: the schema of a company file.
package struct Fact: Sendable {
  package enum Kind: Hashable, Sendable {
    case money, number, percent, date, flag, text
    /// One of these values; `other` is the index of the value that stands for all the rest.
    case category(values: [String], other: Int?)
    /// A title; recognitions and renewals are valid for so many months, nil for ever.
    case title(validMonths: Int?)
    /// Facts of one award, by its index in the plan.
    case approved(award: Int)
    case received(award: Int)
    case paid(award: Int)
    /// Which instalment a row asks for: an index into `labels`.
    case instalment(award: Int, labels: [String])
  }

  /// What an empty cell under a header of this fact means.
  package enum Blank: Hashable, Sendable {
    /// Unknown; `none` for a title, nothing on record for facts of an award.
    case standard
    /// `blank = none`: there is no such thing.
    case absent
    /// `blank = V`.
    case value(SlotValue)
  }

  package var name: String
  /// `also` spellings of the header.
  package var aliases: [String]
  /// `peak "…"` spellings of the column with the highest of the earlier years.
  package var peakAliases: [String]
  package var kind: Kind
  package var isByYear: Bool
  /// Parameters come from options, examples and drafts, never from a company file.
  package var isParameter: Bool
  package var blank: Blank
  /// `in A .. B`: numbers outside are suspicious and bound the unknown.
  package var bounds: Bounds
  /// Where the rows of this fact live: indices into a row's values. -1 where nothing reads it.
  package var slot: Int
  package var lastYearSlot: Int
  package var peakSlot: Int

  package init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
    aliases = []
    peakAliases = []
    isByYear = false
    isParameter = false
    blank = .standard
    bounds = .unknown
    slot = -1
    lastYearSlot = -1
    peakSlot = -1
  }
}

/// One fact of one row as the machine reads it.
package enum SlotValue: Hashable, Sendable {
  case unknown
  /// There is no such thing: `blank = none`.
  case absent
  case number(Exact)
  /// At least this much: the highest of the earlier years that are known.
  case atLeast(Exact)
  case date(Days)
  case flag(Bool)
  /// An index into the values of a category, of the instalment labels or of the interned texts.
  case code(Int)
  /// The statuses that a title may have, the date of this year's event and that of the last
  /// recognition, where they are known.
  case title(TitleStatus, event: Days?, recognised: Days? = nil)
}

/// One row of a company file, ready for the machine.
package struct Row: Sendable {
  /// One value for each slot of the plan.
  package var values: [SlotValue]
  /// The evaluation date.
  package var date: Days
  /// Rows of one key are one company; nil where each row is a company.
  package var key: String?
  /// The key and date are given, so that the rows of a company are its history.
  package var hasHistory: Bool

  package init(values: [SlotValue], date: Days, key: String? = nil, hasHistory: Bool = false) {
    self.values = values
    self.date = date
    self.key = key
    self.hasHistory = hasHistory
  }
}
