import JiliReference
import Testing

@Suite struct AgreementTests {
  /// Every pair is one program and one company row; `JILI_SEED` names the first seed.
  @Test(.enabled(if: product != nil)) func productAgreesToTheFen() {
    guard let product else { return }
    let wanted = Pairs.wanted
    let first = Pairs.firstSeed
    var seed = first
    var (pairs, failures, trials, refusals) = (0, 0, 0, 0)
    while pairs < wanted && failures < 5 {
      let trial = generate(seed: seed)
      seed += 1
      trials += 1
      let difference = disagreement(trial, product)
      // Now and then the rules read none of the file's columns, which is refused as a whole.
      if let difference, difference.contains("names nothing that the rules read") {
        refusals += 1
        continue
      }
      pairs += trial.table.rows.count
      if difference != nil {
        failures += 1
        Issue.record(Comment(rawValue: report(trial, product)))
      }
    }
    print("reference: seeds \(first) to \(seed - 1), \(pairs) pairs")
    #expect(refusals * 20 < trials, "\(refusals) of \(trials) trials were refused")
    #expect(pairs >= wanted || failures > 0)
  }

  /// A judge that overlooks one 分 would be worth nothing.
  @Test func oneFenIsNoticed() throws {
    let trial = try #require(trialThatPays())
    let exact: Product = { _, _, _ in .rows(trial.expected.map(productRow)) }
    #expect(disagreement(trial, exact) == nil)
    let off: Product = { _, _, _ in
      var rows = trial.expected.map(productRow)
      rows[0].low += "1"
      return .rows(rows)
    }
    #expect(disagreement(trial, off)?.contains("expected") == true)
    let refusing: Product = { _, _, _ in .failure("unknown word") }
    #expect(disagreement(trial, refusing) == "refused: unknown word")
  }

  private func trialThatPays() -> Trial? {
    (1...50).lazy.map { generate(seed: UInt64($0)) }.first { trial in
      trial.expected.contains { $0.total.low > .zero }
    }
  }
}
