import Glibc
import Testing

/// The program as it was built, run in a process of its own.
enum Program {
  /// Beside the tests, where it was built with them.
  static let path: String = {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink("/proc/self/exe", &buffer, Int(PATH_MAX))
    let tests = String(
      decoding: buffer[..<max(0, count)].map(UInt8.init(bitPattern:)), as: UTF8.self)
    return String(tests[..<(tests.lastIndex(of: "/") ?? tests.startIndex)]) + "/jili"
  }()

  /// POSIX_SPAWN_SETSIGMASK and POSIX_SPAWN_SETSID of the C library.
  private static let maskFlag: Int16 = 0x08
  private static let sessionFlag: Int16 = 0x80

  struct Ending {
    let output: String
    let errors: String
    let code: Int32
  }

  /// Runs the program on a standard input that is no terminal.
  static func run(_ arguments: [String], input: String) throws -> Ending {
    let folder = Folder()
    try folder.put("in", input)
    let process = spawn(arguments, environment: ["LC_ALL=C.UTF-8"]) { actions in
      posix_spawn_file_actions_addopen(&actions, 0, folder.path + "/in", O_RDONLY, 0)
      let flags = O_WRONLY | O_CREAT
      posix_spawn_file_actions_addopen(&actions, 1, folder.path + "/out", flags, 0o600)
      posix_spawn_file_actions_addopen(&actions, 2, folder.path + "/err", flags, 0o600)
    }
    let code = wait(process)
    return Ending(output: try folder.text("out"), errors: try folder.text("err"), code: code)
  }

  /// Starts the program with the given files for its standard ones.
  static func spawn(
    _ arguments: [String], environment: [String], isSession: Bool = false,
    _ open: (inout posix_spawn_file_actions_t) -> Void
  ) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    open(&actions)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Tests run on threads that take no signals; the program must take them. In a session of its
    // own the terminal that it opens first becomes its controlling one.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, maskFlag | (isSession ? sessionFlag : 0))
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { for text in words + variables { free(text) } }
    var process: pid_t = 0
    let number = posix_spawn(&process, path, &actions, &attributes, &words, &variables)
    #expect(number == 0, "cannot start \(path)")
    return process
  }

  /// The exit code; 128 and the signal where one ended it.
  static func wait(_ process: pid_t) -> Int32 {
    var status: Int32 = 0
    guard process > 0, waitpid(process, &status, 0) == process else { return -1 }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}

/// The program at a terminal of its own.
final class Terminal {
  private let master: Int32
  private let process: pid_t
  private var seen: [UInt8] = []
  private var looked = 0
  /// TIOCGPTN and TIOCSPTLCK of Linux, which are no plain numbers in C.
  private static let nameOfTerminal: UInt = 0x8004_5430
  private static let lockOfTerminal: UInt = 0x4004_5431

  init(_ arguments: [String], environment: [String]) {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var number: UInt32 = 0
    var locked: Int32 = 0
    var size = winsize(ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
    let hasTerminal =
      ioctl(master, Self.nameOfTerminal, &number) == 0
      && ioctl(master, Self.lockOfTerminal, &locked) == 0
      && ioctl(master, UInt(TIOCSWINSZ), &size) == 0
    #expect(hasTerminal)
    let slave = "/dev/pts/\(number)"
    process = Program.spawn(arguments, environment: environment, isSession: true) { actions in
      posix_spawn_file_actions_addopen(&actions, 0, slave, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    }
    self.master = master
  }

  deinit { close(master) }

  /// Types keys.
  func type(_ keys: String) {
    var keys = keys
    keys.withUTF8 { bytes in _ = write(master, bytes.baseAddress, bytes.count) }
  }

  /// What is shown from the last place looked at up to these words; nil where they do not come.
  func shown(upTo words: String, seconds: Int = 20) -> String? {
    let wanted = Array(words.utf8)
    var waits = seconds * 10
    while true {
      if let end = place(of: wanted) {
        defer { looked = end }
        return String(decoding: seen[looked..<end], as: UTF8.self)
      }
      if waits == 0 || !more(milliseconds: 100, &waits) { return nil }
    }
  }

  /// Waits for the end of the program; one that does not end is ended.
  func ending() -> Int32 {
    var waits = 200
    while waits > 0, more(milliseconds: 100, &waits) {}
    if waits == 0 { kill(process, SIGKILL) }
    return Program.wait(process)
  }

  private func place(of wanted: [UInt8]) -> Int? {
    guard seen.count - looked >= wanted.count else { return nil }
    return (looked...(seen.count - wanted.count)).first { start in
      seen[start..<start + wanted.count].elementsEqual(wanted)
    }.map { $0 + wanted.count }
  }

  /// Takes in what there is; false once the program has closed its side.
  private func more(milliseconds: Int32, _ waits: inout Int) -> Bool {
    var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else {
      waits -= 1
      return true
    }
    var chunk = [UInt8](repeating: 0, count: 4096)
    let count = read(master, &chunk, chunk.count)
    if count > 0 { seen += chunk[..<count] }
    return count > 0
  }
}
