package import JiliLexer

/// Where the companies fail one award, in the order in which its conditions are written.
package struct AwardFates: Hashable, Sendable {
  package struct Step: Hashable, Sendable {
    package var words: Wording
    package var failing: Int
  }

  package var name: Wording
  package var steps: [Step]
  package var fates: LineFates
}

extension Plan {
  /// By line: how many rows fail at which condition first.
  package func fates(_ figures: RunFigures?) -> [AwardFates] {
    guard let figures else { return [] }
    return lines.indices.map { line in
      let found = figures.fates[line]
      return AwardFates(
        name: Wording(zh: lineName(line, .zh), en: lineName(line, .en)),
        steps: zip(steps[line].steps, found.failing).map { step, failing in
          AwardFates.Step(words: step.words, failing: failing)
        }, fates: found)
    }
  }
}
