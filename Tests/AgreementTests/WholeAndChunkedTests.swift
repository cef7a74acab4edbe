import Foundation
import Jili
import JiliLexer
import JiliTestSupport
import Testing

@testable import repl

/// Whole files and chunks of any size, in any number of threads, leave the same bytes.
@Suite("whole and chunked") struct WholeAndChunkedTests {
  private static func plan(_ rules: String) throws -> Plan {
    let compiled = compile(Array(rules.utf8), named: "试市.rules") { _ in nil }
    let errors = compiled.diagnostics.filter { $0.severity == .error }.map(\.message.zh)
    try #require(errors == [])
    return try #require(compiled.plan)
  }

  // MARK: - Encodings

  private static let rules = """
    policy 试市 { period 2026-01-01 .. 2026-12-31 }
    field 营收 : money; also "revenue"
    field 行业 : text; also "trade"
    award 增长 = 1% of 营收 when 营收 >= 100元 and 行业 = "软件"

    """

  private static func inGB18030(_ text: String) throws -> [UInt8] {
    let converter = iconv_open("GB18030", "UTF-8")
    defer { iconv_close(converter) }
    var input = Array(text.utf8CString).dropLast().map { $0 }
    var output = [CChar](repeating: 0, count: input.count * 2 + 4)
    let room = output.count
    var (inLeft, outLeft) = (input.count, room)
    input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var (from, to) = (source.baseAddress, target.baseAddress)
        _ = iconv(converter, &from, &inLeft, &to, &outLeft)
      }
    }
    try #require(inLeft == 0)
    return output.prefix(room - outLeft).map { UInt8(bitPattern: $0) }
  }

  private static func inUTF16(_ text: String, isBigEndian: Bool, hasMark: Bool) -> [UInt8] {
    ((hasMark ? [0xFEFF] : []) + text.utf16).flatMap { unit in
      let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isBigEndian ? bytes : bytes.reversed()
    }
  }

  /// Names of two bytes and four, beyond the basic plane, and cells that run over lines.
  private static func table(_ headers: String, rows: Int) -> String {
    headers + "\n"
      + (1...rows).map { row in
        let name = ["甲公司", "镕基𠮷", "ß\u{1E3F}", "\"乙,\n丙\"", "x"][row % 5]
        return "\(name)\(row % 5 == 3 ? "" : "\(row)"),\(row % 7 == 0 ? "1e5" : "\(row)"),软件\n"
      }.joined()
  }

  @Test(arguments: ["gb18030", "utf-16le", "utf-16be"], ["企业名称,营收,行业", "name,revenue,trade"])
  func otherEncodings(_ encoding: String, _ headers: String) throws {
    let plan = try Self.plan(Self.rules)
    let text = Self.table(headers, rows: 60)
    for isNamed in [false, true] {
      let bytes =
        encoding == "gb18030"
        ? try Self.inGB18030(text)
        : Self.inUTF16(text, isBigEndian: encoding == "utf-16be", hasMark: !isNamed)
      let options = ["--year", "2026"] + (isNamed ? ["--encoding", encoding] : [])
      let ways = try BothWays(plan, [("公司.csv", bytes)], options)
      #expect(try ways.whole().problems == [])
      #expect(try ways.agree("\(encoding) \(headers) \(isNamed)") == 4)
    }
  }

  /// A byte that does not fit, at any place: the same words for the same row.
  @Test(arguments: ["gb18030", "utf-16le", "utf-8"], ["企业名称,营收,行业", "name,revenue,trade"])
  func damagedText(_ encoding: String, _ headers: String) throws {
    let plan = try Self.plan(Self.rules)
    let text = Self.table(headers, rows: 30)
    let bytes =
      switch encoding {
      case "gb18030": try Self.inGB18030(text)
      case "utf-8": Array(text.utf8)
      default: Self.inUTF16(text, isBigEndian: false, hasMark: true)
      }
    for place in [bytes.count / 2 & ~1, (bytes.count - 1) & ~1] {
      let wrong: [UInt8] = encoding == "utf-16le" ? [0x00, 0xD8] : [0xFF]
      let damaged = Array(bytes[..<place]) + wrong + bytes[place...]
      let ways = try BothWays(plan, [("公司.csv", damaged)], ["--year", "2026"])
      #expect(try ways.whole().problems.count == 1)
      try ways.agree("\(encoding) \(place)")
    }
    let cut = try BothWays(plan, [("公司.csv", Array(bytes.dropLast(2)))], ["--year", "2026"])
    try cut.agree("\(encoding) cut short")
  }

  // MARK: - Quotas

  private static let quotaRules = """
    policy 试市 { period 2026-01-01 .. 2028-12-31; funding 市 50%, 区 50% when 市属 }
    field 评分 : number; blank = none
    field 增速 : percent
    field 营收 : money
    field 上年 : money
    field 市属 : flag
    field 上市日 : date
    parameter 名额数 : number = 4
    reading 口径 = 严 or 宽
    reading 多少 = 少 or 多
    award 评优 = 10万 when 市属; quota = 6 per year by 评分, 增速
    award 增长 = 1% of 营收 when 营收 >= if 口径 = 严 then 500元 else 300元;
      quota = 名额数 per year by 营收 / 上年; cap 5万
    award 早市 = up to 8万; quota = if 多少 = 少 then 3 else 9 per year by 上市日
    award 分期 = 9万; payment = 50% at 期初, rest at 期末; quota = 5 per year by 营收
    exclusive 评优, 增长
    together 早市, 分期; cap 10万 per year

    """

  /// Who has no place was due something: that the policy has ended is not said of them.
  @Test func withoutPlaceBehindThePeriod() throws {
    let plan = try Self.plan(
      """
      policy 试市 { period 2026-01-01 .. 2026-12-31 }
      field 评分 : number
      award 评优 = 10万; period 2026-01-01 .. 2030-12-31; quota = 1 per year by 评分

      """)
    let ways = try BothWays(
      plan, [("公司.csv", Array("企业名称,评分\n甲,9\n乙,5\n".utf8))], ["--year", "2028"])
    #expect(try ways.agree("behind the period") == 4)
    let table = try #require(try ways.whole().files["out.csv"])
    #expect(table.contains("甲,100000.00,") && table.contains("乙,0.00,0.00,0.00,,,\n"))
  }

  private static func quotaFile(_ seed: UInt64, rows: Int, isDated: Bool) -> [UInt8] {
    var random = SeededRandom(seed: seed)
    var text = "企业名称,评分,增速（%）,营收,上年,市属,上市日,分期.期次\(isDated ? ",年度" : "")\n"
    for row in 1...rows {
      var cells = [
        "公司\(row)", random.pick(["80", "90", "90", "85.5", "", "x"]),
        random.pick(["10", "20", "20", ""]), random.pick(["400", "500", "900", "", "501"]),
        random.pick(["100", "300", "7", "0", ""]), random.pick(["是", "是", "是", "否", ""]),
        random.pick(["2020", "2020-05", "2021-01-01", ""]), random.pick(["", "", "期初", "期末"]),
      ]
      if isDated { cells.append(random.pick(["2026", "2027", "2027-05", "", "年"])) }
      text += random.once(in: 20) ? "\n" : cells.joined(separator: ",") + "\n"
    }
    return Array(text.utf8)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func quotas(_ seed: UInt64) throws {
    let plan = try Self.plan(Self.quotaRules)
    let isDated = seed % 2 == 0
    var files = [("甲.csv", Self.quotaFile(seed, rows: 60, isDated: isDated))]
    if seed % 3 == 0 {
      files.append(("乙.csv", Self.quotaFile(seed + 50, rows: 20, isDated: isDated)))
    }
    let options =
      (isDated ? [] : ["--year", "2026"]) + (seed % 4 < 2 ? ["--layout", "long"] : [])
      + (seed == 5 ? ["--set", "名额数=0"] : seed == 6 ? ["--set", "名额数=1000"] : [])
    let ways = try BothWays(plan, files, options)
    #expect(try ways.whole().problems == [])
    #expect(try ways.agree("seed \(seed)") == 4)
  }

  // MARK: - Keys

  private static let keyRules = """
    policy 试市 { period 2024-01-01 .. 2028-12-31; funding 市 50%, 区 50% when 市属 }
    field 营收 : money by year
    field 投资 : money
    field 市属 : flag; blank = none
    field 家数 : number in 0 .. 9
    title 小巨人
    reading 口径 = 严 or 宽
    award 小巨人 = 50万 when new; renewal = 10万
    award 首破 = (营收 first reaches { 1000元: 1万; 5000元: 3万 } highest) when 市属
    award 增长 = 1% of 营收 when 营收 >= 营收 last year; cap 300元
    award 投产 = 10% of 投资 when 投资 >= if 口径 = 严 then 500元 else 300元; once
    award 年补 = 2% of 投资; cap 40元 per year
    exclusive 小巨人, 投产
    together 增长, 年补; cap 60元 per year
    limit 家数 <= 5

    """

  /// `share` rows a company on average; 1 is mostly companies of one row.
  private static func keyedFile(
    _ seed: UInt64, rows: Int, share: Int, isDated: Bool
  ) -> String {
    var random = SeededRandom(seed: seed)
    var text = "年度,编号,企业名称,营收,投资,市属,家数,小巨人\n"
    if !isDated { text = text.replacing("年度,", with: "批次,") }
    for row in 1...rows {
      let number = random.int(1...max(1, rows / share))
      var key = random.pick(["K\(number)", "K\(number)", " K\(number)\u{3000}", "企业\(number)"])
      // One letter, composed in two ways: one key.
      if random.once(in: 8) { key = random.pick(["\u{E9}\(number % 3)", "e\u{301}\(number % 3)"]) }
      if random.once(in: 15) { key = random.pick(["", " ", "\u{3000}", "合计"]) }
      if random.once(in: 9) { key = "\"\(key)\"" }
      if random.once(in: 30) { key = "\"K,\(number % 2)\"\"\"" }
      let cells = [
        random.pick(["2024", "2025", "2025", "2026", "2027-05", random.once(in: 9) ? "年" : "2026"]),
        key, "公司\(row)",
        random.pick(["800", "1200", "6000", "", random.once(in: 9) ? "x" : "900"]),
        random.pick(["400", "700", "2000", ""]), random.pick(["是", "否", ""]),
        random.pick(["3", "7", "12", ""]),
        random.pick(["新认定", "复评", "", "", "有效", random.once(in: 9) ? "新任定" : ""]),
      ]
      switch random.int(1...25) {
      case 1: text += "\n"
      case 2: text += cells.prefix(4).joined(separator: ",") + "\n"
      case 3: text += String(repeating: cells.joined(separator: ",") + "\n", count: 2)
      default: text += cells.joined(separator: ",") + random.pick(["\n", "\n", "\r\n"])
      }
    }
    return text
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func keys(_ seed: UInt64) throws {
    let plan = try Self.plan(Self.keyRules)
    let isDated = seed % 2 == 0
    let share = [1, 3, 8][Int(seed % 3)]
    let text = Self.keyedFile(seed, rows: 70, share: share, isDated: isDated)
    var files = [("甲.csv", seed % 4 == 3 ? try Self.inGB18030(text) : Array(text.utf8))]
    if seed % 5 < 2 {
      let other = Self.keyedFile(seed + 50, rows: 20, share: 2, isDated: isDated)
      files.append(("乙.csv", Array(other.utf8)))
    }
    let options =
      ["--key", "编号"] + (isDated ? ["--date-column", "年度"] : ["--year", "2026"])
      + (seed % 4 < 2 ? ["--layout", "long"] : [])
    let ways = try BothWays(plan, files, options)
    #expect(try ways.whole().problems == [])
    #expect(try ways.agree("seed \(seed)") == 4)
  }

  /// Each company has one row: columns settle them, and quotas are drawn among them.
  @Test func keysThatAreUnique() throws {
    for rules in [Self.keyRules, Self.quotaRules] {
      let plan = try Self.plan(rules)
      let rows = String(
        decoding: Self.quotaFile(3, rows: 60, isDated: false), as: UTF8.self)
      let text = rows.replacing("上年", with: "投资")
      let ways = try BothWays(
        plan, [("甲.csv", Array(text.utf8))], ["--key", "企业名称", "--year", "2026"])
      #expect(try ways.agree("unique") == 4)
    }
  }

  // MARK: - Keys and quotas

  private static let bothRules = """
    policy 试市 { period 2024-01-01 .. 2028-12-31; funding 市 50%, 区 50% when 市属 }
    field 营收 : money by year
    field 投资 : money
    field 市属 : flag; blank = none
    field 家数 : number in 0 .. 9
    title 小巨人
    reading 口径 = 严 or 宽
    reading 多少 = 少 or 多
    parameter 名额数 : number = 4
    award 小巨人 = 50万 when new; quota = 3 per year by 家数, 营收; renewal = 10万
    award 投产 = 10% of 投资 when 投资 >= if 口径 = 严 then 500元 else 300元; once;
      quota = if 多少 = 少 then 2 else 4 per year by 家数
    award 增长 = 1% of 营收 when 营收 >= 营收 last year; quota = 名额数 per year by 营收; cap 300元
    award 年补 = 2% of 投资 when 市属; cap 40元 per year; quota = 6 per year by 投资
    award 落户 = 80元 when 市属; once; quota = 5 per year by 营收 / 投资
    award 分期 = 900元; payment = 50% at 期初, rest at 期末; once; quota = 4 per year by 家数
    exclusive 小巨人, 投产
    together 增长, 年补; cap 60元 per year
    limit 家数 <= 5

    """

  /// What a company brings to a year hangs on its places in the years before.
  @Test(arguments: 1...24 as ClosedRange<UInt64>)
  func keysAndQuotas(_ seed: UInt64) throws {
    let plan = try Self.plan(Self.bothRules)
    let isDated = seed % 4 != 1
    let share = [1, 3, 8][Int(seed % 3)]
    let text = Self.keyedFile(seed, rows: 90, share: share, isDated: isDated)
    var files = [("甲.csv", seed % 8 == 3 ? try Self.inGB18030(text) : Array(text.utf8))]
    if seed % 5 < 2 {
      let other = Self.keyedFile(seed + 50, rows: 30, share: 2, isDated: isDated)
      files.append(("乙.csv", Array(other.utf8)))
    }
    let options =
      ["--key", "编号"] + (isDated ? ["--date-column", "年度"] : ["--year", "2026"])
      + (seed % 4 < 2 ? ["--layout", "long"] : [])
      + (seed == 5 ? ["--set", "名额数=0"] : seed == 6 ? ["--set", "名额数=1000"] : [])
    let ways = try BothWays(plan, files, options)
    #expect(try ways.whole().problems == [])
    #expect(try ways.agree("seed \(seed)") == 4)
  }

  /// One place a year, once a company: who had it leaves it to the next.
  @Test func placesThatPassOn() throws {
    let plan = try Self.plan(
      """
      policy 试市 { period 2024-01-01 .. 2028-12-31 }
      field 评分 : number
      award 评优 = 10万; once; quota = 1 per year by 评分

      """)
    let rows = [
      "2026,甲,99", "2024,乙,80", "2025,丙,70", "2026,乙,60", "2025,甲,95", "2026,丙,70",
      "2024,甲,90", "2025,乙,80",
    ]
    let wanted = ["0", "0", "0", "0", "0", "10", "10", "10"]
    let text = "年度,编号,评分\n" + rows.joined(separator: "\n") + "\n"
    let ways = try BothWays(
      plan, [("甲.csv", Array(text.utf8))], ["--key", "编号", "--date-column", "年度"])
    #expect(try ways.agree("places") == 4)
    for threads in [1, 2, 7] {
      let left = try #require(try ways.chunked(size: 20, threads: threads))
      let lines = (left.files["out.csv"] ?? "").split(separator: "\n").dropFirst()
      #expect(
        lines.map { String($0.split(separator: ",")[2].prefix { $0 != "." }) }
          == wanted.map { $0 == "10" ? "100000" : "0" })
    }
  }

  /// A file that is written to between the two looks at it is refused, and nothing is left.
  @Test func changedFile() throws {
    let desk = try Desk(["公司.csv": "企业名称,评分\n甲,1\n"])
    let stream = try CompanyStream(desk.path + "/公司.csv", hashing: true)
    func readAll() throws {
      let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 1)
      defer { room.deallocate() }
      while try stream.read(into: room) > 0 {}
    }
    try readAll()
    try stream.readAgain(to: 4)
    try readAll()
    try stream.confirm()
    try stream.readAgain(to: 4)
    try desk.put("公司.csv", "企业名称,评分\n甲,2\n")
    try readAll()
    let fault = #expect(throws: FileFault.self) { try stream.confirm() }
    #expect(fault?.diagnostic.code == "J5012")
  }
}
