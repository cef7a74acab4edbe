import JiliLexer

/// A policy that is ready to be asked: parsed, checked and planned. Immutable; share it between
/// threads as you like. It opens no file, reads no clock and keeps no state.
///
/// ```swift
/// let policy = try Policy(source: "award 国家级小巨人 = 150万 when new", named: "小巨人.rules")
/// let outcome = try policy.evaluate(["国家级小巨人": "新认定"])
/// outcome.total.low          // "1500000.00", 元
/// outcome["国家级小巨人"]?.reason   // "新认定"
/// ```
public struct Policy: Sendable {
  let plan: Plan
  /// What was found in the rules that does not stop them from running, in the order of the files.
  public let warnings: [Problem]

  /// The name that the policy block gives, else the name of the file without its ending.
  public var name: String { plan.policies[0].name }

  /// Checks a policy and everything that it uses.
  ///
  /// - Parameters:
  ///   - source: the text of the rule file.
  ///   - name: how messages call the file; paths in it are taken beside this name.
  ///   - read: gives the text of a file that `use`, `amends` or `source` names, nil where there is
  ///     none. Paths that lead outside the folder of `name` are refused before it is asked.
  ///   - limits: what reading may use, and how it can be ended; a step is some work on one
  ///     statement.
  /// - Throws: every mistake of the files at once, and J4505 where the limits ended the reading.
  ///
  /// ```swift
  /// let policy = try Policy(source: rules, named: "技改.rules") { path in texts[path] }
  /// ```
  public init(
    source: String, named name: String, limits: RunLimits = .none,
    read: @escaping (String) throws -> String? = { _ in nil }
  ) throws(PolicyError) {
    let watch = limits.watch
    let compiled = compile(Array(source.utf8), named: name, watch: watch) { path in
      try read(path).map { Array($0.utf8) }
    }
    do throws(InputRefusal) { try watch.check() } catch { throw PolicyError(error) }
    let problems = compiled.diagnostics.map { Problem($0, compiled.sources) }
    guard let plan = compiled.plan else {
      throw PolicyError(problems: problems.filter { $0.severity == .error })
    }
    self.plan = plan
    warnings = problems.filter { $0.severity == .warning }
  }

  /// Computes what one company gets.
  ///
  /// - Parameters:
  ///   - facts: values as the cells of a company file hold them: `"12亿"`, `"新认定"`, `"是"`. A fact
  ///     that is not given is unknown, which widens the result; it is never 0.
  ///   - date: the evaluation date, to the day, month or year: `"2026-12-31"`, `"2026"`. Without it
  ///     the last day of the policy's period, never today.
  ///   - parameters: values of parameters, such as `"施行日期": "2026-05-01"`.
  ///   - readings: choices of readings; the first choice of each holds otherwise.
  ///   - limits: what the call may use, and how it can be ended before its end.
  /// - Throws: every value that cannot be read, names that the rules do not know, and J4505 where
  ///   the limits ended the call.
  ///
  /// ```swift
  /// let outcome = try policy.evaluate(["投资额": "1200万", "重点产业": "是"], on: "2026-12-31")
  /// outcome.total.low     // "1000000.00", 元
  /// outcome.missing       // []: nothing is open
  /// ```
  public func evaluate(
    _ facts: [String: String], on date: String? = nil, parameters: [String: String] = [:],
    readings: [String: String] = [:], limits: RunLimits = .none
  ) throws(PolicyError) -> Outcome {
    do throws(InputRefusal) {
      let found = try computed(facts, on: date, parameters, readings, limits)
      return Outcome(found.outcome, found.plan)
    } catch {
      throw PolicyError(error)
    }
  }
}

extension Policy {
  /// One company with what it gets under the options of a call.
  struct Computed {
    let plan: Plan
    let row: Row
    let run: RunOptions
    let outcome: RowOutcome
  }

