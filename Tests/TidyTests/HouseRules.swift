import Testing

/// One breach of a house rule.
struct Breach: Equatable, CustomStringConvertible {
  let path: String
  let line: Int
  let words: String

  var description: String { "\(path):\(line): \(words)" }
}

/// A file as the rules look at it. What several of them ask is worked out once.
struct HouseFile: Sendable {
  let path: String
  let text: String
  let lines: [NumberedLine]
  /// The text without its strings and comments; of files that are no Swift the text itself.
  let code: String
  let codeLines: [NumberedLine]

  init(_ path: String, _ text: String) {
    (self.path, self.text, lines) = (path, text, numbered(text))
    code = Files.isSwift(path) ? withoutProse(text) : text
    codeLines = Files.isSwift(path) ? numbered(code) : lines
  }
}

/// A rule of the house about one file; it names the breaches, none if the file is tidy.
struct HouseRule: Sendable, CustomTestStringConvertible {
  let name: String
  let applies: @Sendable (String) -> Bool
  let check: @Sendable (HouseFile) -> [Breach]

  var testDescription: String { name }
}

/// Which files a rule reads.
enum Files {
  static func isSwift(_ path: String) -> Bool { path.hasSuffix(".swift") }
  static func isCode(_ path: String) -> Bool {
    isSwift(path) || path.hasSuffix(".c") || path.hasSuffix(".h") || path.hasSuffix("Makefile")
  }
  static func isText(_ path: String) -> Bool {
    isCode(path)
      || [".md", ".rules", ".yml", ".json", ".txt", ".csv", "run"].contains { path.hasSuffix($0) }
  }
  /// The rooms that do no input and output of their own.
  static func isPureRoom(_ path: String) -> Bool {
    ["Sources/Lexer/", "Sources/Parser/", "Sources/Interpreter/"].contains { path.hasPrefix($0) }
  }
  static func isCatalogue(_ path: String) -> Bool {
    path.hasSuffix("Diagnostics.swift") || path.hasSuffix("Faults.swift")
  }
  static func isSource(_ path: String) -> Bool { isSwift(path) && path.hasPrefix("Sources/") }
}

/// A line of a text with its number, from 1.
typealias NumberedLine = (number: Int, line: Substring)

func numbered(_ text: String) -> [NumberedLine] {
  text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.enumerated()
    .map { ($0.offset + 1, $0.element) }
}

/// A breach for each line on which one of the words stands as a word of its own.
private func breaches(
  of words: [String], in lines: [NumberedLine], at path: String, _ reason: String
) -> [Breach] {
  lines.flatMap { number, line in
    words.filter { word in
      line.ranges(of: word).contains { range in
        let before =
          range.lowerBound > line.startIndex
          ? line[line.index(before: range.lowerBound)] : " "
        let after = range.upperBound < line.endIndex ? line[range.upperBound] : " "
        return !isWordCharacter(before) && !isWordCharacter(after)
      }
    }.map { Breach(path: path, line: number, words: "`\($0)`: \(reason)") }
  }
}

private func isWordCharacter(_ character: Character) -> Bool {
  character.isLetter || character.isNumber || character == "_"
}

enum House {
  static let fileLines = 500
  static let functionLines = 70
  static let columns = 100

  /// The rules about single files.
  static let rules: [HouseRule] = [
    noFoundation, exactMoney, shortLines, shortFunctions, shortFiles, noTraps, noPromises,
    plainNames, catalogueOnly, narrowDoor, documentedDoor, noMachinePaths,
  ]

  static let noFoundation = HouseRule(
    name: "no Foundation below repl", applies: { Files.isPureRoom($0) && Files.isSwift($0) },
    check: { file in
      breaches(
        of: ["Foundation", "FoundationEssentials", "Glibc", "Darwin"], in: file.codeLines,
        at: file.path, "the pure rooms import nothing of the system")
    })

  static let exactMoney = HouseRule(
    name: "no floating point near money", applies: { Files.isPureRoom($0) && Files.isSwift($0) },
    check: { file in
      breaches(
        of: ["Double", "Float", "Float16", "Float32", "Float64", "Float80", "Decimal", "CGFloat"],
        in: file.codeLines, at: file.path, "values are exact")
    })

  static let shortLines = HouseRule(
    name: "lines of 100 columns", applies: Files.isCode,
    check: { file in
      file.lines.filter { $0.line.count > columns }.map {
        Breach(path: file.path, line: $0.number, words: "\($0.line.count) columns")
      }
    })

