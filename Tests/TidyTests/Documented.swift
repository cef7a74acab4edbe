extension House {
  /// Whoever embeds the library reads what its names mean, in which unit, and what can go wrong.
  static let documentedDoor = HouseRule(
    name: "public names are documented",
    applies: { Files.isSource($0) && $0.hasPrefix("Sources/Interpreter/") },
    check: { file in
      publicNames(in: file).compactMap { number, line in
        let isDocumented = file.lines[..<(number - 1)].reversed()
          .first { !trimmed($0.line).hasPrefix("@") }
          .map { trimmed($0.line).hasPrefix("///") }
        return isDocumented == true
          ? nil : Breach(path: file.path, line: number, words: "what is `\(trimmed(line))`?")
      }
    })

  /// The lines that declare something public, the cases of public enumerations among them.
  private static func publicNames(in file: HouseFile) -> [NumberedLine] {
    let word = /\bpublic\b/.wordBoundaryKind(.simple)
    var found: [NumberedLine] = []
    var depth = 0
    /// How deep the cases of the public enumerations stand that are open.
    var cases: [Int] = []
    for (number, line) in file.codeLines {
      let isPublic = line.contains(word)
      let declaresCase = trimmed(line).hasPrefix("case ") && cases.last == depth
      if isPublic || declaresCase { found.append((number, line)) }
      if isPublic, line.contains(/\benum\b/) { cases.append(depth + 1) }
      depth += line.count { $0 == "{" } - line.count { $0 == "}" }
      if let deepest = cases.last, depth < deepest { cases.removeLast() }
    }
    return found
  }

  private static func trimmed(_ line: Substring) -> Substring {
    line.drop { $0 == " " }
  }
}
