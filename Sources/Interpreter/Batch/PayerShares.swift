package import JiliLexer

/// Who pays what: the columns that `--payers` adds, and the sums under them.
///
/// The last column is what nobody's share is settled of, so that the columns of a sum always add
/// up to it.
package struct PayerShares: Sendable {
  /// In the order of the policies, each once; the 市 of one policy is not that of another.
  package let names: [String]
  /// The place of each payer by its name in its policy.
  private let places: [[String: Int]]

  package init(_ plan: Plan) {
    var names: [String] = []
    var places: [[String: Int]] = []
    for (index, policy) in plan.policies.enumerated() {
      var own: [String: Int] = [:]
      let entries = policy.funding + plan.lines[policy.lines].flatMap(\.funding)
      for payer in entries.flatMap(\.payers) where own[payer.name] == nil {
        own[payer.name] = names.count
        names.append(plan.qualified(payer.name, index))
      }
      places.append(own)
    }
    self.names = names
    self.places = places
  }

  /// The headers, the rest last.
  package func headers(_ language: Language) -> [String] {
    names + [ResultWord.notSplit.text(language)]
  }

  /// Nothing for anybody.
  var none: [Exact] { [Exact](repeating: .zero, count: names.count + 1) }

  /// Adds the certain sum of a line to the shares of the payers of its policy.
  func add(_ line: LineOutcome, of policy: Int, to shares: inout [Exact]) throws(OutputRefusal) {
    var rest = line.low
    for part in line.funding {
      guard let label = part.label, let place = places[policy][label] else { continue }
      shares[place] = try sum(shares[place], part.low)
      rest = try sum(rest, part.low.negated)
    }
    shares[names.count] = try sum(shares[names.count], rest)
  }

  /// The shares in one line.
  func shares(_ line: LineOutcome, of policy: Int) throws(OutputRefusal) -> [Exact] {
    var shares = none
    try add(line, of: policy, to: &shares)
    return shares
  }

  /// The shares in everything that a row certainly gets.
  package func shares(_ outcome: RowOutcome, _ plan: Plan) throws(OutputRefusal) -> [Exact] {
    var shares = none
    for (index, policy) in plan.policies.enumerated() {
      for line in outcome.lines[policy.lines] { try add(line, of: index, to: &shares) }
    }
    return shares
  }
}
