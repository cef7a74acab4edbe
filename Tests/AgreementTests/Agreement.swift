import JiliReference

/// Where the product departs from the reference, or nil where the two agree to the 分.
func disagreement(_ trial: Trial, _ product: Product) -> String? {
  let expected = trial.expected
  switch product(trial.files, trial.csv, trial.arguments) {
  case .failure(let message): return "refused: \(message)"
  case .rows(let rows):
    guard rows.count == expected.count else {
      return "\(rows.count) rows for \(expected.count)"
    }
    for (index, (row, wanted)) in zip(rows, expected).enumerated() {
      let (found, right) = (row, productRow(wanted))
      if let difference = difference(found, right) {
        return "row \(index + 1) (\(trial.table.rows[index].key)): \(difference)"
      }
    }
    return nil
  }
}

private func difference(_ found: ProductRow, _ right: ProductRow) -> String? {
  guard found.lines.count == right.lines.count else {
    return "\(found.lines.count) lines for \(right.lines.count)"
  }
  for (line, wanted) in zip(found.lines, right.lines) where line != wanted {
    return "found \(text(line)), expected \(text(wanted))"
  }
  guard (found.low, found.high) == (right.low, right.high) else {
    return "found total \(found.low) .. \(found.high ?? "unbounded"), "
      + "expected \(right.low) .. \(right.high ?? "unbounded")"
  }
  guard found.offers == right.offers else {
    return "found benefits and limits \(found.offers), expected \(right.offers)"
  }
  return nil
}

private func text(_ line: ProductLine) -> String {
  let name = line.award + (line.isRenewal ? ".renewal" : "")
  let shares = line.funding.isEmpty ? "" : " (" + line.funding.joined(separator: ", ") + ")"
  return "\(name) \(line.state) \(line.low) .. \(line.high ?? "unbounded")" + shares
}

/// What is refused for the same reason, or any other disagreement.
private func kind(of difference: String) -> String {
  guard difference.hasPrefix("refused") else { return "" }
  // Names and row numbers may change while the trial shrinks.
  let parts = difference.split(separator: "`", omittingEmptySubsequences: false)
  return parts.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
    .filter { !$0.isNumber }
}

private func text(_ files: RuleFiles) -> String {
  let others = files.others.sorted { $0.key < $1.key }
  return (others.map { "--- \($0.key)\n\($0.value)" } + ["--- rules\n\(files.main)"]).joined()
}

/// The reference's outcome in the product's words.
func productRow(_ outcome: RowOutcome) -> ProductRow {
  ProductRow(
    lines: outcome.lines.map { line in
      ProductLine(
        award: line.name.award, isRenewal: line.name.isRenewal, state: line.state.rawValue,
        low: line.sum.low.money, high: line.sum.high?.money,
        // Nothing is split where nothing can come.
        funding: line.sum.high == .zero
          ? []
          : line.funding.compactMap { part in
            part.payer.map { share($0, part.sum.low.money, part.sum.high?.money) }
          })
    }, low: outcome.total.low.money, high: outcome.total.high?.money,
    offers: outcome.offers)
}

/// A failing trial made small, with everything that is needed to run it again.
func report(_ trial: Trial, _ product: Product) -> String {
  // A smaller trial that is refused for another reason would show nothing.
  let first = disagreement(trial, product)
  let wanted = first.map(kind(of:))
  let small = shrink(trial) { disagreement($0, product).map(kind(of:)) == wanted }
  let reason = disagreement(small, product) ?? "no longer fails"
  return """
    seed \(trial.seed): \(reason)
    at first: \(first ?? "")
    options: \(small.arguments.joined(separator: " "))
    \(text(small.files))
    --- companies
    \(small.csv)
    """
}
