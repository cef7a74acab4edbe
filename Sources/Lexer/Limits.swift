/// Every limit of the program by name. Rules and data come from strangers.
package enum Limits {
  /// Bytes of one rule file.
  package static let ruleFileBytes = 1 << 20
  /// Files of one policy, those that it uses and amends and its texts included, and their bytes.
  package static let ruleFiles = 64
  package static let policyBytes = 4 << 20
  /// Letters of one name.
  package static let nameLetters = 200
  /// Bytes that are counted for each byte of rules where a host limits memory: for words, tree,
  /// program and plan.
  package static let treeBytes = 100
  /// Characters looked at while quoted words are searched in the texts of one policy.
  package static let quotationSteps = 500_000_000
  /// Policies of one run.
  package static let policies = 64
  /// Nesting of any tree, operator chains included: releasing a deep chain overflows the stack.
  package static let depth = 200
  /// Diagnostics shown for one run; the rest is counted.
  package static let diagnostics = 100
  /// Faults of characters and words kept for one rule file; a binary file has millions.
  package static let lexerDiagnostics = 1000
  /// Faults of grammar of one rule file after which its rest is left unread.
  package static let grammarDiagnostics = 1000
  /// Cells of a source line shown in a finding; the rest of a longer line is cut.
  package static let shownCells = 100
  /// Letters of a rejected row that are shown where it goes to no file.
  package static let shownLetters = 1000
  /// Characters of the user's text quoted in a message.
  package static let quotedCharacters = 60
  /// Digits of one number in a rule file or cell.
  package static let digits = 15
  /// Decimals of 元 in one amount.
  package static let moneyDecimals = 4
  /// Statements of one rule file, each further award of a statement counted as one.
  package static let statements = 5_000
  /// Rule files and entries of rules at one prompt; each entry checks all of them again.
  package static let promptEntries = 1000
  /// Changes at a prompt that can be undone.
  package static let undoSteps = 200
  /// Values of one fact that a sweep tries.
  package static let sweepSteps = 10_000
  /// Places along a fact at which anything turns that a sweep looks for, and looks that it takes.
  package static let sweepPlaces = 500
  package static let sweepLooks = 40_000
  /// Cells of a grid of two facts, on each side.
  package static let sweepCells = 24
  /// Parts into which a stretch that is not straight is cut to be drawn.
  package static let sweepBetween = 24
  /// Points of a sweep shown before only those are where something happens.
  package static let shownPoints = 40
  /// Nodes of one plan.
  package static let planNodes = 1_000_000
  /// Nodes of one definition, award, benefit or limit, the definitions in it written out.
  package static let definitionNodes = 10_000
  /// Awards of which each reads the sum of the one before it.
  package static let awardChain = 50
  /// Cases tried when unknown facts feed several awards.
  package static let splitCases = 64
  /// Cases tried when unknown facts bear on both sides of a comparison.
  package static let comparedCases = 8
  /// Changes of a draft that are run alone.
  package static let comparedChanges = 64
  /// Comparisons of conditions, and of tiers, while faults of drafting are looked for.
  package static let lintSteps = 1_000_000
  /// Pairs of targets and of awards compared for the same.
  package static let lintPairs = 100_000
  /// Lengths of a plan, in years, that its period may leave open before nothing is said of a rate.
  package static let lintYears = 10
  /// Targets that agree on a year for each that names another, so that it is out of line.
  package static let lintAgreeing = 4
  /// Years that a target may name.
  package static let targetYears = 1900...2200
  /// Values by which one `--by` splits a summary, and how many of them are shown on a terminal.
  package static let groupValues = 10_000
  package static let shownGroups = 30
  /// Awards that the effect of an edit names, and companies that `:winners` lists.
  package static let shownLines = 6
  package static let shownCompanies = 20
  /// Facts that may have to change together, the rows that are tried to find them, and how many
  /// ways of one size are weighed and told.
  package static let changedFacts = 12
  package static let changeTrials = 20_000
  package static let changeWays = 200
  package static let shownChanges = 6
  /// Values of a missing fact that are tried to tell what hangs on it.
  package static let triedValues = 40
  /// Columns of one company file.
  package static let columns = 16_384
  /// Bytes of one company file.
  package static let companyBytes = 8 << 30
  /// Company files of one run that are read in chunks; more are read one after the other, whole.
  package static let companyStreams = 64
  /// Bytes of one row of a company file, and of all rows through the header.
  package static let rowBytes = 16 << 20
  package static let headBytes = 8 << 20
  /// Bytes of a company file of a test, and of what is expected of it.
  package static let pairBytes = 16 << 20
  /// Bytes of the file of one company.
  package static let recordBytes = 4 << 20
  /// Threads of one run.
  package static let threads = 256
  /// Bytes of one receipt, and options in it.
  package static let receiptBytes = 8 << 20
  package static let receiptOptions = 1000
  /// Bytes of a table that says what headers stand for.
  package static let mapBytes = 4 << 20
  /// Bytes of one cell.
  package static let cellBytes = 1 << 20
  /// Bytes of one part of a workbook, unpacked.
  package static let workbookPartBytes = 1 << 30
  /// From this size on, a part may not be more than so many times as large as it is packed.
  package static let workbookRatio = (bytes: 16 << 20, times: 200)
  /// Parts of one workbook.
  package static let workbookParts = 10_000
  /// Rows and cells of one sheet.
  package static let sheetRows = 1_048_576
  package static let sheetCells = 40_000_000
  /// Cells below the headers that are joined with others.
  package static let mergedCells = 1_000_000
  /// Nesting of a JSON company file.
  package static let jsonDepth = 32
  /// Parts of a unit that columns of numbers are kept in: beyond it rows are computed one by one.
  package static let columnScale: Int64 = 1_000_000_000
}
