/// Whether a policy is in force on the row's date.
extension Scene {
  func isInForce(for award: Award, isRenewal: Bool, earlier: [Line]) -> Verdict {
    let period = award.clauses.period ?? program.policy?.period
    let (begun, notOver) = times(period, on: day(of: award.title))
    guard !isRenewal, asksForLaterInstalment(of: award) else { return begun && notOver }
    return begun && (notOver || isOnRecord(award, earlier))
  }

  func isInForce(_ period: Period?, on day: DaySpan?) -> Verdict {
    let (begun, notOver) = times(period, on: day)
    return begun && notOver
  }

  /// The day of the title's own event where it is known, else the evaluation date.
  func day(of title: String?) -> DaySpan? {
    title.flatMap { title in
      inquiry.hasEvidence(title) || isDated(title) ? evidence(title).event(date) : nil
    } ?? date
  }

  /// Whether a period has begun, and whether it is not over.
  private func times(_ period: Period?, on day: DaySpan?) -> (begun: Verdict, notOver: Verdict) {
    guard let period else { return (Verdict(true), Verdict(true)) }
    guard let day else {
      let unknown = Verdict(.unknown, ["date"])
      return (unknown, unknown)
    }
    let (start, end) = ends(of: period)
    let date = Quantity(day.range, ["date"])
    return (
      compare(date, .atLeast, Quantity(start, ["date"])),
      compare(date, .atMost, Quantity(end, ["date"]))
    )
  }

  private func isDated(_ title: String) -> Bool {
    if case .date = cell(.title(title)) { true } else { false }
  }

  func asksForLaterInstalment(of award: Award) -> Bool {
    guard let asked = instalment(of: award) else { return false }
    return asked > 0
  }

  /// Which part of the payment the row asks for; nil where it asks for none in particular.
  func instalment(of award: Award) -> Int? {
    guard case .label(let label) = given(.award(award.name, .instalment)) else { return nil }
    return award.clauses.payment.firstIndex { $0.label == label }
  }

  /// An instalment that follows one on record stays payable after the period.
  private func isOnRecord(_ award: Award, _ earlier: [Line]) -> Verdict {
    if let paid = known(award.name, .paid), paid > .zero { return Verdict(true) }
    return earlier.reduce(Verdict(false)) { $0 || $1.claim }
  }

  func ends(of period: Period) -> (start: Extent, end: Extent) {
    switch period {
    case .between(let first, let last): (days(of: first), days(of: last))
    case .years(let first, let last):
      (
        Extent(Rational(Day(first, 1, 1).number)), Extent(Rational(Day(last, 12, 31).number))
      )
    case .lasting(let first, let years): (days(of: first), days(of: first, plus: years))
    case .starting(let first, let other, let years):
      (days(of: first), days(of: other, plus: years))
    case .from(let first): (days(of: first), Extent(.above, .above))
    }
  }

  private func days(of mark: Mark) -> Extent {
    switch mark {
    case .day(let day): Extent(Rational(day.number))
    case .parameter(let name): parameter(name).range ?? .everything
    }
  }

  /// The day before the anniversary, for both ends of what is known of the first day.
  private func days(of mark: Mark, plus years: Int) -> Extent {
    let first = days(of: mark)
    return Extent(shifted(first.low, years), shifted(first.high, years))
  }

  private func shifted(_ bound: Bound, _ years: Int) -> Bound {
    guard let value = bound.value else { return bound }
    let (year, month, day) = Day(number: Int(value.numerator)).civil
    return .exact(Rational(Day(year + years, month, day).number - 1))
  }
}
