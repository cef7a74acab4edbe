import Foundation
import Jili

// host end [TIMES]: how long calls go on once they were cancelled.
// host share FOLDER: every policy of the folder, asked by four threads at once.

/// At once, also where the output is no terminal.
func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

func milliseconds(_ seconds: Double) -> String { String(format: "%.1f", seconds * 1000) }

/// A host gets its thread back within this time.
let promised = 0.050

func end(times: Int) -> Int32 {
  var endings: [Ending] = []
  func measure(_ name: String, _ call: (RunLimits) throws -> Void) {
    let ending = Ending(name, times: times, call)
    say(
      "\(ending.name): \(milliseconds(ending.whole)) ms whole, ended after at most "
        + "\(milliseconds(ending.worst)) ms of \(ending.after.count) cancels")
    for fault in Set(ending.faults) { say("  fault: \(fault)") }
    endings.append(ending)
  }
  for rules in HeavyRules.all {
    measure("reading \(rules.name)") { limits in
      _ = try Policy(source: rules.text, named: "t.rules", limits: limits)
    }
    do {
      let policy = try Policy(source: rules.text, named: "t.rules")
      measure("one company, \(rules.name)") { limits in
        _ = try policy.evaluate(rules.facts, limits: limits)
      }
      let prepared = try policy.prepared()
      measure("a prepared company, \(rules.name)") { limits in
        let evaluator = prepared.evaluator(limits: limits)
        for _ in 0..<20 { _ = try evaluator.evaluate() }
      }
    } catch {
      say("  not computed: \(error.problems.first?.english ?? "")")
    }
  }
  let worst = endings.map(\.worst).max() ?? 0
  say("worst: \(milliseconds(worst)) ms of \(endings.map(\.after.count).reduce(0, +)) cancels")
  return worst <= promised && endings.allSatisfy(\.faults.isEmpty) ? 0 : 1
}

func share(_ folder: String) throws -> Int32 {
  let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    .filter { $0.hasSuffix(".rules") && $0 != "vocabulary.rules" }.sorted()
  var isRight = true
  for name in names {
    let path = folder + "/" + name
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let sharing = try Sharing(source: text, named: path) {
      try String(contentsOfFile: $0, encoding: .utf8)
    }
    let found = try sharing.run(threads: 4, rounds: 2)
    say("\(name): \(sharing.companies.count) companies, 4 threads, \(found.count) differences")
    for fault in found.prefix(10) { say("  \(fault)") }
    isRight = isRight && found.isEmpty
  }
  return isRight && !names.isEmpty ? 0 : 1
}

switch Array(CommandLine.arguments.dropFirst()) {
case ["end"]: exit(end(times: 20))
case let words where words.count == 2 && words[0] == "end": exit(end(times: Int(words[1]) ?? 20))
case let words where words.count == 2 && words[0] == "share": exit(try share(words[1]))
default:
  say("usage: host end [TIMES] | host share FOLDER")
  exit(64)
}
