/// Computes companies that have several rows by columns, where each row has a year of its own and
/// columns settle all of them. One a thread.
///
/// A desk holds the rows of one date. They are filled in for all dates, then what the rows of a
/// company say of each other, and then computed year by year, for what was due in a year bars what
/// is due `once` in later ones. A row that columns leave open is computed alone, with what its
/// company was due before.
final class CompanyColumns {
  private struct Member {
    /// Among the rows that are given.
    var row: Int
    var company: Int
    var year: Int
    var group: Int
    /// In the batch of the group's desk.
    var place: Int
  }

  /// The rows of one date of one file.
  private struct Group {
    let seat: DeskBook.Seat
    let page: Page
    let year: Int
    var members: [Int] = []
  }

  private struct FileDate: Hashable {
    var file: Int
    var date: Days
  }

  /// Rows of one file behind each other.
  private final class Page {
    let chunk = ChunkBytes()
    var shape = ChunkShape()
    let placed: PlacedRows
    let dates: RowDates

    init(_ run: ChunkRun, _ file: Int) {
      placed = PlacedRows(run.files[file])
      dates = RowDates(run, file)
    }

    /// Takes rows that were cut out of the file; false where they come out as other rows.
    func take(_ rows: ArraySlice<CompanyWorker.Source>, separator: UInt8) -> Bool {
      chunk.count = 0
      for row in rows {
        chunk.append(row.bytes)
        chunk.append([UInt8(ascii: "\n")])
      }
      shape.split(chunk, separator: separator)
      guard shape.rows == rows.count, !shape.hasOpenQuote else { return false }
      placed.place(chunk, shape, 0..<shape.rows, from: 0)
      return true
    }
  }

  private let run: ChunkRun
  private let desks: DeskBook
  private var pages: [Int: Page] = [:]
  private let output = ChunkBytes()
  /// The awards that rows ask earlier ones for, and the base lines of each.
  private let asked: [(award: Int, lines: [Int])]

  private var members: [Member] = []
  /// By company: the row evaluator must do it.
  private var isOdd: [Bool] = []
  private var groups: [Group] = []
  /// By company and asked award.
  private var wasDue: [Truth] = []
  private var company: [HistoryRow] = []
  private var runner: Runner
  /// The rows that were left open, and what became of them.
  private var open: [(member: Int, row: AcceptedRow, outcome: RowOutcome)] = []

  /// nil where the rows of a company are no history, are not of the wide table or are split.
  init?(_ run: ChunkRun) {
    guard run.columns != nil, run.splits == nil,
      run.files.allSatisfy({ $0.hasHistory && $0.dateColumn != nil })
    else { return nil }
    self.run = run
    desks = DeskBook(run, isAlone: false)
    runner = Runner(run.plan, run.options)
    let plan = run.plan
    asked = plan.awardsAskedLater.map { award in
      (
        award,
        plan.lines.indices.filter { !plan.lines[$0].isRenewal && plan.lines[$0].award == award }
      )
    }
  }

  /// What each row gives the table; nil where its company is for the row evaluator. The rows are
  /// all of their companies and stand in the order of the files.
  func compute(
    _ rows: [CompanyWorker.Source], into tally: inout RunTally
  ) throws(OutputRefusal) -> [[UInt8]?] {
    var found = [[UInt8]?](repeating: nil, count: rows.count)
    guard rows.count <= ColumnBatch.capacity, try read(rows) else { return found }
    _ = run.options.watch.allows(steps: rows.count)
    fill()
    complete()
    computeYears(rows)
    var met = MetCompanies(run.plan, companies: isOdd.count)
    for group in groups {
      let desk = group.seat.desk
      for (place, member) in group.members.enumerated() {
        desk.batch.odd[place] = isOdd[members[member].company] ? 1 : 0
      }
      group.seat.countCells(run, into: &tally)
    }
    try writeOpen(into: &found, &tally, &met)
    for group in groups {
      let desk = group.seat.desk
      group.seat.begin()
      group.seat.tally.add(desk, areCompanies: false)
      met.add(desk) { members[group.members[$0]].company }
      for (place, member) in group.members.enumerated() where desk.batch.odd[place] == 0 {
        output.count = 0
        group.seat.rows.write(
          place..<place + 1, desk, group.page.chunk, group.page.shape, to: output)
        found[members[member].row] = Array(output.bytes)
      }
    }
    // Which desk adds them up is all one.
    groups.first?.seat.tally.add(met)
    try desks.take(into: &tally)
    return found
  }

