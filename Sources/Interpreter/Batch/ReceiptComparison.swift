package import JiliLexer

/// What a run that was done again has in common with its receipt.
package struct ReceiptComparison: Sendable {
  /// What holds and what differs, one sentence a line.
  package private(set) var lines: [Wording] = []
  /// Rules, inputs, sums and bytes are those of the receipt; the version may be another.
  package private(set) var isSame = true

  /// `changedResults` are results beside the receipt that are not what the run wrote.
  package init(_ before: Receipt, _ now: Receipt, changedResults: [String] = []) {
    let changedRules = compare(
      before.rules, now.rules, Wording(zh: "规则", en: "rules"), Self.unchanged)
    let changedInputs = compare(
      before.inputs, now.inputs, Wording(zh: "企业文件", en: "companies"), Self.unchanged)
    let changedMap = compare(
      [before.map].compactMap { $0 }, [now.map].compactMap { $0 },
      Wording(zh: "表头对照", en: "headers"), Self.unchanged)
    let isOtherVersion = before.version != now.version
    lines.append(
      isOtherVersion
        ? Wording(
          zh: "程序版本：当时 \(before.version)，现在 \(now.version)",
          en: "version: \(before.version) then, \(now.version) now")
        : Wording(zh: "程序版本：\(now.version)，未变", en: "version: \(now.version), unchanged"))
    let otherCounts = compareCounts(before, now)
    let otherSums = compareSums(before, now)
    let otherBytes = compare(
      before.outputs, now.outputs, Wording(zh: "结果", en: "result"),
      Wording(zh: "逐字节相同", en: "the same, byte by byte"))
    for name in changedResults {
      lines.append(
        Wording(
          zh: "结果 \(name)：回执旁边的这个文件后来被改过",
          en: "result \(name): the file beside the receipt was changed later"))
    }
    let changed = changedRules || changedInputs || changedMap
    isSame =
      !changed && !otherCounts && !otherSums && !otherBytes && changedResults.isEmpty
    var verdict = Self.verdict(
      changed: changed, differs: otherCounts || otherSums, otherBytes: otherBytes,
      isOtherVersion: isOtherVersion)
    if !changedResults.isEmpty {
      verdict = Wording(
        zh: verdict.zh + "；旁边的结果文件已不是当时写的",
        en: verdict.en + "; the results beside it are not what was written then")
    }
    lines.append(verdict)
  }

  private static let unchanged = Wording(zh: "未变", en: "unchanged")

  private static func verdict(
    changed: Bool, differs: Bool, otherBytes: Bool, isOtherVersion: Bool
  ) -> Wording {
    switch (changed, differs, otherBytes) {
    case (false, false, false):
      isOtherVersion
        ? Wording(
          zh: "结论：重算与回执一致；程序版本虽然不同，结果逐字节相同",
          en: "verdict: the run gives what the receipt says, byte by byte, with another version")
        : Wording(zh: "结论：重算与回执一致", en: "verdict: the run gives what the receipt says")
    case (false, false, true):
      Wording(
        zh: "结论：行数和金额都与回执一致，结果文件的写法不同",
        en: "verdict: rows and sums are those of the receipt; the files are written otherwise")
    case (false, true, _):
      Wording(
        zh: "结论：规则和企业文件未变，金额或行数却不同"
          + (isOtherVersion ? "，差别来自程序版本" : "，请核对原文件、环境和程序是否当时的"),
        en: "verdict: with the same rules and companies rows or sums differ"
          + (isOtherVersion ? "; the version makes the difference" : "; check the program"))
    case (true, false, _):
      Wording(
        zh: "结论：规则或企业文件已改动，但行数和金额与回执一致",
        en: "verdict: rules or companies have changed; rows and sums are those of the receipt")
    case (true, true, _):
      Wording(
        zh: "结论：规则或企业文件已改动，重算的结果与回执不同",
        en: "verdict: rules or companies have changed, and the run gives other results")
    }
  }

  /// Whether any file differs, is missing or is new.
  private mutating func compare(
    _ before: [Receipt.File], _ now: [Receipt.File], _ kind: Wording, _ same: Wording
  ) -> Bool {
    var differs = false
    var left = now
    func say(_ name: String, _ words: Wording) {
      lines.append(
        Wording(zh: "\(kind.zh) \(name)：\(words.zh)", en: "\(kind.en) \(name): \(words.en)"))
    }
    for file in before {
      // Two files may have one name; their digests tell them apart.
      let place =
        left.firstIndex { $0.name == file.name && $0.sha256 == file.sha256 }
        ?? left.firstIndex { $0.name == file.name }
      guard let place else {
        say(file.name, Wording(zh: "重算时没有用到", en: "takes no part any more"))
        differs = true
        continue
      }
      let found = left.remove(at: place)
      if found.sha256 == file.sha256 {
        say(file.name, same)
      } else {
        let (old, new) = (file.sha256.prefix(12), found.sha256.prefix(12))
        say(
          file.name,
          Wording(
            zh: "不同（sha256 当时 \(old)…，现在 \(new)…）", en: "differs (sha256 \(old)… then, \(new)… now)"
          ))
        differs = true
      }
    }
    for file in left {
      say(file.name, Wording(zh: "当时没有", en: "was not there"))
      differs = true
    }
    return differs
  }

  private mutating func compareCounts(_ before: Receipt, _ now: Receipt) -> Bool {
    let words = [
      ("rows", "输入行数", "rows"), ("accepted", "读入", "read"), ("rejected", "退回", "rejected"),
      ("empty", "空行", "empty"),
    ]
    let different = words.filter { before.counts[$0.0] != now.counts[$0.0] }
    for (key, zh, en) in different {
      let (old, new) = (before.counts[key] ?? 0, now.counts[key] ?? 0)
      lines.append(
        Wording(zh: "\(zh)：当时 \(old)，现在 \(new)", en: "\(en): \(old) then, \(new) now"))
    }
    if different.isEmpty {
      let rows = now.counts["rows"] ?? 0
      lines.append(Wording(zh: "输入 \(rows) 行：未变", en: "\(rows) rows: unchanged"))
    }
    return !different.isEmpty
  }

  private mutating func compareSums(_ before: Receipt, _ now: Receipt) -> Bool {
    var differs = false
    let pairs =
      matched([before.total], [now.total]) + matched(before.awards, now.awards)
      + matched(before.payers, now.payers)
    for (name, old, new) in pairs where old != new {
      differs = true
      lines.append(
        Wording(
          zh: "\(name.zh)：当时 \(text(old, .zh))，现在 \(text(new, .zh))",
          en: "\(name.en): \(text(old, .en)) then, \(text(new, .en)) now"))
    }
    if !differs {
      lines.append(
        Wording(
          zh: "合计 \(text(now.total, .zh))：各奖项和分担都未变",
          en: "total \(text(now.total, .en)): unchanged, for every award and payer"))
    }
    return differs
  }

  /// Figures of one name, those that only one side has too.
  private func matched(
    _ before: [Receipt.Figure], _ now: [Receipt.Figure]
  ) -> [(Wording, Receipt.Figure?, Receipt.Figure?)] {
    let names =
      before.map(\.name)
      + now.map(\.name).filter { name in
        !before.contains { $0.name == name }
      }
    return names.map { name in
      (name, before.first { $0.name == name }, now.first { $0.name == name })
    }
  }

  private func text(_ figure: Receipt.Figure?, _ language: Language) -> String {
    guard let figure else { return Wording(zh: "没有", en: "none").text(language) }
    var text = figure.low
    if let high = figure.high, high != figure.low { text += " .. " + high }
    if let companies = figure.companies {
      let counted = companies == 1 ? "1 company" : "\(companies) companies"
      text += Wording(zh: "（\(companies) 家）", en: " (\(counted))").text(language)
    }
    return text
  }
}
