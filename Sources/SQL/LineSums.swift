import Jili
import JiliLexer

/// A line while the phases pass over it: sums in 分, as `Work` of the interpreter.
struct LineSum {
  var low: End
  /// Open: without bound.
  var high: End
  /// Whether the row would be due the line were there no earlier rows.
  var claim: Condition
  var condition: Condition
  var unspecified: Condition
  var wasPossible = Condition.no
  var isOverQuota = Condition.no
  /// Before the instalment due now.
  var wholeHigh = End.open
  var isContested = Condition.no
  var isTied = Condition.no
  var hangsOnGroup = Condition.no
}

/// Phases 3 to 5 of a row, line by line, and what earlier rows of the company's year take of it.
extension Emitter {
  mutating func lineSums() -> [LineSum] {
    for (index, line) in plan.lines.enumerated().reversed() {
      names[line.condition] = lineName(index) + "_成立"
      names[line.gross] = lineName(index) + "_毛额"
      names[line.sum] = lineName(index) + "_应得"
    }
    for (index, policy) in plan.policies.enumerated() {
      names[policy.inForce] = plan.qualified("有效期内", index)
      names[policy.applies] = plan.qualified("适用", index)
    }
    let phases: [(String, (inout Emitter, Line) -> Void)] = [
      ("条件", { _ = $0.truth($1.condition) }), ("毛额", { _ = $0.number($1.gross) }),
      ("应得", { _ = $0.number($1.sum) }),
    ]
    for (title, compute) in phases {
      sheet.begin(title)
      for (index, line) in plan.lines.enumerated() {
        enter(index)
        sheet.note = note(index)
        compute(&self, line)
      }
      sheet.note = nil
    }
    var lines: [LineSum] = []
    // Claims look over rows; what they read is there.
    for index in plan.lines.indices {
      enter(index)
      lines.append(lineSum(index))
    }
    if request.isKeyed { sheet.begin("一年一次") }
    for index in plan.lines.indices {
      enter(index)
      if request.isKeyed, plan.lines[index].title != nil {
        payTitleOnce(&lines[index], LineKey(plan.lines[index]))
      }
      keep(&lines[index], lineName(index))
    }
    return lines
  }

  /// What is refused from now on is refused in this line.
  mutating func enter(_ line: Int) {
    clause = Clause(name: lineName(line), span: plan.lines[line].span)
  }

  func lineName(_ line: Int) -> String {
    plan.qualified(plan.lines[line].column(.zh), plan.policy(ofLine: line))
  }

  /// Gives both ends columns of their own.
  mutating func keep(_ line: inout LineSum, _ name: String) {
    let isPoint = line.low == line.high
    line.low = kept(line.low, as: name + (isPoint ? "" : "_低"))
    line.high = isPoint ? line.low : kept(line.high, as: name + "_高")
  }

  /// `国家级小巨人：三（一）`.
  private func note(_ line: Int) -> String {
    let articles = plan.lines[line].cites.map(\.article)
    let text = ([lineName(line)] + articles).joined(separator: "，")
    return String(text.unicodeScalars.map { $0.value < 32 ? " " : Character($0) })
  }

  private mutating func lineSum(_ index: Int) -> LineSum {
    let line = plan.lines[index]
    let sum = rescaled(number(line.sum), 100)
    var made = LineSum(
      low: filled(sum.low, .constant(0)), high: sum.high, claim: .no,
      condition: truth(line.condition), unspecified: unspecified(line))
    made.wasPossible = isPositive(made.high)
    if request.isKeyed { made.claim = claim(index) }
    return made
  }

  /// More than 0, or without bound.
  func isPositive(_ high: End) -> Condition { mayBeTrue(holds(high, ">", .constant(0))) }

  /// An approved sum settles what the text leaves open.
  private mutating func unspecified(_ line: Line) -> Condition {
    guard let operation = line.unspecified else { return .no }
    let found = truth(operation)
    guard line.approvedSlot >= 0 else { return found }
    return choice(approvedSum(line.approvedSlot).isKnown, .no, found)
  }

  /// A sum that is surely 0 was never due; a missing amount may not have been.
  private mutating func claim(_ index: Int) -> Condition {
    let line = plan.lines[index]
    let isNothing = isYes(holds(number(line.gross).high, "=", .constant(0)))
    let there = presence(number(line.amount).presence)
    return choice(isNothing, .no, and(truth(line.claim), there))
  }

