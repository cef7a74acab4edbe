/// The lexer's catalogue: J1001 to J1099.
extension Diagnostic {
  static func fileTooLong(at span: Span) -> Diagnostic {
    let limit = Limits.ruleFileBytes >> 20
    return Diagnostic(
      "J1001", at: span, zh: "规则文件超过 \(limit) MiB", en: "rule file is larger than \(limit) MiB")
  }

  static func invalidUTF8(at span: Span) -> Diagnostic {
    Diagnostic(
      "J1002", at: span, zh: "此处不是 UTF-8 编码，请把文件另存为 UTF-8",
      en: "not valid UTF-8 here; save the file as UTF-8")
  }

  /// Names the code point, since the character itself cannot be seen.
  static func forbiddenCharacter(_ scalar: Unicode.Scalar, at span: Span) -> Diagnostic {
    let code = codePoint(scalar)
    return Diagnostic(
      "J1003", at: span, zh: "不允许的字符 \(code)（控制、不可见或双向字符），请删除",
      en: "character \(code) is not allowed (control, invisible or bidirectional); delete it"
    ).fixing(span, with: "")
  }

  static func unknownCharacter(_ scalar: Unicode.Scalar, at span: Span) -> Diagnostic {
    Diagnostic(
      "J1004", at: span, zh: "规则里没有 `\(scalar)` 这个符号（\(codePoint(scalar))）",
      en: "`\(scalar)` (\(codePoint(scalar))) is no symbol of the language")
  }

  static func unterminatedString(closer: Unicode.Scalar, at span: Span) -> Diagnostic {
    Diagnostic(
      "J1005", at: span, zh: "文字没有结束，行末缺 `\(closer)`",
      en: "string is not closed; `\(closer)` is missing before the end of the line"
    ).fixing(span.after, with: String(closer))
  }

  static func unterminatedName(closer: Unicode.Scalar, at span: Span) -> Diagnostic {
    Diagnostic(
      "J1006", at: span, zh: "名称没有结束，行末缺 `\(closer)`",
      en: "name is not closed; `\(closer)` is missing before the end of the line"
    ).fixing(span.after, with: String(closer))
  }

  static func emptyName(at span: Span) -> Diagnostic {
    Diagnostic("J1007", at: span, zh: "名称是空的", en: "name is empty")
  }

  static func unknownUnit(_ unit: String, at span: Span) -> Diagnostic {
    let known = Unit.spellings.joined(separator: " ")
    return Diagnostic(
      "J1008", at: span, zh: "`\(unit)` 不是单位", en: "`\(unit)` is no unit"
    )
    .noting(zh: "单位有：\(known)", en: "units are: \(known)")
    .suggesting(unit, among: Unit.spellings, at: span)
  }

  static func numberTooLong(at span: Span) -> Diagnostic {
    Diagnostic(
      "J1009", at: span, zh: "数字超过 \(Limits.digits) 位",
      en: "number has more than \(Limits.digits) digits")
  }

  static func noSuchDate(_ text: String, at span: Span) -> Diagnostic {
    Diagnostic("J1010", at: span, zh: "没有 `\(text)` 这一天", en: "there is no date `\(text)`")
  }

  private static func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
