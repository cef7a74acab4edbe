import JiliLexer
import Testing

@testable import Jili

/// Numbers, days and layouts as tests write them.
func yuan(_ digits: Int128, _ power: Int = 0) -> Exact {
  Exact(digits: digits, timesTenTo: power) ?? .zero
}

func days(_ year: Int, _ month: Int? = nil, _ day: Int? = nil) -> Days {
  DateText(year: year, month: month, day: day).map { Days($0) } ?? .unknown
}

/// Gives each fact the slots that its kind can have.
func layout(_ facts: [Fact], texts: [String] = [], lastDay: Days = .unknown) -> RowLayout {
  var placed = facts
  var next = 0
  for index in placed.indices {
    placed[index].slot = next
    next += 1
    if placed[index].isByYear {
      placed[index].lastYearSlot = next
      placed[index].peakSlot = next + 1
      next += 2
    }
  }
  return RowLayout(facts: placed, slotCount: next, texts: texts, lastDay: lastDay)
}

func yearly(_ name: String) -> Fact {
  var fact = Fact(name: name, kind: .money)
  fact.isByYear = true
  return fact
}

func title(_ name: String, validMonths: Int? = nil) -> Fact {
  Fact(name: name, kind: .title(validMonths: validMonths))
}

func file(_ text: String, named name: String = "公司.csv") -> InputFile {
  InputFile(name: name, bytes: Array(text.utf8))
}

/// Options with the changes that a test names.
func options(_ change: (inout InputOptions) -> Void = { _ in }) -> InputOptions {
  var options = InputOptions()
  options.date = days(2026)
  change(&options)
  return options
}

func options(panelBy key: String, _ date: String) -> InputOptions {
  options {
    $0.date = nil
    $0.key = key
    $0.dateColumn = date
  }
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// The codes with which something is refused; empty where it is not.
func refusal(_ body: () throws(InputRefusal) -> Void) -> [String] {
  do throws(InputRefusal) {
    try body()
    return []
  } catch {
    return error.problems.map(\.code)
  }
}
