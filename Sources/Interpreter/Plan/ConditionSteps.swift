package import JiliLexer

/// One of the conditions that a line asks for, in the order in which they are written.
package struct ConditionStep: Sendable {
  package var words: Wording
  /// Whether this condition and all before it hold: where it does not and the one before does, the
  /// line fails here first.
  package var prefix: OperationID
}

/// The conditions of one line as steps, and whether they lead to a sum.
package struct LineSteps: Sendable {
  package var steps: [ConditionStep]
  /// Whether phases 3 to 5 leave more than nothing.
  package var isPositive: OperationID
}

extension Plan {
  /// The plan with its conditions laid out one after the other, for who counts where companies
  /// fail. What it pays is the same.
  package var countingSteps: Plan {
    var plan = self
    var layer = StepLayer(plan)
    plan.steps = plan.lines.indices.map { layer.steps(of: $0) }
    plan.operations = layer.operations
    return plan
  }

  /// The plan for runs in which nobody counts.
  package var withoutSteps: Plan {
    var plan = self
    plan.steps = []
    return plan
  }
}

private struct StepLayer {
  let plan: Plan
  var operations: [Operation]
  private var known: [Operation: OperationID] = [:]

  init(_ plan: Plan) {
    self.plan = plan
    operations = plan.operations
    for (index, operation) in operations.enumerated() { known[operation] = index }
  }

  mutating func steps(of index: Int) -> LineSteps {
    let line = plan.lines[index]
    let policy = plan.policies[plan.policy(ofLine: index)]
    var conditions: [(words: Wording, operation: OperationID)] = [
      (Wording(zh: "适用本政策", en: "the policy applies"), policy.applies),
      (Wording(zh: "在有效期内", en: "within the period"), line.inForce),
    ]
    if line.isRenewal, let title = line.title {
      let renewed = emit(.title(slot: plan.facts[title].slot, among: .renewed))
      conditions.append((Wording(zh: "通过复评", en: "renewed"), renewed))
    }
    if let test = line.test { conditions += written(test) }
    conditions.removeAll { operations[$0.operation] == .truth(.yes) }
    if line.once {
      conditions.append((Wording(zh: "一次性：此前未奖", en: "once: not paid before"), line.condition))
    }
    var steps: [ConditionStep] = []
    for (words, operation) in conditions {
      let prefix = steps.last.map { emit(.and($0.prefix, operation)) } ?? operation
      steps.append(ConditionStep(words: words, prefix: prefix))
    }
    // The last is the condition itself, whatever the text leaves unsaid.
    if steps.isEmpty {
      let words = Wording(zh: "条件", en: "condition")
      steps.append(ConditionStep(words: words, prefix: line.condition))
    } else {
      steps[steps.count - 1].prefix = line.condition
    }
    let nothing = emit(.constant(Bounds(.zero)))
    return LineSteps(
      steps: steps, isPositive: emit(.compare(.greater, line.sum, nothing)))
  }

  /// What must all hold, one by one.
  private mutating func written(_ tree: ConditionTree) -> [(Wording, OperationID)] {
    if case .all(let parts) = tree { return parts.flatMap { written($0) } }
    return [(words(tree), operation(tree))]
  }

  private mutating func operation(_ tree: ConditionTree) -> OperationID {
    switch tree {
    case .leaf(let leaf): return leaf.operation
    case .named(_, let inner): return operation(inner)
    case .all(let parts): return folded(parts) { .and($0, $1) }
    case .any(let parts): return folded(parts) { .or($0, $1) }
    }
  }

  private mutating func folded(
    _ parts: [ConditionTree], _ join: (OperationID, OperationID) -> Operation
  ) -> OperationID {
    var whole: OperationID?
    for part in parts {
      let next = operation(part)
      whole = whole.map { emit(join($0, next)) } ?? next
    }
    return whole ?? emit(.truth(.yes))
  }

  private func words(_ tree: ConditionTree) -> Wording {
    switch tree {
    case .leaf(let leaf):
      let exception = "except "
      guard leaf.text.hasPrefix(exception) else { return Wording(zh: leaf.text, en: leaf.text) }
      let inner = leaf.text.dropFirst(exception.count)
      return Wording(zh: "不属于 \(inner)", en: leaf.text)
    case .named(let name, _): return Wording(zh: name, en: name)
    case .all(let parts): return joined(parts, zh: " 且 ", en: " and ")
    case .any(let parts): return joined(parts, zh: " 或 ", en: " or ")
    }
  }

  private func joined(_ parts: [ConditionTree], zh: String, en: String) -> Wording {
    let all = parts.map { part -> Wording in
      let inner = words(part)
      switch part {
      case .leaf, .named: return inner
      case .all, .any: return Wording(zh: "（\(inner.zh)）", en: "(\(inner.en))")
      }
    }
    return Wording(
      zh: all.map(\.zh).joined(separator: zh), en: all.map(\.en).joined(separator: en))
  }

  private mutating func emit(_ operation: Operation) -> OperationID {
    let id = known[orNew: operation, operations.count]
    if id == operations.count { operations.append(operation) }
    return id
  }
}
