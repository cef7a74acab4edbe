import Jili
import JiliReference
import Testing

/// What must not matter does not, and more generous rules never give less: on generated programs,
/// without a second evaluator.
@Suite struct MetamorphicTests {
  /// Programs of which a rule is looked at; each has about 13 rows.
  private static let trials = max(60, Pairs.wanted / 13)

  /// Runs the relation on so many generated trials; where it says nil, it says nothing of them.
  private func hold(
    _ about: String, _ relation: (Trial) -> String?,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var failures = 0
    for seed in Pairs.firstSeed..<(Pairs.firstSeed + UInt64(Self.trials)) where failures < 3 {
      let trial = generate(seed: seed)
      guard let difference = relation(trial) else { continue }
      failures += 1
      Issue.record(
        "seed \(seed), \(about): \(difference)\n\(trial.rules)\n\(trial.csv)\n\(trial.arguments)",
        sourceLocation: sourceLocation)
    }
  }

  /// The two answers are the same, rows in the order given.
  private func difference(_ one: ProductAnswer, _ two: ProductAnswer) -> String? {
    switch (one, two) {
    case (.rows(let one), .rows(let two)):
      if one.count != two.count { return "\(two.count) rows, not \(one.count)" }
      let place = zip(one, two).enumerated().first { $1.0 != $1.1 }
      return place.map { "row \($0.offset + 1): \($0.element.1), not \($0.element.0)" }
    case (.failure, .failure): return nil
    default: return "\(two), not \(one)"
    }
  }

  private func answer(_ trial: Trial, _ tables: [String]? = nil, files: RuleFiles? = nil)
    -> ProductAnswer
  {
    batch(files ?? trial.files, tables ?? [trial.csv], trial.arguments)
  }

  // MARK: - The company file

  @Test func theOrderOfRowsDoesNotMatter() {
    hold("rows in reverse") { trial in
      // Rows of one company are looked at in their order.
      if trial.options.usesKey { return nil }
      var turned = trial
      turned.table.rows.reverse()
      guard case .rows(let rows) = answer(turned) else {
        return difference(answer(trial), answer(turned))
      }
      return difference(answer(trial), .rows(rows.reversed()))
    }
  }

  @Test func theOrderOfColumnsDoesNotMatter() {
    hold("columns in reverse") { trial in
      var turned = trial
      turned.table.columns.reverse()
      return difference(answer(trial), answer(turned))
    }
  }

  @Test func aFileMayBeSplit() {
    hold("two files") { trial in
      var (first, second) = (trial, trial)
      let half = trial.table.rows.count / 2
      first.table.rows = Array(trial.table.rows[..<half])
      second.table.rows = Array(trial.table.rows[half...])
      if first.table.rows.isEmpty { return nil }
      return difference(answer(trial), answer(trial, [first.csv, second.csv]))
    }
  }

  @Test func unitsDoNotMatter() {
    hold("元 against 万元") { trial in
      guard let yuan = trial.inUnit("元", 1), let wan = trial.inUnit("万元", 10_000) else {
        return nil
      }
      return difference(answer(yuan), answer(wan))
    }
  }

  @Test func whatNobodyReadsDoesNotMatter() {
    hold("one more column, one more field") { trial in
      var more = trial
      let name = "没有人读的数"
      var field = Field(name, .money)
      field.low = Rational(0)
      more.program.fields.append(field)
      more.layout = Layout()
      var plain = trial
      plain.layout = Layout()
      for row in more.table.rows.indices {
        let value = Rational(row * 7 + 1)
        more.table.rows[row].put(.field(name), .number(value), "\(row * 7 + 1)")
      }
      more.table.columns.insert(Column(.field(name), name), at: 0)
      return difference(answer(plain), answer(more))
    }
  }

  // MARK: - More generous rules

  /// Awards whose lines hang on no other award, nor on the rows of others.
  private func standsAlone(_ award: Award, in program: Program) -> Bool {
    let lines = program.groups.flatMap(\.members) + program.ceilings.flatMap(\.members)
    return award.clauses.quota == nil && !award.clauses.once
      && !lines.contains { $0.award == award.name }
  }

