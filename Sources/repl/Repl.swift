import ArgumentParser
import Glibc
import Jili
import JiliLexer
import JiliParser

/// `jili`: reads rule lines and expressions at a prompt, or from a script.
struct Repl: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repl", abstract: "Try out rules at a prompt, or run a script of them.")

  @Argument(help: ArgumentHelp("Rule files to begin with.", valueName: "rules"))
  var rules: [String] = []

  @OptionGroup var speech: SpeechOptions

  func run() throws {
    print("not wired")
  }
}
