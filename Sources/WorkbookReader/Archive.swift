import CZip
import Jili
import JiliLexer

/// The parts of a workbook in its zip archive, unpacked piece by piece within limits.
final class Archive {
  let file: String
  private let archive: OpaquePointer
  /// Index by name in small letters: names of parts differ in more than case.
  private var indices: [String: UInt64] = [:]

  /// `bytes` must live as long as the archive does.
  init(_ file: String, _ bytes: UnsafeRawBufferPointer) throws(InputRefusal) {
    self.file = file
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard
      let source = zip_source_buffer_create(bytes.baseAddress, UInt64(bytes.count), 0, &error)
    else { throw InputRefusal(.file, [.damaged(file, file, "不是完整的压缩包", "no whole archive")]) }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
      zip_source_free(source)
      throw InputRefusal(.file, [.damaged(file, file, "不是完整的压缩包", "no whole archive")])
    }
    self.archive = archive
    let count = zip_get_num_entries(archive, 0)
    if count > Limits.workbookParts { throw InputRefusal(.file, [.workbookTooLarge(file, .parts)]) }
    for index in 0..<UInt64(max(0, count)) {
      guard let name = zip_get_name(archive, index, 0).map({ String(cString: $0) }) else {
        continue
      }
      if indices.updateValue(index, forKey: name.lowercased()) != nil {
        throw InputRefusal(.file, [.partTwice(file, name)])
      }
    }
  }

  deinit { zip_discard(archive) }

  func has(_ part: String) -> Bool { indices[part.lowercased()] != nil }

  /// Hands over a part piece by piece. `take` gives false where it has seen enough.
  func read(
    _ part: String, _ take: (UnsafeRawBufferPointer, _ isLast: Bool) throws(InputRefusal) -> Bool
  ) throws(InputRefusal) {
    guard let index = indices[part.lowercased()] else {
      throw InputRefusal(.file, [.damaged(file, part, "缺这一部分", "it is missing")])
    }
    var status = zip_stat_t()
    guard zip_stat_index(archive, index, 0, &status) == 0 else { throw broken(part) }
    if status.encryption_method != UInt16(ZIP_EM_NONE) {
      throw InputRefusal(.file, [.oldWorkbook(file)])
    }
    let packed = Int(clamping: status.comp_size)
    try check(Int(clamping: status.size), packed)
    guard let opened = zip_fopen_index(archive, index, 0) else { throw broken(part) }
    defer { zip_fclose(opened) }
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { room.deallocate() }
    var size = 0
    while true {
      let count = Int(zip_fread(opened, room.baseAddress, UInt64(room.count)))
      if count < 0 { throw broken(part) }
      size += count
      // What the archive says of the size may be a lie.
      try check(size, packed)
      let piece = UnsafeRawBufferPointer(rebasing: room[..<count])
      guard try take(piece, count == 0), count > 0 else { return }
    }
  }

  private func check(_ size: Int, _ packed: Int) throws(InputRefusal) {
    if size > Limits.workbookPartBytes {
      throw InputRefusal(.file, [.workbookTooLarge(file, .partBytes)])
    }
    let ratio = Limits.workbookRatio
    if size > ratio.bytes, size / ratio.times > packed {
      throw InputRefusal(.file, [.workbookTooLarge(file, .ratio)])
    }
  }

  private func broken(_ part: String) -> InputRefusal {
    InputRefusal(.file, [.damaged(file, part, "解压时发现错误", "it cannot be unpacked")])
  }
}

extension InputProblem {
  static func damaged(_ file: String, _ part: String, _ zh: String, _ en: String) -> InputProblem {
    damagedWorkbook(file, part, zh: zh, en: en)
  }
}
