import JiliLexer

/// What a sweep found in sentences: of the total, or of one award.
struct SweepWords: Sendable {
  let sweep: FactSweep
  /// The line that is asked about; nil for the total.
  let line: Int?
  let language: Language

  init(_ sweep: FactSweep, line: Int?, language: Language) {
    self.sweep = sweep
    self.line = line
    self.language = language
  }

  func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  var asked: String {
    line.map { sweep.plan.lineName($0, language) } ?? word("合计", "total")
  }

  func place(_ number: Exact, isExact: Bool = true) -> String {
    let text = sweep.fact.measure.text(number)
    return isExact ? text : word("约 ", "about ") + text
  }

  func sum(_ sum: FactSweep.Sum) -> String {
    let low = moneyText(sum.low)
    guard let high = sum.high else { return low + word(" 起，不封顶", " or more") }
    return high == sum.low ? low : low + " .. " + moneyText(high)
  }

  var title: String {
    word("\(sweep.fact.name) 与 \(asked)", "\(asked) along \(sweep.fact.name)")
  }

  var opening: String {
    let (from, to) = (place(sweep.range.lowerBound), place(sweep.range.upperBound))
    return word(
      "\(sweep.fact.name) 从 \(from) 到 \(to)：\(asked)",
      "\(sweep.fact.name) from \(from) to \(to): \(asked)")
  }

  // MARK: - Jumps

  /// `达到 2000万 起多得 50万（此前 0元，此后 50万）`
  func sentence(_ jump: SweepJump) -> String {
    head(jump) + word("（此前 ", " (") + sum(jump.before)
      + word("，此后 ", " before, ") + sum(jump.after) + word("）", " behind)") + parts(jump)
  }

  private func head(_ jump: SweepJump) -> String {
    let place = place(jump.at, isExact: jump.isExact)
    let size = moneyText(jump.change.isNegative ? jump.change.negated : jump.change)
    let isOpen = !jump.isOfCertainSum
    let gain =
      jump.isFall
      ? word(isOpen ? "最高可得反而减少 " : "反而少得 ", isOpen ? "less at most: " : "less: ")
      : word(isOpen ? "最高可多得 " : "多得 ", isOpen ? "more at most: " : "more: ")
    switch jump.side {
    case .reaching: return word("达到 \(place) 起\(gain)\(size)", "from \(place) on \(gain)\(size)")
    case .exceeding: return word("超过 \(place) \(gain)\(size)", "above \(place) \(gain)\(size)")
    case .exactly: return word("正好 \(place) 时\(gain)\(size)", "at \(place) alone \(gain)\(size)")
    }
  }

  /// What each award adds to a jump of the total.
  func shares(_ jump: SweepJump) -> [(line: Int, before: FactSweep.Sum, after: FactSweep.Sum)] {
    guard let place = sweep.places.first(where: { $0.at == jump.at }) else { return [] }
    return sweep.plan.lines.indices.compactMap { line in
      let found = sweep.jumps(at: place, of: line).first {
        $0.side == jump.side && $0.before != $0.after
      }
      return found.map { (line, $0.before, $0.after) }
    }
  }

  private func parts(_ jump: SweepJump) -> String {
    guard line == nil else { return "" }
    let texts = shares(jump).map { share in
      let low = share.after.low.subtracting(share.before.low) ?? .zero
      var change = low
      var open = ""
      if low.isZero, let one = share.before.high, let two = share.after.high {
        change = two.subtracting(one) ?? .zero
        open = word("最高", "at most ")
      }
      let size = moneyText(change.isNegative ? change.negated : change)
      return sweep.plan.lineName(share.line, language) + " " + open
        + (change.isNegative ? "−" : "+") + size
    }
    return texts.isEmpty ? "" : word("：", ": ") + texts.joined(separator: word("、", ", "))
  }

  /// How far the company at hand is from the next jump.
  var next: String? {
    guard let now = sweep.now else { return nil }
    let name = sweep.fact.name
    let here =
      word("\(name) 现在 \(place(now.at))，", "\(name) is \(place(now.at)) now, ")
      + asked + " " + sum(now.sums[line].rounded)
    let later = sweep.jumps(of: line).first { jump in
      jump.side == .exceeding ? jump.at >= now.at : jump.at > now.at
    }
    guard let jump = later, let way = jump.at.subtracting(now.at) else { return here }
    let size = moneyText(jump.change.isNegative ? jump.change.negated : jump.change)
    let gain = jump.isFall ? word("反而少得 ", "less: ") : word("多得 ", "more: ")
    let (target, step) = (place(jump.at), place(way))
    if jump.side == .exceeding {
      return here
        + (way.isZero
          ? word("；再多一点（超过 \(target)），", "; any more (above \(target)), ")
          : word("；再增加 \(step) 以上（超过 \(target)），", "; \(step) and more (above \(target)), "))
        + gain + size
    }
    return here + word("；再增加 \(step) 到 \(target)，", "; \(step) more, to \(target), ") + gain + size
  }

  // MARK: - What else must be said

  /// `从 1000万 起，每多 1万 由多得 1000元 变为 0元`
  var bends: [String] {
    sweep.bends(of: line).map { bend in
      let unit = self.unit
      let (before, after) = (perUnit(bend.before, unit), perUnit(bend.after, unit))
      let (place, step) = (place(bend.at), self.place(unit))
      return word(
        "从 \(place) 起，每多 \(step) 由得 \(before) 变为得 \(after)",
        "from \(place) on, each further \(step) brings \(after) and not \(before)")
    }
  }

  private var unit: Exact {
    switch sweep.fact.measure {
    case .money: Exact(10_000)
    case .percent: Exact(1, over: 100) ?? .one
    case .number, .date: .one
    }
  }

  private func perUnit(_ slope: Exact, _ unit: Exact) -> String {
    moneyText(slope.multiplied(by: unit) ?? slope)
  }

  /// Where the picture is less than exact.
  var remarks: [String] {
    var found: [String] = []
    for stretch in sweep.stretches where !stretch.isStraight {
      let (from, to) = (place(stretch.from), place(stretch.to))
      found.append(
        word(
          "从 \(from) 到 \(to) 不是直线，两端准确，中间按 \(Limits.sweepBetween) 段画出",
          "from \(from) to \(to) it is no straight line: its ends are exact, between them it is "
            + "drawn in \(Limits.sweepBetween) parts"))
    }
    if sweep.places.contains(where: { !$0.isExact }) {
      found.append(
        word(
          "写“约”的位置除不尽：从这个数起算已经改变，少一个最小单位还没有",
          "a place with “about” is no fraction: at this value it has turned, one step before not"))
    }
    if sweep.stretches.contains(where: { $0.start[line].high == nil }) {
      found.append(
        word(
          "\(asked)没有上限（有的奖励没有写金额），最高可达不画；--award 看单独一项",
          "\(asked) has no bound, for some award names no sum, so the most is not drawn: --award "
            + "shows one award"))
    }
    if let unit = sweep.leftOutUnit {
      found.append(
        word(
          "金额取整到 \(moneyText(unit))，这样的小台阶太多，没有逐级列出",
          "sums are rounded to \(moneyText(unit)); its many small steps are left out"))
    }
    if sweep.isCut {
      found.append(
        word(
          "断点超过 \(Limits.sweepPlaces) 处，没有找全；把范围改小再看",
          "there are more than \(Limits.sweepPlaces) places; not all were found: narrow the range"))
    }
    return found
  }
}
