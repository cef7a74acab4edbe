/// The lexer's catalogue: J1001 to J1099.
extension Diagnostic {
  static func fileTooLong(at span: Span) -> Diagnostic {
    let limit = Limits.ruleFileBytes >> 20
    return Diagnostic(
      "J1001", at: span, zh: "规则文件超过 \(limit) MiB，是否给错了文件？",
      en: "rule file is larger than \(limit) MiB; is it the right file?")
  }

  static func invalidUTF8(at span: Span) -> Diagnostic {
    Diagnostic(
      "J1002", at: span, zh: "此处不是 UTF-8 编码，请把文件另存为 UTF-8",
      en: "not valid UTF-8 here; save the file as UTF-8")
  }

  /// Names the code point, since the character itself cannot be seen.
  static func forbiddenCharacter(
    _ scalar: Unicode.Scalar, _ reason: ForbiddenCharacter, at span: Span
  ) -> Diagnostic {
    if case .foreignDigit(let value) = reason {
      return foreignDigit(scalar, value: value, at: span)
    }
    let code = codePoint(scalar)
    let kind = reason.kind
    let isBlank = if case .oddBlank = reason { true } else { false }
    return Diagnostic(
      "J1003", at: span, zh: "\(kind.zh) \(code) 不能出现在规则文件里",
      en: "\(kind.en) \(code) may not stand in a rule file"
    ).fixing(span, with: isBlank ? " " : "")
  }

  static func unknownCharacter(_ scalar: Unicode.Scalar, at span: Span) -> Diagnostic {
    let found = Diagnostic(
      "J1004", at: span, zh: "规则里没有 `\(scalar)` 这个符号（\(codePoint(scalar))）",
      en: "`\(scalar)` (\(codePoint(scalar))) is no symbol of the language")
    guard let meant = intendedSymbol(scalar) else { return found }
    return found.noting(zh: "是否 `\(meant)`？", en: "did you mean `\(meant)`?")
      .fixing(span, with: meant)
  }

  static func unterminatedString(
    opener: Unicode.Scalar, closer: Unicode.Scalar, wrong: Unicode.Scalar?, at span: Span
  ) -> Diagnostic {
    let found = Diagnostic(
      "J1005", at: span, zh: "文字没有结束，行末缺 `\(closer)`",
      en: "string is not closed; `\(closer)` is missing before the end of the line"
    ).fixing(span.after, with: String(closer))
    guard let wrong else { return found }
    return found.noting(
      zh: "`\(opener)` 只由 `\(closer)` 结束，`\(wrong)` 不能",
      en: "`\(opener)` closes only with `\(closer)`, not with `\(wrong)`")
  }

  static func unterminatedName(closer: Unicode.Scalar, at span: Span) -> Diagnostic {
    Diagnostic(
      "J1006", at: span, zh: "名称没有结束，行末缺 `\(closer)`",
      en: "name is not closed; `\(closer)` is missing before the end of the line"
    ).fixing(span.after, with: String(closer))
  }

  static func emptyName(at span: Span) -> Diagnostic {
    Diagnostic(
      "J1007", at: span, zh: "名称是空的，请写在中间", en: "name is empty; write it between the marks")
  }

  static func unknownUnit(_ unit: String, at span: Span) -> Diagnostic {
    let known = Unit.spellings.joined(separator: " ")
    let made = Diagnostic(
      "J1008", at: span, zh: "`\(quoted(unit))` 不是单位", en: "`\(quoted(unit))` is no unit"
    )
    .noting(zh: "单位有：\(known)", en: "units are: \(known)")
    .suggesting(unit, among: Unit.spellings, at: span)
    guard let (tail, sign) = boundTails.first(where: { unit.hasSuffix($0.tail) }) else {
      return made
    }
    return made.noting(
      zh: "“\(tail)”不写在数后，写在数前：\(sign)", en: "for `\(tail)` write \(sign) before the number")
  }

  /// Words that policies put behind a number and the language before it.
  private static let boundTails: [(tail: String, sign: String)] = [
    ("以上", ">="), ("以下", "<="), ("左右", "约"),
  ]