  /// No line of the award gets less than before.
  private func losses(_ name: String, _ before: ProductAnswer, _ after: ProductAnswer) -> String? {
    guard case .rows(let before) = before else { return nil }
    guard case .rows(let after) = after else { return "refused: \(after)" }
    for (row, (one, two)) in zip(before, after).enumerated() {
      for (old, new) in zip(one.lines, two.lines) where old.award == name {
        if fen(new.low) < fen(old.low) || fen(new.high) < fen(old.high) {
          return "row \(row + 1): \(new), before \(old)"
        }
      }
    }
    return nil
  }

  /// Result files write 分 as two places; no high end is above all.
  private func fen(_ money: String?) -> Int128 {
    money.map { Int128($0.filter { $0 != "." }) ?? 0 } ?? .max
  }

  @Test func aHigherCapTakesNothingAway() {
    var looked = 0
    hold("the cap doubled") { trial in
      guard !trial.options.usesKey, trial.layout == Layout() else { return nil }
      for (index, award) in trial.program.awards.enumerated() {
        guard case .literal(let cap, let kind)? = award.clauses.cap, cap > .zero,
          standsAlone(award, in: trial.program)
        else { continue }
        var higher = trial
        higher.program.awards[index].clauses.cap = .literal(cap * Rational(2), kind)
        looked += 1
        if let loss = losses(award.name, answer(trial), answer(higher)) {
          return "\(award.name): \(loss)"
        }
      }
      return nil
    }
    #expect(looked * 20 > Self.trials, "\(looked) caps in \(Self.trials) programs")
  }

  @Test func aLowerThresholdTakesNothingAway() {
    var looked = 0
    hold("the threshold halved") { trial in
      guard !trial.options.usesKey, trial.layout == Layout() else { return nil }
      for (index, award) in trial.program.awards.enumerated() {
        guard let lower = award.clauses.when?.withLowerThreshold,
          standsAlone(award, in: trial.program)
        else { continue }
        var milder = trial
        milder.program.awards[index].clauses.when = lower
        looked += 1
        if let loss = losses(award.name, answer(trial), answer(milder)) {
          return "\(award.name): \(loss)"
        }
      }
      return nil
    }
    #expect(looked * 20 > Self.trials, "\(looked) thresholds in \(Self.trials) programs")
  }
}

extension Trial {
  /// Every column of money in the unit, its cells plain numbers; nil where one does not fit a cell.
  fileprivate func inUnit(_ unit: String, _ size: Int) -> Trial? {
    var trial = self
    var isChanged = false
    for (place, column) in table.columns.enumerated() where isMoney(column.fact) {
      let bare = column.unit.map { withoutUnit(column.header, $0) } ?? column.header
      trial.table.columns[place].header = "\(bare)（\(unit)）"
      for row in trial.table.rows.indices {
        guard case .number(let yuan)? = table.rows[row].cells[column.fact] else { continue }
        guard let text = (yuan / Rational(size)).decimal, text.count <= 15 else { return nil }
        trial.table.rows[row].texts[column.fact] = text
        isChanged = true
      }
    }
    return isChanged ? trial : nil
  }

  private func isMoney(_ fact: Fact) -> Bool {
    switch fact {
    case .field(let name), .year(let name, _), .peak(let name):
      program.field(name)?.kind == .money
    case .award(_, let fact): fact != .instalment
    case .title, .titleDate, .titleMark: false
    }
  }

  private func withoutUnit(_ header: String, _ unit: String) -> String {
    for (open, close) in [("（", "）"), ("(", ")"), ("[", "]"), ("【", "】")] {
      let end = open + unit + close
      if header.hasSuffix(end) { return String(header.dropLast(end.count)) }
    }
    return header
  }
}

extension Condition {
  /// The same with the first threshold that a fact must reach halved; nil where there is none.
  fileprivate var withLowerThreshold: Condition? {
    switch self {
    case .compare(.field(let name), let comparison, .literal(let value, let kind))
    where [.atLeast, .above].contains(comparison) && value > .zero:
      return .compare(.field(name), comparison, .literal(value / Rational(2), kind))
    case .and(let left, let right):
      if let lower = left.withLowerThreshold { return .and(lower, right) }
      return right.withLowerThreshold.map { .and(left, $0) }
    case .or(let left, let right):
      if let lower = left.withLowerThreshold { return .or(lower, right) }
      return right.withLowerThreshold.map { .or(left, $0) }
    default: return nil
    }
  }
}
