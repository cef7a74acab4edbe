import Foundation
import JiliTestSupport
import Testing

/// The worked example of the formats page, from files to files.
@Suite("jili batch, the worked example")
struct BatchExampleTests {
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private func desk() throws -> Desk { try Desk(WorkedExample.files) }

  @Test func wideResultsRejectsAndReceipt() throws {
    let desk = try desk()
    let ending = try desk.run(
      "batch", "jiaxing-2026.rules", "--companies", "公司.csv", "--year", "2027", "-o", "out.csv")
    #expect(ending.code == 3)
    #expect(ending.output == "")
    #expect(try desk.bytes("out.csv") == Self.mark + Array(WorkedExample.wide.utf8))
    #expect(try desk.bytes("out.rejects.csv") == Self.mark + Array(WorkedExample.rejects.utf8))
    #expect(try desk.text("out.receipt.json") == receipt(desk))
    let results = ["out.csv", "out.receipt.json", "out.rejects.csv"]
    #expect(
      try desk.names()
        == (WorkedExample.files.keys.filter { !$0.contains("/") }
        + results + ["sources"]).sorted())
  }

  private func receipt(_ desk: Desk) throws -> String {
    func entry(_ name: String, of path: String? = nil) throws -> String {
      let digest = independentDigest(try desk.bytes(path ?? name))
      return "{\"file\": \"\(name)\", \"sha256\": \"\(digest)\"}"
    }
    let columns = WorkedExample.companies.prefix { $0 != "\n" }.split(separator: ",").dropFirst()
      .map { "\"\($0)\": \"\($0)\"" }.joined(separator: ", ")
    let awards = WorkedExample.sums.map { award, companies, low, high in
      "    {\"policy\": \"嘉兴市2026\", \"award\": \"\(award)\", \"companies\": \(companies), "
        + "\"low\": \"\(low)\", \"high\": \"\(high)\"}"
    }.joined(separator: ",\n")
    let input = try entry("公司.csv").dropLast()
    return """
      {
        "schema": 1,
        "jili": "0.1.0",
        "options": {"year": "2027"},
        "rules": [
          \(try entry("jiaxing-2026.rules")),
          \(try entry("vocabulary.rules").dropLast()), "used": true}
        ],
        "inputs": [
          \(input), "encoding": "utf-8", "columns": {\(columns)}, "ignored": [], "absent": []}
        ],
        "counts": {"rows": 4, "accepted": 3, "rejected": 1, "empty": 0},
        "total": {"low": "2860000.00", "high": "3460000.00"},
        "awards": [
      \(awards)
        ],
        "payers": [
          {"payer": "市", "low": "650000.00"},
          {"payer": "区", "low": "650000.00"},
          {"payer": null, "low": "1560000.00"}
        ],
        "outputs": [
          \(try entry("out.csv")),
          \(try entry("out.rejects.csv"))
        ]
      }

      """
  }

  @Test func theSummaryStandsOnStandardError() throws {
    let desk = try desk()
    let run = ["batch", "jiaxing-2026.rules", "--companies", "公司.csv", "--year", "2027"]
    let first = try desk.ending(of: desk.start(run + ["-o", "out.csv"]))
    #expect(
      first.errors == """
        奖项                 企业数    金额（元）    上限（元）
        国家级单项冠军            0          0.00          0.00
        国家级单项冠军.复评       0          0.00          0.00
        国家级小巨人              1  1,500,000.00  1,500,000.00
        国家级小巨人.复评         1    300,000.00    300,000.00
        省级隐形冠军              1  1,000,000.00  1,000,000.00
        省级隐形冠军.复评         0          0.00          0.00
        省级单项冠军              0          0.00          0.00
        省级单项冠军.复评         1     60,000.00     60,000.00
        创新型企业                0          0.00    600,000.00
        合计                      3  2,860,000.00  3,460,000.00
        分担：市 650,000.00，区 650,000.00，未分担 1,560,000.00
        共 4 行：读入 3，退回 1，空行 0
        退回的原因：
          1 行：`国家级小巨人` 不是称号的状态，如 公司.csv 第 5 行的 `新任定`

        """)
    let quiet = try desk.ending(of: desk.start(run + ["-o", "out.csv", "--quiet"]))
    #expect(quiet.errors == "")
    #expect(quiet.code == 3)
  }

  @Test func longResults() throws {
    let desk = try desk()
    let ending = try desk.run(
      "batch", "jiaxing-2026.rules", "--companies", "公司.csv", "--year", "2027", "-o", "out.csv",
      "--layout", "long", "--no-bom")
    #expect(ending.code == 3)
    #expect(try desk.text("out.csv") == WorkedExample.long)
    #expect(try desk.text("out.rejects.csv") == WorkedExample.rejects)
    let receipt = try desk.text("out.receipt.json")
    #expect(
      receipt.contains(
        #""options": {"year": "2027", "no-bom": "true", "layout": "long"}"#))
  }

  /// A pipe gets the table without a mark; the rejects go to standard error.
  @Test func standardInputAndOutput() throws {
    let desk = try desk()
    let ending = try desk.run(
      "batch", "jiaxing-2026.rules", "--companies", "-", "--year", "2027", "--quiet",
      input: WorkedExample.companies)
    #expect(ending.code == 3)
    #expect(ending.output == WorkedExample.wide)
    #expect(
      ending.errors == WorkedExample.rejects.replacingOccurrences(of: "\n公司.csv,", with: "\n'-,"))
    #expect(try desk.names().filter { $0.hasPrefix("out") } == [])
  }

  @Test func resultsInEnglish() throws {
    let desk = try desk()
    let ending = try desk.run(
      "batch", "jiaxing-2026.rules", "--companies", "公司.csv", "--year", "2027", "--lang", "en")
    #expect(ending.output.hasPrefix("企业名称,国家级单项冠军,国家级单项冠军.renewal,"))
    let header = ending.output.prefix { $0 != "\n" }
    #expect(header.hasSuffix(",total,total_high,unspecified,missing,notes"))
    #expect(ending.output.contains(",600000.00,,\"重点领域, 创新型企业.approved\",\n"))
    #expect(ending.errors.contains("file,row,column,value,reason,code\n"))
    #expect(ending.errors.contains("4 rows: 3 read, 1 rejected, 0 empty\n"))
  }

  @Test func theSummaryAsAFile() throws {
    let desk = try desk()
    let ending = try desk.run(
      "batch", "jiaxing-2026.rules", "--companies", "公司.csv", "--year", "2027", "-o", "out.csv",
      "--summary", "sums.csv", "--rejects", "back.csv", "--no-receipt", "--no-bom")
    #expect(ending.code == 3)
    let lines = WorkedExample.sums.map { "嘉兴市2026,\($0),\($1),\($2),\($3)\n" }.joined()
    #expect(
      try desk.text("sums.csv") == "政策,奖项,企业数,金额,上限\n" + lines + ",合计,3,2860000.00,3460000.00\n")
    #expect(try desk.text("back.csv") == WorkedExample.rejects)
    let left = try desk.names().filter { $0.hasPrefix("out") }
    #expect(left == ["out.csv"])
  }

  /// Equal runs give equal bytes, wherever they run.
  @Test func equalRunsGiveEqualBytes() throws {
    let desks = [try desk(), try desk()]
    for desk in desks {
      _ = try desk.run(
        "batch", desk.path + "/jiaxing-2026.rules", "--companies", desk.path + "/公司.csv",
        "--year", "2027", "-o", desk.path + "/out.csv")
    }
    for name in ["out.csv", "out.rejects.csv", "out.receipt.json"] {
      let bytes = try desks[0].bytes(name)
      #expect(!bytes.isEmpty)
      #expect(try desks[1].bytes(name) == bytes)
    }
    #expect(try !desks[0].text("out.receipt.json").contains(desks[0].path))
  }
}

@Suite("digests of the tests")
struct IndependentDigestTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func examplesOfTheStandard(_ text: String, _ digest: String) {
    #expect(independentDigest(Array(text.utf8)) == digest)
  }
}
