import JiliLexer
import JiliParser

/// Words in the places of names. Only names and types tell whether `无`, `年度` or `new` is a word
/// of the language or somebody's own name; the formatter asks, to spell it in the other language.
extension Checker {
  mutating func note(_ keyword: Keyword, _ name: Name) { words.append((name.span, keyword)) }

  /// Notes a word where a declared name would come first: in neither spelling may it be one.
  mutating func noteAmongNames(_ keyword: Keyword, _ name: Name) {
    if spellings(of: keyword).allSatisfy({ names[$0] == nil }) { note(keyword, name) }
  }

  /// Notes a word where a value of the fact would come first.
  mutating func noteAmongValues(_ keyword: Keyword, _ name: Name, of fact: Fact) {
    if case .category(let values, _) = fact.kind,
      spellings(of: keyword).contains(where: values.contains)
    {
      return
    }
    note(keyword, name)
  }

  private func spellings(of keyword: Keyword) -> [String] {
    [Keywords.spelling(keyword, .zh), Keywords.spelling(keyword, .en)]
  }
}
