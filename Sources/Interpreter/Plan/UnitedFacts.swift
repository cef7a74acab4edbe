import JiliLexer

/// The facts of several policies as one schema of a company file.
///
/// Fields and titles of one name are one fact: it is the same company that they speak of.
/// Parameters and facts of awards stay with their policy and have its name in front. Total: that
/// fields and titles agree has been looked at before (Check/Agreement).
struct UnitedFacts {
  /// What the numbers of one program are in the plan.
  struct Numbers {
    var facts: [Int] = []
    /// For a category the place of each value among those of the united fact.
    var values: [FactID: [Int]] = [:]
    var texts: [Int] = []
    var firstAward = 0
    var firstReading = 0
  }

  private(set) var facts: [Fact] = []
  private(set) var texts: [String] = []
  private(set) var readings: [Reading] = []
  /// For each program, in their order.
  private(set) var numbers: [Numbers] = []
  private var byName: [String: Int] = [:]

  init(_ programs: [CheckedProgram]) {
    var awards = 0
    for program in programs {
      add(program, firstAward: awards, isAlone: programs.count == 1)
      awards += program.awards.count
    }
  }

  private mutating func add(_ program: CheckedProgram, firstAward: Int, isAlone: Bool) {
    var numbers = Numbers()
    numbers.firstAward = firstAward
    numbers.firstReading = readings.count
    let policy = isAlone ? nil : program.policyName
    readings += program.readings.map { $0.named(under: policy) }
    numbers.texts = program.texts.map { text in
      if let known = texts.firstIndex(of: text) { return known }
      texts.append(text)
      return texts.count - 1
    }
    let first = facts.count
    for (id, declared) in program.facts.enumerated() {
      let fact = declared.named(under: policy, firstAward: firstAward)
      if isAlone {
        numbers.facts.append(id)
        facts.append(fact)
        continue
      }
      guard let known = byName[fact.name], known < first else {
        byName[fact.name] = facts.count
        numbers.facts.append(facts.count)
        facts.append(fact)
        continue
      }
      numbers.facts.append(known)
      if case .category(let own, _) = fact.kind, case .category(let all, _) = facts[known].kind {
        numbers.values[id] = own.map { all.firstIndex(of: $0) ?? 0 }
      }
      facts[known].unite(with: fact)
    }
    self.numbers.append(numbers)
  }
}

extension Reading {
  fileprivate func named(under policy: String?) -> Reading {
    guard let policy else { return self }
    var copy = self
    copy.bareName = name
    copy.name = policy + "." + name
    return copy
  }
}

extension Fact {
  fileprivate func named(under policy: String?, firstAward: Int) -> Fact {
    guard let policy, isParameter || isOfAward else { return self }
    var copy = self
    copy.bareName = name
    copy.name = policy + "." + name
    switch kind {
    case .approved(let award): copy.kind = .approved(award: firstAward + award)
    case .received(let award): copy.kind = .received(award: firstAward + award)
    case .paid(let award): copy.kind = .paid(award: firstAward + award)
    case .instalment(let award, let labels):
      copy.kind = .instalment(award: firstAward + award, labels: labels)
    case .money, .number, .percent, .date, .flag, .text, .category, .title: break
    }
    return copy
  }

  /// Takes over the spellings of another policy, and its declaration where this one is implied.
  fileprivate mutating func unite(with other: Fact) {
    if isImplied, !other.isImplied {
      kind = other.kind
      place = other.place
      isImplied = false
    }
    aliases += other.aliases.filter { !aliases.contains($0) }
    peakAliases += other.peakAliases.filter { !peakAliases.contains($0) }
  }
}
