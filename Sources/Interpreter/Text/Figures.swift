import JiliLexer

/// A number that a policy text states: `150万元`, `20%`, `１：１`, `三年`, `2026年*月*日`.
package struct Figure: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case money, share, count, date, duration
    /// Without a unit that tells what it is.
    case number
  }

  /// The characters, the unit included.
  package let range: Range<Int>
  package let kind: Kind
  /// What it may stand for, in 元, as a share or as a count; empty where it is not compared.
  package let values: [Exact]
  /// Why the digits are no number of the policy: they count articles or belong to a name.
  package let name: FigureName?
}

/// Finds the numbers of a policy text in order.
///
/// Every run of digits is one, whatever stands behind it. Chinese numerals are one where a unit or
/// a counting word says so: 三年, 十二条, 千分之五, 千亿级; 一个 and 二次 are no counts, and 万家 or 百场
/// without a digit before it is a way of speaking.
package func figures(in text: [Unicode.Scalar]) -> [Figure] {
  var scan = FigureScan(text: text)
  scan.run()
  return scan.figures
}

private struct FigureScan {
  struct Draft {
    var range: Range<Int>
    var kind: Figure.Kind
    var values: [Exact] = []
    /// The bare number at the beginning, which may take the unit of a later one: `10、30万元`.
    var bare: Exact?
    /// What one of the unit is.
    var scale: Exact?
    var digits = 0
  }

  let text: [Unicode.Scalar]
  var drafts: [Draft] = []

  mutating func run() {
    var index = 0
    while index < text.count {
      guard var draft = draft(at: index) else {
        index = chineseNumeral(text, at: index)?.range.upperBound ?? index + 1
        continue
      }
      // `1000-2000万元`, `1-2个`, `2026-2028`: one statement with two ends.
      if isJoiner(draft.range.upperBound), isDigit(draft.range.upperBound + 1),
        let end = self.draft(at: draft.range.upperBound + 1)
      {
        draft = joined(draft, end)
      }
      drafts.append(draft)
      index = draft.range.upperBound
    }
    inheritUnits()
  }

  var figures: [Figure] {
    let names = FigureNames(text)
    return drafts.map { draft in
      Figure(
        range: draft.range, kind: draft.kind, values: draft.values,
        name: names.name(
          draft.range, draft.kind, digits: draft.digits, isBare: draft.scale == nil))
    }
  }

  // MARK: - One number

  private func draft(at index: Int) -> Draft? {
    for word in shareWords where text[index...].starts(with: word.letters) {
      let end = index + word.letters.count
      return Draft(range: index..<end, kind: word.kind, values: [word.value], scale: .one)
    }
    if let numeral = digitNumeral(text, at: index) { return figure(numeral) }
    if let numeral = chineseNumeral(text, at: index) { return chineseFigure(numeral) }
    return nil
  }

  private func figure(_ numeral: Numeral) -> Draft {
    let end = numeral.range.upperBound
    let whole = Draft(
      range: numeral.range, kind: .number, values: numeral.value.map { [$0] } ?? [],
      bare: numeral.value, digits: numeral.digits)
    if isYear(numeral), let dateEnd = dateEnd(end) {
      return Draft(
        range: numeral.range.lowerBound..<dateEnd, kind: .date, scale: .one, digits: numeral.digits)
    }
    if let share = fraction(numeral) { return share }
    if let ratio = ratio(numeral) { return ratio }
    guard let unit = figureUnit(text, at: end, isChinese: false) else { return whole }
    var draft = measured(whole, unit)
    if unit.kind == .date, let dayEnd = part(unit.end, marks: ["日", "号"]) {
      draft.range = draft.range.lowerBound..<dayEnd
    }
    return draft
  }

  private func measured(_ number: Draft, _ unit: FigureUnit) -> Draft {
    var draft = number
    draft.range = number.range.lowerBound..<unit.end
    draft.kind = unit.kind
    draft.scale = unit.scale ?? .one
    let value = unit.scale.flatMap { scale in number.bare.flatMap { $0.multiplied(by: scale) } }
    draft.values = value.map { [$0] } ?? []
    draft.bare = nil
    return draft
  }

  private func chineseFigure(_ numeral: Numeral) -> Draft? {
    if let share = fraction(numeral) { return share }
    let letters = text[numeral.range]
    let unit = figureUnit(text, at: numeral.range.upperBound, isChinese: true)
    let number = Draft(range: numeral.range, kind: .number, bare: numeral.value)
    // 亿元, 千万元, 千亿级: a sum without a digit before it.
    let beginsWithPower = letters.first.flatMap(tenfold).map { $0 > 1 } ?? false
    let isBareWan = letters.elementsEqual(["万"])
    if letters.count > 1, letters.last == "亿", letters.allSatisfy({ tenfold($0) != nil }) {
      return measured(
        number,
        FigureUnit(
          kind: .money, scale: .one,
          end: unit?.kind == .money ? unit?.end ?? 0 : numeral.range.upperBound))
    }
    guard let unit else { return nil }
    if beginsWithPower, unit.kind != .money || isBareWan { return nil }
    // 一个 is an article, 二次 is the second time, 零件 is a part.
    if letters.count == 1, "零〇一二".unicodeScalars.contains(letters.first ?? "〇"),
      unit.kind == .count
    {
      return nil
    }
    if unit.kind == .duration, letters.count == 4, letters.allSatisfy({ tenfold($0) == nil }) {
      return Draft(range: numeral.range.lowerBound..<unit.end, kind: .date, scale: .one)
    }
    return measured(number, unit)
  }

