import JiliLexer

/// Lays the rows of a JSON file out as delimited text, in two walks: the first finds its keys, the
/// second writes its rows. Pieces of any size may be given.
///
/// ```swift
/// var keys = JSONKeys("企业.json")
/// try keys.take(piece)          // of the whole file, then once with nothing
/// var layout = JSONLayout("企业.json", keys.headers)
/// try layout.take(piece, into: text)
/// ```
package struct JSONKeys {
  private var feed: JSONFeed
  private var count = 0

  package init(_ name: String) { feed = JSONFeed(name) }

  /// The keys that were found.
  package var headers: JSONHeaders { feed.headers }

  /// Whether the file can be laid out: it has objects, and not too many keys.
  package var isTable: Bool { count > 0 && headers.all.count <= Limits.columns }

  /// Takes the next piece of the file in; nothing is its end. False where the file cannot be laid
  /// out: reading it as a whole says why.
  package mutating func take(_ piece: UnsafeRawBufferPointer) -> Bool {
    do throws(JSONFeed.Broken) {
      try feed.append(piece)
      while true {
        switch try feed.next() {
        case .flat: count += 1
        case .other(let object):
          count += 1
          feed.note(object)
          if headers.all.count > Limits.columns { return false }
        case .needsMore, .end: return true
        }
      }
    } catch {
      return false
    }
  }
}

/// The second walk.
package struct JSONLayout {
  private var feed: JSONFeed
  private let headers: JSONHeaders
  private var signs: [UInt8] = []
  private var text: [UInt8] = []
  private var row: [UInt8] = []

  package init(_ name: String, _ headers: JSONHeaders) {
    feed = JSONFeed(name, headers)
    self.headers = headers
  }

  /// Takes the next piece of the file in and writes the rows that are whole with it.
  package mutating func take(_ piece: UnsafeRawBufferPointer, into output: ChunkBytes) -> Bool {
    do throws(JSONFeed.Broken) {
      try feed.append(piece)
      while true {
        row.removeAll(keepingCapacity: true)
        switch try feed.next() {
        case .flat: if !layOutFlat() { return false }
        case .other(let object):
          LaidOutRow.append(headers.row(object), width: headers.all.count, to: &row)
        case .needsMore, .end: return true
        }
        output.append(row)
      }
    } catch {
      return false
    }
  }

  /// False where the file is not what the walk took it for, which cannot be.
  private mutating func layOutFlat() -> Bool {
    let width = headers.all.count
    var (place, hasInk) = (0, false)
    signs.removeAll(keepingCapacity: true)
    for member in feed.members {
      skip(to: member.place, from: &place)
      text.removeAll(keepingCapacity: true)
      guard let sign = take(member) else { return false }
      hasInk = hasInk || sign != LaidOutRow.Sign.text || LaidOutRow.hasInk(text)
      LaidOutRow.append(text, to: &row)
      row.append(LaidOutRow.separator)
      signs.append(sign)
      place += 1
    }
    skip(to: width, from: &place)
    // What an empty row is, cells say one by one.
    if !hasInk {
      row.append(LaidOutRow.separator)
      signs.append(LaidOutRow.Sign.text)
    }
    row += signs
    row.append(LaidOutRow.separator)
    row += String(feed.lineOfObject).utf8
    row.append(0x0A)
    return true
  }

  /// Cells of which the object does not speak.
  private mutating func skip(to end: Int, from place: inout Int) {
    while place < end {
      row.append(LaidOutRow.separator)
      signs.append(LaidOutRow.Sign.missing)
      place += 1
    }
  }

  /// The text of a member, in `text`, and the sign of its type.
  private mutating func take(_ member: JSONFeed.Member) -> UInt8? {
    let raw = feed.bytes[member.start..<member.end]
    switch member.kind {
    case .string:
      text += raw
      return LaidOutRow.Sign.text
    case .escaped:
      let isRead = feed.bytes.withUnsafeBufferPointer { bytes in
        JSONText.append(
          UnsafeBufferPointer(rebasing: bytes[member.start..<member.end]), to: &text)
      }
      return isRead ? LaidOutRow.Sign.text : nil
    case .number:
      text += raw
      return LaidOutRow.sign(ofNumber: raw)
    case .yes:
      text += "TRUE".utf8
      return LaidOutRow.Sign.yes
    case .no:
      text += "FALSE".utf8
      return LaidOutRow.Sign.no
    case .null: return LaidOutRow.Sign.text
    }
  }
}
