import Jili
import JiliLexer

extension InputForm {
  /// A table: encodings, header, cells; row by row and by columns.
  func brokenInvariant(ofTable bytes: [UInt8], _ limit: TimeLimit?) -> String? {
    guard let trial = tableTrial(bytes) else { return "no plan" }
    let rows = rowCount(trial)
    return trial.brokenInvariant(limit, against: .chunked) { miscounted($0, rows) }
  }

  /// A table as far as its rows are read.
  func brokenInvariant(ofRows bytes: [UInt8], _ limit: TimeLimit?) -> String? {
    guard let trial = tableTrial(bytes) else { return "no plan" }
    let start = limit?.start ?? 0
    let found: Ingested
    do throws(InputRefusal) {
      found = try ingest([trial.file], plan: trial.plan, options: trial.input)
    } catch {
      return limit?.late(since: start, bytes) ?? unreadable(error.problems)
    }
    return limit?.late(since: start, bytes) ?? trial.notOnce(found)
      ?? miscounted(found, rowCount(trial))
  }

  private func tableTrial(_ bytes: [UInt8]) -> CompanyTrial? {
    guard var trial = CompanyTrial(bytes, named: "公司.csv") else { return nil }
    var dice = Dice(bytes)
    trial.chunkSize = dice.pick([1, 7, 64, 1 << 16])
    trial.vary(&dice)
    if dice.isOne(of: 16) { trial.input.encoding = dice.pick(TextEncoding.allCases) }
    if dice.isOne(of: 16) { trial.input.headerRow = 2 }
    if dice.isOne(of: 16) { trial.input.headerRows = 2 }
    return trial
  }

  private func miscounted(_ found: Ingested, _ rows: Int?) -> String? {
    guard let rows, rows != found.counts.rows else { return nil }
    return "\(found.counts.rows) rows of \(rows)"
  }

  /// Objects: rows of a company file, or the facts of one company.
  func brokenInvariant(ofObjects bytes: [UInt8], _ limit: TimeLimit?) -> String? {
    guard var trial = CompanyTrial(bytes, named: "公司.json") else { return "no plan" }
    var dice = Dice(bytes)
    trial.vary(&dice)
    return trial.brokenInvariant(limit, against: .laidOut)
      ?? unlikeItsRow(bytes, RowLayout(trial.plan), trial.input)
  }

  /// An object is read as one company just as it is read as the one row of a file.
  private func unlikeItsRow(
    _ bytes: [UInt8], _ layout: RowLayout, _ options: InputOptions
  ) -> String? {
    let file = InputFile(name: "公司.json", bytes: bytes)
    let company: Row
    do throws(InputRefusal) {
      company = try readCompany(file, layout: layout, options: options)
    } catch {
      return unreadable(error.problems)
    }
    let inList = InputFile(
      name: file.name, bytes: [UInt8(ascii: "[")] + bytes + [UInt8(ascii: "]")])
    guard let found = try? ingest([inList], layout: layout, options: options),
      let row = found.rows.first?.row, row.date == company.date
    else { return nil }
    return row.values == company.values
      ? nil : "\(company.values) of one company, \(row.values) of its row"
  }

  /// The rows behind the header, of a table in UTF-8 whose cells commas separate.
  private func rowCount(_ trial: CompanyTrial) -> Int? {
    let bytes = trial.file.bytes
    let others = "\t{[".utf8
    guard trial.input.encoding == nil, !bytes.contains(where: { others.contains($0) }),
      TextEncoding.guess(bytes, isWhole: true) == .utf8
    else { return nil }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return rowCount(bytes[start...]) - trial.input.headerRow - trial.input.headerRows + 1
  }

  /// After RFC 4180; a lone carriage return ends a row as well.
  private func rowCount(_ bytes: ArraySlice<UInt8>) -> Int {
    enum Place { case rowStart, cellStart, cell, quoted, closed }
    var (place, count) = (Place.rowStart, 0)
    var before: UInt8 = 0
    for byte in bytes {
      switch (byte, place) {
      case (0x22, .rowStart), (0x22, .cellStart), (0x22, .closed): place = .quoted
      case (0x22, .quoted): place = .closed
      case (_, .quoted): break
      case (0x0A, .rowStart) where before == 0x0D: break
      case (0x0A, _), (0x0D, _): (place, count) = (.rowStart, count + 1)
      case (0x2C, _): place = .cellStart
      default: place = .cell
      }
      before = byte
    }
    return place == .rowStart ? count : count + 1
  }
}

/// Draws that hang on the input alone, so that each input is tried in one of many ways.
struct Dice {
  private var state: UInt64

  /// FNV-1a.
  init(_ bytes: [UInt8]) {
    state = bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  private mutating func next() -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33)
  }

  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[next() % choices.count] }

  mutating func isOne(of times: Int) -> Bool { next() % times == 0 }
}

extension CompanyTrial {
  /// Options of reading and of the results.
  mutating func vary(_ dice: inout Dice) {
    if dice.isOne(of: 4) { input.date = nil }
    input.absentIsBlank = dice.isOne(of: 2)
    if dice.isOne(of: 8) { layout = .long }
    if dice.isOne(of: 8) { output.language = .en }
    if dice.isOne(of: 16) { output.format = .jsonl }
  }
}
