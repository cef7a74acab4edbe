import Jili
import JiliLexer

/// Where the results of a run go besides its table.
struct ResultPlaces {
  /// The list of rejected rows; nil where it goes to standard error.
  var list: String?
  /// The workbook in which rejected rows go back to be mended.
  var workbook: String?
  var receipt: String?
}

extension Batch {
  var places: ResultPlaces {
    let asked = results.rejects
    let isWorkbook = asked?.lowercased().hasSuffix(".xlsx") == true
    let beside = chosenFormat == .xlsx && asked == nil ? besideOutput(".rejects.xlsx") : nil
    return ResultPlaces(
      list: isWorkbook ? besideOutput(".rejects.csv") : asked ?? besideOutput(".rejects.csv"),
      workbook: isWorkbook ? asked : beside,
      receipt: results.noReceipt ? nil : besideOutput(".receipt.json"))
  }

  /// Makes every result and lets all of them appear at once.
  func write(
    _ plan: Plan, _ compiled: Compiled, _ files: [InputFile], _ map: InputFile?,
    _ done: (input: Ingested, outcomes: [RowOutcome]), _ console: Console
  ) throws {
    let options = outputOptions
    let places = places
    let results = PolicyResults(plan: plan, outcomes: done.outcomes)
    let isSplit =
      options.showsPayers || options.format == .xlsx || !self.results.splitNames.isEmpty
    let summary = try summarise(
      done.input, results, by: isSplit ? self.results.splitNames : nil)
    guard done.input.counts.addUp(done.outcomes.count, done.input.rejects.count) else {
      throw FileFault.countsDiffer
    }
    var context = receiptContext(compiled, files.map { hashed($0.name, $0.bytes) }, map)
    var report: PolicyReport?
    if self.results.html != nil {
      report = try self.report(results, summary, done.input, files, compiled, map, console)
    }
    let table = try table(done.input, results, summary, context, options, report)
    var outputs = [InputFile(name: output, bytes: table)]
    let rejects = writeRejects(done.input.rejects, options: options)
    if let path = places.list {
      outputs.append(InputFile(name: path, bytes: rejects))
    } else if !done.input.rejects.isEmpty, places.workbook == nil || console.hasReader {
      console.say(String(decoding: rejects, as: UTF8.self))
    }
    if let path = places.workbook {
      let lines = done.input.rejects.map { $0.line(options.language) }
      let sheets = mendingSheets(done.input.inputs, lines, language: options.language)
      let book = try mendingWorkbook(sheets, options.language, named: path)
      outputs.append(InputFile(name: path, bytes: try book.bytes(named: path)))
    }
    if let path = self.results.summary {
      outputs.append(InputFile(name: path, bytes: writeSummary(summary, options: options)))
    }
    context.outputs = outputs.map { hashed(fileName($0.name), $0.bytes) }
    if let path = self.results.html, let report {
      outputs.append(InputFile(name: path, bytes: Array(report.html.utf8)))
    }
    // It moves into place behind all others: where it stands, so do they.
    if let path = places.receipt {
      let receipt = writeReceipt(done.input, summary, context: context)
      outputs.append(InputFile(name: path, bytes: receipt))
    }
    try PendingFiles.save(outputs)
    var census = RejectCensus()
    census.add(done.input.rejects.lazy.map { $0.line(options.language) })
    tell(summary, census, console)
  }

  /// Writes what stands beside a table that was written in chunks, then moves all into place.
  func finish(
    _ found: inout BatchResults, _ plan: Plan, _ compiled: Compiled, _ map: InputFile?,
    _ console: Console
  ) throws {
    let summary = found.summary
    guard found.addsUp else { throw FileFault.countsDiffer }
    var context = receiptContext(compiled, found.inputs, map)
    let report = try results.html == nil ? nil : report(found, plan, compiled, map, console)
    if let table = found.workbook, let file = found.files.first?.file {
      try table.finish()
      try complete(table.book, summary, found.heading, context, report)
      try table.book.finish(file.write)
    }
    if let unsaved = found.rejectsWithoutFile, places.workbook == nil || console.hasReader {
      console.say(rejects: unsaved)
    }
    if let path = places.workbook {
      let language = outputOptions.language
      let sheets = mendingSheets(found.heading.inputs, found.rejected, language: language)
      let book = try mendingWorkbook(sheets, language, named: path)
      try found.write(try book.bytes(named: path), to: path)
    }
    if let path = results.summary {
      try found.write(writeSummary(summary, options: outputOptions), to: path)
    }
    if let path = places.receipt {
      context.outputs = found.files.map {
        HashedFile(name: fileName($0.path), sha256: $0.file.sha256 ?? "")
      }
      try found.write(writeReceipt(found.heading, summary, context: context), to: path)
    }
    if let path = results.html, let report {
      // The page names the results; it is none of them.
      try (found.begun[path] ?? found.pending.create(path)).write(report.html)
    }
    try found.pending.commit()
    tell(summary, found.census, console)
  }

