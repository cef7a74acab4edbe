import JiliLexer

/// A company file held as columns, to be computed again and again by other rules.
///
/// It holds every fact that the rules declare and the file gives, whether or not a rule reads it
/// now, and the cells that tell companies apart. Rows that columns cannot hold, and rows that some
/// rules would reject, stay as they were read.
package struct CompanyList: Sendable {
  package let name: String
  let shape: ListShape
  private(set) var pieces: [ListPiece] = []
  /// The number of the first row of each piece; the last is that of all rows.
  private(set) var starts = [0]
  /// By number column, the greatest size of a number.
  private(set) var sizes: [UInt64]
  /// By text column, the texts by their numbers.
  private(set) var texts: [TextBook]
  /// Empty rows are not in the list.
  package private(set) var emptyRows = 0

  init(name: String, shape: ListShape) {
    self.name = name
    self.shape = shape
    texts = Array(repeating: TextBook(), count: shape.textSlots.count)
    sizes = Array(repeating: 0, count: shape.numberColumns)
  }

  package var count: Int { starts[starts.count - 1] }

  package var pieceCount: Int { pieces.count }

  /// Bytes that the rows take.
  package var bytes: Int {
    pieces.reduce(0) { $0 + $1.bytes } + texts.reduce(0) { $0 + $1.bytes }
  }

  package var identityHeaders: [String] { shape.head.result.identityHeaders }

  /// Some rows stayed as they stand in the file.
  var hasRowsAsBytes: Bool {
    pieces.contains { piece in
      piece.oddRows.values.contains { if case .bytes = $0 { true } else { false } }
    }
  }

  /// Columns of the file that rules may read.
  package var columnCount: Int { shape.varying.count }

  /// Adds what was read of a file, in the order of its rows.
  package mutating func add(_ part: ListPart) {
    emptyRows += part.emptyRows
    let numbers = zip(texts.indices, part.texts).map { column, book in
      book.texts.map { texts[column].number(of: $0) }
    }
    for piece in part.pieces where piece.count > 0 {
      piece.renumberTexts(numbers)
      for (column, numbers) in piece.numbers.enumerated() {
        sizes[column] = max(sizes[column], numbers.size)
      }
      pieces.append(piece)
      starts.append(count + piece.count)
    }
  }

  /// The piece that holds a row, and the row's place in it.
  func place(of row: Int) -> (piece: Int, row: Int) {
    var low = 0
    var high = pieces.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if starts[middle] <= row { low = middle } else { high = middle - 1 }
    }
    return (low, row - starts[low])
  }

  // MARK: - Companies

  /// The cells that tell a company apart.
  package func identity(of row: Int) -> [String] {
    let (piece, place) = place(of: row)
    return pieces[piece].identity.cells(place)
  }

  /// Rows that name a company so: one whose cell is the text, else those whose cells hold it.
  package func rows(named text: String, limit: Int) -> [Int] {
    let wanted = Array(text.utf8)
    var holding: [Int] = []
    for (index, piece) in pieces.enumerated() {
      for row in 0..<piece.count {
        switch piece.identity.match(wanted, row) {
        case .none: continue
        case .whole: return [starts[index] + row]
        case .part: if holding.count < limit { holding.append(starts[index] + row) }
        }
      }
    }
    return holding
  }
}

/// Where the facts of a list stand: what is settled before its first row.
struct ListShape: Sendable {
  /// A plan of no award whose slots are those of the list.
  let plan: Plan
  /// By slot.
  let places: [ColumnPlace]
  /// The slots that the file fills.
  let varying: Set<Int>
  let numberColumns: Int
  let codeColumns: Int
  /// The slots of texts, each with a column of its own.
  let textSlots: [Int]
  /// The evaluation date, where it is the same in all rows.
  let date: Days?
  /// Reads rows by the header of the file; no row was read with it.
  let head: IngestRun
  let options: InputOptions
  /// Only what the rules read at that time was read, and rows were left out.
  var isNarrow = false
  /// Of a delimited file: its header, with which rows are read that stayed as they were.
  var headFile: InputFile?
  var separator = UInt8(ascii: ",")

  /// `file` is the file as columns fill it; where they cannot, every row is read by itself.
  init(_ plan: Plan, _ head: IngestRun, options: InputOptions, file: ChunkFile? = nil) {
    self.plan = plan
    self.head = head
    self.options = options
    date = options.key == nil ? head.date(ofAllRowsIn: 0) : nil
    if let file, let program = file.program {
      varying = Set(file.fillers.map(\.slot)).filter { $0 >= 0 }
      places = program.places
      (numberColumns, codeColumns) = (program.numberColumns, program.codeColumns)
    } else {
      var slots: Set<Int> = []
      for target in head.files[0].columns.flatMap({ $0.targets.map(\.target) }) {
        let fact = plan.facts[target.fact]
        slots.formUnion([fact.slot, fact.lastYearSlot, fact.peakSlot])
      }
      varying = slots.filter { $0 >= 0 }
      var next = (number: 0, code: 0)
      var places = [ColumnPlace](repeating: .none, count: plan.slotCount)
      for slot in varying.sorted() {
        guard let place = plan.facts[plan.slotFacts[slot]].kind.column(at: next, texts: 0) else {
          continue
        }
        places[slot] = place
        if case .number = place { next.number += 1 } else { next.code += 1 }
      }
      self.places = places
      (numberColumns, codeColumns) = next
    }
    textSlots = varying.sorted().filter { slot in
      if case .text = plan.facts[plan.slotFacts[slot]].kind { true } else { false }
    }
  }

  /// Every slot that the file fills has a column.
  var hasAllColumns: Bool { varying.allSatisfy { places[$0] != .none } }

  /// The column of the file that gives each text.
  var textColumns: [(place: Int, use: CellUse)?] {
    textSlots.map { slot in
      let fact = plan.slotFacts[slot]
      for column in head.files[0].columns {
        for (target, _, use) in column.targets
        where target.fact == fact && target.role == .value(year: nil) {
          return (column.place, use)
        }
      }
      return nil
    }
  }

  /// What holds where no column says anything.
  func template(_ plan: Plan, _ settings: [Setting]) throws(InputRefusal) -> [SlotValue] {
    let layout = RowLayout(plan)
    let assembly = RowAssembly(
      layout: layout, settings: try settingCells(settings, layout: layout),
      absentIsBlank: options.absentIsBlank)
    let cells = FactCells(factCount: layout.facts.count)
    let day = date ?? .unknown
    guard let draft = try? assembly.draft(cells, date: day) else {
      return [SlotValue](repeating: .unknown, count: plan.slotCount)
    }
    return draft.values
  }
}

/// Texts by numbers.
struct TextBook: Sendable {
  private(set) var texts: [String] = []
  private var numbers: [Spelling: Int] = [:]

  mutating func number(of text: String) -> Int {
    let key = Spelling(text)
    if let known = numbers[key] { return known }
    numbers[key] = texts.count
    texts.append(text)
    return texts.count - 1
  }

  /// Roughly: the text, its place, and the way back to its number.
  var bytes: Int { texts.reduce(0) { $0 + 2 * max(16, $1.utf8.count) + 32 } }
}
