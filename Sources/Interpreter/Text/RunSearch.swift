/// A run of letters that is looked for in texts, in time that grows with the text alone: what
/// strangers quote may nearly occur at every place. (Knuth, Morris and Pratt.)
struct RunSearch<Letter: Equatable> {
  let wanted: [Letter]
  /// How much of the run still holds where the letter behind so many of it does not follow.
  private var rest: [Int]

  init(_ wanted: [Letter]) {
    self.wanted = wanted
    rest = [Int](repeating: 0, count: wanted.count + 1)
    var held = 0
    for index in wanted.indices.dropFirst() {
      held = following(held, wanted[index])
      rest[index + 1] = held
    }
  }

  /// How much of the run holds behind a letter, where `held` of it held before.
  private func following(_ held: Int, _ letter: Letter) -> Int {
    var held = held
    while held > 0, held == wanted.count || wanted[held] != letter { held = rest[held] }
    return held < wanted.count && wanted[held] == letter ? held + 1 : held
  }

  /// The length of the longest beginning of the run that occurs.
  func longest(in text: [Letter]) -> Int {
    var held = 0
    var longest = 0
    for letter in text {
      held = following(held, letter)
      longest = max(longest, held)
      if longest == wanted.count { break }
    }
    return longest
  }

  /// The first place that is accepted, of those where the run begins.
  func place(in text: some Sequence<Letter>, where isAccepted: (Int) -> Bool) -> Int? {
    var held = 0
    for (index, letter) in text.enumerated() {
      held = following(held, letter)
      guard held == wanted.count else { continue }
      let start = index + 1 - wanted.count
      if isAccepted(start) { return start }
    }
    return nil
  }
}
