import Jili
import JiliLexer

/// A session with a voice: takes entries and says what they came to.
struct Conversation {
  enum Result { case done, failed, leave }

  private(set) var session = Session()
  let console: Console
  let include: [String]
  /// The name under which entries are shown: a script, or the prompt.
  let place: String

  init(_ console: Console, include: [String], place: String) {
    self.console = console
    self.include = include
    self.place = place
  }

  /// Takes rules, facts, a question or a command.
  mutating func take(_ entry: EntryLines.Entry) -> Result {
    let source = Source(name: place, text: entry.text, firstLine: entry.line)
    guard isCommand(entry.text) else {
      return say(session.enter(source, read: RuleFiles(path: place, include: include).read))
    }
    do throws(PromptFault) {
      return try obey(try PromptCommandLine(source), source)
    } catch {
      show([error.diagnostic], [source])
      return .failed
    }
  }

  /// Puts rule files in the place of those loaded before; false where one is in error.
  mutating func load(_ paths: [String]) throws(FileFault) -> Bool {
    var loaded = Loaded()
    for path in paths {
      let bytes = try Files.read(path, limit: Limits.ruleFileBytes + 1)
      let files = RuleFiles(path: path, include: include)
      loaded = loaded.adding(
        Source(name: path, bytes: bytes), isDraft: false, read: files.read)
    }
    let reply = session.load(loaded, read: RuleFiles(path: place, include: include).read)
    console.report(reply.diagnostics.filter { $0.severity > .note }, sources: reply.sources)
    if reply.isRefused { return false }
    let language = console.language
    let contents = session.plan.contents
    let name = session.plan.policyName
    console.show(
      Wording(zh: "\(name)：\(contents.zh)\n", en: "\(name): \(contents.en)\n").text(language))
    console.show(reply.text(language))
    return true
  }

  private mutating func obey(
    _ line: PromptCommandLine, _ source: Source
  ) throws(PromptFault) -> Result {
    let whole = Span(start: 0, end: UInt32(source.bytes.count))
    switch line.command {
    case .help: console.show(promptHelp(console.language))
    case .facts: return say(session.factsAtHand())
    case .awards: return say(session.awardsAtHand())
    case .clear: return say(session.clear())
    case .quit: return .leave
    case .load:
      do throws(FileFault) {
        return try load(line.arguments) ? .done : .failed
      } catch {
        throw .file(error, at: whole)
      }
    case .date:
      guard let text = line.arguments.first else { return say(session.dateReply()) }
      guard let date = DateText(text) else { throw .notDate(text, at: whole) }
      return say(session.setDate(Days(date)))
    }
    return .done
  }

  private func say(_ reply: Reply) -> Result {
    show(reply.diagnostics, reply.sources)
    console.show(reply.text(console.language))
    return reply.hasFailed ? .failed : .done
  }

  /// Findings one by one: at a prompt nobody needs them counted.
  private func show(_ diagnostics: [Diagnostic], _ sources: [Source]) {
    for diagnostic in diagnostics.prefix(Limits.diagnostics) {
      console.report(diagnostic, sources: sources)
    }
  }
}
