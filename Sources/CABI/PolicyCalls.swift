public import CJili
import Jili
import JiliLexer

/// A policy that is ready to be asked, with what C may ask of it again and again.
final class PolicyHandle: Sendable {
  let plan: Plan
  let name: HeldText
  let warnings: ErrorList?
  let facts: HeldText
  let awards: HeldText
  /// By line: its name as result columns have it.
  let lines: [HeldText]

  init(_ plan: Plan, _ warnings: ErrorList?) {
    self.plan = plan
    self.warnings = warnings
    name = HeldText(plan.policies[0].name)
    lines = plan.lines.map { HeldText($0.column(.zh)) }
    facts = HeldText(.array(plan.facts.filter(\.isRead).map(\.description)))
    awards = HeldText(.array(plan.lines.map(\.description)))
  }
}

extension Line {
  /// `{"award": "小巨人", "renewal": true, "column": "小巨人.复评", "article": ["第一条"]}`.
  fileprivate var description: JSONValue {
    .object([
      JSONMember("award", .string(name)), JSONMember("renewal", .bool(isRenewal)),
      JSONMember("column", .string(column(.zh))),
      JSONMember("article", .strings(cites.map(\.article))),
    ])
  }
}

extension Fact {
  /// `{"name": "营业收入", "kind": "money", "unit": "元", "values": [], "parameter": false}`.
  fileprivate var description: JSONValue {
    var values: [String] = []
    let word: String
    switch kind {
    case .money, .approved, .received, .paid: word = "money"
    case .number: word = "number"
    case .percent: word = "percent"
    case .date: word = "date"
    case .flag: word = "flag"
    case .text: word = "text"
    case .category(let names, _): (word, values) = ("category", names)
    case .title: word = "title"
    case .instalment(_, let labels): (word, values) = ("instalment", labels)
    }
    return .object([
      JSONMember("name", .string(name)), JSONMember("kind", .string(word)),
      JSONMember("unit", .text(word == "money" ? "元" : nil)),
      JSONMember("values", .strings(values)), JSONMember("also", .strings(aliases)),
      JSONMember("parameter", .bool(isParameter)),
    ])
  }
}

@_cdecl("jili_abi")
public func abi() -> UInt32 { UInt32(JILI_ABI) }

private let versionText = HeldText(Jili.version)

@_cdecl("jili_version")
public func version() -> jili_text { versionText.text }

@_cdecl("jili_policy_new")
public func policyNew(
  _ files: UnsafePointer<jili_file>?, _ count: Int, _ limits: UnsafePointer<jili_limits>?,
  _ errors: UnsafeMutablePointer<OpaquePointer?>?
) -> OpaquePointer? {
  handing(errors) { () throws -> PolicyHandle in
    guard let files, count > 0 else { throw CallFailure(.missing("files")) }
    let texts = try UnsafeBufferPointer(start: files, count: count).map { try $0.content() }
    let others = Dictionary(texts.dropFirst().map { ($0.name, $0.bytes) }) { first, _ in first }
    return try policy(texts[0], limits) { others[$0] }
  }
}

@_cdecl("jili_policy_read")
public func policyRead(
  _ file: jili_file, _ reader: jili_reader, _ limits: UnsafePointer<jili_limits>?,
  _ errors: UnsafeMutablePointer<OpaquePointer?>?
) -> OpaquePointer? {
  handing(errors) { () throws -> PolicyHandle in
    guard let read = reader.read else { throw CallFailure(.missing("reader")) }
    return try policy(try file.content(), limits) { path in
      let path = HeldText(path)
      var bytes = jili_text.none
      return withExtendedLifetime(path) {
        read(reader.context, path.text, &bytes) != 0 ? bytes.content : nil
      }
    }
  }
}

extension jili_file {
  fileprivate func content() throws -> (name: String, bytes: [UInt8]) {
    guard let name = name.content, let bytes = bytes.content else {
      throw CallFailure(.missing("files"))
    }
    guard let name = String(validating: name, as: UTF8.self) else {
      throw CallFailure(.notUTF8(String(decoding: name, as: UTF8.self)))
    }
    return (name, bytes)
  }
}

private func policy(
  _ file: (name: String, bytes: [UInt8]), _ limits: UnsafePointer<jili_limits>?,
  _ read: @escaping ReadFile
) throws -> PolicyHandle {
  let watch = watch(limits)
  let compiled = compile(file.bytes, named: file.name, watch: watch, read: read)
  try watch.check()
  let found = compiled.diagnostics
  guard let plan = compiled.plan else {
    throw CallFailure(
      errors: ErrorList(found.filter { $0.severity == .error }, compiled.sources))
  }
  return PolicyHandle(plan, found.isEmpty ? nil : ErrorList(found, compiled.sources))
}

@_cdecl("jili_policy_free")
public func policyFree(_ policy: OpaquePointer?) { give(back: policy, PolicyHandle.self) }

@_cdecl("jili_policy_name")
public func policyName(_ policy: OpaquePointer?) -> jili_text {
  object(policy, PolicyHandle.self)?.name.text ?? .none
}

@_cdecl("jili_policy_warnings")
public func policyWarnings(_ policy: OpaquePointer?) -> OpaquePointer? {
  lend(object(policy, PolicyHandle.self)?.warnings)
}

@_cdecl("jili_policy_facts")
public func policyFacts(_ policy: OpaquePointer?) -> jili_text {
  object(policy, PolicyHandle.self)?.facts.text ?? .none
}

@_cdecl("jili_policy_awards")
public func policyAwards(_ policy: OpaquePointer?) -> jili_text {
  object(policy, PolicyHandle.self)?.awards.text ?? .none
}
