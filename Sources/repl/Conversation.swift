import Glibc
import Jili
import JiliLexer

/// A session with a voice: takes entries and says what they came to.
struct Conversation {
  enum Result { case done, failed, leave }

  /// Words for the entry and the files of a prompt.
  struct Place {
    /// The name under which entries are shown: a script, or the prompt.
    let name: String
    let include: [String]
    /// Somebody sits at a terminal.
    let isInteractive: Bool
  }

  var workbench = Workbench()
  let console: Console
  let place: Place
  var form: ReplyForm
  /// What was typed before, oldest first.
  var history: () -> [String] = { [] }
  private var isTimed = false
  private var interview: Interview?
  /// The company file at hand, and the state of the session it was computed by.
  var companies: LiveCompanies?
  var computedRevision = 0
  /// Files that this conversation wrote and may write again.
  private var written: Set<String> = []
  /// The last rules that were typed, to be edited.
  private var lastEntry = ""

  init(_ console: Console, _ place: Place, form: ReplyForm = .table) {
    self.console = console
    self.place = place
    self.form = form
  }

  var session: Session { workbench.session }

  /// The fact that is being asked for; lines are answers then, not entries.
  var question: InterviewQuestion? { interview?.question }

  private var read: ReadFile { RuleFiles(path: place.name, include: place.include).read }

  /// Takes rules, facts, a question, a command, or the answer to a question asked.
  mutating func take(_ entry: EntryLines.Entry, in file: String? = nil) -> Result {
    let source = Source(name: file ?? place.name, text: entry.text, firstLine: entry.line)
    companies?.finish()
    let watch = StopWatch()
    let result: Result
    if !isCommand(entry.text) {
      result = question == nil ? enter(source, entry.text) : answer(entry.text, source)
    } else {
      interview = nil
      do throws(PromptFault) {
        result = try obey(try PromptCommandLine(source), source)
      } catch {
        show([error.diagnostic], [source])
        result = .failed
      }
    }
    if isTimed { tell(watch.elapsed) }
    if result == .done { refreshCompanies() }
    return result
  }

  private mutating func enter(_ source: Source, _ text: String) -> Result {
    lastEntry = text
    return say(workbench.enter(source, read: read))
  }

  private func tell(_ duration: Duration) {
    let microseconds = duration.components.attoseconds / 1_000_000_000_000
    let tenths = duration.components.seconds * 10_000 + microseconds / 100
    let words = "\(tenths / 10).\(tenths % 10)"
    console.say(console.language == .zh ? "用时 \(words) 毫秒\n" : "took \(words) ms\n")
  }

  func say(_ reply: Reply) -> Result {
    show(reply.diagnostics, reply.sources)
    console.show(reply.text(console.language, form))
    console.tell(reply.remarks(console.language, form))
    return reply.hasFailed ? .failed : .done
  }

  /// Findings one by one: at a prompt nobody needs them counted.
  private func show(_ diagnostics: [Diagnostic], _ sources: [Source]) {
    for diagnostic in diagnostics.prefix(Limits.diagnostics) {
      console.report(diagnostic, sources: sources)
    }
  }

  /// Nothing before this moment can be undone.
  mutating func begin() { workbench.begin() }

  // MARK: - Commands

