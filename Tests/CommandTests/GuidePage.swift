import JiliLexer

@testable import repl

/// docs/errors.md, made from the guides and from what the program says to their examples.
func guidePage(_ guides: [DiagnosticGuide], saying findings: [String: GuideFinding]) -> String {
  var page = """
    # 诊断编号 · Findings

    每条诊断都有一个编号，编号的意思不会改变。本页由程序里的说明生成（`make docs`），例子由测试逐个运行；
    同样的说明在终端里看：`jili check --explain J3101`（加 `--lang en` 看英文）。

    Each finding has a code whose meaning never changes. This page is made from the guides in the
    sources by `make docs`, and tests run its examples; `jili check --explain J3101 --lang en` shows
    the same in a terminal.

    `\u{FFFD}` 代表一个看不见的字符。 `\u{FFFD}` stands for a character that cannot be seen.


    """
  for room in GuideRoom.all {
    let inside = guides.filter { room.codes.contains($0.code) }
    page += "## \(room.title)\n\n| 编号 | | | |\n|---|---|---|---|\n"
    for guide in inside {
      page += "| [\(guide.code)](#\(guide.code.lowercased())) | \(guide.severity.word(.zh))"
      page += " | \(guide.title.zh) | \(guide.title.en) |\n"
    }
    page += "\n"
    for guide in inside { page += entry(guide, findings[guide.code]) }
  }
  return String(page.dropLast())
}

/// The codes of a room under one heading.
private struct GuideRoom {
  let title: String
  let codes: ClosedRange<String>

  static let all = [
    GuideRoom(title: "J1 文字和符号 · Text and tokens", codes: "J1000"..."J1999"),
    GuideRoom(title: "J2 语法 · Grammar", codes: "J2000"..."J2999"),
    GuideRoom(title: "J30 规则文件 · Rule files", codes: "J3000"..."J3099"),
    GuideRoom(title: "J31 名称 · Names", codes: "J3100"..."J3199"),
    GuideRoom(title: "J32 类型 · Types", codes: "J3200"..."J3299"),
    GuideRoom(title: "J33 奖励、算例、目标 · Awards, examples, targets", codes: "J3300"..."J3399"),
    GuideRoom(title: "J34 起草的毛病 · Faults of drafting", codes: "J3400"..."J3999"),
    GuideRoom(title: "J41 企业文件和选项 · Company files and options", codes: "J4000"..."J4199"),
    GuideRoom(title: "J42 单元格和行 · Cells and rows", codes: "J4200"..."J4299"),
    GuideRoom(title: "J43 提醒、结果、理解 · Warnings, results, readings", codes: "J4300"..."J4999"),
    GuideRoom(title: "J5 系统的文件 · Files of the system", codes: "J5000"..."J5999"),
    GuideRoom(title: "J6 提示符 · The prompt", codes: "J6000"..."J6999"),
    GuideRoom(title: "J7 查询 · Queries", codes: "J7000"..."J7999"),
  ]
}

private func entry(_ guide: DiagnosticGuide, _ finding: GuideFinding?) -> String {
  var text = "### \(guide.code)\n\n**\(guide.title.zh)** · \(guide.title.en)\n\n"
  text += paragraph(guide.meaning.zh) + "\n\n" + paragraph(guide.meaning.en) + "\n\n"
  if let finding {
    text += "```text\n" + said(finding, .zh) + said(finding, .en) + "```\n\n"
  }
  guard let example = guide.example.texts else {
    if case .none(let why) = guide.example { text += "\(why.zh) \(why.en)\n\n" }
    return text
  }
  for file in guide.example.files { text += file.name + "\n\n" + fenced(file.text, file.name) }
  let name = guide.example.fileName ?? "sh"
  text +=
    "错误 · wrong\n\n"
    + fenced(example.wrong, name, mark: " \(guide.severity.word(.en)) \(guide.code)")
  text += "改为 · mended\n\n" + fenced(example.mended, name)
  if let command = guide.example.command, guide.example.fileName != GuideExample.rulesName {
    text += "`\(command)`\n\n"
  }
  return text
}

/// The finding as the program words it.
private func said(_ finding: GuideFinding, _ language: Language) -> String {
  let head = "\(finding.severity.word(language)) \(finding.code): "
  return head + visible(finding.message.text(language)) + "\n"
    + finding.notes.map { "  = " + visible($0.text(language)) + "\n" }.joined()
}

/// A block; the mark of a rule file says what it gives, as in the reference of the language.
private func fenced(_ text: String, _ name: String, mark finding: String = "") -> String {
  let ending = name.split(separator: ".").last.map(String.init) ?? ""
  let mark = ["rules": "jili", "csv": "csv", "json": "json", "sh": "sh"][ending] ?? "text"
  let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
  return "```\(mark)\(mark == "jili" ? finding : "")\n"
    + lines.map { visible(String($0)) + "\n" }.joined() + "```\n\n"
}
