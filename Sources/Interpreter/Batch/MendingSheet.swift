package import JiliLexer

/// The columns that a workbook of rejected rows adds behind the user's own. Company files may come
/// back with them: nothing reads them.
enum MendingWord {
  static let file = Wording(zh: "退回文件", en: "rejected_file")
  static let row = Wording(zh: "退回行", en: "rejected_row")
  static let column = Wording(zh: "退回列", en: "rejected_column")
  static let cause = Wording(zh: "退回原因", en: "rejected_reason")
  static let code = Wording(zh: "退回代码", en: "rejected_code")
  static let all = [file, row, column, cause, code]

  /// What stands where a row ended too early. No cell but a text is read from it, so that the row
  /// comes back once more unless it is mended.
  static let noCell = Wording(zh: "（缺格）", en: "(no cell)")

  /// Whether a normalized header is one of these columns.
  static func isHeader(_ name: String) -> Bool { all.contains { $0.zh == name || $0.en == name } }
}

/// Rejected rows as they stand in the file, to be mended and sent again.
package struct MendingSheet: Sendable {
  package struct Row: Sendable {
    /// The user's cells, then those that were added.
    package var cells: [String]
    /// The cell at fault.
    package var fault: Int?
  }

  /// The company file, or the first of those with the same headers.
  package var file: String
  package var headers: [String]
  /// How many of the headers are the user's own.
  package var ownCount: Int
  package var rows: [Row] = []
}

/// The rejected rows of all files, those of equal headers on one sheet.
///
/// A file without rejected rows has none; where no row was rejected there is one empty sheet, so
/// that a workbook of an earlier run is not taken for this one's.
package func mendingSheets(
  _ inputs: [InputReport], _ rejects: [RejectLine], language: Language
) -> [MendingSheet] {
  let added = MendingWord.all.map { $0.text(language) }
  var sheets: [MendingSheet] = []
  for report in inputs {
    // What was added by an earlier round is written anew.
    let kept = report.headers.indices.filter {
      !MendingWord.isHeader(normalizedHeader(report.headers[$0]))
    }
    let own = kept.map { report.headers[$0] }
    let rejects = rejects.filter { $0.file == report.file }
    if rejects.isEmpty { continue }
    let headers = own + added
    let place = sheets.firstIndex { $0.headers == headers } ?? sheets.count
    if place == sheets.count {
      sheets.append(MendingSheet(file: report.file, headers: headers, ownCount: own.count))
    }
    for reject in rejects {
      sheets[place].rows.append(row(reject, kept, width: report.headers.count, language))
    }
  }
  if sheets.isEmpty, let first = inputs.first {
    let own = first.headers.filter { !MendingWord.isHeader(normalizedHeader($0)) }
    sheets.append(MendingSheet(file: first.file, headers: own + added, ownCount: own.count))
  }
  return sheets
}

private func row(
  _ reject: RejectLine, _ kept: [Int], width: Int, _ language: Language
) -> MendingSheet.Row {
  var own = kept.map { place in
    reject.cells.indices.contains(place)
      ? reject.cells[place] : reject.cells.isEmpty ? "" : MendingWord.noCell.text(language)
  }
  var fault = reject.place.flatMap { kept.firstIndex(of: $0) }
  // Cells behind the last header would be a column that nothing reads. They go into the last cell,
  // where they are seen and are not read for something else.
  let behind = reject.cells.dropFirst(width)
  if behind.contains(where: { !$0.isEmpty }), !own.isEmpty {
    own[own.count - 1] = ([own[own.count - 1]] + behind).joined(separator: ",")
    fault = own.count - 1
  }
  let added = [
    reject.file, String(reject.shownNumber), reject.column, reject.cause, reject.code,
  ]
  return MendingSheet.Row(cells: own + added, fault: fault)
}
