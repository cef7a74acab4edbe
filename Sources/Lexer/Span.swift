/// A stretch of one source: the number of the file in its run and two byte offsets.
package struct Span: Hashable, Sendable {
  package var file: UInt16
  package var start: UInt32
  package var end: UInt32

  package init(file: UInt16 = 0, start: UInt32, end: UInt32) {
    self.file = file
    self.start = start
    self.end = end
  }

  /// The smallest span that holds both; both must lie in one file.
  package func union(_ other: Span) -> Span {
    Span(file: file, start: min(start, other.start), end: max(end, other.end))
  }

  /// The empty place just behind this span, where something is missing.
  package var after: Span { Span(file: file, start: end, end: end) }
}
