import CBytes
import JiliLexer

/// Writes the rows of the wide result that columns settled, straight from their sums: nothing is
/// open in them, so that both totals are one and the names of what is missing stay empty.
struct SettledRows {
  /// What stands in a row, from left to right.
  private enum Part {
    case identity(Int)
    /// Sums behind each other, each with its separator.
    case sums([UnsafePointer<Int64>?])
    case nothing
    case notes
  }

  private let separator: UInt8
  private let language: Language
  private var parts: [Part] = []
  /// The identifying columns stand in front and the rest of a row without any sum is this.
  private let zeros: [UInt8]
  private let leading: Int
  /// Room for what does not come from the row itself.
  private let room: Int

  init(
    _ columns: [WideTable.Column], _ plan: Plan, _ machine: borrowing ColumnMachine,
    options: OutputOptions
  ) {
    separator = UInt8(ascii: options.format == .tsv ? "\t" : ",")
    language = options.language
    var zeros: [UInt8] = []
    var leading = 0
    for column in columns {
      var sums: UnsafePointer<Int64>?
      switch column {
      case .identity(let index):
        parts.append(.identity(index))
        if zeros.isEmpty { leading += 1 }
        continue
      case .line(let line): sums = machine.sums(ofLine: line)
      case .total, .totalHigh, .policyTotal: sums = machine.totals
      case .unspecified, .missing: parts.append(.nothing)
      case .notes: parts.append(.notes)
      }
      zeros.append(separator)
      guard let sums else { continue }
      zeros += Array("0.00".utf8)
      if case .sums(let before)? = parts.last {
        parts[parts.count - 1] = .sums(before + [sums])
      } else {
        parts.append(.sums([sums]))
      }
    }
    let hasIdentityBehind = parts.dropFirst(leading).contains {
      if case .identity = $0 { return true }
      return false
    }
    self.leading = leading
    self.zeros = hasIdentityBehind || leading == 0 ? [] : zeros + [UInt8(ascii: "\n")]
    room = columns.count * 24 + 64
  }

  /// Writes one row of the desk's batch.
  func write(
    _ row: Int, _ desk: ColumnDesk, _ chunk: ChunkBytes, _ shape: borrowing ChunkShape,
    to output: ChunkBytes
  ) {
    let hasNotes = desk.machine.hasNotes[row] != 0
    let start = output.count
    output.reserve(room)
    if !zeros.isEmpty, desk.machine.totals[row] == 0, !hasNotes {
      for (place, part) in parts.prefix(leading).enumerated() {
        write(part, place, row, desk, chunk, shape, to: output)
      }
      output.append(zeros)
      return
    }
    for (place, part) in parts.enumerated() {
      write(part, place, row, desk, chunk, shape, to: output)
    }
    // A row of one empty cell would be an empty line, which readers skip.
    if output.count == start { output.append([UInt8(ascii: "\""), UInt8(ascii: "\"")]) }
    output.append(byte: UInt8(ascii: "\n"))
  }

  private func write(
    _ part: Part, _ place: Int, _ row: Int, _ desk: ColumnDesk, _ chunk: ChunkBytes,
    _ shape: borrowing ChunkShape, to output: ChunkBytes
  ) {
    output.reserve(room)
    switch part {
    case .sums(let columns):
      let begin = output.start + output.count
      guard let end = jili_put_sums(begin, columns, columns.count, row, separator) else { return }
      output.count = end - output.start
      // In front of the first cell of a row is no separator.
      if place == 0 { output.removeByte(at: begin - output.start) }
    case .identity(let index):
      if place > 0 { output.append(byte: separator) }
      guard let place = desk.file.identity[index] else { return }
      let (from, to) = desk.cell(row, place, shape.cellEnds)
      text(chunk.start + from, to - from, to: output)
    case .nothing:
      if place > 0 { output.append(byte: separator) }
    case .notes:
      if place > 0 { output.append(byte: separator) }
      let notes = desk.machine.notes(row: row)
      if notes.isEmpty { return }
      var texts: [String] = []
      for note in notes {
        let text = note.text(language)
        if !texts.contains(text) { texts.append(text) }
      }
      var writer = DelimitedWriter(separator: separator, hasMark: false)
      writer.text(texts.joined(separator: ResultWord.noteJoint.text(language)))
      output.append(writer.bytes)
    }
  }

  /// A cell of the file as `DelimitedWriter` writes its text.
  private func text(_ cell: UnsafeMutablePointer<UInt8>, _ length: Int, to output: ChunkBytes) {
    let wasQuoted = length > 1 && cell[0] == UInt8(ascii: "\"")
    let text = UnsafeBufferPointer(
      start: wasQuoted ? cell + 1 : cell, count: wasQuoted ? length - 2 : length)
    guard let first = text.first else { return }
    var isPlain = true
    for byte in text where byte == separator || byte == 0x22 || byte == 0x0A || byte == 0x0D {
      isPlain = false
    }
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D:
      isPlain = false
    default: break
    }
    guard isPlain else {
      var writer = DelimitedWriter(separator: separator, hasMark: false)
      writer.text(String(decoding: text, as: UTF8.self))
      output.append(writer.bytes)
      return
    }
    output.append(UnsafeRawBufferPointer(text))
  }
}
