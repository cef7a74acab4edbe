import Jili
import JiliLexer

/// Writes the query of a plan: what the machine does with a row, as expressions over columns.
struct Emitter {
  /// An operation, and the award whose earlier rows of the same year are left out of account.
  struct Key: Hashable {
    let operation: OperationID
    let barred: Int
  }

  let plan: Plan
  let request: SQLRequest
  let table: FactTable
  var sheet: Sheet
  var numbers: [Key: Number] = [:]
  var truths: [Key: Condition] = [:]
  var refusals: [Diagnostic] = []
  /// The clause at hand: what is refused is refused there.
  var clause: Clause
  /// While the claim of this award is written, see `earlierClaims`.
  var barred = -1
  /// What operations are called that lines name.
  var names: [OperationID: String] = [:]
  /// What of the table was read already.
  var reads: [String: Term] = [:]
  /// By award and kind of line: what earlier rows of the year claim.
  var earlierRows: [LineKey: Condition] = [:]

  struct Clause {
    let name: String
    let span: Span
  }

  struct LineKey: Hashable {
    let award: Int
    let isRenewal: Bool
  }

  var dialect: Dialect { request.dialect }

  init(_ plan: Plan, _ request: SQLRequest) {
    self.plan = plan
    self.request = request
    table = FactTable(plan, dialect: request.dialect, isKeyed: request.isKeyed)
    sheet = Sheet(request.dialect)
    clause = Clause(
      name: plan.policies[0].name, span: plan.lines.first?.span ?? Span(file: 0, start: 0, end: 0))
  }

  mutating func refuse(_ construct: Wording) {
    let finding = Diagnostic.notInSQL(construct, in: clause.name, dialect, at: clause.span)
    if !refusals.contains(where: { $0.message == finding.message }) { refusals.append(finding) }
  }

  /// Reads a column of the table through an expression.
  mutating func read(_ wanted: String, _ text: String) -> Term {
    if let known = reads[text] { return known }
    let made = sheet.read(wanted, text)
    reads[text] = made
    return made
  }

  /// A column of the table as it stands there.
  func raw(_ name: String) -> String { "b." + dialect.identifier(name) }

  // MARK: - Operations

  mutating func number(_ operation: OperationID) -> Number {
    let key = key(operation)
    if let known = numbers[key] { return known }
    let name = names[operation] ?? "数\(operation)"
    let made = kept(makeNumber(plan.operations[operation]), as: name)
    numbers[key] = made
    return made
  }

  mutating func truth(_ operation: OperationID) -> Condition {
    let key = key(operation)
    if let known = truths[key] { return known }
    let name = names[operation]
    let made = kept(
      makeTruth(plan.operations[operation]), as: name ?? "是\(operation)",
      above: name == nil ? 120 : 0)
    truths[key] = made
    return made
  }

  /// What has no condition holds.
  mutating func truth(_ operation: OperationID?) -> Condition {
    operation.map { truth($0) } ?? .yes
  }

  private func key(_ operation: OperationID) -> Key {
    guard barred >= 0 else { return Key(operation: operation, barred: -1) }
    let hangs = plan.reach(of: [operation]).contains {
      plan.operations[$0] == .earlierDue(award: barred)
    }
    return Key(operation: operation, barred: hangs ? barred : -1)
  }

  /// What is long gets a column of its own, so that it is written once.
  mutating func kept(_ number: Number, as name: String) -> Number {
    var result = number
    if number.isPoint {
      result.low = kept(number.low, as: name)
      result.high = result.low
    } else {
      result.low = kept(number.low, as: name + "_低")
      result.high = kept(number.high, as: name + "_高")
    }
    if case .when(let term) = number.presence, !term.isAtom {
      result.presence = .when(sheet.define(name + "_有", term))
    }
    return result
  }

