import CReadline
import Glibc
import JiliLexer
import Testing
import repl

@Suite("console")
struct ConsoleTests {
  @Test(arguments: [
    (["LANG": "zh_CN.UTF-8"], Language.zh), (["LANG": "zh"], .zh), (["LANG": "zh-Hans"], .zh),
    (["LC_ALL": "C", "LANG": "zh_CN.UTF-8"], .en), (["LC_ALL": "", "LANG": "zh_CN"], .zh),
    (["LC_MESSAGES": "en_US.UTF-8", "LANG": "zh_CN"], .en), ([:], .en), (["LANG": "de_DE"], .en),
  ])
  func languageFollowsTheLocale(_ environment: [String: String], _ language: Language) {
    #expect(Console.language { environment[$0] } == language)
  }

  @Test(arguments: [
    (true, false, [:], RenderStyle.ansi), (false, false, [:], .plain), (true, true, [:], .plain),
    (true, false, ["NO_COLOR": "1"], .plain), (true, false, ["NO_COLOR": ""], .ansi),
    (true, false, ["TERM": "dumb"], .plain),
  ])
  func coloursOnlyWhereWanted(
    _ isTerminal: Bool, _ noColour: Bool, _ environment: [String: String], _ style: RenderStyle
  ) {
    #expect(
      Console.style(isTerminal: isTerminal, noColour: noColour) { environment[$0] } == style)
  }

  @Test func rejectedRowsComeBeforeAFailedCheck() {
    #expect(ExitCode.atEnd(rowsRejected: true, failed: true) == .rowsRejected)
    #expect(ExitCode.atEnd(rowsRejected: false, failed: true) == .failed)
    #expect(ExitCode.atEnd(rowsRejected: false, failed: false) == .done)
  }
}

@Suite("reading lines", .serialized)
struct LineReaderTests {
  private func lines(_ bytes: [UInt8]) throws -> [LineInput] {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    #expect(write(ends[1], bytes, bytes.count) == bytes.count)
    close(ends[1])
    defer { close(ends[0]) }
    let reader = LineReader(isTerminal: false, descriptor: ends[0])
    var found: [LineInput] = []
    repeat { found.append(try reader.read(prompt: "> ")) } while found.last != .end
    return found
  }

  @Test(arguments: [
    ("", [LineInput.end]), ("甲\n", [.line("甲"), .end]), ("甲", [.line("甲"), .end]),
    ("甲\r\n\n乙\t丙", [.line("甲"), .line(""), .line("乙\t丙"), .end]),
  ])
  func fromAPipe(_ text: String, _ expected: [LineInput]) throws {
    #expect(try lines(Array(text.utf8)) == expected)
  }

  @Test func bytesThatAreNoTextAreSeenByTheLexer() throws {
    guard case .line(let line) = try lines([0xC4, 0xE3, 0x0A])[0] else {
      Issue.record("no line")
      return
    }
    #expect(lex(Source(name: "-", text: line)).diagnostics.first?.code == "J1003")
  }

  @Test func linesAcrossReads() throws {
    let long = String(repeating: "国", count: 20_000)
    #expect(try lines(Array((long + "\n" + "乙").utf8)).first == .line(long))
  }

  @Test func entriesOfSeveralLinesStayWhole() throws {
    let folder = Folder()
    let path = folder.path + "/history"
    jili_readline_open(100)
    jili_history_add("award 甲 = 1万;\n  cite \"三\"")
    jili_history_add("# 注释")
    jili_history_add("# 注释")
    #expect(jili_history_save(path) == 0)
    jili_history_add("忘记")
    #expect(jili_history_load(path) == 0)
    var entries: [String] = []
    while let entry = jili_history_entry(Int32(entries.count)) {
      entries.append(String(cString: entry))
    }
    #expect(entries.suffix(2) == ["award 甲 = 1万;\n  cite \"三\"", "# 注释"])
    #expect(entries.count == 5)
  }

  @Test(arguments: [
    ("国家", "award 国家", 6, "国家", "award "), ("（国家", "若（国家", 3, "国家", "若（"),
    ("", "x = ", 4, "", "x = "),
  ])
  func completionSeesTheWord(
    _ word: String, _ line: String, _ start: Int, _ prefix: String, _ before: String
  ) {
    let request = LineReader.request(word, line: line, start: start)
    #expect(request.prefix == prefix)
    #expect(request.before == before)
  }

  @Test(
    arguments: [
      (["XDG_STATE_HOME": "/s", "HOME": "/h"], "/s/jili/history"),
      (["XDG_STATE_HOME": "s", "HOME": "/h"], "/h/.local/state/jili/history"), ([:], nil),
    ] as [([String: String], String?)])
  func historyHasItsPlace(_ environment: [String: String], _ path: String?) {
    #expect(LineReader.historyPath { environment[$0] } == path)
  }
}