  func computed(
    _ facts: [String: String], on date: String?, _ parameters: [String: String],
    _ readings: [String: String], _ limits: RunLimits
  ) throws(InputRefusal) -> Computed {
    let (plan, input, choices) = try settled(on: date, parameters, readings)
    let row = try readCompany(facts, layout: RowLayout(plan), options: input)
    let options = RunOptions(choices: choices, watch: limits.watch)
    let outcomes = run(plan, [row], options)
    try options.watch.check()
    let outcome = outcomes[0]
    if let line = outcome.overflow { throw InputRefusal(.file, [.overflow(line)]) }
    return Computed(plan: plan, row: row, run: options, outcome: outcome)
  }

  /// The plan, the options and the choices that a date, parameters and readings come to.
  func settled(
    on date: String?, _ parameters: [String: String], _ readings: [String: String]
  ) throws(InputRefusal) -> (Plan, InputOptions, [Int]) {
    func settings(_ values: [String: String]) -> [Setting] {
      values.sorted { $0.key < $1.key }.map { Setting(name: $0.key, value: $0.value) }
    }
    var options = InputOptions()
    options.settings = settings(parameters)
    if let date {
      guard let text = DateText(date) else { throw InputRefusal(.usage, [.badDate(date)]) }
      options.date = Days(text)
    }
    let choices = try plan.choices(settings(readings))
    return (try plan.settled(options.settings), options, choices)
  }

  /// The language of the words of a rule file.
  public enum Keywords: Sendable {
    /// `奖励`, `当`, `封顶`.
    case chinese
    /// `award`, `when`, `capped at`.
    case english
  }

  /// The text of a rule file in the one layout.
  ///
  /// Names, numbers, texts and comments stay as they are, and so does what the rules say. Laying
  /// out twice changes nothing.
  ///
  /// ```swift
  /// try Policy.formatted("award 技改=投资额 的 20%", keywords: .english)
  /// // "award 技改 = 20% of 投资额\n"
  /// ```
  ///
  /// - Parameters:
  ///   - source: the text of the rule file.
  ///   - keywords: the language in which every word of the language is spelled; without it each
  ///     word stays as it is.
  ///   - name: how messages call the file; paths in it are taken beside this name.
  ///   - read: gives the text of a file that `use` or `amends` names, nil where there is none. Only
  ///     `keywords` asks for it: names that are declared there are not words of the language.
  /// - Throws: every mistake of words and grammar at once. Unknown names and wrong types are no
  ///   matter of layout.
  public static func formatted(
    _ source: String, keywords: Keywords? = nil, named name: String = "policy.rules",
    read: @escaping (String) throws -> String? = { _ in nil }
  ) throws(PolicyError) -> String {
    let language: Language? =
      switch keywords {
      case .chinese: .zh
      case .english: .en
      case nil: nil
      }
    let laidOut = layOut(Array(source.utf8), named: name, keywords: language) { path in
      try read(path).map { Array($0.utf8) }
    }
    switch laidOut.result {
    case .text(let text): return text
    case .mistaken(let found):
      throw PolicyError(problems: found.map { Problem($0, [laidOut.source]) })
    case .unfaithful: throw PolicyError(problems: [Problem(.layoutUnfaithful(name))])
    }
  }
}

/// Why rules or facts cannot be used: every problem that was found.
///
/// ```swift
/// do {
///   _ = try Policy(source: "award 技改 = 10% of 投资额", named: "技改.rules")
/// } catch {
///   error.problems[0].code       // "J3101"
///   error.problems[0].chinese    // "未知的名称 `投资额`"
/// }
/// ```
public struct PolicyError: Error, Sendable {
  /// In the order of the files; never empty.
  public let problems: [Problem]
}

extension PolicyError {
  init(_ refusal: InputRefusal) { problems = refusal.problems.map { Problem($0) } }
}

/// A finding in plain values: where it is, what it is, and what to do.
public struct Problem: Sendable, Hashable {
  /// Whether the rules can be used all the same.
  public enum Severity: Sendable {
    /// They can; somebody should look.
    case warning
    /// They cannot.
    case error
  }

