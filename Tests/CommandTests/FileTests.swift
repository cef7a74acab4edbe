import Glibc
import JiliLexer
import JiliTestSupport
import Testing
@testable import repl

/// A folder of its own for each test, removed at the end.
final class Folder {
  let path: String

  init() {
    var template = Array("/tmp/test-of-jili-XXXXXX".utf8CString)
    path = mkdtemp(&template).map { String(cString: $0) } ?? ""
  }

  deinit {
    for name in names { unlink(path + "/" + name) }
    rmdir(path)
  }

  /// Everything in the folder, hidden files too.
  var names: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var found: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { found.append(name) }
    }
    return found.sorted()
  }

  func put(_ name: String, _ text: String) throws {
    let files = PendingFiles()
    try files.create(path + "/" + name).write(text)
    try files.commit()
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Files.read(path + "/" + name, limit: 1 << 20), as: UTF8.self)
  }
}

/// The code of the fault that a call ends in, with its exit code.
func fault(_ call: () throws -> Void) -> (code: String, exit: ExitCode)? {
  do {
    try call()
    return nil
  } catch let error as FileFault {
    return (error.diagnostic.code, error.exitCode)
  } catch {
    return nil
  }
}

@Suite("files")
struct FileTests {
  @Test func readsWholeFilesUpToALimit() throws {
    let folder = Folder()
    try folder.put("a", "企业,小巨人\n")
    #expect(try folder.text("a") == "企业,小巨人\n")
    try folder.put("empty", "")
    #expect(try folder.text("empty") == "")
    let size = "企业,小巨人\n".utf8.count
    #expect(try Files.read(folder.path + "/a", limit: size).count == size)
    let tooLarge = fault { _ = try Files.read(folder.path + "/a", limit: size - 1) }
    #expect(tooLarge?.code == "J5004")
    #expect(tooLarge?.exit == .unusableInput)
  }

