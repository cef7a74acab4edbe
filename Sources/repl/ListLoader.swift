import Glibc
import Jili
import JiliLexer

/// Reads a company file into a list in several threads, chunk by chunk.
final class ListLoader: @unchecked Sendable {
  private let reading: ListReading
  private let read: (UnsafeMutableRawBufferPointer) throws(FileFault) -> Int
  private let chunkSize = 1 << 20
  private let onProgress: (Int) -> Void

  // Reading, under `source`.
  private let source = Gate()
  private var cutter: RowCutter
  private var nextChunk = 0
  private var bytesRead = 0
  private var isRead = false

  // Under `gate`.
  private let gate = Gate()
  private var parts: [Int: ListPart] = [:]
  private var fault: FileFault?
  /// The file must be read whole, which says what is wrong with it.
  private(set) var mustReadWhole = false

  init(
    _ reading: ListReading, rest: ChunkBytes, onProgress: @escaping (Int) -> Void,
    read: @escaping (UnsafeMutableRawBufferPointer) throws(FileFault) -> Int
  ) {
    self.reading = reading
    self.read = read
    self.onProgress = onProgress
    cutter = RowCutter(reading.run, file: 0, rest: rest)
  }

  /// The list, and what was found on the way; nil where the file must be read whole.
  func list(
    named name: String, threads: Int
  ) throws(FileFault) -> (list: CompanyList, tally: RunTally)? {
    Workers.run(threads) { [self] in work() }
    if let fault { throw fault }
    if mustReadWhole { return nil }
    var list = reading.list(named: name)
    var tally = RunTally()
    for number in 0..<nextChunk {
      guard let part = parts.removeValue(forKey: number) else { continue }
      try? tally.add(part.tally)
      list.add(part)
    }
    return (list, tally)
  }

  private func work() {
    let reader = ListReader(reading)
    let chunk = ChunkBytes(capacity: chunkSize)
    while let number = source.holding({ next(into: chunk) }) {
      let part = reader.read(chunk)
      gate.holding {
        parts[number] = part
        if part.failure != nil { mustReadWhole = true }
      }
    }
  }

  private func next(into chunk: ChunkBytes) -> Int? {
    if isRead || gate.holding({ mustReadWhole }) { return nil }
    do throws(FileFault) {
      switch try cutter.next(into: chunk, size: chunkSize, read: read) {
      case .chunk:
        bytesRead += chunk.count
        onProgress(bytesRead)
        nextChunk += 1
        return nextChunk - 1
      case .end: break
      case .endless: gate.holding { mustReadWhole = true }
      }
    } catch {
      fault = error
    }
    isRead = true
    return nil
  }
}

/// A company file on its way into a list.
struct ListFile {
  let path: String
  let options: InputOptions
  let threads: Int

  /// Reads the file by these rules.
  func list(
    _ rules: ListRules, _ console: Console
  ) throws -> (list: CompanyList, notices: [InputProblem]) {
    let stream = try CompanyStream(path, hashing: false)
    if let reading = try begin(rules, stream) {
      let offset = reading.run.beginning(of: 0).offset
      let rest = stream.begin(at: offset)
      let found = try load(reading, rest, stream.size, console) { room throws(FileFault) in
        try stream.read(into: room)
      }
      if let found { return found }
    }
    guard stream.canBeRead else { throw FileFault.notReadable(path, ESPIPE) }
    let file = InputFile(name: path, bytes: try stream.whole())
    guard let (decoded, options) = try ListReading.decoded(rules, file, options: options) else {
      let found = try ListReading.list(rules, file, options: options)
      return (found.list, found.notices)
    }
    if let reading = try ListReading(rules, decoded, options: options) {
      let rest = ChunkBytes()
      rest.append(Array(decoded.bytes[reading.run.beginning(of: 0).offset...]))
      let found = try load(reading, rest, decoded.bytes.count, console) { _ in 0 }
      if let found { return found }
    }
    // Whatever is wrong with the file, reading it whole says so.
    let found = try ListReading.list(rules, file, options: options)
    return (found.list, found.notices)
  }

  private func begin(_ rules: ListRules, _ stream: CompanyStream) throws -> ListReading? {
    var length: Int?
    var wanted = 1 << 20
    while length == nil, wanted <= Limits.headBytes {
      try stream.readFront(wanted)
      length = ChunkRun.headLength(stream.front, input: options)
      if stream.isAtEnd { break }
      wanted *= 2
    }
    guard let length else { return nil }
    let head = InputFile(name: path, bytes: Array(stream.front[..<length]))
    return try? ListReading(rules, head, options: options)
  }

  private func load(
    _ reading: ListReading, _ rest: ChunkBytes, _ size: Int?, _ console: Console,
    read: @escaping (UnsafeMutableRawBufferPointer) throws(FileFault) -> Int
  ) throws(FileFault) -> (list: CompanyList, notices: [InputProblem])? {
    let progress = Progress(console, isLong: (size ?? 0) >= 16 << 20)
    defer { progress.clear() }
    let loader = ListLoader(
      reading, rest: rest,
      onProgress: { read in
        let share = min(100, read * 100 / max(1, size ?? read))
        progress.show(Wording(zh: "已读 \(share)%", en: "\(share)% read"))
      }, read: read)
    guard let found = try loader.list(named: path, threads: threads) else { return nil }
    return (found.list, reading.run.notices(found.tally))
  }
}