  /// Takes the rows in for what they bring to the quotas; the answer says of which companies' rows
  /// columns cannot tell. The rows are as `compute` wants them.
  func look(
    at rows: [CompanyWorker.Source], for quotas: inout QuotaSurvey
  ) throws(OutputRefusal) -> [Bool] {
    var odd = [Bool](repeating: true, count: rows.count)
    desks.release()
    guard rows.count <= ColumnBatch.capacity, try read(rows) else { return odd }
    _ = run.options.watch.allows(steps: rows.count)
    fill()
    complete()
    for group in groups {
      let desk = group.seat.desk
      markOdd(group)
      desk.computeContests()
      for (place, member) in group.members.enumerated() where desk.batch.odd[place] != 0 {
        isOdd[members[member].company] = true
      }
    }
    for group in groups {
      markOdd(group)
      quotas.add(group.seat.desk)
      for member in group.members { odd[members[member].row] = isOdd[members[member].company] }
    }
    return odd
  }

  /// Rows of companies that are for the row evaluator are odd to their desks.
  private func markOdd(_ group: Group) {
    for (place, member) in group.members.enumerated() where isOdd[members[member].company] {
      group.seat.desk.batch.odd[place] = 1
    }
  }

  /// Writes the rows that were left open, which are odd to their desks from then on.
  private func writeOpen(
    into found: inout [[UInt8]?], _ tally: inout RunTally, _ met: inout MetCompanies
  ) throws(OutputRefusal) {
    open.removeAll { isOdd[members[$0.member].company] }
    if open.isEmpty { return }
    var input = run.heading
    input.rows = open.map(\.row)
    let results = PolicyResults(plan: run.plan, outcomes: open.map(\.outcome))
    let (bytes, ends) = try writeWideRows(input, results, options: run.output)
    var start = run.resultHead.count
    for (one, end) in zip(open, ends) {
      let member = members[one.member]
      groups[member.group].seat.desk.batch.odd[member.place] = 1
      met.add(one.outcome, company: member.company)
      found[member.row] = Array(bytes[start..<end])
      start = end
    }
    try tally.add(summarise(input, results).withoutCompanies)
  }

  // MARK: - Rows

  /// Finds the companies and the dates of the rows; false where the rows are not as they were cut.
  private func read(_ rows: [CompanyWorker.Source]) throws(OutputRefusal) -> Bool {
    members.removeAll(keepingCapacity: true)
    isOdd.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    var companies: [String: Int] = [:]
    var byDate: [FileDate: [Int]] = [:]
    var next = 0
    while next < rows.count {
      let file = rows[next].file
      let end = rows[next...].firstIndex { $0.file != file } ?? rows.count
      let page = pages[file] ?? Page(run, file)
      pages[file] = page
      guard page.take(rows[next..<end], separator: run.files[file].separator) else { return false }
      for row in next..<end {
        let place = row - next
        let key = run.key(
          page.chunk, page.shape, file, place, from: page.placed.starts[place])
        let company = companies[key ?? ""] ?? isOdd.count
        if company == isOdd.count {
          companies[key ?? ""] = company
          isOdd.append(key == nil)
        }
        guard page.placed.odd[place] == 0,
          let date = page.dates.date(place, page.placed, page.chunk, page.shape),
          let year = date.year
        else {
          isOdd[company] = true
          continue
        }
        byDate[FileDate(file: file, date: date), default: []].append(members.count)
        members.append(Member(row: row, company: company, year: year, group: -1, place: place))
      }
      next = end
    }
    for (place, found) in byDate {
      guard let page = pages[place.file],
        let seat = try desks.seat(place.file, place.date, rows: found.count)
      else {
        for member in found { isOdd[members[member].company] = true }
        continue
      }
      for member in found { members[member].group = groups.count }
      groups.append(
        Group(seat: seat, page: page, year: members[found[0]].year, members: found))
    }
    return true
  }

  /// Fills in the rows of each date.
  private func fill() {
    for group in groups {
      let desk = group.seat.desk
      desk.fill(
        group.page.chunk, group.page.shape, group.members.map { members[$0].place },
        of: group.page.placed)
      for (place, member) in group.members.enumerated() {
        members[member].place = place
        if desk.batch.odd[place] != 0 { isOdd[members[member].company] = true }
      }
    }
  }

  // MARK: - Years

