/// Swift or C source with the contents of strings and comments blanked out, line breaks kept, so
/// that a rule about code does not stumble over prose.
func withoutProse(_ text: String) -> String {
  var mask = ProseMask(scalars: Array(text.unicodeScalars))
  mask.run()
  return mask.code
}

private struct ProseMask {
  let scalars: [Unicode.Scalar]
  var position = 0
  var code = ""

  init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  mutating func run() {
    while position < scalars.count {
      if starts("//") {
        while position < scalars.count, scalars[position] != "\n" { blank() }
      } else if starts("/*") {
        skipBlockComment()
      } else if let hashes = stringOpener() {
        skipString(hashes: hashes)
      } else {
        keep()
      }
    }
  }

  private func starts(_ word: String) -> Bool {
    var place = position
    for scalar in word.unicodeScalars {
      guard place < scalars.count, scalars[place] == scalar else { return false }
      place += 1
    }
    return true
  }

  private mutating func keep() {
    code.unicodeScalars.append(scalars[position])
    position += 1
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where position < scalars.count {
      code.unicodeScalars.append(scalars[position] == "\n" ? "\n" : " ")
      position += 1
    }
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if starts("/*") {
        depth += 1
        blank(2)
      } else if starts("*/") {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && position < scalars.count
  }

  /// The number of `#` before a quote that opens a string here.
  private func stringOpener() -> Int? {
    var index = position
    while index < scalars.count, scalars[index] == "#" { index += 1 }
    return index < scalars.count && scalars[index] == "\"" ? index - position : nil
  }

  private mutating func skipString(hashes: Int) {
    let sign = String(repeating: "#", count: hashes)
    blank(hashes)
    let quote = starts("\"\"\"") ? "\"\"\"" : "\""
    blank(quote.count)
    while position < scalars.count, !starts(quote + sign) {
      if quote == "\"", scalars[position] == "\n" { return }
      if starts("\\" + sign + "(") {
        blank(hashes + 2)
        skipInterpolation()
      } else if starts("\\" + sign) {
        blank(hashes + 2)
      } else {
        blank()
      }
    }
    blank(quote.count + hashes)
  }

  private mutating func skipInterpolation() {
    var depth = 1
    while position < scalars.count, depth > 0 {
      if let hashes = stringOpener() {
        skipString(hashes: hashes)
        continue
      }
      if scalars[position] == "(" { depth += 1 }
      if scalars[position] == ")" { depth -= 1 }
      blank()
    }
  }
}

/// One function of a file: where its signature stands and how many lines it takes.
struct FunctionExtent {
  let line: Int
  let lineCount: Int
}

/// The functions, initialisers and accessors with a body, found by their braces.
func functions(in code: String) -> [FunctionExtent] {
  var found: [FunctionExtent] = []
  let signature =
    /\b(?:func\b|init[?]?\s*[<(]|subscript\s*[<(]|var\s+\w+\s*:[^=\n{]*\{)/
  for head in code.matches(of: signature.wordBoundaryKind(.simple)) {
    guard let body = bodyEnd(in: code, from: head.range.lowerBound) else { continue }
    let line = code[..<head.range.lowerBound].count { $0.isNewline } + 1
    let lineCount = code[head.range.lowerBound...body].count { $0.isNewline } + 1
    found.append(FunctionExtent(line: line, lineCount: lineCount))
  }
  return found
}

/// The closing brace of the body that begins behind a signature; nil for a requirement or a call.
private func bodyEnd(in code: String, from start: String.Index) -> String.Index? {
  var braces = 0
  var brackets = 0
  var index = start
  while index < code.endIndex {
    switch code[index] {
    case "(", "[": brackets += 1
    case ")", "]":
      brackets -= 1
      if brackets < 0 { return nil }
    case "{": braces += 1
    case "}":
      braces -= 1
      if braces < 0 { return nil }
      if braces == 0, brackets == 0 { return index }
    case "\n":
      // A signature without a body ends with its line, unless the line is continued.
      let rest = code[code.index(after: index)...].drop { $0 == " " }
      let isContinued = rest.hasPrefix("->") || rest.hasPrefix("{") || rest.hasPrefix("where")
      let isOpen = code[..<index].last { $0 != " " } == ")" && isContinued
      if braces == 0, brackets == 0, !isOpen, !isContinued { return nil }
    default: break
    }
    index = code.index(after: index)
  }
  return nil
}