  private func tell(_ summary: RunSummary, _ census: RejectCensus, _ console: Console) {
    console.tell(
      summaryText(
        summary, rejects: census, language: console.language, width: displayWidth))
  }

  var outputOptions: OutputOptions {
    var options = OutputOptions()
    options.format = chosenFormat ?? .csv
    options.language = speech.resultLanguage
    options.columns = results.columnNames
    options.showsPayers = results.payers
    options.hasMark = output != Files.standard && !results.noBom
    return options
  }

  /// The table in the form that was asked for.
  private func table(
    _ input: Ingested, _ results: PolicyResults, _ summary: RunSummary, _ context: ReceiptContext,
    _ options: OutputOptions, _ report: PolicyReport?
  ) throws -> [UInt8] {
    guard options.format == .xlsx else {
      return layout == .wide
        ? try writeWide(input, results, options: options)
        : try writeLong(input, results, options: options)
    }
    let sheet =
      layout == .wide
      ? try wideSheet(input, results, options: options)
      : try longSheet(input, results, options: options)
    let frozen = options.columns != nil ? 0 : layout == .wide ? input.identityHeaders.count : 1
    let book = try ResultWorkbook(options: options, named: output)
    try book.add(sheet, frozenColumns: frozen)
    try complete(book, summary, input, context, report)
    return try book.bytes()
  }

  /// The sheets behind the table.
  private func complete(
    _ book: ResultWorkbook, _ summary: RunSummary, _ input: Ingested, _ context: ReceiptContext,
    _ report: PolicyReport?
  ) throws {
    try book.add(summary, input, context)
    if let report { try book.add(report) }
    try book.addNotes(isLong: layout == .long)
  }

  /// OUT less its ending, with another.
  private func besideOutput(_ ending: String) -> String? {
    // Nothing stands beside a pipe or a device.
    guard PendingFile.folder(of: output) != nil else { return nil }
    let start = output.lastIndex(of: "/").map { output.index(after: $0) } ?? output.startIndex
    let name = output[start...]
    let stem = name.lastIndex(of: ".").map { $0 > name.startIndex ? name[..<$0] : name } ?? name
    return output[..<start] + stem + ending
  }

  // MARK: - The receipt

  private func receiptContext(
    _ compiled: Compiled, _ inputs: [HashedFile], _ map: InputFile?
  ) -> ReceiptContext {
    let given = rules.rules.compactMap { path in compiled.sources.first { $0.name == path } }
    // What several policies use is one file.
    var seen = Set(given.map(\.name))
    let used = compiled.sources.filter { seen.insert($0.name).inserted }
    return ReceiptContext(
      version: version, options: receiptOptions(),
      rules: given.map { hashed(fileName($0.name), $0.bytes) },
      usedRules: used.map { hashed(fileName($0.name), $0.bytes) },
      inputs: inputs,
      map: map.map { hashed(fileName($0.name), $0.bytes) }, outputs: [])
  }

  private func hashed(_ name: String, _ bytes: [UInt8]) -> HashedFile {
    HashedFile(name: name, sha256: SHA256.hexadecimal(of: bytes))
  }

  private func receiptOptions() -> [(name: String, value: String)] {
    facts.receiptEntries() + input.receiptEntries() + results.receiptEntries()
      + (format.map { [("format", $0.rawValue)] } ?? [])
      + (layout == .wide ? [] : [("layout", layout.rawValue)])
      + (speech.lang.map { [("lang", $0.rawValue)] } ?? [])
  }
}

extension RowCounts {
  /// The program's own check: every input row is once in the results, once in the rejects or empty.
  fileprivate func addUp(_ results: Int, _ rejects: Int) -> Bool {
    accepted == results && rejected == rejects && rows == accepted + rejected + empty
  }
}
