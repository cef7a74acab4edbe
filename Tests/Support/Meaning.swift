package import Jili
import JiliLexer

/// What a compiled policy says, as text: equal texts are equal meanings. Left out is where and how
/// the rules are written.
package func meaning(of compiled: Compiled) -> String {
  let findings = compiled.diagnostics.filter { $0.severity > .note }.map(\.code).sorted()
  guard let plan = compiled.plan, let program = compiled.program else { return "\(findings)" }
  let examples = runExamples(program, plan).map { "\($0.label): \($0.failures.count)" }
  return (["\(findings)", told(plan), told(program.targets)] + examples).joined(separator: "\n")
}

/// Where a plan keeps the rules as they are written, for reasons.
private let wordings: Set<String> = [
  "sources", "text", "amountText", "renewalText", "threshold", "amount",
]

/// A limit is called as it is written.
private func isWording(_ label: String, of value: Any) -> Bool {
  wordings.contains(label) || label == "name" && value is Limit
}

private func told(_ value: Any) -> String {
  if value is Span { return "" }
  let mirror = Mirror(reflecting: value)
  // Dictionaries have no order of their own.
  if mirror.displayStyle == .dictionary || mirror.displayStyle == .set {
    return "[" + mirror.children.map { told($0.value) }.sorted().joined(separator: ", ") + "]"
  }
  guard !mirror.children.isEmpty else { return String(describing: value) }
  let parts = mirror.children.filter { !isWording($0.label ?? "", of: value) || $0.value is Int }
    .map { ($0.label ?? "") + ":" + told($0.value) }
  return "\(type(of: value))(" + parts.joined(separator: ", ") + ")"
}
