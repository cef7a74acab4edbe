import Jili
import JiliLexer
import WorkbookReader

/// One company file, read and computed in every way that there is.
struct CompanyTrial {
  /// What a run leaves.
  struct Left: Equatable {
    var table: [UInt8]
    var rejects: [UInt8]
    var summary: [UInt8]
    var notices: [InputProblem]
    var counts: RowCounts
  }

  /// What became of a run.
  enum Ending: Equatable {
    case left(Left)
    case refused([InputProblem])
    case overflow(OutputRefusal)
  }

  /// How a run comes by its rows, besides reading the file as a whole.
  enum Way { case chunked, laidOut }

  /// Facts of every kind. Blank cells leave nothing open, so that columns settle rows; no two
  /// awards read the same flag or list, or rows with an open one would be computed for each value.
  private static let rules = """
    policy 试市 { period 2026-01-01 .. 2028-12-31; funding 市 33%, 区 67% }
    field 注册地 : one of 试市, 外市, 其他; other = 其他; blank = 试市
    field 营收 : money by year in 0元 .. 50亿; blank = 0元; peak "历年营收"
    field 投资 : money; blank = 0元
    field 增速 : percent; blank = none
    field 家数 : number in 0 .. 20; blank = none
    field 制造业 : flag; blank = none
    field 行业 : text; blank = none
    field 成立日期 : date; blank = none
    title 小巨人
    award 小巨人 = 150万 when new or relocated; renewal = 20%
    award 技改 = 10% of 投资 when 制造业; cap 500万
    award 落户 = 5万 when 注册地 = 试市
    award 首破 = 营收 first reaches { 1亿: 20万; 5亿: 50万 } highest
    award 重点 = 30万 when 行业 = "软件" or 行业 = "集成电路"
    award 增长 = 1% of 营收 when 增速 >= 20% and 营收 >= 营收 last year; cap 50万
    award 家数奖 = 2万 * 家数 when 家数 >= 3; cap 5万
    award 初创 = up to 8万 when 成立日期 >= 2021-01-01
    together 技改, 增长; cap 300万 per year

    """

  /// None where the rules themselves have an error.
  static let plan = compile(Array(rules.utf8), named: "试市.rules") { _ in nil }.plan

  let plan: Plan
  let file: InputFile
  var input = InputOptions()
  var output = OutputOptions()
  var layout = ChunkRun.Layout.wide
  var chunkSize = 1 << 16

  init?(_ bytes: [UInt8], named name: String) {
    guard let plan = Self.plan else { return nil }
    self.plan = plan
    file = InputFile(name: name, bytes: bytes)
    input.date = Days(year: 2026)
    input.openWorkbook = { file, sheet throws(InputRefusal) in try openSheet(file, sheet) }
  }

  // MARK: - Ways

  /// The file is read as a whole, its rows are computed one by one. `look` is shown what was read.
  func whole(_ look: (Ingested, [RowOutcome]) -> Void = { _, _ in }) -> Ending {
    ending {
      let (found, outcomes) = try runBatch(
        plan, [file], input: input, run: RunOptions(explains: layout == .long))
      look(found, outcomes)
      let results = PolicyResults(plan: plan, outcomes: outcomes)
      let table =
        layout == .wide
        ? try writeWide(found, results, options: output)
        : try writeLong(found, results, options: output)
      return Left(
        table: table, rejects: writeRejects(found.rejects, options: output),
        summary: writeSummary(try summarise(found, results), options: output),
        notices: found.notices, counts: found.counts)
    }
  }

