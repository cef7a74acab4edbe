import ArgumentParser
import Foundation
import Jili

@testable import repl

/// What the parser of arguments says of the program; it is what `--help` shows.
struct CommandHelp: Decodable {
  struct Tool: Decodable { let command: CommandHelp }

  struct Argument: Decodable, Hashable {
    struct Name: Decodable, Hashable {
      let kind: String
      let name: String
      var text: String { (kind == "long" ? "--" : "-") + name }
    }
    let kind: String
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let abstract: String?

    /// The longest name says most.
    var name: String? { names?.map(\.text).max { $0.count < $1.count } }
  }

  let commandName: String
  let abstract: String?
  let discussion: String?
  let subcommands: [CommandHelp]?
  let arguments: [Argument]?

  static func program() throws -> CommandHelp {
    try JSONDecoder().decode(Tool.self, from: Data(Command._dumpHelp().utf8)).command
  }

  /// Without the command that the parser adds to show help.
  var commands: [CommandHelp] { (subcommands ?? []).filter { $0.commandName != "help" } }
}

/// The page for `man`, made from its frame and from what the commands say of themselves.
struct ManualPage {
  /// What each command does, for Chinese readers.
  static let chinese = [
    "repl": "提示符：试规则、说事实、问结果；或运行脚本",
    "eval": "算一家企业：每项的金额、状态、理由、条款",
    "explain": "逐项说明：为什么得、为什么不得、怎样改动就能得",
    "batch": "算整份名单：结果、退回的行、回执一起写出",
    "compare": "草案对照现行政策：预算变动、谁增谁减、因为哪一条",
    "sweep": "一个事实从小到大，画出应得多少，找出断点",
    "check": "检查规则的错误和起草的毛病",
    "test": "运行算例，以及企业名单与手工算出的结果",
    "fmt": "把规则文件排成统一的版式",
    "coverage": "原文里哪些数有规则、写明不计、缺了",
    "matrix": "几份政策并排：每个称号各给多少",
    "replay": "照回执再算一遍，说哪些没变、哪些不同",
    "readings": "每处说不清的地方，换一种理解差多少",
    "forecast": "目标对照名单，达到目标还要多少钱",
    "sql": "把规则写成一条 SQL 查询，在数据库里算",
    "template": "空的企业名单，正好是规则要读的列",
  ]
  /// An option that so many commands have stands once, behind them all.
  static let commonFrom = 5

  let frame: String
  let program: CommandHelp

  var text: String {
    let parts = [
      "@VERSION@": Jili.version,
      "@CHINESE@": program.commands.map { command in
        ".TP\n.B \(roff(command.commandName))\n\(roff(Self.chinese[command.commandName] ?? ""))"
      }.joined(separator: "\n"),
      "@COMMANDS@": program.commands.map(section).joined(separator: "\n"),
      "@COMMON@": common.map(entry).joined(separator: "\n"),
    ]
    return parts.reduce(frame) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
  }

  private var common: [CommandHelp.Argument] {
    var counts: [CommandHelp.Argument: Int] = [:]
    var order: [CommandHelp.Argument] = []
    for argument in program.commands.flatMap({ $0.arguments ?? [] }) {
      if counts[argument] == nil { order.append(argument) }
      counts[argument, default: 0] += 1
    }
    return order.filter { $0.kind != "positional" && counts[$0, default: 0] >= Self.commonFrom }
  }

  private func section(_ command: CommandHelp) -> String {
    let shared = Set(common)
    let arguments = command.arguments ?? []
    let own = arguments.filter { !shared.contains($0) }
    let others = arguments.filter(shared.contains).compactMap(\.name)
    let words = [command.abstract, command.discussion].compactMap { $0 }.map { paragraph($0) }
    var lines = [".SS jili \(roff(command.commandName))", usage(command, own)]
    for text in words { lines += [".PP", text] }
    lines += own.map(entry)
    if !others.isEmpty {
      lines += [".PP", "Also \(roff(others.joined(separator: ", ")))."]
    }
    return lines.joined(separator: "\n")
  }

  private func usage(_ command: CommandHelp, _ own: [CommandHelp.Argument]) -> String {
    var words = ["\\fBjili \(roff(command.commandName))\\fP"]
    for argument in own {
      let value = "\\fI\(roff(argument.valueName ?? ""))\\fP" + (argument.isRepeating ? "..." : "")
      let name = argument.name.map { "\\fB\(roff($0))\\fP" }
      let word: String =
        switch (argument.kind, name) {
        case ("positional", _): value
        case ("flag", let name?): name
        case (_, let name?): "\(name) \(value)"
        default: value
        }
      words.append(argument.isOptional ? "[\(word)]" : word)
    }
    return words.joined(separator: " ") + " [\\fIOPTION\\fP...]"
  }

  private func entry(_ argument: CommandHelp.Argument) -> String {
    let value = argument.valueName.map { "\\fI\(roff($0))\\fP" } ?? ""
    let names = (argument.names ?? []).map { "\\fB\(roff($0.text))\\fP" }.joined(separator: ", ")
    let head: String =
      switch argument.kind {
      case "positional": value
      case "flag": names
      default: "\(names) \(value)"
      }
    var words = paragraph(argument.abstract ?? "")
    if argument.kind == "option", let value = argument.defaultValue {
      words += "\n(default: \(roff(value)))"
    }
    return ".TP\n\(head)\n\(words)"
  }

  private func paragraph(_ text: String) -> String {
    text.split(separator: "\n").map { roff(String($0)) }.joined(separator: "\n")
  }

  /// A text as the typesetter takes it: no sign of it commands anything.
  private func roff(_ text: String) -> String {
    let plain = text.replacingOccurrences(of: "\\", with: "\\e")
      .replacingOccurrences(of: "-", with: "\\-")
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
  }
}