  @Test func readsAPipe() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    #expect(write(ends[1], "abc", 3) == 3)
    close(ends[1])
    #expect(try Files.read("/dev/fd/\(ends[0])", limit: 3) == Array("abc".utf8))
    close(ends[0])
    #expect(fault { _ = try Files.read("/dev/zero", limit: 1 << 20) }?.code == "J5004")
  }

  @Test func missingFilesAndFoldersAreNamed() {
    let folder = Folder()
    let missing = fault { _ = try Files.read(folder.path + "/none", limit: 1) }
    #expect(missing?.code == "J5001")
    #expect(missing?.exit == .noInput)
    #expect(fault { _ = try Files.read(folder.path, limit: 1) }?.code == "J5003")
    #expect(fault { _ = try Files.read(folder.path + "/a\0b", limit: 1) }?.code == "J5001")
    let loop = folder.path + "/loop"
    #expect(symlink(loop, loop) == 0)
    #expect(fault { _ = try Files.read(loop, limit: 1) }?.code == "J5002")
    #expect(fault { _ = try Files.read("/proc/self/mem", limit: 1 << 20) }?.code == "J5005")
  }

  @Test func resultsAppearTogetherOrNotAtAll() throws {
    let folder = Folder()
    try folder.put("out.csv", "old")
    let files = PendingFiles()
    try files.create(folder.path + "/out.csv").write("new")
    try files.create(folder.path + "/out.rejects.csv").write("rejects")
    #expect(try folder.text("out.csv") == "old")
    files.discard()
    #expect(folder.names == ["out.csv"])
    #expect(try folder.text("out.csv") == "old")
  }

  @Test func commitReplacesAndLeavesNothingElse() throws {
    let folder = Folder()
    try folder.put("out.csv", "old")
    chmod(folder.path + "/out.csv", 0o640)
    let files = PendingFiles()
    let file = try files.create(folder.path + "/out.csv", hashing: true)
    try file.write("ab")
    try file.write("c")
    try files.create(folder.path + "/out.receipt.json").write("{}")
    try files.commit()
    #expect(folder.names == ["out.csv", "out.receipt.json"])
    #expect(try folder.text("out.csv") == "abc")
    #expect(file.byteCount == 3)
    #expect(file.sha256 == SHA256.hexadecimal(of: Array("abc".utf8)))
    var status = stat()
    #expect(stat(folder.path + "/out.csv", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o640)
  }

  /// The second result cannot be moved, because a folder took its name meanwhile.
  @Test func aFailedCommitUndoesTheFirst() throws {
    let folder = Folder()
    try folder.put("a", "old")
    let files = PendingFiles()
    try files.create(folder.path + "/a").write("new")
    try files.create(folder.path + "/b").write("new")
    try files.create(folder.path + "/c").write("new")
    #expect(mkdir(folder.path + "/c", 0o700) == 0)
    let failed = fault { try files.commit() }
    #expect(failed?.code == "J5006")
    #expect(failed?.exit == .inputOutput)
    rmdir(folder.path + "/c")
    #expect(folder.names == ["a"])
    #expect(try folder.text("a") == "old")
  }

  @Test func oneNameTakesOneResult() throws {
    let folder = Folder()
    let files = PendingFiles()
    _ = try files.create(folder.path + "/a")
    #expect(fault { _ = try files.create(folder.path + "/a") }?.code == "J5007")
    files.discard()
    #expect(folder.names == [])
  }

  @Test func linksAndDevicesAreWrittenThrough() throws {
    let folder = Folder()
    try folder.put("real", "old")
    #expect(symlink(folder.path + "/real", folder.path + "/link") == 0)
    try folder.put("link", "new")
    #expect(try folder.text("real") == "new")
    let files = PendingFiles()
    try files.create("/dev/null").write("gone")
    try files.commit()
    #expect(fault { try files.create("/dev/full").write("x") }?.code == "J5006")
    #expect(fault { _ = try files.create(folder.path) }?.code == "J5003")
    #expect(fault { _ = try files.create(folder.path + "/no/a") }?.code == "J5006")
  }

  /// What a killed run left is nobody's; what is locked belongs to a run that lives.
  @Test func theNextRunRemovesWhatAKilledOneLeft() throws {
    let folder = Folder()
    for name in [".jili-1-0.partial", ".jili-1-0.partial.old", ".jili-2-7.partial", ".jilin"] {
      let descriptor = open(folder.path + "/" + name, O_WRONLY | O_CREAT, 0o600)
      #expect(descriptor >= 0)
      close(descriptor)
    }
    let living = open(folder.path + "/.jili-2-7.partial", O_RDONLY)
    #expect(flock(living, LOCK_EX) == 0)
    try folder.put("a", "new")
    #expect(folder.names == [".jili-2-7.partial", ".jilin", "a"])
    close(living)
    try folder.put("a", "newer")
    #expect(folder.names == [".jilin", "a"])
  }

  @Test func namesOfOpenDescriptorsAreWrittenToAsTheyAre() throws {
    let folder = Folder()
    try folder.put("log", "old\n")
    let log = open(folder.path + "/log", O_WRONLY | O_APPEND)
    #expect(log >= 0)
    let files = PendingFiles()
    try files.create("/dev/fd/\(log)").write("new\n")
    try files.commit()
    #expect(try folder.text("log") == "old\nnew\n")
    #expect(folder.names == ["log"])
    #expect(fault { try PendingFiles().create("/dev/fd/999").write("x") }?.code == "J5006")
  }

  /// A file grows between its opening and its end.
  @Test func aFileThatChangesWhileItIsReadIsRefused() throws {
    let folder = Folder()
    try folder.put("a", String(repeating: "x", count: 1 << 12))
    let path = folder.path + "/a"
    let stream = try CompanyStream(path, hashing: false)
    try stream.readFront(10)
    try stream.confirm()
    let descriptor = open(path, O_WRONLY | O_APPEND)
    #expect(write(descriptor, "y", 1) == 1)
    close(descriptor)
    let changed = fault { try stream.confirm() }
    #expect(changed?.code == "J5012")
    #expect(changed?.exit == .unusableInput)
  }

  @Test func aFaultOfAResultSaysWhatHelps() {
    for number in [ENOSPC, EACCES, ENOENT, EFBIG, EMFILE, EBADF, EIO] {
      #expect(FileFault.writeFailed("o.csv", number).diagnostic.notes.count == 1)
    }
    let said = FileFault.writeFailed(Files.standard, ENOSPC).diagnostic.message
    #expect(said.zh == "写入标准输出失败：磁盘已满")
    #expect(said.en == "writing standard output failed: no space left on device")
  }

  @Test(arguments: [EACCES, ENOSPC, ENOENT])
  func errorsOfTheSystemSpeakBothLanguages(_ number: Int32) {
    let words = systemWords(number)
    #expect(words.zh != words.en)
  }

  /// The examples of the standard.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  ])
  func digests(_ text: String, _ digest: String) {
    #expect(SHA256.hexadecimal(of: Array(text.utf8)) == digest)
  }
}
