package import JiliLexer
import JiliParser

/// How rules are saved: the policy with every change worked in, or a draft that holds the changes.
package enum SavedForm: Sendable { case whole, draft }

/// Why rules are not saved.
package enum SaveRefusal: Error {
  /// For the place of the command.
  case command(Diagnostic)
  /// What was to be saved would be no valid file.
  case text([Diagnostic], sources: [Source])
}

extension Session {
  /// What a draft changes: files that amend others, and what was typed.
  package var draftDifferences: [RuleDifference] {
    RuleBook(files.files.filter { !$0.isDraft }, files.sources)
      .differences(to: RuleBook(rules.files, rules.sources))
      .filter { difference in
        if case .amends = difference.key { false } else { true }
      }
  }

  package func differencesReply() -> Reply {
    let amended = RuleBook(files.files, files.sources).rules.compactMap { rule in
      if case .amends(let path) = rule.key { path } else { nil }
    }
    let adopted = amended.isEmpty ? mainFiles.map(\.name) : amended
    return Reply(parts: [.differences(draftDifferences, adopted: adopted)])
  }

  /// The rule files that were asked for, without those they use.
  private var mainFiles: [Source] {
    files.files.filter { !$0.isIncluded }.compactMap { file in
      file.tree.tokens.all.first.map { files.sources[Int($0.span.file)] }
    }
  }

  /// A rule of this name as it is written: an award before what has the same name.
  package func rule(named name: String) -> String? {
    let named = RuleBook(rules.files, rules.sources).rules.filter { $0.key.shownName == name }
    return (named.first { $0.word == .award } ?? named.first { $0.word != .policy })?.text
  }

  /// Names of the loaded rule files, to be read again.
  package var ruleFiles: [String] { mainFiles.map(\.name) }

  /// Changes that a file does not hold yet.
  package var unsaved: Int {
    typed.isEmpty
      ? 0
      : RuleBook(files.files, files.sources)
        .differences(to: RuleBook(rules.files, rules.sources)).count
  }

  /// The text of a rule file at `path`, laid out and checked.
  package func saved(
    _ form: SavedForm, at path: String, command: Span, read: @escaping ReadFile
  ) throws(SaveRefusal) -> String {
    let text: String
    switch form {
    case .draft: text = try draft(at: path, command)
    case .whole: text = try whole(command)
    }
    let loaded = Jili.load(Array(text.utf8), named: path, read: read)
    let checked = check(loaded)
    let errors = checked.diagnostics.filter { $0.severity == .error }
    if !errors.isEmpty { throw .text(errors, sources: loaded.sources) }
    guard let tree = loaded.files.last?.tree, let laidOut = formatted(tree) else { return text }
    return laidOut
  }

  // MARK: - A draft

  private func draft(at path: String, _ command: Span) throws(SaveRefusal) -> String {
    guard !mainFiles.isEmpty else { throw .command(.nothingToAmend(at: command)) }
    var text = ""
    for file in mainFiles {
      guard let name = relative(file.name, to: path) else {
        throw .command(.draftElsewhere(file.name, at: command))
      }
      text += "\(spelled(.amends)) \"\(name)\"\n"
    }
    let differences = RuleBook(files.files, files.sources)
      .differences(to: RuleBook(rules.files, rules.sources))
    var gone: [String] = []
    for difference in differences where difference.after.isEmpty {
      if let name = difference.removal(spelled), !gone.contains(name) { gone.append(name) }
    }
    text += gone.map { $0 + "\n" }.joined()
    return text + "\n" + composed(differences.flatMap(\.after))
  }

  /// The path from the folder of `path`; nil where the file is not below it.
  private func relative(_ name: String, to path: String) -> String? {
    func plain(_ path: String) -> Substring {
      var rest = path[...]
      while rest.hasPrefix("./") { rest = rest.dropFirst(2) }
      return rest
    }
    let (name, path) = (plain(name), plain(path))
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    guard name.hasPrefix(folder), !name.dropFirst(folder.count).hasPrefix("/"),
      !name.dropFirst(folder.count).hasPrefix("../")
    else { return nil }
    return String(name.dropFirst(folder.count))
  }

  /// The word in the language in which most of what was typed is written.
  private func spelled(_ keyword: Keyword) -> String {
    let words = (typed.isEmpty ? mainFiles : typed).flatMap { source in
      parse(source).statements.map { source.text($0.span.start..<$0.span.start + 1) }
    }
    let english = words.count { $0.utf8.first.map { $0 < 0x80 } ?? false }
    return Keywords.spelling(keyword, english * 2 > words.count ? .en : .zh)
  }

  /// Rules as a text; those of one statement stay together where all of them are there.
  private func composed(_ rules: [WrittenRule]) -> String {
    let book = RuleBook(self.rules.files, self.rules.sources)
    var text = ""
    var last: Keyword?
    func add(_ words: String, _ word: Keyword) {
      if let last { text += last == word ? "\n" : "\n\n" }
      text += words
      last = word
    }
    let entries = rules.filter { $0.word == .policy }
    if !entries.isEmpty {
      let block = entries.map { $0.text + "\n" }.joined()
      add("\(spelled(.policy)) \(quotedName(book.policy ?? "")) {\n\(block)}", .policy)
    }
    var done: Set<Span> = []
    for rule in rules where rule.word != .policy && !done.contains(rule.statement) {
      let together = rules.count { $0.statement == rule.statement }
      if rule.sharers > 1, together == rule.sharers {
        done.insert(rule.statement)
        add(self.rules.sources[Int(rule.file)].text(rule.statement), rule.word)
      } else {
        add(rule.text, rule.word)
      }
    }
    return text + "\n"
  }

