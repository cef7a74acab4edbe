package import JiliLexer
package import JiliParser

/// The rule files of one policy: trees in order, texts of the `source` entries, findings.
package struct Loaded: Sendable {
  /// One file's tree with what the run knows of it.
  package struct File: Sendable {
    package let tree: SyntaxTree
    /// A draft's statements replace those of the files before it.
    package let isDraft: Bool
    /// Whether another file uses or amends it; its examples are its own affair.
    package let isIncluded: Bool
  }
  /// Used and amended files first.
  package var files: [File] = []
  /// Every source by the file number of its spans, in order of reading. Before those of this
  /// policy stand the sources of the policies before it in the run.
  package var sources: [Source] = []
  /// The number of the policy's own file.
  package private(set) var firstSource = 0
  /// Texts of policies, each with the span of the `source` entry that names it.
  package var policyTexts: [(entry: Span, text: Source)] = []
  package var diagnostics: [Diagnostic] = []

  package init() {}

  /// Begins a further policy of a run behind the sources of those before.
  package init(behind sources: [Source]) {
    self.sources = sources
    firstSource = sources.count
  }
}

/// Reads a file that a rule file names: bytes, or nil where there is none.
package typealias ReadFile = (_ path: String) throws -> [UInt8]?

/// Loads a rule file and everything that it uses, amends and takes as its source.
///
/// Paths are taken beside the naming file and below it; a path that leads elsewhere is refused
/// before `read` is asked.
package func load(
  _ bytes: [UInt8], named name: String, behind sources: [Source] = [], watch: Watch? = nil,
  read: @escaping ReadFile
) -> Loaded {
  var loader = Loader(read: read, onto: Loaded(behind: sources))
  loader.watch = watch
  loader.load(Source(name: name, bytes: bytes), isDraft: false)
  return loader.loaded
}

extension Loaded {
  /// The same files as a draft amends them: their examples are their own affair.
  package var amended: Loaded {
    var amended = self
    amended.files = files.map { File(tree: $0.tree, isDraft: $0.isDraft, isIncluded: true) }
    return amended
  }

  /// The same with one more file behind all others; a draft's statements replace theirs.
  package func adding(_ source: Source, isDraft: Bool, read: @escaping ReadFile) -> Loaded {
    var loader = Loader(read: read, onto: self)
    loader.load(source, isDraft: isDraft)
    return loader.loaded
  }
}

private struct Loader {
  let read: ReadFile
  var watch: Watch?
  var loaded = Loaded()
  /// Names of files being read, outermost first, and of those done.
  private var open: [FileName] = []
  private var done: [FileName] = []
  /// Texts of the policy that were read.
  private var texts: [(name: FileName, text: Source)] = []
  /// Bytes read so far, and files.
  private var size = 0
  private var count = 0

  init(read: @escaping ReadFile, onto loaded: Loaded) {
    self.read = read
    self.loaded = loaded
    let before = loaded.sources[loaded.firstSource...]
    done = before.map { FileName($0.name) }
    size = before.reduce(0) { $0 + $1.bytes.count }
    count = before.count
  }

  mutating func load(_ source: Source, isDraft: Bool, isIncluded: Bool = false) {
    let number = UInt16(loaded.sources.count)
    loaded.sources.append(source)
    size += source.bytes.count
    count += 1
    guard watch.allows(bytes: source.bytes.count * Limits.treeBytes) else { return }
    let tree = parse(source, file: number, isEnded: watch?.isEnded)
    loaded.diagnostics += tree.diagnostics
    open.append(FileName(source.name))
    var amendsOther = false
    for statement in tree.statements {
      switch statement.kind {
      case .use(let path):
        include(path, from: source.name)
      case .amends(let path):
        amendsOther = true
        include(path, from: source.name)
      case .policy(let block):
        for entry in block.entries {
          if case .source(let path) = entry.kind { readText(path, from: source.name) }
        }
      default: break
      }
    }
    open.removeLast()
    done.append(FileName(source.name))
    loaded.files.append(
      .init(tree: tree, isDraft: amendsOther || isDraft, isIncluded: isIncluded))
  }

  private mutating func include(_ path: QuotedText, from name: String) {
    guard let target = resolve(path, from: name) else { return }
    if let first = open.firstIndex(of: FileName(target)) {
      let names = open[first...].map(\.text) + [target]
      loaded.diagnostics.append(.fileCycle(names[...], at: path.span))
      return
    }
    if done.contains(FileName(target)) { return }
    guard let bytes = bytes(of: target, path) else { return }
    load(Source(name: target, bytes: bytes), isDraft: false, isIncluded: true)
  }

  private mutating func readText(_ path: QuotedText, from name: String) {
    guard let target = resolve(path, from: name) else { return }
    if let known = texts.first(where: { $0.name == FileName(target) })?.text {
      loaded.policyTexts.append((path.span, known))
      return
    }
    guard let bytes = bytes(of: target, path) else { return }
    size += bytes.count
    count += 1
    if firstInvalidByte(bytes) != nil {
      loaded.diagnostics.append(.sourceNotUTF8(path.text, at: path.span))
      return
    }
    let text = Source(name: target, bytes: bytes)
    texts.append((FileName(target), text))
    loaded.policyTexts.append((path.span, text))
  }

  private mutating func bytes(of target: String, _ path: QuotedText) -> [UInt8]? {
    guard watch.allows(steps: 1) else { return nil }
    guard count < Limits.ruleFiles else {
      loaded.diagnostics.append(.tooManyFiles(at: path.span))
      return nil
    }
    do {
      if let bytes = try read(target) {
        if size + bytes.count <= Limits.policyBytes { return bytes }
        loaded.diagnostics.append(.tooManyFiles(at: path.span))
      } else {
        loaded.diagnostics.append(.missingFile(path.text, at: path.span))
      }
    } catch {
      loaded.diagnostics.append(
        .unreadableFile(path.text, error, at: path.span))
    }
    return nil
  }

  /// The path from where the run began; refuses absolute paths and steps upwards.
  private mutating func resolve(_ path: QuotedText, from name: String) -> String? {
    let parts = path.text.split(separator: "/", omittingEmptySubsequences: false)
    let isInside = parts.allSatisfy { !$0.isEmpty && $0 != ".." } && !path.text.contains("\\")
    guard isInside else {
      loaded.diagnostics.append(.pathOutside(path.text, at: path.span))
      return nil
    }
    let kept = parts.filter { $0 != "." }.joined(separator: "/")
    guard let slash = name.lastIndex(of: "/") else { return kept }
    return name[...slash] + kept
  }
}

/// A path as the system tells files apart: by its bytes. Texts are equal in any composition.
private struct FileName: Equatable {
  let text: String
  private let bytes: [UInt8]

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  static func == (one: FileName, other: FileName) -> Bool { one.bytes == other.bytes }
}
