public import CJili
import Jili
import JiliLexer

/// What a company file came to.
final class TableHandle: Sendable {
  let results: HeldText
  let rejects: HeldText
  let summary: HeldText
  let counts: RowCounts
  let notices: ErrorList?

  init(_ found: MemoryRun.Results, _ output: OutputOptions) {
    results = HeldText(found.table)
    rejects = HeldText(found.rejects)
    summary = HeldText(writeSummary(found.summary, options: output))
    counts = found.counts
    notices = found.notices.isEmpty ? nil : ErrorList(found.notices, isError: false)
  }
}

@_cdecl("jili_evaluate_table")
public func evaluateTable(
  _ policy: OpaquePointer?, _ name: jili_text, _ bytes: jili_text, _ options: jili_text,
  _ limits: UnsafePointer<jili_limits>?, _ errors: UnsafeMutablePointer<OpaquePointer?>?
) -> OpaquePointer? {
  handing(errors) { () throws -> TableHandle in
    guard let policy = object(policy, PolicyHandle.self) else {
      throw CallFailure(.missing("policy"))
    }
    guard let bytes = bytes.content else { throw CallFailure(.missing("bytes")) }
    let title = String(decoding: name.content ?? [], as: UTF8.self)
    let asked = try CallOptions(options, isTable: true)
    let run = MemoryRun(
      policy.plan, InputFile(name: title, bytes: bytes), input: asked.tableInput,
      run: RunOptions(
        choices: try policy.plan.choices(asked.readings), explains: asked.layout == .long,
        leavesOutNotDue: true, watch: watch(limits)),
      output: asked.output, layout: asked.layout,
      splits: asked.output.showsPayers || !asked.groups.isEmpty ? asked.groups : nil)
    return TableHandle(try run.results(), asked.output)
  }
}

extension CallOptions {
  /// How the rows of a file are read.
  var tableInput: InputOptions {
    var input = input
    input.groupBy = groups
    return input
  }
}

@_cdecl("jili_table_free")
public func tableFree(_ table: OpaquePointer?) { give(back: table, TableHandle.self) }

@_cdecl("jili_table_results")
public func tableResults(_ table: OpaquePointer?) -> jili_text {
  object(table, TableHandle.self)?.results.text ?? .none
}

@_cdecl("jili_table_rejects")
public func tableRejects(_ table: OpaquePointer?) -> jili_text {
  object(table, TableHandle.self)?.rejects.text ?? .none
}

@_cdecl("jili_table_summary")
public func tableSummary(_ table: OpaquePointer?) -> jili_text {
  object(table, TableHandle.self)?.summary.text ?? .none
}

@_cdecl("jili_table_counts")
public func tableCounts(_ table: OpaquePointer?, _ counts: UnsafeMutablePointer<UInt64>?) {
  let found = object(table, TableHandle.self)?.counts ?? RowCounts()
  let numbers = [found.rows, found.accepted, found.rejected, found.empty]
  for (index, number) in numbers.enumerated() { counts?[index] = UInt64(clamping: number) }
}

@_cdecl("jili_table_notices")
public func tableNotices(_ table: OpaquePointer?) -> OpaquePointer? {
  lend(object(table, TableHandle.self)?.notices)
}
