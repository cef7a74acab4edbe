/// A file of a run as the receipt names it: by its bytes, of which it keeps the digest.
package struct HashedFile: Sendable {
  package var name: String
  package var sha256: String

  package init(name: String, sha256: String) {
    self.name = name
    self.sha256 = sha256
  }
}

/// What the receipt must name besides the results: enough to replay the run years later.
package struct ReceiptContext: Sendable {
  /// The version of the program.
  package var version: String
  /// The options as given, in the order given.
  package var options: [(name: String, value: String)]
  /// The rule files of the command line, in the order given.
  package var rules: [HashedFile]
  /// The files that these use or amend.
  package var usedRules: [HashedFile]
  /// The company files as read.
  package var inputs: [HashedFile]
  /// The table that says what headers stand for, if one was given.
  package var map: HashedFile?
  /// The results as written.
  package var outputs: [HashedFile]

  package init(
    version: String, options: [(name: String, value: String)], rules: [HashedFile],
    usedRules: [HashedFile] = [], inputs: [HashedFile], map: HashedFile? = nil,
    outputs: [HashedFile]
  ) {
    self.version = version
    self.options = options
    self.rules = rules
    self.usedRules = usedRules
    self.inputs = inputs
    self.map = map
    self.outputs = outputs
  }
}

/// `out.receipt.json`: no time and no machine in it, so that equal runs give equal bytes.
package func writeReceipt(
  _ input: Ingested, _ summary: RunSummary, context: ReceiptContext
) -> [UInt8] {
  func hashed(_ file: HashedFile, isUsed: Bool = false) -> JSONValue {
    let members = [
      JSONMember("file", .string(file.name)), JSONMember("sha256", .string(file.sha256)),
    ]
    return .object(members + (isUsed ? [JSONMember("used", .bool(true))] : []))
  }
  let inputs = zip(input.inputs, context.inputs).map { inputEntry($0, $1.sha256) }
  var members = [
    JSONMember("schema", .number("1")),
    JSONMember("jili", .string(context.version)),
    JSONMember("options", optionsEntry(context.options)),
  ]
  if let date = input.defaultDate { members.append(JSONMember("default_date", .text(date.text))) }
  members += [
    JSONMember(
      "rules",
      .array(context.rules.map { hashed($0) } + context.usedRules.map { hashed($0, isUsed: true) })
    ),
    JSONMember("inputs", .array(inputs)),
  ]
  if let map = context.map { members.append(JSONMember("map", hashed(map))) }
  members += [
    JSONMember("counts", countsEntry(summary.counts)),
    JSONMember(
      "total",
      .object([
        JSONMember("low", .yuan(summary.low)), JSONMember("high", .yuan(summary.high)),
      ])),
    JSONMember("awards", .array(summary.awards.map(awardEntry))),
    JSONMember(
      "payers",
      .array(
        summary.payers.map {
          .object([JSONMember("payer", .text($0.payer)), JSONMember("low", .yuan($0.low))])
        })),
  ]
  if !summary.benefits.isEmpty {
    members.append(
      JSONMember("benefits", .array(summary.benefits.map { countEntry("benefit", $0) })))
  }
  if !summary.limits.isEmpty {
    members.append(JSONMember("limits", .array(summary.limits.map { countEntry("limit", $0) })))
  }
  members.append(JSONMember("outputs", .array(context.outputs.map { hashed($0) })))
  return JSONValue.object(members).document
}

/// An option given several times, as `--set` may be, is a list.
private func optionsEntry(_ options: [(name: String, value: String)]) -> JSONValue {
  var members: [JSONMember] = []
  for option in options {
    guard let place = members.firstIndex(where: { $0.key == option.name }) else {
      members.append(JSONMember(option.name, .string(option.value)))
      continue
    }
    if case .array(let values) = members[place].value {
      members[place].value = .array(values + [.string(option.value)])
    } else {
      members[place].value = .array([members[place].value, .string(option.value)])
    }
  }
  return .object(members)
}

private func inputEntry(_ report: InputReport, _ sha256: String) -> JSONValue {
  var members = [
    JSONMember("file", .string(report.file)),
    JSONMember("sha256", .string(sha256)),
    JSONMember("encoding", .string(report.encoding)),
  ]
  if let sheet = report.sheet { members.append(JSONMember("sheet", .string(sheet))) }
  members += [
    JSONMember(
      "columns", .object(report.columns.map { JSONMember($0.fact, .string($0.header)) })),
    JSONMember("ignored", .strings(report.ignored)),
    JSONMember("absent", .strings(report.absent)),
  ]
  return .object(members)
}

private func countsEntry(_ counts: RowCounts) -> JSONValue {
  let numbers = [
    ("rows", counts.rows), ("accepted", counts.accepted), ("rejected", counts.rejected),
    ("empty", counts.empty),
  ]
  return .object(numbers.map { JSONMember($0.0, .number(String($0.1))) })
}

private func awardEntry(_ award: RunSummary.AwardSum) -> JSONValue {
  .object([
    JSONMember("policy", .string(award.policy)),
    JSONMember("award", .string(award.name.zh)),
    JSONMember("companies", .number(String(award.companies))),
    JSONMember("low", .yuan(award.low)),
    JSONMember("high", .yuan(award.high)),
  ])
}

private func countEntry(_ key: String, _ count: RunSummary.CompanyCount) -> JSONValue {
  .object([
    JSONMember("policy", .string(count.policy)), JSONMember(key, .string(count.name)),
    JSONMember("companies", .number(String(count.companies))),
  ])
}
