import JiliLexer

/// What an edit of the rules asks to be computed again: the lines that changed, those that share a
/// group or a ceiling with them, and nothing else.
package struct ListEdit: Sendable {
  let list: CompanyList
  let old: ListBinding?
  let new: ListBinding
  /// The lines to compute, before and after, by columns; nil where rows do not stand alone.
  let program: ColumnProgram?
  let loads: [ColumnLoad]
  /// For each line of the program, that of the new plan; nil for one of the old plan.
  let lines: [Int?]
  /// The lines of the new plan that are computed.
  let computed: [Int]
  /// Names of lines of the old plan that are computed again or gone.
  let dropped: Set<LineName>
  /// Rows in which anything is open hang on which facts the lines read.
  let computesOpenRows: Bool
  /// Rows that are not settled by columns are computed together.
  package let needsCohort: Bool

  /// Names of `computed`.
  let computedNames: Set<LineName>

  package var pieceCount: Int { list.pieceCount }

  package var isEmpty: Bool { computed.isEmpty && dropped.isEmpty }

  /// `old` nil: everything is computed. Nil where the file must be read again.
  init?(
    _ list: CompanyList, from old: ListBinding?, to rules: ListRules
  ) throws(InputRefusal) {
    guard let new = try ListBinding(rules, list) else { return nil }
    self.list = list
    self.old = old
    self.new = new
    let difference = PlanDifference(from: old, to: new)
    computed = difference.newLines
    dropped = Set(difference.oldNames)
    computedNames = Set(difference.newLines.map { LineName(rules.plan.lines[$0]) })
    lines = difference.lines.map(\.new)
    computesOpenRows = difference.changesReads
    needsCohort = new.rules.plan.lines.contains { $0.quota != nil } || list.shape.options.key != nil
    let joint = difference.joint
    let used = joint.plan.slotsUsed
    var varying: Set<Int> = []
    for slot in used where joint.held[slot] != nil { varying.insert(slot) }
    let template = Row(values: joint.template, date: list.shape.date ?? .unknown)
    let program = ColumnProgram(joint.plan, choices: [], template: template, varying: varying)
    let isAlone = list.shape.options.key == nil && list.shape.date != nil
    self.program = isAlone ? program : nil
    loads = varying.sorted().compactMap { slot in
      program.flatMap { ColumnLoad(slot, joint, list, $0.places[slot]) }
    }
  }
}

/// What tells lines apart: the name of the award and whether it is its renewal.
struct LineName: Hashable, Sendable {
  var award: String
  var isRenewal: Bool

  init(_ line: Line) { (award, isRenewal) = (line.name, line.isRenewal) }
}

/// How one column of a batch is filled from a piece.
struct ColumnLoad: Sendable {
  enum Origin: Sendable {
    case numbers(Int)
    case codes(Int)
    /// A column of texts, with the code of each text.
    case texts(Int, [UInt8])
  }

  let origin: Origin
  let column: Int

  init?(_ slot: Int, _ joint: JointPlan, _ list: CompanyList, _ place: ColumnPlace) {
    guard let held = joint.held[slot] else { return nil }
    let shape = list.shape
    switch (place, shape.places[held]) {
    case (.number(let column, _), .number(let from, _)):
      (origin, self.column) = (.numbers(from), column)
    case (.code(let column), .code(let from)):
      self.column = column
      if let text = shape.textSlots.firstIndex(of: held) {
        origin = .texts(text, joint.codes(ofTexts: list.texts[text].texts, slot))
      } else {
        origin = .codes(from)
      }
    default: return nil
    }
  }

  func fill(_ batch: borrowing ColumnBatch, _ piece: ListPiece) {
    let start = column * ColumnBatch.capacity
    switch origin {
    case .numbers(let from):
      piece.numbers[from].unpack(
        into: batch.numbers + start, states: batch.states + start, piece.count)
    case .codes(let from): piece.codes[from].unpack(into: batch.codes + start, piece.count)
    case .texts(let from, let codes):
      withUnsafeTemporaryAllocation(of: Int64.self, capacity: piece.count) { numbers in
        guard let start64 = numbers.baseAddress else { return }
        piece.texts[from].unpack(into: start64, piece.count)
        for row in 0..<piece.count { batch.codes[start + row] = codes[Int(numbers[row])] }
      }
    }
  }
}

extension JointPlan {
  /// What a column holds for each of the texts.
  fileprivate func codes(ofTexts all: [String], _ slot: Int) -> [UInt8] {
    // Odd rows have no text; their code is read by nobody.
    guard let binding = bindings[slot], !all.isEmpty else { return [ColumnBatch.unknownCode] }
    let asked = (plan.textCodes[slot] ?? []).map { text($0) }
    var places: [Spelling: Int] = [:]
    for (place, text) in asked.enumerated() { places[Spelling(text)] = place }
    let words = Set(binding.rules.plan.texts.filter(isEmptyWord))
    let blank: UInt8 =
      switch plan.facts[slot].blankMeaning {
      case .absent: ColumnBatch.absentCode
      case .code(let code):
        places[Spelling(binding.rules.plan.texts[code])].map { UInt8(truncatingIfNeeded: $0) }
          ?? ColumnBatch.otherCode
      default: ColumnBatch.unknownCode
      }
    return all.map { text in
      if isEmptyWord(text), text.isEmpty || !words.contains(text) { return blank }
      return places[Spelling(text)].map { UInt8(truncatingIfNeeded: $0) } ?? ColumnBatch.otherCode
    }
  }
}

extension Plan {
  /// The slots that the lines hang on.
  fileprivate var slotsUsed: Set<Int> {
    var isUsed = [Bool](repeating: false, count: operations.count)
    for line in lines {
      var operations = [line.sum, line.amount, line.condition]
      operations += [line.capPerYear].compactMap(\.self) + line.funding.compactMap(\.condition)
      for operation in operations { isUsed[operation] = true }
    }
    for group in exclusives { if let condition = group.condition { isUsed[condition] = true } }
    for joint in joints { isUsed[joint.cap] = true }
    var slots: Set<Int> = []
    for index in operations.indices.reversed() where isUsed[index] {
      for operand in operations[index].operands { isUsed[operand] = true }
      if let slot = operations[index].slot, slot >= 0 { slots.insert(slot) }
    }
    for line in lines {
      for slot in [line.approvedSlot, line.paidSlot, line.receivedSlot, line.instalmentSlot]
      where slot >= 0 {
        slots.insert(slot)
      }
    }
    return slots
  }
}