  /// The rows of a workbook or a JSON file are laid out as text and read in chunks; nil where the
  /// file must be read as a whole.
  func laidOut() -> Ending? {
    var head = InputFile(name: file.name, bytes: [])
    var rows: [TypedRow] = []
    if ChunkRun.isWorkbook(file.bytes) {
      guard var sheet = try? openSheet(file, nil) else { return nil }
      // As the program has it: the first rows at hand, all of them walked.
      rows = sheet.rows
      sheet.end = sheet.lastRow
      sheet.rows.removeAll { $0.number > input.headerRow + input.headerRows }
      head.opened = .workbook(sheet)
    } else {
      guard ChunkRun.isReadWhole(file.bytes), let keys = keys() else { return nil }
      head.opened = .json(keys)
    }
    guard
      var run = try? ChunkRun(
        plan, [head], input: input, run: RunOptions(explains: layout == .long), output: output,
        layout: layout)
    else { return nil }
    run.fewestRowsOfDate = 1
    var text: [UInt8] = []
    if let keys = run.keys(ofLaidOut: 0) {
      var layout = JSONLayout(file.name, keys)
      let rows = ChunkBytes()
      guard pieces({ layout.take($0, into: rows) }) else { return .refused([]) }
      text += rows.bytes
    } else {
      guard var layout = run.sheetLayout(0) else { return nil }
      _ = rows.first { !layout.add($0) }
      text += layout.text
    }
    return ending {
      switch try computeChunks(run, text) {
      case .done(let left): return left
      case .failed(.output(let refusal)): throw refusal
      case .failed(.input(let refusal)): throw refusal
      case .failed(.notUTF8), .failed(.openQuote): throw InputRefusal(.file, [])
      }
    }
  }

  private func keys() -> JSONHeaders? {
    var keys = JSONKeys(file.name)
    return pieces { keys.take($0) } && keys.isTable ? keys.headers : nil
  }

  /// Gives the file away in pieces that cut its objects, then nothing.
  private func pieces(_ take: (UnsafeRawBufferPointer) -> Bool) -> Bool {
    let start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let length = max(1, file.bytes.count / 3)
    return file.bytes.withUnsafeBytes { bytes in
      for first in stride(from: start, to: bytes.count, by: length) {
        let piece = bytes[first..<min(bytes.count, first + length)]
        if !take(UnsafeRawBufferPointer(rebasing: piece)) { return false }
      }
      return take(UnsafeRawBufferPointer(start: nil, count: 0))
    }
  }

  /// The file is read in chunks, as two threads take them in turn; nil where it must be read as a
  /// whole.
  func chunked() -> Ending? {
    chunked(as: input.encoding ?? .guess(file.bytes, isWhole: true))
  }

  private func chunked(as encoding: TextEncoding) -> Ending? {
    var text = file.bytes
    if encoding != .utf8 {
      var converter = TextConverter(encoding)
      let half = text.count / 2
      text = converter.convert(Array(text[..<half]), isLast: false)
      text += converter.convert(Array(file.bytes[half...]), isLast: true)
    }
    guard let length = ChunkRun.headLength(text, input: input) else { return nil }
    let head = InputFile(
      name: file.name, bytes: Array(text[..<length]),
      original: encoding == .utf8 ? nil : encoding)
    let options = RunOptions(explains: layout == .long)
    guard
      var run = try? ChunkRun(
        plan, [head], input: input, run: options, output: output, layout: layout)
    else { return nil }
    run.fewestRowsOfDate = 1
    var isGB18030 = false
    let found = ending {
      switch try computeChunks(run, text) {
      case .done(let left): return left
      case .failed(.notUTF8(let row)):
        isGB18030 = encoding == .utf8 && input.encoding == nil && run.mayBeGB18030(file: 0)
        throw run.damaged(file.name, file: 0, row: row)
      case .failed(.openQuote(let row)): throw ChunkRun.openQuote(file.name, row: row)
      case .failed(.output(let refusal)): throw refusal
      case .failed(.input(let refusal)): throw refusal
      }
    }
    return isGB18030 ? chunked(as: .gb18030) ?? found : found
  }

  private enum Chunks {
    case done(Left)
    /// Its row counts as those of the file do.
    case failed(ChunkResult.Failure)
  }

