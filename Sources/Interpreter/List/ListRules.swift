import JiliLexer

/// The rules by which a list of companies is computed, with the choices that are no company's.
package struct ListRules: Sendable {
  package let plan: Plan
  package let choices: [Int]
  /// Values of parameters.
  let settings: [Setting]
  /// The evaluation date where one was stated.
  let date: Days?
  /// A plan of no award that reads every fact that the rules declare, so that a new clause finds
  /// its columns read.
  let everything: Plan

  package init(
    _ program: CheckedProgram, plan: Plan, choices: [Int] = [], settings: [Setting] = [],
    date: Days? = nil
  ) throws(InputRefusal) {
    self.plan = try plan.settled(settings)
    self.choices = choices + [Int](repeating: 0, count: plan.readings.count - choices.count)
    self.settings = settings
    self.date = date
    var everything = planOfAllFacts(program)
    everything.policies[0].lastDay = self.plan.policies[0].lastDay
    self.everything = everything
  }

  /// How a company file is read under these rules.
  func reading(_ options: InputOptions) -> InputOptions {
    var options = options
    options.settings = settings
    options.date = date ?? options.date
    return options
  }
}

extension Session {
  /// The rules of the prompt for a list: parameters, readings and the date that were stated are not
  /// of the company at hand alone.
  package func listRules() throws(InputRefusal) -> ListRules {
    let everything = layoutOfAllFacts(program)
    let settings = facts.stated.filter { everything.isParameter($0.name) }
    return try ListRules(
      program, plan: plan, choices: facts.choices(plan.readings),
      settings: settings.map { Setting(name: $0.name, value: $0.cell) }, date: facts.date)
  }
}
