import Jili
import JiliLexer

extension InputForm {
  /// Lines typed at a prompt over a policy: entries, answers, and commands that need no file.
  func brokenInvariant(ofEntries bytes: [UInt8], _ limit: TimeLimit?) -> String? {
    var dice = Dice(bytes)
    var talk = Talk(limit)
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).prefix(mostLines)
    for line in lines { talk.type(String(line)) }
    talk.end()
    if let fault = talk.fault { return fault }
    // What follows takes as long as all before it.
    guard bytes.count <= repeatedBytes, dice.isOne(of: 4) else { return nil }
    if let fault = talk.notTakenBack() ?? talk.notSaved() { return fault }
    // The same lines come to the same words.
    var again = Talk(nil)
    for line in lines { again.type(String(line)) }
    again.end()
    return again.said == talk.said ? nil : "the same lines come to other words"
  }
}

/// A prompt without a terminal.
private struct Talk {
  private let limit: TimeLimit?
  private var workbench = Self.loaded
  private var lines = EntryLines()
  private var interview: Interview?
  /// Everything that was answered.
  private(set) var said = ""
  private(set) var fault: String?

  init(_ limit: TimeLimit?) { self.limit = limit }

  /// The policy, and nothing typed yet.
  private static let loaded: Workbench = {
    var bench = Workbench()
    let files = load(Array(policy.utf8), named: "试市.rules") { _ in nil }
    _ = bench.change("") { $0.load(files) { _ in nil } }
    bench.begin()
    return bench
  }()

  private static let firstState = Talk(nil).state

  mutating func type(_ line: String) {
    _ = workbench.session.completions(behind: lines.openText, prefix: String(line.prefix(1)))
    let entries =
      interview?.question == nil
      ? lines.take(line, moreFollow: false) : [lines.takeAnswer(line)]
    for entry in entries { take(entry) }
  }

  /// What is still open at the end is taken as it is.
  mutating func end() {
    for entry in lines.finish() { take(entry) }
  }

  private mutating func take(_ entry: EntryLines.Entry) {
    let start = limit?.start ?? 0
    let revision = workbench.session.revision
    let source = Source(name: "", text: entry.text, firstLine: entry.line)
    let reply: Reply
    if isCommand(entry.text) {
      interview = nil
      guard let answer = obey(entry.text) else { return }
      reply = answer
    } else if let question = interview?.question {
      reply = workbench.change(entry.text) { $0.answer(question, source) }
      if !reply.isRefused { _ = ask() }
    } else {
      reply = workbench.enter(source) { _ in nil }
    }
    if reply.isRefused, workbench.session.revision != revision {
      fault = fault ?? "refused, and yet it changed something: \(entry.text)"
    }
    var dice = Dice(Array(entry.text.utf8))
    let form = dice.pick(ReplyForm.allCases)
    _ = reply.text(.en, form) + reply.remarks(.en, form)
    let findings = render(reply.diagnostics, sources: reply.sources, language: .zh)
    said += findings + reply.text(.zh) + reply.remarks(.zh, .table)
    fault =
      fault ?? unreadable(reply.diagnostics, reply.sources)
      ?? limit?.late(since: start, Array(entry.text.utf8))
  }

  private mutating func obey(_ text: String) -> Reply? {
    let words = text.split(separator: " ")
    switch words.first {
    case ":facts": return workbench.session.factsAtHand()
    case ":awards": return workbench.session.awardsAtHand()
    case ":diff": return workbench.session.differencesReply()
    case ":undo": return workbench.undo()
    case ":redo": return workbench.redo()
    case ":clear": return workbench.change(text) { $0.clear() }
    case ":ask":
      interview = Interview()
      return ask()
    case ":date":
      let date = words.dropFirst().first.flatMap { DateText(String($0)) }
      return workbench.change(text) { $0.setDate(date.map { Days($0) }) }
    case ":sweep": return sweep(words.dropFirst().joined(separator: " "))
    default: return nil
    }
  }

  private func sweep(_ text: String) -> Reply? {
    guard let wish = SweepWish(text) else { return nil }
    let command = Source(name: "", text: text)
    var reply = workbench.session.sweep(wish, at: Span(start: 0, end: UInt32(text.utf8.count)))
    // The finding speaks of the command, which is no source of the rules.
    let before = reply.diagnostics.first.map { Int($0.span.file) } ?? 0
    reply.sources = Array(repeating: command, count: before + 1)
    return reply
  }

  private mutating func ask() -> Reply? { interview?.next(workbench.session) }

  // MARK: - What must hold

  private var state: String {
    let session = workbench.session
    let replies = [session.factsAtHand(), session.awardsAtHand(), session.differencesReply()]
    return replies.map { $0.text(.zh) }.joined()
  }

  /// Everything can be taken back and done again.
  func notTakenBack() -> String? {
    var bench = self
    let end = state
    var count = 0
    while count < Limits.undoSteps, !bench.said(by: { $0.undo() }).isEmpty { count += 1 }
    if count < Limits.undoSteps, bench.state != Self.firstState {
      return "taken back, but not all of it"
    }
    for _ in 0..<count { _ = bench.workbench.redo() }
    return bench.state == end ? nil : "done again, but not the same"
  }

  /// The words of what was done; empty where nothing was.
  private mutating func said(by step: (inout Workbench) -> Reply) -> String {
    let reply = step(&workbench)
    return reply.parts.contains { if case .nothingToUndo = $0 { true } else { false } }
      ? "" : reply.text(.zh) + " "
  }

  /// Rules that were taken are rules that can be saved.
  func notSaved() -> String? {
    do throws(SaveRefusal) {
      _ = try workbench.session.saved(
        .whole, at: "试市.rules", command: Span(start: 0, end: 0)
      ) { _ in nil }
      return nil
    } catch {
      guard case .text(let findings, _) = error else { return nil }
      return "saved rules have errors: \(findings.map(\.code))"
    }
  }
}

private let policy = """
  policy 试市 { period 2026-01-01 .. 2028-12-31; funding 市 50%, 区 50% }
  field 营收 : money by year in 0元 .. 50亿; peak "历年营收"
  field 投资 : money; blank = 0元
  field 增速 : percent
  field 制造业 : flag
  field 区域 : one of 东区, 西区; other = 西区
  title 小巨人; valid 3 years
  reading 口径 = 严 or 宽
  parameter 上限 : money = 500万
  award 小巨人 = 150万 when new; renewal = 20%
  award 技改 = 10% of 投资 when 制造业 and 投资 >= if 口径 = 严 then 100万 else 50万; cap 上限
  award 首破 = (营收 first reaches { 1亿: 20万; 5亿: 50万 } highest) when 区域 = 东区
  exclusive 小巨人, 技改

  """

/// Each rule that is typed is checked together with all before it.
private let mostLines = 64
private let repeatedBytes = 4096
