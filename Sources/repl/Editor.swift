import Glibc

/// The editor that the environment names, opened on a file until it is closed.
struct Editor {
  /// As the user wrote it, with its options.
  let command: String

  init() {
    let named = ["VISUAL", "EDITOR"].lazy.compactMap(variable).first { !$0.isEmpty }
    command = named ?? "vi"
  }

  /// Opens a file; false where the editor did not end well.
  func opens(_ path: String) -> Bool {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGINT)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    // A shell takes the words of the variable apart, as every program that asks it does.
    let arguments: [String] = ["/bin/sh", "-c", command + " \"$1\"", "sh", path]
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    // Ctrl-C in the editor is the editor's.
    let before = signal(SIGINT, SIG_IGN)
    defer { signal(SIGINT, before) }
    var process: pid_t = 0
    guard posix_spawn(&process, "/bin/sh", nil, &attributes, &words, environ) == 0 else {
      return false
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      if errno != EINTR { return false }
    }
    return status == 0
  }

  /// The text as it was left by its reader; nil where the editor did not end well.
  func edits(_ text: String) -> String? {
    var path = Array((temporaryFolder + "/jili-XXXXXX.rules").utf8CString)
    let descriptor = mkstemps(&path, 6)
    guard descriptor >= 0 else { return nil }
    let name = String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { unlink(name) }
    let whole = text.hasSuffix("\n") || text.isEmpty ? text : text + "\n"
    var bytes = Array(whole.utf8)
    let isWritten = bytes.withUnsafeMutableBytes { write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
    guard isWritten == whole.utf8.count, opens(name) else { return nil }
    do throws(FileFault) {
      return String(decoding: try Files.read(name, limit: 1 << 22), as: UTF8.self)
    } catch {
      return nil
    }
  }
}
