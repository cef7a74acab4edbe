import ArgumentParser
import Jili
import JiliLexer

/// The form of a report and where it goes.
struct ReportArguments: ParsableArguments {
  enum Format: String, ExpressibleByArgument { case table, csv, json, markdown }

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where the report goes; the ending csv, json, md or txt says its form.", valueName: "out"),
    completion: .file())
  var output = Files.standard

  @Option(
    help: ArgumentHelp("The form of the report.", valueName: "table|csv|json|markdown"),
    completion: .list(["table", "csv", "json", "markdown"]))
  var format: Format?

  @Flag(help: "No byte order mark at the head of CSV files.")
  var noBom = false

  func validate() throws {
    if format == nil, output != Files.standard, formOfEnding == nil {
      throw usage(
        zh: "-o：`\(output)` 应以 .csv、.json、.md 或 .txt 结尾，或用 --format 说明格式",
        en: "-o: `\(output)` must end in .csv, .json, .md or .txt, or --format must say the form")
    }
  }

  private var formOfEnding: Format? {
    switch output.split(separator: ".").last?.lowercased() {
    case "csv": .csv
    case "json": .json
    case "md": .markdown
    case "txt": .table
    default: nil
    }
  }

  /// Writes a report in the form asked for.
  func write(
    page: () -> ReportPage, delimited: (_ hasMark: Bool) -> [UInt8], document: () -> JSONValue
  ) throws {
    let isFile = output != Files.standard
    let bytes =
      switch format ?? formOfEnding ?? .table {
      case .table: Array(page().text(width: displayWidth).utf8)
      case .markdown: Array(page().markdown.utf8)
      case .csv: delimited(isFile && !noBom)
      case .json: document().document
      }
    try PendingFiles.save([InputFile(name: output, bytes: bytes)])
  }
}

/// The company files of an analysis.
struct CompanyArguments: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Company files: CSV, TSV, JSON, XLSX; - is standard input.", valueName: "file"),
    completion: .companies)
  var companies: [String]

  func validate() throws {
    try requireEachOnce(companies, "--companies")
  }

  /// Reads the rows, says what is to be said of them, and shows those that were rejected.
  func read(
    _ plan: Plan, _ options: InputOptions, _ console: Console
  ) throws -> Ingested {
    let files = try companies.map { path in
      InputFile(name: path, bytes: try Files.read(path, limit: Limits.companyBytes))
    }
    let input: Ingested
    do throws(InputRefusal) {
      input = try ingest(files, plan: plan, options: options)
    } catch {
      throw console.refuse(error)
    }
    for notice in input.notices {
      console.report(notice, notice.isPlainNote ? .note : .warning)
    }
    if !input.rejects.isEmpty {
      var form = OutputOptions()
      form.language = console.language
      console.say(String(decoding: writeRejects(input.rejects, options: form), as: UTF8.self))
    }
    return input
  }
}

extension PendingFiles {
  /// Writes results whole; nothing before each has its place, standard output last.
  static func save(_ outputs: [InputFile]) throws {
    let pending = PendingFiles()
    var files: [PendingFile] = []
    for output in outputs { files.append(try pending.create(output.name)) }
    for isStream in [false, true] {
      for (file, output) in zip(files, outputs) where (file.target == nil) == isStream {
        try output.bytes.withUnsafeBytes { bytes in try file.write(bytes) }
      }
    }
    try pending.commit()
  }

  /// A result in the place of what the run reads would destroy it.
  static func protect(_ inputs: [String], from results: [String]) throws(FileFault) {
    let read = Set(inputs.compactMap(Files.identity))
    for path in results where path != Files.standard {
      if let place = Files.identity(path), read.contains(place) { throw .overwritesInput(path) }
    }
  }
}
