public import CJili
import Jili
import JiliLexer
import Synchronization

/// What one company gets, and how it came about.
final class OutcomeHandle: Sendable {
  let policy: PolicyHandle
  let plan: Plan
  let row: Row
  let outcome: RowOutcome
  let choices: [Int]
  let language: Language
  private let texts = Mutex<(document: HeldText?, explanation: HeldText?)>((nil, nil))

  init(
    _ policy: PolicyHandle, _ plan: Plan, _ row: Row, _ outcome: RowOutcome, _ choices: [Int],
    _ language: Language
  ) {
    (self.policy, self.plan, self.row, self.outcome) = (policy, plan, row, outcome)
    (self.choices, self.language) = (choices, language)
  }

  /// Made when it is first asked for: most callers want the sums alone.
  var document: HeldText {
    texts.withLock { texts in
      if let document = texts.document { return document }
      let made = HeldText(
        outcomeDocument(
          PolicyOutcome(plan: plan, outcome: outcome), date: row.date, language: language))
      texts.document = made
      return made
    }
  }

  /// Not made within the lock: a call with limits waits for none without.
  func explanation(_ watch: Watch?) throws -> HeldText {
    if let explanation = texts.withLock({ $0.explanation }) { return explanation }
    let explained = Explainer(plan, RunOptions(choices: choices, watch: watch))
      .explanation(of: 0, in: [row], outcome)
    try watch.check()
    let made = HeldText(ExplanationDocument(plan, language).document(explained))
    return texts.withLock { texts in
      let first = texts.explanation ?? made
      texts.explanation = first
      return first
    }
  }
}

@_cdecl("jili_evaluate")
public func evaluate(
  _ policy: OpaquePointer?, _ company: jili_text, _ options: jili_text,
  _ limits: UnsafePointer<jili_limits>?, _ errors: UnsafeMutablePointer<OpaquePointer?>?
) -> OpaquePointer? {
  handing(errors) { () throws -> OutcomeHandle in
    guard let policy = object(policy, PolicyHandle.self) else {
      throw CallFailure(.missing("policy"))
    }
    guard let bytes = company.content else { throw CallFailure(.missing("company")) }
    var asked = try CallOptions(options, isTable: false)
    let watch = watch(limits)
    asked.input.watch = watch
    let plan = try policy.plan.settled(asked.input.settings)
    let row = try readCompany(
      InputFile(name: "company", bytes: bytes), layout: RowLayout(plan), options: asked.input)
    let choices = try plan.choices(asked.readings)
    let found = run(plan, [row], RunOptions(choices: choices, watch: watch))
    try watch.check()
    guard let outcome = found.first else { throw CallFailure(.unexpected) }
    if let line = outcome.overflow {
      let fault = CellFault.overflow(line)
      throw CallFailure(.overflow(fault.code, fault.reason))
    }
    return OutcomeHandle(policy, plan, row, outcome, choices, asked.output.language)
  }
}

@_cdecl("jili_outcome_free")
public func outcomeFree(_ outcome: OpaquePointer?) { give(back: outcome, OutcomeHandle.self) }

@_cdecl("jili_outcome_json")
public func outcomeJSON(_ outcome: OpaquePointer?) -> jili_text {
  object(outcome, OutcomeHandle.self)?.document.text ?? .none
}

@_cdecl("jili_outcome_explanation")
public func outcomeExplanation(
  _ outcome: OpaquePointer?, _ limits: UnsafePointer<jili_limits>?,
  _ errors: UnsafeMutablePointer<OpaquePointer?>?
) -> jili_text {
  calling(errors) { () throws -> HeldText in
    guard let outcome = object(outcome, OutcomeHandle.self) else {
      throw CallFailure(.missing("outcome"))
    }
    return try outcome.explanation(watch(limits))
  }?.text ?? .none
}

@_cdecl("jili_outcome_count")
public func outcomeCount(_ outcome: OpaquePointer?) -> Int {
  object(outcome, OutcomeHandle.self)?.outcome.lines.count ?? 0
}

private func line(_ outcome: OpaquePointer?, _ index: Int) -> (OutcomeHandle, LineOutcome)? {
  guard let found = object(outcome, OutcomeHandle.self),
    found.outcome.lines.indices.contains(index)
  else { return nil }
  return (found, found.outcome.lines[index])
}

@_cdecl("jili_outcome_award")
public func outcomeAward(_ outcome: OpaquePointer?, _ index: Int) -> jili_text {
  line(outcome, index).map { $0.policy.lines[$1.line].text } ?? .none
}

/// The words of all states, which outlive every outcome.
private let stateWords: [LineState: HeldText] = Dictionary(
  uniqueKeysWithValues: LineState.allCases.map { ($0, HeldText($0.rawValue)) })

@_cdecl("jili_outcome_state")
public func outcomeState(_ outcome: OpaquePointer?, _ index: Int) -> jili_text {
  line(outcome, index).flatMap { stateWords[$1.state]?.text } ?? .none
}

/// Writes the ends that 64 bits hold; which these are.
private func write(
  _ sum: (low: Exact, high: Exact?), _ low: UnsafeMutablePointer<Int64>?,
  _ high: UnsafeMutablePointer<Int64>?
) -> Int32 {
  var known: Int32 = 0
  if let fen = sum.low.fen {
    low?.pointee = fen
    known |= Int32(JILI_LOW)
  }
  if let fen = sum.high?.fen {
    high?.pointee = fen
    known |= Int32(JILI_HIGH)
  }
  return known
}

@_cdecl("jili_outcome_sum")
public func outcomeSum(
  _ outcome: OpaquePointer?, _ index: Int, _ low: UnsafeMutablePointer<Int64>?,
  _ high: UnsafeMutablePointer<Int64>?
) -> Int32 {
  line(outcome, index).map { write(($1.low, $1.high), low, high) } ?? 0
}

@_cdecl("jili_outcome_total")
public func outcomeTotal(
  _ outcome: OpaquePointer?, _ low: UnsafeMutablePointer<Int64>?,
  _ high: UnsafeMutablePointer<Int64>?
) -> Int32 {
  guard let found = object(outcome, OutcomeHandle.self)?.outcome else { return 0 }
  return write((found.totalLow, found.totalHigh), low, high)
}
