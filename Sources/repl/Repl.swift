import ArgumentParser
import Glibc
import Jili
import JiliLexer

/// `jili`: reads rules, facts and questions at a prompt, or from a script.
struct Repl: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repl", abstract: "Try out rules at a prompt, or run a script of them.",
    discussion: """
      Rules take effect at once, `NAME = VALUE` states a fact about a company, and any expression
      prints its value. Without a terminal the lines of standard input are run as a script, which
      stops at the first error with exit 1. At the prompt `:help` says more.
      """)

  @Argument(help: ArgumentHelp("Rule files to begin with.", valueName: "rules"), completion: .rules)
  var rules: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Run this script instead of asking; - is standard input.", valueName: "script"),
    completion: .file())
  var file: String?

  @Option(
    name: .customShort("I", allowingJoined: true),
    help: ArgumentHelp("Where else used files and sources are looked for.", valueName: "dir"),
    completion: .directory)
  var include: [String] = []

  @Option(
    help: ArgumentHelp(
      "A company file; every edit then says its effect on all companies.", valueName: "file"),
    completion: .companies)
  var companies: String?

  @Option(help: ArgumentHelp("The form of the answers.", valueName: "table|csv|json|markdown"))
  var format = ReplyForm.table

  @Flag(help: "Show the lines of a script with their answers, as at a prompt.")
  var echo = false

  @OptionGroup(title: "Company file options") var input: InputArguments

  @OptionGroup var speech: SpeechOptions

  /// A bare word that is no file is more likely a command mistyped.
  func validate() throws {
    guard let word = rules.first, !word.contains("."), !word.contains("/"),
      access(word, F_OK) != 0
    else { return }
    let commands = Command.configuration.subcommands.map { $0._commandName }
    let near = nearestName(to: word, among: commands)
    throw usage(
      zh: "没有命令也没有文件 `\(word)`" + (near.map { "；是否 `jili \($0)`？" } ?? ""),
      en: "there is no command and no file `\(word)`"
        + (near.map { "; did you mean `jili \($0)`?" } ?? ""))
  }

  func run() throws {
    if file == nil, isatty(0) == 1 { return try converse() }
    let console = speech.console
    let name = file.map { $0 == Files.standard ? "stdin" : $0 } ?? "stdin"
    var conversation = Conversation(
      console, .init(name: name, include: include, isInteractive: false), form: format)
    if !rules.isEmpty, try !conversation.load(rules) { throw ExitCode.rulesInError }
    if let companies, try !conversation.hold(companies, input) { throw ExitCode.unusableInput }
    conversation.begin()
    let reader = try lines()
    guard try runScript(&conversation, reader) else { throw ExitCode.failed }
  }

  // MARK: - Scripts

  private func lines() throws(FileFault) -> LineReader {
    guard let file, file != Files.standard else { return LineReader(isTerminal: false) }
    return LineReader(isTerminal: false, descriptor: try Files.open(file), named: file)
  }

  /// Runs a script to its end or to its first failure, which gives false.
  private func runScript(
    _ conversation: inout Conversation, _ reader: LineReader
  ) throws(FileFault) -> Bool {
    var lines = EntryLines()
    var typed: [String] = []
    while true {
      var entries: [EntryLines.Entry]
      var isAtEnd = false
      if case .line(let line) = try reader.read(prompt: "") {
        let isAnswer = conversation.question != nil
        entries = isAnswer ? [lines.takeAnswer(line)] : lines.take(line, moreFollow: true)
      } else {
        entries = lines.finish()
        isAtEnd = true
      }
      for entry in entries {
        if echo { conversation.console.show(echoed(entry.text, conversation)) }
        typed.append(entry.text)
        conversation.history = { [typed] in typed }
        switch conversation.take(entry) {
        case .done: break
        case .failed: return false
        case .leave: return true
        }
      }
      if isAtEnd { return true }
    }
  }

  /// An entry as it would stand behind the prompt.
  private func echoed(_ entry: String, _ conversation: Conversation) -> String {
    let prompt = Prompt(style: .plain)
    let first = conversation.question.map { prompt.asking($0, conversation.console) }
    let lines = entry.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().map { index, line in
      (index == 0 ? first ?? prompt.first : prompt.more) + line + "\n"
    }.joined()
  }

  // MARK: - A terminal

  private func converse() throws {
    let console = speech.console
    let name = console.language == .zh ? "键入" : "prompt"
    var conversation = Conversation(
      console, .init(name: name, include: include, isInteractive: true), form: format)
    greet(console)
    let reader = LineReader(
      isTerminal: true, historyPath: LineReader.historyPath(environment: variable))
    conversation.history = { reader.history }
    greetFromFile(&conversation)
    if !rules.isEmpty { _ = try conversation.load(rules) }
    if let companies { _ = try conversation.hold(companies, input) }
    conversation.begin()
    talk(&conversation, reader, Prompt(style: console.outputStyle))
    let unsaved = conversation.session.unsaved
    if unsaved > 0 {
      console.tell(
        console.language == .zh
          ? "\(unsaved) 处改动没有写成文件；键入的都留在历史里\n"
          : "\(unsaved) changes were not saved; what was typed stays in the history\n")
    }
    try? reader.saveHistory()
  }

  /// Reads lines until somebody leaves.
  private func talk(
    _ conversation: inout Conversation, _ reader: LineReader, _ prompt: Prompt
  ) {
    var lines = EntryLines()
    while true {
      let (session, question, open) = (
        conversation.session, conversation.question, lines.openText
      )
      reader.complete = { request in
        completions(request.behind(open), session, question)
      }
      let asking = question.map { prompt.asking($0, conversation.console) }
      let input = try? reader.read(prompt: asking ?? (lines.isOpen ? prompt.more : prompt.first))
      switch input {
      case .interrupted:
        lines.drop()
        conversation.stopAsking()
      case .end, nil:
        _ = answer(lines.finish(), &conversation, reader)
        return
      case .line(let text) where question != nil:
        guard answer([lines.takeAnswer(text)], &conversation, reader) else { return }
      case .line(let text):
        // What was pasted comes as one line with breaks in it.
        let parts = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, part) in parts.enumerated() {
          let whole = lines.take(String(part), moreFollow: index + 1 < parts.count)
          guard answer(whole, &conversation, reader) else { return }
        }
      }
    }
  }

  /// Answers entries; false once it was asked to leave.
  private func answer(
    _ entries: [EntryLines.Entry], _ conversation: inout Conversation, _ reader: LineReader
  ) -> Bool {
    for entry in entries {
      // Answers mean nothing without their questions.
      if conversation.question == nil { reader.remember(entry.text) }
      if case .leave = conversation.take(entry) { return false }
    }
    return true
  }

  /// Runs the lines of `jili/init.rules` in the folder of settings; what fails there ends nothing.
  private func greetFromFile(_ conversation: inout Conversation) {
    guard let path = initPath(environment: variable) else { return }
    do throws(FileFault) {
      let text = String(
        decoding: try Files.read(path, limit: Limits.ruleFileBytes + 1), as: UTF8.self)
      _ = conversation.enterAll(text, named: path, isShown: false)
    } catch {
      if !error.isAbsent { conversation.console.report(error) }
    }
  }

  private func greet(_ console: Console) {
    console.tell(
      console.language == .zh ? "Jili \(version)，:帮助 看说明\n" : "Jili \(version), :help says more\n")
  }
}

/// Where the lines live that every prompt begins with: `jili/init.rules` under XDG_CONFIG_HOME,
/// else under ~/.config.
package func initPath(environment: (String) -> String?) -> String? {
  if let folder = environment("XDG_CONFIG_HOME"), folder.hasPrefix("/") {
    return folder + "/jili/init.rules"
  }
  guard let home = environment("HOME"), home.hasPrefix("/") else { return nil }
  return home + "/.config/jili/init.rules"
}

extension ReplyForm: ExpressibleByArgument {}

/// What stands before the line; readline must know which of it takes no room.
private struct Prompt {
  let style: RenderStyle

  var first: String { dressed("jili>", "1;32") }
  var more: String { dressed("  ..>", "32") }

  /// The name of the fact that is asked for.
  func asking(_ question: InterviewQuestion, _ console: Console) -> String {
    dressed("? " + question.shownName.text(console.language) + " =", "1;36")
  }

  private func dressed(_ words: String, _ colour: String) -> String {
    style == .ansi ? "\u{1}\u{1B}[\(colour)m\u{2}\(words)\u{1}\u{1B}[0m\u{2} " : words + " "
  }
}
