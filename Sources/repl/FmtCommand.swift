import ArgumentParser
import Jili
import JiliLexer

/// `jili fmt RULES…`: rule files in the one layout.
struct Fmt: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Lay rule files out in place; `-` reads standard input and writes standard output.")

  @Argument(help: ArgumentHelp("Rule files.", valueName: "rules"), completion: .rules)
  var rules: [String]

  @Option(
    help: ArgumentHelp(
      "Spell every word of the language in Chinese or English; without it words stay as they are.",
      valueName: "zh|en"))
  var keywords: Language?

  @Flag(help: "Change nothing; list the files that are not laid out and exit 1 if there is any.")
  var check = false

  @Option(
    name: .customShort("I", allowingJoined: true),
    help: ArgumentHelp("Where else used files are looked for.", valueName: "dir"),
    completion: .directory)
  var include: [String] = []

  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if rules.count(where: { $0 == Files.standard }) > 1 {
      throw usage(zh: "`-` 只能写一次", en: "`-` can stand only once")
    }
  }

  func run() throws {
    let console = speech.console
    var ending = ExitCode.done
    var changed: [(path: String, text: String)] = []
    for path in rules {
      let file = RuleFiles(path: path, include: include)
      let bytes = try Files.read(path, limit: Limits.ruleFileBytes + 1)
      let laidOut = layOut(bytes, named: path, keywords: keywords, read: file.read)
      switch laidOut.result {
      case .text(let text):
        let isLaidOut = Array(text.utf8) == bytes
        // Standard output takes the text even where nothing changes.
        if !isLaidOut || path == Files.standard && !check { changed.append((path, text)) }
      case .mistaken(let found):
        console.report(found, sources: [laidOut.source])
        ending = .rulesInError
      case .unfaithful:
        throw FileFault.layoutUnfaithful(path)
      }
    }
    if check {
      for (path, _) in changed { console.show(visible(path) + "\n") }
      if !changed.isEmpty, ending == .done { ending = .failed }
    } else {
      try write(changed, console)
    }
    if ending != .done { throw ending }
  }

  /// All files together, or none.
  private func write(_ changed: [(path: String, text: String)], _ console: Console) throws {
    let pending = PendingFiles()
    for (path, text) in changed { try pending.create(path).write(text) }
    try pending.commit()
    for (path, _) in changed where path != Files.standard { console.tell(visible(path) + "\n") }
  }
}
