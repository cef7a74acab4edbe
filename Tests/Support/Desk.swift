package import Foundation
import Testing

/// A folder of its own in which a test writes files and runs the program that was built with the
/// tests. It is removed at the end.
package final class Desk {
  /// How a run ended.
  package struct Ending {
    package let code: Int32
    package let output: String
    package let errors: String
    package let outputBytes: [UInt8]
  }

  package let path: String

  package init(_ files: [String: String] = [:]) throws {
    var template = Array("/tmp/test-of-jili-XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
    for (name, text) in files { try put(name, text) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  // MARK: - Files

  package func put(_ name: String, _ text: String) throws { try put(name, bytes: Array(text.utf8)) }

  package func put(_ name: String, bytes: [UInt8]) throws {
    let place = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: place)
  }

  package func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
  }

  package func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }

  /// Everything in the folder but its own files, hidden ones too.
  package func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix("std.") }
      .sorted()
  }

  // MARK: - Runs

  /// Runs the program in the folder, on an empty standard input unless a text is given.
  package func run(
    _ arguments: String..., input: String = "", variables: [String: String] = [:]
  ) throws -> Ending {
    let process = try start(arguments, input: input, variables: variables)
    return try ending(of: process)
  }

  /// Starts the program; `errors` replaces its standard error, `inputDescriptor` its input.
  package func start(
    _ arguments: [String], input: String = "", inputDescriptor: Int32? = nil,
    outputDescriptor: Int32? = nil, errorDescriptor: Int32? = nil,
    variables: [String: String] = [:]
  ) throws -> pid_t {
    try put("std.in", input)
    let files = [
      (inputDescriptor, "std.in"), (outputDescriptor, "std.out"), (errorDescriptor, "std.err"),
    ]
    var environment = ["LC_ALL": "zh_CN.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
    environment.merge(variables) { $1 }
    let settings = environment.map { $0 + "=" + $1 }
    return Program.spawn(arguments, in: path, environment: settings) { actions in
      for (number, (descriptor, name)) in files.enumerated() {
        if let descriptor {
          posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
        } else {
          let flags = number == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC
          posix_spawn_file_actions_addopen(
            &actions, Int32(number), path + "/" + name, flags, 0o600)
        }
      }
    }
  }

  /// Waits for the end; a signal counts as 128 and its number.
  package func ending(of process: pid_t) throws -> Ending {
    let code = Program.wait(process)
    let output = (try? bytes("std.out")) ?? []
    return Ending(
      code: code, output: String(decoding: output, as: UTF8.self),
      errors: (try? text("std.err")) ?? "", outputBytes: output)
  }

  /// Waits until something holds; false where it never does.
  package func waits(until holds: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<500 {
      if try holds() { return true }
      usleep(20_000)
    }
    return false
  }
}

extension Desk {
  /// What a run writes to standard error where that is a terminal.
  package func errorsOnATerminal(_ arguments: [String], _ variables: [String: String]) throws
    -> String
  {
    let terminal = PseudoTerminal()
    let side = open(terminal.slave, O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(side >= 0)
    let process = try start(arguments, errorDescriptor: side, variables: variables)
    _ = try ending(of: process)
    _ = fcntl(terminal.master, F_SETFL, O_NONBLOCK)
    var shown: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(terminal.master, &chunk, chunk.count)
      guard count > 0 else { break }
      shown += chunk[..<count]
    }
    close(side)
    return String(decoding: shown, as: UTF8.self)
  }
}
