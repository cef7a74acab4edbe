/// How a finding is dressed: plain text, or colours for a terminal.
package enum RenderStyle: Sendable { case plain, ansi }

/// One finding for its reader: what, where, the source line with carets under the right characters,
/// the other places that belong to it, what to do, and the edit offered.
///
/// Ends with a line break. A place in a file that is not in `sources` shows the message alone.
package func render(
  _ diagnostic: Diagnostic, sources: [Source], language: Language, style: RenderStyle = .plain
) -> String {
  var page = Page(sources: sources, language: language, style: style)
  page.write(diagnostic)
  return page.text
}

/// All findings of a run in the order of the text, and a last line that counts them.
///
/// At most `Limits.diagnostics` are shown, errors before warnings; the rest is counted.
package func render(
  _ diagnostics: [Diagnostic], sources: [Source], language: Language, style: RenderStyle = .plain
) -> String {
  guard !diagnostics.isEmpty else { return "" }
  var page = Page(sources: sources, language: language, style: style)
  for diagnostic in shown(diagnostics) {
    page.write(diagnostic)
    page.text += "\n"
  }
  page.text += summary(of: diagnostics, language: language) + "\n"
  return page.text
}

/// `3 errors, 1 warning, 2 notes; 20 more not shown`; notes only where there are any.
package func summary(of diagnostics: [Diagnostic], language: Language) -> String {
  let errors = diagnostics.count { $0.severity == .error }
  let warnings = diagnostics.count { $0.severity == .warning }
  let notes = diagnostics.count { $0.severity == .note }
  let hidden = max(0, diagnostics.count - Limits.diagnostics)
  switch language {
  case .zh:
    let rest = hidden > 0 ? "；另有 \(hidden) 处未显示" : ""
    let told = notes > 0 ? "，\(notes) 处说明" : ""
    return "\(errors) 个错误，\(warnings) 个警告\(told)\(rest)"
  case .en:
    let rest = hidden > 0 ? "; \(hidden) more not shown" : ""
    let told = notes > 0 ? ", \(notes) note\(notes == 1 ? "" : "s")" : ""
    return "\(errors) error\(errors == 1 ? "" : "s"), "
      + "\(warnings) warning\(warnings == 1 ? "" : "s")\(told)\(rest)"
  }
}

extension Severity {
  package func word(_ language: Language) -> String {
    switch self {
    case .error: language == .zh ? "错误" : "error"
    case .warning: language == .zh ? "警告" : "warning"
    case .note: language == .zh ? "说明" : "note"
    }
  }
}

/// The findings that fit, the gravest kept, in the order of files and places.
private func shown(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
  let byWeight = diagnostics.enumerated().sorted {
    ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
  }
  return byWeight.prefix(Limits.diagnostics).sorted {
    ($0.element.span.file, $0.element.span.start, $0.offset)
      < ($1.element.span.file, $1.element.span.start, $1.offset)
  }.map(\.element)
}

private struct Page {
  let sources: [Source]
  let language: Language
  let style: RenderStyle
  var text = ""

  init(sources: [Source], language: Language, style: RenderStyle) {
    self.sources = sources
    self.language = language
    self.style = style
  }

  mutating func write(_ diagnostic: Diagnostic) {
    let colour = Colour(diagnostic.severity)
    let head = "\(diagnostic.severity.word(language)) \(diagnostic.code)"
    text += paint(head, colour) + ": " + visible(diagnostic.message.text(language)) + "\n"
    let gutter = gutterWidth(diagnostic)
    write(diagnostic.span, mark: "^", colour, caption: nil, gutter)
    for label in diagnostic.labels {
      write(label.span, mark: "-", .place, caption: label.text.text(language), gutter)
    }
    let indent = String(repeating: " ", count: gutter + 1)
    for note in diagnostic.notes {
      text += indent + paint("=", .place) + " " + visible(note.text(language)) + "\n"
    }
    for fix in diagnostic.fixes where !isTold(fix, in: diagnostic.notes) {
      text += indent + paint("=", .place) + " " + offer(fix) + "\n"
    }
  }

