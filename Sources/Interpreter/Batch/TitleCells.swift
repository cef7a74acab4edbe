import JiliLexer

/// What the cell under a title says: a status, or the date of recognition.
enum TitleCell: Hashable {
  case empty
  /// `wasHeld`: the word itself says that the title was held in some earlier year.
  case status(TitleStatus, wasHeld: Bool)
  case recognised(Days)
}

/// Reads a cell under a header that names a title.
func titleCell(_ raw: String) throws(CellFault) -> TitleCell {
  let text = trimmed(raw)
  if text.isEmpty { return .empty }
  if let known = titleSpellings[Spelling(text)] {
    return .status(known.status, wasHeld: known.wasHeld)
  }
  let word = folded(text)
  if let known = titleWords[word] { return .status(known.status, wasHeld: known.wasHeld) }
  if isEmptyWord(text) { return .empty }
  if let first = word.unicodeScalars.first, digitValue(first) != nil {
    return .recognised(try dateValue(text))
  }
  throw .notTitleStatus(nearestName(to: word, among: titleWordsInOrder))
}

private struct TitleWord {
  var status: TitleStatus
  var wasHeld: Bool
}

private let titleWordTable: [(words: [String], status: TitleStatus, wasHeld: Bool)] = [
  (["新认定", "新增", "新入选", "new"], .new, false),
  (["首次", "首次认定", "首次入选", "first"], .newFirst, false),
  (["再次", "再次认定", "again"], .newAgain, true),
  (
    [
      "复评", "通过复评", "复评通过", "复核", "通过复核", "复核通过", "renewed",
    ], .renewed, true
  ),
  (["新引进", "引进", "迁入", "总部迁入", "relocated"], .relocated, false),
  (["有效", "有效期内", "held"], .held, false),
  (["是", "√", "✓", "yes", "y", "true", "1", "有"], .inForce, false),
  (["否", "×", "无", "none", "未认定", "no", "n", "false", "0"], .none, false),
  (["失效", "过期", "撤销", "未通过复评"], .none, true),
  (["?", "不详", "待核", "unknown"], .unknown, false),
]

private let titleWordsInOrder = titleWordTable.flatMap(\.words)

private let titleWords: [String: TitleWord] = {
  var words: [String: TitleWord] = [:]
  for row in titleWordTable {
    for word in row.words { words[word] = TitleWord(status: row.status, wasHeld: row.wasHeld) }
  }
  return words
}()

private let titleSpellings = spellings(of: titleWords)
