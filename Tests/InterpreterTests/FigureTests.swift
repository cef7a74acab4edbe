import Jili
import JiliLexer
import JiliTestSupport
import Testing

/// A text and the numbers in it, each as `words kind values` or `words name`.
struct FigureCase: Sendable, CustomTestStringConvertible {
  let text: String
  let found: [String]

  init(_ text: String, _ found: String...) {
    self.text = text
    self.found = found
  }

  var testDescription: String { text }
}

@Suite("numbers of a policy text")
struct FigureTests {
  static let statements: [FigureCase] = [
    FigureCase("给予150万元奖励", "150万元 money 1500000"),
    FigureCase("给予 100 万元、30 万元", "100 万元 money 1000000", "30 万元 money 300000"),
    FigureCase("给予１５０万元", "１５０万元 money 1500000"),
    FigureCase("不超过1亿元、5000万元", "1亿元 money 100000000", "5000万元 money 50000000"),
    FigureCase("给予150万的奖励", "150万 number 1500000"),
    FigureCase("1,234.5元", "1,234.5元 money 2469/2"),
    FigureCase("5千元", "5千元 money 5000"),
    FigureCase("收入1000-2000万元的", "1000-2000万元 money 10000000 20000000"),
    FigureCase("30万元－50万元", "30万元－50万元 money 300000 500000"),
    FigureCase("10、30、50万元", "10 money 10 100000", "30 money 30 300000", "50万元 money 500000"),
    FigureCase("一百五十万元", "一百五十万元 money 1500000"),
    FigureCase("营业收入亿元以上", "亿元 money 100000000"),
    FigureCase("千亿级企业2家", "千亿 money 100000000000", "2家 count 2"),
    FigureCase("100万美元", "100万美元 money"),
    FigureCase("给予\n50\n万元", "50\n万元 money 500000"),

    FigureCase("20%、50％、5‰", "20% share 1/5", "50％ share 1/2", "5‰ share 1/200"),
    FigureCase("不高于千分之五", "千分之五 share 1/200"),
    FigureCase("百分之二十", "百分之二十 share 1/5"), FigureCase("三分之一", "三分之一 share 1/3"),
    FigureCase("按１：１配套", "１：１ share 1 1"), FigureCase("1:0.5配套", "1:0.5 share 2 1/2"),
    FigureCase("减半征收", "减半 share 1/2"), FigureCase("各承担一半", "一半 share 1/2"),
    FigureCase("提高2个百分点", "2个百分点 share 1/50"), FigureCase("三成以上", "三成 share 3/10"),
    FigureCase("改造全覆盖", "全覆盖 share 1"), FigureCase("计划“四倍增”", "四倍 share 4"),

    FigureCase("企业1.7万家以上", "1.7万家 count 17000"), FigureCase("100名左右", "100名 count 100"),
    FigureCase("培育1-2个", "1-2个 count 1 2"), FigureCase("企业300、", "300 number 300"),
    FigureCase("达到2、3、4级", "2 count 2 2", "3 count 3 3", "4级 count 4"),
    FigureCase("全国50强", "50强 count 50"), FigureCase("十二条产业链", "十二条 count 12"),
    FigureCase("三个平台", "三个 count 3"), FigureCase("总部“零”的突破", "“零”的突破 count 1"),
    FigureCase("APP100个", "100个 count 100"),

    FigureCase("自2026年*月*日", "2026年*月*日 date"), FigureCase("2024年X月X日起", "2024年X月X日 date"),
    FigureCase("2026年  月  日起", "2026年  月  日 date"), FigureCase("到2028年，", "2028年 date"),
    FigureCase("至2028年12月31日", "2028年12月31日 date"), FigureCase("2026-05-01起", "2026-05-01 date"),
    FigureCase("（2026-2028）", "2026-2028 date"), FigureCase("2025－2029年", "2025－2029年 date"),
    FigureCase("二〇二六年起", "二〇二六年 date"), FigureCase("3月31日前", "3月31日 date"),
    FigureCase("有效期3年", "3年 duration"), FigureCase("在库两年的", "两年 duration"),
    FigureCase("对一年期贷款", "一年 duration"), FigureCase("6个月内", "6个月 duration"),
    FigureCase("15个工作日", "15个工作日 duration"),
  ]

