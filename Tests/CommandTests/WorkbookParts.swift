import CZip
import Foundation
import Testing

/// A workbook as the parts that it is packed of, looked at with another library than made it.
struct WorkbookParts {
  let parts: [String: String]
  /// Names of the sheets in their order.
  let sheets: [String]

  init(_ path: String) throws {
    let archive = try #require(zip_open(path, ZIP_RDONLY, nil), "no archive: \(path)")
    defer { zip_discard(archive) }
    var parts: [String: String] = [:]
    for index in 0..<zip_get_num_entries(archive, 0) {
      let entry = UInt64(index)
      let name = try #require(zip_get_name(archive, entry, 0).map { String(cString: $0) })
      let file = try #require(zip_fopen_index(archive, entry, 0))
      defer { zip_fclose(file) }
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = zip_fread(file, &chunk, UInt64(chunk.count))
        guard count > 0 else { break }
        bytes += chunk[..<Int(count)]
      }
      parts[name] = String(decoding: bytes, as: UTF8.self)
    }
    self.parts = parts
    let book = try #require(parts["xl/workbook.xml"])
    sheets = book.matches(of: #/<sheet name="([^"]*)"/#).map { String($0.1) }
  }

  /// The XML of a sheet by its name.
  func sheet(_ name: String) throws -> String {
    let place = try #require(sheets.firstIndex(of: name), "no sheet \(name) in \(sheets)")
    return try #require(parts["xl/worksheets/sheet\(place + 1).xml"])
  }

  /// The cells of a sheet by their names, text in quotes: `A1` is `"企业名称"`, `B2` is `200000`.
  func cells(_ name: String) throws -> [String: String] {
    let pattern = #/<c r="([A-Z]+[0-9]+)"[^>]*?(?:/>|>(.*?)</c>)/#.dotMatchesNewlines()
    var cells: [String: String] = [:]
    for match in try sheet(name).matches(of: pattern) {
      let inner = String(match.2 ?? "")
      if let text = inner.firstMatch(of: #/<t[^>]*>(.*?)</t>/#.dotMatchesNewlines()) {
        cells[String(match.1)] = "\"\(unescaped(String(text.1)))\""
      } else if let value = inner.firstMatch(of: #/^<v>(.*?)</v>$/#) {
        cells[String(match.1)] = shortest(String(value.1))
      } else {
        cells[String(match.1)] = inner
      }
    }
    return cells
  }

  /// The rows of a sheet, empty cells as empty texts.
  func rows(_ name: String, columns: Int) throws -> [[String]] {
    let cells = try cells(name)
    let last = cells.keys.compactMap { Int($0.drop(while: \.isLetter)) }.max() ?? 0
    guard last > 0 else { return [] }
    return (1...last).map { row in
      (0..<columns).map { cells[Self.columnName($0) + String(row)] ?? "" }
    }
  }

  /// The shortest decimal of a number: digits beyond those of a double say nothing.
  private func shortest(_ digits: String) -> String {
    guard let number = Double(digits) else { return digits }
    return Int(exactly: number).map { String($0) } ?? String(number)
  }

  /// The format of numbers that a cell has, as its code.
  func numberFormat(of cell: String, in sheet: String) throws -> String {
    let xml = try self.sheet(sheet)
    let pattern = try Regex("<c r=\"\(cell)\" s=\"([0-9]+)\"")
    let style = try #require(xml.firstMatch(of: pattern)?.output[1].substring)
    let styles = try #require(parts["xl/styles.xml"])
    let formats = try #require(styles.firstMatch(of: #/<cellXfs.*?</cellXfs>/#)?.output)
    let entries = formats.matches(of: #/<xf numFmtId="([0-9]+)"/#).map { String($0.1) }
    let number = entries[try #require(Int(style))]
    let code = try Regex("<numFmt numFmtId=\"\(number)\" formatCode=\"([^\"]*)\"")
    return styles.firstMatch(of: code)?.output[1].substring.map { String($0) } ?? number
  }

  private func unescaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
      .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&amp;", with: "&")
  }

  private static func columnName(_ index: Int) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    let last = String(letters[index % 26])
    return index < 26 ? last : columnName(index / 26 - 1) + last
  }
}
