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
      en: "cannot open `\(path)`: \(why.en)"
    ).advising(
      zh: "检查文件的权限和磁盘后重新运行", en: "check its permissions and the disk, then run again")
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
    let file = named(path, Wording(zh: "标准输入", en: "standard input"))
    return fault(
      "J5005", .inputOutput, why, zh: "读取\(file.zh)失败：\(why.zh)",
      en: "reading \(file.en) failed: \(why.en)"
    ).advising(
      zh: "检查磁盘或连接后重新运行", en: "check the disk or the connection, then run again")
  }

  static func writeFailed(_ path: String, _ number: Int32) -> FileFault {
    let why = systemWords(number)
    let file = named(path, Wording(zh: "标准输出", en: "standard output"))
    // Who reads has gone: that is no failure of the disk.
    let found = fault(
      "J5006", number == EPIPE ? .pipeClosed : .inputOutput, why,
      zh: "写入\(file.zh)失败：\(why.zh)", en: "writing \(file.en) failed: \(why.en)")
    guard let advice = remedy(number) else { return found }
    return found.advising(zh: advice.zh, en: advice.en)
  }

  /// The place where unfinished workbooks are kept could not be written to.
  static func noRoomAside(_ path: String, _ folder: String, _ number: Int32) -> FileFault {
    let why = systemWords(number)
    return fault(
      "J5014", .inputOutput, why,
      zh: "写入 `\(path)` 失败：工作簿先放在临时目录 `\(folder)` 里，那里写不了：\(why.zh)",
      en: "writing `\(path)` failed: a workbook is first kept in the temporary folder `\(folder)`, "
        + "which cannot be written to: \(why.en)"
    ).advising(
      zh: "在那里腾出空间，或用环境变量 TMPDIR 换一个目录后重新运行",
      en: "make room there, or name another folder with the variable TMPDIR, then run again")
  }

  /// A workbook that could not be written.
  static func notWritten(_ path: String, _ fault: WorkbookFault) -> FileFault {
    switch fault {
    case .system(let number, let folder): .noRoomAside(path, folder, number)
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
      "J5015", .unusableInput,
      zh: "`\(path)` 有一行超过 \(size) MiB 还没有结束，是否缺了引号，或给错了文件？",
      en: "`\(path)` has a row of more than \(size) MiB; is a quote missing, or is it another file?"
    )
  }

  static func changedMeanwhile(_ path: String) -> FileFault {
    let isStream = path == Files.standard
    let file = Wording(
      zh: isStream ? "标准输入" : "`\(path)` ", en: isStream ? "standard input" : "`\(path)`")
    return fault(
      "J5012", .unusableInput, Wording(zh: "读的时候变了", en: "it changed while it was read"),
      zh: "\(file.zh)在读的时候变了，读到的可能一半旧一半新；没有写出结果文件，请等文件不再改动后重新运行",
      en:
        "\(file.en) changed while it was read, which may be half old and half new; no file of "
        + "results was written, run again once nobody writes to it")
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

  private static func named(_ path: String, _ stream: Wording) -> Wording {
    path == Files.standard ? stream : Wording(zh: " `\(path)` ", en: "`\(path)`")
  }

  private func advising(zh: String, en: String) -> FileFault {
    FileFault(diagnostic: diagnostic.noting(zh: zh, en: en), exitCode: exitCode, cause: cause)
  }

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

/// What helps where a result cannot be written.
private func remedy(_ number: Int32) -> Wording? {
  switch number {
  case ENOSPC, EDQUOT:
    Wording(
      zh: "腾出空间，或把结果写到别的磁盘后重新运行",
      en: "make room, or write the results to another disk, then run again")
  case EACCES, EPERM, EROFS:
    Wording(
      zh: "换一个能写的目录，或请管理员给写的权限", en: "choose another folder, or ask for the right to write")
  case ENOENT, ENOTDIR:
    Wording(zh: "先建好这个目录，再运行一次", en: "make the folder first, then run again")
  case EFBIG:
    Wording(
      zh: "文件系统或 `ulimit -f` 不许这么大的文件：写到别处，或把名单拆开",
      en: "the file system or `ulimit -f` allows no file of this size: write elsewhere, or split "
        + "the companies")
  case EMFILE, ENFILE:
    Wording(
      zh: "少给几个文件，或用 `ulimit -n` 放宽", en: "give fewer files, or allow more with `ulimit -n`")
  case EBADF:
    Wording(
      zh: "运行它的程序关掉了这个输出：用 -o 写到文件", en: "whoever runs jili closed it: write to a file with -o")
  case EPIPE: nil
  default:
    Wording(zh: "检查磁盘或连接后重新运行", en: "check the disk or the connection, then run again")
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
    EBADF: "没有打开，或不能这样用", ENOTSUP: "文件系统不支持", EINVAL: "文件系统不支持",
    ENOMEM: "内存不够", ESTALE: "网络盘上的文件已经不在", ETIMEDOUT: "网络盘没有回应",
  ]
  let english = strerror(number).map { String(cString: $0) } ?? "error \(number)"
  return Wording(zh: chinese[number] ?? english, en: english.lowercased())
}
