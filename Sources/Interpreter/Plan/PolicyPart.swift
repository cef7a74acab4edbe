package import JiliLexer

/// One policy of a plan: what it says as a whole, and which lines, benefits and limits are its own.
package struct PolicyPart: Sendable {
  package var name: String
  /// Indices into the plan's lines, benefits and limits, which stand policy by policy.
  package var lines: Range<Int>
  package var benefits: Range<Int> = 0..<0
  package var limits: Range<Int> = 0..<0
  package var overlap: Overlap
  package var funding: [Funding]
  /// Whether the policy is in force on the evaluation date, and applies to the company.
  package var inForce: OperationID
  package var applies: OperationID
  /// The last day of the period; unknown where the policy has no end.
  package var lastDay: Days
  /// The same as an operation, where the period's end hangs on a parameter.
  package var lastDayOperation: OperationID? = nil
}

/// Lines of several policies that pay for the same matter: one title, its recognition or its
/// renewal.
package struct Matter: Sendable {
  package struct Member: Sendable {
    package var policy: Int
    package var lines: [Int]
  }
  /// At least two, in the order of the policies.
  package var members: [Member]
}

extension Plan {
  /// Whether names need their policy in front.
  package var hasSeveralPolicies: Bool { policies.count > 1 }

  package func policy(ofLine line: Int) -> Int {
    policies.firstIndex { $0.lines.contains(line) } ?? 0
  }

  package func policy(ofBenefit benefit: Int) -> Int {
    policies.firstIndex { $0.benefits.contains(benefit) } ?? 0
  }

  package func policy(ofLimit limit: Int) -> Int {
    policies.firstIndex { $0.limits.contains(limit) } ?? 0
  }

  /// `嘉兴市2026.国家级小巨人.复评` among several policies, `国家级小巨人.复评` under one.
  package func lineName(_ line: Int, _ language: Language) -> String {
    qualified(lines[line].column(language), policy(ofLine: line))
  }

  /// The name of a line as one of the same policy calls it, with the policy for one of another.
  package func lineName(_ line: Int, seenFrom other: Int, _ language: Language) -> String {
    policy(ofLine: line) == policy(ofLine: other)
      ? lines[line].column(language) : lineName(line, language)
  }

  package func benefitName(_ benefit: Int) -> String {
    qualified(benefits[benefit].name, policy(ofBenefit: benefit))
  }

  package func limitName(_ limit: Int) -> String {
    qualified(limits[limit].name, policy(ofLimit: limit))
  }

  /// A name with its policy in front, where there are several.
  package func qualified(_ name: String, _ policy: Int) -> String {
    hasSeveralPolicies ? policies[policy].name + "." + name : name
  }

  func qualifiedName(ofLine line: Int) -> String {
    qualified(lines[line].name, policy(ofLine: line))
  }

  /// The last day of all periods, which is the evaluation date where nothing else gives one:
  /// unknown where no policy has an end, nil where they end on different days.
  package var lastDay: Days? { RowLayout(self).lastDay }
}

/// What lines of several policies have in common.
private struct Subject: Hashable {
  let title: Int
  let isRenewal: Bool
}

extension [PolicyPart] {
  /// The policies and lines that pay for the same, where there is more than one policy.
  func matters(_ lines: [Line]) -> [Matter] {
    guard count > 1 else { return [] }
    var order: [Subject] = []
    var found: [Subject: [Matter.Member]] = [:]
    for (policy, part) in enumerated() {
      for line in part.lines {
        guard let title = lines[line].title else { continue }
        let subject = Subject(title: title, isRenewal: lines[line].isRenewal)
        if found[subject] == nil { order.append(subject) }
        var members = found[subject] ?? []
        if members.last?.policy == policy {
          members[members.count - 1].lines.append(line)
        } else {
          members.append(.init(policy: policy, lines: [line]))
        }
        found[subject] = members
      }
    }
    return order.compactMap { subject in
      found[subject].flatMap { $0.count > 1 ? Matter(members: $0) : nil }
    }
  }
}
