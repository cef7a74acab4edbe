/// One quota as columns see it: who asks for a place, and what places are given by.
struct ColumnContest: Sendable {
  var line: Int
  var condition: ColumnOperand
  var keys: [ColumnPass.Number]
  var places: Bounds
}

/// Where the places of a quota end, in the parts of its score columns.
struct ColumnEdge: Sendable {
  /// A score of a mark.
  enum Score: Sendable {
    case lowest, highest
    /// So many whole parts, and whether that is all of it.
    case parts(Int64, isWhole: Bool)
  }

  enum Mark: Sendable {
    case everybody, nobody
    case score([Score])
  }

  let selected: Mark
  let out: Mark

  init(_ edge: QuotaEdge, _ contest: ColumnContest) {
    selected = Mark(edge.selected, contest)
    out = Mark(edge.out, contest)
  }
}

extension ColumnEdge.Mark {
  init(_ mark: QuotaEdge.Mark, _ contest: ColumnContest) {
    switch mark {
    case .everybody: self = .everybody
    case .nobody: self = .nobody
    case .score(let scores):
      self = .score(zip(scores, contest.keys).map { ColumnEdge.Score($0, scale: $1.scale) })
    }
  }
}

extension ColumnEdge.Score {
  init(_ score: Score, scale: Int64) {
    switch score {
    case .lowest: self = .lowest
    case .highest: self = .highest
    case .exact(let number):
      // A score beyond 64 bits is above, or below, all that columns hold.
      let parts = number.multiplied(by: Exact(Int(scale)))
      if let parts, let floor = Int64(exactly: parts.floor) {
        self = .parts(floor, isWhole: parts.isWhole)
      } else {
        self = number < .zero ? .lowest : .highest
      }
    }
  }
}

/// The scores of a batch for one quota. Those of a row are settled where each is stated or absent:
/// of any other the row evaluator may know more.
struct ColumnScores {
  let keys: [Kernel.Number]

  func areSettled(_ row: Int) -> Bool {
    keys.allSatisfy { $0.value(row).state != ColumnBatch.unknown }
  }

  /// Less than 0 where a row is below the marks, more where it is above, 0 where it is level.
  func order(_ row: Int, _ marks: [ColumnEdge.Score]) -> Int {
    for (key, mark) in zip(keys, marks) {
      let (number, state) = key.value(row)
      let isStated = state == ColumnBatch.stated
      switch mark {
      case .lowest: if isStated { return 1 }
      case .highest: return -1
      case .parts(let parts, let isWhole):
        if !isStated { return -1 }
        if number != parts { return number < parts ? -1 : 1 }
        if !isWhole { return -1 }
      }
    }
    return 0
  }

  /// As the quotas of other rows take them in.
  func candidate(_ row: Int, _ contest: ColumnContest) -> QuotaCandidate {
    let keys = zip(keys, contest.keys).map { key, number -> Bounds in
      let (parts, state) = key.value(row)
      if state != ColumnBatch.stated { return .absent }
      return Exact(Int128(parts), over: Int128(number.scale)).map { Bounds($0) } ?? .unknown
    }
    return QuotaCandidate(keys: keys, isCertain: true, places: contest.places)
  }
}

extension Phase {
  /// Takes their sums from those who are behind the last place; who may have one or not is odd.
  static func judge(
    _ scores: ColumnScores, _ edge: ColumnEdge, _ sums: Sums, _ isWithoutPlace: Marks,
    _ odd: Marks, _ count: Int
  ) {
    func lose(_ row: Int) { (sums[row], isWithoutPlace[row]) = (0, 1) }
    for row in 0..<count where sums[row] != 0 && odd[row] == 0 {
      switch edge.selected {
      case .everybody: continue
      case .score(let marks): if scores.order(row, marks) > 0 { continue }
      case .nobody: break
      }
      switch edge.out {
      case .everybody: lose(row)
      case .score(let marks) where scores.order(row, marks) < 0: lose(row)
      case .score, .nobody: odd[row] = 1
      }
    }
  }

  /// Whose part in a quota is not settled is odd.
  static func markContested(
    _ scores: ColumnScores, _ condition: Kernel.Truth, _ odd: Marks, _ count: Int
  ) {
    for row in 0..<count {
      let truth = condition.value(row)
      if truth == ColumnTruth.no || truth == ColumnTruth.yes && scores.areSettled(row) { continue }
      odd[row] = 1
    }
  }

  /// The rows that are not odd and ask for a place with more than a bar; nil: with any score.
  static func candidates(
    _ scores: ColumnScores, _ condition: Kernel.Truth, above bar: [ColumnEdge.Score]?,
    _ odd: UnsafePointer<UInt8>, _ count: Int
  ) -> [Int] {
    var found: [Int] = []
    for row in 0..<count where odd[row] == 0 {
      guard condition.value(row) == ColumnTruth.yes else { continue }
      if let bar, scores.order(row, bar) <= 0 { continue }
      found.append(row)
    }
    return found
  }
}