  static let shortFunctions = HouseRule(
    name: "functions of 70 lines", applies: Files.isSwift,
    check: { file in
      functions(in: file.code).filter { $0.lineCount > functionLines }.map {
        Breach(path: file.path, line: $0.line, words: "a function of \($0.lineCount) lines")
      }
    })

  static let shortFiles = HouseRule(
    name: "files of 500 lines", applies: Files.isCode,
    check: { file in
      let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
      return count > fileLines
        ? [Breach(path: file.path, line: count, words: "\(count) lines")] : []
    })

  static let noTraps = HouseRule(
    name: "no traps on bad input", applies: Files.isSwift,
    check: { file in
      let bold = /\b(?:try|as)!/
      let marked = file.codeLines.filter { $0.line.contains("!") && $0.line.contains(bold) }.map {
        Breach(path: file.path, line: $0.number, words: "`!` ends the program")
      }
      return marked
        + breaches(
          of: ["fatalError", "preconditionFailure"], in: file.codeLines, at: file.path,
          "ends the program")
    })

  static let noPromises = HouseRule(
    name: "no promises in comments", applies: Files.isCode,
    check: { file in
      breaches(
        of: ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"], in: file.lines, at: file.path,
        "do it")
    })

  static let plainNames = HouseRule(
    name: "names of the trade", applies: { Files.isSwift($0) && !$0.hasPrefix("Tests/TidyTests/") },
    check: { file in
      let empty = /\b\w*(?:Manager|Helper|Helpers|Utils|Util|Utilities)\b/.wordBoundaryKind(.simple)
      let declares = /\b(?:class|struct|enum|protocol|actor|extension|typealias)\b/
      let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
      let named =
        name.contains(empty) ? [Breach(path: file.path, line: 1, words: "says nothing")] : []
      return named
        + file.codeLines.compactMap { number, line in
          guard line.contains(declares), let match = line.firstMatch(of: empty),
            match.0 != "FileManager"
          else { return nil }
          return Breach(path: file.path, line: number, words: "`\(match.0)` says nothing")
        }
    })

  static let catalogueOnly = HouseRule(
    name: "findings come from catalogues",
    applies: {
      Files.isSource($0) && !Files.isCatalogue($0) && $0 != "Sources/Lexer/Diagnostic.swift"
    },
    check: { file in
      let makes = /\bDiagnostic\(/.wordBoundaryKind(.simple)
      return file.codeLines.filter { $0.line.contains(makes) }.map {
        Breach(
          path: file.path, line: $0.number,
          words: "only …Diagnostics.swift and …Faults.swift do this")
      }
    })

  /// What C calls must be seen from outside its module; jili.h says what it means.
  static let narrowDoor = HouseRule(
    name: "one public module",
    applies: { path in
      Files.isSource(path)
        && !["Sources/Interpreter/", "Sources/CABI/"].contains { path.hasPrefix($0) }
    },
    check: { file in
      breaches(
        of: ["public", "open"], in: file.codeLines, at: file.path, "only module Jili has a door"
      )
      .filter { !$0.words.hasPrefix("`open`") || isDeclaration($0, file) }
    })

  static let noMachinePaths = HouseRule(
    name: "no machine paths", applies: Files.isText,
    check: { file in
      let places = ["/wo" + "rk/", "/ho" + "me/", "/ro" + "ot/", "/Us" + "ers/", "/tm" + "p/jili"]
      return file.lines.compactMap { number, line in
        places.first { line.contains($0) }.map {
          Breach(path: file.path, line: number, words: "`\($0)` is one machine's path")
        }
      }
    })

  /// `open` is a function of the system library as well as a word of Swift.
  private static func isDeclaration(_ breach: Breach, _ file: HouseFile) -> Bool {
    file.lines[breach.line - 1].line.contains(/\bopen (?:class|func|var)\b/)
  }

  // MARK: - Rules about the whole repository

  /// The codes of all catalogues; each belongs to one finding.
  static func repeatedCodes(_ catalogues: [(path: String, text: String)]) -> [Breach] {
    var first: [String: String] = [:]
    var found: [Breach] = []
    for (path, text) in catalogues {
      for (number, line) in numbered(text) {
        for match in line.matches(of: /"(J\d{4})"/) {
          let code = String(match.1)
          if let place = first[code] {
            found.append(Breach(path: path, line: number, words: "\(code) is taken by \(place)"))
          } else {
            first[code] = "\(path):\(number)"
          }
        }
      }
    }
    return found
  }

  /// What README must offer word for word.
  static func missingCommands(_ readme: String) -> [String] {
    ["make demo", "make test"].filter { !readme.contains($0) }
  }
}
