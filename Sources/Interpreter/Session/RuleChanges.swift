import JiliLexer
import JiliParser

/// What a statement did to the rules that stood before it.
func changes(
  by statement: Statement, _ before: Scope, _ after: Scope, _ sources: [Source],
  replacesGroup: Bool
) -> [RuleChange] {
  var book = ChangeBook(
    before: before, after: after, sources: sources, replacesGroup: replacesGroup)
  book.note(statement)
  return book.changes
}

private struct ChangeBook {
  let before: Scope
  let after: Scope
  let sources: [Source]
  let replacesGroup: Bool
  var changes: [RuleChange] = []

  mutating func note(_ statement: Statement) {
    switch statement.kind {
    case .use(let path): add(.use, path.text)
    case .amends(let path): add(.amends, path.text)
    case .policy(let block): state(.policy, block.name.text, before.policyPlace)
    case .field(let field): state(.field, field.name)
    case .title(let title): state(.title, title.name)
    case .parameter(let parameter): state(.parameter, parameter.name)
    case .reading(let reading): state(.reading, reading.name)
    case .define(let name, _): state(.define, name)
    case .award(let award):
      for item in award.items {
        state(.award, item.name.text, before.place(of: item.name.text, isAward: true))
      }
    case .exclusive(let members, _): group(.exclusive, members)
    case .together(let members, _): group(.together, members)
    case .benefit(let benefit):
      state(.benefit, benefit.name.text, before.place(of: benefit.name.text, isAward: true))
    case .limit(let limit): state(.limit, limit.name.text, after.placeReplaced(by: limit, before))
    case .target(let target):
      state(.target, names(target.subjects), before.place(ofTarget: target.subjects))
    case .removeTarget(let subjects):
      let place = before.place(ofTarget: subjects)
      let word = Wording(zh: "删除 目标", en: "remove target")
      changes.append(
        RuleChange(
          kind: .removed, word: word, name: names(subjects), earlier: place.map(words)))
    case .omit(let words, _): add(.omit, quoted(words.text))
    case .remove(let names):
      for name in names {
        let place =
          before.place(ofLimit: name.text) ?? before.place(of: name.text, isAward: true)
          ?? before.place(of: name.text, isAward: false)
        changes.append(change(.removed, .remove, name.text, place))
      }
    case .example: break
    }
  }

  private mutating func add(_ word: Keyword, _ name: String) {
    changes.append(change(.added, word, name, nil))
  }

  private mutating func group(_ word: Keyword, _ members: [AwardLine]) {
    let kind: RuleChange.Kind = replacesGroup ? .replaced : .added
    changes.append(change(kind, word, names(members), nil))
  }

  private mutating func state(_ word: Keyword, _ name: Name) {
    state(word, name.text, before.place(of: name.text, isAward: false))
  }

  private mutating func state(_ word: Keyword, _ name: String, _ place: Span?) {
    changes.append(change(place == nil ? .added : .replaced, word, name, place))
  }

  private func change(
    _ kind: RuleChange.Kind, _ word: Keyword, _ name: String, _ place: Span?
  ) -> RuleChange {
    RuleChange(
      kind: kind,
      word: word.wording, name: name, earlier: place.map(words))
  }

  private func words(_ span: Span) -> String {
    let source = sources[Int(span.file)]
    return "\(source.name):\(source.place(at: span.start).line)"
  }

  private func names(_ subjects: [TargetDeclaration.Subject]) -> String {
    subjects.map(\.text).joined(separator: "、")
  }

  private func names(_ members: [AwardLine]) -> String {
    members.map { member in
      member.isRenewal
        ? member.award.text + "." + Keywords.spelling(.renewal, .zh) : member.award.text
    }.joined(separator: "、")
  }
}