  /// Fills in what the rows of each company say of each other.
  private func complete() {
    let order = members.indices.sorted {
      (members[$0].company, members[$0].year) < (members[$1].company, members[$1].year)
    }
    var next = 0
    while next < order.count {
      let number = members[order[next]].company
      let end = order[next...].firstIndex { members[$0].company != number } ?? order.count
      if !isOdd[number] {
        company.removeAll(keepingCapacity: true)
        for index in order[next..<end] {
          let member = members[index]
          company.append(
            HistoryRow(
              year: member.year, desk: groups[member.group].seat.desk, row: member.place))
        }
        isOdd[number] = !completeCompany()
      }
      next = end
    }
  }

  private func completeCompany() -> Bool {
    // Several rows of one year share its ceilings and what is paid once.
    for (row, later) in zip(company, company.dropFirst()) where row.year == later.year {
      return false
    }
    guard let history = company[0].desk.file.history,
      company.allSatisfy({ $0.desk === company[0].desk || $0.desk.file.history == history })
    else { return false }
    return history.complete(company)
  }

  /// Computes the rows, those of earlier years first.
  private func computeYears(_ rows: [CompanyWorker.Source]) {
    open.removeAll(keepingCapacity: true)
    wasDue = Array(repeating: .no, count: isOdd.count * asked.count)
    for group in groups.sorted(by: { $0.year < $1.year }) {
      let desk = group.seat.desk
      let columns = asked.map { desk.file.program?.earlierColumns[$0.award] ?? 0 }
      for (place, member) in group.members.enumerated() {
        let company = members[member].company
        if isOdd[company] { desk.batch.odd[place] = 1 }
        for (index, column) in columns.enumerated() {
          desk.batch.codes[column * ColumnBatch.capacity + place] =
            code(wasDue[company * asked.count + index])
        }
      }
      desk.compute()
      for (place, member) in group.members.enumerated() {
        let company = members[member].company
        if isOdd[company] { continue }
        if desk.batch.odd[place] != 0 {
          isOdd[company] = !compute(member, group, rows)
          continue
        }
        for (index, award) in asked.enumerated()
        where award.lines.contains(where: { desk.machine.sums(ofLine: $0)[place] > 0 }) {
          wasDue[company * asked.count + index] = .yes
        }
      }
    }
  }

  private func code(_ truth: Truth) -> UInt8 {
    truth.isUnknown ? ColumnBatch.unknownCode : truth.isYes ? 1 : 0
  }

  /// Computes a row that columns leave open; false where its company must be computed as a whole.
  private func compute(
    _ number: Int, _ group: Group, _ rows: [CompanyWorker.Source]
  ) -> Bool {
    let member = members[number]
    let (desk, source) = (group.seat.desk, rows[member.row])
    let text = { (column: Int) -> String in
      let (start, end) = desk.cell(member.place, column, group.page.shape.cellEnds)
      return group.page.chunk.cellText(start, end)
    }
    let key = desk.file.keyColumn.map { trimmed(text($0)) }
    let row = Row(
      values: desk.values(ofRow: member.place), date: desk.file.date, key: key, hasHistory: true)
    var found: RowOutcome
    if asked.isEmpty {
      guard let outcome = runner.outcomes(of: [row]).first else { return false }
      found = outcome
    } else {
      let first = member.company * asked.count
      var due = [Truth](repeating: .no, count: run.plan.awardCount)
      for (index, award) in asked.enumerated() { due[award.award] = wasDue[first + index] }
      guard let behind = runner.outcome(of: row, behind: due) else { return false }
      found = behind.outcome
      for (index, award) in asked.enumerated() {
        wasDue[first + index] = behind.due[award.award]
      }
    }
    if found.overflow != nil { return false }
    let beginning = Int(desk.beginnings[member.place])
    let accepted = AcceptedRow(
      row: row, file: source.file, number: source.number,
      identity: desk.file.identity.map { $0.map(text) ?? "" }, company: key ?? "",
      dateText: desk.file.dateColumn.map(text),
      notes: beginning == 0 ? [] : [.historyBegins(beginning)])
    open.append((number, accepted, found))
    return true
  }
}

extension Plan {
  /// The awards of which a rule asks whether an earlier row was due them.
  fileprivate var awardsAskedLater: [Int] {
    var found: Set<Int> = []
    for case .earlierDue(let award) in operations { found.insert(award) }
    return found.sorted()
  }
}
