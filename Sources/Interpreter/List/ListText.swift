package import JiliLexer

extension ListEffect {
  /// What changed, in a few lines.
  package func text(_ language: Language, left: Int) -> String {
    func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }
    var rows: [(head: String, text: String)] = []
    if left > 0 {
      let words = word(
        "还有 \(left) 家在逐家计算，下面是已经算出的",
        "\(left) companies are still computed one by one; so far")
      rows.append((word("尚未", "open"), words))
    }
    if changes.isEmpty, before.low == after.low, before.high == after.high, lines.isEmpty,
      left == 0
    {
      return word("全体企业：金额不变\n", "all companies: no sum changes\n")
    }
    rows.append((word("预算", "budget"), change(before.low, after.low, language, showsShare: true)))
    if before.high != before.low || after.high != after.low || before.unbounded > 0
      || after.unbounded > 0
    {
      let old = bound(before.high, before.unbounded, language)
      let new = bound(after.high, after.unbounded, language)
      rows.append((word("上限", "at most"), old == new ? old : "\(old) → \(new)"))
    }
    rows.append((word("企业", "rows"), companies(language)))
    for (place, name) in lines.prefix(Limits.shownLines).enumerated() {
      rows.append((place == 0 ? word("奖项", "awards") : "", line(name, language)))
    }
    if lines.count > Limits.shownLines {
      let more = lines.count - Limits.shownLines
      rows.append(("", word("另有 \(more) 项", "and \(more) more")))
    }
    let payers = payers(language)
    if !payers.isEmpty {
      rows.append((word("出资", "payers"), payers.joined(separator: word("；", "; "))))
    }
    if after.rejected != before.rejected {
      rows.append(
        (word("退回", "rejects"), "\(before.rejected) → \(after.rejected)" + word(" 行", "")))
    }
    let width = rows.map { displayWidth($0.head) }.max() ?? 0
    return rows.map { row in
      row.head + String(repeating: " ", count: width - displayWidth(row.head) + 2) + row.text + "\n"
    }.joined()
  }

  private func companies(_ language: Language) -> String {
    let parts: [(Int, Wording)] = [
      (gaining, Wording(zh: "增加 \(gaining) 家", en: "\(gaining) gain")),
      (losing, Wording(zh: "减少 \(losing) 家", en: "\(losing) lose")),
      (newly, Wording(zh: "新获 \(newly) 家", en: "\(newly) newly due")),
      (lost, Wording(zh: "失去 \(lost) 家", en: "\(lost) no longer due")),
    ]
    let said = parts.filter { $0.0 > 0 }.map { $0.1.text(language) }
    if !said.isEmpty { return said.joined(separator: language == .zh ? "，" : ", ") }
    // Lines of which only the high end changed are shown below.
    let none =
      lines.isEmpty
      ? Wording(zh: "没有企业的金额改变", en: "nobody's sum changes")
      : Wording(zh: "没有企业的确定金额改变，只有上限变了", en: "only what may be due at most changes")
    return none.text(language)
  }

  private func line(_ name: LineName, _ language: Language) -> String {
    func figures(_ line: LineFigures?) -> String {
      guard let line else { return language == .zh ? "没有" : "none" }
      let companies = language == .zh ? "\(line.companies) 家 " : "\(line.companies) rows "
      let isOpen = line.unbounded > 0 || line.high != line.low
      let top = isOpen ? " .. " + bound(line.high, line.unbounded, language) : ""
      return companies + shortSum(line.low) + top
    }
    let (old, new) = (figures(before.lines[name]), figures(after.lines[name]))
    return name.text(language) + "  " + (old == new ? new : old + " → " + new)
  }

  private func payers(_ language: Language) -> [String] {
    let old = before.payers
    var names: [String?] = after.payers.map(\.name)
    for payer in old where !names.contains(payer.name) { names.append(payer.name) }
    return names.map { name in
      let sum = old.first { $0.name == name }?.sum ?? 0
      let now = after.payers.first { $0.name == name }?.sum ?? 0
      return (name ?? (language == .zh ? "未分担" : "not split")) + " "
        + change(sum, now, language, showsShare: false)
    }
  }
}

extension LineName {
  /// As result columns have it.
  func text(_ language: Language) -> String {
    isRenewal ? award + "." + Keywords.spelling(.renewal, language) : award
  }
}

private func change(
  _ old: Int128, _ new: Int128, _ language: Language, showsShare: Bool
) -> String {
  if old == new { return shortSum(new) + (language == .zh ? "（不变）" : " (unchanged)") }
  var difference = (new > old ? "+" : "−") + shortSum(new > old ? new - old : old - new)
  if showsShare, old > 0 {
    let tenths = (Int128(2000) * (new > old ? new - old : old - new) + old) / (2 * old)
    difference += language == .zh ? "，" : ", "
    difference += (new > old ? "+" : "−") + "\(tenths / 10).\(tenths % 10)%"
  }
  return shortSum(old) + " → " + shortSum(new)
    + (language == .zh ? "（\(difference)）" : " (\(difference))")
}

private func bound(_ sum: Int128, _ unbounded: Int, _ language: Language) -> String {
  if unbounded == 0 { return shortSum(sum) }
  return language == .zh ? "不定（\(unbounded) 家没有上限）" : "no bound (\(unbounded) rows)"
}

