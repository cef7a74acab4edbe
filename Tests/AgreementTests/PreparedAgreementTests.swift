import Jili
import JiliLexer
import Testing

import struct JiliReference.Trial
import func JiliReference.generate

/// The evaluator of a prepared policy gives the sums of the row evaluator, whichever way it takes.
@Suite struct PreparedAgreementTests {
  @Test func preparedAgreesToTheFen() throws {
    let wanted = Pairs.wanted
    let first = Pairs.firstSeed
    var seed = first
    var (pairs, sure, failures) = (0, 0, 0)
    while pairs < wanted && failures < 5 {
      let trial = generate(seed: seed)
      defer { seed += 1 }
      guard let run = ColumnTrial(trial) else { continue }
      var options = Arguments(trial.arguments).input
      options.date = run.template.date
      guard let prepared = try? PreparedPolicy(run.plan, options, run.choices) else { continue }
      let evaluator = prepared.evaluator()
      for (index, row) in run.rows.enumerated() {
        pairs += 1
        let difference = difference(evaluator, row, run)
        sure += evaluator.isSure ? 1 : 0
        guard let difference else { continue }
        failures += 1
        Issue.record("seed \(seed), row \(index + 1): \(difference)\n\(trial.rules)\n\(trial.csv)")
        break
      }
    }
    print("prepared: seeds \(first) to \(seed - 1), \(pairs) pairs, \(sure) in plain numbers")
    #expect(sure * 8 > pairs, "\(sure) of \(pairs) were computed in plain numbers")
  }

  private func difference(
    _ evaluator: Evaluator, _ row: Jili.Row, _ trial: ColumnTrial
  ) -> String? {
    let right = run(
      trial.plan, [row],
      RunOptions(choices: trial.choices, explains: false, triesReadings: false))[0]
    evaluator.set(row)
    guard let total = try? evaluator.evaluate() else {
      return right.overflow == nil && right.totalLow.isSmall && right.totalHigh?.isSmall != false
        ? "refused" : nil
    }
    if right.overflow != nil { return "not refused" }
    for (line, outcome) in right.lines.enumerated() {
      let (low, high) = (evaluator.low(of: line), evaluator.high(of: line))
      if fen(low) != outcome.low || high.map(fen) != outcome.high, outcome.high?.isSmall != false {
        return "\(trial.plan.lines[line].name): \(low) .. \(high.map(String.init) ?? "unbounded")"
      }
    }
    if fen(total.low) != right.totalLow || total.high.map(fen) != right.totalHigh {
      return "total \(total.low) .. \(total.high.map(String.init) ?? "unbounded")"
    }
    return nil
  }

  private func fen(_ number: Int64) -> Exact { Exact(Int128(number), over: 100) ?? .zero }
}

extension Exact {
  /// Its 分 fit 64 bits.
  fileprivate var isSmall: Bool { numerator.magnitude < 1 << 56 }
}