  static func numberTooLong(at span: Span) -> Diagnostic {
    Diagnostic(
      "J1009", at: span, zh: "数字超过 \(Limits.digits) 位，请核对",
      en: "number has more than \(Limits.digits) digits; please check")
  }

  static func noSuchDate(_ text: String, at span: Span) -> Diagnostic {
    Diagnostic("J1010", at: span, zh: "没有 `\(text)` 这一天", en: "there is no date `\(text)`")
  }

  /// Reads as a date, but would be a subtraction or a division.
  static func looseDate(_ text: String, _ date: DateText, at span: Span) -> Diagnostic {
    let strict = [date.month, date.day].compactMap(\.self).reduce(String(date.year)) {
      $0 + "-" + ($1 < 10 ? "0" : "") + String($1)
    }
    return Diagnostic(
      "J1011", at: span, zh: "日期 `\(text)` 要写成 `\(strict)`",
      en: "the date `\(text)` is written `\(strict)`"
    )
    .noting(zh: "如果是算式，请在运算符两边空格", en: "put blanks around the operators of a sum")
    .fixing(span, with: strict)
  }

  static func foreignDigit(_ scalar: Unicode.Scalar, value: Int, at span: Span) -> Diagnostic {
    Diagnostic(
      "J1012", at: span, zh: "数字 \(codePoint(scalar)) 既不是半角也不是全角数字",
      en: "digit \(codePoint(scalar)) is neither an ASCII nor a full-width digit"
    )
    .noting(zh: "是否 `\(value)`？", en: "did you mean `\(value)`?")
    .fixing(span, with: String(value))
  }

  /// A radical or a compatibility ideograph in a name: the same picture, another character.
  static func strangeIdeograph(_ name: String, plain: String, at span: Span) -> Diagnostic {
    let pairs = zip(name.unicodeScalars, plain.unicodeScalars).filter { $0 != $1 }.prefix(4)
    let zh = pairs.map { "\(codePoint($0)) 应为 `\($1)` \(codePoint($1))" }
    let en = pairs.map { "\(codePoint($0)) for `\($1)` \(codePoint($1))" }
    return Diagnostic(
      "J1013", at: span, zh: "名称里有形似字：\(zh.joined(separator: "、"))",
      en: "name holds look-alike characters: \(en.joined(separator: ", "))"
    ).fixing(span, with: plain)
  }

  static func looksLikeKeyword(_ word: String, keyword: String, at span: Span) -> Diagnostic {
    let strange = word.unicodeScalars.first { !keyword.unicodeScalars.contains($0) }
    let code = strange.map(codePoint) ?? ""
    return Diagnostic(
      "J1014", at: span, zh: "看起来是 `\(keyword)`，但含有形似字 \(code)",
      en: "looks like `\(keyword)`, but holds the look-alike character \(code)"
    ).fixing(span, with: keyword)
  }

  static func nameTooLong(at span: Span) -> Diagnostic {
    Diagnostic(
      "J1016", at: span, zh: "名称超过 \(Limits.nameLetters) 个字，是否缺了标点？",
      en: "name has more than \(Limits.nameLetters) letters; is a mark missing?")
  }

  static func tooManyFaults(after span: Span) -> Diagnostic {
    Diagnostic(
      "J1015", at: span, zh: "此文件的字符错误超过 \(Limits.lexerDiagnostics) 处，其余未列出；它是规则文件吗？",
      en: "more than \(Limits.lexerDiagnostics) faults of characters, the rest is not listed; "
        + "is this a rule file?")
  }

  private static func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension ForbiddenCharacter {
  /// What the character is, for the reader of a message.
  fileprivate var kind: Wording {
    switch self {
    case .control: Wording(zh: "控制字符", en: "control character")
    case .invisible: Wording(zh: "不可见字符", en: "invisible character")
    case .bidirectional: Wording(zh: "改变文字方向的字符", en: "bidirectional character")
    case .oddBlank: Wording(zh: "特殊空格", en: "unusual blank")
    case .privateUse: Wording(zh: "自造字", en: "private-use character")
    case .lost: Wording(zh: "已丢失的字符", en: "replacement for a lost character")
    case .noncharacter: Wording(zh: "非字符", en: "noncharacter")
    case .foreignDigit: Wording(zh: "数字", en: "digit")
    }
  }
}