  /// Whether the rules can be used all the same.
  public let severity: Severity
  /// Stable, such as `J3101`; `docs/errors.md` explains each with an example.
  public let code: String
  /// The file as the caller named it; nil where the finding is about a value.
  public let file: String?
  /// The line, counted from 1; nil where the finding is about a value.
  public let line: Int?
  /// The character of the line, counted from 1; nil where the finding is about a value.
  public let column: Int?
  /// The message in Chinese. It may quote the rules or a value: escape it where you show it.
  public let chinese: String
  /// The message in English. It may quote the rules or a value: escape it where you show it.
  public let english: String

  init(_ diagnostic: Diagnostic, _ sources: [Source]) {
    severity = diagnostic.severity == .error ? .error : .warning
    code = diagnostic.code
    let number = Int(diagnostic.span.file)
    let source = sources.indices.contains(number) ? sources[number] : nil
    let place = source?.place(at: diagnostic.span.start)
    file = source?.name
    line = place?.line
    column = place?.column
    chinese = diagnostic.message.zh
    english = diagnostic.message.en
  }

  init(_ problem: InputProblem) {
    severity = .error
    code = problem.code
    file = problem.file
    line = problem.row
    column = nil
    chinese = problem.message.zh
    english = problem.message.en
  }
}

/// A range of money: what is certain, and what is possible at most. Texts in 元 with two decimals;
/// sums are exact, never rounded on the way.
///
/// ```swift
/// outcome.total.low       // "800000.00" 元
/// outcome.total.lowFen    // 80_000_000 分
/// outcome.total.high      // "1300000.00" 元
/// ```
public struct MoneyRange: Sendable, Hashable {
  /// What is certain, in 元: `"800000.00"`.
  public let low: String
  /// What is possible at most, in 元; nil where nothing bounds it.
  public let high: String?
  /// What is certain, in 分; nil where the sum does not fit or is no whole 分.
  public let lowFen: Int64?
  /// What is possible at most, in 分; nil where nothing bounds it, where the sum does not fit or is
  /// no whole 分.
  public let highFen: Int64?

  init(_ low: Exact, _ high: Exact?) {
    self.low = low.yuanText
    self.high = high?.yuanText
    lowFen = low.fen
    highFen = high?.fen
  }
}

/// What one company gets under a policy.
///
/// ```swift
/// for award in outcome.awards where award.state == "due" {
///   print(award.name, award.amount.low, "元", award.reason)
/// }
/// ```
public struct Outcome: Sendable {
  /// One award, or its renewal.
  public struct Award: Sendable {
    /// As the rules call it; a renewal has the name of its award.
    public let name: String
    /// Whether it is what passing a review brings, 复评.
    public let isRenewal: Bool
    /// `due`, `up-to`, `unspecified`, `undetermined`, `excluded`, `over-quota` or `not-due`.
    ///
    /// - `due`: the sum is settled.
    /// - `up-to`: the text sets only a ceiling, and somebody decides.
    /// - `unspecified`: due, but the text has no sum.
    /// - `undetermined`: it hangs on facts that are missing.
    /// - `excluded`: another award or a ceiling leaves nothing.
    /// - `over-quota`: the places are taken.
    /// - `not-due`: its conditions do not hold.
    public let state: String
    /// What is paid, after ceilings and overlap.
    public let amount: MoneyRange
    /// Why, in Chinese: what the sum comes from, or which condition fails and by how much.
    public let reason: String
    /// Why, in English.
    public let englishReason: String
    /// The articles that the rule cites, with the exact words where it quotes them.
    public let citations: [(article: String, quote: String?)]
    /// Names of the facts that would settle it.
    public let missing: [String]
  }

  /// What the policy grants besides money.
  public struct Benefit: Sendable {
    /// As the rules call it.
    public let name: String
    /// What is granted, in the words of the rules; nil where they give none.
    public let text: String?
    /// `benefit`, `undetermined` or `not-due`.
    public let state: String
    /// Why, in Chinese.
    public let reason: String
    /// Why, in English.
    public let englishReason: String
    /// The articles that the rule cites, with the exact words where it quotes them.
    public let citations: [(article: String, quote: String?)]
    /// Names of the facts that would settle it.
    public let missing: [String]
  }

