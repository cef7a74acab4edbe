import JiliLexer

/// What an edit of the rules asks to be computed again: the lines that changed, those that share a
/// group or a ceiling with them, and nothing else.
package struct ListEdit: Sendable {
  let list: CompanyList
  let old: ListBinding?
  let new: ListBinding
  /// The lines to compute, before and after, by columns; nil where rows do not stand alone.
  let columns: ListColumns?
  /// Which rows are computed; nil: all of them. What they came to is then taken from the figures,
  /// what they come to is added.
  let touched: ListColumns?
  /// Which rows may be due anything, where all lines are computed; nil: all of them. The others
  /// come to nothing.
  let due: ListColumns?
  /// All lines are computed anew, and those before are not.
  let isWhole: Bool
  /// For each line of the program its place among `computed`, and whether it is of the old plan.
  let lines: [(own: Int?, isOld: Bool)]
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
    _ list: CompanyList, from old: ListBinding?, to rules: ListRules, choosesRows: Bool = true
  ) throws(InputRefusal) {
    guard let new = try ListBinding(rules, list) else { return nil }
    self.list = list
    self.old = old
    self.new = new
    let difference = PlanDifference(from: old, to: new, choosesRows: choosesRows)
    computed = difference.newLines
    dropped = Set(difference.oldNames)
    let names = difference.newLines.map { LineName(rules.plan.lines[$0]) }
    computedNames = Set(names)
    lines = difference.lines.map { (names.firstIndex(of: $0.name), $0.isOld) }
    isWhole = difference.isWhole
    computesOpenRows = difference.changesReads
    needsCohort = new.rules.plan.lines.contains { $0.quota != nil } || list.shape.options.key != nil
    let joint = difference.joint
    let isAlone = list.shape.options.key == nil && list.shape.date != nil
    columns = isAlone ? ListColumns(joint.plan, joint, list) : nil
    let condition = columns == nil ? nil : difference.touchedRows
    touched = condition.flatMap { condition in
      ListColumns(joint.plan.applying(when: condition), joint, list)
    }
    let isSettled = columns.map { $0.hangsOnConditions && $0.staysExact(in: list) } ?? false
    due = (isSettled ? difference.dueRows : nil).flatMap { condition in
      ListColumns(joint.plan.applying(when: condition), joint, list)
    }.flatMap { $0.concernsMost(of: list) ? nil : $0 }
  }

  /// Every line is computed, and in most rows, so that to choose among rows is no gain.
  var choosesInVain: Bool {
    guard let touched, dropped.count == old?.rules.plan.lines.count else { return false }
    return touched.concernsMost(of: list)
  }
}

/// Steps over columns of a list, and how a batch for them is filled.
struct ListColumns: Sendable {
  let program: ColumnProgram
  let loads: [ColumnLoad]

  /// Nil where rows do not stand alone.
  init?(_ plan: Plan, _ joint: JointPlan, _ list: CompanyList) {
    let varying = plan.slotsUsed.filter { joint.held[$0] != nil }
    let template = Row(values: joint.template, date: list.shape.date ?? .unknown)
    guard let program = ColumnProgram(plan, choices: [], template: template, varying: varying)
    else { return nil }
    self.program = program
    loads = varying.sorted().compactMap { ColumnLoad($0, joint, list, program.places[$0]) }
  }

  var batch: ColumnBatch {
    ColumnBatch(numberColumns: program.numberColumns, codeColumns: program.codeColumns)
  }

  /// Whether the policy of the steps may concern most rows, as far as a few pieces show.
  func concernsMost(of list: CompanyList) -> Bool {
    var machine = ColumnMachine(program)
    var batch = batch
    var rows = RowChoice()
    var (all, spared) = (0, 0)
    for index in stride(from: 0, to: list.pieceCount, by: max(1, list.pieceCount / 4)) {
      let count = list.pieces[index].count
      rows.takeAll(count)
      batch.count = 0
      batch.odd.update(repeating: 0, count: count)
      add(rows, of: list.pieces[index], to: &batch)
      machine.run(&batch)
      all += count
      spared += (0..<count).count { batch.odd[$0] == 0 && machine.hasNotes[$0] != 0 }
    }
    return 2 * spared < all
  }

  /// No sum on record decides beside the conditions of the lines.
  var hangsOnConditions: Bool {
    program.passes.allSatisfy { pass in
      pass.recordColumns.isEmpty && pass.instalmentColumns.isEmpty && pass.approvals.isEmpty
    }
  }

  /// No row has a number that leaves 64 bits on the way, so that a row needs no computing to know.
  func staysExact(in list: CompanyList) -> Bool {
    var sizes = [UInt64](repeating: 0, count: program.numberColumns)
    for load in loads {
      if case .numbers(let from) = load.origin { sizes[load.column] = list.sizes[from] }
    }
    return ColumnMachine(program).staysExact(sizes)
  }

  /// Adds rows of a piece behind those of a batch.
  func add(_ rows: borrowing RowChoice, of piece: ListPiece, to batch: inout ColumnBatch) {
    for load in loads { load.fill(batch, piece, rows) }
    batch.count += rows.count
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

  /// Fills the column behind the rows that the batch has.
  func fill(
    _ batch: borrowing ColumnBatch, _ piece: ListPiece, _ rows: borrowing RowChoice
  ) {
    let start = column * ColumnBatch.capacity + batch.count
    switch origin {
    case .numbers(let from):
      piece.numbers[from].unpack(rows, into: batch.numbers + start, states: batch.states + start)
    case .codes(let from): piece.codes[from].unpack(rows, into: batch.codes + start)
    case .texts(let from, let codes):
      withUnsafeTemporaryAllocation(of: Int64.self, capacity: rows.count) { numbers in
        guard let first = numbers.baseAddress else { return }
        piece.texts[from].unpack(rows, into: first)
        for row in 0..<rows.count { batch.codes[start + row] = codes[Int(numbers[row])] }
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
  /// The same operations without lines, as a policy that concerns whom a condition names.
  fileprivate func applying(when condition: OperationID) -> Plan {
    var plan = self
    (plan.lines, plan.exclusives, plan.joints) = ([], [], [])
    plan.policies[0].lines = 0..<0
    plan.policies[0].applies = condition
    return plan
  }

  /// The slots that the lines and whom the policy concerns hang on.
  fileprivate var slotsUsed: Set<Int> {
    let isUsed = cone(of: lineRoots + policies.map(\.applies))
    var slots: Set<Int> = []
    for (index, operation) in operations.enumerated() where isUsed[index] {
      if let slot = operation.slot, slot >= 0 { slots.insert(slot) }
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
