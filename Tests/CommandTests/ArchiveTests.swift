import CZip
import Jili
import JiliInvariants
import JiliTestSupport
import Testing

@testable import WorkbookReader

@Suite("archives")
struct ArchiveTests {
  private func read(_ bytes: [UInt8], _ part: String) throws(InputRefusal) -> [UInt8] {
    let result = bytes.withUnsafeBytes { bytes -> Result<[UInt8], InputRefusal> in
      do throws(InputRefusal) {
        var text: [UInt8] = []
        try Archive("公司.xlsx", bytes).read(part) { (piece, _) throws(InputRefusal) in
          text += piece
          return true
        }
        return .success(text)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// What is read; where it is refused, the code.
  private func answer(_ bytes: [UInt8], _ part: String = "乙.xml") -> String {
    do throws(InputRefusal) {
      return String(decoding: try read(bytes, part), as: UTF8.self)
    } catch {
      return error.problems.map(\.code).joined(separator: ",")
    }
  }

  private let made = MadeArchive([("甲.xml", "第一份"), ("乙.xml", "第二份，长一些")])

  /// An archive that another library packed.
  private func packed(
    _ parts: [(name: String, text: [UInt8])],
    _ change: (OpaquePointer, UInt64) -> Void = { _, _ in }
  ) throws -> [UInt8] {
    let desk = try Desk()
    let archive = try #require(zip_open(desk.path + "/a.zip", ZIP_CREATE, nil))
    var rooms: [UnsafeMutableRawPointer] = []
    defer { for room in rooms { room.deallocate() } }
    for part in parts {
      let room = UnsafeMutableRawPointer.allocate(byteCount: part.text.count, alignment: 1)
      room.copyMemory(from: part.text, byteCount: part.text.count)
      rooms.append(room)
      let source = zip_source_buffer(archive, room, UInt64(part.text.count), 0)
      let index = zip_file_add(archive, part.name, source, 0)
      try #require(index >= 0)
      change(archive, UInt64(index))
    }
    try #require(zip_close(archive) == 0)
    return try desk.bytes("a.zip")
  }

  @Test func storedAndPackedParts() throws {
    #expect(answer(made.bytes) == "第二份，长一些")
    #expect(answer(made.bytes, "甲.XML") == "第一份")
    #expect(answer(made.bytes, "丙.xml") == "J4141")
    // More than one room of 64 KiB, packed and unpacked.
    let text = (0..<60_000).flatMap { Array("\($0 &* 2_654_435_761 % 999_983),".utf8) }
    let other = try packed([("空", []), ("长", text)])
    #expect(other.count < text.count)
    #expect(other.count > 1 << 17)
    #expect(try read(other, "长") == text)
    #expect(try read(other, "空") == [])
  }

  @Test func numbersOf64Bits() {
    var long = made
    long.isLong = true
    #expect(answer(long.bytes) == "第二份，长一些")
    long.parts[1].place = 1 << 62
    #expect(answer(long.bytes) == "J4141")
    long = made
    long.isLong = true
    long.directoryPlace = .max
    #expect(answer(long.bytes) == "J4141")
  }

  @Test func commentsAtTheEnd() {
    var spoken = made
    spoken.comment = Array(repeating: 0x20, count: 65_535)
    #expect(answer(spoken.bytes) == "第二份，长一些")
    // In the comment stands what looks like an end, and is none.
    spoken.comment = [0x50, 0x4B, 5, 6] + Array(repeating: 0xFF, count: 40)
    #expect(answer(spoken.bytes) == "第二份，长一些")
  }

  @Test func whatTheDirectorySaysMustHold() {
    func answer(_ change: (inout MadeArchive) -> Void) -> String {
      var archive = made
      change(&archive)
      return self.answer(archive.bytes)
    }
    #expect(answer { $0.count = 1 } == "J4141")
    #expect(answer { $0.count = 3 } == "J4141")
    #expect(answer { $0.count = 10_001 } == "J4144")
    #expect(answer { $0.directorySize = 10 } == "J4141")
    #expect(answer { $0.directoryPlace = 0 } == "J4141")
    #expect(answer { $0.directoryPlace = 1 << 31 } == "J4141")
    #expect(answer { $0.disk = 1 } == "J4141")
    #expect(answer { $0.parts[0].name = "乙.XML" } == "J4142")
    #expect(answer { $0.parts[1].mark = 0x0403_4B51 } == "J4141")
    #expect(answer { $0.parts[1].place = 1 << 30 } == "J4141")
    #expect(answer { $0.parts[1].packedSize = 1 << 20 } == "J4141")
    #expect(answer { $0.parts[1].size = 22 } == "J4141")
    #expect(answer { $0.parts[1].size = 2 << 30 } == "J4144")
    #expect(answer { $0.parts[1].checksum = 1 } == "J4141")
    #expect(answer { $0.parts[1].method = 12 } == "J4141")
    // Stored text taken for packed one.
    #expect(answer { $0.parts[1].method = 8 } == "J4141")
    #expect(answer { $0.parts[1].flags = 1 } == "J4145")
  }

  @Test func locked() throws {
    let archive = try packed([("乙.xml", Array("第二份".utf8))]) { archive, index in
      zip_file_set_encryption(archive, index, UInt16(ZIP_EM_AES_256), "口令")
    }
    #expect(answer(archive) == "J4145")
  }

  /// 64 MiB of blanks pack into 64 KiB; the directory says that they are ten bytes.
  @Test func aZipBombThatLies() throws {
    var bomb = try packed([("乙.xml", [UInt8](repeating: 0x20, count: 64 << 20))])
    let mark = try #require(bomb.firstRange(of: [0x50, 0x4B, 1, 2])).lowerBound
    bomb.replaceSubrange((mark + 24)..<(mark + 28), with: [10, 0, 0, 0])
    #expect(answer(bomb) == "J4144")
  }

  /// Whatever a byte is changed to, the archive is refused or the text is the same.
  @Test func anyDamageIsFound() throws {
    let good = made.bytes
    let allowed = ["第二份，长一些", "J4141", "J4142", "J4144", "J4145"]
    for place in good.indices {
      for value in [0, good[place] ^ 1, good[place] ^ 0x80, 0xFF] {
        var bytes = good
        bytes[place] = value
        #expect(allowed.contains(answer(bytes)), "\(place): \(value)")
      }
    }
    for length in good.indices { #expect(answer(Array(good[..<length])) == "J4141") }
  }
}
