package import JiliLexer

extension Coverage {
  /// The texts with their rules beside them as one HTML page that needs no other file.
  package func page(language: Language) -> String {
    CoveragePage(coverage: self, language: language).html
  }
}

/// Builds the page. Everything that comes from a file is escaped where it is put in.
private struct CoveragePage {
  /// What the passages with the same rules show: one card on the page.
  struct Card {
    let number: Int
    /// Indices into the passages of its text.
    let passages: [Int]
  }

  let coverage: Coverage
  let language: Language
  private var parts: [String] = []
  private var cards: [Card] = []
  /// By text and passages, as both name a card.
  private var cardNumbers: [[Int]: Int] = [:]
  private var shownCards: Set<Int> = []
  private var missing = 0

  init(coverage: Coverage, language: Language) {
    self.coverage = coverage
    self.language = language
  }

  var html: String {
    var page = self
    page.write()
    return page.parts.joined()
  }

  private func words(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  private mutating func write() {
    let title = words("原文与规则对照：", "Policy text and rules: ") + coverage.policy
    parts.append(
      """
      <!DOCTYPE html>
      <html lang="\(words("zh-CN", "en"))">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escaped(title))</title>
      <style>
      \(pageStyle)
      </style>
      </head>
      <body>

      """)
    head(title)
    parts.append("<main>\n<div class=\"texts\" lang=\"zh-CN\">\n")
    var shown: [(text: Int, card: Card)] = []
    for index in coverage.texts.indices {
      let first = cards.count
      text(index)
      shown += cards[first...].map { (index, $0) }
    }
    parts.append("</div>\n<aside aria-label=\"\(words("规则", "Rules"))\">\n")
    parts.append("<h2>\(words("规则", "Rules"))</h2>\n")
    for (text, card) in shown { self.card(card, coverage.texts[text]) }
    parts.append("</aside>\n</main>\n</body>\n</html>\n")
  }

  // MARK: - Head

  private mutating func head(_ title: String) {
    let names = coverage.sources.map(\.name).map(lastPart).joined(separator: "、")
    parts.append("<header>\n<h1>\(escaped(title))</h1>\n")
    parts.append("<p class=\"files\">\(words("规则文件", "Rule files"))：\(escaped(names))</p>\n")
    parts.append("<ul class=\"legend\">\n")
    let explained: [(Coverage.State, String)] = [
      (.covered, words("规则引用了这个数", "a rule cites the number")),
      (.omitted, words("写明不是规则，并有理由", "stated to be no rule, with the reason")),
      (.named, words("条目编号、文号、名称", "item numbers, document numbers, names")),
      (.missing, words("没有规则，也没有写明不计", "neither cited nor omitted")),
    ]
    for (state, words) in explained {
      let count = coverage.texts.reduce(0) { $0 + $1.count(state) }
      parts.append(
        "<li><b class=\"count\">\(count)</b> <span class=\"sample \(state.rawValue)\">"
          + "\(state.wording.text(language))</span> <span class=\"what\">\(words)</span></li>\n")
    }
    parts.append(
      "<li><b class=\"count\">\(coverage.promises)</b> <span class=\"sample promise\">"
        + "\(words("只有话没有规则", "promise only"))</span> <span class=\"what\">"
        + "\(words("写了给予、奖励等，没有数，也没有规则", "promises something, no number, no rule"))"
        + "</span></li>\n</ul>\n")
    missingList()
    parts.append("</header>\n")
  }

  private mutating func missingList() {
    guard coverage.missing > 0 else {
      parts.append(
        "<p class=\"done\">"
          + words("原文里的每个数都有着落。", "Every number of the text is accounted for.") + "</p>\n")
      return
    }
    parts.append("<ol class=\"missing-list\">\n")
    var number = 0
    for text in coverage.texts {
      for found in text.numbers where found.state == .missing {
        number += 1
        let range = found.figure.range
        let line = text.text.place(of: range.lowerBound).line
        parts.append(
          "<li><a href=\"#m\(number)\">\(escaped(text.text.line(range)))</a> "
            + "<span>\(words("第 \(line) 行", "line \(line)"))</span> "
            + "\(escaped(text.excerpt(around: range)))</li>\n")
      }
    }
    parts.append("</ol>\n")
  }

  // MARK: - Text

  private mutating func text(_ index: Int) {
    let text = coverage.texts[index]
    parts.append("<section>\n<h2>\(escaped(lastPart(text.text.source.name)))</h2>\n")
    var start = 0
    var line = 1
    let scalars = text.text.scalars
    for end in 0...scalars.count where end == scalars.count || scalars[end] == "\n" {
      if scalars[start..<end].contains(where: { !isBlank($0) && $0 != "\u{FEFF}" }) {
        parts.append("<p><span class=\"line\">\(line)</span>")
        runs(of: index, start..<end)
        parts.append("</p>\n")
      }
      start = end + 1
      line += 1
    }
    parts.append("</section>\n")
  }

  /// The runs of one line, each within the same passages and the same number.
  private mutating func runs(of index: Int, _ line: Range<Int>) {
    let text = coverage.texts[index]
    let passages = text.passages.indices.filter { text.passages[$0].range.overlaps(line) }
    let numbers = text.numbers.filter { $0.figure.range.overlaps(line) }
    let promises = text.promises.filter { $0.overlaps(line) }
    var cuts: Set<Int> = [line.lowerBound, line.upperBound]
    let ranges =
      passages.map { text.passages[$0].range } + numbers.map(\.figure.range) + promises
    for range in ranges { cuts.formUnion([range.lowerBound, range.upperBound]) }
    let places = cuts.filter { line.lowerBound <= $0 && $0 <= line.upperBound }.sorted()
    var open: [Int] = []
    for (start, end) in zip(places, places.dropFirst()) {
      let around = passages.filter { text.passages[$0].range.contains(start) }
      if around != open {
        if !open.isEmpty { parts.append("</a>") }
        if !around.isEmpty { parts.append(opening(around, of: index)) }
        open = around
      }
      let number = numbers.first { $0.figure.range.contains(start) }
      let isPromise = promises.contains { $0.contains(start) }
      run(
        text.text.text(start..<end), number, isFirst: start == number?.figure.range.lowerBound,
        isPromise: isPromise)
    }
    if !open.isEmpty { parts.append("</a>") }
  }

  private mutating func run(
    _ words: String, _ number: Coverage.Number?, isFirst: Bool, isPromise: Bool
  ) {
    let shown = escaped(words)
    switch number?.state {
    case .missing:
      if isFirst { missing += 1 }
      let id = isFirst ? " id=\"m\(missing)\"" : ""
      parts.append("<mark class=\"missing\"\(id)>\(shown)</mark>")
    case .named:
      let name = number?.figure.name?.wording.text(language) ?? ""
      parts.append("<span class=\"named\" title=\"\(escaped(name))\">\(shown)</span>")
    case .covered, .omitted: parts.append("<b>\(shown)</b>")
    case nil: parts.append(isPromise ? "<span class=\"promise\">\(shown)</span>" : shown)
    }
  }

  /// The link of a passage to its card; the card's text is shown while the pointer is over it.
  private mutating func opening(_ passages: [Int], of index: Int) -> String {
    let text = coverage.texts[index]
    let rules = distinctRules(passages, text)
    let key = [index] + rules
    let number = cardNumbers[key] ?? cards.count + 1
    if cardNumbers[key] == nil {
      cardNumbers[key] = number
      cards.append(Card(number: number, passages: passages))
    }
    let isOmitted = rules.allSatisfy { coverage.rules[$0].isOmission }
    let id = shownCards.insert(number).inserted ? " id=\"p\(number)\"" : ""
    let tip = rules.map { rule in
      let articles = articles(of: rule, passages, text)
      let head = (articles + [coverage.label(of: rule, language)]).joined(separator: "　")
      return head + "\n" + statement(rule)
    }
    return "<a class=\"\(isOmitted ? "omitted" : "covered")\"\(id) href=\"#c\(number)\" "
      + "data-card=\"\(number)\" data-rule=\"\(escaped(tip.joined(separator: "\n\n")))\">"
  }

  private func distinctRules(_ passages: [Int], _ text: Coverage.Text) -> [Int] {
    Set(passages.map { text.passages[$0].rule }).sorted()
  }

  private func articles(of rule: Int, _ passages: [Int], _ text: Coverage.Text) -> [String] {
    var found: [String] = []
    for index in passages where text.passages[index].rule == rule {
      if let article = text.passages[index].article, !found.contains(article) {
        found.append(article)
      }
    }
    return found
  }

  // MARK: - Cards

  private mutating func card(_ card: Card, _ text: Coverage.Text) {
    let rules = distinctRules(card.passages, text)
    let isOmitted = rules.allSatisfy { coverage.rules[$0].isOmission }
    parts.append(
      "<article class=\"card \(isOmitted ? "omitted" : "covered")\" id=\"c\(card.number)\">\n"
        + "<a class=\"back\" href=\"#p\(card.number)\" "
        + "title=\"\(words("回到原文", "back to the text"))\">"
        + "<span>\(card.number)</span> ↩</a>\n")
    for rule in rules {
      let place = coverage.place(of: rule)
      let articles = articles(of: rule, card.passages, text)
      let name = escaped(coverage.rules[rule].label.text(language))
      let heading =
        articles.isEmpty
        ? ""
        : "<span class=\"article\">"
          + articles.map(escaped).joined(separator: "、") + "</span> "
      parts.append("<h3>\(heading)\(name)</h3>\n")
      parts.append("<pre>\(escaped(statement(rule)))</pre>\n")
      parts.append("<p class=\"place\">\(escaped(place.file)):\(place.line)</p>\n")
    }
    parts.append("</article>\n")
  }

  /// A statement as it is written.
  private func statement(_ rule: Int) -> String {
    let span = coverage.rules[rule].span
    return coverage.sources[Int(span.file)].text(span)
  }

  private func lastPart(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

/// A line without what only lays it out.
private func plain(_ line: Substring) -> String {
  String(line.replacing("\t", with: " ").replacing("\r", with: ""))
}

/// Text as the page shows it, in the lines that it has.
private func escaped(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false)
    .map { escapedMarkup(plain($0)) }.joined(separator: "\n")
}
