import Jili
import WorkbookReader

/// Workbooks and JSON, whose cells have types: their rows are laid out as text in a temporary
/// file beside the results, and from there on they are files like others.
extension BatchWork {
  /// What is known of such a file before its rows; nil where it must be read whole, which also says
  /// what is wrong with it.
  func typedHead(
    _ stream: CompanyStream, _ known: TextEncoding?
  ) throws(FileFault) -> InputFile? {
    guard let folder = Spool.folder(besides: table), ChunkRun.isReadWhole(stream.front) else {
      return nil
    }
    var head = InputFile(name: stream.path, bytes: [])
    if ChunkRun.isWorkbook(stream.front) {
      let copy = try stream.copied(in: folder)
      stream.sheet = SheetCopy(copy, named: stream.path, input.sheet)
      let count = input.headerRow + input.headerRows + HeaderOffer.depth
      guard let sheet = stream.sheet?.head(rows: count) else { return nil }
      head.opened = .workbook(sheet)
      return head
    }
    guard known ?? .guess(stream.front, isWhole: stream.isAtEnd) == .utf8, input.sheet == nil
    else { return nil }
    try stream.keep(in: folder)
    guard let keys = try stream.keys() else { return nil }
    head.opened = .json(keys)
    return head
  }

  /// Lays the rows of such a file out; false where that cannot be done.
  func layOut(
    _ stream: CompanyStream, _ file: Int, _ chunks: inout ChunkRun
  ) throws(FileFault) -> Bool {
    guard let folder = Spool.folder(besides: table) else { return false }
    if let keys = chunks.keys(ofLaidOut: file) { return try stream.layOut(keys, in: folder) }
    guard let sheet = stream.sheet, var layout = chunks.sheetLayout(file) else { return false }
    stream.sheet = nil
    let spool = try Spool(in: folder)
    var fault: FileFault?
    func putAside() {
      do throws(FileFault) {
        try layout.text.hand { bytes throws(FileFault) in _ = try spool.append(bytes) }
      } catch { fault = error }
      layout.text.removeAll(keepingCapacity: true)
    }
    let isWhole = sheet.walk { row in
      let goesOn = layout.add(row)
      if layout.text.count > 1 << 18 { putAside() }
      return goesOn && fault == nil
    }
    putAside()
    if let fault { throw fault }
    if isWhole { try stream.read(from: spool) }
    return isWhole
  }
}

/// A sheet of a workbook that was put aside, where nobody writes to it.
final class SheetCopy {
  private let mapping: Mapping
  private let rows: SheetRows

  /// nil where the workbook cannot be read.
  init?(_ copy: Spool, named path: String, _ wanted: String?) {
    guard let mapping = Mapping(copy),
      let rows = try? SheetRows(path, mapping.bytes, wanted, forget: mapping.forget)
    else { return nil }
    (self.mapping, self.rows) = (mapping, rows)
  }

  /// The sheet with its first rows.
  func head(rows count: Int) -> Sheet? { try? rows.sheet(rows: count) }

  /// Hands over row by row, until one is answered with false; false where they cannot be read.
  func walk(_ take: @escaping (TypedRow) -> Bool) -> Bool { (try? rows.walk(take)) != nil }
}
