import JiliLexer
import JiliParser

/// The quoted words of the text: blanks, open lists, discretion beside a fixed sum.
extension Linter {
  mutating func lintWords() {
    for statement in statements {
      guard case .parameter(let parameter) = statement.kind, parameter.value == nil else {
        continue
      }
      if let quote = quotes(of: statement).first(where: { hasBlank($0.text) }) {
        report(.blankInText(parameter.name.text, quoted: quote.text, at: parameter.name.span))
      }
    }
    var lists: Set<String> = []
    for (award, statement) in awardStatements {
      let words = quotes(of: statement)
      // One sentence, quoted by several awards, is one fault.
      for quote in words where hasOpenList(quote.text) && lists.insert(quote.text).inserted {
        report(.openList(award.name, at: quote.span))
      }
      lintDiscretion(award, words)
    }
  }

  /// The quoted words of a statement, its clauses included.
  private func quotes(of statement: Statement) -> [QuotedText] {
    var cites = statement.cites
    if case .award(let award) = statement.kind { cites += award.clauses.flatMap(\.cites) }
    return cites.compactMap(\.quote)
  }

  // MARK: - Blanks

  /// Whether the words cited for a parameter show a blank.
  func isBlankInText(_ name: String) -> Bool {
    statements.contains { statement in
      guard case .parameter(let parameter) = statement.kind, parameter.name.text == name else {
        return false
      }
      return quotes(of: statement).contains { hasBlank($0.text) }
    }
  }

  /// `2026年*月*日`, `X月X日`, `＿＿`: what is still to be filled in.
  private func hasBlank(_ text: String) -> Bool {
    let letters = Array(text.filter { !$0.isWhitespace })
    let signs: Set<Character> = ["*", "＊", "X", "x", "Ｘ", "×", "_", "＿", "□", "○"]
    let units: Set<Character> = ["年", "月", "日", "号", "家", "万", "元", "%", "％"]
    for (index, letter) in letters.enumerated() where signs.contains(letter) {
      guard index + 1 < letters.count else { continue }
      let next = letters[index + 1]
      // A letter of a word (`MAX日`) is no blank.
      if index > 0, letters[index - 1].isASCII, letters[index - 1].isLetter,
        !signs.contains(letters[index - 1])
      {
        continue
      }
      if units.contains(next) { return true }
      if next == letter, letter == "_" || letter == "＿" || letter == "□" { return true }
    }
    return false
  }

  // MARK: - Lists that are left open

  /// `……等` behind whom or what an award is for. `等级` and `同等` are words, `一等` is a rank; behind
  /// `等方面`, `等方式` stand ways and means, which decide nobody's award.
  private func hasOpenList(_ text: String) -> Bool {
    let letters = Array(text.filter { !$0.isWhitespace })
    let before = Set("中同高初优劣平均对上下相何头特甲乙丙丁一二三四五六七八九十123456789")
    let behind = Set("级额于次同候待值价效分号奖第")
    let means = ["方面", "方式", "渠道", "形式", "途径", "措施", "举措", "政策", "作用"]
    for (index, letter) in letters.enumerated() where letter == "等" {
      if index == 0 || before.contains(letters[index - 1]) { continue }
      let rest = letters[(index + 1)...].prefix(6)
      if let next = rest.first, behind.contains(next) { continue }
      if means.contains(where: { String(rest).contains($0) }) { continue }
      return true
    }
    return false
  }

  // MARK: - Discretion

  private static let discretion = [
    "可给予", "可予", "可获", "可享受", "可按", "可以", "可适当", "可视", "适当", "酌情", "视情", "视情况", "一定",
    "鼓励", "探索", "优先", "倾斜",
  ]

  /// A fixed sum where the words that name it leave it to the authority.
  private mutating func lintDiscretion(_ award: CheckedAward, _ quotes: [QuotedText]) {
    guard let sums = fixedSums(of: award.amount) else { return }
    for quote in quotes {
      let text = quote.text.filter { !$0.isWhitespace }
      for part in text.split(whereSeparator: { "，,。；;：:".contains($0) }) {
        guard let word = Self.discretion.first(where: { part.contains($0) }),
          sums.contains(where: { names($0, in: part) })
        else { continue }
        report(.discretion(word, award.name, at: quote.span))
      }
    }
  }

  /// The sums and shares in an amount, as written; nil where it is left to the authority itself.
  private func fixedSums(of amount: Typed) -> [String]? {
    var sums: [String] = []
    var isFixed = true
    forEachTerm(amount) { term in
      switch term.kind {
      case .upTo, .atLeast, .range, .unspecified: isFixed = false
      case .fact(let id) where program.facts[id].isParameter: isFixed = false
      case .constant(let number) where term.type == .money || term.type == .percent:
        sums.append(numberText(number, term.type))
      default: break
      }
    }
    return isFixed ? sums : nil
  }

  /// Whether words name a number, and not a longer one that ends alike.
  private func names(_ sum: String, in words: Substring) -> Bool {
    let text = Array(words.utf8.map { $0 })
    let wanted = Array(sum.utf8)
    guard wanted.count <= text.count else { return false }
    for start in 0...(text.count - wanted.count)
    where text[start..<start + wanted.count].elementsEqual(wanted) {
      guard start > 0 else { return true }
      let before = text[start - 1]
      if !(0x30...0x39).contains(before), before != 0x2E { return true }
    }
    return false
  }
}
