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

  @Argument(help: ArgumentHelp("Rule files to begin with.", valueName: "rules"))
  var rules: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Run this script instead of asking; - is standard input.", valueName: "script"))
  var file: String?

  @Option(
    name: .customShort("I", allowingJoined: true),
    help: ArgumentHelp("Where else used files and sources are looked for.", valueName: "dir"))
  var include: [String] = []

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
    var conversation = Conversation(console, include: include, place: name)
    if !rules.isEmpty, try !conversation.load(rules) { throw ExitCode.rulesInError }
    let reader = try lines()
    guard try runScript(&conversation, reader) else { throw ExitCode.failed }
  }

  // MARK: - Scripts

  private func lines() throws(FileFault) -> LineReader {
    guard let file, file != Files.standard else { return LineReader(isTerminal: false) }
    guard !file.utf8.contains(0) else { throw .noSuchFile(file) }
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR ? .noSuchFile(file) : .notReadable(file, errno)
    }
    return LineReader(isTerminal: false, descriptor: descriptor)
  }

  /// Runs a script to its end or to its first failure, which gives false.
  private func runScript(
    _ conversation: inout Conversation, _ reader: LineReader
  ) throws(FileFault) -> Bool {
    var lines = EntryLines()
    while true {
      let entries: [EntryLines.Entry]
      var isAtEnd = false
      if case .line(let line) = try reader.read(prompt: "") {
        entries = lines.take(line, moreFollow: true)
      } else {
        entries = lines.finish()
        isAtEnd = true
      }
      for entry in entries {
        switch conversation.take(entry) {
        case .done: break
        case .failed: return false
        case .leave: return true
        }
      }
      if isAtEnd { return true }
    }
  }

  // MARK: - A terminal

  private func converse() throws {
    let console = speech.console
    let place = console.language == .zh ? "键入" : "prompt"
    var conversation = Conversation(console, include: include, place: place)
    greet(console)
    if !rules.isEmpty { _ = try conversation.load(rules) }
    let prompt = Prompt(style: console.outputStyle)
    let reader = LineReader(
      isTerminal: true, historyPath: LineReader.historyPath(environment: variable))
    var lines = EntryLines()
    while true {
      let session = conversation.session
      reader.complete = { request in completions(request, session) }
      switch try reader.read(prompt: lines.isOpen ? prompt.more : prompt.first) {
      case .interrupted: lines.drop()
      case .end:
        _ = answer(lines.finish(), &conversation, reader)
        try? reader.saveHistory()
        return
      case .line(let text):
        // What was pasted comes as one line with breaks in it.
        let parts = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, part) in parts.enumerated() {
          let whole = lines.take(String(part), moreFollow: index + 1 < parts.count)
          guard answer(whole, &conversation, reader) else {
            try? reader.saveHistory()
            return
          }
        }
      }
    }
  }

  /// Answers entries; false once it was asked to leave.
  private func answer(
    _ entries: [EntryLines.Entry], _ conversation: inout Conversation, _ reader: LineReader
  ) -> Bool {
    for entry in entries {
      reader.remember(entry.text)
      if case .leave = conversation.take(entry) { return false }
    }
    return true
  }

  private func greet(_ console: Console) {
    console.tell(
      console.language == .zh ? "Jili \(version)，:帮助 看说明\n" : "Jili \(version), :help says more\n")
  }
}

/// What stands before the line; readline must know which of it takes no room.
private struct Prompt {
  let first: String
  let more: String

  init(style: RenderStyle) {
    func dressed(_ words: String, _ colour: String) -> String {
      style == .ansi ? "\u{1}\u{1B}[\(colour)m\u{2}\(words)\u{1}\u{1B}[0m\u{2} " : words + " "
    }
    first = dressed("jili>", "1;32")
    more = dressed("  ..>", "32")
  }
}

/// Names for a word: those of commands behind a colon at the start, else those of the session.
private func completions(_ request: CompletionRequest, _ session: Session) -> [String] {
  let before = request.before.drop(while: \.isWhitespace)
  if isCommand(request.prefix) || before == ":" || before == "：" {
    return PromptCommand.allCases.flatMap(\.names).filter { $0.hasPrefix(request.prefix) }
  }
  return session.completions(behind: request.before, prefix: request.prefix)
}
