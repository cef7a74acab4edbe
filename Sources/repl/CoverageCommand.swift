import ArgumentParser
import Jili
import JiliLexer

/// `jili coverage RULES [--html OUT]`: which numbers of the policy's text have a rule.
struct CoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Say which numbers of the policy's text have a rule, are omitted, or are missing.")

  @OptionGroup var policy: PolicyOptions

  @Option(
    help: ArgumentHelp(
      "Also write the text with its rules beside it, as one page for a browser.",
      valueName: "file"), completion: .file())
  var html: String?

  @Option(
    help: ArgumentHelp("table, for readers; json; or csv.", valueName: "table|json|csv"),
    completion: .list(["table", "json", "csv"]))
  var format = Coverage.Format.table

  @Flag(help: "Exit 1 if any number is missing.")
  var strict = false

  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let console = speech.console
    let checked = check([try policy.file.file()])[0]
    console.report(checked.diagnostics.filter { $0.severity > .note }, sources: checked.sources)
    if checked.program == nil { throw ExitCode.rulesInError }
    guard let found = coverage(checked) else {
      let start = Span(file: 0, start: 0, end: 0)
      console.report([.noPolicyText(at: start)], sources: checked.sources)
      throw ExitCode.rulesInError
    }
    let pending = PendingFiles()
    if let html {
      try write(found.page(language: speech.resultLanguage), to: html, checked, pending)
    }
    let language = format == .csv ? speech.resultLanguage : console.language
    if html != Files.standard { console.show(found.report(format, language: language)) }
    try pending.commit()
    if strict, found.missing > 0 { throw ExitCode.failed }
  }

  /// The page appears whole or not at all, and never in the place of what was read.
  private func write(
    _ page: String, to path: String, _ checked: Checked, _ pending: PendingFiles
  ) throws(FileFault) {
    let read = Set((checked.sources + checked.texts).compactMap { Files.identity($0.name) })
    if let place = Files.identity(path), read.contains(place) { throw .overwritesInput(path) }
    try pending.create(path).write(page)
  }
}

extension Coverage.Format: ExpressibleByArgument {}
