import Jili

/// A piece of the query and the step behind which it can be computed.
struct Term: Hashable {
  let text: String
  let level: Int
  /// Needs no brackets.
  let isAtom: Bool

  init(_ text: String, level: Int, isAtom: Bool = false) {
    self.text = text
    self.level = level
    self.isAtom = isAtom
  }

  /// Made from others; it can be computed when all of them are there.
  init(_ text: String, of parts: [Term], isAtom: Bool = false) {
    self.init(text, level: parts.map(\.level).max() ?? 0, isAtom: isAtom)
  }

  var inner: String { isAtom ? text : "(\(text))" }
}

/// One end of a range, in parts of the number's scale.
enum End: Hashable {
  /// No bound on this side.
  case open
  case constant(Int128)
  /// `mayBeOpen`: NULL says that there is no bound. `size` is proved: no row has a larger one.
  case term(Term, mayBeOpen: Bool, isNatural: Bool, size: Int128)

  var mayBeOpen: Bool {
    switch self {
    case .open: true
    case .constant: false
    case .term(_, let mayBeOpen, _, _): mayBeOpen
    }
  }

  /// Never below 0.
  var isNatural: Bool {
    switch self {
    case .open: false
    case .constant(let number): number >= 0
    case .term(_, _, let isNatural, _): isNatural
    }
  }

  var size: Int128 {
    switch self {
    case .open: 0
    case .constant(let number): number < 0 ? -number : number
    case .term(_, _, _, let size): size
    }
  }

  var constant: Int128? {
    if case .constant(let number) = self { return number }
    return nil
  }
}

/// Whether there is such a number at all: TRUE certainly, FALSE certainly not, NULL perhaps.
enum Presence: Hashable {
  case always, never
  case when(Term)
}

/// What a number may be, in whole parts of one scale that is the same for every row.
struct Number: Hashable {
  var scale: Int128
  /// A divisor that each row has of its own: above 0 in every row, never NULL.
  var divisor: End?
  var low: End
  var high: End
  var presence = Presence.always
  /// The low end may lie above the high one and above 0: a floor above its ceiling.
  var mayCross = false

  init(
    scale: Int128, low: End, high: End, presence: Presence = .always, mayCross: Bool = false
  ) {
    self.scale = scale
    self.low = low
    self.high = high
    self.presence = presence
    self.mayCross = mayCross
  }

  init(_ end: End, scale: Int128, presence: Presence = .always) {
    self.init(scale: scale, low: end, high: end, presence: presence)
  }

  static let absent = Number(scale: 1, low: .open, high: .open, presence: .never)
  static let zero = Number(.constant(0), scale: 1)

  /// Known exactly, or not at all.
  var isPoint: Bool { low == high }
}

/// What a condition may be: TRUE, FALSE, or NULL for unknown, as Kleene's three values.
enum Condition: Hashable {
  case constant(Truth)
  case term(Term, mayBeUnknown: Bool)

  static let yes = Condition.constant(.yes)
  static let no = Condition.constant(.no)

  var isYes: Bool { self == .yes }
  var isNo: Bool { self == .no }

  var mayBeUnknown: Bool {
    switch self {
    case .constant(let truth): truth.isUnknown
    case .term(_, let mayBeUnknown): mayBeUnknown
    }
  }
}