  private mutating func obey(
    _ line: PromptCommandLine, _ source: Source
  ) throws(PromptFault) -> Result {
    let whole = Span(start: 0, end: UInt32(source.bytes.count))
    switch line.command {
    case .help: console.show(try help(line))
    case .facts: return say(session.factsAtHand())
    case .awards: return say(session.awardsAtHand())
    case .diff: return say(session.differencesReply())
    case .undo: return say(workbench.undo())
    case .redo: return say(workbench.redo())
    case .clear: return say(workbench.change(source.line) { $0.clear() })
    case .quit: return .leave
    case .ask:
      interview = Interview()
      return goOn { $0.next($1) }
    case .load:
      return try fromFiles(whole) { talk throws(FileFault) in try talk.load(line.arguments) }
    case .reload:
      if session.ruleFiles.isEmpty { throw .nothingToReload(at: whole) }
      return try fromFiles(whole) { talk throws(FileFault) in try talk.reload() }
    case .save: return try save(line, source)
    case .edit: return try edit(line, source)
    case .sweep: return say(try sweep(line, whole))
    case .date:
      guard let text = line.arguments.first else { return say(session.dateReply()) }
      guard let date = DateText(text) else { throw .notDate(text, at: line.restPlace) }
      return say(workbench.change(source.line) { $0.setDate(Days(date)) })
    case .reading:
      if line.rest.isEmpty { return say(session.readingsAtHand()) }
      return say(workbench.enter(Source(name: place.name, text: line.rest), read: read))
    case .companies: return try hold(line)
    case .winners: try list(line, losing: false)
    case .losers: try list(line, losing: true)
    case .show: return try putAtHand(line, source.line)
    case .mode: try setForm(line)
    case .timing:
      isTimed = try line.isOn(otherwise: !isTimed)
      let words = Wording(
        zh: isTimed ? "计时：开\n" : "计时：关\n", en: isTimed ? "timing: on\n" : "timing: off\n")
      console.tell(words.text(console.language))
    case .history: try showHistory(line)
    case .explain:
      let code = line.arguments.first ?? ""
      guard let guide = DiagnosticGuide.find(code) else { throw .noSuchCode(code, at: whole) }
      console.show(explanation(of: guide, console.language))
    }
    return .done
  }

  private func help(_ line: PromptCommandLine) throws(PromptFault) -> String {
    guard let name = line.arguments.first else { return promptHelp(console.language) }
    let bare = name.hasPrefix(":") || name.hasPrefix("：") ? String(name.dropFirst()) : name
    guard let command = PromptCommand.allCases.first(where: { $0.names.contains(bare) }) else {
      throw .unknownCommand(bare, at: line.restPlace)
    }
    return promptHelp(of: command, console.language)
  }

  private mutating func setForm(_ line: PromptCommandLine) throws(PromptFault) {
    guard let name = line.arguments.first else {
      console.show(form.rawValue + "\n")
      return
    }
    guard let form = ReplyForm(rawValue: name.lowercased()) else {
      throw .notAmong(name, ReplyForm.allCases.map(\.rawValue), at: line.restPlace)
    }
    self.form = form
  }

  private func showHistory(_ line: PromptCommandLine) throws(PromptFault) {
    let count = line.arguments.first.map { Int($0) } ?? 20
    guard let count, count > 0 else {
      throw .notAmong(line.rest, ["1", "20", "100"], at: line.restPlace)
    }
    for entry in history().suffix(count) { console.show(entry + "\n") }
  }

  private func sweep(
    _ line: PromptCommandLine, _ span: Span
  ) throws(PromptFault) -> Reply {
    let (words, file) = line.rest.splitAtOutput
    guard let wish = SweepWish(words) else { throw .notASweep(at: span) }
    var reply = session.sweep(wish, at: line.restPlace)
    // The finding speaks of the command, which is no source of the rules.
    let before = reply.diagnostics.first.map { Int($0.span.file) } ?? 0
    let command = Source(name: place.name, text: ":" + line.rest)
    reply.sources = Array(repeating: command, count: before + 1)
    if let file, let bytes = reply.drawing(named: file, console.language) {
      do {
        try PendingFiles.save([InputFile(name: file, bytes: bytes)])
      } catch {
        throw (error as? FileFault).map { .file($0, at: line.restPlace) } ?? .notASweep(at: span)
      }
    }
    return reply
  }

  // MARK: - Files

  private mutating func fromFiles(
    _ span: Span, _ body: (inout Conversation) throws(FileFault) -> Bool
  ) throws(PromptFault) -> Result {
    do throws(FileFault) {
      return try body(&self) ? .done : .failed
    } catch {
      throw .file(error, at: span)
    }
  }