  private func quotedName(_ name: String) -> String {
    let tokens = lex(Source(name: "", text: name))
    let isWord = tokens.significant.count == 2 && tokens.all[tokens.significant[0]].kind == .word
    return isWord ? name : "`\(name)`"
  }

  // MARK: - The whole policy

  private func whole(_ command: Span) throws(SaveRefusal) -> String {
    let all = RuleBook(rules.files, rules.sources)
    guard let main = mainFiles.first else {
      // What was typed may use files, whose rules are theirs.
      let prompts = Set(typed.map(\.name))
      return composed(all.rules.filter { prompts.contains(rules.sources[Int($0.file)].name) })
    }
    if mainFiles.count > 1 {
      throw .command(.severalFilesToSave(mainFiles.map(\.name), at: command))
    }
    guard let file = files.files.last(where: { !$0.isIncluded }) else { return "" }
    let under = RuleBook(files.files.filter(\.isIncluded), files.sources)
    var page = RevisedFile(main, file.tree)
    for difference in RuleBook(files.files, files.sources).differences(to: all) {
      let isBelow = under.rules.contains { $0.key == difference.key }
      if isBelow, !file.isDraft, let elsewhere = difference.before.first {
        let name = files.sources[Int(elsewhere.file)].name
        throw .command(.standsElsewhere(difference.name, in: name, at: command))
      }
      page.apply(difference)
      if difference.after.isEmpty, isBelow, let removal = difference.removal(spelled) {
        page.append(removal)
      }
    }
    let entries = page.entriesWithoutBlock
    if !entries.isEmpty { page.append(composed(entries)) }
    return page.text
  }
}

extension RuleDifference {
  /// The statement that takes the rule out of the files before.
  fileprivate func removal(_ spelled: (Keyword) -> String) -> String? {
    guard let rule = before.first else { return nil }
    switch key {
    case .target(let subjects):
      let names = subjects.map { "\"\($0)\"" }
      // The subjects as they were written, labels in their quotes.
      let head = rule.text.split(whereSeparator: { $0 == "=" || $0 == ">" }).first.map(String.init)
      let words = head?.split(separator: " ").dropFirst().joined(separator: " ")
      return "\(spelled(.remove)) \(spelled(.target)) \(words ?? names.joined(separator: ", "))"
    default:
      guard let name = key.name else { return nil }
      return "\(spelled(.remove)) \(name)"
    }
  }
}

/// A rule file into which changes are worked; comments and all other statements stay.
private struct RevisedFile {
  private let source: Source
  private let tree: SyntaxTree
  private var edits: [(span: Span, text: String)] = []
  private var appended: [String] = []
  /// Awards that leave statements which they share with others, and what stands behind these.
  private var cuts: [Span: [Span]] = [:]
  private var behind: [Span: [String]] = [:]
  /// Entries of a policy that has no block in this file.
  private(set) var entriesWithoutBlock: [WrittenRule] = []

  init(_ source: Source, _ tree: SyntaxTree) {
    self.source = source
    self.tree = tree
  }

  private var file: UInt16? { tree.tokens.all.first?.span.file }

  mutating func append(_ text: String) { appended.append(text) }

  mutating func apply(_ difference: RuleDifference) {
    let old = difference.before.filter { $0.file == file }
    let texts = difference.after.filter { rule in
      !old.contains { $0.span == rule.span }
    }.map(\.text)
    if case .entry = difference.key { return applyEntry(difference, old) }
    guard let first = old.first else {
      appended += texts
      return
    }
    let kept = Set(difference.after.map(\.span))
    for rule in old where !kept.contains(rule.span) {
      if rule.sharers > 1 {
        cuts[rule.statement, default: []].append(rule.span)
      } else {
        let text = rule.span == first.span ? texts.joined(separator: "\n") : ""
        edits.append((rule.span, text))
      }
    }
    if first.sharers > 1 { behind[first.statement, default: []] += texts }
  }

  private mutating func applyEntry(_ difference: RuleDifference, _ old: [WrittenRule]) {
    guard let new = difference.after.first else { return }
    if let first = old.first {
      edits.append((first.span, new.text))
      return
    }
    for statement in tree.statements {
      guard case .policy = statement.kind else { continue }
      let brace = statement.brace(in: source)
      let place = Span(file: statement.span.file, start: brace, end: brace)
      edits.append((place, new.text + "\n"))
      return
    }
    entriesWithoutBlock.append(new)
  }

  /// The file with all changes.
  var text: String {
    var all = edits
    for (statement, cut) in cuts { all.append((statement, shared(statement, without: cut))) }
    all.sort { $0.span.start < $1.span.start }
    var text = ""
    var place: UInt32 = 0
    for edit in all {
      text += source.text(place..<edit.span.start) + edit.text
      place = edit.span.end
    }
    text += source.text(place..<UInt32(source.bytes.count))
    if !appended.isEmpty {
      if !text.hasSuffix("\n") { text += "\n" }
      text += "\n" + appended.joined(separator: "\n") + "\n"
    }
    return text
  }

  /// A statement of several awards with some of them gone and others behind it.
  private func shared(_ span: Span, without cut: [Span]) -> String {
    guard let statement = tree.statements.first(where: { $0.span == span }),
      case .award(let award) = statement.kind
    else { return source.text(span) }
    let staying = award.items.filter { !cut.contains($0.span) }
    let end = award.items[award.items.count - 1].span.end
    var texts = behind[span] ?? []
    if !staying.isEmpty {
      let head = source.text(span.start..<award.items[0].span.start)
      let items = staying.map { source.text($0.span) }.joined(separator: ", ")
      texts.insert(head + items + source.text(end..<span.end), at: 0)
    }
    return texts.joined(separator: "\n")
  }
}
