import JiliLexer

/// A policy made ready for company after company: date, parameters and readings are settled, and
/// facts are asked for by number, not by name. Immutable; share it between threads as you like, and
/// take an evaluator from it in each.
///
/// ```swift
/// let policy = try Policy(source: text, named: "技改.rules")
/// let prepared = try policy.prepared(on: "2026")
/// let investment = prepared.fact("投资额")!
/// let evaluator = prepared.evaluator()
/// try evaluator.set(investment, fen: 480_000_000)
/// let total = try evaluator.evaluate()
/// total.low                  // 分, certain
/// evaluator.low(of: 0)       // 分, of the first award
/// ```
public struct PreparedPolicy: Sendable {
  /// Names a fact of a prepared policy. It belongs to that policy alone; ask `fact(_:)` for it.
  public struct FactNumber: Sendable, Hashable {
    let slot: Int
  }

  /// A fact that the rules read.
  public struct Fact: Sendable {
    /// What a fact holds, and so which call of the evaluator sets it.
    ///
    /// ```swift
    /// switch fact.kind {
    /// case .money: try evaluator.set(fact.number, fen: 1_200_000_000)
    /// case .flag: try evaluator.set(fact.number, flag: true)
    /// default: try evaluator.set(fact.number, cell: text)
    /// }
    /// ```
    public enum Kind: Sendable, Hashable {
      /// Sums of money, and what was approved, paid or received: `set(_:fen:)`.
      case money
      /// A plain number: `set(_:number:decimals:)`.
      case number
      /// A percentage, in percent: `set(_:number:decimals:)`.
      case percent
      /// A day: `set(_:year:month:day:)`.
      case date
      /// Yes or no: `set(_:flag:)`.
      case flag
      /// A text: `set(_:text:)`.
      case text
      /// The status of a title: `set(_:title:)`.
      case title
      /// One of these values; a choice is an index into them. The instalments of an award are one.
      case choice([String])
    }

    /// What the evaluator takes in its place.
    public let number: FactNumber
    /// As a company file calls it: `营收`, `营收 历年最高`, `技改.已付`.
    public let name: String
    /// Which of the evaluator's calls sets it.
    public let kind: Kind
  }

  let rules: PreparedRules

  init(rules: PreparedRules) { self.rules = rules }

  /// `options` and `choices` as those of a run.
  package init(_ plan: Plan, _ options: InputOptions, _ choices: [Int]) throws(InputRefusal) {
    rules = try PreparedRules(plan, options, choices)
  }

  /// Every fact that may be set, in the order of the rules. One that is not set is unknown.
  public var facts: [Fact] { rules.facts }

  /// The awards in the order of the rules, a renewal behind its own; `Evaluator.low(of:)` takes an
  /// index into them.
  public var awards: [(name: String, isRenewal: Bool)] {
    rules.plan.lines.map { ($0.name, $0.isRenewal) }
  }

  /// The number of a fact, to be asked for once; nil where no rule reads such a fact.
  ///
  /// - Parameter name: as a company file calls it: `投资额`, `营收 历年最高`, `技改.已付`.
  public func fact(_ name: String) -> FactNumber? {
    rules.facts.first { $0.name == name }?.number
  }

  /// Something that computes one company after another, in one thread.
  ///
  /// - Parameter limits: what its calls may use all together, and how they can be ended.
  public func evaluator(limits: RunLimits = .none) -> Evaluator {
    Evaluator(rules, limits.watch)
  }
}

extension Policy {
  /// Settles everything that is the same for many companies.
  ///
  /// - Parameters: as those of `evaluate`; parameters may set facts for all companies.
  /// - Throws: parameters and readings that the rules do not know, and values that cannot be read.
  ///
  /// ```swift
  /// let prepared = try policy.prepared(on: "2026", parameters: ["施行日期": "2026-05-01"])
  /// ```
  public func prepared(
    on date: String? = nil, parameters: [String: String] = [:], readings: [String: String] = [:]
  ) throws(PolicyError) -> PreparedPolicy {
    do throws(InputRefusal) {
      let (plan, options, choices) = try settled(on: date, parameters, readings)
      return PreparedPolicy(rules: try PreparedRules(plan, options, choices))
    } catch {
      throw PolicyError(error)
    }
  }
}

/// What all evaluators of a prepared policy share.
final class PreparedRules: Sendable {
  let plan: Plan
  let choices: [Int]
  let facts: [PreparedPolicy.Fact]
  /// What a company is of which nothing was said.
  let template: Row
  let assembly: RowAssembly
  /// nil where rows are for the row evaluator alone.
  let program: ColumnProgram?

  init(_ plan: Plan, _ options: InputOptions, _ choices: [Int]) throws(InputRefusal) {
    self.plan = plan
    self.choices = choices
    let layout = RowLayout(plan)
    template = try readCompany([:], layout: layout, options: options)
    assembly = RowAssembly(
      layout: layout, settings: try settingCells(options.settings, layout: layout),
      absentIsBlank: options.absentIsBlank)
    let slots = (0..<plan.slotCount).filter { !plan.facts[plan.slotFacts[$0]].isParameter }
    facts = slots.map { slot in
      PreparedPolicy.Fact(
        number: .init(slot: slot), name: plan.factName(plan.missingFact(ofSlot: slot)),
        kind: plan.facts[plan.slotFacts[slot]].preparedKind)
    }
    program = ColumnProgram(
      plan, choices: choices, template: template, varying: Set(slots))
  }
}

extension Fact {
  fileprivate var preparedKind: PreparedPolicy.Fact.Kind {
    switch kind {
    case .money, .approved, .received, .paid: .money
    case .number: .number
    case .percent: .percent
    case .date: .date
    case .flag: .flag
    case .text: .text
    case .title: .title
    case .category(let values, _): .choice(values)
    case .instalment(_, let labels): .choice(labels)
    }
  }
}