/// A sum in 分 for readers: to 万 in 亿, to 百元 in 万, rounded half up.
func shortSum(_ fen: Int128) -> String {
  let magnitude = fen.magnitude
  let sign = fen < 0 ? "−" : ""
  let units: [(size: UInt128, word: String, decimals: Int)] = [
    (10_000_000_000, "亿", 4), (1_000_000, "万", 2), (100, "元", 2),
  ]
  for unit in units where magnitude >= unit.size || unit.word == "元" {
    let parts: UInt128 = unit.decimals == 4 ? 10_000 : 100
    let scaled = (2 * magnitude * parts + unit.size) / (2 * unit.size)
    var decimals = String(scaled % parts)
    decimals = String(repeating: "0", count: unit.decimals - decimals.count) + decimals
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return sign + grouped(scaled / parts) + (decimals.isEmpty ? "" : "." + decimals) + unit.word
  }
  return sign
}

private func grouped(_ whole: UInt128) -> String {
  var text = ""
  let digits = String(whole)
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return text
}

// MARK: - Who

/// One company whose total changed.
package struct ListedChange: Sendable {
  package var identity: [String]
  package var before: Int64
  package var after: Int64
  /// Its lines that changed, in 分.
  package var lines: [(name: Wording, before: Int64, after: Int64)]
}

extension LiveList {
  /// The companies with the greatest gains, or losses, by the last edit that changed anything.
  package func greatest(_ count: Int, losing: Bool) -> [ListedChange] {
    guard let effect = lastEffect else { return [] }
    return effect.greatest(count, losing: losing).map { change in
      let after = ledger.total(of: change.row)
      return ListedChange(
        identity: list.identity(of: change.row), before: after - change.difference, after: after,
        lines: lines(of: change.row))
    }
  }

  private func lines(of row: Int) -> [(name: Wording, before: Int64, after: Int64)] {
    let old = sums(of: row, earlier)
    let new = sums(of: row, binding)
    var names = new.map(\.name)
    for line in old where !names.contains(line.name) { names.append(line.name) }
    return names.compactMap { name in
      let before = old.first { $0.name == name }?.sum ?? 0
      let after = new.first { $0.name == name }?.sum ?? 0
      let words = Wording(zh: name.text(.zh), en: name.text(.en))
      return before == after ? nil : (words, before, after)
    }
  }

  /// Nothing where a quota would have to be drawn among all rows.
  private func sums(of row: Int, _ binding: ListBinding?) -> [(name: LineName, sum: Int64)] {
    guard let binding, binding.rules.plan.lines.allSatisfy({ $0.quota == nil }),
      let read = binding.row(row, of: list)
    else { return [] }
    let options = RunOptions(
      choices: binding.rules.choices, explains: false, triesReadings: false)
    let outcome = run(binding.rules.plan, [read], options)[0]
    if outcome.overflow != nil { return [] }
    return zip(binding.rules.plan.lines, outcome.lines).map { line, found in
      (LineName(line), found.low.parts(of: 100) ?? 0)
    }
  }

  /// What was read, said once.
  package func loaded(name: String, milliseconds: Int?) -> Wording {
    let rows = "\(list.count)"
    let size = "\((list.bytes + ledger.bytes) / 1_000_000 + 1) MB"
    let seconds = milliseconds.map { "\($0 / 1000).\($0 / 100 % 10)" }
    let columns = list.columnCount
    var (chinese, english) = (
      "\(name)：\(rows) 家，\(columns) 项事实，\(size)" + (seconds.map { "，\($0) 秒" } ?? ""),
      "\(name): \(rows) companies, \(columns) facts, \(size)" + (seconds.map { ", \($0) s" } ?? "")
    )
    if figures.rejected > 0 {
      chinese += "；退回 \(figures.rejected) 行"
      english += "; \(figures.rejected) rows rejected"
    }
    let isOpen = figures.high != figures.low || figures.unbounded > 0
    let due = (shortSum(figures.low), bound(figures.high, figures.unbounded, .zh))
    chinese += "\n预算  \(due.0)" + (isOpen ? "，上限 \(due.1)" : "")
    chinese += "；\(figures.companies) 家应得\n"
    english += "\nbudget  \(due.0)"
    english += isOpen ? ", at most \(bound(figures.high, figures.unbounded, .en))" : ""
    english += "; \(figures.companies) companies due\n"
    return Wording(zh: chinese, en: english)
  }

  /// The list of `:winners` and `:losers`.
  package func listing(_ count: Int, losing: Bool, _ language: Language) -> String {
    let found = greatest(count, losing: losing)
    let all = (losing ? lastEffect?.losing : lastEffect?.gaining) ?? 0
    if found.isEmpty {
      let words =
        losing
        ? Wording(zh: "没有企业减少\n", en: "nobody loses\n")
        : Wording(zh: "没有企业增加\n", en: "nobody gains\n")
      return words.text(language)
    }
    let rows = found.map { change in
      let clauses = change.lines.map { line in
        "\(line.name.text(language)) \(shortSum(Int128(line.before))) → "
          + shortSum(Int128(line.after))
      }
      let difference = Int128(change.after) - Int128(change.before)
      return change.identity.map(visible) + [
        shortSum(Int128(change.before)), "→", shortSum(Int128(change.after)),
        (difference > 0 ? "+" : "−") + shortSum(Int128(difference.magnitude)),
        clauses.joined(separator: language == .zh ? "；" : "; "),
      ]
    }
    let width = found[0].identity.count
    var text = tableText(
      rows, alignRight: [width, width + 2, width + 3], width: displayWidth)
    if all > found.count {
      text += Wording(
        zh: "共 \(all) 家，这是前 \(found.count) 家\n",
        en: "\(all) in all, these are the first \(found.count)\n"
      ).text(language)
    }
    return text
  }
}
