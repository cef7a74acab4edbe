package import Jili
import JiliLexer

/// Reads one sheet of a workbook: the one of that name or, counted as the tabs are seen, of that
/// number; else the first that is seen.
package func openSheet(_ file: InputFile, _ wanted: String?) throws(InputRefusal) -> Sheet {
  // What an .xls or an encrypted workbook begins with is no archive.
  if file.bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
    throw InputRefusal(.file, [.oldWorkbook(file.name)])
  }
  let result = file.bytes.withUnsafeBytes { bytes -> Result<Sheet, InputRefusal> in
    do throws(InputRefusal) {
      return .success(try Workbook(file.name, bytes).sheet(wanted))
    } catch {
      return .failure(error)
    }
  }
  return try result.get()
}

private struct Workbook {
  private let archive: Archive
  private let path: String
  private let book = WorkbookPart()
  private let relations = Relations()

  init(_ file: String, _ bytes: UnsafeRawBufferPointer) throws(InputRefusal) {
    archive = try Archive(file, bytes)
    let roots = Relations()
    try archive.walk("_rels/.rels", roots)
    path = joined("", roots.target("officeDocument") ?? "xl/workbook.xml")
    if path.hasSuffix(".bin") { throw InputRefusal(.file, [.oldWorkbook(file)]) }
    try archive.walk(path, book)
    let (folder, name) = split(path)
    try archive.walk(folder + "_rels/" + name + ".rels", relations)
  }

  func sheet(_ wanted: String?) throws(InputRefusal) -> Sheet {
    let tabs = book.tabs.filter { tab in
      relations.targets.contains { $0.id == tab.relation && $0.kind == "worksheet" }
    }
    guard let tab = choose(wanted, among: tabs),
      let target = relations.targets.first(where: { $0.id == tab.relation })?.target
    else {
      throw InputRefusal(
        .file, [.noSuchSheet(archive.file, wanted ?? "1", tabs.map(\.name))])
    }
    let folder = split(path).folder
    let strings = SharedStrings()
    if let part = relations.target("sharedStrings") {
      try archive.walk(joined(folder, part), strings)
    }
    let styles = Styles()
    if let part = relations.target("styles") { try archive.walk(joined(folder, part), styles) }
    let part = joined(folder, target)
    let reader = SheetPart(archive.file, part, strings: strings.texts, looks: styles.looks)
    try archive.walk(part, reader)
    var sheet = Sheet(name: tab.name, rows: reader.rows, countsFrom1904: book.countsFrom1904)
    sheet.others = tabs.map(\.name).filter { $0 != tab.name }
    sheet.merges = reader.merges
    sheet.hiddenRows = reader.hiddenRows
    return sheet
  }

  private func choose(
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
