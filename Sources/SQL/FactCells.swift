package import Jili
import JiliLexer

/// Rows of a company file as rows of the fact table.
package struct FactRows {
  private let table: FactTable

  package init(_ plan: Plan, isKeyed: Bool) {
    table = FactTable(plan, dialect: .duckdb, isKeyed: isKeyed)
  }

  package var headers: [String] { table.columns.map(\.name) }

  /// The cells of a row, or the column that cannot hold what the row says. nil is NULL.
  package func cells(
    _ row: Row, number: Int, company: String
  ) -> (cells: [String?], misfit: String?) {
    var cells: [String?] = []
    var misfit: String?
    for column in table.columns {
      switch column.kind {
      case .row: cells.append(String(number))
      case .key: cells.append(row.key)
      case .company: cells.append(company)
      case .dateFirst: cells.append(row.date.first.map(isoDay))
      case .dateLast: cells.append(row.date.last.map(isoDay))
      case .fact(let slot, let part):
        switch cell(row.values[slot], slot, part) {
        case .fits(let text): cells.append(text)
        case .misfit:
          misfit = misfit ?? column.name
          cells.append(nil)
        }
      }
    }
    return (cells, misfit)
  }

  private enum Cell {
    case fits(String?)
    case misfit
  }

  private func cell(_ value: SlotValue, _ slot: Int, _ part: FactTable.Part) -> Cell {
    switch part {
    case .value: self.value(value, slot)
    case .state:
      switch value {
      case .absent: .fits("无")
      case .atLeast: .fits("至少")
      case .unknown, .number, .date, .flag, .code, .title: .fits(nil)
      }
    case .first: day(value, slot, \.first)
    case .last: day(value, slot, \.last)
    case .statuses, .eventFirst, .eventLast, .recognisedFirst, .recognisedLast, .wasRecognised:
      title(value, part)
    }
  }

  private func value(_ value: SlotValue, _ slot: Int) -> Cell {
    let kind = table.plan.facts[table.plan.slotFacts[slot]].kind
    switch value {
    case .unknown: return .fits(nil)
    case .absent: return table.column(slot, .state) == nil ? .misfit : .fits(nil)
    case .number(let number): return decimal(number, table.form(of: slot))
    case .atLeast(let number):
      return table.column(slot, .state) == nil ? .misfit : decimal(number, table.form(of: slot))
    case .flag(let flag): return .fits(flag ? "true" : "false")
    case .code(let code):
      switch kind {
      case .category(let values, _): return .fits(values[code])
      case .instalment(_, let labels):
        return .fits(labels.indices.contains(code) ? labels[code] : nil)
      case .text:
        return .fits(code < 0 ? table.plan.otherText : table.plan.texts[code])
      case .money, .number, .percent, .date, .flag, .title, .approved, .received, .paid:
        return .misfit
      }
    case .date, .title: return .misfit
    }
  }

  private func decimal(_ number: Exact, _ form: (digits: Int, decimals: Int)) -> Cell {
    let scale = power(form.decimals)
    guard scale % number.denominator == 0 else { return .misfit }
    let (parts, overflow) = number.numerator.multipliedReportingOverflow(
      by: scale / number.denominator)
    guard !overflow, parts.magnitude < power(form.digits).magnitude else { return .misfit }
    let (whole, rest) = parts.magnitude.quotientAndRemainder(dividingBy: scale.magnitude)
    let digits = String(rest)
    let decimals = String(repeating: "0", count: form.decimals - digits.count) + digits
    return .fits((parts < 0 ? "-" : "") + "\(whole).\(decimals)")
  }

  private func day(_ value: SlotValue, _ slot: Int, _ end: KeyPath<Days, Int?>) -> Cell {
    switch value {
    case .date(let days): .fits(days[keyPath: end].map(isoDay))
    case .unknown: .fits(nil)
    case .absent: table.column(slot, .state) == nil ? .misfit : .fits(nil)
    case .number, .atLeast, .flag, .code, .title: .misfit
    }
  }

  private func title(_ value: SlotValue, _ part: FactTable.Part) -> Cell {
    guard case .title(let statuses, let event, let recognised) = value else {
      return value == .unknown ? .fits(nil) : .misfit
    }
    switch part {
    case .statuses: return .fits(String(statuses.rawValue))
    case .eventFirst: return .fits(event?.first.map(isoDay))
    case .eventLast: return .fits(event?.last.map(isoDay))
    case .recognisedFirst: return .fits(recognised?.first.map(isoDay))
    case .recognisedLast: return .fits(recognised?.last.map(isoDay))
    case .wasRecognised: return .fits(recognised == nil ? "false" : "true")
    case .value, .state, .first, .last: return .misfit
    }
  }
}

extension Plan {
  /// Stands for a text that no rule asks for.
  var otherText: String {
    var text = "其他"
    while texts.contains(text) { text += "_" }
    return text
  }
}

private func isoDay(_ day: Int) -> String {
  let date = civilDate(day)
  func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
  return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
}

extension FactRows {
  /// A row of cells as CSV; NULL is nothing at all between the commas.
  package static func line(_ cells: [String?]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (place, cell) in cells.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      guard let cell else { continue }
      let isPlain = cell.utf8.allSatisfy { $0 != 0x22 && $0 != 0x2C && $0 != 0x0A && $0 != 0x0D }
      if isPlain, !cell.isEmpty {
        bytes += cell.utf8
      } else {
        bytes.append(0x22)
        for byte in cell.utf8 { bytes += byte == 0x22 ? [byte, byte] : [byte] }
        bytes.append(0x22)
      }
    }
    bytes.append(0x0A)
    return bytes
  }
}
