/// What stands behind a code, at length: why the program refuses, what to do, and a mistake with
/// its mending. A table of these stands beside each catalogue (`…Guides.swift`); what
/// `jili check --explain` and docs/errors.md show is made from them.
package struct DiagnosticGuide: Sendable {
  package let code: String
  package let severity: Severity
  /// One line.
  package let title: Wording
  /// Why the program says so, and what to do.
  package let meaning: Wording
  package let example: GuideExample

  package init(
    _ code: String, _ severity: Severity = .error, zh: String, en: String, _ meaning: Wording,
    _ example: GuideExample
  ) {
    self.code = code
    self.severity = severity
    self.title = Wording(zh: zh, en: en)
    self.meaning = meaning
    self.example = example
  }
}

/// A mistake and its mending, such that a program can try both.
package enum GuideExample: Sendable {
  /// A rule file, and the files beside it.
  case rules(wrong: String, mended: String, beside: [GuideFile] = [])
  /// A company file, run through rules with these options.
  case companies(rules: String, options: String = "", wrong: String, mended: String)
  /// One company, a JSON object, asked of rules.
  case company(rules: String, wrong: String, mended: String)
  /// A command, and the files that it names.
  case command(wrong: String, mended: String, files: [GuideFile])
  /// What is typed at the prompt.
  case prompt(wrong: String, mended: String)
  /// A mistake that no page can show, and why.
  case none(Wording)
}

/// A file that an example needs.
package struct GuideFile: Sendable {
  package let name: String
  package let text: String

  package init(_ name: String, _ text: String) {
    self.name = name
    self.text = text
  }
}

extension GuideExample {
  /// How the rule file of an example is called.
  package static let rulesName = "例.rules"
  /// How its company file is called.
  package static let companiesName = "企业.csv"
  /// How its one company is called.
  package static let companyName = "企业.json"

  /// The mistake and its mending; nil where neither can be shown.
  package var texts: (wrong: String, mended: String)? {
    switch self {
    case .rules(let wrong, let mended, _), .companies(_, _, let wrong, let mended),
      .company(_, let wrong, let mended), .command(let wrong, let mended, _),
      .prompt(let wrong, let mended):
      (wrong, mended)
    case .none: nil
    }
  }

  /// What both the mistake and its mending are tried with.
  package var files: [GuideFile] {
    switch self {
    case .rules(_, _, let beside): beside
    case .companies(let rules, _, _, _), .company(let rules, _, _):
      [GuideFile(Self.rulesName, rules)]
    case .command(_, _, let files): files
    case .prompt, .none: []
    }
  }

  /// The command that shows the finding, where the example is none itself.
  package var command: String? {
    switch self {
    case .rules: "jili check \(Self.rulesName)"
    case .companies(_, let options, _, _):
      "jili batch \(Self.rulesName) --companies \(Self.companiesName)"
        + (options.isEmpty ? "" : " " + options)
    case .company: "jili eval \(Self.rulesName) --company \(Self.companyName)"
    case .prompt: "jili"
    case .command, .none: nil
    }
  }

  /// What the mistake and its mending are called where they are files.
  package var fileName: String? {
    switch self {
    case .rules: Self.rulesName
    case .companies: Self.companiesName
    case .company: Self.companyName
    case .command, .prompt, .none: nil
    }
  }
}
