public import CJili
import Jili
import JiliLexer

/// What is wrong, or is to be said, as C sees it.
final class ErrorList: Sendable {
  struct Entry: Sendable {
    let code: HeldText
    let chinese: HeldText
    let english: HeldText
    let file: HeldText?
    let line: Int
    let column: Int
    let isError: Bool
  }

  let entries: [Entry]

  init(_ entries: [Entry]) { self.entries = entries }

  convenience init(_ found: [Diagnostic], _ sources: [Source]) {
    self.init(
      found.map { diagnostic in
        let number = Int(diagnostic.span.file)
        let source = sources.indices.contains(number) ? sources[number] : nil
        let place = source?.place(at: diagnostic.span.start)
        return Entry(
          diagnostic.code, diagnostic.message, file: source?.name, line: place?.line,
          column: place?.column, isError: diagnostic.severity == .error)
      })
  }

  convenience init(_ found: [InputProblem], isError: Bool) {
    self.init(
      found.map {
        Entry($0.code, $0.message, file: $0.file, line: $0.row, column: nil, isError: isError)
      })
  }

  subscript(index: Int) -> Entry? { entries.indices.contains(index) ? entries[index] : nil }
}

extension ErrorList.Entry {
  init(
    _ code: String, _ message: Wording, file: String?, line: Int?, column: Int?, isError: Bool
  ) {
    self.code = HeldText(code)
    (chinese, english) = (HeldText(message.zh), HeldText(message.en))
    self.file = file.map { HeldText($0) }
    (self.line, self.column, self.isError) = (line ?? 0, column ?? 0, isError)
  }
}

/// Why a call fails.
struct CallFailure: Error {
  let errors: ErrorList
}

/// Does the work of a call that may fail, and hands out what it made.
func handing<Object: AnyObject>(
  _ errors: UnsafeMutablePointer<OpaquePointer?>?, _ work: () throws -> Object
) -> OpaquePointer? {
  calling(errors, work).map(hand)
}

/// Does the work of a call that may fail, and hands out why it did.
func calling<Object: AnyObject>(
  _ errors: UnsafeMutablePointer<OpaquePointer?>?, _ work: () throws -> Object
) -> Object? {
  errors?.pointee = nil
  let done = onDeepStack { Result { try work() } }
  let found: ErrorList
  do {
    guard let done else { throw CallFailure(.noStack) }
    return try done.get()
  } catch let failure as CallFailure {
    found = failure.errors
  } catch let refusal as InputRefusal {
    found = ErrorList(refusal.problems, isError: true)
  } catch let refusal as OutputRefusal {
    found = ErrorList([
      .init(refusal.code, refusal.message, file: nil, line: nil, column: nil, isError: true)
    ])
  } catch {
    found = ErrorList([.unexpected])
  }
  errors?.pointee = hand(found)
  return nil
}

@_cdecl("jili_errors_free")
public func errorsFree(_ errors: OpaquePointer?) { give(back: errors, ErrorList.self) }

@_cdecl("jili_errors_count")
public func errorsCount(_ errors: OpaquePointer?) -> Int {
  object(errors, ErrorList.self)?.entries.count ?? 0
}

@_cdecl("jili_errors_code")
public func errorsCode(_ errors: OpaquePointer?, _ index: Int) -> jili_text {
  object(errors, ErrorList.self)?[index]?.code.text ?? .none
}

@_cdecl("jili_errors_message")
public func errorsMessage(
  _ errors: OpaquePointer?, _ index: Int, _ language: UnsafePointer<CChar>?
) -> jili_text {
  guard let entry = object(errors, ErrorList.self)?[index] else { return .none }
  let isChinese = language.map { $0[0] == CChar(bitPattern: UInt8(ascii: "z")) } ?? false
  return (isChinese ? entry.chinese : entry.english).text
}

@_cdecl("jili_errors_file")
public func errorsFile(_ errors: OpaquePointer?, _ index: Int) -> jili_text {
  object(errors, ErrorList.self)?[index]?.file?.text ?? .none
}

@_cdecl("jili_errors_line")
public func errorsLine(_ errors: OpaquePointer?, _ index: Int) -> Int {
  object(errors, ErrorList.self)?[index]?.line ?? 0
}

@_cdecl("jili_errors_column")
public func errorsColumn(_ errors: OpaquePointer?, _ index: Int) -> Int {
  object(errors, ErrorList.self)?[index]?.column ?? 0
}

@_cdecl("jili_errors_is_error")
public func errorsIsError(_ errors: OpaquePointer?, _ index: Int) -> Int32 {
  object(errors, ErrorList.self)?[index]?.isError == true ? 1 : 0
}
