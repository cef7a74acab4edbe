package import JiliLexer

/// A policy's own text by characters: where quoted words stand in it and what is around them.
package struct SourceText: Sendable {
  package let source: Source
  package let scalars: [Unicode.Scalar]
  /// The byte at which each character begins, the end of the text included.
  private let offsets: [UInt32]
  /// The characters that are no blanks, by their place in `scalars`.
  private let written: [Int]

  package init(_ source: Source) {
    self.source = source
    scalars = Array(String(decoding: source.bytes, as: UTF8.self).unicodeScalars)
    var offsets: [UInt32] = [0]
    var end: UInt32 = 0
    for scalar in scalars {
      end += UInt32(UTF8.width(scalar))
      offsets.append(end)
    }
    self.offsets = offsets
    written = scalars.indices.filter { [scalars] in !isSkipped(scalars[$0]) }
  }

  package func text(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }

  /// Line and column of a character, both from 1.
  package func place(of index: Int) -> (line: Int, column: Int) {
    source.place(at: offsets[min(index, scalars.count)])
  }

  // MARK: - Quoted words

  /// Where words stand, blanks and line breaks aside; nil where they do not occur.
  ///
  /// Words that occur several times stand for their first place: another one has to be quoted with
  /// the words around it. A place in the middle of a number (“0万元” in “150万元”) counts last.
  package func range(of words: String) -> Range<Int>? {
    let wanted = words.unicodeScalars.filter { !isSkipped($0) }
    guard !wanted.isEmpty, wanted.count <= written.count else { return nil }
    let search = RunSearch(Array(wanted))
    func range(at place: Int) -> Range<Int> {
      written[place]..<written[place + search.wanted.count - 1] + 1
    }
    var inside: Int?
    let whole = search.place(in: written.lazy.map { scalars[$0] }) { place in
      if !cutsNumber(range(at: place)) { return true }
      inside = inside ?? place
      return false
    }
    return (whole ?? inside).map(range)
  }

  private func cutsNumber(_ range: Range<Int>) -> Bool {
    isDigit(range.lowerBound - 1) && isDigit(range.lowerBound)
      || isDigit(range.upperBound - 1) && isDigit(range.upperBound)
  }

  private func isDigit(_ index: Int) -> Bool {
    scalars.indices.contains(index) && digitValue(scalars[index]) != nil
  }

  // MARK: - Sentences

  /// The sentences of the text, each without the mark that ends it and without blanks around it.
  package var sentences: [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    for index in 0...scalars.count {
      guard index == scalars.count || endsSentence(index) else { continue }
      if let range = trimmed(start..<index) { found.append(range) }
      start = index + 1
    }
    return found
  }

  /// The sentence around a passage, which may run over the end of one.
  package func sentence(around range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    while start > 0, !endsSentence(start - 1) { start -= 1 }
    var end = range.upperBound
    while end < scalars.count, !endsSentence(end) { end += 1 }
    return trimmed(start..<end) ?? range
  }

  private func endsSentence(_ index: Int) -> Bool {
    switch scalars[index] {
    case "。", "；", ";", "！", "？": true
    case "\n":
      // Behind a comma the line was only broken.
      !"，、,：:".unicodeScalars.contains(scalars[..<index].last { !isSkipped($0) } ?? "。")
    default: false
    }
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int>? {
    guard let first = range.first(where: { !isSkipped(scalars[$0]) }),
      let last = range.last(where: { !isSkipped(scalars[$0]) })
    else { return nil }
    return first..<last + 1
  }
}

/// Blanks and byte order marks: where words are compared, they count for nothing.
private func isSkipped(_ scalar: Unicode.Scalar) -> Bool {
  isBlank(scalar) || scalar == "\u{FEFF}"
}
