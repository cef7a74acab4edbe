import JiliLexer
import JiliTestSupport
import Testing

@testable import Jili

/// Results that are put together from chunks against those of whole files.
@Suite struct ChunkRunTests {
  static let rules = """
    policy 试市 {
      period 2026-01-01 .. 2028-12-31
      applies when 注册地 = 试市
      funding 市 33%, 区 67% when 归属 = 市本级
    }
    field 注册地 : one of 试市, 外市, 其他; other = 其他; blank = 试市
    field 归属 : one of 市本级, 县市
    field 营收 : money by year in 0元 .. 50亿; peak "历年营收"
    field 投资 : money; blank = 0元
    field 贷款 : money
    field 增速 : percent
    field 家数 : number in 0 .. 20; blank = none
    field 制造业 : flag
    field 行业 : text
    field 成立日期 : date
    field 费率 : percent; blank = none
    title 小巨人
    title 单项冠军
    reading 口径 = 甲 or 乙
    award 单项冠军 = 300万, 小巨人 = 150万 when new or relocated; renewal = 20%
    award 技改 = 10% of 投资 when 制造业 and 投资 >= if 口径 = 乙 then 300万 else 100万; cap 500万
    award 首破 = (营收 first reaches { 1亿: 20万; 5亿: 50万 } highest) when 制造业
    award 重点 = 30万 when 行业 = "软件" or 行业 = "集成电路"
    award 增长 = 1% of 营收 when 增速 >= 20% and 营收 >= 营收 last year; cap 50万
    award 家数奖 = 2万 * 家数 when 家数 >= 3; cap 5万
    award 初创 = up to 8万 when 成立日期 >= 2021-01-01
    award 贴息 = 3.7% of 贷款
    exclusive 单项冠军, 小巨人, 重点
    together 技改, 增长; cap 300万 per year
    benefit 优先 "优先支持" when 家数 >= 2
    limit 费率 <= 1%

    """

  static let plan: Plan? = {
    let compiled = compile(Array(rules.utf8), named: "试市.rules") { _ in nil }
    let errors = compiled.diagnostics.filter { $0.severity == .error }
    #expect(errors.map { "\($0.code) \($0.message.zh)" } == [])
    return compiled.plan
  }()

  /// What a run leaves, whichever way it was read.
  struct Left: Equatable {
    var table: String
    var rejects: String
    var summary: String
    var notices: [String]
    var counts: RowCounts
  }

  private static func whole(
    _ plan: Plan, _ files: [InputFile], _ input: InputOptions, _ output: OutputOptions,
    _ layout: ChunkRun.Layout
  ) throws -> Left {
    let done = try runBatch(
      plan, files, input: input, run: RunOptions(explains: layout == .long))
    let results = PolicyResults(plan: plan, outcomes: done.outcomes)
    let table =
      layout == .wide
      ? try writeWide(done.input, results, options: output)
      : try writeLong(done.input, results, options: output)
    let summary = try summarise(done.input, results)
    return Left(
      table: String(decoding: table, as: UTF8.self),
      rejects: String(decoding: writeRejects(done.input.rejects, options: output), as: UTF8.self),
      summary: summaryText(summary, language: .zh) { $0.count }
        + String(decoding: writeSummary(summary, options: output), as: UTF8.self),
      notices: done.input.notices.map(\.message.zh), counts: done.input.counts)
  }

