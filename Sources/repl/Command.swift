import ArgumentParser
import CCores
import Glibc
import Jili

/// The program: without a command it is the prompt.
struct Command: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jili",
    abstract: "Incentive policies as rules: exact awards with their reasons.",
    discussion: """
      A rule file is one policy. `jili check` finds its mistakes, `jili eval` computes one \
      company, `jili batch` a whole file, `jili test` runs the examples. Without a command `jili` \
      reads rules and questions at a prompt.
      """,
    version: version,
    subcommands: [
      Repl.self, Eval.self, Explain.self, Batch.self, Compare.self, SweepCommand.self, Check.self,
      Test.self, Fmt.self,
      CoverageCommand.self, MatrixTable.self, Replay.self, Readings.self, Forecasting.self,
      Template.self, SQLCommand.self,
    ],
    defaultSubcommand: Repl.self)

  /// Runs the command line of this process and ends it with the right code.
  static func run() -> Never {
    Descriptors.fillStandard()
    Interruption.install()
    let arguments = Array(commandWords.dropFirst())
    do {
      if arguments == ["--version"] {
        Console.current().show(version + "\n")
        end(.done)
      }
      if arguments.first == "eval", let plain = Evaluation(plain: Array(arguments.dropFirst())) {
        // The system takes memory back as a whole; to take the rules apart before takes longer.
        let held = try plain.run()
        withExtendedLifetime(held) { end(.done) }
      }
      var command = try named(arguments) ?? parseAsRoot(arguments)
      try command.run()
      end(.done)
    } catch let code as ExitCode {
      end(code)
    } catch let fault as FileFault {
      if fault.exitCode == .pipeClosed { end(.pipeClosed) }
      Console.current(language: Console.requested(commandWords)).report(fault)
      end(fault.exitCode)
    } catch {
      switch exitCode(for: error).rawValue {
      case ExitCode.usage.rawValue: break
      case ExitCode.done.rawValue:
        Console.current().show(fullMessage(for: error) + "\n")
        end(.done)
      default: exit(withError: error)
      }
      let language = Console.requested(commandWords)
      Console(language: language).say(usageText(fullMessage(for: error), language))
      end(.usage)
    }
  }

  /// The command that the arguments begin with, parsed alone: to parse it as one of all the others
  /// takes longer than to compute a company. nil where it is none or anything is wrong, or help is
  /// asked for: then all are parsed, for what is said to name the program too.
  private static func named(_ arguments: [String]) -> (any ParsableCommand)? {
    guard let name = arguments.first,
      let wanted = configuration.subcommands.first(where: { $0.configuration.commandName == name }),
      let command = try? wanted.parseAsRoot(Array(arguments.dropFirst())),
      type(of: command) == wanted
    else { return nil }
    return command
  }

  /// Ends the program.
  static func end(_ code: ExitCode) -> Never { Glibc.exit(code.rawValue) }
}

extension ExitCode: Error {}

/// The command line, the program's own name first.
let commandWords = (0..<jili_word_count()).map { String(cString: jili_word($0)) }

private enum Descriptors {
  /// Whoever closed a standard stream means that it is not there. The next file would take its
  /// place, and what is said would stand in it: here nothing can be read or written.
  static func fillStandard() {
    for (descriptor, access) in [(Int32(0), O_WRONLY), (1, O_RDONLY), (2, O_RDONLY)]
    where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", access)
    }
  }
}
