import JiliTestSupport
import Testing

/// `jili sql`: the query itself runs in `make test-sql`, in real databases.
@Suite("jili sql")
struct SQLCommandTests {
  private static let rules = """
    字段 投资额 : 金额
    字段 名次 : 数；空白 = 无
    称号 小巨人
    奖励 小巨人 = 150万 当 新认定；一次性
    奖励 技改 = 投资额 的 20% 封顶 50万 当 名次 不超过 3；依据 "第四条"
    """

  private func ending(_ arguments: [String], _ files: [String: String] = [:]) throws -> Desk.Ending
  {
    let desk = try Desk(["例.rules": Self.rules].merging(files) { $1 })
    return try desk.ending(of: desk.start(arguments))
  }

  /// A step stands in no other: what PostgreSQL writes into the next step doubles at each.
  @Test(arguments: ["duckdb", "postgresql", "spark"])
  func writesAQueryADialect(_ dialect: String) throws {
    let found = try ending(["sql", "例.rules", "--dialect", dialect])
    #expect(found.code == 0)
    let mark = dialect == "spark" ? "`" : "\""
    #expect(found.output.contains("-- 技改，第四条"))
    #expect(found.output.contains("AS \(mark)技改_上限\(mark)"))
    #expect(found.output.contains("MATERIALIZED") == (dialect != "spark"))
    #expect(found.output.contains("HUGEINT") == (dialect == "duckdb"))
    #expect(!found.output.contains("DOUBLE") && !found.output.contains("FLOAT"))
  }

  /// An award that is a range whatever the company gives needs no case to say so.
  @Test func whatIsAlwaysOpenSaysSo() throws {
    let rules = "parameter 上限 : money\naward 赛 = 50万; cap 20万 per year; cap 上限\n"
    let found = try ending(["sql", "三.rules", "--dialect", "postgresql"], ["三.rules": rules])
    #expect(found.code == 0)
    #expect(found.output.contains("'open' AS \"赛_结果\""))
    #expect(!found.output.contains("CASE ELSE"))
  }

  /// Spark writes out each step wherever it is read: beside the row itself a quota reads the
  /// companies twice, and one quota never multiplies what another reads.
  @Test func quotasDoNotMultiplyTheWork() throws {
    let awards = (1...3).map { "奖励 赛\($0) = 10万 当 名次 不超过 3；名额 = 每年 \($0)0 按 名次" }
    let rules = "字段 名次 : 数；空白 = 无\n" + awards.joined(separator: "\n")
    let found = try ending(["sql", "三.rules", "--dialect", "spark"], ["三.rules": rules])
    #expect(found.code == 0)
    // How often the table is read where each step is written out.
    var readings: [Substring: Int] = ["企业": 1]
    var name: Substring = ""
    for step in found.output.split(separator: "` AS (\n") {
      let words = step.split(whereSeparator: { " \n()`".contains($0) })
      readings[name] = zip(words, words.dropFirst()).reduce(0) { sum, pair in
        sum + (["FROM", "JOIN"].contains(pair.0) ? readings[pair.1] ?? 0 : 0)
      }
      name = words.last ?? ""
    }
    #expect(readings["合计"] == 7)
  }

  @Test func tablesHaveAColumnAFact() throws {
    let plain = try ending(["sql", "例.rules", "--tables"])
    #expect(plain.output.contains("\"投资额\" DECIMAL(18,4)"))
    #expect(plain.output.contains("\"名次_状态\" TEXT"))
    #expect(!plain.output.contains("历史"))
    let years = try ending(
      ["sql", "例.rules", "--tables", "--key", "企业编号", "--date-column", "日期"])
    #expect(years.output.contains("CREATE TABLE \"历史\""))
    #expect(years.output.contains("\"键\" TEXT"))
  }