  /// Puts rule files in the place of those loaded before; false where one is in error.
  mutating func load(_ paths: [String]) throws(FileFault) -> Bool {
    let loaded = try rules(paths)
    let read = read
    let words = ":load " + paths.joined(separator: " ")
    let reply = workbench.change(words) { $0.load(loaded, read: read) }
    return welcome(reply)
  }

  /// Reads the rule files again; facts and draft stay.
  private mutating func reload() throws(FileFault) -> Bool {
    let loaded = try rules(session.ruleFiles)
    let read = read
    let reply = workbench.change(":reload") { $0.reload(loaded, read: read) }
    return welcome(reply)
  }

  private func rules(_ paths: [String]) throws(FileFault) -> Loaded {
    var loaded = Loaded()
    for path in paths {
      let bytes = try Files.read(path, limit: Limits.ruleFileBytes + 1)
      let files = RuleFiles(path: path, include: place.include)
      loaded = loaded.adding(
        Source(name: path, bytes: bytes), isDraft: false, read: files.read)
    }
    return loaded
  }

  private func welcome(_ reply: Reply) -> Bool {
    console.report(reply.diagnostics.filter { $0.severity > .note }, sources: reply.sources)
    if reply.isRefused { return false }
    let contents = session.plan.contents
    let name = session.plan.policies[0].name
    let words = Wording(zh: "\(name)：\(contents.zh)\n", en: "\(name): \(contents.en)\n")
    let text = words.text(console.language)
    if form == .table || form == .markdown { console.show(text) } else { console.tell(text) }
    var told = reply
    told.diagnostics = []
    _ = say(told)
    return true
  }

  private mutating func save(
    _ line: PromptCommandLine, _ source: Source
  ) throws(PromptFault) -> Result {
    let words = ["draft", "草案"]
    let isDraft = words.contains(line.arguments[0])
    guard line.arguments.count == (isDraft ? 2 : 1), let path = line.arguments.last else {
      if isDraft { throw .fileMissing("save draft", at: line.restPlace) }
      throw .notAmong(line.arguments[0], words, at: line.restPlace)
    }
    let mayGo = line.isForced || written.contains(path) || session.ruleFiles.contains(path)
    if !mayGo, access(path, F_OK) == 0 { throw .fileExists(path, at: line.restPlace) }
    let files = RuleFiles(path: path, include: place.include)
    do throws(SaveRefusal) {
      let text = try session.saved(
        isDraft ? .draft : .whole, at: path, command: line.restPlace, read: files.read)
      try write(text, to: path, line.restPlace)
    } catch {
      switch error {
      case .command(let diagnostic): show([diagnostic], [source])
      case .text(let diagnostics, let sources):
        show(diagnostics, sources)
        let told = Wording(
          zh: "没有写入：合成一份之后有上面的错误；`:保存 草案 文件` 只写改动\n",
          en: "nothing was written: as one file the rules have these errors; `:save draft FILE` "
            + "writes the changes alone\n")
        console.say(told.text(console.language))
      }
      return .failed
    }
    written.insert(path)
    let told = Wording(zh: "已写入 \(visible(path))\n", en: "wrote \(visible(path))\n")
    console.tell(told.text(console.language))
    return .done
  }

  private func write(_ text: String, to path: String, _ span: Span) throws(SaveRefusal) {
    do throws(FileFault) {
      let files = PendingFiles()
      try files.create(path).write(text)
      try files.commit()
    } catch {
      throw .command(PromptFault.file(error, at: span).diagnostic)
    }
  }
}

// MARK: - Editor and interview

