import Jili
import JiliLexer

extension InputForm {
  /// A workbook as it stands, or the parts of one: rows, strings, styles, merged cells and what
  /// stands in front of the sheets, between form feeds, which no part may hold.
  func brokenInvariant(ofWorkbook bytes: [UInt8], _ limit: TimeLimit?) -> String? {
    var workbook = bytes
    if !bytes.starts(with: [0x50, 0x4B]) {
      let parts = bytes.split(separator: 0x0C, maxSplits: 4, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      func part(_ place: Int) -> String { parts.indices.contains(place) ? parts[place] : "" }
      workbook =
        MadeWorkbook(
          rows: part(0), strings: part(1), styles: part(2), merges: part(3), workbook: part(4)
        ).bytes
    }
    guard var trial = CompanyTrial(workbook, named: "公司.xlsx") else { return "no plan" }
    var dice = Dice(bytes)
    trial.vary(&dice)
    if dice.isOne(of: 16) { trial.input.headerRows = 2 }
    return trial.brokenInvariant(limit, against: .laidOut)
  }
}