  /// 12 亿 to the last of four decimals, a rank that is none, one that is unknown, a title of which
  /// it is open whether it is the first; a share of a 分's hundredth has no room and is no 0.
  @Test func rowsSayWhatIsUnknownAndWhatIsNot() throws {
    let companies = """
      企业名称,投资额（万元）,名次,小巨人
      甲,120000.00001234,1,新认定
      乙,,,
      丙,10,2.12345678,无

      """
    let found = try ending(
      ["sql", "例.rules", "--companies", "企业.csv", "--year", "2026", "-q"],
      ["企业.csv": companies])
    let lines = found.output.split(separator: "\n").map(String.init)
    #expect(found.code == 3)
    #expect(
      lines == [
        "行,企业,日期_起,日期_止,小巨人_状态集,小巨人.已付,投资额,名次,名次_状态",
        "1,甲,2026-01-01,2026-12-31,6,,1200000000.1234,1.000000,",
        "2,乙,2026-01-01,2026-12-31,1,,,,无",
      ])
    #expect(found.errors.contains("企业.csv,4,名次,,"))
    #expect(found.errors.contains("J4298"))
  }

  /// Rows are counted through all files, and what is sent back stands in the order of their rows,
  /// whether it could not be read or the table cannot hold it.
  @Test func rowsOfSeveralFilesAreOneTable() throws {
    let found = try ending(
      ["sql", "例.rules", "--companies", "一.csv", "二.csv", "--year", "2026", "-q", "--lang", "zh"],
      [
        "一.csv": "企业名称,名次\n甲,1\n乙,2.12345678\n丙,第三\n丁,4\n",
        "二.csv": "名次,企业名称\n5,戊\n6.00000001,己\n",
      ])
    let rows = found.output.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",").prefix(2).joined(separator: ",")
    }
    // 乙 took its number though it is not in the table.
    #expect(rows == ["1,甲", "3,丁", "4,戊"])
    #expect(found.code == 3)
    let rejects = found.errors.split(separator: "\n").filter {
      $0.hasPrefix("一.csv,") || $0.hasPrefix("二.csv,")
    }
    #expect(
      rejects.map { $0.split(separator: ",").prefix(2).joined(separator: ",") }
        == ["一.csv,3", "一.csv,4", "二.csv,3"])
  }

  @Test func whatCannotBeExactIsRefusedByClause() throws {
    let rules = """
      字段 甲 : 金额
      字段 乙 : 金额
      奖励 项目 = 甲 至 乙
      奖励 配套 = 1万 当 项目.应得
      """
    let found = try ending(["sql", "例.rules", "--lang", "zh"], ["例.rules": rules])
    #expect(found.code == 2)
    #expect(found.output.isEmpty)
    #expect(found.errors.contains("J7001") && found.errors.contains("配套："))
    #expect(found.errors.contains("例.rules:4:4"))
  }

  /// A small part of an open sum would have to be tried at too many sums; of a settled one it is
  /// worked out.
  @Test func aSmallPartOfAnOpenSumIsRefused() throws {
    func found(_ amount: String, _ share: String) throws -> Desk.Ending {
      let rules = "奖励 项目 = \(amount)；拨付 = 一期 \(share), 二期 \(share), 末期 其余"
      return try ending(["sql", "例.rules", "--lang", "zh"], ["例.rules": rules])
    }
    let open = try found("最高 10万", "49.5%")
    #expect(open.code == 2 && open.errors.contains("J7001"))
    let settled = try found("10万", "49.5%")
    #expect(settled.code == 0 && !settled.errors.contains("J7001"))
    let large = try found("最高 10万", "33%")
    #expect(large.code == 0 && large.output.utf8.count < 60_000)
  }

  @Test func optionsThatExcludeEachOther() throws {
    let found = try ending(["sql", "例.rules", "--tables", "--companies", "企业.csv"])
    #expect(found.code == 64)
    let unknown = try ending(["sql", "例.rules", "--dialect", "oracle"])
    #expect(unknown.code == 64)
  }
}
