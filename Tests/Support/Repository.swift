import Foundation

/// The checked-out repository that the tests run in.
package enum Repository {
  /// The folder that holds Package.swift, found from the place of this file.
  package static let root: String = {
    var folder = URL(fileURLWithPath: #filePath)
    repeat { folder.deleteLastPathComponent() } while folder.path != "/" && !isRoot(folder)
    return folder.path
  }()

  private static func isRoot(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path)
  }

  package static func path(_ relative: String) -> String { root + "/" + relative }

  /// Files below a folder, in order, as paths from the root, without those of git and the build.
  package static func files(under folder: String = "", endings: [String] = []) -> [String] {
    let start = folder.isEmpty ? root : path(folder)
    guard let walk = FileManager.default.enumerator(atPath: start) else { return [] }
    var found: [String] = []
    for case let name as String in walk {
      let last = name.split(separator: "/").last ?? ""
      if last == ".git" || last.hasPrefix(".build") || last == "Package.resolved" {
        walk.skipDescendants()
        continue
      }
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: start + "/" + name, isDirectory: &isFolder)
      if isFolder.boolValue { continue }
      guard endings.isEmpty || endings.contains(where: { name.hasSuffix($0) }) else { continue }
      found.append(folder.isEmpty ? name : folder + "/" + name)
    }
    return found.sorted()
  }

  package static func bytes(_ relative: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(relative))))
  }

  package static func text(_ relative: String) throws -> String {
    String(decoding: try bytes(relative), as: UTF8.self)
  }

  package static func write(_ text: String, to relative: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(relative)))
  }
}
