import JiliLexer

/// What is wrong with a call itself: C8001 to C8099.
extension ErrorList.Entry {
  private static func about(
    _ code: String, zh: String, en: String, file: String? = nil
  ) -> ErrorList.Entry {
    ErrorList.Entry(
      code, Wording(zh: zh, en: en), file: file, line: nil, column: nil, isError: true)
  }

  static func missing(_ what: String) -> ErrorList.Entry {
    about("C8001", zh: "调用缺 `\(what)`", en: "the call lacks `\(what)`")
  }

  static func notUTF8(_ what: String) -> ErrorList.Entry {
    about("C8002", zh: "`\(quoted(what))` 不是 UTF-8", en: "`\(quoted(what))` is not UTF-8")
  }

  static func unknownOption(_ name: String, nearest: String?) -> ErrorList.Entry {
    let (zh, en) = (nearest.map { "，是否 `\($0)`？" }, nearest.map { "; did you mean `\($0)`?" })
    return about(
      "C8003", zh: "没有选项 `\(quoted(name))`\(zh ?? "")",
      en: "there is no option `\(quoted(name))`\(en ?? "")")
  }

  static func badOption(_ name: String, _ wanted: Wording) -> ErrorList.Entry {
    about(
      "C8004", zh: "选项 `\(quoted(name))` 应是\(wanted.zh)",
      en: "the option `\(quoted(name))` should be \(wanted.en)")
  }

  static func overflow(_ code: String, _ reason: Wording) -> ErrorList.Entry {
    about(code, zh: reason.zh, en: reason.en)
  }

  static var noStack: ErrorList.Entry {
    about(
      "C8006", zh: "线程的栈不足 2 MB，系统又不给新线程；请在栈更大的线程里调用",
      en: "the thread has less than 2 MB of stack and the system gives no other thread; "
        + "call from a thread with more")
  }

  static var unexpected: ErrorList.Entry {
    about("C8005", zh: "调用没有完成", en: "the call was not completed")
  }
}

extension CallFailure {
  init(_ entry: ErrorList.Entry) { errors = ErrorList([entry]) }
}
