import Foundation

/// How many pairs of a program and a company the generated suites run, and from which seed on.
///
/// `JILI_PAIRS` and `JILI_SEED` say so; each suite prints what it took.
enum Pairs {
  static let wanted = setting("JILI_PAIRS", 500)
  static let firstSeed = UInt64(setting("JILI_SEED", 1))

  static func setting(_ name: String, _ otherwise: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? otherwise
  }
}
