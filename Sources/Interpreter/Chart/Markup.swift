import JiliLexer

/// One element of an SVG drawing. Lengths are whole numbers of tenths of a unit, so that equal
/// charts are equal bytes on every machine.
package struct Markup: Sendable {
  enum Content: Sendable {
    case element(Markup)
    case text(String)
    /// Style sheets, which we write ourselves.
    case raw(String)
  }

  let name: String
  private(set) var attributes: [(name: String, value: String)] = []
  private(set) var content: [Content] = []

  init(_ name: String) { self.name = name }

  func with(_ name: String, _ value: String) -> Markup {
    var copy = self
    copy.attributes.append((name, value))
    return copy
  }

  /// A length or place, in tenths.
  func with(_ name: String, at tenths: Int) -> Markup { with(name, length(tenths)) }

  func with(_ elements: [Markup]) -> Markup {
    var copy = self
    copy.content += elements.map { .element($0) }
    return copy
  }

  func with(_ element: Markup) -> Markup { with([element]) }

  func saying(_ text: String) -> Markup {
    var copy = self
    copy.content.append(.text(text))
    return copy
  }

  func holding(raw: String) -> Markup {
    var copy = self
    copy.content.append(.raw(raw))
    return copy
  }

  /// Everything that may come from a file is escaped here, once.
  func write(to text: inout String) {
    text += "<" + name
    for (name, value) in attributes { text += " \(name)=\"\(escapedMarkup(value))\"" }
    if content.isEmpty {
      text += "/>"
      return
    }
    text += ">"
    for part in content {
      switch part {
      case .element(let element):
        element.write(to: &text)
        if name == "svg" || name == "g" { text += "\n" }
      case .text(let words): text += escapedMarkup(words)
      case .raw(let raw): text += raw
      }
    }
    text += "</\(name)>"
  }
}

/// `12.5` for 125 tenths.
func length(_ tenths: Int) -> String {
  let whole = tenths.magnitude / 10
  let rest = tenths.magnitude % 10
  return (tenths < 0 ? "-" : "") + String(whole) + (rest == 0 ? "" : "." + String(rest))
}
