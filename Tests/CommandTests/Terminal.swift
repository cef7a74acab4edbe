import Glibc
import JiliTestSupport
import Testing

extension Program {
  /// Runs the program on a standard input that is no terminal.
  static func run(_ arguments: [String], input: String) throws -> Desk.Ending {
    let desk = try Desk()
    let process = try desk.start(arguments, input: input, variables: ["LC_ALL": "C.UTF-8"])
    return try desk.ending(of: process)
  }
}

/// The program at a terminal of its own.
final class Terminal {
  private let pseudo: PseudoTerminal
  private let process: pid_t
  private var seen: [UInt8] = []
  private var looked = 0

  init(_ arguments: [String], environment: [String]) {
    let pseudo = PseudoTerminal()
    var size = winsize(ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
    #expect(ioctl(pseudo.master, UInt(TIOCSWINSZ), &size) == 0)
    process = Program.spawn(arguments, environment: environment, isSession: true) { actions in
      posix_spawn_file_actions_addopen(&actions, 0, pseudo.slave, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    }
    self.pseudo = pseudo
  }

  /// Types keys.
  func type(_ keys: String) {
    var keys = keys
    keys.withUTF8 { bytes in _ = write(pseudo.master, bytes.baseAddress, bytes.count) }
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
    var waiting = pollfd(fd: pseudo.master, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else {
      waits -= 1
      return true
    }
    var chunk = [UInt8](repeating: 0, count: 4096)
    let count = read(pseudo.master, &chunk, chunk.count)
    if count > 0 { seen += chunk[..<count] }
    return count > 0
  }
}
