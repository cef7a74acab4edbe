import Jili
import Synchronization
import Testing

/// A host ends calls by steps, memory, its own clock or from another thread; the next call works.
@Suite struct RunLimitTests {
  private static let source = """
    field 投资额 : money
    field 制造业 : flag
    award 技改 = 20% of 投资额 cap 100万 when 制造业
    """
  private static let facts = ["投资额": "500万", "制造业": "是"]

  /// A clock that strikes when it is asked for the nth time.
  private static func clock(strikesAt call: Int) -> @Sendable () -> Bool {
    let calls = Counter()
    return { calls.next() >= call }
  }

  private final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
  }

  private static var cancelled: Cancellation {
    let token = Cancellation()
    token.cancel()
    return token
  }

  @Test(arguments: [
    (RunLimits(cancellation: cancelled), "计算被调用方取消"),
    (RunLimits(isOverdue: clock(strikesAt: 1)), "计算超过调用方给的时间"),
    (RunLimits(steps: 1), "计算超过调用方给的步数"),
    (RunLimits(memory: 1), "计算超过调用方给的内存"),
  ])
  func oneCompanyIsEnded(_ limits: RunLimits, _ words: String) throws {
    let policy = try Policy(source: Self.source, named: "t.rules")
    do {
      _ = try policy.evaluate(Self.facts, limits: limits)
      Issue.record("not ended")
    } catch {
      #expect(error.problems.map(\.code) == ["J4505"])
      #expect(error.problems.map(\.chinese) == [words])
    }
    #expect(try policy.evaluate(Self.facts).total.low == "1000000.00")
    let roomy = RunLimits(
      steps: 100_000, memory: 100_000, isOverdue: { false }, cancellation: Cancellation())
    #expect(try policy.evaluate(Self.facts, limits: roomy).total.low == "1000000.00")
  }

  /// Trials of changes count: what suffices for the company is too little for its explanation.
  @Test func anExplanationIsEnded() throws {
    let policy = try Policy(source: Self.source, named: "t.rules")
    let facts = ["投资额": "100万", "制造业": "否"]
    let (ofCompany, ofBoth) = (Counter(), Counter())
    func counted(by counter: Counter) -> RunLimits {
      RunLimits(isOverdue: {
        _ = counter.next()
        return false
      })
    }
    _ = try policy.evaluate(facts, limits: counted(by: ofCompany))
    _ = try policy.explanation(facts, limits: counted(by: ofBoth))
    let (least, most) = (ofCompany.next(), ofBoth.next() - 1)
    try #require(most > least)
    for strike in least...most {
      #expect(throws: PolicyError.self) {
        let limits = RunLimits(isOverdue: Self.clock(strikesAt: strike))
        return try policy.explanation(facts, limits: limits)
      }
    }
    #expect(try policy.explanation(facts).outcome.total.low == "0.00")
  }

  /// While words are read, while they are parsed, checked and planned.
  @Test func readingRulesIsEndedAnywhere() throws {
    let source = Self.source + "\n" + (0..<500).map { "award 奖\($0) = \($0 + 1)万\n" }.joined()
    let asked = Counter()
    _ = try Policy(
      source: source, named: "t.rules",
      limits: RunLimits(isOverdue: {
        _ = asked.next()
        return false
      }))
    let most = asked.next() - 1
    #expect(most > 2000)
    for call in stride(from: 1, through: most, by: 97) {
      do {
        _ = try Policy(
          source: source, named: "t.rules",
          limits: RunLimits(isOverdue: Self.clock(strikesAt: call)))
        Issue.record("not ended at call \(call)")
      } catch {
        #expect(error.problems.map(\.code) == ["J4505"])
      }
    }
    for limits in [RunLimits(steps: 100), RunLimits(memory: source.utf8.count)] {
      #expect(throws: PolicyError.self) {
        try Policy(source: source, named: "t.rules", limits: limits)
      }
    }
    // 100万 of the investment, and 1万 to 500万 in steps of 1万.
    let policy = try Policy(source: source, named: "t.rules")
    #expect(try policy.evaluate(Self.facts).total.low == "1253500000.00")
  }

  @Test func anEvaluatorIsEndedBetweenCompanies() throws {
    let policy = try Policy(source: Self.source, named: "t.rules")
    let prepared = try policy.prepared()
    let token = Cancellation()
    let evaluator = prepared.evaluator(limits: RunLimits(cancellation: token))
    #expect(try evaluator.evaluate().low == 0)
    token.cancel()
    #expect(throws: PolicyError.self) { try evaluator.evaluate() }
    #expect(try prepared.evaluator().evaluate().low == 0)
  }

  /// Six facts that nothing is known of are 64 cases; those that come to no more than another are
  /// not computed. The host is asked before each: 2 for each fact, and once for the row itself.
  @Test func casesThatComeToLessAreLeftOut() throws {
    let others = "乙 and 丙 and 丁 and 戊 and 己"
    let policy = try Policy(
      source: """
        field 甲 : flag
        field 乙 : flag
        field 丙 : flag
        field 丁 : flag
        field 戊 : flag
        field 己 : flag
        award 一 = 10万 when 甲 and \(others)
        award 二 = 20万 when not 甲 and \(others)
        """, named: "t.rules")
    let asked = Counter()
    let limits = RunLimits(isOverdue: { asked.next() < 0 })
    #expect(try policy.evaluate([:], limits: limits).total.high == "200000.00")
    #expect(asked.next() <= 16)
  }

  // MARK: - Files

  private func rows(_ limits: RunLimits, count: Int = 200) throws -> Int {
    let compiled = compile(Array(Self.source.utf8), named: "t.rules") { _ in nil }
    let plan = try #require(compiled.plan)
    let table =
      "企业名称,投资额,制造业\n" + (1...count).map { "虚构\($0),500万,\n" }.joined()
    let file = InputFile(name: "t.csv", bytes: Array(table.utf8))
    return try runBatch(
      plan, [file], input: InputOptions(), run: RunOptions(watch: Watch(limits))
    ).outcomes.count
  }

  /// While rows are read, and while they are computed.
  @Test(arguments: [1, 100, 200, 250, 390])
  func aFileIsEndedAnywhere(_ call: Int) throws {
    #expect(throws: InputRefusal.self) {
      try rows(RunLimits(isOverdue: Self.clock(strikesAt: call)))
    }
    #expect(try rows(.none) == 200)
  }

  @Test func whatAFileKeepsIsCounted() throws {
    #expect(throws: InputRefusal(.stopped, [.stopped(.memory)])) {
      try rows(RunLimits(memory: 10_000))
    }
    #expect(try rows(RunLimits(memory: 10_000_000)) == 200)
  }

  @Test func stepsGrowWithTheRows() throws {
    #expect(try rows(RunLimits(steps: 20_000), count: 20) == 20)
    #expect(throws: InputRefusal(.stopped, [.stopped(.steps)])) {
      try rows(RunLimits(steps: 20_000), count: 20_000)
    }
  }

  /// A chunk is given up as a whole, and its worker goes on with the next.
  @Test func aChunkIsEnded() throws {
    let compiled = compile(Array(Self.source.utf8), named: "t.rules") { _ in nil }
    let plan = try #require(compiled.plan)
    let head = Array("企业名称,投资额,制造业\n".utf8)
    let body = Array((1...3000).map { "虚构\($0),500万,是\n" }.joined().utf8)
    func worker(_ limits: RunLimits) throws -> ChunkWorker {
      let run = try ChunkRun(
        plan, [InputFile(name: "t.csv", bytes: head)], input: InputOptions(),
        run: RunOptions(explains: false, watch: Watch(limits)), output: OutputOptions(),
        layout: .wide)
      return ChunkWorker(try #require(run))
    }
    let chunk = ChunkBytes(capacity: body.count)
    body.withUnsafeBytes { chunk.append($0) }
    // 3000 rows are three batches: the clock strikes before the second.
    let ended = try worker(RunLimits(isOverdue: Self.clock(strikesAt: 2)))
      .compute(chunk, of: 0, into: ChunkBytes(capacity: 1))
    guard case .input(let refusal)? = ended.failure else {
      Issue.record("\(String(describing: ended.failure))")
      return
    }
    #expect(refusal == InputRefusal(.stopped, [.stopped(.time)]))
    let done = try worker(.none).compute(chunk, of: 0, into: ChunkBytes(capacity: 1))
    #expect(done.failure == nil)
    #expect(done.tally.written == 3000)
  }
}