  // MARK: - Places

  /// The place and the source lines of a span, marked.
  private mutating func write(
    _ span: Span, mark: Character, _ colour: Colour, caption: String?, _ gutter: Int
  ) {
    let tail = caption.map { ": " + visible($0) } ?? ""
    guard let source = source(of: span) else {
      if caption != nil { text += "  " + tail.dropFirst(2) + "\n" }
      return
    }
    let place = source.place(at: span.start)
    text += "  " + paint("\(visible(source.name)):\(place.line):\(place.column)", .place)
    text += tail + "\n"
    let first = source.lineIndex(at: span.start)
    let last = span.end > span.start ? source.lineIndex(at: span.end - 1) : first
    writeLine(first, of: source, span, mark, colour, gutter)
    guard last > first else { return }
    if last > first + 1 {
      text += String(repeating: " ", count: gutter) + " " + paint("…", .place) + "\n"
    }
    writeLine(last, of: source, span, mark, colour, gutter)
  }

  private mutating func writeLine(
    _ index: Int, of source: Source, _ span: Span, _ mark: Character, _ colour: Colour,
    _ gutter: Int
  ) {
    let number = String(source.number(ofLine: index))
    let padding = String(repeating: " ", count: gutter - number.count)
    let line = ShownLine(source: source, index: index, span: span)
    text += paint("\(padding)\(number) |", .place) + (line.text.isEmpty ? "" : " " + line.text)
    text += "\n" + String(repeating: " ", count: gutter) + " " + paint("|", .place)
    text += " " + String(repeating: " ", count: line.indent)
    text += paint(String(repeating: mark, count: line.width), colour) + "\n"
  }

  private func gutterWidth(_ diagnostic: Diagnostic) -> Int {
    var widest = 1
    for span in [diagnostic.span] + diagnostic.labels.map(\.span) {
      guard let source = source(of: span) else { continue }
      let offset = span.end > span.start ? span.end - 1 : span.start
      let line = source.number(ofLine: source.lineIndex(at: offset))
      widest = max(widest, String(line).count)
    }
    return widest
  }

  private func source(of span: Span) -> Source? {
    Int(span.file) < sources.count ? sources[Int(span.file)] : nil
  }

  // MARK: - Edits

  /// A note that already quotes the replacement says all there is to say.
  private func isTold(_ fix: Diagnostic.Fix, in notes: [Wording]) -> Bool {
    notes.contains { $0.text(language).contains("`\(fix.replacement)`") }
  }

  private func offer(_ fix: Diagnostic.Fix) -> String {
    let new = visible(fix.replacement)
    let old = source(of: fix.span).map { visible(quoted($0.text(fix.span))) } ?? ""
    let isChinese = language == .zh
    if fix.span.start == fix.span.end {
      return isChinese ? "插入 `\(new)`\(position(fix))" : "insert `\(new)`\(position(fix))"
    }
    if new.isEmpty { return isChinese ? "删除它\(position(fix))" : "delete it\(position(fix))" }
    return isChinese ? "把 `\(old)` 改为 `\(new)`" : "replace `\(old)` with `\(new)`"
  }

  private func position(_ fix: Diagnostic.Fix) -> String {
    guard let source = source(of: fix.span) else { return "" }
    let place = source.place(at: fix.span.start)
    return language == .zh
      ? "（第 \(place.line) 行第 \(place.column) 列）"
      : " (line \(place.line), column \(place.column))"
  }

  private func paint(_ words: String, _ colour: Colour) -> String {
    style == .ansi ? "\u{1B}[\(colour.rawValue)m\(words)\u{1B}[0m" : words
  }
}

private enum Colour: String {
  case error = "1;31"
  case warning = "1;33"
  case note = "1;36"
  case place = "34"

  init(_ severity: Severity) {
    switch severity {
    case .error: self = .error
    case .warning: self = .warning
    case .note: self = .note
    }
  }
}
