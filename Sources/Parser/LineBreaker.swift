import JiliLexer

/// What stands on the lines of a statement, before it is known where they break.
enum Mark {
  case text(String, width: Int)
  /// A blank at which no line breaks.
  case space
  /// A blank, or a line break if the group around it asks for one.
  case breakable
  /// A line break for certain.
  case lineBreak
  case open(Group)
  case close
  /// Comments on lines of their own.
  case above([String])
  /// A comment to the end of the line.
  case beside(String)
}

/// Marks that share a fate: they fit on the line together, or their breaks are used.
struct Group {
  enum Breaks {
    /// All of them.
    case together
    /// Those that are needed, as in running text.
    case asNeeded
    /// As in the group around.
    case inherited
  }
  enum Indent {
    case by(Int)
    /// Below the place where the group begins.
    case here
  }
  let breaks: Breaks
  let indent: Indent
}

/// One line as laid out.
struct LaidLine {
  var indent = 0
  var code = ""
  var width = 0
  var remark: String?
  var isEmpty: Bool { code.isEmpty && remark == nil }
}

/// Breaks marks into lines. One walk, which looks ahead at most a line's width.
struct LineBreaker {
  /// Display columns of a line.
  static let width = 100

  private struct Open {
    let isBroken: Bool
    let breaks: Group.Breaks
    let indent: Int
  }

  private let marks: [Mark]
  private var open = [Open(isBroken: true, breaks: .together, indent: 0)]
  private var line = LaidLine()
  private var lines: [LaidLine] = []
  /// A blank is due before the next text.
  private var hasSpace = false

  private init(_ marks: [Mark]) { self.marks = marks }

  static func lines(of marks: [Mark]) -> [LaidLine] {
    var breaker = LineBreaker(marks)
    breaker.run()
    return breaker.lines
  }

  private mutating func run() {
    for (index, mark) in marks.enumerated() {
      switch mark {
      case .text(let text, let width): put(text, width)
      case .space: hasSpace = true
      case .breakable: breakOrSpace(index)
      case .lineBreak: endLine()
      case .open(let group): begin(group, index)
      case .close: if open.count > 1 { open.removeLast() }
      case .above(let remarks):
        for remark in remarks {
          if !line.isEmpty { endLine() }
          put(remark, 0)
          endLine()
        }
      case .beside(let remark): line.remark = remark
      }
    }
    if !line.isEmpty { lines.append(line) }
  }

  private var column: Int { line.indent + line.width + (hasSpace && line.width > 0 ? 1 : 0) }

  private mutating func put(_ text: String, _ width: Int) {
    // Nothing stands behind a comment on its line.
    if line.remark != nil { endLine() }
    if hasSpace, !line.code.isEmpty {
      line.code += " "
      line.width += 1
    }
    hasSpace = false
    line.code += text
    line.width += width
  }

  private mutating func endLine() {
    // A comment of its own line has ended it already.
    if !line.isEmpty { lines.append(line) }
    line = LaidLine(indent: open[open.count - 1].indent)
    hasSpace = false
  }

  private mutating func breakOrSpace(_ index: Int) {
    let group = open[open.count - 1]
    let isNeeded = group.breaks == .asNeeded ? !fits(after: index) : true
    if line.remark != nil || group.isBroken && isNeeded { endLine() } else { hasSpace = true }
  }

  private mutating func begin(_ group: Group, _ index: Int) {
    let around = open[open.count - 1]
    let isBroken: Bool
    switch group.breaks {
    case .inherited: isBroken = around.isBroken
    case .together, .asNeeded: isBroken = around.isBroken && !fits(after: index)
    }
    let indent: Int
    switch group.indent {
    case .by(let columns): indent = around.indent + columns
    case .here: indent = line.remark != nil ? around.indent : column
    }
    let breaks = group.breaks == .inherited ? around.breaks : group.breaks
    open.append(Open(isBroken: isBroken, breaks: breaks, indent: indent))
  }

  /// Whether what follows fits on the line: behind `open` to the end of the group, behind a break
  /// to the next break; and what cannot be parted from it.
  private func fits(after index: Int) -> Bool {
    if line.remark != nil { return false }
    var column = column
    var depth = 0
    if case .open = marks[index] { depth = 1 } else { column += 1 }
    var hasRemark = false
    for mark in marks[(index + 1)...] {
      switch mark {
      case .text(_, let width):
        if hasRemark { return false }
        column += width
      case .space: column += 1
      case .breakable:
        if depth <= 0 { return true }
        column += 1
      case .lineBreak, .above: return depth <= 0
      case .open: depth += 1
      case .close:
        depth -= 1
        if hasRemark, depth <= 0 { return true }
      case .beside:
        if depth <= 0 { return true }
        hasRemark = true
      }
      if column > Self.width { return false }
    }
    return true
  }
}
