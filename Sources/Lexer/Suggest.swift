/// The known name nearest to what was written, if one is near enough to be meant.
///
/// Near is an edit distance (swaps included) of at most a third of the length, at least one.
package func nearestName(to found: String, among known: [String]) -> String? {
  nearestName(to: found, among: KnownNames(known))
}

/// Names split into letters once, for those that are asked after again and again.
package struct KnownNames: Sendable {
  fileprivate let names: [(name: String, letters: [Unicode.Scalar])]

  package init(_ names: [String]) {
    self.names = names.map { ($0, Array($0.unicodeScalars)) }
  }
}

package func nearestName(to found: String, among known: KnownNames) -> String? {
  let wanted = Array(found.unicodeScalars)
  guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
  let limit = max(1, wanted.count / 3)
  var best: (distance: Int, name: String)?
  for (name, letters) in known.names where abs(letters.count - wanted.count) <= limit {
    // Each letter that the other word does not have costs an edit.
    guard letters != wanted, letters.count(where: { !wanted.contains($0) }) <= limit else {
      continue
    }
    let distance = editDistance(wanted, letters)
    guard distance <= limit, distance < max(wanted.count, letters.count) else { continue }
    if best.map({ distance < $0.distance }) ?? true { best = (distance, name) }
  }
  return best?.name
}

/// Insertions, deletions, substitutions and swaps of neighbours between two words.
private func editDistance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
  if one.isEmpty || other.isEmpty { return max(one.count, other.count) }
  var before = [Int](repeating: 0, count: other.count + 1)
  var last = Array(0...other.count)
  var next = before
  for row in 1...one.count {
    next[0] = row
    for column in 1...other.count {
      let cost = one[row - 1] == other[column - 1] ? 0 : 1
      var value = min(next[column - 1] + 1, last[column] + 1, last[column - 1] + cost)
      if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1] {
        value = min(value, before[column - 2] + 1)
      }
      next[column] = value
    }
    (before, last, next) = (last, next, before)
  }
  return last[other.count]
}

/// Finds the names that are one letter away from another without comparing each with each: such
/// words become equal when one letter is left out of one of them or of both.
package final class NearNames {
  private let names: [String]
  /// Places in `names` by what is left of a name without one of its letters, and by the whole. Most
  /// policies never ask.
  private lazy var byRest: [[Unicode.Scalar]: [Int]] = {
    var found: [[Unicode.Scalar]: [Int]] = [:]
    for (index, name) in names.enumerated() {
      for rest in Self.rests(of: name) { found[rest, default: []].append(index) }
    }
    return found
  }()

  package init(_ names: [String]) { self.names = names }

  /// The first name that is one insertion, deletion, substitution or swap away.
  package func first(besides found: String) -> String? {
    let wanted = Array(found.unicodeScalars)
    let candidates = Set(Self.rests(of: found).flatMap { byRest[$0] ?? [] }).sorted()
    let index = candidates.first { index in
      let letters = Array(names[index].unicodeScalars)
      return max(letters.count, wanted.count) > 1 && editDistance(wanted, letters) == 1
    }
    return index.map { names[$0] }
  }

  private static func rests(of name: String) -> [[Unicode.Scalar]] {
    let letters = Array(name.unicodeScalars)
    guard letters.count <= 64 else { return [] }
    return [letters]
      + letters.indices.map { gap in
        var rest = letters
        rest.remove(at: gap)
        return rest
      }
  }
}
