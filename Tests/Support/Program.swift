package import Glibc
import Testing

/// The program as it was built, run in a process of its own.
package enum Program {
  /// Beside the tests, where it was built with them, or the one that JILI_PROGRAM names.
  package static let path: String = {
    if let named = getenv("JILI_PROGRAM") { return String(cString: named) }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink("/proc/self/exe", &buffer, Int(PATH_MAX))
    let tests = String(
      decoding: buffer[..<max(0, count)].map(UInt8.init(bitPattern:)), as: UTF8.self)
    return String(tests[..<(tests.lastIndex(of: "/") ?? tests.startIndex)]) + "/jili"
  }()

  /// POSIX_SPAWN_SETSIGDEF, POSIX_SPAWN_SETSIGMASK and POSIX_SPAWN_SETSID of the C library.
  private static let defaultsFlag: Int16 = 0x04
  private static let maskFlag: Int16 = 0x08
  private static let sessionFlag: Int16 = 0x80

  /// Starts the program, in a folder, with the given files for its standard ones.
  package static func spawn(
    _ arguments: [String], in folder: String = ".", environment: [String], isSession: Bool = false,
    _ open: (inout posix_spawn_file_actions_t) -> Void
  ) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    open(&actions)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Tests run on threads that take no signals, and in the background of a shell they ignore some;
    // the program must take them. In a session of its own the terminal that it opens first becomes
    // its controlling one.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var ends = none
    for signal in [SIGINT, SIGQUIT, SIGTERM, SIGHUP] { sigaddset(&ends, signal) }
    posix_spawnattr_setsigdefault(&attributes, &ends)
    let flags = defaultsFlag | maskFlag | (isSession ? sessionFlag : 0)
    posix_spawnattr_setflags(&attributes, flags)
    // The shell only changes to the folder; the program takes its place.
    let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder, path]
    // A program built for counting what is run puts its counts where the tests put theirs.
    let counts = getenv("LLVM_PROFILE_FILE").map { ["LLVM_PROFILE_FILE=" + String(cString: $0)] }
    var words = (shell + arguments).map { strdup($0) } + [nil]
    var variables = (environment + (counts ?? [])).map { strdup($0) } + [nil]
    defer { for text in words + variables { free(text) } }
    var process: pid_t = 0
    let number = posix_spawn(&process, shell[0], &actions, &attributes, &words, &variables)
    #expect(number == 0, "cannot start \(path)")
    return process
  }

  /// The exit code; 128 and the signal where one ended it.
  package static func wait(_ process: pid_t) -> Int32 {
    var status: Int32 = 0
    guard process > 0 else { return -1 }
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { return -1 }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}

/// Both sides of a terminal that no screen shows: what is written to `slave` is read from `master`.
package final class PseudoTerminal {
  package let master: Int32
  /// The path of the program's side.
  package let slave: String
  /// TIOCGPTN and TIOCSPTLCK of Linux, which are no plain numbers in C.
  private static let nameOfTerminal: UInt = 0x8004_5430
  private static let lockOfTerminal: UInt = 0x4004_5431

  package init() {
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var number: UInt32 = 0
    var locked: Int32 = 0
    let isThere =
      ioctl(master, Self.nameOfTerminal, &number) == 0
      && ioctl(master, Self.lockOfTerminal, &locked) == 0
    #expect(isThere)
    slave = "/dev/pts/\(number)"
  }

  deinit { close(master) }
}
