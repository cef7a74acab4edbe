package import JiliLexer

/// The companies that a draft touches as a table: what each gets on both sides and the changes
/// that make the difference.
package struct TouchedSheet: Sendable {
  package let names: [String]
  private let language: Language
  private let changes: [String]
  private let awards: [String]

  package init(_ run: CompareRun, identity: [String], language: Language) {
    self.language = language
    func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }
    names =
      identity + [
        word("变化", "band"), word("现行金额", "before"), word("现行上限", "before_high"),
        word("草案金额", "after"), word("草案上限", "after_high"), word("相差至少", "change_low"),
        word("相差至多", "change_high"), word("起作用的改动", "changes"), word("变动的奖项", "awards"),
      ]
    changes = run.changes.map { $0.title(language) }
    awards = run.pairNames(language)
  }

  package func cells(_ company: ComparedCompany, _ identity: [String]) -> [ResultCell] {
    let joint = ResultWord.nameJoint.text(language)
    return identity.map { .text($0) } + [
      .text(company.bandLabel.text(language)), .sum(company.before.low),
      .sum(company.before.high), .sum(company.after.low), .sum(company.after.high),
      .sum(company.change.low), .sum(company.change.high),
      .text(company.causeNames(changes, language)),
      .text(company.awards.map { awards[$0] }.joined(separator: joint)),
    ]
  }

  /// One company as it stands in a file.
  func row(
    _ company: ComparedCompany, _ identity: [String], _ options: OutputOptions
  ) -> [UInt8] {
    if options.format == .jsonl {
      var bytes: [UInt8] = []
      appendJSONLine(names, cells(company, identity), to: &bytes)
      return bytes
    }
    var plain = options
    plain.hasMark = false
    var writer = DelimitedWriter(plain)
    writer.row(cells(company, identity))
    return writer.bytes
  }
}

extension CompareRun {
  /// How pairs of awards are called: as the draft does, and where it has none as the base.
  func pairNames(_ language: Language) -> [String] {
    pairs.all.map { pair in
      if let line = pair.after { return draft.plan.lines[line].column(language) }
      return pair.before.map { base.plan.lines[$0].column(language) } ?? ""
    }
  }
}

extension ComparedCompany {
  /// What is known of a change that is not settled.
  var bandLabel: Wording {
    guard band == .undetermined else { return band.label }
    if change.low.map({ $0 >= .zero }) ?? false {
      return Wording(zh: "待定（不减）", en: "undetermined (no loss)")
    }
    if change.high.map({ $0 <= .zero }) ?? false {
      return Wording(zh: "待定（不增）", en: "undetermined (no gain)")
    }
    return band.label
  }

  /// The changes each of which alone makes a difference; where none does, several do together.
  func causeNames(_ titles: [String], _ language: Language) -> String {
    if !causes.isEmpty {
      return causes.map { titles[$0] }.joined(separator: ResultWord.nameJoint.text(language))
    }
    if titles.isEmpty || band == .oneSided { return "" }
    return Wording(zh: "几处改动合在一起", en: "several changes together").text(language)
  }
}

extension CompanyBand {
  /// What a reader sees; JSON has `key`.
  package var label: Wording {
    switch self {
    case .losesAll: Wording(zh: "不再享受", en: "loses all")
    case .loses: Wording(zh: "减少", en: "loses")
    case .same: Wording(zh: "不变", en: "same")
    case .gains: Wording(zh: "增加", en: "gains")
    case .newlyPaid: Wording(zh: "新享受", en: "newly paid")
    case .undetermined: Wording(zh: "待定", en: "undetermined")
    case .oneSided: Wording(zh: "只有一边读得通", en: "read by one side")
    }
  }

  package var key: String {
    switch self {
    case .losesAll: "loses-all"
    case .loses: "loses"
    case .same: "same"
    case .gains: "gains"
    case .newlyPaid: "newly-paid"
    case .undetermined: "undetermined"
    case .oneSided: "one-sided"
    }
  }
}
