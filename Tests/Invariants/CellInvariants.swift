import Jili
import JiliLexer

extension InputForm {
  /// One cell under the header of a fact of some kind, in a table and alone.
  func brokenInvariant(ofCell bytes: [UInt8]) -> String? {
    var dice = Dice(bytes)
    let header = dice.pick(headers)
    let cell = String(decoding: bytes, as: UTF8.self)
    // By bytes: some characters make one with the quote behind them.
    let quoted = cell.utf8.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] }
    let table = "企业名称,\(header)\n甲公司,\"".utf8 + quoted + "\"\n".utf8
    guard var trial = CompanyTrial(table, named: "公司.csv") else { return "no plan" }
    trial.input.absentIsBlank = true
    let fault = trial.brokenInvariant(nil, against: .chunked) { found in
      if bytes.count > Limits.cellBytes { return nil }
      return unlikeAlone(cell, header, found.rows.first?.row.values, trial)
    }
    return fault.map { "\(header): \($0)" }
  }

  /// A cell is read alike in a row of a table and as a fact alone; so is its value written out.
  private func unlikeAlone(
    _ cell: String, _ header: String, _ values: [SlotValue]?, _ trial: CompanyTrial
  ) -> String? {
    let (plan, layout) = (trial.plan, RowLayout(trial.plan))
    func read(_ name: String, _ text: String) -> [SlotValue]? {
      try? readCompany([name: text], layout: layout, options: trial.input).values
    }
    let alone = read(header, cell)
    if alone != values { return "in a row \(values ?? []), alone \(alone ?? [])" }
    guard let alone, let slot = slot(of: header, plan),
      let text = written(alone[slot], slot, plan)
    else { return nil }
    let name = plan.facts[plan.slotFacts[slot]].name
    return read(name, text)?[slot] == alone[slot] ? nil : "comes back otherwise from \(text)"
  }

  private func slot(of header: String, _ plan: Plan) -> Int? {
    plan.slotFacts.indices.first {
      let fact = plan.facts[plan.slotFacts[$0]]
      return fact.slot == $0 && header.hasPrefix(fact.name)
    }
  }

  /// A value as results show it; nil where that is no more than a part of it.
  private func written(_ value: SlotValue, _ slot: Int, _ plan: Plan) -> String? {
    switch value {
    case .unknown, .absent, .atLeast: return nil
    case .date(let days) where days.text == nil: return nil
    case .title(let status, let event, let recognised):
      guard status.isSettled, event == nil, recognised == nil else { return nil }
    case .code(let code) where code < 0: return nil
    case .number, .date, .flag, .code: break
    }
    let fact = plan.facts[plan.slotFacts[slot]]
    let text = valueText(value, of: fact, texts: plan.texts, .zh)
    return text.contains("…") ? nil : text
  }
}

private let headers = [
  "注册地", "营收", "投资（万元）", "增速（%）", "家数", "制造业", "行业", "成立日期", "小巨人",
]
