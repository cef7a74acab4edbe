import JiliLexer
import JiliParser

/// Awards that nobody can get, and awards whose lower tier is closed by accident.
extension Linter {
  mutating func lintAwards() {
    for award in program.awards {
      guard let when = award.when else { continue }
      if let except = award.except, implication.holds(when, except) {
        report(.neverDue(award.name, except: except.span, at: award.span))
      }
    }
    lintFallbacks()
  }

  private typealias Tier = (award: CheckedAward, except: Typed, sum: Exact, scales: Set<Measure>)

  /// `企业组50强 except 小巨人` and `企业组500强 except 专精特新企业`: whom the exception keeps from
  /// the higher award falls, as a 专精特新企业, out of the lower one too. Whether that is meant the
  /// text does not say. Looked for among awards of one article that grade by one number; where both
  /// except the same, they are meant to.
  private mutating func lintFallbacks() {
    var byArticle: [String: [Tier]] = [:]
    for award in program.awards {
      guard let except = award.except, let when = award.when, let sum = award.amount.ceiling,
        let article = award.cites.first?.article
      else { continue }
      let scales = scales(of: when)
      if !scales.isEmpty { byArticle[article, default: []].append((award, except, sum, scales)) }
    }
    var pairs = Limits.lintPairs
    for tiers in byArticle.sorted(by: { $0.key < $1.key }).map(\.value) {
      for higher in tiers {
        for lower in tiers where lower.sum < higher.sum {
          pairs -= 1
          guard pairs > 0 else { return }
          guard !higher.scales.isDisjoint(with: lower.scales),
            implication.holds(higher.except, lower.except),
            !implication.holds(lower.except, higher.except)
          else { continue }
          reportFallback(higher, lower)
        }
      }
    }
  }

  private mutating func reportFallback(_ higher: Tier, _ lower: Tier) {
    report(
      .fallbackClosed(
        higher.award.name, excluded: loaded.words(higher.except.span), lower: lower.award.name,
        wider: loaded.words(lower.except.span), second: lower.except.span,
        at: higher.except.span))
  }

  /// The numbers by which a condition grades.
  private func scales(of condition: Typed) -> Set<Measure> {
    var found: Set<Measure> = []
    forEachTerm(condition) { term in
      guard case .compare(let comparison, let left, let right) = term.kind, right.point != nil,
        comparison != .equal, comparison != .notEqual, let measure = Measure(left)
      else { return }
      found.insert(measure)
    }
    return found
  }
}
