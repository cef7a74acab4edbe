import Jili
import JiliLexer

/// What stands behind the codes of commands at the prompt, J6101 to J6199.
extension DiagnosticGuide {
  static let prompt: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J6101", zh: "没有这个命令", en: "no such command",
      Wording(
        zh: """
          提示符下以 `:` 开头的是命令，如 `:载入`、`:事实`、`:帮助`。这个命令没有，多半是打错了字；`:帮助` 列出全部命令。
          """,
        en: """
          At the prompt a `:` begins a command, such as `:load`, `:facts`, `:help`. There is none of
          this name; `:help` lists them all.
          """),
      .prompt(
        wrong: """
          :奖想
          """,
        mended: """
          :奖项
          """)),
    DiagnosticGuide(
      "J6102", zh: "命令后面多写了内容", en: "too much behind a command",
      Wording(
        zh: """
          这个命令后面不接别的内容。请去掉多余的部分；想看某一个奖项，直接写它的名称。
          """,
        en: """
          Nothing stands behind this command. Take the rest away; to see one award type its name.
          """),
      .prompt(
        wrong: """
          奖励 国家级小巨人 = 150万 当 新认定
          :奖项 国家级小巨人
          """,
        mended: """
          奖励 国家级小巨人 = 150万 当 新认定
          国家级小巨人
          """)),
    DiagnosticGuide(
      "J6103", zh: "没有写要载入的文件", en: "`:load` needs a rule file",
      Wording(
        zh: """
          `:载入` 后面要写规则文件的名称，可以写几个，用空格分开。
          """,
        en: """
          Behind `:load` stand the names of rule files, with blanks between them.
          """),
      .prompt(
        wrong: """
          :载入
          """,
        mended: """
          :载入 例.rules
          """)),
    DiagnosticGuide(
      "J6104", zh: "不是日期", en: "not a date",
      Wording(
        zh: """
          `:日期` 后面写计算日期：`2026-05-01`、`2026-05` 或 `2026`；不写则显示现在用的日期。
          """,
        en: """
          Behind `:date` stands the evaluation date: `2026-05-01`, `2026-05` or `2026`; alone it
          shows the date in use.
          """),
      .prompt(
        wrong: """
          :日期 明年
          """,
        mended: """
          :日期 2027
          """)),
    DiagnosticGuide(
      "J6105", zh: "不在可选的词里", en: "none of the words to choose from",
      Wording(
        zh: """
          这个命令后面只能写几个词中的一个，消息里列出了它们：`:输出` 后面是 table、csv、json、markdown，`:计时` 后面是 开、关。
          """,
        en: """
          Only a few words may stand behind this command, and the message lists them: table, csv,
          json or
          markdown behind `:mode`, on or off behind `:timing`.
          """),
      .prompt(
        wrong: """
          :输出 表格
          """,
        mended: """
          :输出 table
          """)),
    DiagnosticGuide(
      "J6106", zh: "文件已经有了", en: "the file is there already",
      Wording(
        zh: """
          `:保存` 不会悄悄盖掉别的文件；载入的文件和这次写过的文件可以再写。要盖掉它，在命令后加 `!`：`:保存! 文件`。
          """,
        en: """
          `:save` never writes over somebody else's file; the one that was loaded and those
          written here may
          be written again. To replace it all the same, add `!`: `:save! FILE`.
          """),
      .prompt(
        wrong: """
          奖励 单项冠军 = 100万
          :保存 例.rules
          """,
        mended: """
          奖励 单项冠军 = 100万
          :保存! 例.rules
          """)),
    DiagnosticGuide(
      "J6107", zh: "编辑器没有正常结束", en: "the editor failed",
      Wording(
        zh: """
          `:编辑` 打开环境变量 VISUAL 或 EDITOR 指定的编辑器，都没有就用 vi。编辑器没有打开或者报了错，规则就保持原样。
          """,
        en: """
          `:edit` opens the editor that the variables VISUAL or EDITOR name, else vi. Where it
          cannot be
          opened or ends with an error, the rules stay as they are.
          """),
      .none(
        Wording(
          zh: "要在终端里用编辑器才会出现。",
          en: "It takes an editor at a terminal."))),
    DiagnosticGuide(
      "J6108", zh: "没有可编辑的", en: "nothing of that name to edit",
      Wording(
        zh: """
          `:编辑` 后面写一条规则的名称，或一个规则文件；不写就改上一条键入的。
          """,
        en: """
          Behind `:edit` stands the name of a rule or a rule file; alone it opens what was typed
          last.
          """),
      .none(
        Wording(
          zh: "要在终端里用编辑器才会出现。",
          en: "It takes an editor at a terminal."))),
    DiagnosticGuide(
      "J6109", zh: "没有可重载的文件", en: "no files to read again",
      Wording(
        zh: """
          `:重载` 把载入的规则文件再读一遍。还没有载入文件时，先用 `:载入`。
          """,
        en: """
          `:reload` reads the loaded rule files again. Where none is loaded, begin with `:load`.
          """),
      .prompt(
        wrong: """
          :重载
          """,
        mended: """
          :载入 例.rules
          :重载
          """)),
    DiagnosticGuide(
      "J6110", zh: "脚本里不能用编辑器", en: "no editor in a script",
      Wording(
        zh: """
          `:编辑` 要有人坐在终端前。脚本里直接写改好的规则就行。
          """,
        en: """
          `:edit` needs somebody at a terminal. In a script simply write the rule as it should be.
          """),
      .prompt(
        wrong: """
          :载入 例.rules
          :编辑 国家级小巨人
          """,
        mended: """
          :载入 例.rules
          奖励 国家级小巨人 = 200万 当 新认定
          """)),
    DiagnosticGuide(
      "J6111", zh: "看不出扫描什么", en: "not clear what to vary",
      Wording(
        zh: """
          `:扫描` 后面写事实；要定范围，写 `投资额 = 100万 .. 2000万`，再写步长 `: 100万` 就列成表。
          """,
        en: """
          Behind `:sweep` stands the fact; its range is written `投资额 = 100万 .. 2000万`, and a step
          behind it, `: 100万`, makes a table.
          """),
      .prompt(
        wrong: """
          :扫描 投资额 = 100万
          """,
        mended: """
          字段 投资额 : 金额
          奖励 设备 = 投资额 的 10% 封顶 100万
          :扫描 投资额 = 100万 .. 2000万
          """)),
    DiagnosticGuide(
      "J6112", zh: "没有这个编号", en: "no such code",
      Wording(
        zh: """
          每条消息前面有一个编号，如 J3101；`:解释` 后面写它，就看到详细的说明和改法。
          """,
        en: """
          Each message begins with a code, such as J3101; behind `:explain` it shows what the
          code means and
          how to mend it.
          """),
      .prompt(
        wrong: """
          :解释 J0000
          """,
        mended: """
          :解释 J3101
          """)),
    DiagnosticGuide(
      "J6121", zh: "没有写哪家企业", en: "no company is named",
      Wording(
        zh: """
          `:查看` 后面写企业的名称、编号或名称的一部分，这家企业就放到手边，可以问“合计”“为何”。
          """,
        en: """
          Behind `:show` stands the name of a company, its number or a part of its name; it is then
          at hand for `total` and `why`.
          """),
      .prompt(
        wrong: """
          :企业 企业.csv
          :查看
          """,
        mended: """
          :企业 企业.csv
          :查看 甲公司
          """)),
    DiagnosticGuide(
      "J6122", zh: "还没有企业文件", en: "no company file",
      Wording(
        zh: """
          `:受益`、`:受损`、`:查看` 说的是 `:企业` 读入的全体企业。
          """,
        en: """
          `:winners`, `:losers` and `:show` are about the file that `:companies` has read.
          """),
      .prompt(
        wrong: """
          :受益
          """,
        mended: """
          :企业 企业.csv
          :受益
          """)),
    DiagnosticGuide(
      "J6123", zh: "没有这家企业", en: "no such company",
      Wording(
        zh: """
          标识列（企业名称、统一社会信用代码等）里没有这几个字。标识列和 `jili batch` 结果前几列相同。
          """,
        en: """
          None of the identifying columns (name, code) holds these words. They are the columns that
          stand first in the results of `jili batch`.
          """),
      .prompt(
        wrong: """
          :企业 企业.csv
          :查看 丁公司
          """,
        mended: """
          :企业 企业.csv
          :查看 乙公司
          """)),
    DiagnosticGuide(
      "J6124", zh: "不止一家", en: "several companies",
      Wording(
        zh: """
          几家企业的名称里都有这几个字，上面列出了前几家；写全名或编号。
          """,
        en: """
          These words stand in several names, of which the first are listed; write the whole name or
          the number.
          """),
      .prompt(
        wrong: """
          :企业 企业.csv
          :查看 公司
          """,
        mended: """
          :企业 企业.csv
          :查看 嘉兴甲公司（虚构）
          """)),
    DiagnosticGuide(
      "J6125", zh: "这一行读不了", en: "the row cannot be read",
      Wording(
        zh: """
          这家企业的一个单元格读不了，批量计算会退回这一行。退回文件写着是哪一格、为什么；改好后再 `:企业`。
          """,
        en: """
          A cell of this company cannot be read, so that a batch rejects the row. The rejects say
          which cell and why; mend it and read the file again.
          """),
      .prompt(
        wrong: """
          :企业 企业.csv
          :查看 丙有限
          """,
        mended: """
          :企业 企业.csv
          :查看 甲公司
          """)),
  ]
}