  private func computeChunks(_ run: ChunkRun, _ text: [UInt8]) throws -> Chunks {
    var workers: [ChunkWorker] = []
    let (chunk, output) = (ChunkBytes(capacity: 1), ChunkBytes(capacity: 1))
    var (tally, table, rejects) = (RunTally(), run.resultHead, run.rejectHead)
    var (place, rows) = run.beginning(of: 0)
    var cutter = RowCutter(run, file: 0, rest: ChunkBytes(capacity: 1))
    var turn = 0
    func read(_ room: UnsafeMutableRawBufferPointer) -> Int {
      let count = min(room.count, text.count - place)
      room.copyBytes(from: text[place..<place + count])
      place += count
      return count
    }
    while case .chunk = cutter.next(into: chunk, size: chunkSize, read: read) {
      if workers.count < 2 { workers.append(ChunkWorker(run)) }
      let done = workers[turn % 2].compute(chunk, of: 0, into: output)
      turn += 1
      switch done.failure {
      case nil: break
      case .notUTF8(let row): return .failed(.notUTF8(row: rows + row))
      case .openQuote(let row): return .failed(.openQuote(row: rows + row))
      case .output(let refusal): return .failed(.output(refusal))
      case .input(let refusal): return .failed(.input(refusal))
      }
      var part = done.tally
      part.number(behind: rows)
      try tally.add(part)
      table += done.output.bytes
      rejects += run.rejectRows(
        done.rejects.map { reject in
          var reject = reject
          (reject.file, reject.number) = (file.name, reject.number + rows)
          return reject
        })
      rows += done.rows
    }
    return .done(try left(run, table, rejects, tally))
  }

  private func left(
    _ run: ChunkRun, _ table: [UInt8], _ rejects: [UInt8], _ tally: RunTally
  ) throws -> Left {
    Left(
      table: table, rejects: rejects,
      summary: writeSummary(try run.summary(tally), options: output),
      notices: run.notices(tally), counts: tally.counts)
  }

  private func ending(_ compute: () throws -> Left) -> Ending {
    do {
      return .left(try compute())
    } catch let refusal as InputRefusal {
      return .refused(refusal.problems)
    } catch let refusal as OutputRefusal {
      return .overflow(refusal)
    } catch {
      return .refused([])
    }
  }
}

// MARK: - What must hold

extension CompanyTrial {
  /// Every row is in exactly one of results, rejects and empty rows, and the other way of computing
  /// comes to the same. `limit` is that of the first way; `look` says what is wrong with what was
  /// read.
  func brokenInvariant(
    _ limit: TimeLimit?, against way: Way, look: (Ingested) -> String? = { _ in nil }
  ) -> String? {
    var fault: String?
    let start = limit?.start ?? 0
    let whole = whole { found, outcomes in
      fault = notOnce(found) ?? look(found)
      if outcomes.count != found.rows.count { fault = "\(outcomes.count) outcomes" }
    }
    if let fault = limit?.late(since: start, file.bytes) ?? fault { return fault }
    if case .refused(let problems) = whole, let mute = unreadable(problems) { return mute }
    let other = way == .chunked ? chunked() : laidOut()
    guard let other, other != whole else { return nil }
    return difference(other, whole)
  }

  func notOnce(_ found: Ingested) -> String? {
    let counts = found.counts
    if counts.rows != counts.accepted + counts.rejected + counts.empty {
      return "rows do not add up: \(counts)"
    }
    if found.rows.count != counts.accepted || found.rejects.count != counts.rejected {
      return "\(found.rows.count) rows and \(found.rejects.count) rejects of \(counts)"
    }
    let numbers = found.rows.map(\.number) + found.rejects.map(\.number)
    // Objects of JSON may stand on one line.
    let isByLine = file.name.hasSuffix(".json")
    if !isByLine, Set(numbers).count != numbers.count { return "a row is there twice" }
    if found.rejects.contains(where: { $0.line(.zh).cause.isEmpty }) { return "a mute reject" }
    return nil
  }

  private func difference(_ one: Ending, _ two: Ending) -> String {
    guard case .left(let one) = one, case .left(let two) = two else {
      return "\(shown(one)), not \(shown(two))"
    }
    for (name, one, two) in [
      ("table", one.table, two.table), ("rejects", one.rejects, two.rejects),
      ("summary", one.summary, two.summary),
    ] where one != two {
      let lines = [one, two].map { String(decoding: $0, as: UTF8.self).split(separator: "\n") }
      let pairs = zip(lines[0] + ["-"], lines[1] + ["-"])
      let (left, right) = pairs.first { $0 != $1 } ?? ("", "")
      return "\(name): \(left), not \(right)"
    }
    return "\(one.counts) \(one.notices), not \(two.counts) \(two.notices)"
  }

  private func shown(_ ending: Ending) -> String {
    switch ending {
    case .left(let left): "\(left.counts)"
    case .refused(let problems): "\(problems.map { "\($0.code) row \($0.row ?? 0)" })"
    case .overflow(let refusal): refusal.code
    }
  }
}
