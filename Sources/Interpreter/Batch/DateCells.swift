import JiliLexer

/// A date as a cell writes it, known to the day, the month or the year.
func dateValue(_ text: String) throws(CellFault) -> Days {
  let scan = try dateParts(foldedASCII(text))
  let parts = scan.parts
  guard let first = parts.first, parts.count <= 3 else { throw .notDate }
  if first.count != 4 {
    throw parts.count == 3 && parts[2].count == 4 ? .yearNotFirst : .notDate
  }
  guard parts.dropFirst().allSatisfy({ $0.count <= 2 }) else { throw .notDate }
  let numbers = parts.map { Int($0) ?? 0 }
  guard
    let date = DateText(
      year: numbers[0], month: numbers.count > 1 ? numbers[1] : nil,
      day: numbers.count > 2 ? numbers[2] : nil)
  else { throw .noSuchDate }
  return Days(date)
}

/// The digit groups of `2026-05-01`, `2026/5/1`, `2026年5月1日`, their shorter forms and `20260501`.
private func dateParts(_ text: String) throws(CellFault) -> (parts: [String], mark: Character?) {
  var parts: [String] = [""]
  var marks: [Character] = []
  for character in text {
    if character.isASCII, character.isNumber {
      parts[parts.count - 1].append(character)
    } else {
      marks.append(character)
      parts.append("")
    }
  }
  switch String(marks) {
  case "年", "年月", "年月日":
    guard parts.removeLast().isEmpty else { throw .notDate }
  case "-", "--", "/", "//": break
  case "":
    if parts[0].count == 8 {
      let digits = parts[0]
      parts = [
        String(digits.prefix(4)), String(digits.dropFirst(4).prefix(2)), String(digits.suffix(2)),
      ]
    }
  default: throw .notDate
  }
  guard parts.allSatisfy({ !$0.isEmpty }) else { throw .notDate }
  return (parts, marks.first)
}
