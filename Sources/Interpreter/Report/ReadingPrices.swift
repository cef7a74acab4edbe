import JiliLexer

/// What another choice of a reading would cost against the run.
package struct ReadingPrice: Sendable {
  package var reading: String
  package var choice: String
  /// The choice that the run takes.
  package var taken: String
  package var note: String
  package var effect: ChangeEffect.Effect
}

extension CompareRun {
  /// A policy held against itself, once for every other choice of each reading that some rule
  /// asks for; nil where there is none.
  package init?(
    pricing plan: Plan, choices: [Int], input: InputOptions
  ) throws(InputRefusal) {
    var request = CompareRequest()
    request.input = input
    request.top = 0
    let plan = try plan.settled(input.settings)
    let others = plan.choicesToTry(choices)
    let base = CompareSide(plan: plan, choices: others[0], input: input)
    let variants = others.dropFirst().map { CompareSide(plan: plan, choices: $0, input: input) }
    if variants.isEmpty { return nil }
    try self.init(pricing: base, variants, request)
    prices = others.dropFirst().compactMap { other in
      let place = plan.readings.indices.first { other[$0] != others[0][$0] }
      return place.map { place in
        let reading = plan.readings[place]
        return ReadingPrice(
          reading: reading.name, choice: reading.choices[other[place]],
          taken: reading.choices[others[0][place]], note: reading.note ?? "", effect: .init())
      }
    }
  }
}
