import JiliLexer

/// How large and how deep a typed expression is, definitions written out.
struct Extent: Sendable {
  var size = 1
  var depth = 1

  /// Takes in a part.
  mutating func hold(_ part: Extent) {
    size = min(size + part.size, Limits.planNodes + 1)
    depth = max(depth, part.depth + 1)
  }
}

/// A few lines of definitions can stand for a tree of any size: each may hold the one before it
/// twice. What is too large or too deep is refused before anything walks over it.
extension Checker {
  /// The extent of an expression whose definitions are already measured.
  func extent(of typed: Typed) -> Extent {
    var whole = Extent()
    if case .defined(let name, _) = typed.kind, case .define(let index)? = names[name] {
      whole.hold(definitions[index].extent)
    } else {
      for child in children(typed) { whole.hold(extent(of: child)) }
    }
    return whole
  }

  /// The expression, or a broken one where it is more than a plan can hold.
  mutating func bounded(_ typed: Typed, _ name: String, at span: Span) -> Typed {
    let extent = extent(of: typed)
    guard extent.size > Limits.definitionNodes || extent.depth > Limits.depth else { return typed }
    report(.tooLarge(name, at: span))
    return .broken(span)
  }

  /// Each award, benefit and limit must stay within what a definition may be, and all together must
  /// fit into one plan.
  mutating func checkSizes() {
    var total = 0
    let all =
      parts.awards.map { ($0.name, $0.span, terms(of: $0)) }
      + parts.benefits.map { ($0.name, $0.span, terms(of: $0.scope)) }
      + parts.limits.map { ($0.name, $0.span, terms(of: $0)) }
    for (name, span, terms) in all {
      var whole = Extent()
      for term in terms { whole.hold(extent(of: term)) }
      total += whole.size
      if whole.size > Limits.definitionNodes || total > Limits.planNodes {
        report(.tooLarge(name, at: span))
      }
      if total > Limits.planNodes || !mayGoOn { return }
    }
  }
}
