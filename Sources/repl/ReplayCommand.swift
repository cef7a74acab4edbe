import ArgumentParser
import Glibc
import Jili
import JiliLexer

/// `jili replay RECEIPT`: runs a batch again from its receipt and says what holds.
struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Run a batch again from its receipt, and say what holds and what differs.",
    discussion: """
      Rules and company files are found by their names beside the receipt, then in the folders \
      that are given; a file with the digest of the receipt comes first. Nothing is written.
      """)

  @Argument(
    help: ArgumentHelp("The receipt of the run.", valueName: "receipt"),
    completion: .file(extensions: ["json"]))
  var receipt: String

  @Option(
    help: ArgumentHelp("Where else the rules lie; may be repeated.", valueName: "dir"),
    completion: .directory)
  var rules: [String] = []

  @Option(
    help: ArgumentHelp(
      "Where else the company files lie, or one of them; may be repeated.", valueName: "dir"),
    completion: .directory)
  var companies: [String] = []

  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let console = speech.console
    let before: Receipt
    let bytes = try Files.read(receipt, limit: Limits.receiptBytes)
    do throws(InputRefusal) {
      before = try Receipt(InputFile(name: receipt, bytes: bytes))
    } catch {
      throw console.refuse(error)
    }
    let desk = try TemporaryFolder()
    defer { desk.remove() }
    let beside = folder(of: receipt)
    let ruleShelf = Shelf(places: [beside] + rules, option: "--rules")
    let companyShelf = Shelf(places: [beside] + companies, option: "--companies")
    var paths: [String] = []
    for file in before.rules where !file.isUsed { paths.append(try ruleShelf.path(of: file)) }
    var inputs: [String] = []
    for file in before.inputs {
      let path = try companyShelf.path(of: file)
      // What came through a pipe comes through standard input again.
      if file.name == Files.standard { try useAsStandardInput(path) }
      inputs.append(file.name == Files.standard ? Files.standard : path)
    }
    let map = try before.map.map { file throws(FileFault) in try companyShelf.path(of: file) }
    let batch = try batch(before, paths, inputs, map, ruleShelf, desk, console)
    _ = try batch.execute(console.quiet)
    let now: Receipt
    do throws(InputRefusal) {
      let place = batch.places.receipt ?? ""
      now = try Receipt(
        InputFile(name: place, bytes: try reread(place)))
    } catch {
      throw console.refuse(error)
    }
    let found = ReceiptComparison(before, now, changedResults: changedResults(before, beside))
    for line in found.lines { console.show(visible(line.text(console.language)) + "\n") }
    if !found.isSame { throw ExitCode.failed }
  }

  /// The command line of the run, with its results in a folder of their own.
  private func batch(
    _ receipt: Receipt, _ rules: [String], _ inputs: [String], _ map: String?,
    _ shelf: Shelf,
    _ desk: TemporaryFolder, _ console: Console
  ) throws -> Batch {
    var arguments = rules + ["--companies"] + inputs
    if let map { arguments += ["--map", map] }
    for place in shelf.folders { arguments += ["-I", place] }
    for (name, values) in receipt.options {
      for value in values {
        if Self.files.contains(name) {
          arguments.append("--\(name)=\(desk.path(fileName(value)))")
        } else if Self.flags.contains(name) {
          arguments.append("--\(name)")
        } else if Self.values.contains(name) {
          arguments.append("--\(name)=\(value)")
        } else {
          throw console.refuse(
            InputRefusal(.file, [.unknownReceiptOption(self.receipt, "--\(name)")]))
        }
      }
    }
    arguments += ["-o", desk.path(fileName(receipt.outputs[0].name))]
    do {
      return try Batch.parse(arguments)
    } catch {
      let words = usageText(Batch.message(for: error), console.language)
      throw console.refuse(
        InputRefusal(.file, [.unknownReceiptOption(self.receipt, words)]))
    }
  }

  // A receipt may come from a stranger: no other option is taken from it.
  private static let files: Set = ["summary", "rejects", "html"]
  private static let flags: Set = ["payers", "no-bom"]
  private static let values: Set = [
    "date", "year", "set", "reading", "date-column", "key", "header-row", "header-rows", "encoding",
    "sheet", "absent", "keep",
    "columns", "by", "format", "layout", "lang",
  ]

  private func reread(_ path: String) throws(InputRefusal) -> [UInt8] {
    do throws(FileFault) {
      return try Files.read(path, limit: Limits.receiptBytes)
    } catch {
      throw InputRefusal(.file, [.notReceipt(path, missing: "schema")])
    }
  }

  /// Results beside the receipt that somebody changed after the run.
  private func changedResults(_ receipt: Receipt, _ beside: String) -> [String] {
    receipt.outputs.filter { file in
      let path = beside + fileName(file.name)
      guard Files.isFile(path), let digest = try? SHA256.hexadecimal(ofFile: path) else {
        return false
      }
      return digest != file.sha256
    }.map(\.name)
  }

  private func useAsStandardInput(_ path: String) throws(FileFault) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .notReadable(path, errno) }
    dup2(descriptor, 0)
    close(descriptor)
  }
}

/// Where files of a receipt are looked for.
private struct Shelf {
  /// Folders, or files themselves, in the order in which they are searched.
  let places: [String]
  /// The option that names more places.
  let option: String

  var folders: [String] { places.filter { folderNames($0.isEmpty ? "." : $0) != nil } }

  /// A file with the receipt's digest, else the first one of its name.
  func path(of file: Receipt.File) throws(FileFault) -> String {
    let name = fileName(file.name)
    // What lies in a folder is nobody's choice: a pipe there is not opened. One that is named is.
    let candidates = places.flatMap { place -> [String] in
      guard folderNames(place.isEmpty ? "." : place) != nil else {
        return Files.identity(place) == nil ? [] : [place]
      }
      let folder = place.isEmpty || place.hasSuffix("/") ? place : place + "/"
      return [folder + name].filter(Files.isFile)
    }
    let path =
      candidates.first {
        Files.isFile($0) && (try? SHA256.hexadecimal(ofFile: $0)) == file.sha256
      }
      ?? candidates.first { fileName($0) == name } ?? lone(candidates, name)
    guard let path else { throw .lostFile(name, option: option) }
    // A stranger's file may be named like an option.
    return path.hasPrefix("-") ? "./" + path : path
  }

  /// Nothing has the name of standard input: the file that was named for it is meant.
  private func lone(_ candidates: [String], _ name: String) -> String? {
    name == Files.standard ? candidates.first : nil
  }
}

/// The folder of a path with its slash; empty for the working folder.
private func folder(of path: String) -> String {
  path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
}

/// A folder for results that are only compared; removed at the end, or when the run is ended.
final class TemporaryFolder {
  private let folder: String
  private var watched: Set<String> = []

  init() throws(FileFault) {
    var place = variable("TMPDIR") ?? ""
    if place.isEmpty { place = "/tmp" }
    var template = Array("\(place)/jili-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw .writeFailed(place, errno) }
    folder = String(cString: made)
    Interruption.watch(folder)
  }

  /// A place in the folder for a result.
  func path(_ name: String) -> String {
    let path = folder + "/" + name
    if watched.insert(path).inserted { Interruption.watch(path) }
    return path
  }

  func remove() {
    for name in folderNames(folder) ?? [] { unlink(folder + "/" + name) }
    rmdir(folder)
    for path in watched { Interruption.forget(path) }
    Interruption.forget(folder)
  }
}
