import Glibc
package import JiliLexer

/// Where the program speaks: results on standard output, everything else on standard error.
package struct Console: Sendable {
  package let language: Language
  package let outputStyle: RenderStyle
  package let errorStyle: RenderStyle
  /// Progress and summaries are left out; faults are not.
  package let isQuiet: Bool
  /// Somebody reads standard error as it is written, so that advice helps.
  package let hasReader: Bool

  package init(
    language: Language, outputStyle: RenderStyle = .plain, errorStyle: RenderStyle = .plain,
    isQuiet: Bool = false, hasReader: Bool = false
  ) {
    self.language = language
    self.outputStyle = outputStyle
    self.errorStyle = errorStyle
    self.isQuiet = isQuiet
    self.hasReader = hasReader
  }

  /// The console of this process. `language` and `noColour` are what the options say.
  package static func current(
    language: Language? = nil, noColour: Bool = false, isQuiet: Bool = false
  ) -> Console {
    func style(_ descriptor: Int32) -> RenderStyle {
      Console.style(
        isTerminal: isatty(descriptor) == 1, noColour: noColour, environment: variable)
    }
    return Console(
      language: language ?? Console.language(environment: variable), outputStyle: style(1),
      errorStyle: style(2), isQuiet: isQuiet, hasReader: isatty(2) == 1)
  }

  /// The same without progress and summaries.
  var quiet: Console {
    Console(
      language: language, outputStyle: outputStyle, errorStyle: errorStyle, isQuiet: true,
      hasReader: hasReader)
  }

  // MARK: - Decisions

  /// The language of messages: the first of LC_ALL, LC_MESSAGES and LANG that is set decides.
  package static func language(environment: (String) -> String?) -> Language {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
    let locale = names.lazy.compactMap(environment).first { !$0.isEmpty } ?? ""
    let tongue = locale.prefix { $0 != "_" && $0 != "." && $0 != "@" && $0 != "-" }
    return tongue.lowercased() == "zh" ? .zh : .en
  }

  /// Colours only on a terminal that can show them, and never against NO_COLOR.
  package static func style(
    isTerminal: Bool, noColour: Bool, environment: (String) -> String?
  ) -> RenderStyle {
    let forbids = environment("NO_COLOR").map { !$0.isEmpty } ?? false
    guard isTerminal, !noColour, !forbids, environment("TERM") != "dumb" else { return .plain }
    return .ansi
  }

  // MARK: - Speaking

  /// A result, on standard output.
  package func show(_ text: String) { write(text, to: 1) }

  /// Progress or a summary, on standard error.
  package func tell(_ text: String) {
    if !isQuiet { write(text, to: 2) }
  }

  /// A fault or a rejected row, on standard error, quiet or not.
  package func say(_ text: String) { write(text, to: 2) }

  /// Rejected rows that go to no file: a cell may hold anything, and as much of it.
  package func say(rejects bytes: [UInt8]) {
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      say(visible(shortened(line)) + "\n")
    }
  }

  /// Findings in rule files, with a line that counts them.
  package func report(_ diagnostics: [Diagnostic], sources: [Source]) {
    let words = render(diagnostics, sources: sources, language: language, style: errorStyle)
    write(words, to: 2)
  }

  /// One finding, uncounted.
  package func report(_ diagnostic: Diagnostic, sources: [Source]) {
    let words = render(diagnostic, sources: sources, language: language, style: errorStyle)
    write(words, to: 2)
  }

  package func report(_ fault: FileFault) {
    let words = render(fault.diagnostic, sources: [], language: language, style: errorStyle)
    write(words, to: 2)
  }

  /// Where more can be read about the findings of a run: said once, to a reader, at its end.
  package func offerExplanation(of code: String) {
    guard hasReader else { return }
    let command = "jili check --explain \(code)"
    tell(language == .zh ? "编号的详细说明：\(command)\n" : "more about a code: \(command)\n")
  }

  private func write(_ text: String, to descriptor: Int32) {
    var text = text
    let fault: FileFault? = text.withUTF8 { bytes in
      do throws(FileFault) {
        try Files.write(UnsafeRawBufferPointer(bytes), to: descriptor, named: Files.standard)
        return nil
      } catch {
        return error
      }
    }
    guard let fault else { return }
    // Who reads has gone: nothing is left to say. A deaf standard error is no reason to stop.
    if fault.exitCode == .pipeClosed { Interruption.exit(.pipeClosed) }
    if descriptor != 1 { return }
    report(fault)
    Interruption.exit(fault.exitCode)
  }
}

/// A variable of the environment.
package func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