  /// An award of a title pays once a company-year: in the first row that has it.
  private mutating func payTitleOnce(_ line: inout LineSum, _ key: LineKey) {
    let before = earlierClaims(key)
    if before.isNo { return }
    line.condition = and(line.condition, not(before))
    line.low = pick(mayBeTrue(before), .constant(0), line.low)
    line.high = pick(isYes(before), .constant(0), line.high)
    line.wasPossible = and(line.wasPossible, not(isYes(before)))
  }
}

extension Emitter.LineKey {
  init(_ line: Line) {
    self.init(award: line.award, isRenewal: line.isRenewal)
  }
}

/// What earlier rows of a company were due.
extension Emitter {
  /// Over the rows of the company's year before this one.
  var before: String {
    window + " ORDER BY \(dialect.identifier("行")) "
      + "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
  }

  /// The rows of the company's year, not closed yet.
  var window: String {
    "(PARTITION BY \(dialect.identifier("键")), \(dialect.identifier("年度"))"
  }

  /// Whether an earlier row of the same year claims the line: the strongest of what they say.
  ///
  /// A claim may itself ask whether an earlier row was due its own award, for a later instalment.
  /// Then it holds only behind a row that claims without asking, so that the earlier rows together
  /// say the same without it: claim = base OR (x AND earlier), and earlier holds base already.
  mutating func earlierClaims(_ key: LineKey) -> Condition {
    guard request.isKeyed else { return .no }
    if let known = earlierRows[key] { return known }
    let outer = barred
    if !key.isRenewal { barred = key.award }
    defer { barred = outer }
    var claims: [Condition] = []
    for (index, line) in plan.lines.enumerated() where LineKey(line) == key {
      claims.append(claim(index))
    }
    let found = overRows(or(claims), as: "先前\(key.award)\(key.isRenewal ? "复" : "")")
    earlierRows[key] = found
    return found
  }

  /// Whether any earlier row of the company's year says so.
  private mutating func overRows(_ condition: Condition, as name: String) -> Condition {
    if condition.isNo { return .no }
    let found = term(kept(condition, as: name + "_此"))
    let most =
      "MAX(CASE WHEN \(found.text) THEN 2 WHEN NOT \(found.inner) THEN 0 ELSE 1 END) OVER \(before)"
    let column = sheet.define(name + "_数", Term(most, of: [found]))
    return .term(
      Term(
        "CASE WHEN \(column.text) = 2 THEN TRUE WHEN \(column.text) = 1 THEN NULL ELSE FALSE END",
        of: [column], isAtom: true), mayBeUnknown: true)
  }

  /// Whether an earlier year's row, or an earlier row of the year, was due the award.
  mutating func earlierDue(_ award: Int) -> Condition {
    guard request.isKeyed else { return .no }
    let years = dueInEarlierYears(award)
    return barred == award
      ? years : or(years, earlierClaims(LineKey(award: award, isRenewal: false)))
  }

  private mutating func dueInEarlierYears(_ award: Int) -> Condition {
    guard request.hasHistory, plan.asksOfEarlierRows.contains(award) else { return .no }
    let name = plan.awardName(award)
    let text =
      "(SELECT CASE MAX(CASE WHEN h.\(dialect.identifier("应得")) THEN 2 "
      + "WHEN NOT h.\(dialect.identifier("应得")) THEN 0 ELSE 1 END) "
      + "WHEN 2 THEN TRUE WHEN 1 THEN NULL ELSE FALSE END "
      + "FROM \(dialect.identifier(request.history)) AS h "
      + "WHERE h.\(dialect.identifier("键")) = \(raw("键")) "
      + "AND h.\(dialect.identifier("奖项")) = \(dialect.text(name)))"
    return .term(read(name + "_往年", text), mayBeUnknown: true)
  }

  /// What the settled line says to later years: nothing came, it was due, or it is open.
  func wasDue(_ line: LineSum) -> Condition {
    let isOpen = or([line.isContested, line.isTied, line.hangsOnGroup])
    let isPossible = isPositive(line.high)
    return choice(isPossible, choice(isOpen, .constant(.unknown), line.claim), .no)
  }
}

extension Plan {
  /// Awards of which rules ask whether earlier rows were due them.
  var asksOfEarlierRows: [Int] {
    var found: [Int] = []
    for operation in operations {
      if case .earlierDue(let award) = operation, !found.contains(award) { found.append(award) }
    }
    return found.sorted()
  }

  func awardName(_ award: Int) -> String {
    let line = lines.firstIndex { $0.award == award } ?? 0
    return qualified(lines[line].name, policy(ofLine: line))
  }
}
