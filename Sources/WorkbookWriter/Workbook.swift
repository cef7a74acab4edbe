import CXlsxWriter
import Glibc

/// Why a workbook could not be made.
package enum WorkbookFault: Error, Equatable {
  /// An error number of the system, and the folder where the unfinished workbook is.
  case system(Int32, in: String)
  /// The library that writes workbooks is not there; the name of its file.
  case noLibrary(String)
}

/// A new workbook, written row by row: only the row at hand is in memory.
///
/// Equal cells give equal bytes, for no time and no name of a person stands in it. What is
/// unfinished has no name on disk, so that nothing is left of a run that is ended.
package final class Workbook {
  let xlsx: jili_xlsx
  private let book: UnsafeMutablePointer<lxw_workbook>
  /// The file that takes the finished workbook; it has no name.
  private let descriptor: Int32
  private let folder: String
  private var isOpen = true
  private var formats: [SheetStyle: UnsafeMutablePointer<lxw_format>] = [:]
  private var names: [String] = []
  /// 2000-01-01: equal runs must give equal bytes, and the clock would tell them apart.
  private static let creation = 946_684_800

  /// Whether workbooks can be written here, without writing one.
  package static func probe() throws(WorkbookFault) { _ = try library() }

  private static func library() throws(WorkbookFault) -> jili_xlsx {
    guard let xlsx = jili_xlsx_load() else {
      throw .noLibrary(String(cString: jili_xlsx_file))
    }
    return xlsx.pointee
  }

  package init(title: String) throws(WorkbookFault) {
    let xlsx = try Self.library()
    self.xlsx = xlsx
    let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    let folder = named.isEmpty ? "/tmp" : named
    self.folder = folder
    let file = undisturbed { Self.unnamedFile(in: folder) }
    guard file >= 0 else { throw .system(errno, in: folder) }
    descriptor = file
    var options = lxw_workbook_options()
    options.constant_memory = 1
    let made = folder.withCString { place -> UnsafeMutablePointer<lxw_workbook>? in
      // The library keeps a copy of its own and only reads this one.
      options.tmpdir = UnsafeMutablePointer(mutating: place)
      return xlsx.workbook_new_opt("/proc/self/fd/\(file)", &options)
    }
    guard let made else {
      close(file)
      throw .system(ENOMEM, in: folder)
    }
    book = made
    var properties = lxw_doc_properties()
    properties.created = Self.creation
    title.withCString { words in
      properties.title = UnsafeMutablePointer(mutating: words)
      _ = xlsx.workbook_set_properties(book, &properties)
    }
  }

  deinit {
    if isOpen { xlsx.lxw_workbook_free(book) }
    close(descriptor)
  }

  /// A new sheet behind the others. A name that workbooks do not allow, or that is taken, is
  /// changed.
  package func sheet(_ name: String) throws(WorkbookFault) -> WorkbookSheet {
    let allowed = sheetName(name, taken: names)
    errno = 0
    guard let made = undisturbed({ xlsx.workbook_add_worksheet(book, allowed) }) else {
      throw .system(errno == 0 ? EIO : errno, in: folder)
    }
    names.append(allowed)
    return WorkbookSheet(made, name: allowed, in: self)
  }

  /// Ends the workbook and hands its bytes over in stretches.
  package func finish<Fault: Error>(
    _ take: (UnsafeRawBufferPointer) throws(Fault) -> Void
  ) throws(Fault) -> WorkbookFault? {
    isOpen = false
    errno = 0
    guard speechless({ xlsx.workbook_close(book) }) == LXW_NO_ERROR else {
      return .system(errno == 0 ? EIO : errno, in: folder)
    }
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { return .system(errno, in: folder) }
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
    defer { chunk.deallocate() }
    while true {
      let count = read(descriptor, chunk.baseAddress, chunk.count)
      if count == 0 { return nil }
      if count < 0 {
        if errno == EINTR { continue }
        return .system(errno, in: folder)
      }
      try take(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
    }
  }

  /// The one format of a style.
  func format(_ style: SheetStyle) -> UnsafeMutablePointer<lxw_format>? {
    if let format = formats[style] { return format }
    guard let format = xlsx.workbook_add_format(book) else { return nil }
    style.apply(to: format, xlsx)
    formats[style] = format
    return format
  }

  func chart(_ kind: lxw_chart_type) -> UnsafeMutablePointer<lxw_chart>? {
    xlsx.workbook_add_chart(book, UInt8(kind.rawValue))
  }

  private static func unnamedFile(in folder: String) -> Int32 {
    var template = Array("\(folder)/jili-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return descriptor }
    unlink(&template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }
}

/// Makes a temporary file and takes its name away again: a signal in between would leave it.
private func undisturbed<Result>(_ work: () -> Result) -> Result {
  var all = sigset_t()
  var before = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_BLOCK, &all, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
  return work()
}

/// The library speaks on standard error of what it also returns. `errno` is the library's.
private func speechless<Result>(_ work: () -> Result) -> Result {
  let speech = fcntl(2, F_DUPFD_CLOEXEC, 3)
  let silence = open("/dev/null", O_WRONLY | O_CLOEXEC)
  if speech >= 0, silence >= 0 { dup2(silence, 2) }
  let result = work()
  let number = errno
  if speech >= 0, silence >= 0 { dup2(speech, 2) }
  for descriptor in [speech, silence] where descriptor >= 0 { close(descriptor) }
  errno = number
  return result
}

/// Sheets have names of at most 31 characters, without `[]:*?/\` and without an apostrophe at an
/// end, and no two that differ only in the case of their letters.
package func sheetName(_ wanted: String, taken: [String]) -> String {
  var name = String(wanted.map { "[]:*?/\\".contains($0) || $0.isNewline ? "_" : $0 })
  while name.hasPrefix("'") { name.removeFirst() }
  func cut(_ room: Int) -> String {
    var text = name
    while text.utf16.count > room { text.removeLast() }
    while text.hasSuffix("'") { text.removeLast() }
    return text.isEmpty ? "_" : text
  }
  var found = cut(31)
  var number = 1
  while taken.contains(where: { $0.lowercased() == found.lowercased() }) {
    number += 1
    found = cut(31 - " \(number)".utf16.count) + " \(number)"
  }
  return found
}