  /// A bound that the policy sets to somebody: checked, never paid.
  public struct Limit: Sendable {
    /// The left side as written, with more of the limit where several have the same.
    public let name: String
    /// The limit as written.
    public let text: String
    /// `limit-exceeded`, `kept`, `undetermined` or `not-applicable`.
    public let state: String
    /// The value of the left side, such as `1.5%`; nil where it is not settled.
    public let actual: String?
    /// Why, in Chinese.
    public let reason: String
    /// Why, in English.
    public let englishReason: String
    /// The articles that the rule cites, with the exact words where it quotes them.
    public let citations: [(article: String, quote: String?)]
    /// Names of the facts that would settle it.
    public let missing: [String]
  }

  /// Every award in the order of the rules, a renewal behind its own.
  public let awards: [Award]
  /// Every benefit in the order of the rules, granted or not.
  public let benefits: [Benefit]
  /// Every limit in the order of the rules, broken or not.
  public let limits: [Limit]
  /// What all awards come to.
  public let total: MoneyRange
  /// Missing facts that could change the total, widest effect first.
  public let missing: [String]
  /// What else the reader must know: ties, other readings. In Chinese.
  public let notes: [String]

  /// The base line of an award, or its renewal under `A.复评` or `A.renewal`; nil where the rules
  /// have no such award.
  ///
  /// ```swift
  /// outcome["国家级小巨人.复评"]?.amount.low    // "300000.00", 元
  /// ```
  public subscript(name: String) -> Award? {
    awards.first { award in
      award.isRenewal
        ? name == award.name + ".复评" || name == award.name + ".renewal" : name == award.name
    }
  }

  init(_ outcome: RowOutcome, _ plan: Plan) {
    awards = outcome.lines.map { line in
      let description = plan.lines[line.line]
      return Award(
        name: description.name, isRenewal: description.isRenewal, state: line.state.rawValue,
        amount: MoneyRange(line.low, line.high), reason: line.reason.zh,
        englishReason: line.reason.en,
        citations: description.cites.map { ($0.article, $0.quote) },
        missing: line.missing.map { plan.factName($0) })
    }
    benefits = outcome.benefits.map { Benefit($0, plan) }
    limits = outcome.limits.map { Limit($0, plan) }
    total = MoneyRange(outcome.totalLow, outcome.totalHigh)
    missing = outcome.missing.map { plan.factName($0.fact) }
    notes = outcome.notes.map(\.zh)
  }
}

extension Outcome.Benefit {
  init(_ outcome: BenefitOutcome, _ plan: Plan) {
    let benefit = plan.benefits[outcome.benefit]
    name = benefit.name
    text = benefit.text
    state = outcome.state.rawValue
    (reason, englishReason) = (outcome.reason.zh, outcome.reason.en)
    citations = benefit.cites.map { ($0.article, $0.quote) }
    missing = outcome.missing.map { plan.factName($0) }
  }
}

extension Outcome.Limit {
  init(_ outcome: LimitOutcome, _ plan: Plan) {
    let limit = plan.limits[outcome.limit]
    name = limit.name
    text = limit.text
    state = outcome.state.rawValue
    actual = outcome.actual
    (reason, englishReason) = (outcome.reason.zh, outcome.reason.en)
    citations = limit.cites.map { ($0.article, $0.quote) }
    missing = outcome.missing.map { plan.factName($0) }
  }
}

extension Exact {
  /// Whole 分, if it is so and fits.
  package var fen: Int64? {
    guard let scaled = multiplied(by: Exact(100)), scaled.isWhole else { return nil }
    return Int64(exactly: scaled.numerator)
  }
}

extension InputProblem {
  static func overflow(_ award: String) -> InputProblem {
    let fault = CellFault.overflow(award)
    return InputProblem(code: fault.code, message: fault.reason)
  }
}
