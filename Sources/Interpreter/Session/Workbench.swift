package import JiliLexer

/// A session that remembers how it came to be: every change can be taken back and done again.
package struct Workbench: Sendable {
  package private(set) var session = Session()
  private var past: [Step] = []
  private var future: [Step] = []

  /// The session before a change, and the words that made it.
  private struct Step: Sendable {
    let session: Session
    let words: String
  }

  package init() {}

  /// Takes an entry: rules, facts or questions.
  package mutating func enter(_ source: Source, read: @escaping ReadFile) -> Reply {
    change(source.text(0..<UInt32(source.bytes.count))) { $0.enter(source, read: read) }
  }

  /// Makes a change that can be undone, known by `words`; what changes nothing leaves no trace.
  package mutating func change(_ words: String, _ body: (inout Session) -> Reply) -> Reply {
    var next = session
    let reply = body(&next)
    if next.revision != session.revision {
      past.append(Step(session: session, words: words))
      if past.count > Limits.undoSteps { past.removeFirst() }
      future = []
    }
    session = next
    return reply
  }

  /// What was done so far is the beginning, behind which nobody goes back.
  package mutating func begin() { (past, future) = ([], []) }

  package mutating func undo() -> Reply {
    guard let step = past.popLast() else { return Reply(parts: [.nothingToUndo]) }
    future.append(Step(session: session, words: step.words))
    return goTo(step.session, .undone(step.words))
  }

  package mutating func redo() -> Reply {
    guard let step = future.popLast() else { return Reply(parts: [.nothingToRedo]) }
    past.append(Step(session: session, words: step.words))
    return goTo(step.session, .redone(step.words))
  }

  private mutating func goTo(_ other: Session, _ part: Reply.Part) -> Reply {
    var reply = Reply(parts: [part])
    let changesRules = other.ruleRevision != session.ruleRevision
    if changesRules { reply.edit = PlanEdit(before: session.plan, after: other.plan) }
    session = other
    return reply
  }
}
