import JiliLexer

/// How large and how deep a typed expression is, definitions written out.
struct Extent: Sendable {
  var size = 1
  var depth = 1

  static func within(_ parts: [Extent]) -> Extent {
    var whole = Extent()
    for part in parts {
      whole.size = min(whole.size + part.size, Limits.planNodes + 1)
      whole.depth = max(whole.depth, part.depth + 1)
    }
    return whole
  }
}

/// A few lines of definitions can stand for a tree of any size: each may hold the one before it
/// twice. What is too large or too deep is refused before anything walks over it.
extension Checker {
  /// The extent of an expression whose definitions are already measured.
  func extent(of typed: Typed) -> Extent {
    if case .defined(let name, _) = typed.kind, case .define(let index)? = names[name] {
      return .within([definitions[index].extent])
    }
    return .within(children(typed).map { extent(of: $0) })
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
      let size = Extent.within(terms.map { extent(of: $0) }).size
      total += size
      if size > Limits.definitionNodes || total > Limits.planNodes {
        report(.tooLarge(name, at: span))
      }
      if total > Limits.planNodes || !mayGoOn { return }
    }
  }
}
