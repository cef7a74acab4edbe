package import JiliLexer

/// What keeps several policies from being one run: each has its own name, and what they call by one
/// name in a company file is one thing. Without errors where they agree.
package func disagreements(_ programs: [CheckedProgram]) -> [Diagnostic] {
  guard programs.count > 1 else { return [] }
  var findings: [Diagnostic] = []
  var policies: [String: Span] = [:]
  var facts: [String: Fact] = [:]
  for program in programs {
    if let first = policies[program.policyName] {
      findings.append(.policyTwice(program.policyName, first: first, at: program.place))
    } else {
      policies[program.policyName] = program.place
    }
    for fact in program.facts where !fact.isParameter && !fact.isOfAward {
      guard let first = facts[fact.name] else {
        facts[fact.name] = fact
        continue
      }
      if let difference = fact.difference(from: first) {
        let place = fact.place ?? program.place
        findings.append(
          .factsDiffer(fact.name, difference, first: first.place ?? place, at: place))
      }
      // What is only implied says nothing of its own.
      if first.isImplied { facts[fact.name] = fact }
    }
  }
  return findings + titlesOfTwoNames(programs)
}

/// Titles that are an `also` spelling in one policy and a title of their own in another.
private func titlesOfTwoNames(_ programs: [CheckedProgram]) -> [Diagnostic] {
  var findings: [Diagnostic] = []
  for program in programs {
    let own = Set(program.titles.map(\.name))
    let others = programs.filter { $0.place != program.place }.flatMap(\.titles)
    for title in program.titles {
      for spelling in title.aliases where !own.contains(spelling) {
        guard let other = others.first(where: { $0.name == spelling }) else { continue }
        findings.append(
          .titleAlike(
            spelling, of: title.name, other: other.place ?? program.place,
            at: title.place ?? program.place))
      }
    }
  }
  return findings
}

extension [CheckedProgram] {
  /// Those that no other of them uses or amends: a draft and what it changes are one policy.
  package var withoutIncluded: [CheckedProgram] {
    filter { one in !contains { $0.includes(one) } }
  }
}

extension CheckedProgram {
  /// The rule file that was named, not those that it uses or amends.
  package var file: Source { sources[firstSource] }

  fileprivate var titles: [Fact] {
    facts.filter { fact in
      if case .title = fact.kind { true } else { false }
    }
  }

  fileprivate func includes(_ other: CheckedProgram) -> Bool {
    sources[firstSource...].dropFirst().contains { $0.name == other.file.name }
  }
}

extension Fact {
  /// In what this declaration differs from another of the same name.
  fileprivate func difference(from other: Fact) -> Wording? {
    switch (kind, other.kind) {
    case (.category(let values, let rest), .category(let known, let otherRest)):
      if Set(values) != Set(known) { return Wording(zh: "取值不同", en: "their values differ") }
      if rest.map({ values[$0] }) != otherRest.map({ known[$0] }) {
        return Wording(zh: "列外的值不同", en: "what stands for other values differs")
      }
    case (.title(let months), .title(let known)):
      if months != known, !isImplied, !other.isImplied {
        return Wording(zh: "有效的年限不同", en: "one is valid longer than the other")
      }
    case (let own, let known):
      if own != known {
        return Wording(
          zh: "一处是\(other.typeWord.zh)，一处是\(typeWord.zh)",
          en: "\(other.typeWord.en) in one, \(typeWord.en) in the other")
      }
    }
    if isByYear != other.isByYear {
      return Wording(zh: "一处逐年，一处不逐年", en: "only one of them is by year")
    }
    if blankText != other.blankText {
      return Wording(zh: "空白的含义不同", en: "an empty cell means different things")
    }
    if bounds != other.bounds { return Wording(zh: "范围不同", en: "their bounds differ") }
    return nil
  }

  /// What an empty cell means, in words that two lists of values have in common.
  private var blankText: String {
    if case .category(let values, _) = kind, case .value(.code(let code)) = blank {
      return values[code]
    }
    return "\(blank)"
  }

  private var typeWord: Wording {
    switch kind {
    case .money: Wording(zh: "金额", en: "money")
    case .number: Wording(zh: "数", en: "a number")
    case .percent: Wording(zh: "比例", en: "a percent")
    case .date: Wording(zh: "日期", en: "a date")
    case .flag: Wording(zh: "是否", en: "a flag")
    case .text: Wording(zh: "文字", en: "a text")
    case .category: Wording(zh: "取值", en: "one of several values")
    case .title: Wording(zh: "称号", en: "a title")
    case .approved, .received, .paid, .instalment:
      Wording(zh: "奖项的事实", en: "a fact of an award")
    }
  }
}
