/// The query while it grows: steps, each of which adds columns to those of the step before.
struct Sheet {
  struct Column {
    let name: String
    let text: String
    let note: String?
  }

  struct Step {
    let title: String
    var columns: [Column] = []
    /// Queries of the step itself, which read the step before, and how it joins them.
    var sides: [Side] = []
  }

  /// A look at all rows together, joined row by row.
  struct Side {
    let name: String
    let text: (_ before: String) -> String
    /// What is written behind `FROM` and the step before.
    let join: String
    /// Columns that the join adds.
    let columns: [Column]
  }

  let dialect: Dialect
  /// The first reads the table.
  private(set) var steps = [Step(title: "事实")]
  private var names = Names()
  private var title = ""
  private var floor = 1
  /// Said above the next column.
  var note: String?

  init(_ dialect: Dialect) { self.dialect = dialect }

  /// Reads something of the table.
  mutating func read(_ wanted: String, _ text: String) -> Term {
    let name = names.take(wanted)
    steps[0].columns.append(Column(name: name, text: text, note: nil))
    return Term(dialect.identifier(name), level: 0, isAtom: true)
  }

  /// Begins a phase: what is defined from now on stands in steps of its own.
  mutating func begin(_ title: String) {
    self.title = title
    floor = steps.count
  }

  /// Gives a piece a column of its own.
  mutating func define(_ wanted: String, _ term: Term) -> Term {
    defer { note = nil }
    let level = max(term.level + 1, floor)
    while steps.count <= level { steps.append(Step(title: title)) }
    let name = names.take(wanted)
    steps[level].columns.append(Column(name: name, text: term.text, note: note))
    return Term(dialect.identifier(name), level: level, isAtom: true)
  }

  /// Adds a step that looks at all rows together; the columns are there behind it.
  mutating func join(_ sides: [Side]) -> [Term] {
    steps.append(Step(title: title, sides: sides))
    floor = steps.count
    return sides.flatMap(\.columns).map {
      Term(dialect.identifier($0.name), level: steps.count - 1, isAtom: true)
    }
  }

  mutating func name(_ wanted: String) -> String { names.take(wanted) }

  /// The steps as common table expressions over a table, and the name of the last.
  func text(from table: String) -> (text: String, last: String) {
    var text = ""
    var last = table
    var taken: [String: Int] = [:]
    let filled = steps.filter { !$0.columns.isEmpty || !$0.sides.isEmpty }
    for (index, step) in filled.enumerated() {
      let count = filled.count { $0.title == step.title }
      taken[step.title, default: 0] += 1
      let number = count > 1 ? "_\(taken[step.title] ?? 0)" : ""
      let name = dialect.identifier(step.title + number)
      text += index == 0 ? "WITH " : ",\n"
      for side in step.sides {
        text += "\(dialect.identifier(side.name)) \(dialect.stepHead)\n\(side.text(last))\n),\n"
      }
      text += "\(name) \(dialect.stepHead)\n  SELECT" + (index == 0 ? "" : " b.*")
      for (place, column) in (step.sides.flatMap(\.columns) + step.columns).enumerated() {
        text += index == 0 && place == 0 ? "" : ","
        if let note = column.note { text += "\n    -- \(note)" }
        text += "\n    \(column.text) AS \(dialect.identifier(column.name))"
      }
      text += "\n  FROM \(last) AS b" + step.sides.map { " " + $0.join }.joined() + "\n)"
      last = name
    }
    return (text, last)
  }
}

/// Names of columns, each once. PostgreSQL keeps 63 bytes of a name, DuckDB and Spark do not tell
/// capitals from small letters: names are short enough and different for all of them.
struct Names {
  private var taken: Set<String> = []

  mutating func take(_ wanted: String, suffix: String = "") -> String {
    var name = cut(wanted, bytes: 60 - suffix.utf8.count) + suffix
    var number = 2
    while !taken.insert(name.lowercased()).inserted {
      let tail = suffix + "~\(number)"
      name = cut(wanted, bytes: 60 - tail.utf8.count) + tail
      number += 1
    }
    return name
  }

  private func cut(_ name: String, bytes: Int) -> String {
    var result = ""
    for letter in name.unicodeScalars {
      guard result.utf8.count + String(letter).utf8.count <= bytes else { return result }
      result.unicodeScalars.append(letter.shown)
    }
    return result
  }
}

extension Unicode.Scalar {
  /// A line break would end a comment; `${` is a variable of Spark.
  var shown: Unicode.Scalar { value < 32 ? " " : self == "$" ? "＄" : self }
}