  mutating func kept(_ end: End, as name: String) -> End {
    guard case .term(let term, let mayBeOpen, let isNatural, let size) = end, !term.isAtom else {
      return end
    }
    return .term(
      sheet.define(name, term), mayBeOpen: mayBeOpen, isNatural: isNatural, size: size)
  }

  mutating func kept(
    _ condition: Condition, as name: String, above length: Int = 0
  ) -> Condition {
    guard case .term(let term, let mayBeUnknown) = condition, !term.isAtom,
      term.text.utf8.count > length
    else { return condition }
    return .term(sheet.define(name, term), mayBeUnknown: mayBeUnknown)
  }

  private mutating func makeNumber(_ operation: Operation) -> Number {
    switch operation {
    case .constant(let bounds): return constant(bounds)
    case .number(let slot, let bounds): return fact(slot, bounds)
    case .day(let slot, let bounds): return day(slot, bounds)
    case .evaluationDate: return evaluationDate()
    case .eventDate(let slot): return eventDate(slot)
    case .recognitionDate(let slot): return recognitionDate(slot)
    case .evaluationYear: return evaluationYear()
    case .add(let one, let two): return sum(number(one), number(two))
    case .subtract(let one, let two): return difference(number(one), number(two))
    case .multiply(let one, let two): return product(number(one), number(two))
    case .divide(let one, let two): return quotient(number(one), divisor(two))
    case .minimum(let one, let two): return lesser(number(one), number(two))
    case .maximum(let one, let two): return greater(number(one), number(two))
    case .addMonths(let day, let months): return shifted(number(day), months)
    case .yearsBetween(let from, let to): return years(number(from), number(to))
    case .choose(let test, let one, let two):
      let test = truth(test)
      if test.isYes { return number(one) }
      if test.isNo { return number(two) }
      return choice(test, number(one), number(two))
    case .approve(let slot, let floor, let ceiling):
      return approved(
        slot, number(floor), number(ceiling), isOrdered: isOrdered(floor, ceiling))
    case .notBelowZero(let one): return notBelowZero(number(one))
    case .round(let one, let unit, let down): return rounded(number(one), unit, down: down)
    case .truth, .flag, .code, .instalment, .title, .earlierDue, .earlierThisYear, .reading, .and,
      .or, .not, .compare, .chooseTruth:
      return .zero
    }
  }

  private mutating func makeTruth(_ operation: Operation) -> Condition {
    switch operation {
    // A query asks of these only whether they certainly hold, and two values say it as well.
    case .truth(.neither): return .constant(.yes)
    case .truth(let truth): return .constant(truth)
    case .flag(let slot, let wanted): return flag(slot, wanted)
    case .code(let slot, let codes, let isNot, let coversAll):
      return code(slot, codes, isNot: isNot, coversAll: coversAll)
    case .instalment(let slot, let codes): return instalment(slot, codes)
    case .title(let slot, let wanted): return title(slot, wanted)
    case .earlierDue(let award): return earlierDue(award)
    case .earlierThisYear(let award, let isRenewal):
      return earlierClaims(LineKey(award: award, isRenewal: isRenewal))
    case .reading(let reading, let choice):
      return .constant(Truth(request.choices[reading] == choice))
    case .and(let one, let two): return and(truth(one), truth(two))
    case .or(let one, let two): return or(truth(one), truth(two))
    case .not(let one): return not(truth(one))
    case .compare(let comparison, let one, let two): return compared(comparison, one, two)
    case .chooseTruth(let test, let one, let two):
      let test = truth(test)
      if test.isYes { return truth(one) }
      if test.isNo { return truth(two) }
      return choice(test, truth(one), truth(two))
    case .constant, .number, .day, .evaluationDate, .eventDate, .recognitionDate, .evaluationYear,
      .add, .subtract, .multiply, .divide, .minimum, .maximum, .addMonths, .yearsBetween, .choose,
      .approve, .notBelowZero, .round:
      return .no
    }
  }
}
