/// Why one company gets what it gets: of every award the conditions that hold or fail, the sum step
/// by step, the smallest changes by which it would get more, and the articles.
///
/// ```swift
/// let explanation = try policy.explanation(["投资额": "1200万", "重点产业": "是"], on: "2026-12-31")
/// print(explanation.chinese)
/// ```
public struct PolicyExplanation: Sendable {
  /// What the company gets: the same as `evaluate` gives.
  public let outcome: Outcome
  /// In Chinese, as Markdown.
  public let chinese: String
  /// In English, as Markdown; names and articles stay as the rules write them.
  public let english: String
  /// As `jili explain --format json` writes it for one company: sums are texts in 元.
  public let json: String
}

extension Policy {
  /// Explains what one company gets.
  ///
  /// The changes that would win more are tried one by one, so that this takes as long as some
  /// hundred calls of `evaluate`.
  ///
  /// - Parameters:
  ///   - facts: values as the cells of a company file hold them; a fact that is not given is
  ///     unknown.
  ///   - date: the evaluation date, to the day, month or year; without it the last day of the
  ///     policy's period.
  ///   - parameters: values of parameters.
  ///   - readings: which reading of a doubtful clause, by its name.
  ///   - limits: what the call may use, and how it can be ended before its end.
  /// - Throws: what `evaluate` throws; J4505 where the limits ended the call.
  ///
  /// ```swift
  /// let explanation = try policy.explanation(["投资额": "900万"], on: "2026-12-31")
  /// explanation.outcome.total.low
  /// ```
  public func explanation(
    _ facts: [String: String], on date: String? = nil, parameters: [String: String] = [:],
    readings: [String: String] = [:], limits: RunLimits = .none
  ) throws(PolicyError) -> PolicyExplanation {
    do throws(InputRefusal) {
      let found = try computed(facts, on: date, parameters, readings, limits)
      let company = Explainer(found.plan, found.run)
        .explanation(of: 0, in: [found.row], found.outcome)
      try found.run.watch.check()
      var json: [UInt8] = []
      ExplanationDocument(found.plan, .zh).document(company).append(to: &json)
      return PolicyExplanation(
        outcome: Outcome(found.outcome, found.plan),
        chinese: ExplanationPage(found.plan, .zh).markdown(company),
        english: ExplanationPage(found.plan, .en).markdown(company),
        json: String(decoding: json, as: UTF8.self))
    } catch {
      throw PolicyError(error)
    }
  }
}
