import ArgumentParser
import Jili
import JiliLexer

/// `jili matrix RULES…`: what each policy pays for each title, side by side.
struct MatrixTable: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix", abstract: "Set policies side by side: what each pays for each title.",
    discussion: """
      Each policy is taken to apply, on the last day of its own period unless a date is given. A \
      made-up company has just the title; what an award hangs on besides is said below the table.
      """)

  @OptionGroup var rules: RuleOptions

  @OptionGroup var facts: FactOptions

  @Option(
    help: ArgumentHelp("table, csv, json or markdown.", valueName: "table|csv|json|markdown"),
    completion: .list(["table", "csv", "json", "markdown"]))
  var format = MatrixFormat.table

  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let console = speech.console
    let (_, compiled) = try rules.plan(console)
    do throws(InputRefusal) {
      var input = InputOptions()
      input.settings = facts.settings
      input.date = try? facts.days()
      let matrix = try Jili.matrix(
        compiled.policies.compactMap(\.program), input: input, readings: facts.readings)
      if input.date == nil { tellDates(matrix, console) }
      if matrix.rows.isEmpty { console.tell(Self.nothing.text(console.language) + "\n") }
      let language = format == .table ? console.language : speech.resultLanguage
      console.show(writeMatrix(matrix, format, language: language, width: displayWidth))
    } catch {
      throw console.refuse(error)
    }
  }

  private static let nothing = Wording(
    zh: "规则里没有为称号给的奖励", en: "the rules have no award for a title")

  private func tellDates(_ matrix: Matrix, _ console: Console) {
    let ends = matrix.policies.map { policy in
      let unknown = Wording(zh: "日期未知", en: "date unknown").text(console.language)
      return policy.name + " " + (policy.date.text ?? unknown)
    }
    let zh = ends.joined(separator: "，")
    let en = ends.joined(separator: ", ")
    let words = Wording(
      zh: "没有给出日期，各按政策有效期最后一天计算：\(zh)",
      en: "no date is given; each policy is taken on the last day of its period: \(en)")
    console.tell(words.text(console.language) + "\n")
  }
}

extension MatrixFormat: ExpressibleByArgument {}