  /// `百分之二十`, `千分之5`, `三分之一`.
  private func fraction(_ below: Numeral) -> Draft? {
    let start = below.range.upperBound
    guard text[start...].starts(with: ["分", "之"]),
      let above = digitNumeral(text, at: start + 2) ?? chineseNumeral(text, at: start + 2)
    else { return nil }
    let value = below.value.flatMap { whole in above.value.flatMap { $0.divided(by: whole) } }
    return Draft(
      range: below.range.lowerBound..<above.range.upperBound, kind: .share,
      values: value.map { [$0] } ?? [], scale: .one)
  }

  /// `1:1`, `１：２`: of a subsidy that is matched, either may be the part.
  private func ratio(_ first: Numeral) -> Draft? {
    let sign = first.range.upperBound
    guard text.indices.contains(sign), [":", "：", "∶", "比"].contains(text[sign]),
      let second = digitNumeral(text, at: sign + 1)
    else { return nil }
    var values: [Exact] = []
    if let one = first.value, let other = second.value {
      values = [one.divided(by: other), other.divided(by: one)].compactMap(\.self)
    }
    return Draft(
      range: first.range.lowerBound..<second.range.upperBound, kind: .share, values: values,
      scale: .one, digits: first.digits + second.digits)
  }

  // MARK: - Dates

  private func isYear(_ numeral: Numeral) -> Bool {
    guard numeral.digits == 4, numeral.range.count == 4, let value = numeral.value else {
      return false
    }
    return Exact(1900) <= value && value < Exact(2200)
  }

  /// The end of `年*月*日`, `年5月` or `年`, or of `-05-01`, behind the digits of a year.
  private func dateEnd(_ start: Int) -> Int? {
    let index = afterBlanks(text, start)
    if text.indices.contains(index), text[index] == "年" {
      guard let month = part(index + 1, marks: ["月"]) else { return index + 1 }
      return part(month, marks: ["日", "号"]) ?? month
    }
    guard text.indices.contains(start), text[start] == "-" || text[start] == "/",
      let month = digitNumeral(text, at: start + 1), month.digits <= 2,
      text.indices.contains(month.range.upperBound), text[month.range.upperBound] == text[start],
      let day = digitNumeral(text, at: month.range.upperBound + 1), day.digits <= 2
    else { return nil }
    return day.range.upperBound
  }

  /// The end of a month or day: digits, or what a draft writes in their place.
  private func part(_ start: Int, marks: [Unicode.Scalar]) -> Int? {
    var index = start
    while index < text.count, index - start < 6,
      text[index] == " " || isDigit(index) || placeholders.contains(text[index])
    {
      index += 1
    }
    guard index > start, index < text.count, marks.contains(text[index]) else { return nil }
    return index + 1
  }

  // MARK: - Several numbers

  private func joined(_ low: Draft, _ high: Draft) -> Draft {
    var both = high
    both.range = low.range.lowerBound..<high.range.upperBound
    both.digits = low.digits + high.digits
    if let bare = low.bare, let scale = high.scale {
      both.values = [bare.multiplied(by: scale)].compactMap(\.self) + high.values
    } else {
      both.values = low.values + high.values
    }
    both.bare = nil
    let isYears = low.digits == 4 && low.kind == .number && text[low.range.lowerBound] != "0"
    if isYears, high.digits == 4, high.kind == .number || high.kind == .date {
      both.kind = .date
      both.scale = .one
      both.values = []
    }
    return both
  }

  /// `10、30、50万元`: each number has the unit of the last.
  private mutating func inheritUnits() {
    for index in drafts.indices.dropLast().reversed() {
      let next = drafts[index + 1]
      let gap = drafts[index].range.upperBound..<next.range.lowerBound
      guard let bare = drafts[index].bare, let scale = next.scale, next.kind != .date,
        gap.count == 1, ["、", "/", "和", "或", "至"].contains(text[gap.lowerBound])
      else { continue }
      drafts[index].kind = next.kind
      drafts[index].scale = scale
      drafts[index].values += [bare.multiplied(by: scale)].compactMap(\.self)
    }
  }

  private func isJoiner(_ index: Int) -> Bool {
    text.indices.contains(index) && ["-", "—", "–", "－", "~", "～"].contains(text[index])
  }

  private func isDigit(_ index: Int) -> Bool {
    text.indices.contains(index) && digitValue(text[index]) != nil
  }
}

/// What stands for a number that is left open.
private let placeholders: Set<Unicode.Scalar> = [
  "*", "＊", "×", "X", "x", "Ｘ", "_", "＿", "△", "○", "〇", "□", "\u{3000}",
]

/// Words that say a number without one.
private let shareWords: [(letters: [Unicode.Scalar], kind: Figure.Kind, value: Exact)] = {
  let half = Exact(1, over: 2) ?? .one
  let words: [(String, Figure.Kind, Exact)] = [
    ("减半", .share, half), ("一半", .share, half), ("各半", .share, half), ("对半", .share, half),
    ("全额", .share, .one), ("全覆盖", .share, .one), ("翻番", .share, Exact(2)),
    ("翻一番", .share, Exact(2)), ("零的突破", .count, .one), ("“零”的突破", .count, .one),
  ]
  return words.map { (Array($0.0.unicodeScalars), $0.1, $0.2) }
}()
