import Testing

@testable import Jili

@Suite("header rows and tables of headers")
struct HeaderRowTests {
  private static var facts: [Fact] {
    [yearly("营业收入"), yearly("研发费用"), title("国家级小巨人"), Fact(name: "注册地", kind: .text)]
  }

  private func read(
    _ text: String, _ change: (inout InputOptions) -> Void = { _ in }
  ) throws(InputRefusal) -> Ingested {
    try ingest([file(text)], layout: layout(Self.facts), options: options(change))
  }

  private func refused(
    _ text: String, _ change: (inout InputOptions) -> Void = { _ in }
  ) -> [InputProblem] {
    do throws(InputRefusal) {
      _ = try read(text, change)
      return []
    } catch {
      return error.problems
    }
  }

  private func headers(_ text: String, row: Int = 1) throws -> [String] {
    let found = try read(text) {
      $0.headerRow = row
      $0.headerRows = 2
    }
    return found.inputs[0].columns.map { "\($0.fact)=\($0.header)" }
  }

  /// A group is written above the first of its members.
  @Test func groupsOverMembers() throws {
    let years = "企业,营业收入（万元）,,研发费用\n,2024年,2025年,2025年\n甲,1,2,3\n"
    #expect(
      try headers(years) == [
        "营业收入2024=营业收入（万元） 2024年", "营业收入2025=营业收入（万元） 2025年", "研发费用2025=研发费用 2025年",
      ])
    let facts = "名单,,,\n企业,2025年（万元）,,国家级小巨人\n,营业收入,研发费用,认定日期\n甲,1,2,2024\n"
    #expect(
      try headers(facts, row: 2) == [
        "营业收入2025=2025年（万元） 营业收入", "研发费用2025=2025年（万元） 研发费用", "国家级小巨人.认定日期=国家级小巨人 认定日期",
      ])
  }

  /// The unit of a group that names nothing itself is that of its members.
  @Test func unitsOfGroups() throws {
    let text = "企业,经济指标（万元）,,,基本情况\n,营业收入,研发费用（元）,人数,注册地\n甲,1,2,3,嘉兴\n"
    let found = try read(text) { $0.headerRows = 2 }
    #expect(found.rows[0].row.values[0] == .number(yuan(10_000)))
    #expect(found.rows[0].row.values[3] == .number(yuan(2)))
    #expect(found.rows[0].number == 3)
    #expect(found.rows[0].company == "甲")
    #expect(found.inputs[0].ignored == ["经济指标（万元） 人数"])
  }

  /// A column without a cell below is no member of the group left of it, nor a group itself.
  @Test func columnsWithoutAGroup() throws {
    let text = "企业,注册地,,营业收入\n,,备注,\n甲,嘉兴,无,1\n"
    #expect(try headers(text) == ["注册地=注册地", "营业收入=营业收入"])
  }

  @Test func theRowThatNamesFactsIsOffered() {
    let table = "某市重点企业名单\n填报单位：某局\n企业,营业收入,注册地\n甲,1,嘉兴\n"
    let one = refused(table)
    #expect(one.map(\.code) == ["J4104"])
    #expect(one.first?.message.zh.hasSuffix("：某市重点企业名单；表头像是在第 3 行，请加 --header-row 3") == true)
    #expect(refused(table) { $0.headerRow = 3 } == [])
    let grouped = "名单,,\n企业,2025年（万元）,\n,营业收入,研发费用\n甲,1,2\n"
    #expect(refused(grouped).first?.message.en.hasSuffix("row 3: add --header-row 3") == true)
    let years = "名单,,\n企业,营业收入,\n,2024年,2025年\n甲,1,2\n"
    #expect(
      refused(years).first?.message.en.hasSuffix("row 2: add --header-row 2 --header-rows 2")
        == true)
    #expect(refused("a,b\n1,2\n").first?.message.zh.contains("--map") == true)
  }

  // MARK: --map

  private func mapped(
    _ map: String, _ text: String
  ) throws(InputRefusal) -> Ingested {
    try read(text) { $0.map = file(map, named: "对照.csv") }
  }

  private func codes(_ map: String, _ text: String = "name,rev,城市\n甲,1,嘉兴\n") -> [String] {
    refusal { () throws(InputRefusal) in _ = try mapped(map, text) }
  }

  @Test func aTableOfHeaders() throws {
    let found = try mapped(
      "表头,事实,单位,年份\nname,企业名称,,\nrev,营业收入,万元,2025\n城市,注册地,,\n研发费用,,,\n",
      "name,rev,城市,研发费用\n甲,1,嘉兴,5\n")
    #expect(found.inputs[0].columns.map(\.fact) == ["营业收入2025", "注册地"])
    #expect(found.inputs[0].columns.map(\.header) == ["rev", "城市"])
    #expect(found.inputs[0].ignored == ["研发费用"])
    #expect(found.identityHeaders == ["name"])
    #expect(found.rows[0].row.values[1] == .number(yuan(10_000)))
    let english = try mapped("header,fact\nREV,营业收入\n", "企业,ＲＥＶ\n甲,1\n")
    #expect(english.inputs[0].columns.map(\.fact) == ["营业收入"])
  }

  @Test func mapsThatAreRefused() {
    #expect(codes("表头,事实\nrev,营业收入\n") == [])
    #expect(codes("rev,营业收入\n") == ["J4134"])
    #expect(codes("表头,事实\nrev,营业收入\nrev,\n") == ["J4135"])
    #expect(codes("表头,事实\nrev,营业收入\nrevenue,注册地\n") == ["J4136"])
    #expect(codes("表头,事实\nrev,营业收人\n") == ["J4137"])
    #expect(codes("表头,事实,单位\nrev,营业收入,美元\n") == ["J4138"])
    #expect(codes("表头,事实,年份\nrev,注册地,2025\n") == ["J4138"])
    #expect(codes("表头,事实\nrev,营业收入\n城市,营业收入\n") == ["J4105"])
  }

  @Test func theNearestNameIsOffered() {
    let found = refused("name,revenue\n甲,1\n") {
      $0.map = file("表头,事实\nrevenu,营业收入\n", named: "对照.csv")
    }
    #expect(found.first?.message.zh == "--map：企业文件里没有表头 `revenu`；是否 `revenue`")
    let fact = refused("name,revenue\n甲,1\n") {
      $0.map = file("表头,事实\nrevenue,营业收人\n", named: "对照.csv")
    }
    #expect(fact.first?.message.zh == "--map：规则不读 `营业收人`；是否 `营业收入`")
  }
}
