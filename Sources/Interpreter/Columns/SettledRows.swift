import CBytes
import JiliLexer

/// Writes the rows of the wide result that columns settled, straight from their sums: nothing is
/// open in them, so that both totals are one and the names of what is missing stay empty.
final class SettledRows {
  /// What stands in a row, from left to right.
  private enum Part {
    case identity(Int)
    /// So many sums behind each other, each with its separator, the first of them, and which group
    /// of marks says where they are not 0.
    case sums(start: Int, count: Int, group: Int)
    case nothing
    case notes
  }

  private let separator: UInt8
  private let escapesFormulas: Bool
  private let language: Language
  private let parts: [Part]
  /// The columns of all sums.
  private let sums: UnsafeMutablePointer<UnsafePointer<Int64>?>
  private let noted: UnsafePointer<UInt8>
  /// By group and row: a bit for each sum that is not 0.
  private let marks: UnsafeMutablePointer<UInt64>
  /// A group without any sum.
  private let zeros: [UInt8]
  private let identityCount: Int
  /// What is said of companies whose history begins in a year.
  private var beginningText = (year: 0, text: "")
  /// Room for what does not come from the row itself.
  private let room: Int

  init(
    _ columns: [WideTable.Column], _ plan: Plan, _ machine: borrowing ColumnMachine,
    options: OutputOptions, payers: SettledPayers?
  ) {
    separator = UInt8(ascii: options.format == .tsv ? "\t" : ",")
    escapesFormulas = !options.isForCells
    language = options.language
    noted = machine.hasNotes
    room = columns.count * 24 + 128
    sums = .allocate(capacity: max(1, columns.count))
    var parts: [Part] = []
    var (count, groups, identities) = (0, 0, 0)
    for column in columns {
      switch column {
      case .identity(let index):
        parts.append(.identity(index))
        identities += 1
        continue
      case .line(let line): (sums + count).initialize(to: machine.sums(ofLine: line))
      case .total, .totalHigh, .policyTotal: (sums + count).initialize(to: machine.totals)
      case .payer(let payer):
        guard let payers else { continue }
        (sums + count).initialize(to: payers.sums(ofPayer: payer))
      case .unspecified, .missing, .notes:
        parts.append(column == .notes ? .notes : .nothing)
        continue
      }
      if case .sums(let start, let length, let group)? = parts.last, length < UInt64.bitWidth {
        parts[parts.count - 1] = .sums(start: start, count: length + 1, group: group)
      } else {
        parts.append(.sums(start: count, count: 1, group: groups))
        groups += 1
      }
      count += 1
    }
    identityCount = identities
    self.parts = parts
    marks = .allocate(capacity: max(1, groups * ColumnBatch.capacity))
    marks.initialize(repeating: 0, count: groups * ColumnBatch.capacity)
    let zero = [separator] + Array("0.00".utf8)
    zeros =
      repeatElement(zero, count: UInt64.bitWidth).flatMap(\.self)
      + [UInt8](repeating: 0, count: 32)
  }

  deinit {
    sums.deallocate()
    marks.deallocate()
  }

  /// Takes the sums of a batch that was run.
  func begin(_ rows: Int) {
    for case .sums(let start, let count, let group) in parts {
      let marks = marks + group * ColumnBatch.capacity
      marks.update(repeating: 0, count: rows)
      for column in 0..<count { jili_mark_due(marks, sums[start + column], UInt32(column), rows) }
    }
  }

  /// Writes rows of the batch that was begun; `alike` has those that columns did not settle.
  func write(
    _ rows: Range<Int>, _ desk: ColumnDesk, _ chunk: ChunkBytes, _ shape: borrowing ChunkShape,
    _ alike: AlikeRows? = nil, to output: ChunkBytes
  ) {
    var pen = Pen(output)
    let text = chunk.start
    for row in rows {
      if let pieces = alike?.pieces(row) {
        write(pieces, row, desk, chunk, shape, &pen)
        continue
      }
      let length = shape.end(ofRow: desk.chunkRow(row)) - desk.starts[row]
      pen.makeRoom(room + 2 * identityCount * (length + 2))
      let start = pen.out - output.start
      for place in parts.indices {
        let part = parts[place]
        if place > 0, !isSums(part) { pen.put(separator) }
        switch part {
        case .nothing: break
        case .sums(let first, let count, let group):
          let due = marks[group * ColumnBatch.capacity + row]
          guard
            let end = jili_put_sums(pen.out, sums + first, count, row, due, zeros, separator)
          else { break }
          // In front of the first cell of a row is no separator.
          if place == 0 { pen.out.update(from: pen.out + 1, count: end - pen.out - 1) }
          pen.out = end - (place == 0 ? 1 : 0)
        case .identity(let index): writeIdentity(index, row, desk, text, shape, &pen)
        case .notes: writeNotes(row, desk, &pen)
        }
      }
      endRow(start, &pen)
    }
    pen.finish()
  }

