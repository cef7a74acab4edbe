package import JiliLexer

/// What stands behind the checker's codes about types, J3201 to J3299.
extension DiagnosticGuide {
  package static let types: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J3201", zh: "类型不对", en: "a value of another type is expected",
      Wording(
        zh: """
          这里要的是一种内容，写的是另一种，例如“当”后面要条件，写的却是金额。多半是少写了比较：`投资额` 是金额，
          `投资额 >= 500万` 才是条件。请按消息里说的类型改写。
          """,
        en: """
          One kind of value is expected and another stands here, such as money behind `when`, where
          a condition belongs. Often a comparison is missing: `投资额` is money, `投资额 >= 500万` a
          condition. Write what the message asks for.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          award 技改补助 = 20万 when 投资额
          """,
        mended: """
          field 投资额 : money
          award 技改补助 = 20万 when 投资额 >= 500万
          """)),
    DiagnosticGuide(
      "J3202", zh: "两种类型合不到一起", en: "two types that do not go together",
      Wording(
        zh: """
          金额只能同金额相加或比较，日期只能同日期比较，余类推；拿金额比日期、拿取值字段比金额没有意义。
          请核对两边的字段，多半是用错了一个。
          """,
        en: """
          Money is added to and compared with money, dates with dates, and so on; money and a date
          do not compare. Check both sides, one is usually the wrong field.
          """),
      .rules(
        wrong: """
          field 开工日期 : date
          award 早开工奖励 = 5万 when 开工日期 < 500万
          """,
        mended: """
          field 开工日期 : date
          award 早开工奖励 = 5万 when 开工日期 < 2026-07-01
          """)),
    DiagnosticGuide(
      "J3203", zh: "金额缺单位", en: "money without a unit",
      Wording(
        zh: """
          光写 `500` 不知道是 500 元还是 500 万，差一万倍，所以金额必须带单位：元、万或亿。请照政策原文补上。
          """,
        en: """
          A bare `500` could be 元 or 万, ten thousand times as much, so money always has its unit: 元,
          万 or 亿. Add the one that the policy says.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          award 技改补助 = 20万 when 投资额 >= 500
          """,
        mended: """
          field 投资额 : money
          award 技改补助 = 20万 when 投资额 >= 500万
          """)),
    DiagnosticGuide(
      "J3204", zh: "金额不能乘金额", en: "money times money",
      Wording(
        zh: """
          两个金额相乘没有意义。多半是有一边该是比例或数量：声明字段时写成了“金额”，或忘了写 `%`。请改其中一边的类型。
          """,
        en: """
          The product of two sums of money means nothing. One side should be a share or a count: its
          field is declared as money by mistake, or a `%` is missing. Change one of the two.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          field 支持比例 : money
          award 技改补助 = 投资额 * 支持比例
          """,
        mended: """
          field 投资额 : money
          field 支持比例 : percent
          award 技改补助 = 投资额 * 支持比例
          """)),
    DiagnosticGuide(
      "J3205", zh: "不是逐年字段", en: "no by-year field",
      Wording(
        zh: """
          `上年`、`历年最高`、`首次达到` 要知道每一年的数，字段必须声明为“逐年”。请在字段的类型后加 `逐年`，
          企业文件里就可以有 `营业收入2024`、`营业收入2025` 这样的列。
          """,
        en: """
          `last year`, `peak` and `first reaches` need a value for each year, so the field must be
          declared `by year`. Add that behind its type; company files may then have columns such as
          `营业收入2024`.
          """),
      .rules(
        wrong: """
          field 营业收入 : money
          award 增长奖励 = 10万 when 营业收入 > 营业收入 last year
          """,
        mended: """
          field 营业收入 : money by year
          award 增长奖励 = 10万 when 营业收入 > 营业收入 last year
          """)),
    DiagnosticGuide(
      "J3206", zh: "数值超出范围", en: "number out of range",
      Wording(
        zh: """
          算出的固定数大到程序无法精确表示，或年份不在 1900 到 2199 之间。政策里不会有这样的数，请核对位数和单位。
          """,
        en: """
          A fixed number is too large to be kept exactly, or a year lies outside 1900 to 2199. No
          policy needs it; check the digits and the unit.
          """),
      .rules(
        wrong: """
          award 远期奖励 = 1万 when date > 99999年
          """,
        mended: """
          award 远期奖励 = 1万 when date > 2030年
          """)),
    DiagnosticGuide(
      "J3207", zh: "下限大于上限", en: "lower bound above the upper",
      Wording(
        zh: """
          `A 至 B` 要从小写到大、从早写到晚。这里反了，没有任何值能落在中间。请把两端对调，或核对单位（万和亿）。
          """,
        en: """
          A range runs from the lesser to the greater, from the earlier to the later. This one is
          reversed, so nothing can lie in it. Swap the ends, or check the units (万 and 亿).
          """),
      .rules(
        wrong: """
          field 投资额 : money
          award 技改补助 = 20万 when 投资额 in 5亿 .. 1000万
          """,
        mended: """
          field 投资额 : money
          award 技改补助 = 20万 when 投资额 in 1000万 .. 5亿
          """)),
    DiagnosticGuide(
      "J3208", zh: "只能用在奖励金额里", en: "only in the amount of an award",
      Wording(
        zh: """
          “最高 30万”“至少”“未定”和金额的起止范围说的是由主管部门另行核定的数，只有奖励的金额可以这样写。
          定义和条件里要的是确定的数：封顶请写 `封顶 30万`，比较请直接写 `30万`。
          """,
        en: """
          `up to`, `at least`, `unspecified` and a range of sums leave the amount to the authority;
          only an award's amount may do so. Definitions and conditions need a settled number: write
          `cap 30万` for a ceiling, `30万` to compare.
          """),
      .rules(
        wrong: """
          field 研发投入 : money
          define 研发补助额 = up to 30万
          award 研发补助 = 研发补助额 when 研发投入 > 0元
          """,
        mended: """
          field 研发投入 : money
          award 研发补助 = up to 30万 when 研发投入 > 0元
          """)),
    DiagnosticGuide(
      "J3209", zh: "比例没有基数", en: "a share without a base",
      Wording(
        zh: """
          `20%` 本身不是金额，要说是什么的 20%：`投资额 的 20%`。只有 `复评 = 20%` 可以省略，因为它的基数就是新认定的奖励。
          """,
        en: """
          `20%` is no sum; say of what: `20% of 投资额`. Only `renewal = 20%` may leave it out, because
          its base is the award itself.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          award 技改补助 = 20% when 投资额 >= 500万
          """,
        mended: """
          field 投资额 : money
          award 技改补助 = 20% of 投资额 when 投资额 >= 500万
          """)),
    DiagnosticGuide(
      "J3210", zh: "除数是 0", en: "division by zero",
      Wording(
        zh: """
          除数写成了 0，永远算不出结果。请核对；若除数是某个字段，写字段的名称，企业的值恰好是 0 时结果按未知处理。
          """,
        en: """
          The divisor is written as 0, so there is never a result. Check it. A field may stand
          there: where a company's value is 0 the result is unknown.
          """),
      .rules(
        wrong: """
          field 总投资 : money
          award 户均补助 = 总投资 / 0
          """,
        mended: """
          field 总投资 : money
          field 参与企业数 : number
          award 户均补助 = 总投资 / 参与企业数
          """)),
    DiagnosticGuide(
      "J3211", zh: "参数的值超出自己的范围", en: "a parameter outside its own bounds",
      Wording(
        zh: """
          参数声明了范围，给出的值却在范围之外，二者必有一错。请核对政策，改范围或改值。
          """,
        en: """
          The parameter states bounds, and the value that it is given lies outside; one of them is
          wrong. Check the policy and mend it.
          """),
      .rules(
        wrong: """
          parameter 支持比例 : percent in 0% .. 50% = 80%
          field 投资额 : money
          award 技改补助 = 支持比例 of 投资额
          """,
        mended: """
          parameter 支持比例 : percent in 0% .. 50% = 30%
          field 投资额 : money
          award 技改补助 = 支持比例 of 投资额
          """)),
    DiagnosticGuide(
      "J3212", zh: "比例和金额写反了", en: "share and sum the wrong way round",
      Wording(
        zh: """
          中文写法是金额在前：`投资额 的 20%`；英文写法是比例在前：`20% of 投资额`。混用时容易写反，请换成其中一种。
          """,
        en: """
          In English the share comes first, `20% of 投资额`, in Chinese the sum, `投资额 的 20%`. Mixing
          both easily turns them round. Use one of the two.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          award 技改补助 = 20% 的 投资额
          """,
        mended: """
          field 投资额 : money
          award 技改补助 = 投资额 的 20%
          """)),
  ]
}
