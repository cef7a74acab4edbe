import JiliLexer

/// One thing that a reader of the workbook must know.
struct WorkbookNote {
  let head: Wording
  let words: Wording

  init(_ zh: String, _ en: String, _ words: Wording) {
    head = Wording(zh: zh, en: en)
    self.words = words
  }
}

/// What stands on the last sheet of a workbook.
func workbookNotes(isLong: Bool) -> [WorkbookNote] {
  (isLong ? longNotes : wideNotes) + commonNotes
}

private let wideNotes = [
  WorkbookNote(
    "奖项各列", "award columns",
    Wording(
      zh: "一行一家企业，一列一项奖励，单位元。写着数的是确定应得的；0.00 是一定没有；空着的是还没有定：可能有，但要看上限、核定或缺的事实，或者原文没有写金额。",
      en: "A row a company, a column an award, in 元. A figure is certainly due; 0.00 means that "
        + "nothing can come; an empty cell is not settled: more is possible and hangs on a "
        + "ceiling, an approval or a missing fact, or the text has no sum.")),
  WorkbookNote(
    "合计 上限合计", "total, total_high",
    Wording(
      zh: "合计是各项确定金额之和。上限合计把上限和待定的也算进去，互相排斥的只算一次，所以不一定等于各项上限之和。",
      en: "total adds up what is certain. total_high holds ceilings and open awards too, awards "
        + "that exclude each other once, so it need not be the sum of the ceilings.")),
  WorkbookNote(
    "未定 待补 提示", "unspecified, missing, notes",
    Wording(
      zh: "未定是原文没有写金额的奖项。待补是还缺的事实，影响大的在前，补上后再算一遍。提示写并列、理解有别等情况。",
      en: "unspecified names awards without a sum in the text. missing names facts that are not "
        + "known, the widest effect first; add them and run again. notes tell of ties and "
        + "readings.")),
]

private let longNotes = [
  WorkbookNote(
    "一行一项", "a row an award",
    Wording(
      zh: "每家企业的每项奖励一行，明显不符合的不列。金额是确定应得的，上限是最多可能的，单位元；上限空着是没有上限。",
      en: "A row for each award of a company; what is plainly not due is left out. low is "
        + "certainly due, high the most that may come, in 元; an empty high has no bound.")),
  WorkbookNote(
    "状态", "state",
    Wording(
      zh: "due 应得；up-to 有上限、待核定；unspecified 原文没有写金额；undetermined 待定，缺的写在说明里；"
        + "excluded 就高等规则让位给别的奖项；over-quota 名额之外；benefit 享受优待；limit-exceeded 超过限额。",
      en: "due; up-to: a ceiling that waits for approval; unspecified: no sum in the text; "
        + "undetermined: hangs on what the reason names; excluded: another award took its place; "
        + "over-quota; benefit: granted, no money; limit-exceeded.")),
]

private let commonNotes = [
  WorkbookNote(
    "分担", "payers",
    Wording(
      zh: "市、区等各列是确定金额由谁出，几列相加等于金额；没有写分担、或分担条件不符的在“未分担”。",
      en: "The columns of the payers say who bears the certain sum, and add up to it; not_split "
        + "is what no payer's share is settled of.")),
  WorkbookNote(
    "企业数", "companies",
    Wording(
      zh: "确定金额大于 0 的企业有几家；给了 --key 时同一企业的几行只算一家。",
      en: "Companies with a certain sum above 0; with --key several rows of one are one.")),
  WorkbookNote(
    "数字", "numbers",
    Wording(
      zh: "金额按精确的分数计算，不经过四舍五入的中间数。超过 15 位的金额表格程序存不准，写成文字。",
      en: "Sums are exact, never rounded on the way. Sums of more than 15 digits, which "
        + "spreadsheets cannot keep, are text.")),
  WorkbookNote(
    "退回的行", "rejected rows",
    Wording(
      zh: "读不懂的行不参加计算，写在旁边的退回文件里：改好标红的格子，把那个文件直接再交给程序；后面加的几列不用删。",
      en: "Rows that cannot be read take no part; they stand in the file of rejects beside this "
        + "one. Mend the red cells and hand that file to the program again; the added columns "
        + "may stay.")),
]
