import JiliLexer

/// The unit behind a number of a policy text.
struct FigureUnit {
  let kind: Figure.Kind
  /// One of the unit in 元, as a share or as a count; nil where values are not compared.
  let scale: Exact?
  /// The end of the unit's characters.
  let end: Int
}

/// Reads what stands behind a number: `万元`, `%`, `个月`, `家`. Blanks and one line break may stand
/// between, as in a text that was taken from printed pages.
func figureUnit(_ text: [Unicode.Scalar], at start: Int, isChinese: Bool) -> FigureUnit? {
  let index = afterBlanks(text, start)
  var end = index
  var power = 0
  while !isChinese, text.indices.contains(end), let more = tenfold(text[end]) {
    power += more
    end += 1
  }
  let scale = Exact(digits: 1, timesTenTo: power)
  for word in unitWords where text[end...].starts(with: word.letters) {
    let next = end + word.letters.count
    if isChinese, !word.standsBehindChinese { continue }
    // 三成 is a share; 2015成立 is no number of anything.
    if word.letters == ["成"], !endsPhrase(text, next) { continue }
    let whole = word.scale.flatMap { unit in scale.flatMap { $0.multiplied(by: unit) } }
    return FigureUnit(kind: word.kind, scale: whole, end: next)
  }
  // `150万` by itself is a sum or a count.
  return end > index ? FigureUnit(kind: .number, scale: scale, end: end) : nil
}

/// The place behind blanks and at most one line break; a tab parts the cells of a table.
func afterBlanks(_ text: [Unicode.Scalar], _ start: Int) -> Int {
  var index = start
  var breaks = 0
  while text.indices.contains(index), isBlank(text[index]), text[index] != "\t", breaks < 2 {
    if text[index] == "\n" { breaks += 1 }
    index += 1
  }
  return breaks < 2 ? index : start
}

private func endsPhrase(_ text: [Unicode.Scalar], _ index: Int) -> Bool {
  guard text.indices.contains(index), isLetter(text[index]) else { return true }
  return "以的左".unicodeScalars.contains(text[index])
}

private struct UnitWord: Sendable {
  let letters: [Unicode.Scalar]
  let kind: Figure.Kind
  let scale: Exact?
  /// 三家 is a count; 二级 and 三所 are seldom one.
  let standsBehindChinese: Bool

  init(_ word: String, _ kind: Figure.Kind, _ scale: Exact?, chinese: Bool = true) {
    letters = Array(word.unicodeScalars)
    self.kind = kind
    self.scale = scale
    standsBehindChinese = chinese
  }
}

/// Longer words stand before those that they begin with.
private let unitWords: [UnitWord] =
  [
    UnitWord("元", .money, .one), UnitWord("美元", .money, nil), UnitWord("欧元", .money, nil),
    UnitWord("港元", .money, nil), UnitWord("%", .share, Exact(1, over: 100), chinese: false),
    UnitWord("％", .share, Exact(1, over: 100), chinese: false),
    UnitWord("‰", .share, Exact(1, over: 1000), chinese: false),
    UnitWord("个百分点", .share, Exact(1, over: 100)), UnitWord("成", .share, Exact(1, over: 10)),
    UnitWord("倍", .share, .one), UnitWord("个工作日", .duration, nil),
    UnitWord("工作日", .duration, nil), UnitWord("个月", .duration, nil),
    UnitWord("年", .duration, nil), UnitWord("周", .duration, nil), UnitWord("天", .duration, nil),
    UnitWord("小时", .duration, nil), UnitWord("月", .date, nil, chinese: false),
    UnitWord("日", .date, nil, chinese: false),
  ]
  + ["家", "项", "个", "名", "件", "次", "场", "张", "条", "人", "户"].map {
    UnitWord($0, .count, .one)
  }
  + ["级", "强", "台", "套", "亩", "种", "所", "期", "位", "支", "篇", "吨"].map {
    UnitWord($0, .count, .one, chinese: false)
  }
