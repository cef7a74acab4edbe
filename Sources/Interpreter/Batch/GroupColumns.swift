package import JiliLexer

/// One value by which a summary is split.
package enum GroupValue: Hashable, Sendable {
  /// The cell as it stands in the file, or the value of a category.
  case text(String)
  case flag(Bool)
  /// There is no such thing: `blank = none`.
  case absent
  /// The row does not say.
  case blank

  package func text(_ language: Language) -> String {
    let words =
      switch self {
      case .text(let text): Wording(zh: text, en: text)
      case .flag(true): Wording(zh: "是", en: "yes")
      case .flag(false): Wording(zh: "否", en: "no")
      case .absent: Wording(zh: "（无）", en: "(none)")
      case .blank: Wording(zh: "（未填）", en: "(blank)")
      }
    return words.text(language)
  }
}

/// Where the values of `--by` come from, file by file.
///
/// A flag or a category is taken as the rules read it, so that 是 and √ are one value, and so that
/// what `--set` or `blank` gives counts; everything else is the cell of a column.
struct GroupColumns {
  enum Origin {
    case column(Int)
    case slot(Int, values: [String])
  }

  /// By file and name.
  let origins: [[Origin]]

  init(
    _ files: [CompanyFile], index: HeaderIndex, layout: RowLayout, options: InputOptions
  ) throws(InputRefusal) {
    var origins: [[Origin]] = []
    for file in files {
      var own: [Origin] = []
      for name in options.groupBy {
        own.append(try Self.origin(of: name, file, index, layout))
      }
      origins.append(own)
    }
    self.origins = origins
  }

  func values(
    _ slots: [SlotValue], file: Int, cell: (Int) -> String
  ) -> [GroupValue] {
    origins[file].map { origin in
      switch origin {
      case .column(let place):
        let text = trimmed(cell(place))
        return isEmptyWord(text) ? .blank : .text(text)
      case .slot(let slot, let values): return Self.value(slots[slot], values)
      }
    }
  }

  static func value(_ value: SlotValue, _ values: [String]) -> GroupValue {
    switch value {
    case .flag(let isSo): .flag(isSo)
    case .code(let code) where values.indices.contains(code): .text(values[code])
    case .absent: .absent
    case .code, .unknown, .number, .atLeast, .date, .title: .blank
    }
  }

  private static func origin(
    of name: String, _ file: CompanyFile, _ index: HeaderIndex, _ layout: RowLayout
  ) throws(InputRefusal) -> Origin {
    let fact = index.targets(of: name).first { $0.role == .value(year: nil) }?.fact
    if let fact, layout.facts[fact].slot >= 0 {
      let slot = layout.facts[fact].slot
      switch layout.facts[fact].kind {
      case .flag: return .slot(slot, values: [])
      case .category(let values, _): return .slot(slot, values: values)
      case .money, .number, .percent, .date, .text, .title, .approved, .received, .paid,
        .instalment:
        break
      }
    }
    let wanted = normalizedHeader(name)
    if let fact, !file.headers.contains(where: { normalizedHeader($0) == wanted }),
      let column = file.columns.first(where: { $0.fills(fact) })
    {
      return .column(column.place)
    }
    guard let place = try file.column(named: name, option: "--by") else { return .column(0) }
    return .column(place)
  }
}

extension CompanyFile.Column {
  /// Whether the column gives the fact of the row's own year.
  fileprivate func fills(_ fact: Int) -> Bool {
    targets.contains { $0.target.fact == fact && $0.target.role == .value(year: nil) }
  }
}

/// What `--keep` names besides the column that long results show as the company and that of
/// `--date-column`, which they show as the year.
func keptBeside(
  _ files: [CompanyFile], _ identity: [[Int?]], _ options: InputOptions
) -> [Int] {
  guard let keep = options.keep, let file = files.first, let places = identity.first else {
    return []
  }
  let shown: Int?
  if let key = options.key.map(normalizedHeader) {
    shown = keep.firstIndex { normalizedHeader($0) == key }
  } else {
    shown = places.firstIndex { $0 != file.dateColumn }
  }
  let date = options.dateColumn.map(normalizedHeader)
  return keep.indices.filter { $0 != shown && normalizedHeader(keep[$0]) != date }
}
