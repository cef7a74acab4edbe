import Jili
import JiliLexer
import Testing

@testable import repl

/// A company file in memory, as hosts of the library give it, leaves the bytes that a batch over
/// the same file leaves.
@Suite("files of hosts") struct MemoryRunTests {
  private static let csv = """
    企业名称,年度,编号,营收,规上,等级,投资,市属,小巨人
    虚构甲,2025,K1,800,是,甲,400,是,新认定
    虚构乙,2025,K2,800,否,乙,多,否,
    虚构甲,2026,K1,"1,500",是,甲,20万元,是,复评
    ,,,,,,,,

    """

  @Test(arguments: ["csv", "jsonl", "json", "utf16"], ["wide", "long"])
  func leaveWhatABatchLeaves(_ form: String, _ layout: String) throws {
    for options in [["--year", "2026"], ["--key", "编号", "--date-column", "年度"]] {
      let plan = try CompanyYearTests.plan(options.count == 2 ? 0 : 2)
      let (name, bytes) = Self.file(form)
      let ways = try BothWays(plan, [(name, bytes)], options + ["--no-bom", "--layout", layout])
      let wanted = try ways.whole()
      let batch = try Batch.parse(["-", "--companies", name, "--layout", layout] + options)
      let run = MemoryRun(
        plan, InputFile(name: name, bytes: bytes), input: batch.inputOptions(nil),
        run: RunOptions(explains: layout == "long"), output: OutputOptions(),
        layout: layout == "wide" ? .wide : .long, splits: nil)
      let found = try run.results()
      #expect(String(decoding: found.table, as: UTF8.self) == wanted.files["out.csv"])
      #expect(String(decoding: found.rejects, as: UTF8.self) == wanted.files["out.rejects.csv"])
      let counts = found.counts
      #expect(counts.rejected == 1)
      #expect(counts.rows == counts.accepted + counts.rejected + counts.empty)
    }
  }

  private static func file(_ form: String) -> (String, [UInt8]) {
    let rows = csv.split(separator: "\n").dropLast().map {
      $0.replacing("\"1,500\"", with: "1500").split(
        separator: ",", omittingEmptySubsequences: false)
    }
    let objects = rows.dropFirst().map { row in
      "{" + zip(rows[0], row).map { "\"\($0)\": \"\($1)\"" }.joined(separator: ", ") + "}"
    }
    switch form {
    case "jsonl": return ("甲.jsonl", Array(objects.joined(separator: "\n").utf8))
    case "json": return ("甲.json", Array("[\(objects.joined(separator: ",\n"))]".utf8))
    case "utf16":
      let bytes = csv.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
      return ("甲.csv", [0xFF, 0xFE] + bytes)
    default: return ("甲.csv", Array(csv.utf8))
    }
  }
}