  /// Writes a row that stands ready but for its identifying cells.
  private func write(
    _ pieces: [[UInt8]], _ row: Int, _ desk: ColumnDesk, _ chunk: ChunkBytes,
    _ shape: borrowing ChunkShape, _ pen: inout Pen
  ) {
    let length = shape.end(ofRow: desk.chunkRow(row)) - desk.starts[row]
    pen.makeRoom(
      pieces.reduce(room) { $0 + $1.count } + 2 * identityCount * (length + 2))
    let start = pen.out - pen.output.start
    var next = pieces.startIndex
    func putPiece() {
      pieces[next].withUnsafeBufferPointer { pen.put($0) }
      next += 1
    }
    for case .identity(let index) in parts {
      putPiece()
      writeIdentity(index, row, desk, chunk.start, shape, &pen)
    }
    putPiece()
    endRow(start, &pen)
  }

  private func writeIdentity(
    _ index: Int, _ row: Int, _ desk: ColumnDesk, _ text: UnsafeMutablePointer<UInt8>,
    _ shape: borrowing ChunkShape, _ pen: inout Pen
  ) {
    guard let column = desk.file.identity[index] else { return }
    let (from, to) = desk.cell(row, column, shape.cellEnds)
    write(text + from, to - from, &pen)
  }

  /// A row of one empty cell would be an empty line, which readers skip.
  private func endRow(_ start: Int, _ pen: inout Pen) {
    if pen.out == pen.output.start + start {
      pen.put(UInt8(ascii: "\""))
      pen.put(UInt8(ascii: "\""))
    }
    pen.put(UInt8(ascii: "\n"))
  }

  private func isSums(_ part: Part) -> Bool {
    if case .sums = part { return true }
    return false
  }

  private func writeNotes(_ row: Int, _ desk: ColumnDesk, _ pen: inout Pen) {
    let beginning = Int(desk.beginnings[row])
    if noted[row] != 0 {
      let first = beginning == 0 ? [] : [Explanation.historyBegins(beginning)]
      write(text(first + desk.machine.notes(row: row)), &pen)
    } else if beginning != 0 {
      if beginningText.year != beginning {
        beginningText = (beginning, text([.historyBegins(beginning)]))
      }
      write(beginningText.text, &pen)
    }
  }

  private func text(_ notes: [Explanation]) -> String {
    var texts: [String] = []
    for note in notes {
      let text = note.text(language)
      if !texts.contains(text) { texts.append(text) }
    }
    return texts.joined(separator: ResultWord.noteJoint.text(language))
  }

  private func write(_ text: String, _ pen: inout Pen) {
    var writer = DelimitedWriter(
      separator: separator, hasMark: false, escapesFormulas: escapesFormulas)
    writer.text(text)
    pen.makeRoom(writer.bytes.count + room)
    writer.bytes.withUnsafeBufferPointer { pen.put($0) }
  }

  /// A cell of the file as `DelimitedWriter` writes its text.
  private func write(_ cell: UnsafeMutablePointer<UInt8>, _ length: Int, _ pen: inout Pen) {
    let wasQuoted = length > 1 && cell[0] == UInt8(ascii: "\"")
    let text = UnsafeBufferPointer(
      start: wasQuoted ? cell + 1 : cell, count: wasQuoted ? length - 2 : length)
    if text.isEmpty { return }
    if let start = text.baseAddress, jili_is_plain(start, text.count, separator) {
      pen.out = jili_copy(pen.out, start, text.count)
      return
    }
    // What was quoted has two quotes for each of its own.
    let exact = String(decoding: text, as: UTF8.self)
    write(wasQuoted ? exact.replacingDoubledQuotes : exact, &pen)
  }
}

extension String {
  var replacingDoubledQuotes: String {
    var bytes: [UInt8] = []
    var isSecond = false
    for byte in utf8 {
      let isQuote = byte == UInt8(ascii: "\"")
      if !isQuote || !isSecond { bytes.append(byte) }
      isSecond = isQuote && !isSecond
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Where the next byte goes, kept apart from the bytes it goes to: a row is some thirty puts.
private struct Pen {
  let output: ChunkBytes
  var out: UnsafeMutablePointer<UInt8>
  private var limit: UnsafeMutablePointer<UInt8>

  init(_ output: ChunkBytes) {
    self.output = output
    out = output.start + output.count
    limit = output.start + output.capacity
  }

  mutating func makeRoom(_ count: Int) {
    if limit - out >= count { return }
    finish()
    output.reserve(count)
    self = Pen(output)
  }

  @inline(__always)
  mutating func put(_ byte: UInt8) {
    out.pointee = byte
    out += 1
  }

  @inline(__always)
  mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    out.update(from: start, count: bytes.count)
    out += bytes.count
  }

  func finish() { output.count = out - output.start }
}
