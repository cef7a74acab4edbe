package import JiliLexer

/// Writes findings into a rule file as comments above the guilty lines, in both languages:
///
///     # error 4-8 J2104: unknown field `营业收人`
///     # = did you mean `营业收入`?
///     # 错误 4-8 J2104: 没有字段 `营业收人`
///     # = 是否 `营业收入`？
///     若 营业收人 …
///
/// Columns are characters counted from 1, the end exclusive; `4-+2:7` ends two lines below. An edit
/// is `# + 4-8 营业收入`, a second place `# @ 4-8 +3: first defined here`, its line counted from the
/// guilty one; a second place in another file is `# @ elsewhere: …`.
package func annotate(_ text: String, with diagnostics: [Diagnostic]) -> String {
  let source = Source(name: "golden", text: text)
  var above: [Int: [String]] = [:]
  for diagnostic in diagnostics {
    let line = source.lineIndex(at: diagnostic.span.start)
    above[line, default: []] += annotations(of: diagnostic, in: source)
  }
  var result = String.UnicodeScalarView()
  for index in source.lineStarts.indices {
    let start = source.lineStarts[index]
    let end = index + 1 < source.lineStarts.count ? source.lineStarts[index + 1] : UInt32.max
    let notes = (above[index] ?? []).map { $0 + "\n" }.joined()
    result.append(contentsOf: notes.unicodeScalars)
    result.append(contentsOf: source.text(start..<end).unicodeScalars)
  }
  return String(result)
}

/// The rule file without its annotations.
package func withoutAnnotations(_ text: String) -> String {
  let source = Source(name: "golden", text: text)
  var kept: [UInt8] = []
  for index in source.lineStarts.indices where !isAnnotation(source.line(index)) {
    let end =
      index + 1 < source.lineStarts.count
      ? Int(source.lineStarts[index + 1]) : source.bytes.count
    kept += source.bytes[Int(source.lineStarts[index])..<end]
  }
  return String(decoding: kept, as: UTF8.self)
}

private func isAnnotation(_ line: String) -> Bool {
  if ["# = ", "# + ", "# @ "].contains(where: line.hasPrefix) { return true }
  for language in [Language.zh, .en] {
    for severity in [Severity.error, .warning, .note] {
      let head = "# \(severity.word(language)) "
      if line.hasPrefix(head), line.dropFirst(head.count).first?.isNumber == true { return true }
    }
  }
  return false
}

private func annotations(of diagnostic: Diagnostic, in source: Source) -> [String] {
  let base = source.place(at: diagnostic.span.start).line
  let place = columns(of: diagnostic.span, in: source)
  var lines: [String] = []
  for language in [Language.en, .zh] {
    let word = diagnostic.severity.word(language)
    lines.append("# \(word) \(place) \(diagnostic.code): \(diagnostic.message.text(language))")
    for label in diagnostic.labels {
      guard label.span.file == diagnostic.span.file else {
        lines.append("# @ elsewhere: \(label.text.text(language))")
        continue
      }
      let distance = source.place(at: label.span.start).line - base
      let sign = distance < 0 ? "" : "+"
      let columns = columns(of: label.span, in: source)
      lines.append("# @ \(columns) \(sign)\(distance): \(label.text.text(language))")
    }
    lines += diagnostic.notes.map { "# = \($0.text(language))" }
  }
  for fix in diagnostic.fixes {
    lines.append("# + \(columns(of: fix.span, in: source)) \(fix.replacement)")
  }
  return lines.map(visible)
}

private func columns(of span: Span, in source: Source) -> String {
  let start = source.place(at: span.start)
  let end = source.place(at: span.end)
  let distance = end.line - start.line
  return distance == 0
    ? "\(start.column)-\(end.column)" : "\(start.column)-+\(distance):\(end.column)"
}