extension Conversation {
  private mutating func edit(
    _ line: PromptCommandLine, _ source: Source
  ) throws(PromptFault) -> Result {
    guard place.isInteractive else { throw .editorInScript(at: line.restPlace) }
    let name = line.rest
    let editor = Editor()
    if session.ruleFiles.contains(name) || name.hasSuffix(".rules"), access(name, F_OK) == 0 {
      guard editor.opens(name) else { throw .editorFailed(editor.command, at: line.restPlace) }
      if !session.ruleFiles.contains(name) { return .done }
      return try fromFiles(line.restPlace) { talk throws(FileFault) in try talk.reload() }
    }
    guard let text = name.isEmpty ? lastEntry : session.rule(named: name) else {
      throw .nothingToEdit(name, at: line.restPlace)
    }
    guard let edited = editor.edits(text) else {
      throw .editorFailed(editor.command, at: line.restPlace)
    }
    return enterAll(edited)
  }

  /// Takes a text of several entries, each shown as it is taken; stops where one is refused.
  mutating func enterAll(
    _ text: String, named name: String? = nil, isShown: Bool = true
  ) -> Result {
    var lines = EntryLines()
    var entries: [EntryLines.Entry] = []
    for part in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      entries += lines.take(String(part), moreFollow: true)
    }
    for entry in entries + lines.finish() {
      if isShown { console.show(entry.text + "\n") }
      switch take(entry, in: name) {
      case .done: continue
      case .failed: return .failed
      case .leave: return .leave
      }
    }
    return .done
  }

  private mutating func answer(_ text: String, _ source: Source) -> Result {
    guard let question else { return .done }
    if text.allSatisfy(\.isWhitespace) { return goOn { $0.skip($1) } }
    if ["?", "？"].contains(text.trimmed) { return goOn { $0.next($1) } }
    var reply = workbench.change("\(question.shownName.text(console.language)) = \(text)") {
      $0.answer(question, source)
    }
    if reply.isRefused { return say(reply) }
    // It stands on the line above, unless it was understood in other words.
    reply.parts.removeAll { part in
      if case .stated(_, String(text.trimmed)) = part { true } else { false }
    }
    _ = say(reply)
    return goOn { $0.next($1) }
  }

  private mutating func goOn(_ body: (inout Interview, Session) -> Reply) -> Result {
    guard var asking = interview else { return .done }
    let reply = body(&asking, session)
    interview = asking.question == nil ? nil : asking
    return say(reply)
  }

  /// Ctrl-C while a fact is asked for.
  mutating func stopAsking() { interview = nil }
}

extension PromptCommandLine {
  /// `on`, `off` and their twins; nothing is the other of the two.
  fileprivate func isOn(otherwise: Bool) throws(PromptFault) -> Bool {
    switch arguments.first?.lowercased() {
    case nil: return otherwise
    case "on", "开": return true
    case "off", "关": return false
    case let word?: throw .notAmong(word, ["on", "off", "开", "关"], at: restPlace)
    }
  }
}

extension Source {
  /// The whole text.
  fileprivate var line: String { text(0..<UInt32(bytes.count)) }
}

extension String {
  fileprivate var trimmed: Substring {
    var rest = self[...]
    while rest.first?.isWhitespace ?? false { rest.removeFirst() }
    while rest.last?.isWhitespace ?? false { rest.removeLast() }
    return rest
  }
}

extension String {
  /// `投资额 -o 图.svg`: what stands before the option, and the file behind it.
  fileprivate var splitAtOutput: (words: String, file: String?) {
    guard let option = firstRange(of: " -o ") else { return (self, nil) }
    let file = self[option.upperBound...].filter { !$0.isWhitespace }
    return (String(self[..<option.lowerBound]), file.isEmpty ? nil : String(file))
  }
}

extension Reply {
  /// A sweep in the form that the ending of the file says.
  fileprivate func drawing(named file: String, _ language: Language) -> [UInt8]? {
    guard case .swept(let sweep)? = parts.first else { return nil }
    let report = SweepReport(sweep, line: nil, language: language)
    switch file.split(separator: ".").last?.lowercased() {
    case "csv": return report.delimited(hasMark: true)
    case "json": return report.document.document
    case "md": return Array(report.markdown.utf8)
    case "txt": return Array(report.text(width: 80, hasSteps: false).utf8)
    default: return Array(report.chart.svg(language).utf8)
    }
  }
}
