import JiliTestSupport
import Testing

@testable import repl

/// The options that say how company files are read, from outside.
@Suite("jili batch, formats of company files")
struct InputFormatTests {
  private func desk(_ more: [String: String] = [:]) throws -> Desk {
    try Desk(
      [
        "a.rules": "field 额 : money\naward 甲 = 额 的 10%",
        "a.jsonl": "{\"企业\": \"一\", \"额\": \"1万\"}\n{\"企业\": \"二\", \"额\": [2]}\n",
      ].merging(more) { $1 })
  }

  @Test func jsonLines() throws {
    let desk = try desk()
    let ending = try desk.run(
      "batch", "a.rules", "--companies", "a.jsonl", "-o", "o.csv", "--no-bom", "--lang", "zh")
    #expect(ending.code == 3)
    #expect(try desk.text("o.csv").hasSuffix("\n一,1000.00,1000.00,1000.00,,,\n"))
    #expect(
      try desk.text("o.rejects.csv").hasSuffix("\na.jsonl,2,额,…,应是一个值，不能是数组或对象,J4222\n"))
  }

  /// 企业,额 and 甲 in GBK: known without a word, by name, and refused as UTF-8.
  @Test func encodings() throws {
    let desk = try desk()
    try desk.put(
      "b.csv",
      bytes: [0xC6, 0xF3, 0xD2, 0xB5, 0x2C, 0xB6, 0xEE, 0x0A, 0xBC, 0xD7, 0x2C, 0x31, 0x0A])
    for options in [[], ["--encoding", "gbk"], ["--encoding", "GB18030"]] {
      let process = try desk.start(
        ["batch", "a.rules", "--companies", "b.csv", "-o", "o.csv"] + options)
      #expect(try desk.ending(of: process).code == 0)
      #expect(try desk.text("o.csv").contains("\n甲,0.10,"))
      #expect(try desk.text("o.receipt.json").contains("\"encoding\": \"gb18030\""))
    }
    let wrong = try desk.run(
      "batch", "a.rules", "--companies", "b.csv", "--encoding", "utf-8", "--lang", "en")
    #expect(wrong.code == 65)
    #expect(wrong.errors.hasPrefix("b.csv:1: error J4101: "))
    let unknown = try desk.run(
      "batch", "a.rules", "--companies", "b.csv", "--encoding", "latin1", "--lang", "en")
    #expect(unknown.code == 64)
    #expect(unknown.errors.contains("utf-8, gb18030, utf-16le, utf-16be"))
  }

  @Test func mapsAndTwoHeaderRows() throws {
    let desk = try desk([
      "b.csv": "名单,,\nname,amount,\n,2024,2025\n一,1,2\n",
      "m.csv": "表头,事实,单位\nname,企业名称,\namount 2025,额,万元\n",
    ])
    let ending = try desk.run(
      "batch", "a.rules", "--companies", "b.csv", "--header-row", "2", "--header-rows", "2",
      "--map", "m.csv", "-o", "o.csv", "--no-bom", "--lang", "zh")
    #expect(ending.code == 0)
    #expect(
      try desk.text("o.csv") == "name,甲,合计,上限合计,未定,待补,提示\n一,2000.00,2000.00,2000.00,,,\n")
    let receipt = try desk.text("o.receipt.json")
    #expect(receipt.contains("\"map\": {\"file\": \"m.csv\", \"sha256\": "))
    #expect(receipt.contains("\"header-row\": \"2\", \"header-rows\": \"2\""))
    #expect(receipt.contains("\"ignored\": [\"amount 2024\"]"))
    let lost = try desk.run("batch", "a.rules", "--companies", "b.csv", "--map", "n.csv")
    #expect(lost.code == 66)
    let overwritten = try desk.run(
      "batch", "a.rules", "--companies", "b.csv", "--map", "m.csv", "-o", "m.csv")
    #expect(overwritten.code == 64)
    #expect(try desk.text("m.csv").hasPrefix("表头"))
    let three = try desk.run("batch", "a.rules", "--companies", "b.csv", "--header-rows", "3")
    #expect(three.code == 64)
  }

  /// A pair beside the rules may bring a table of headers; analyses read the same formats.
  @Test func pairsAndAnalyses() throws {
    let desk = try desk([
      "p/a.rules": "field 额 : money\naward 甲 = 额 的 10%",
      "p/a.companies.csv": "name,amount\n一,1\n", "p/a.expected.csv": "name,甲\n一,1000\n",
      "p/a.options": "--map a.map.csv\n", "p/a.map.csv": "表头,事实,单位\namount,额,万元\n",
    ])
    let pair = try desk.run("test", "p", "--lang", "zh")
    #expect(pair.code == 0, "\(pair.output) \(pair.errors)")
    let readings = try desk.run("readings", "a.rules", "--companies", "a.jsonl", "--lang", "zh")
    #expect(readings.code == 3)
    #expect(readings.errors.contains("J4222"))
  }
}
