import JiliLexer

/// What a cell says.
enum CellReading: Hashable {
  case empty
  case value(SlotValue)
}

/// The unit that a header gives to the numbers below it.
enum HeaderUnit: Hashable {
  /// 10 to this power times 1 元.
  case money(power: Int)
  /// 10 to this power times 1: -2 for %, -3 for ‰.
  case share(power: Int)
  case count
}

/// How the cells of one fact are read.
struct CellType {
  var kind: Fact.Kind
  var unit: HeaderUnit?
  /// Texts that rules compare text facts with.
  var texts: [String]

  /// Reads one cell of any type but title.
  func read(_ raw: String) throws(CellFault) -> CellReading {
    let text = trimmed(raw)
    if isEmptyWord(text), !hasValue(spelled: text) { return .empty }
    switch kind {
    case .money, .approved: return .value(.number(try moneyValue(text, unit: unit)))
    case .received, .paid:
      let sum = try moneyValue(text, unit: unit)
      guard sum.inFen != nil else { throw .partOfFen }
      return .value(.number(sum))
    case .number: return .value(.number(try countValue(text)))
    case .percent: return .value(.number(try shareValue(text, unit: unit)))
    case .date: return .value(.date(try dateValue(text)))
    case .flag: return .value(.flag(try flagValue(text)))
    case .text: return .value(.code(texts.firstIndex(of: text) ?? -1))
    case .category(let values, let other):
      return .value(.code(try code(of: text, among: values, other: other)))
    case .instalment(_, let labels):
      return .value(.code(try code(of: text, among: labels, other: nil)))
    case .title: throw .notTitleStatus(nil)
    }
  }

  /// A word for "empty" that the type has as a value of its own is that value.
  private func hasValue(spelled text: String) -> Bool {
    if text.isEmpty { return false }
    switch kind {
    case .flag: return flagWords[folded(text)] != nil
    case .category(let values, _): return values.contains(text)
    case .instalment(_, let labels): return labels.contains(text)
    case .text: return texts.contains(text)
    default: return false
    }
  }
}

/// Without blanks at both ends, U+00A0 and U+3000 included.
func trimmed(_ text: String) -> String {
  let scalars = text.unicodeScalars
  guard let first = scalars.first, let last = scalars.last, isBlank(first) || isBlank(last) else {
    return text
  }
  var rest = scalars[...]
  while let scalar = rest.first, isBlank(scalar) { rest.removeFirst() }
  while let scalar = rest.last, isBlank(scalar) { rest.removeLast() }
  return String(rest)
}

/// Full-width forms as ASCII, letters small: how words of a closed list are compared.
func folded(_ text: String) -> String { foldedASCII(text).lowercased() }

/// The spellings of "nothing here" that real files use.
func isEmptyWord(_ text: String) -> Bool {
  guard let first = text.utf8.first else { return true }
  // Millions of cells come by; most are seen by their first byte to be none of these.
  switch first {
  case 0x23, 0x2D, 0x2F, 0x4E, 0x6E, 0xE2, 0xE6, 0xEF: break
  default: return false
  }
  guard text.utf8.count <= 12 else { return false }
  switch folded(text) {
  case "", "-", "--", "—", "——", "/", "-/-", "n/a", "na", "null", "#n/a", "无": return true
  default: return false
  }
}

let flagWords: [String: Bool] = [
  "是": true, "有": true, "√": true, "✓": true, "y": true, "yes": true, "true": true, "1": true,
  "否": false, "无": false, "×": false, "n": false, "no": false, "false": false, "0": false,
]

private let flagSpellings = spellings(of: flagWords)

func flagValue(_ text: String) throws(CellFault) -> Bool {
  // What nearly every cell says needs no table.
  if Spelling(text) == Spelling("是") { return true }
  if Spelling(text) == Spelling("否") { return false }
  guard let value = flagSpellings[Spelling(text)] ?? flagWords[folded(text)] else {
    throw .notFlag
  }
  return value
}

/// A text that is compared byte by byte: several times faster than as a Swift string, which weighs
/// letters and accents. A text that is not found so is folded and looked up again.
struct Spelling: Hashable {
  private let text: String

  init(_ text: String) { self.text = text }

  static func == (one: Spelling, other: Spelling) -> Bool {
    one.text.utf8.elementsEqual(other.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}

func spellings<Value>(of words: [String: Value]) -> [Spelling: Value] {
  Dictionary(uniqueKeysWithValues: words.map { (Spelling($0.key), $0.value) })
}

private func code(of text: String, among values: [String], other: Int?) throws(CellFault) -> Int {
  if let index = values.firstIndex(of: text) { return index }
  let wanted = foldedASCII(text)
  if let index = values.firstIndex(where: { foldedASCII($0) == wanted }) { return index }
  if let other { return other }
  throw .notAmong(values, nearest: nearestName(to: text, among: values))
}
