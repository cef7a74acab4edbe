import JiliLexer
import JiliParser

/// A tree without its places and spellings, as text: equal shapes mean equal trees.
func shape(_ value: Any) -> String {
  switch value {
  case let name as Name: return spelled(name)
  case let text as QuotedText: return "“\(text.text)”"
  case let expression as Expression: return sketch(expression)
  case let text as String: return text
  default: break
  }
  let mirror = Mirror(reflecting: value)
  switch mirror.displayStyle {
  case .optional: return mirror.children.first.map { shape($0.value) } ?? "nil"
  case .collection:
    return "[" + mirror.children.map { shape($0.value) }.joined(separator: " ") + "]"
  case .enum:
    guard let child = mirror.children.first else { return String(describing: value) }
    return "(\(child.label ?? "") \(parts(of: child.value)))"
  default:
    guard !mirror.children.isEmpty else { return String(describing: value) }
    return "{\(type(of: value)) \(parts(of: value))}"
  }
}

private func parts(of value: Any) -> String {
  let mirror = Mirror(reflecting: value)
  switch mirror.displayStyle {
  case .struct, .tuple:
    if value is Name || value is QuotedText || value is Expression { return shape(value) }
    return mirror.children.filter { !($0.value is Span) }.map { child in
      let label = child.label.map { $0.hasPrefix(".") ? "" : $0 + ":" } ?? ""
      return label + shape(child.value)
    }.joined(separator: " ")
  default: return shape(value)
  }
}

/// A contextual word is the same in both languages.
private func spelled(_ name: Name) -> String {
  Keyword.allCases.first { name.keywords.has($0) }.map { "<\($0)>" } ?? name.text
}

/// An expression with every operand in parentheses.
func sketch(_ expression: Expression) -> String {
  func list(_ head: String, _ parts: Expression...) -> String {
    "(" + ([head] + parts.map(sketch)).joined(separator: " ") + ")"
  }
  switch expression.kind {
  case .number(let literal): return sketch(literal)
  case .date(let date):
    return ([date.year] + [date.month, date.day].compactMap(\.self)).map(String.init)
      .joined(separator: "-")
  case .text(let words): return "“\(words)”"
  case .name(let name): return spelled(name)
  case .fact(let award, let fact): return spelled(award) + "." + spelled(fact)
  case .negative(let inner): return list("-", inner)
  case .arithmetic(let operation, let one, let two): return list("\(operation)", one, two)
  case .comparison(let operation, let one, let two): return list("\(operation)", one, two)
  case .inRange(let one, let two, let three): return list("in", one, two, three)
  case .inList(let one, let values):
    return "(in \(sketch(one)) [\(values.map(sketch).joined(separator: " "))])"
  case .not(let inner): return list("not", inner)
  case .and(let one, let two): return list("and", one, two)
  case .or(let one, let two): return list("or", one, two)
  case .choice(let test, let then, let otherwise): return list("if", test, then, otherwise)
  case .match(let subject, let arms):
    return "(match \(sketch(subject)) \(arms.map(sketch).joined(separator: " ")))"
  case .upTo(let inner): return list("upto", inner)
  case .atLeast(let inner): return list("atleast", inner)
  case .range(let one, let two): return list("..", one, two)
  case .unspecified: return "unspecified"
  case .share(let share, let base): return list("of", share, base)
  case .cap(let one, let two): return list("cap", one, two)
  case .tiers(let table):
    let tiers = table.tiers.map { sketch($0.threshold) + ":" + sketch($0.amount) }
    let word = table.exceeds ? "exceeds" : "reaches"
    let mode = table.mode.map(sketch) ?? "none"
    return "(\(word) \(sketch(table.subject)) \(tiers.joined(separator: " ")) \(mode))"
  case .lastYear(let inner): return list("last", inner)
  case .peak(let inner): return list("peak", inner)
  case .yearsSince(let name): return "(since \(spelled(name)))"
  }
}

private func sketch(_ literal: NumberLiteral) -> String {
  var digits = String(literal.digits)
  if literal.decimals > 0 { digits += "e-\(literal.decimals)" }
  switch literal.suffix {
  case .none: return digits
  case .percent: return digits + "%"
  case .permille: return digits + "‰"
  case .unit(.money(let power)): return digits + "e\(power)元"
  case .unit(let unit): return digits + "\(unit)"
  }
}

private func sketch(_ arm: Arm) -> String {
  let pattern =
    switch arm.pattern {
    case .value(let value): sketch(value)
    case .comparison(let operation, let bound): "\(operation) \(sketch(bound))"
    case .range(let low, let high): "in \(sketch(low)) \(sketch(high))"
    case .list(let values): "in [\(values.map(sketch).joined(separator: " "))]"
    case .otherwise: "else"
    }
  return "{\(pattern): \(sketch(arm.body))}"
}

private func sketch(_ mode: Tiers.Mode) -> String {
  switch mode {
  case .each: "each"
  case .highest: "highest"
  case .choice(let test, let then, let otherwise):
    "(if \(sketch(test)) \(sketch(then)) \(sketch(otherwise)))"
  }
}

/// The tree of a text, and its findings as codes.
func tree(_ text: String) -> SyntaxTree { parse(Source(name: "t.rules", text: text)) }

func shapes(_ text: String) -> [String] { tree(text).statements.map { shape($0) } }

func codes(_ text: String) -> [String] { tree(text).diagnostics.map(\.code) }
