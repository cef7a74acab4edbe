import Glibc
package import JiliLexer
import WorkbookWriter

/// A file could not be read or written: what to say and how the program ends.
package struct FileFault: WordedError {
  package let diagnostic: Diagnostic
  package let exitCode: ExitCode
  /// Why, without the name of the file.
  package let cause: Wording
}

/// The catalogue of faults of files: J5001 to J5099.
extension FileFault {
  static func noSuchFile(_ path: String) -> FileFault {
    fault("J5001", .noInput, zh: "没有文件 `\(path)`", en: "there is no file `\(path)`")
  }

  static func notReadable(_ path: String, _ number: Int32) -> FileFault {
    let why = systemWords(number)
    return fault(
      "J5002", .noInput, why, zh: "无法打开 `\(path)`：\(why.zh)",
      en: "cannot open `\(path)`: \(why.en)")
  }

  static func isFolder(_ path: String) -> FileFault {
    fault(
      "J5003", .noInput, Wording(zh: "是文件夹", en: "it is a folder"),
      zh: "`\(path)` 是文件夹，这里要文件", en: "`\(path)` is a folder; name a file")
  }

  static func tooLarge(_ path: String, limit: Int) -> FileFault {
    let size =
      limit >> 30 > 0
      ? "\(limit >> 30) GiB" : limit >> 20 > 0 ? "\(limit >> 20) MiB" : "\(limit) B"
    return fault(
      "J5004", .unusableInput, Wording(zh: "超过 \(size)", en: "it is larger than \(size)"),
      zh: "`\(path)` 超过 \(size)", en: "`\(path)` is larger than \(size)")
  }

  static func readFailed(_ path: String, _ number: Int32) -> FileFault {
    let why = systemWords(number)
    return fault(
      "J5005", .inputOutput, why, zh: "读取 `\(path)` 失败：\(why.zh)",
      en: "reading `\(path)` failed: \(why.en)")
  }

  static func writeFailed(_ path: String, _ number: Int32) -> FileFault {
    let why = systemWords(number)
    // Who reads has gone: that is no failure of the disk.
    return fault(
      "J5006", number == EPIPE ? .pipeClosed : .inputOutput, why,
      zh: "写入 `\(path)` 失败：\(why.zh)", en: "writing `\(path)` failed: \(why.en)")
  }

  /// A workbook that could not be written.
  static func notWritten(_ path: String, _ fault: WorkbookFault) -> FileFault {
    switch fault {
    case .system(let number): .writeFailed(path, number)
    case .noLibrary(let library): .noWorkbookWriter(path, library)
    }
  }

  static func noWorkbookWriter(_ path: String, _ library: String) -> FileFault {
    fault(
      "J5013", .inputOutput,
      zh: "写不了 `\(path)`：系统里没有 \(library)；请装上它，或把结果写成 .csv",
      en: "cannot write `\(path)`: the system has no \(library); install it, or write a .csv")
  }

  static func namedTwice(_ path: String) -> FileFault {
    fault(
      "J5007", .usage, zh: "两个结果不能都写到 `\(path)`，请换一个名字",
      en: "two results cannot both be written to `\(path)`; choose another name")
  }

  static func overwritesInput(_ path: String) -> FileFault {
    fault(
      "J5008", .usage, zh: "结果会盖掉本次要读的 `\(path)`，请换一个名字",
      en: "the result would overwrite `\(path)`, which this run reads; choose another name")
  }

  static func lostFile(_ name: String, option: String) -> FileFault {
    fault(
      "J5011", .noInput, zh: "回执旁边没有 `\(name)`；用 \(option) 给出它所在的文件夹",
      en: "`\(name)` is not beside the receipt; name its folder with \(option)")
  }

  static func endlessRow(_ path: String) -> FileFault {
    let size = Limits.rowBytes >> 20
    return fault(
      "J5014", .unusableInput,
      zh: "`\(path)` 有一行超过 \(size) MiB 还没有结束，是否缺了引号，或给错了文件？",
      en: "`\(path)` has a row of more than \(size) MiB; is a quote missing, or is it another file?"
    )
  }

  static func changedMeanwhile(_ path: String) -> FileFault {
    fault(
      "J5012", .unusableInput, Wording(zh: "读的时候变了", en: "it changed while it was read"),
      zh: "`\(path)` 在运行中变了：前后两遍读到的不一样；没有写出结果，请等文件不再改动后重新运行",
      en:
        "`\(path)` changed during the run: it was read twice and differed; nothing written, run "
        + "again once nobody writes to the file")
  }

  static func layoutUnfaithful(_ path: String) -> FileFault {
    fault(
      "J5010", .checkFailed,
      zh: "程序自查不符：`\(path)` 整理后意思会变；文件没有改动",
      en:
        "the program's own check failed: `\(path)` would mean something else when laid out; it "
        + "is as it was")
  }

  /// The program's own check before it writes.
  static let countsDiffer = fault(
    "J5009", .checkFailed, zh: "程序自查不符：读入的行与结果、退回的行对不上，没有写出结果",
    en:
      "the program's own check failed: rows read do not match results and rejects; nothing written"
  )

  private static func fault(
    _ code: String, _ exit: ExitCode, _ cause: Wording? = nil, zh: String, en: String
  ) -> FileFault {
    // The place belongs to no rule file, so the message stands alone.
    let nowhere = Span(file: .max, start: 0, end: 0)
    let diagnostic = Diagnostic(code, at: nowhere, zh: zh, en: en)
    return FileFault(
      diagnostic: diagnostic, exitCode: exit, cause: cause ?? diagnostic.message)
  }
}

/// Why a file that rules name is not read. The finding is the loader's, with its place.
enum NamedFileFault: WordedError {
  case leadsOutside, isNoFile

  package var cause: Wording {
    switch self {
    case .leadsOutside:
      Wording(zh: "链接指到了允许的文件夹之外", en: "a link leads out of the folders that are allowed")
    case .isNoFile: Wording(zh: "不是普通文件", en: "it is no regular file")
    }
  }
}

/// What an error number of the system means; the common ones in Chinese too.
package func systemWords(_ number: Int32) -> Wording {
  let chinese: [Int32: String] = [
    EACCES: "没有权限", EPERM: "不允许", ENOENT: "没有这个文件或文件夹", ENOTDIR: "路径里有一段不是文件夹",
    EISDIR: "是文件夹", ENOSPC: "磁盘已满", EDQUOT: "磁盘配额已用完", EROFS: "磁盘只读",
    ENAMETOOLONG: "文件名太长", EMFILE: "打开的文件太多", ENFILE: "系统打开的文件太多", EIO: "设备读写错误",
    EFBIG: "文件太大", ELOOP: "符号链接成环", EPIPE: "管道已关闭", EBUSY: "设备或文件正忙",
    ETXTBSY: "文件正在使用", EEXIST: "文件已存在", ENODEV: "没有这个设备", ENXIO: "没有这个设备",
  ]
  let english = strerror(number).map { String(cString: $0) } ?? "error \(number)"
  return Wording(zh: chinese[number] ?? english, en: english.lowercased())
}
