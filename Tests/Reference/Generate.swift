/// One generated run: a program, a company file and the options of the command line.
package struct Trial: Hashable, Sendable {
  package var program: Program
  package var table: Table
  package var options: Options
  package var style: Style
  package var seed: UInt64
  /// How the program is laid out in files.
  package var layout = Layout()

  package init(
    _ program: Program, _ table: Table, _ options: Options = Options(), style: Style = .plain,
    seed: UInt64 = 0
  ) {
    self.program = program
    self.table = table
    self.options = options
    self.style = style
    self.seed = seed
  }

  /// The rule file that is run, and those that it names.
  package var files: RuleFiles { layout.files(of: program, style: style, seed: seed) }
  package var rules: String { files.main }
  package var csv: String { table.csv }
  package var arguments: [String] { options.arguments(for: table) }
  package var expected: [RowOutcome] { evaluate(program, table, options) }
}

/// Makes the trial of a seed; the same seed gives the same trial everywhere. Its companies are a
/// handful, or several handfuls for what is slow to begin with each program.
package func generate(seed: UInt64, handfuls: Int = 1) -> Trial {
  var dice = Dice(seed: seed)
  var author = Author(Dice(seed: dice.next()))
  author.writeProgram()
  var clerk = Clerk(Dice(seed: dice.next()), author.program, author.edges, handfuls: handfuls)
  clerk.fillTable()
  var trial = Trial(
    author.program, clerk.table, clerk.options,
    style: dice.pick([.english, .chinese, .mixed, .mixed]), seed: seed)
  var editor = Editor(Dice(seed: dice.next()), author.program)
  trial.layout = editor.makeLayout()
  return trial
}

/// The values at which a program changes its mind, by kind; companies are placed on them.
struct Edges {
  var money: [Rational] = []
  var numbers: [Rational] = []
  var percents: [Rational] = []
  var days: [Rational] = []
}

/// Writes programs within the grammar, from a small stock of names.
struct Author {
  var dice: Dice
  var program = Program()
  var edges = Edges()
  /// Whether the clause at hand may speak of the awards written so far: never in a circle.
  var asksAwards = false

  init(_ dice: Dice) { self.dice = dice }

  var moneyFields: [String] {
    program.fields.filter { $0.kind == .money && !$0.isByYear }.map(\.name)
  }
  var annualFields: [String] { program.fields.filter(\.isByYear).map(\.name) }

  func names(_ wanted: Kind) -> [String] {
    program.fields.filter { $0.kind == wanted }.map(\.name)
  }

  mutating func writeProgram() {
    declareFields()
    declareTheRest()
    writeDefinitions()
    writeAwards()
    writeGroups()
    writeOffers()
    if dice.chance(80) { writePolicy() }
  }

  private mutating func writeDefinitions() {
    if dice.chance(45), let condition = makeCondition(2, allowsDefinitions: false) {
      program.definitions.append(Definition("优质企业", .condition(condition)))
      if dice.chance(30), let more = makeCondition(1, allowsDefinitions: true) {
        let both = Condition.and(.definition("优质企业"), more)
        program.definitions.append(Definition("核心企业", .condition(both)))
      }
    }
    if moneyFields.count > 1, dice.chance(40) {
      let sum = Expression.binary(.add, .field(moneyFields[0]), .field(moneyFields[1]))
      program.definitions.append(Definition("总投入", .quantity(sum)))
    }
    if dice.chance(25), let condition = makeCondition(1, allowsDefinitions: true) {
      let most = Expression.capped(.field(moneyFields[0]), by: makeSum())
      program.definitions.append(
        Definition(
          "合格投入",
          .quantity(.choose(condition, then: most, otherwise: .field(moneyFields[0])))))
    }
    let scores = names(.number)
    if scores.count > 1, dice.chance(30) {
      let sum = Expression.binary(.add, .field(scores[0]), .field(scores[1]))
      let mean = Expression.binary(.divide, sum, .literal(Rational(2), .number))
      program.definitions.append(Definition("综合得分", .quantity(mean)))
    }
  }
}
