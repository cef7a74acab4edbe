import Glibc
import Jili
import JiliLexer

/// What may continue a word: a command behind a colon, what stands behind a command, else names
/// and words of the rules; the values of a fact while it is asked for.
func completions(
  _ request: CompletionRequest, _ session: Session, _ question: InterviewQuestion?
) -> [String] {
  if let question { return question.choices.filter { $0.hasPrefix(request.prefix) } }
  let before = request.before.drop(while: \.isWhitespace)
  if before == ":" || before == "：" || before.isEmpty && isCommand(request.prefix) {
    return PromptCommand.allCases.flatMap(\.names).filter { $0.hasPrefix(request.prefix) }
  }
  guard isCommand(String(before)),
    let name = before.dropFirst().split(whereSeparator: \.isWhitespace).first,
    let command = PromptCommand.allCases.first(where: { $0.names.contains(String(name)) })
  else {
    return session.completions(behind: request.before, prefix: request.prefix)
  }
  return arguments(of: command, request, session)
}

private func arguments(
  of command: PromptCommand, _ request: CompletionRequest, _ session: Session
) -> [String] {
  let known: [String]
  switch command {
  case .companies: return files(request)
  case .load, .save: return files(request) + (command == .save ? ["draft", "草案"] : [])
  case .edit: return files(request) + session.ruleNames
  case .help: known = PromptCommand.allCases.flatMap(\.names)
  case .mode: known = ReplyForm.allCases.map(\.rawValue)
  case .timing: known = ["on", "off", "开", "关"]
  case .reading, .sweep:
    return session.completions(behind: "with " + behindName(request), prefix: request.prefix)
  case .winners, .losers, .show, .reload, .diff, .undo, .redo, .facts, .awards, .ask, .date,
    .history, .explain, .clear, .quit:
    known = []
  }
  return known.filter { $0.hasPrefix(request.prefix) }
}

/// The line behind the name of the command.
private func behindName(_ request: CompletionRequest) -> String {
  let line = request.before.drop(while: \.isWhitespace)
  return String(line.drop { !$0.isWhitespace })
}

/// Files and folders whose names continue the word. The word ends where readline breaks it, which
/// may be in the middle of a name: `Rules/jiaxing-2`.
private func files(_ request: CompletionRequest) -> [String] {
  let start = request.before.lastIndex { $0.isWhitespace || "\"“".contains($0) }
  let typed =
    (start.map { String(request.before[request.before.index(after: $0)...]) } ?? "")
    + request.prefix
  let slash = typed.lastIndex(of: "/")
  let folder = slash.map { String(typed[...$0]) } ?? ""
  let begun = slash.map { String(typed[typed.index(after: $0)...]) } ?? typed
  guard let stream = opendir(folder.isEmpty ? "." : folder) else { return [] }
  defer { closedir(stream) }
  let head = begun.dropLast(min(request.prefix.count, begun.count)).count
  var found: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    guard name.hasPrefix(begun), !name.hasPrefix(".") || begun.hasPrefix(".") else { continue }
    let isFolder = entry.pointee.d_type == UInt8(DT_DIR)
    found.append(name.dropFirst(head) + (isFolder ? "/" : ""))
  }
  return found.sorted()
}
