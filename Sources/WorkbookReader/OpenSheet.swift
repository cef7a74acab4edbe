package import Jili
import JiliLexer

/// Reads one sheet of a workbook: the one of that name or, counted as the tabs are seen, of that
/// number; else the first that is seen.
package func openSheet(_ file: InputFile, _ wanted: String?) throws(InputRefusal) -> Sheet {
  let result = file.bytes.withUnsafeBytes { bytes -> Result<Sheet, InputRefusal> in
    do throws(InputRefusal) {
      return .success(try SheetRows(file.name, bytes, wanted).sheet(rows: .max))
    } catch {
      return .failure(error)
    }
  }
  return try result.get()
}

/// A sheet whose rows are walked as often as they are wanted, and never held.
package final class SheetRows {
  private let archive: Archive
  private let book = WorkbookPart()
  private let tab: WorkbookPart.Tab
  private let tabs: [WorkbookPart.Tab]
  private let part: String
  private let strings = SharedStrings()
  private let styles = Styles()

  /// `bytes` must live as long as this does; `forget` is told which of them were read.
  package init(
    _ file: String, _ bytes: UnsafeRawBufferPointer, _ wanted: String?,
    forget: @escaping (UnsafeRawBufferPointer) -> Void = { _ in }
  ) throws(InputRefusal) {
    // What an .xls or an encrypted workbook begins with is no archive.
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      throw InputRefusal(.file, [.oldWorkbook(file)])
    }
    archive = try Archive(file, bytes, forget)
    let roots = Relations()
    try archive.walk("_rels/.rels", roots)
    let path = joined("", roots.target("officeDocument") ?? "xl/workbook.xml")
    if path.hasSuffix(".bin") { throw InputRefusal(.file, [.oldWorkbook(file)]) }
    try archive.walk(path, book)
    let (folder, name) = split(path)
    let relations = Relations()
    try archive.walk(folder + "_rels/" + name + ".rels", relations)
    let tabs = book.tabs.filter { tab in
      relations.targets.contains { $0.id == tab.relation && $0.kind == "worksheet" }
    }
    guard let tab = Self.choose(wanted, among: tabs),
      let target = relations.targets.first(where: { $0.id == tab.relation })?.target
    else {
      throw InputRefusal(.file, [.noSuchSheet(file, wanted ?? "1", tabs.map(\.name))])
    }
    (self.tab, self.tabs) = (tab, tabs)
    part = joined(folder, target)
    if let part = relations.target("sharedStrings") {
      try archive.walk(joined(folder, part), strings)
    }
    if let part = relations.target("styles") { try archive.walk(joined(folder, part), styles) }
  }

  /// The sheet, all of which is walked, with its rows up to a number; of the others only where the
  /// last one stands.
  package func sheet(rows count: Int) throws(InputRefusal) -> Sheet {
    var rows: [TypedRow] = []
    var last = 0
    let reader = try walked(lastWhole: count) { row in
      if row.number <= count { rows.append(row) }
      if !row.isEmpty { last = row.number }
      return true
    }
    var sheet = Sheet(
      name: tab.name, rows: rows, end: last, countsFrom1904: book.countsFrom1904)
    sheet.others = tabs.map(\.name).filter { $0 != tab.name }
    sheet.merges = reader.merges
    sheet.hiddenRows = reader.hiddenRows
    return sheet
  }

  /// Hands over row by row, until one is answered with false.
  package func walk(_ take: @escaping (TypedRow) -> Bool) throws(InputRefusal) {
    _ = try walked(take)
  }

  private func walked(
    lastWhole: Int = .max, _ take: @escaping (TypedRow) -> Bool
  ) throws(InputRefusal) -> SheetPart {
    let reader = SheetPart(
      archive.file, part, strings: strings.texts, looks: styles.looks, lastWhole: lastWhole, take)
    try archive.walk(part, reader)
    return reader
  }

  private static func choose(
    _ wanted: String?, among tabs: [WorkbookPart.Tab]
  ) -> WorkbookPart.Tab? {
    let shown = tabs.filter { !$0.isHidden }
    guard let wanted else { return shown.first ?? tabs.first }
    // Spreadsheets tell no capitals apart in names of sheets.
    if let named = tabs.first(where: { $0.name.lowercased() == wanted.lowercased() }) {
      return named
    }
    guard let number = Int(wanted), shown.indices.contains(number - 1) else { return nil }
    return shown[number - 1]
  }
}

private func split(_ path: String) -> (folder: String, name: String) {
  guard let slash = path.lastIndex(of: "/") else { return ("", path) }
  return (String(path[...slash]), String(path[path.index(after: slash)...]))
}

/// Where a target lies that is named from a folder; with a slash in front, from the root.
private func joined(_ folder: String, _ target: String) -> String {
  if target.hasPrefix("/") { return String(target.dropFirst()) }
  var parts = folder.split(separator: "/")
  for part in target.split(separator: "/") {
    if part == ".." {
      _ = parts.popLast()
    } else if part != "." {
      parts.append(part)
    }
  }
  return parts.joined(separator: "/")
}
