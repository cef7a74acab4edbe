import Foundation
import Jili

// one RULES COMPANIES: nanoseconds a company, for a policy and a tidy company file. The facts of a
// company are values of the program already, as in a service that has them from its own records.

/// A fact as a program holds it.
enum Value {
  case fen(Int64)
  case number(Int64)
  case flag(Bool)
  case text(String)
  case choice(Int)
  case title(Evaluator.TitleState)
  case nothing
}

func value(_ cell: String, _ kind: PreparedPolicy.Fact.Kind) -> Value {
  switch kind {
  case .money:
    if cell.isEmpty { return .fen(0) }
    let parts = cell.split(separator: ".")
    let fen = parts.count > 1 ? String((parts[1] + "00").prefix(2)) : "00"
    return Int64(parts[0] + fen).map { .fen($0) } ?? .nothing
  case .number: return Int64(cell).map { .number($0) } ?? .nothing
  case .flag: return .flag(cell == "是")
  case .text: return cell.isEmpty ? .nothing : .text(cell)
  case .choice(let values): return values.firstIndex(of: cell).map { .choice($0) } ?? .nothing
  case .title:
    switch cell {
    case "新认定": return .title(.new)
    case "复评": return .title(.renewed)
    case "新引进": return .title(.relocated)
    case "有效": return .title(.held)
    default: return .title(.none)
    }
  case .percent, .date: return .nothing
  }
}

func set(_ company: [(PreparedPolicy.FactNumber, Value)], _ evaluator: Evaluator) throws {
  for (fact, value) in company {
    switch value {
    case .fen(let fen): try evaluator.set(fact, fen: fen)
    case .number(let number): try evaluator.set(fact, number: number)
    case .flag(let flag): try evaluator.set(fact, flag: flag)
    case .text(let text): try evaluator.set(fact, text: text)
    case .choice(let choice): try evaluator.set(fact, choice: choice)
    case .title(let title): try evaluator.set(fact, title: title)
    case .nothing: evaluator.setNone(fact)
    }
  }
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  print("usage: one RULES COMPANIES")
  exit(64)
}
let rules = try String(contentsOfFile: arguments[1], encoding: .utf8)
let policy = try Policy(source: rules, named: arguments[1])
let prepared = try policy.prepared(on: "2026")
let lines = try String(contentsOfFile: arguments[2], encoding: .utf8).split(separator: "\n")
let cells = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
let companies = cells.dropFirst().map { row in
  zip(cells[0], row).compactMap { header, cell in
    prepared.facts.first { $0.name == header }.map { ($0.number, value(String(cell), $0.kind)) }
  }
}

let evaluator = prepared.evaluator()
var sum: Int64 = 0
for company in companies {
  try set(company, evaluator)
  sum += try evaluator.evaluate().low
}
print("\(companies.count) companies, \(prepared.facts.count) facts, together \(sum) 分")

/// The best of several rounds, in nanoseconds a company.
func time(_ name: String, _ work: () throws -> Void) rethrows {
  var best = Int64.max
  let rounds = max(1, 200_000 / companies.count)
  for _ in 0..<7 {
    let start = ContinuousClock.now
    for _ in 0..<rounds { try work() }
    let taken = (ContinuousClock.now - start) / (rounds * companies.count)
    best = min(best, taken.components.attoseconds / 1_000_000_000)
  }
  print("\(name): \(best) ns")
}

try time("facts and sums") {
  for company in companies {
    try set(company, evaluator)
    sum &+= try evaluator.evaluate().low
  }
}
try time("sums alone") {
  for _ in companies { sum &+= try evaluator.evaluate().low }
}
