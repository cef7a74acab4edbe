/// An archive made byte by byte after APPNOTE.TXT, so that every number in it can be wrong.
package struct MadeArchive {
  package struct Part {
    package var name: String
    package var text: [UInt8]
    package var method = 0
    package var flags = 0
    /// What the directory says of the sizes; nil is the truth.
    package var packedSize: Int?
    package var size: Int?
    package var checksum: Int?
    package var place: Int?
    package var mark = 0x0403_4B50
  }

  package var parts: [Part]
  package var count: Int?
  package var directorySize: Int?
  package var directoryPlace: Int?
  package var disk = 0
  package var comment: [UInt8] = []
  /// Numbers of 64 bits, in the fields that are there for them.
  package var isLong = false

  package init(_ texts: [(name: String, text: String)]) {
    parts = texts.map { Part(name: $0.name, text: Array($0.text.utf8)) }
  }

  package var bytes: [UInt8] {
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for part in parts {
      let name = Array(part.name.utf8)
      let place = part.place ?? body.count
      let sum = part.checksum ?? Int(checksum(part.text))
      let (packed, size) = (part.packedSize ?? part.text.count, part.size ?? part.text.count)
      let head =
        number(20, 2) + number(part.flags, 2) + number(part.method, 2) + number(0, 4)
        + number(sum, 4)
      body += number(part.mark, 4) + head + number(part.text.count, 4) + number(part.text.count, 4)
      body += number(name.count, 2) + number(0, 2) + name + part.text
      // A field of another kind stands in front, as programs for other systems write it.
      let extra =
        number(0x5455, 2) + number(1, 2) + [7] + number(1, 2) + number(24, 2) + number(size, 8)
        + number(packed, 8) + number(place, 8)
      let full = 0xFFFF_FFFF
      directory += number(0x0201_4B50, 4) + number(20, 2) + head
      directory += number(isLong ? full : packed, 4) + number(isLong ? full : size, 4)
      directory += number(name.count, 2) + number(isLong ? extra.count : 0, 2) + number(0, 10)
      directory += number(isLong ? full : place, 4) + name + (isLong ? extra : [])
    }
    let count = count ?? parts.count
    let size = directorySize ?? directory.count
    let place = directoryPlace ?? body.count
    var end: [UInt8] = []
    if isLong {
      end += number(0x0606_4B50, 4) + number(44, 8) + number(45, 2) + number(45, 2)
      end += number(disk, 4) + number(0, 4) + number(count, 8) + number(count, 8)
      end += number(size, 8) + number(place, 8)
      end += number(0x0706_4B50, 4) + number(0, 4)
      end += number(body.count + directory.count, 8) + number(1, 4)
    }
    end += number(0x0605_4B50, 4) + number(disk, 2) + number(0, 2)
    end += number(isLong ? 0xFFFF : count, 2) + number(isLong ? 0xFFFF : count, 2)
    end += number(isLong ? 0xFFFF_FFFF : size, 4) + number(isLong ? 0xFFFF_FFFF : place, 4)
    return body + directory + end + number(comment.count, 2) + comment
  }

  private func number(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: $0 < 8 ? value >> ($0 * 8) : 0) }
  }

  /// CRC-32 as zip counts it.
  private func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~sum
  }
}