  static let noNumbers = [
    "一个平台、一批企业", "一次性奖励", "二次开发", "一、二、三等奖", "八八战略", "五大产业", "二级指标", "沿着零件",
    "服务千家企业", "百场对接会", "一对一服务", "三成立", "单位：万元", "一成不变", "第三方",
  ]

  static let names: [FigureCase] = [
    FigureCase("1.加大支持", "1 item"), FigureCase("　　12．推动", "12 item"),
    FigureCase("3、给予", "3 item"), FigureCase("（2）鼓励", "2 item"),
    FigureCase("[bookmark: _Hlk159]7.打造", "159 letters", "7 item"),
    FigureCase("正文。3.再说", "3 number 3"), FigureCase("2、3级", "2 count 2 2", "3级 count 3"),
    FigureCase("第3条、第三批、第五次会议", "3条 ordinal", "五次 ordinal"),
    FigureCase("第50名", "50名 count 50"),
    FigureCase("浙政办发〔2017〕15号", "2017 document", "15 document"),
    FigureCase("粤ICP备2022013427号", "2022013427 document"),
    FigureCase("《行动计划（2022-2024年）》给10万元", "2022-2024年 title", "10万元 money 100000"),
    FigureCase("《没有收尾，给10万元", "10万元 money 100000"),
    FigureCase("5G、415X、ISO9001", "5 letters", "415 letters", "9001 letters"),
    FigureCase("“146”、“5+5+6”、“1+N”", "146 code", "5 code", "5 code", "6 code", "1 code"),
    FigureCase("“1张图谱”", "1张 count 1"),
    FigureCase("电话：88510737", "88510737 telephone"), FigureCase("12345热线", "12345 telephone"),
    FigureCase("依托96871平台", "96871 number 96871"),
    FigureCase("机关\n  2024年12月9日\n正文", "2024年12月9日 dateline"),
    FigureCase("2024年12月9日起", "2024年12月9日 date"), FigureCase("\t2024年\n", "2024年 date"),
    FigureCase("单位：亿元", "亿元 caption"), FigureCase("2.0工程", "2.0 number 2"),
  ]

  @Test(arguments: statements + names)
  func numbersAreFound(_ example: FigureCase) {
    #expect(Self.shown(example.text) == example.found)
  }

  @Test(arguments: noNumbers)
  func waysOfSpeakingAreNone(_ text: String) {
    #expect(Self.shown(text) == [])
  }

  /// Whatever the text, each number lies within it, in order, and none lies over another.
  @Test func anyTextIsRead() {
    let letters = Array("0129１.,:：-—年月日万亿元%一二十百千两家个条第号《》“”〔〕分之成 \n\t甲A*X".unicodeScalars)
    var random = SeededRandom(seed: 7)
    for _ in 0..<3000 {
      var text: [Unicode.Scalar] = []
      for _ in 0..<24 {
        text.append(letters[Int.random(in: letters.indices, using: &random)])
      }
      var end = 0
      for figure in figures(in: text) {
        #expect(figure.range.lowerBound >= end, "\(String(text.map(Character.init)))")
        #expect(!figure.range.isEmpty && figure.range.upperBound <= text.count)
        end = figure.range.upperBound
      }
      let digits = text.indices.filter { digitValue(text[$0]) != nil }
      let found = figures(in: text)
      #expect(digits.allSatisfy { digit in found.contains { $0.range.contains(digit) } })
    }
  }

  private static func shown(_ text: String) -> [String] {
    let letters = Array(text.unicodeScalars)
    return figures(in: letters).map { figure in
      let words = String(letters[figure.range].map(Character.init))
      if let name = figure.name { return "\(words) \(name.rawValue)" }
      let values = figure.values.map { value in
        value.isWhole ? "\(value.numerator)" : "\(value.numerator)/\(value.denominator)"
      }
      return ([words, figure.kind.rawValue] + values).joined(separator: " ")
    }
  }
}
