import ArgumentParser
package import JiliLexer

/// What is wrong with the command line, in the language that it asks for.
func usage(zh: String, en: String) -> ValidationError {
  let words = Wording(zh: zh, en: en)
  return ValidationError(words.text(Console.requested(commandWords)))
}

extension Console {
  /// The language of messages before the options are read: `--lang`, else the locale.
  package static func requested(_ arguments: [String]) -> Language {
    let options = arguments.prefix { $0 != "--" }
    for (index, argument) in options.enumerated().reversed() {
      let joined = argument.hasPrefix("--lang=") ? String(argument.dropFirst(7)) : nil
      let next = argument == "--lang" && index + 1 < options.count ? options[index + 1] : nil
      if let language = (joined ?? next).flatMap(Language.init(rawValue:)) { return language }
    }
    return language(environment: variable)
  }
}

/// The parser's message about the command line: error, help on the argument, usage.
///
/// The parser knows English only; its sentences are few and fixed, and what is not listed here
/// stays as it is.
func usageText(_ message: String, _ language: Language) -> String {
  let whole = message.hasSuffix("\n") ? message : message + "\n"
  let text = whole.split(separator: "\n", omittingEmptySubsequences: false)
    .map { visible(shortened($0)) }.joined(separator: "\n")
  guard language == .zh else {
    return text.replacing("Error: ", with: "error: ", maxReplacements: 1)
  }
  var found = text.replacing("Error: ", with: "错误：", maxReplacements: 1)
  found.replace("\nHelp:  ", with: "\n说明：", maxReplacements: 1)
  found.replace("\nUsage: ", with: "\n用法：", maxReplacements: 1)
  found.replace(#/Unknown option '(.+?)'/#) { "没有选项 `\($0.1)`" }
  found.replace(#/\. Did you mean '(.+?)'\?/#) { "；是否 `\($0.1)`？" }
  found.replace(#/Missing expected argument '(.+?)'/#) { "缺少 `\($0.1)`" }
  found.replace(#/Missing value for '(.+?)'/#) { "`\($0.1)` 后面缺值" }
  found.replace(#/The value '(.*?)' is invalid for '(.+?)'/#) { "`\($0.2)` 不能是 `\($0.1)`" }
  found.replace(#/\. Please provide one of (.+?)\./#) { "；只能是 \($0.1)" }
  found.replace(#/Unexpected argument '(.+?)'/#) { "多出了 `\($0.1)`" }
  found.replace(#/\d+ unexpected arguments: (.+)/#) { "多出了 \($0.1)" }
  found.replace(#/See '(.+?)' for more information\./#) { "详见 `\($0.1)`" }
  return found
}

/// A line about what was typed or read, which may be as long as a file.
func shortened(_ line: Substring) -> String {
  let most = Limits.shownLetters
  return line.utf8.count <= most ? String(line) : line.prefix(most) + "…"
}
