import Jili

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
      try stream.keep(in: folder)
      let file = try stream.workbook()
      guard let open = input.openWorkbook, let sheet = try? open(file, input.sheet) else {
        return nil
      }
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
    let spool = try Spool(in: folder)
    try chunks.layOutSheet(file) { text throws(FileFault) in
      try text.hand { bytes throws(FileFault) in _ = try spool.append(bytes) }
    }
    try stream.read(from: spool)
    return true
  }
}
