import JiliLexer

extension Session {
  /// Puts a company of a list at hand, in the place of the one before; parameters and readings stay
  /// as they were stated. Replies with what it is due; nil where the rules reject its row.
  package mutating func take(_ row: Int, of live: LiveList) -> (reply: Reply, isRead: Bool) {
    var reply = Reply()
    guard let cells = live.list.cells(of: row) else { return (reply, false) }
    facts.begin(cells, layout, plan.readings)
    _ = facts.dropUnfit(places, plan.readings)
    if let outcome = outcomeAtHand(&reply) { reply.parts.append(.total(outcome)) }
    return (reply, true)
  }
}

extension CompanyList {
  /// What a row says, as headers and cells; nil where it cannot be read.
  fileprivate func cells(of row: Int) -> [FactsAtHand.Stated]? {
    let (index, place) = place(of: row)
    let piece = pieces[index]
    if case .bytes(let bytes)? = piece.oddRows[place] { return cells(of: bytes) }
    var values: [Int: SlotValue] = [:]
    for slot in shape.varying {
      let kind = shape.plan.facts[shape.plan.slotFacts[slot]].kind
      if case .row(let read, _)? = piece.oddRows[place] {
        values[slot] = read.values[slot]
      } else {
        values[slot] = piece.value(place, at: shape.places[slot], kind)
      }
    }
    return shape.plan.facts.flatMap { fact -> [FactsAtHand.Stated] in
      let parts: [(slot: Int, part: ExamplePart)] = [
        (fact.slot, .plain), (fact.lastYearSlot, .lastYear), (fact.peakSlot, .peak),
      ]
      return parts.compactMap { slot, part in
        var cell = values[slot].flatMap { $0.cell(of: fact) }
        if let column = shape.textSlots.firstIndex(of: slot) {
          cell = text(column, piece, place)
        }
        return cell.map { FactsAtHand.Stated(name: fact.name, part: part, cell: $0) }
      }
    }
  }

  private func text(_ column: Int, _ piece: ListPiece, _ place: Int) -> String? {
    if case .row(_, let texts)? = piece.oddRows[place] { return texts[column] }
    return texts[column].texts[Int(piece.texts[column].number(place).number)]
  }

  /// The cells that rules may read, as they stand in the file.
  private func cells(of bytes: [UInt8]) -> [FactsAtHand.Stated]? {
    var reading = shape.head
    let read: Void? = try? reading.readRows(
      bytes + [UInt8(ascii: "\n")], separator: shape.separator, of: 0)
    guard read != nil, !reading.result.rows.isEmpty else { return nil }
    var reader = DelimitedReader(bytes, from: 0, separator: shape.separator)
    var record = DelimitedRecord()
    guard reader.next(&record) else { return nil }
    let row = DelimitedRow(record: record, reader: reader)
    let file = shape.head.files[0]
    return file.columns.compactMap { column in
      let cell = trimmed(row.shown(column.place))
      if cell.isEmpty { return nil }
      return FactsAtHand.Stated(name: file.headers[column.place], part: .plain, cell: cell)
    }
  }
}

extension SlotValue {
  /// A cell that says this; nil where nothing needs to be said, or no cell could.
  fileprivate func cell(of fact: Fact) -> String? {
    switch self {
    case .unknown, .atLeast: nil
    case .absent: ""
    case .number, .date, .flag, .code: valueText(self, of: fact, texts: [], .zh)
    case .title(let status, _, _):
      ["", "首次", "再次", "新认定", "复评", "新引进", "有效", "是"].first { cell in
        switch try? titleCell(cell) {
        case .empty: fact.blankMeaning == .title(status, event: nil)
        case .status(status, _): true
        case .status, .recognised, nil: false
        }
      }
    }
  }
}
