/// The known name nearest to what was written, if one is near enough to be meant.
///
/// Near is an edit distance (swaps included) of at most a third of the length, at least one.
package func nearestName(to found: String, among known: [String]) -> String? {
  let wanted = Array(found)
  guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
  let limit = max(1, wanted.count / 3)
  var best: (distance: Int, name: String)?
  for name in known where name != found {
    let letters = Array(name)
    guard abs(letters.count - wanted.count) <= limit else { continue }
    let distance = editDistance(wanted, letters)
    guard distance <= limit, distance < max(wanted.count, letters.count) else { continue }
    if best.map({ distance < $0.distance }) ?? true { best = (distance, name) }
  }
  return best?.name
}

/// Insertions, deletions, substitutions and swaps of neighbours between two words.
package func editDistance(_ one: [Character], _ other: [Character]) -> Int {
  if one.isEmpty || other.isEmpty { return max(one.count, other.count) }
  var before: [Int] = []
  var last = Array(0...other.count)
  for row in 1...one.count {
    var next = [row]
    for column in 1...other.count {
      let cost = one[row - 1] == other[column - 1] ? 0 : 1
      var value = min(next[column - 1] + 1, last[column] + 1, last[column - 1] + cost)
      if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1] {
        value = min(value, before[column - 2] + 1)
      }
      next.append(value)
    }
    before = last
    last = next
  }
  return last[other.count]
}
