import Jili
import JiliLexer

import struct JiliReference.RuleFiles

/// What the product says about one award line of one row; money as result files write it.
struct ProductLine: Hashable, Sendable {
  var award: String
  var isRenewal: Bool
  var state: String
  var low: String
  var high: String?
  /// Each payer's share, `市 50.00 .. 80.00`; empty where the sum is not split.
  var funding: [String] = []
}

struct ProductRow: Hashable, Sendable {
  var lines: [ProductLine]
  var low: String
  var high: String?
  /// The states of the benefits and of the limits.
  var offers: [String] = []
}

enum ProductAnswer: Sendable {
  case rows([ProductRow])
  /// Why the rules or the file were refused.
  case failure(String)
}

/// Rule files, the bytes of a company file and command-line options, all as text.
typealias Product =
  @Sendable (_ rules: RuleFiles, _ csv: String, _ options: [String]) -> ProductAnswer

/// The product under judgement: the whole corridor from text to outcomes.
let product: Product? = { rules, csv, options in batch(rules, [csv], options) }

/// The plan of rule files without errors.
func compiledPlan(_ rules: RuleFiles) -> Plan? { compiled(rules).plan }

private func compiled(_ rules: RuleFiles) -> Compiled {
  compile(Array(rules.main.utf8), named: "generated.rules") { path in
    rules.others[path].map { Array($0.utf8) }
  }
}

/// The same for several company files.
func batch(_ rules: RuleFiles, _ tables: [String], _ options: [String]) -> ProductAnswer {
  let compiled = compiled(rules)
  guard let plan = compiled.plan else {
    return .failure(
      compiled.diagnostics.filter { $0.severity == .error }
        .map { "\($0.code) \($0.message.en)" }.joined(separator: "\n"))
  }
  let files = tables.enumerated().map { index, csv in
    InputFile(name: "companies\(index + 1).csv", bytes: Array(csv.utf8))
  }
  do throws(InputRefusal) {
    let arguments = Arguments(options)
    let done = try runBatch(
      plan, files, input: arguments.input,
      run: RunOptions(
        choices: try plan.choices(arguments.readings), explains: false, triesReadings: false))
    if let reject = done.input.rejects.first {
      return .failure("row \(reject.number) \(reject.column): \(reject.fault.reason.en)")
    }
    return .rows(done.outcomes.map { shown($0, plan) })
  } catch {
    return .failure(error.problems.map(\.message.en).joined(separator: "\n"))
  }
}

/// One payer's share in words that both sides use.
func share(_ payer: String, _ low: String, _ high: String?) -> String {
  "\(payer) \(low) .. \(high ?? "unbounded")"
}

private func shown(_ outcome: RowOutcome, _ plan: Plan) -> ProductRow {
  ProductRow(
    lines: outcome.lines.map { line in
      ProductLine(
        award: plan.lines[line.line].name, isRenewal: plan.lines[line.line].isRenewal,
        state: line.state.rawValue, low: line.low.yuanText, high: line.high?.yuanText,
        funding: line.funding.compactMap { part in
          part.label.map { share($0, part.low.yuanText, part.high?.yuanText) }
        })
    }, low: outcome.totalLow.yuanText, high: outcome.totalHigh?.yuanText,
    offers: outcome.benefits.map(\.state.rawValue) + outcome.limits.map(\.state.rawValue))
}

/// Command-line words as the options of a run.
struct Arguments {
  var input = InputOptions()
  var readings: [Setting] = []

  init(_ words: [String]) {
    var index = 0
    while index + 1 < words.count {
      let value = words[index + 1]
      switch words[index] {
      case "--year", "--date": input.date = DateText(value).map { Days($0) }
      case "--date-column": input.dateColumn = value
      case "--key": input.key = value
      case "--absent": input.absentIsBlank = value == "blank"
      case "--set": input.settings.append(Self.setting(value))
      case "--reading": readings.append(Self.setting(value))
      default: break
      }
      index += 2
    }
  }

  private static func setting(_ text: String) -> Setting {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    return Setting(name: parts[0], value: parts.count > 1 ? parts[1] : "")
  }
}
