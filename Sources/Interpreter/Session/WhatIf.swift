package import JiliLexer

/// What some changed facts would do: the outcome as it is and as it would be.
package struct WhatIf: Sendable {
  /// A fact with its value before and after; nil where it was not given.
  package struct Change: Sendable {
    package let name: Wording
    package let old: String?
    package let new: String
  }

  /// An award whose sum or state would change.
  package struct Line: Sendable {
    package let before: LineOutcome
    package let after: LineOutcome
  }

  package let changes: [Change]
  package let before: PolicyOutcome
  package let after: PolicyOutcome

  package var lines: [Line] {
    zip(before.outcome.lines, after.outcome.lines).compactMap { old, new in
      let isSame = old.low == new.low && old.high == new.high && old.state == new.state
      return isSame ? nil : Line(before: old, after: new)
    }
  }
}

/// How much more: the certain sum, and the high end; nil where nothing bounds one of the two.
package struct SumDifference: Hashable, Sendable {
  package let low: Exact
  package let high: Exact?

  init(_ before: (low: Exact, high: Exact?), _ after: (low: Exact, high: Exact?)) {
    low = after.low.subtracting(before.low) ?? .zero
    high = before.high.flatMap { old in after.high.flatMap { $0.subtracting(old) } }
  }
}

extension Session {
  func compare(with trial: Trial, at span: Span, _ reply: inout Reply) {
    do throws(CellFault) {
      let (before, after) = (try outcome(), try trial.session.outcome())
      if let award = before.outcome.overflow ?? after.outcome.overflow {
        reply.diagnostics.append(.outcomeOverflows(award, at: span))
        return
      }
      let known = facts.shown(places, plan.readings)
      let changes = trial.changes.compactMap { part -> WhatIf.Change? in
        switch part {
        case .stated(let name, let value):
          return WhatIf.Change(
            name: name, old: known.first { $0.name == name }?.value, new: value)
        case .date(let days, _):
          let old = facts.date ?? lastDay
          return WhatIf.Change(
            name: Keyword.date.wording, old: old.text, new: days.text ?? "")
        default: return nil
        }
      }
      reply.parts.append(.whatIf(WhatIf(changes: changes, before: before, after: after)))
    } catch {
      reply.diagnostics.append(.factsDisagree(error, at: span))
    }
  }
}
