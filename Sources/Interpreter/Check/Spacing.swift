import JiliLexer

/// Words run together, as Chinese is written: `当国家级小巨人为新认定`.
extension Checker {
  /// Finds the one way to split a run of words into names, keywords and sums.
  mutating func spacedSpelling(_ text: String) -> String? {
    let letters = Array(text)
    guard letters.count > 1, letters.count <= Limits.quotedCharacters else { return nil }
    let known = knownSpellings()
    var ways = [[[String]]](repeating: [], count: letters.count + 1)
    ways[0] = [[]]
    for end in 1...letters.count {
      for start in 0..<end where !ways[start].isEmpty {
        let word = String(letters[start..<end])
        guard known.contains(word) || isSum(letters[start..<end], of: letters) else { continue }
        ways[end] += ways[start].map { $0 + [word] }
        if ways[end].count > 8 { return nil }
      }
    }
    let fewest = ways[letters.count].map(\.count).min() ?? 0
    let best = ways[letters.count].filter { $0.count == fewest }
    guard best.count == 1, fewest > 1 else { return nil }
    return best[0].joined(separator: " ")
  }

  /// The words that a run may consist of, gathered anew only where something was declared since.
  private mutating func knownSpellings() -> Set<String> {
    let declared = [names.count, awardIndex.count, parts.readings.count, parts.facts.count]
    if let spellings, spellings.declared == declared { return spellings.words }
    var known = Set(names.keys).union(awardIndex.keys)
    for row in Keywords.table { known.formUnion(row.chinese) }
    for reading in parts.readings { known.formUnion(reading.choices) }
    for fact in parts.facts {
      if case .category(let values, _) = fact.kind { known.formUnion(values) }
    }
    spellings = (declared, known)
    return known
  }

  /// `150万` as a part of a run: all its digits and a unit.
  private func isSum(_ part: ArraySlice<Character>, of letters: [Character]) -> Bool {
    func isDigit(_ letter: Character) -> Bool {
      letter.unicodeScalars.allSatisfy { digitValue($0) != nil }
    }
    let digits = part.prefix(while: isDigit)
    guard !digits.isEmpty, part.startIndex == 0 || !isDigit(letters[part.startIndex - 1]) else {
      return false
    }
    let unit = String(part.dropFirst(digits.count))
    guard unit.isEmpty else { return Unit(spelling: unit) != nil }
    return part.endIndex == letters.count || !isDigit(letters[part.endIndex])
  }

  /// The parser cannot know the names in a run of words; where it expected something else, the
  /// spaced spelling is the better answer.
  mutating func withSpacing(_ found: Diagnostic) -> Diagnostic {
    guard ["J1008", "J2001", "J2005", "J2006"].contains(found.code) else { return found }
    let text = loaded.text(found.span)
    if found.code == "J1008" {
      // A unit first, then words: `150万当新认定`.
      let letters = Array(text)
      for count in [3, 2, 1] where letters.count > count {
        let unit = String(letters[..<count])
        let rest = String(letters[count...])
        guard Unit(spelling: unit) != nil else { continue }
        let words = knownSpellings().contains(rest) ? rest : spacedSpelling(rest)
        if let words { return .runTogether(text, spaced: unit + " " + words, at: found.span) }
      }
      return found
    }
    guard text.unicodeScalars.allSatisfy(isWordPart), let spaced = spacedSpelling(text) else {
      return found
    }
    return .runTogether(text, spaced: spaced, at: found.span)
  }
}
