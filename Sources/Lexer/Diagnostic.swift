/// One text in the two languages of the program; both are written side by side.
package struct Wording: Hashable, Sendable {
  package let zh: String
  package let en: String

  package init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  package func text(_ language: Language) -> String { language == .zh ? zh : en }
}

/// An error that names its cause in both languages: why a file cannot be read.
package protocol WordedError: Error {
  var cause: Wording { get }
}

package enum Language: String, CaseIterable, Sendable { case zh, en }

package enum Severity: UInt8, Sendable, Comparable {
  case note, warning, error

  package static func < (one: Severity, other: Severity) -> Bool { one.rawValue < other.rawValue }
}

/// A finding about a place in a rule file: what was found, where, and what to do.
///
/// Only the catalogues (`…Diagnostics.swift`, one a room) make diagnostics, so that every text has
/// a stable code, both languages and a test.
package struct Diagnostic: Sendable {
  /// A second place that belongs to the finding: "first defined here".
  package struct Label: Sendable {
    package let span: Span
    package let text: Wording

    package init(_ span: Span, _ text: Wording) {
      self.span = span
      self.text = text
    }
  }

  /// An edit that mends the finding.
  package struct Fix: Sendable {
    package let span: Span
    package let replacement: String

    package init(_ span: Span, _ replacement: String) {
      self.span = span
      self.replacement = replacement
    }
  }

  package let code: String
  package let severity: Severity
  package let message: Wording
  package let span: Span
  package var labels: [Label] = []
  package var notes: [Wording] = []
  package var fixes: [Fix] = []

  package init(
    _ code: String, _ severity: Severity = .error, at span: Span, zh: String, en: String
  ) {
    self.code = code
    self.severity = severity
    self.span = span
    message = Wording(zh: zh, en: en)
  }

  package func noting(zh: String, en: String) -> Diagnostic {
    var copy = self
    copy.notes.append(Wording(zh: zh, en: en))
    return copy
  }

  package func labelled(_ span: Span, zh: String, en: String) -> Diagnostic {
    var copy = self
    copy.labels.append(Label(span, Wording(zh: zh, en: en)))
    return copy
  }

  package func fixing(_ span: Span, with replacement: String) -> Diagnostic {
    var copy = self
    copy.fixes.append(Fix(span, replacement))
    return copy
  }

  /// Offers the nearest known name as a note and an edit, where one is near enough.
  package func suggesting(_ found: String, among known: [String], at span: Span) -> Diagnostic {
    guard let nearest = nearestName(to: found, among: known) else { return self }
    return noting(zh: "是否 `\(nearest)`？", en: "did you mean `\(nearest)`?")
      .fixing(span, with: nearest)
  }
}

/// The user's text as a message quotes it: cut where it is long, so that no message fills a screen.
package func quoted(_ text: String) -> String {
  guard text.count > Limits.quotedCharacters else { return text }
  return text.prefix(Limits.quotedCharacters - 1) + "…"
}
