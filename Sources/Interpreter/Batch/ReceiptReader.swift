package import JiliLexer

/// A receipt as a later run reads it.
package struct Receipt: Sendable {
  /// A file with its digest.
  package struct File: Hashable, Sendable {
    package var name: String
    package var sha256: String
    /// A rule file that another one names.
    package var isUsed: Bool
  }

  /// One sum with its name: an award, a payer.
  package struct Figure: Hashable, Sendable {
    package var name: Wording
    package var companies: Int?
    package var low: String
    /// Nil where nothing bounds it, and where it has none.
    package var high: String?
  }

  package var version: String
  /// In the order of the receipt; an option given several times has several values.
  package var options: [(name: String, values: [String])]
  package var rules: [File]
  package var inputs: [File]
  /// The table that says what headers stand for.
  package var map: File?
  package var outputs: [File]
  /// Rows, accepted, rejected, empty.
  package var counts: [String: Int]
  package var total: Figure
  package var awards: [Figure]
  package var payers: [Figure]

  /// Reads a receipt; every member that a replay needs must be there.
  package init(_ file: InputFile) throws(InputRefusal) {
    guard case .object(let members) = try readJSON(file.name, try decode(file)) else {
      throw InputRefusal(.file, [.notReceipt(file.name, missing: "schema")])
    }
    let reader = Reader(file: file.name, members: members)
    guard case .number(let schema)? = reader["schema"] else { throw reader.missing("schema") }
    guard schema == "1" else { throw InputRefusal(.file, [.otherReceipt(file.name, schema)]) }
    version = try reader.text("jili")
    guard case .object(let given)? = reader["options"] else { throw reader.missing("options") }
    options = []
    for option in given {
      guard let values = option.value.texts else { throw reader.missing("options.\(option.key)") }
      options.append((option.key, values))
    }
    if options.reduce(0, { $0 + $1.values.count }) > Limits.receiptOptions {
      throw reader.missing("options")
    }
    rules = try reader.list("rules") { $0.receiptFile }
    inputs = try reader.list("inputs") { $0.receiptFile }
    outputs = try reader.list("outputs") { $0.receiptFile }
    if let given = reader["map"] {
      guard let file = given.receiptFile else { throw reader.missing("map") }
      map = file
    }
    if rules.allSatisfy(\.isUsed) { throw reader.missing("rules") }
    if inputs.isEmpty { throw reader.missing("inputs") }
    if outputs.isEmpty { throw reader.missing("outputs") }
    counts = [:]
    guard case .object(let numbers)? = reader["counts"] else { throw reader.missing("counts") }
    for number in numbers {
      guard case .number(let digits) = number.value, let count = Int(digits) else {
        throw reader.missing("counts.\(number.key)")
      }
      counts[number.key] = count
    }
    guard let sum = reader["total"]?.figure(named: ResultWord.total) else {
      throw reader.missing("total")
    }
    total = sum
    awards = try reader.list("awards") { entry in
      guard let policy = entry["policy"]?.string, let award = entry["award"]?.string else {
        return nil
      }
      return entry.figure(named: Wording(zh: policy + "." + award, en: policy + "." + award))
    }
    payers = try reader.list("payers") { entry in
      let name = entry["payer"]?.string.map { Wording(zh: $0, en: $0) }
      return entry.figure(named: name ?? Wording(zh: "未分担", en: "not split"))
    }
  }

  private struct Reader {
    let file: String
    let members: [JSONMember]

    subscript(key: String) -> JSONValue? { members.first { $0.key == key }?.value }

    func missing(_ key: String) -> InputRefusal {
      InputRefusal(.file, [.notReceipt(file, missing: key)])
    }

    func text(_ key: String) throws(InputRefusal) -> String {
      guard let text = self[key]?.string else { throw missing(key) }
      return text
    }

    func list<Item>(
      _ key: String, _ item: (JSONValue) -> Item?
    ) throws(InputRefusal) -> [Item] {
      guard case .array(let entries)? = self[key] else { throw missing(key) }
      var items: [Item] = []
      for entry in entries {
        guard let found = item(entry) else { throw missing(key) }
        items.append(found)
      }
      return items
    }
  }
}

extension JSONValue {
  fileprivate var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// One text or a list of them.
  fileprivate var texts: [String]? {
    guard case .array(let items) = self else { return string.map { [$0] } }
    let texts = items.compactMap(\.string)
    return texts.count == items.count ? texts : nil
  }

  fileprivate subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// A name with folders in it is none that a receipt holds.
  fileprivate var receiptFile: Receipt.File? {
    guard let name = self["file"]?.string, let sha256 = self["sha256"]?.string, !name.isEmpty,
      !name.utf8.contains(0), name != ".", name != ".."
    else { return nil }
    return Receipt.File(name: name, sha256: sha256, isUsed: self["used"] == .bool(true))
  }

  fileprivate func figure(named name: Wording) -> Receipt.Figure? {
    guard let low = self["low"]?.string else { return nil }
    var companies: Int?
    if case .number(let digits)? = self["companies"] { companies = Int(digits) }
    return Receipt.Figure(
      name: name, companies: companies, low: low, high: self["high"]?.string)
  }
}
