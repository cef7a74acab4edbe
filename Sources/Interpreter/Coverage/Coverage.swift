package import JiliLexer

/// Which numbers and promises of a policy's text have a rule, are omitted on purpose, or are
/// missing.
package struct Coverage: Sendable {
  package enum State: String, Sendable, CaseIterable {
    /// The number stands within words that a rule cites.
    case covered
    /// It stands within omitted words.
    case omitted
    /// It numbers or names something.
    case named
    case missing
  }

  /// Words that a rule quotes, where they stand.
  package struct Passage: Sendable {
    package let range: Range<Int>
    /// Index into `rules`.
    package let rule: Int
    package let article: String?
  }

  /// A number of the text.
  package struct Number: Sendable {
    package let figure: Figure
    package let state: State
    /// The passages of its text that hold it: those of rules, else those of omissions.
    package let passages: [Int]
  }

  /// One text of the policy.
  package struct Text: Sendable {
    package let text: SourceText
    package var passages: [Passage] = []
    package var numbers: [Number] = []
    /// Sentences that promise something without a number, and that no rule quotes.
    package var promises: [Range<Int>] = []

    package func count(_ state: State) -> Int { numbers.count { $0.state == state } }
  }

  package let policy: String
  package let rules: [QuotingRule]
  /// The rule files, by the number of their spans.
  package let sources: [Source]
  package let texts: [Text]

  package var missing: Int { texts.reduce(0) { $0 + $1.count(.missing) } }
  package var promises: Int { texts.reduce(0) { $0 + $1.promises.count } }
}

/// Holds a policy's own texts against what its rules quote of them; nil where the policy has an
/// error or names no text.
package func coverage(_ checked: Checked) -> Coverage? {
  guard let program = checked.program, !checked.texts.isEmpty else { return nil }
  var texts = checked.texts.map { Coverage.Text(text: SourceText($0)) }
  for (index, rule) in checked.quoting.enumerated() {
    for quote in rule.quotes { place(quote, of: index, in: &texts) }
  }
  for index in texts.indices {
    texts[index].findNumbers(checked.quoting)
    texts[index].findPromises()
  }
  return Coverage(
    policy: program.policyName, rules: checked.quoting, sources: checked.sources, texts: texts)
}

/// Notes where quoted words stand: in the first text that has them.
private func place(_ quote: QuotingRule.Quote, of rule: Int, in texts: inout [Coverage.Text]) {
  for index in texts.indices {
    guard let range = texts[index].text.range(of: quote.words) else { continue }
    texts[index].passages.append(.init(range: range, rule: rule, article: quote.article))
    return
  }
}

extension Coverage.Text {
  fileprivate mutating func findNumbers(_ rules: [QuotingRule]) {
    for figure in figures(in: text.scalars) {
      let around = passages.indices.filter { index in
        let range = passages[index].range
        return range.lowerBound <= figure.range.lowerBound
          && figure.range.upperBound <= range.upperBound
      }
      let citing = around.filter { !rules[passages[$0].rule].isOmission }
      let state: Coverage.State =
        if !citing.isEmpty { .covered } else if !around.isEmpty { .omitted } else {
          figure.name == nil ? .missing : .named
        }
      numbers.append(
        .init(figure: figure, state: state, passages: citing.isEmpty ? around : citing))
    }
  }

  fileprivate mutating func findPromises() {
    for sentence in text.sentences where promises(something: sentence) {
      let hasNumber = numbers.contains { number in
        number.state != .named && sentence.overlaps(number.figure.range)
      }
      guard !hasNumber, !passages.contains(where: { $0.range.overlaps(sentence) }) else { continue }
      promises.append(sentence)
    }
  }

  private func promises(something sentence: Range<Int>) -> Bool {
    let letters = text.scalars[sentence]
    return promiseWords.contains { letters.contains($0) } && !isHeading(sentence)
  }

  /// `（一）企业认定奖励`, `三、政策奖励`: short, in one breath, numbered or alone on its line.
  private func isHeading(_ sentence: Range<Int>) -> Bool {
    let letters = text.scalars[sentence]
    guard letters.count <= 24, !letters.contains(where: { $0 == "，" || $0 == "," }) else {
      return false
    }
    let mark =
      text.scalars.indices.contains(sentence.upperBound)
      ? text.scalars[sentence.upperBound] : "\n"
    if isBlank(mark) { return true }
    let first = letters.first ?? " "
    return digitValue(first) != nil || first == "（" || first == "("
      || letters.prefix(4).contains("、")
  }
}

/// Words with which a policy promises something.
private let promiseWords: [[Unicode.Scalar]] = [
  "给予", "奖励", "奖补", "补助", "资助", "补贴", "贴息", "减免", "优先", "倾斜",
].map { Array($0.unicodeScalars) }
