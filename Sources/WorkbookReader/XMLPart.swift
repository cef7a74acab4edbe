import CExpat
import Jili

/// What is called while a part of a workbook is walked. Names come without their prefixes.
protocol PartReader: AnyObject {
  func start(_ name: ElementName, _ attributes: Attributes)
  func end(_ name: ElementName)
  /// Whether text is of interest at this place.
  var takesText: Bool { get }
  func text(_ bytes: UnsafeRawBufferPointer)
  /// Set where the part makes no sense, so that the walk stops.
  var fault: InputProblem? { get }
  /// Whether it has seen enough.
  var isDone: Bool { get }
}

extension PartReader {
  var isDone: Bool { false }
}

/// The name of an element or attribute where the parser keeps it, so that none is copied.
struct ElementName {
  fileprivate let text: UnsafePointer<CChar>

  static func ~= (wanted: StaticString, name: ElementName) -> Bool {
    name.text.elementsEqual(wanted)
  }
}

/// The attributes of an element, of which few are looked at.
struct Attributes {
  fileprivate let list: UnsafeMutablePointer<UnsafePointer<CChar>?>?

  subscript(_ wanted: StaticString) -> String? {
    var place = 0
    while let name = list?[place], let value = list?[place + 1] {
      if localName(name).elementsEqual(wanted) { return String(cString: value) }
      place += 2
    }
    return nil
  }

  /// Each of them, where many cells are looked at.
  func each(_ take: (ElementName, UnsafePointer<CChar>) -> Void) {
    var place = 0
    while let name = list?[place], let value = list?[place + 1] {
      take(ElementName(text: localName(name)), value)
      place += 2
    }
  }
}

extension UnsafePointer<CChar> {
  fileprivate func elementsEqual(_ name: StaticString) -> Bool {
    name.withUTF8Buffer { buffer in
      for (place, byte) in buffer.enumerated() where UInt8(bitPattern: self[place]) != byte {
        return false
      }
      return self[buffer.count] == 0
    }
  }
}

/// Behind the colon of a prefix.
private func localName(_ name: UnsafePointer<CChar>) -> UnsafePointer<CChar> {
  var place = name
  while place.pointee != 0 {
    if place.pointee == CChar(UInt8(ascii: ":")) { return place + 1 }
    place += 1
  }
  return name
}

/// State that the callbacks of expat share.
private final class Walk {
  let reader: any PartReader
  let parser: XML_Parser
  var hasDocumentType = false

  init(_ reader: any PartReader, _ parser: XML_Parser) {
    self.reader = reader
    self.parser = parser
  }

  static func of(_ data: UnsafeMutableRawPointer?) -> Walk? {
    data.map { Unmanaged<Walk>.fromOpaque($0).takeUnretainedValue() }
  }

  func stopWhereItEnds() {
    if reader.fault != nil || reader.isDone { XML_StopParser(parser, XML_Bool(XML_FALSE)) }
  }
}

extension Archive {
  /// Walks a part with a reader. A DOCTYPE ends it: spreadsheets write none, and entities that it
  /// may declare unfold without bounds.
  func walk(_ part: String, _ reader: any PartReader) throws(InputRefusal) {
    guard let parser = XML_ParserCreate(nil) else { return }
    defer { XML_ParserFree(parser) }
    let walk = Walk(reader, parser)
    XML_SetUserData(parser, Unmanaged.passUnretained(walk).toOpaque())
    XML_SetElementHandler(
      parser,
      { data, name, attributes in
        guard let walk = Walk.of(data), let name else { return }
        walk.reader.start(ElementName(text: localName(name)), Attributes(list: attributes))
        walk.stopWhereItEnds()
      },
      { data, name in
        guard let walk = Walk.of(data), let name else { return }
        walk.reader.end(ElementName(text: localName(name)))
        walk.stopWhereItEnds()
      })
    XML_SetCharacterDataHandler(parser) { data, text, count in
      guard let walk = Walk.of(data), walk.reader.takesText else { return }
      walk.reader.text(UnsafeRawBufferPointer(start: text, count: Int(count)))
    }
    XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
      guard let walk = Walk.of(data) else { return }
      walk.hasDocumentType = true
      XML_StopParser(walk.parser, XML_Bool(XML_FALSE))
    }
    let file = file
    try read(part) { (piece, isLast) throws(InputRefusal) in
      let bytes = piece.baseAddress?.assumingMemoryBound(to: CChar.self)
      let status = XML_Parse(parser, bytes, Int32(piece.count), isLast ? 1 : 0)
      if walk.hasDocumentType { throw InputRefusal(.file, [.documentType(file, part)]) }
      if let fault = reader.fault { throw InputRefusal(.file, [fault]) }
      if reader.isDone { return false }
      if status != XML_STATUS_OK {
        let line = Int(XML_GetCurrentLineNumber(parser))
        throw InputRefusal(
          .file, [.damaged(file, part, "第 \(line) 行不是 XML", "line \(line) is no XML")])
      }
      return true
    }
    withExtendedLifetime(walk) {}
  }
}
