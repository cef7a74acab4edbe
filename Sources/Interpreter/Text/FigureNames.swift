package import JiliLexer

/// Why digits of a policy text state nothing: they number things or belong to a name.
///
/// The list is closed and stands in docs/coverage.md; what is not on it is a number that a rule
/// has to cite or to omit.
package enum FigureName: String, Sendable, CaseIterable {
  /// `1.`, `12．`, `3、` at the beginning of a line.
  case item
  /// `第3条`, `第三批`, `第五次会议`
  case ordinal
  /// `〔2017〕15号`, `ICP备2022013427号`
  case document
  /// `《…三年行动计划（2022-2024年）》`
  case title
  /// `5G`, `415X`, `ISO9001`: joined to Latin letters, without a unit.
  case letters
  /// `“146”`, `“5+5+6”`, `“1+N”`: nothing but digits, letters and signs in quotation marks.
  case code
  /// `电话：88510737`, `12345热线`
  case telephone
  /// `2024年12月9日` alone on its line.
  case dateline
  /// `（单位：亿元）`
  case caption

  package var wording: Wording {
    switch self {
    case .item: Wording(zh: "条目编号", en: "item number")
    case .ordinal: Wording(zh: "序数", en: "ordinal")
    case .document: Wording(zh: "文号", en: "document number")
    case .title: Wording(zh: "文件名", en: "document title")
    case .letters: Wording(zh: "字母连写的名称", en: "name with letters")
    case .code: Wording(zh: "引号里的代号", en: "code in quotation marks")
    case .telephone: Wording(zh: "电话", en: "telephone number")
    case .dateline: Wording(zh: "落款日期", en: "date line")
    case .caption: Wording(zh: "单位说明", en: "unit caption")
    }
  }
}

/// Tells the digits that number or name something from those that state something.
struct FigureNames {
  private let text: [Unicode.Scalar]
  private let isInTitle: [Bool]

  init(_ text: [Unicode.Scalar]) {
    self.text = text
    var inside = [Bool](repeating: false, count: text.count)
    var open: Int?
    for (index, scalar) in text.enumerated() {
      switch scalar {
      case "《": open = open ?? index
      case "\n": open = nil
      case "》":
        // Only a title that is closed on its line is one.
        if let open { for place in open...index { inside[place] = true } }
        open = nil
      default: break
      }
    }
    isInTitle = inside
  }

  func name(
    _ range: Range<Int>, _ kind: Figure.Kind, digits: Int, isBare: Bool
  ) -> FigureName? {
    if isInTitle[range.lowerBound] { return .title }
    if isOrdinal(range) { return .ordinal }
    if isBare {
      if isDocumentNumber(range) { return .document }
      if isItem(range) { return .item }
      if isTelephone(range, digits) { return .telephone }
      if isLetter(range.lowerBound - 1) || isLetter(range.upperBound) { return .letters }
      if isCode(range) { return .code }
    }
    if kind == .date, isDateLine(range) { return .dateline }
    return isCaption(range) ? .caption : nil
  }

  // MARK: - Rules

  private func isOrdinal(_ range: Range<Int>) -> Bool {
    guard scalar(range.lowerBound - 1) == "第" else { return false }
    let words: Set<Unicode.Scalar> = [
      "条", "款", "项", "章", "节", "编", "批", "届", "次", "号", "期", "版", "轮", "页",
    ]
    return range.upperBound > range.lowerBound
      && [scalar(range.upperBound - 1), scalar(range.upperBound)].contains { word in
        word.map(words.contains) ?? false
      }
  }

  /// `15号`, and the year in brackets before it.
  private func isDocumentNumber(_ range: Range<Int>) -> Bool {
    if scalar(range.upperBound) == "号" { return true }
    guard let open = scalar(range.lowerBound - 1), "〔[［（(【".unicodeScalars.contains(open),
      let close = scalar(range.upperBound), "〕]］）)】".unicodeScalars.contains(close)
    else { return false }
    var index = range.upperBound + 1
    if scalar(index) == "第" { index += 1 }
    guard let number = digitNumeral(text, at: index) else { return false }
    return scalar(number.range.upperBound) == "号"
  }

  private func isItem(_ range: Range<Int>) -> Bool {
    guard let mark = scalar(range.upperBound), ".．、)）".unicodeScalars.contains(mark),
      scalar(range.upperBound + 1).flatMap(digitValue) == nil
    else { return false }
    var index = range.lowerBound - 1
    if let open = scalar(index), mark == ")" || mark == "）", open == "(" || open == "（" {
      index -= 1
    }
    while let before = scalar(index), before != "\n" {
      if before == "]" {
        // `[bookmark: …]`, which comes with texts out of a word processor.
        while let inside = scalar(index), inside != "[", inside != "\n" { index -= 1 }
        if scalar(index) != "[" { return false }
      } else if !isBlank(before), before != "\u{FEFF}" {
        return false
      }
      index -= 1
    }
    return true
  }

  private func isTelephone(_ range: Range<Int>, _ digits: Int) -> Bool {
    guard digits >= 5 else { return false }
    let words = ["电话", "热线", "传真", "手机", "邮编"]
    let before = string(max(0, range.lowerBound - 4)..<range.lowerBound)
    let behind = string(range.upperBound..<min(text.count, range.upperBound + 2))
    return words.contains { before.contains($0) || behind == $0 }
  }

  private func isCode(_ range: Range<Int>) -> Bool {
    func isPart(_ scalar: Unicode.Scalar) -> Bool {
      digitValue(scalar) != nil || isLatin(scalar) || "+＋-.×".unicodeScalars.contains(scalar)
    }
    let marks: Set<Unicode.Scalar> = ["“", "”", "\"", "‘", "’", "「", "」"]
    var start = range.lowerBound - 1
    while let before = scalar(start), isPart(before) { start -= 1 }
    var end = range.upperBound
    while let behind = scalar(end), isPart(behind) { end += 1 }
    guard let open = scalar(start), let close = scalar(end) else { return false }
    return marks.contains(open) && marks.contains(close)
  }

  private func isDateLine(_ range: Range<Int>) -> Bool {
    guard scalar(range.upperBound - 1) == "日" else { return false }
    return onlyBlanks(from: range.lowerBound - 1, by: -1)
      && onlyBlanks(from: range.upperBound, by: 1)
  }

  private func onlyBlanks(from start: Int, by step: Int) -> Bool {
    var index = start
    while let scalar = scalar(index), scalar != "\n" {
      if !isBlank(scalar) { return false }
      index += step
    }
    return true
  }

  private func isCaption(_ range: Range<Int>) -> Bool {
    guard digitValue(text[range.lowerBound]) == nil else { return false }
    let before = string(max(0, range.lowerBound - 3)..<range.lowerBound)
    if before.hasSuffix("单位：") || before.hasSuffix("单位:") { return true }
    let brackets = [scalar(range.lowerBound - 1), scalar(range.upperBound)]
    return brackets == ["（", "）"] || brackets == ["(", ")"]
  }

  // MARK: - Characters

  private func scalar(_ index: Int) -> Unicode.Scalar? {
    text.indices.contains(index) ? text[index] : nil
  }

  private func isLetter(_ index: Int) -> Bool { scalar(index).map(isLatin) ?? false }

  private func isLatin(_ scalar: Unicode.Scalar) -> Bool {
    let folded = foldedSymbol(scalar)
    return ("a"..."z").contains(folded) || ("A"..."Z").contains(folded) || folded == "_"
  }

  private func string(_ range: Range<Int>) -> String {
    var string = String.UnicodeScalarView()
    string.append(contentsOf: text[range])
    return String(string)
  }
}
