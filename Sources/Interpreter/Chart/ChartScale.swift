import JiliLexer

/// How the numbers along an axis are written.
package enum ChartMeasure: Hashable, Sendable {
  case money, number, percent, date

  /// `480万`, `12.5%`, `2026-05-01`
  package func text(_ number: Exact) -> String {
    switch self {
    case .money: moneyText(number)
    case .number: decimalText(number)
    case .percent: numberText(number, .percent)
    case .date: numberText(Exact(number.floor, over: 1) ?? number, .date)
    }
  }
}

/// An axis: numbers from `low` to `high` laid over a stretch of tenths.
package struct ChartScale: Sendable {
  package let low: Exact
  package let high: Exact
  /// Where `low` and `high` stand; an axis that grows upwards begins below.
  let start: Int
  let end: Int

  init(_ low: Exact, _ high: Exact, from start: Int, to end: Int) {
    self.low = low
    self.high = high > low ? high : low.adding(.one) ?? high
    self.start = start
    self.end = end
  }

  /// The nearest tenth; what lies outside stands at the edge.
  func place(_ number: Exact) -> Int {
    let inside = min(max(number, low), high)
    guard let above = inside.subtracting(low), let span = high.subtracting(low),
      let share = above.divided(by: span), let way = share.multiplied(by: Exact(end - start)),
      let half = Exact(1, over: 2), let moved = way.adding(half)
    else { return roughPlace(inside) }
    return start + Int(moved.floor)
  }

  /// For numbers whose quotient leaves 128 bits: halves the axis until the place is found.
  private func roughPlace(_ number: Exact) -> Int {
    var (low, high, number) = (self.low.floor / 2, self.high.floor / 2, number.floor / 2)
    var (from, to) = (start, end)
    number = min(max(number, low), high)
    while abs(to - from) > 1, high > low {
      let middle = low + (high - low) / 2
      let place = (from + to) / 2
      if number < middle { (high, to) = (middle, place) } else { (low, from) = (middle, place) }
    }
    return number >= high ? to : from
  }

  /// Round numbers along it, at most so many.
  package func ticks(_ measure: ChartMeasure, atMost count: Int) -> [Exact] {
    if measure == .date { return dateTicks(atMost: count) }
    guard let span = high.subtracting(low), let step = roundStep(span, measure, atMost: count),
      let first = Exact(low.divided(by: step)?.ceiling ?? 0, over: 1)?.multiplied(by: step)
    else { return [low, high] }
    var ticks: [Exact] = []
    var tick = first
    while tick <= high, ticks.count <= count, let next = tick.adding(step) {
      ticks.append(tick)
      tick = next
    }
    return ticks
  }

  /// 1, 2 or 5 times a power of ten; sums not below 分, counts not below 1.
  private func roundStep(_ span: Exact, _ measure: ChartMeasure, atMost count: Int) -> Exact? {
    guard let rough = span.divided(by: Exact(max(1, count))) else { return nil }
    for power in -6...30 {
      for digit in [1, 2, 5] {
        guard let step = Exact(digits: Int128(digit), timesTenTo: power), step >= rough else {
          continue
        }
        return measure == .money ? max(step, .fen) : step
      }
    }
    return nil
  }

  private func dateTicks(atMost count: Int) -> [Exact] {
    let (from, to) = (Int(low.ceiling), Int(high.floor))
    if to - from <= 7 * count {
      let step = max(1, (to - from + count - 1) / max(1, count))
      return stride(from: from, through: to, by: step).map { Exact($0) }
    }
    let start = civilDate(from)
    for months in [1, 3, 6, 12, 24, 60, 120, 240, 600] {
      var month = (start.year * 12 + start.month - 1) / months * months
      var ticks: [Exact] = []
      while true {
        let day = dayNumber(year: month / 12, month: month % 12 + 1, day: 1)
        if day > to || ticks.count > count { break }
        if day >= from { ticks.append(Exact(day)) }
        month += months
      }
      if ticks.count <= count { return ticks }
    }
    return [low, high]
  }
}

/// About how wide a text of this size is set, in tenths: an estimate, for there are no fonts here.
func textWidth(_ text: String, size: Int) -> Int { displayWidth(text) * size * 56 / 100 }

/// A text that fits into so many tenths; what is left out is marked.
func fitted(_ text: String, size: Int, into room: Int) -> String {
  if textWidth(text, size: size) <= room { return text }
  var shown = ""
  for character in text {
    if textWidth(shown + String(character) + "…", size: size) > room { break }
    shown.append(character)
  }
  return shown + "…"
}
