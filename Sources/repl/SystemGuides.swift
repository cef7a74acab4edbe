import Jili
import JiliLexer

private let files = [
  GuideFile("例.rules", "field 营业收入 : money\naward 规模奖励 = 10万 when 营业收入 >= 1亿\n"),
  GuideFile("企业.csv", "企业名称,营业收入\n示范甲公司,1.2亿\n"),
]

/// What stands behind the codes of files of the system, J5001 to J5099.
extension DiagnosticGuide {
  static let system: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J5001", zh: "没有这个文件", en: "there is no such file",
      Wording(
        zh: """
          命令里写的文件不存在。请核对名称、后缀和所在的目录；名称里有空格时，整个名称要加引号。
          """,
        en: """
          The file that the command names does not exist. Check its name, ending and folder; a name
          with blanks stands in quotes.
          """),
      .command(wrong: "jili check 列.rules", mended: "jili check 例.rules", files: files)),
    DiagnosticGuide(
      "J5002", zh: "打不开文件", en: "a file cannot be opened",
      Wording(
        zh: """
          文件在，系统却不让打开，消息里写了原因，多半是没有读的权限。请改权限，或请管理员处理。
          """,
        en: """
          The file is there, and the system does not let it be opened; the message says why, most
          often a missing permission. Mend it, or ask who administers the machine.
          """),
      .none(
        Wording(
          zh: "它取决于电脑上的权限，不取决于命令怎么写。",
          en: "It depends on permissions of the machine, not on the command."))),
    DiagnosticGuide(
      "J5003", zh: "是文件夹", en: "a folder, not a file",
      Wording(
        zh: """
          这里要一个文件，给的却是文件夹。请写出其中的文件；`jili test` 可以给文件夹，它会找出里面的规则文件。
          """,
        en: """
          A file is needed and a folder was named. Name the file in it; `jili test` takes folders
          and finds the rule files there.
          """),
      .command(
        wrong: "jili check 规则", mended: "jili check 规则/例.rules",
        files: [GuideFile("规则/例.rules", files[0].text)])),
    DiagnosticGuide(
      "J5004", zh: "文件太大", en: "the file is too large",
      Wording(
        zh: """
          规则文件最大 1 MiB，企业文件最大 8 GiB。请核对是不是给错了文件；企业文件太大时，按地区或年份拆开分别计算。
          """,
        en: """
          A rule file holds at most 1 MiB, a company file 8 GiB. Check whether the wrong file was
          named; split a company file by region or year.
          """),
      .none(Wording(zh: "要有好几 MiB 的文件才会出现。", en: "It takes a file of several MiB."))),
    DiagnosticGuide(
      "J5005", zh: "读取失败", en: "reading failed",
      Wording(
        zh: """
          读到一半系统报错，消息里写了原因，例如网络盘断开、U 盘拔出。请检查磁盘或连接后再试；没有写出任何结果。
          """,
        en: """
          The system failed while the file was read; the message says why, such as a lost network
          drive. Check the disk or the connection and try again; no result was written.
          """),
      .none(
        Wording(zh: "它取决于磁盘，不取决于命令怎么写。", en: "It depends on the disk, not on the command."))),
    DiagnosticGuide(
      "J5006", zh: "写入失败", en: "writing failed",
      Wording(
        zh: """
          结果写不进去，消息里写了原因：磁盘满、没有权限、目录不存在等。各个结果要么一起出现，要么都不出现，
          原有的文件没有动。请解决后再运行一次。
          """,
        en: """
          A result cannot be written; the message says why: a full disk, a missing permission, no
          such folder. Results appear all together or not at all, and older files are untouched.
          Mend it and run again.
          """),
      .command(
        wrong: "jili batch 例.rules --companies 企业.csv --year 2026 -o 没有的目录/结果.csv",
        mended: "jili batch 例.rules --companies 企业.csv --year 2026 -o 结果.csv", files: files)),
    DiagnosticGuide(
      "J5007", zh: "两个结果写到同一个文件", en: "two results to one file",
      Wording(
        zh: """
          结果、退回清单、汇总和回执要写到不同的文件，两个选项给了同一个名称，后写的会盖掉先写的。请换一个名称。
          """,
        en: """
          Results, rejects, summary and receipt are files of their own; two options name the same
          one, and the later would overwrite the earlier. Choose another name.
          """),
      .command(
        wrong: "jili batch 例.rules --companies 企业.csv --year 2026 -o 结果.csv --summary 结果.csv",
        mended: "jili batch 例.rules --companies 企业.csv --year 2026 -o 结果.csv --summary 汇总.csv",
        files: files)),
    DiagnosticGuide(
      "J5008", zh: "结果会盖掉输入", en: "the result would overwrite the input",
      Wording(
        zh: """
          `-o` 等选项写的正是本次要读的规则、原文或企业文件，写下去原文件就没有了。请换一个名称。
          """,
        en: """
          `-o` or another option names a file that this run reads: the rules, the policy text or the
          companies. Writing it would destroy them. Choose another name.
          """),
      .command(
        wrong: "jili batch 例.rules --companies 企业.csv --year 2026 -o 企业.csv",
        mended: "jili batch 例.rules --companies 企业.csv --year 2026 -o 结果.csv", files: files)),
    DiagnosticGuide(
      "J5009", zh: "程序自查：行数对不上", en: "self-check: rows do not add up",
      Wording(
        zh: """
          写结果前，程序核对每一行输入恰好进了结果或退回清单之一，对不上就不写。这是程序自己的错误，不是你的：
          请把规则和企业文件（可以换成虚构的数）交给维护的人。
          """,
        en: """
          Before it writes, the program checks that each input row is in exactly one of results and
          rejects, and writes nothing otherwise. That is a mistake of the program, not yours: please
          hand the rules and a made-up file to those who maintain it.
          """),
      .none(Wording(zh: "程序没有错就不会出现。", en: "It takes a mistake of the program itself."))),
    DiagnosticGuide(
      "J5010", zh: "程序自查：排版改变了意思", en: "self-check: the layout changes the meaning",
      Wording(
        zh: """
          `jili fmt` 排完版再读一遍，读出来的和原来不同，就不写，文件原样不动。这是程序自己的错误，不是你的：
          请把规则文件交给维护的人。
          """,
        en: """
          `jili fmt` reads what it has laid out once more, and writes nothing where it reads
          differently; the file is as it was. That is a mistake of the program, not yours: please
          hand the rules to those who maintain it.
          """),
      .none(Wording(zh: "程序没有错就不会出现。", en: "It takes a mistake of the program itself."))),
    DiagnosticGuide(
      "J5011", zh: "找不到回执里的文件", en: "a file of the receipt is not found",
      Wording(
        zh: """
          回执只记文件的名称和指纹，不记目录。`jili replay` 在回执旁边、再到 `--rules` 和 `--companies` 给出的目录里按名称找，
          都没有就停下。改了名的文件，可以用 `--companies` 直接给出它本身，指纹相同就认。
          """,
        en: """
          A receipt holds names and digests of files, no folders. `jili replay` looks for the names
          beside the receipt, then in the folders of `--rules` and `--companies`. A file that has
          another name now can be given itself with `--companies`: its digest tells.
          """),
      .command(
        wrong: "jili replay 结果.receipt.json", mended: "jili replay 结果.receipt.json --companies 名单",
        files: [
          files[0], GuideFile("名单/企业.csv", files[1].text),
          GuideFile(
            "结果.receipt.json",
            """
            {"schema": 1, "jili": "0.1.0", "options": {"year": "2026"},
             "rules": [{"file": "例.rules", "sha256": "1a…"}],
             "inputs": [{"file": "企业.csv", "sha256": "2b…"}],
             "counts": {"rows": 1, "accepted": 1, "rejected": 0, "empty": 0},
             "total": {"low": "100000.00", "high": "100000.00"}, "awards": [], "payers": [],
             "outputs": [{"file": "结果.csv", "sha256": "3c…"}]}

            """),
        ])),
    DiagnosticGuide(
      "J5012", zh: "运行中文件变了", en: "the file changed during the run",
      Wording(
        zh: """
          从打开到读完，文件的大小或修改时间变了，或者要读几遍的（规则里有名额，或用了 `--key`）几遍读到的不同：有人正在写这个文件，
          读到的可能一半旧一半新，所以结果文件一个也不写。请等文件写完、或复制一份再运行。
          """,
        en: """
          Its size or time of change became another while it was read, or a file that is read
          several times (a rule with a quota, `--key`) differed. Somebody is writing to it, and what
          was read may be half old, half new; no file of results is written. Wait, or run on a copy.
          """),
      .none(
        Wording(
          zh: "要有人在运行中改写文件才会出现。", en: "It takes somebody who writes to the file during the run."))),
    DiagnosticGuide(
      "J5013", zh: "缺写 Excel 文件的库", en: "the library that writes workbooks is missing",
      Wording(
        zh: """
          编译这个程序的系统没有 libxlsxwriter 的源码，所以程序里没有带上它；要写 .xlsx 时才装载系统里的，而这台电脑上没有，或版本不同。
          消息里写了要哪个文件。请按系统的办法装上，例如在 Debian 上是 `apt install libxlsxwriter4`；也可以把结果写成 .csv，其他功能都不需要它。
          """,
        en: """
          This program was built where the sources of libxlsxwriter were not to be had, and does
          not hold it: it loads that of the system when an .xlsx is written. This machine has none,
          or another version; the message names the file. Install it the way of the system, on
          Debian `apt install libxlsxwriter4`; or write a .csv: nothing else needs it.
          """),
      .none(
        Wording(
          zh: "它取决于电脑上装了什么，不取决于命令怎么写。",
          en: "It depends on what the machine has installed, not on the command."))),
    DiagnosticGuide(
      "J5014", zh: "临时目录写不了", en: "the temporary folder cannot be written to",
      Wording(
        zh: """
          工作簿（.xlsx）先在临时目录里拼好，再整个放到结果的位置。那里满了、没有权限或者不存在，消息里写了目录和原因。结果和原有的文件都没有动。
          请在那里腾出空间，或用环境变量 TMPDIR 换一个目录，例如 `TMPDIR=. jili batch …`。
          """,
        en: """
          A workbook (.xlsx) is put together in the temporary folder and then moved to its place as
          a whole. That folder is full, may not be written to or is not there; the message names it
          and says why. Results and older files are untouched. Make room there, or name another
          folder with the variable TMPDIR, such as `TMPDIR=. jili batch …`.
          """),
      .none(
        Wording(
          zh: "它取决于临时目录，不取决于命令怎么写。",
          en: "It depends on the temporary folder, not on the command."))),
    DiagnosticGuide(
      "J5015", zh: "一行没有结束", en: "a row that does not end",
      Wording(
        zh: """
          企业文件的一行，或从开头到表头的几行，超过了 16 MiB。多半是一个引号只开不合，后面的内容都算进了一格；也可能给错了文件，
          它根本不是表格。请找到那个引号，或核对文件名。
          """,
        en: """
          One row of a company file, or the rows through its header, has more than 16 MiB. Usually a
          quote opens that never closes, and all that follows is one cell; or the file is no table.
          Look for the quote, or check the name of the file.
          """),
      .none(Wording(zh: "要有很大的文件才会出现。", en: "It takes a very large file."))),
  ]
}
