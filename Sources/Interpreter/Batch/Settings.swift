import JiliLexer

/// Reads `--set NAME=VALUE` as if each were a column with one cell.
func settingCells(_ settings: [Setting], layout: RowLayout) throws(InputRefusal) -> FactCells {
  var cells = FactCells(factCount: layout.facts.count)
  if settings.isEmpty { return cells }
  let index = HeaderIndex(layout, includesParameters: true)
  var problems: [InputProblem] = []
  var seen = Set<ColumnTarget>()
  for setting in settings {
    let targets = index.targets(of: setting.name)
    let claimants = index.claimants(of: setting.name)
    if !claimants.isEmpty {
      problems.append(.severalAwards(nil, setting.name, claimants))
      continue
    }
    // What is declared and read by no rule cannot change a result.
    if targets.isEmpty, !layout.declares(setting.name) {
      problems.append(.unknownSetting(setting.name, nearest: index.nearest(to: setting.name)))
    }
    for target in targets {
      let fact = layout.facts[target.fact]
      let plain = ColumnTarget(fact: target.fact, role: target.role, unit: nil)
      if !seen.insert(plain).inserted { problems.append(.repeatedSetting(setting.name)) }
      let type = CellType(kind: fact.kind, unit: target.unit, texts: layout.texts)
      do throws(CellFault) {
        try cells.take(setting.value, as: target.role, of: target.fact, type: type)
        if fact.isParameter, case .stated(let value) = cells.own[target.fact],
          value.isOutside(fact.bounds)
        {
          throw .outOfBounds
        }
      } catch {
        problems.append(
          .badValue(nil, key: "--set " + setting.name, value: setting.value, fault: error))
      }
    }
  }
  if !problems.isEmpty { throw InputRefusal(.usage, problems) }
  return cells
}

extension SlotValue {
  /// Whether a number or a date certainly lies outside what the rules state.
  func isOutside(_ bounds: Bounds) -> Bool {
    let low: Exact?
    let high: Exact?
    switch self {
    case .number(let number): (low, high) = (number, number)
    case .date(let days): (low, high) = (days.first.map { Exact($0) }, days.last.map { Exact($0) })
    default: return false
    }
    if let high, let least = bounds.low, high < least { return true }
    if let low, let most = bounds.high, low > most { return true }
    return false
  }
}