  /// In chunks of about so many bytes, computed by several workers in turn, put together in order.
  static func chunked(
    _ plan: Plan, _ files: [InputFile], _ input: InputOptions, _ output: OutputOptions,
    _ layout: ChunkRun.Layout, size: Int, workers: Int = 1
  ) throws -> Left {
    let heads = try files.map { file in
      let length = try #require(ChunkRun.headLength(file.bytes, input: input))
      return InputFile(name: file.name, bytes: Array(file.bytes[..<length]))
    }
    let run = try #require(
      try ChunkRun(
        plan, heads, input: input, run: RunOptions(explains: layout == .long), output: output,
        layout: layout))
    let desks = (0..<workers).map { _ in ChunkWorker(run) }
    var tally = RunTally()
    var table = run.resultHead
    var rejects = run.rejectHead
    let chunk = ChunkBytes(capacity: 1)
    let out = ChunkBytes(capacity: 1)
    var next = 0
    for (index, file) in files.enumerated() {
      var (place, rows) = run.beginning(of: index)
      var cutter = RowCutter(run, file: index, rest: ChunkBytes(capacity: 1))
      while true {
        let found = cutter.next(into: chunk, size: size) { room in
          let count = min(room.count, file.bytes.count - place)
          room.copyBytes(from: file.bytes[place..<place + count])
          place += count
          return count
        }
        guard case .chunk = found else { break }
        let done = desks[next % workers].compute(chunk, of: index, into: out)
        next += 1
        #expect(done.failure == nil)
        table += done.output.bytes
        rejects += run.rejectRows(
          done.rejects.map { reject in
            var reject = reject
            reject.number += rows
            return reject
          })
        rows += done.rows
        try tally.add(done.tally)
      }
    }
    #expect(tally.written == tally.counts.accepted)
    let summary = try run.summary(tally)
    return Left(
      table: String(decoding: table, as: UTF8.self),
      rejects: String(decoding: rejects, as: UTF8.self),
      summary: summaryText(summary, language: .zh) { $0.count }
        + String(decoding: writeSummary(summary, options: output), as: UTF8.self),
      notices: run.notices(tally).map(\.message.zh), counts: tally.counts)
  }

  // MARK: - Dirty files

  static let headers: [(name: String, cells: [String])] = [
    ("企业名称", ["甲公司", "乙,公司", "丙\"公司", "=丁公司", "", "合计", " 戊 ", "己\n公司", "会计师事务所"]),
    ("注册地", ["试市", "试市", "试市", "外市", "", "别处"]), ("归属", ["市本级", "县市", "", "市本级", "区"]),
    ("营收", ["120000000", "99999999.99", "6亿", "", "1,200,000", "-5", "80亿", "1e5"]),
    ("营收2025", ["100000000", "", "3亿", "0"]), ("历年营收", ["90000000", "", "4亿", "无"]),
    ("投资（万元）", ["100", "250.5", "", "6000", "0.01", "1.23456", "120000"]),
    ("贷款", ["1000000", "333333.33", "", "12.345", "0.5"]),
    ("增速（%）", ["20", "19.99", "", "35.5", "20%"]),
    ("家数", ["3", "2", "", "25", "3家", "2.5", "无", "三"]), ("制造业", ["是", "否", "", "✓", "真"]),
    ("行业", ["软件", "集成电路", "农业", "", " 软件 "]),
    ("成立日期", ["2021-01-01", "2020", "20210506", "", "昨天"]),
    ("费率（%）", ["1", "0.5", "", "1.5", "-"]),
    ("小巨人", ["新认定", "复评", "", "有效", "新引进", "是", "2019", "新任定", "失效"]),
    ("单项冠军", ["", "新认定", "复评", "否", "不详"]), ("备注", ["", "x", "\"q\"", "a\r\nb"]),
  ]

  static func quotedCell(_ cell: String, _ random: inout SeededRandom) -> String {
    let needs = cell.contains { [",", "\"", "\n", "\r\n", "\r"].contains($0) }
    guard needs || random.once(in: 12) else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\"" + (random.once(in: 30) ? " " : "")
  }

  /// A made-up file; in a clean one most cells are the first of their column.
  static func dirtyFile(_ seed: UInt64, rows: Int, isClean: Bool) -> InputFile {
    var random = SeededRandom(seed: seed)
    var columns = headers
    if random.once(in: 3) { columns.remove(at: 4) }
    if random.once(in: 3) { columns.swapAt(0, columns.count - 1) }
    var text = columns.map(\.name).joined(separator: ",") + "\n"
    let ending = random.pick(["\n", "\r\n", "\r"])
    for row in 0..<rows {
      if random.once(in: isClean ? 50 : 9) {
        text += random.pick(["", ",,", " ,\u{3000},", "合计,1", "\"a\"b,c", "x,y,z"])
      } else {
        let cells = columns.map { column -> String in
          let isPlain = random.once(in: isClean ? 1 : 4) && !random.once(in: 20)
          return quotedCell(
            isPlain ? column.cells[0] : random.pick(column.cells), &random)
        }
        text += cells.joined(separator: ",") + (random.once(in: 15) ? ",," : "")
      }
      if row + 1 < rows || random.once(in: 2) { text += ending }
    }
    return InputFile(
      name: "企业\(seed).csv", bytes: (seed % 3 == 0 ? [0xEF, 0xBB, 0xBF] : []) + text.utf8)
  }

  private func input(_ seed: UInt64) -> InputOptions {
    var input = InputOptions()
    input.date = days(2026)
    if seed % 5 == 1 { input.absentIsBlank = true }
    if seed % 5 == 2 { input.settings = [Setting(name: "投资", value: "70亿")] }
    if seed % 5 == 3 { input.date = days(2030) }
    return input
  }

  @Test(arguments: 0..<24 as Range<UInt64>)
  func chunksAreTheWhole(_ seed: UInt64) throws {
    let plan = try #require(Self.plan)
    let files = (0..<(seed % 4 == 0 ? 2 : 1)).map {
      Self.dirtyFile(seed + 100 * UInt64($0), rows: 40, isClean: seed % 2 == 0)
    }
    var output = OutputOptions()
    output.hasMark = seed % 2 == 0
    if seed % 6 == 5 { output.format = .tsv }
    if seed % 6 == 4 { output.columns = ["合计", "企业名称", "技改", "提示", "awards"] }
    if seed % 12 == 7 { output.language = .en }
    let wanted = try Self.whole(plan, files, input(seed), output, .wide)
    for (size, workers) in [(1, 1), (7, 2), (300, 3), (1 << 20, 1)] {
      let found = try Self.chunked(
        plan, files, input(seed), output, .wide, size: size, workers: workers)
      #expect(found == wanted, "seed \(seed) size \(size)")
    }
  }

  @Test(arguments: [ChunkRun.Layout.wide, .long], [OutputOptions.Format.csv, .tsv, .jsonl])
  func layoutsAndForms(_ layout: ChunkRun.Layout, _ format: OutputOptions.Format) throws {
    let plan = try #require(Self.plan)
    let files = [Self.dirtyFile(3, rows: 30, isClean: true)]
    var output = OutputOptions()
    output.format = format
    let wanted = try Self.whole(plan, files, input(0), output, layout)
    for size in [1, 500, 1 << 20] {
      let found = try Self.chunked(plan, files, input(0), output, layout, size: size)
      #expect(found == wanted, "size \(size)")
    }
  }

  /// More rows than a batch holds, so that rows of several batches stand in one chunk.
  @Test func severalBatches() throws {
    let plan = try #require(Self.plan)
    let files = [Self.dirtyFile(8, rows: 2500, isClean: true)]
    let wanted = try Self.whole(plan, files, input(0), OutputOptions(), .wide)
    for size in [60_000, 1 << 24] {
      let found = try Self.chunked(
        plan, files, input(0), OutputOptions(), .wide, size: size, workers: 2)
      #expect(found == wanted, "size \(size)")
    }
  }
}
