import Foundation
import Jili
import JiliTestSupport
import Testing

@testable import repl

@Suite("the page for man")
struct ManualTests {
  @Test func thePageIsWhatTheCommandsSay() throws {
    let frame = try Repository.text("Distribution/jili.1.in")
    let page = ManualPage(frame: frame, program: try CommandHelp.program()).text
    #expect(!page.contains("@"))
    try Golden.compare(page, at: "docs/jili.1")
  }

  /// Held to the program itself, so that nothing is lost on the way: whatever `--help` of a command
  /// lists stands in the section of that command.
  @Test(arguments: Command.configuration.subcommands.map { $0._commandName })
  func everyOptionStandsInItsSection(_ command: String) throws {
    let page = try Repository.text("docs/jili.1").replacingOccurrences(of: "\\-", with: "-")
    let sections = page.components(separatedBy: "\n.SS jili ")
    let section = try #require(sections.first { $0.hasPrefix(command + "\n") })
      .components(separatedBy: "\n.SH ")[0]
    let help = try Desk().run(command, "--help").output
    let options = help.split(separator: "\n").filter { $0.hasPrefix("  -") }
      .flatMap { $0.matches(of: /(?:^ |,) (--?[A-Za-z-]+)/).map { String($0.1) } }
    #expect(options.contains("--help"))
    for option in options {
      let isShort = option == "-h" || option == "-q"
      #expect(isShort || section.contains(option), "\(command) \(option)")
    }
    let common = page.components(separatedBy: "\n.SH COMMON OPTIONS\n")[1]
      .components(separatedBy: "\n.SH ")[0]
    for name in ["-h", "-q"] where options.contains(name) { #expect(common.contains(name)) }
    #expect(ManualPage.chinese[command] != nil)
  }

  @Test func theVersionIsSemantic() {
    #expect(Jili.version.wholeMatch(of: /\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?/) != nil)
  }
}
