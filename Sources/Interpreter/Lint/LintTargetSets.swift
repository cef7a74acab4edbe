import JiliLexer
import JiliParser

/// Targets seen together: parts above their whole, and the one that ends in another year.
extension Linter {
  // MARK: - Parts and wholes

  private typealias Counted = (
    name: String, condition: Typed, target: CheckedTarget, milestone: CheckedTarget.Milestone
  )

  /// `target 十亿企业 = 200` against `target 亿元企业 = 150`: who is in the first is in the second.
  mutating func compareParts() {
    var byYear: [Int: [Counted]] = [:]
    for target in program.targets where target.kind == .cumulative && target.each == nil {
      guard let (name, condition) = members(of: target) else { continue }
      for milestone in target.milestones where milestone.of == nil && milestone.unit == .number {
        guard let year = milestone.year else { continue }
        byYear[year, default: []].append((name, condition, target, milestone))
      }
    }
    var pairs = Limits.lintPairs
    for all in byYear.sorted(by: { $0.key < $1.key }).map(\.value) {
      for whole in all where whole.target.relation == .equal {
        // A title alone contains nothing but itself.
        if case .status = whole.condition.plain.kind { continue }
        for part in all {
          pairs -= 1
          guard pairs > 0 else { return }
          comparePart(part, with: whole)
        }
      }
    }
  }

  private mutating func comparePart(_ part: Counted, with whole: Counted) {
    // Two numbers for the same are the checker's affair.
    guard part.target.subjectKey != whole.target.subjectKey, part.target.relation != .about,
      let least = part.milestone.low,
      let most = whole.milestone.high, most < least,
      implication.holds(part.condition, whole.condition)
    else { return }
    report(
      .partAboveWhole(
        part.name, decimalText(least), of: whole.name, decimalText(most),
        whole: whole.milestone.span, at: part.milestone.span))
  }

  /// The companies that a target of one subject counts.
  private func members(of target: CheckedTarget) -> (String, Typed)? {
    guard target.subjects.count == 1 else { return nil }
    switch target.subjects[0] {
    case .title(let id):
      return (program.facts[id].name, Typed(.status(id, .inForce), .condition, target.span))
    case .companies(let name, let condition): return (name, condition)
    case .award, .sum, .label: return nil
    }
  }

  // MARK: - Years

  /// One article's targets by 2025 where all others say 2023. Silent where the years are mixed, for
  /// an interim goal of something that has its number at the end too, and for the policy's own end.
  mutating func lintLateYears() {
    var byYear: [Int: [CheckedTarget]] = [:]
    for target in program.targets {
      guard let year = target.milestones.last?.year else { continue }
      byYear[year, default: []].append(target)
    }
    guard let common = byYear.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) })
    else {
      return
    }
    let subjects = Set(common.value.map(\.subjectKey))
    let others = byYear.filter { $0.key != common.key && $0.key != lastYear }.values.joined()
      .filter { !subjects.contains($0.subjectKey) }
    guard !others.isEmpty, common.value.count >= Limits.lintAgreeing * others.count else { return }
    var byArticle: [String: [CheckedTarget]] = [:]
    for target in others.sorted(by: { $0.span.start < $1.span.start }) {
      let article = target.cites.first?.article ?? "\(target.span.file):\(target.span.start)"
      byArticle[article, default: []].append(target)
    }
    for targets in byArticle.values {
      guard let first = targets.first, let year = first.milestones.last?.year,
        let span = first.milestones.last?.span
      else { continue }
      var finding = Diagnostic.yearOutOfLine(
        year, others: common.value.count, common: common.key, at: span)
      for other in targets.dropFirst() where other.milestones.last?.year == year {
        finding = finding.labelledSameYear(other.milestones.last?.span ?? other.span)
      }
      report(finding)
    }
  }

  /// The year in which the policy ends, where that is known.
  private var lastYear: Int? {
    guard let end = program.period?.end, program.period?.months == nil,
      case .day(let days) = end.plain.kind
    else { return nil }
    return days.year
  }
}
