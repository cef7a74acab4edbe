/// How a database writes what all of them mean alike.
package enum Dialect: String, CaseIterable, Sendable {
  case duckdb, postgresql, spark
}

extension Dialect {
  /// Whole numbers that hold every sum: their size is proved before the query is written.
  var wide: String {
    switch self {
    case .duckdb: "HUGEINT"
    case .postgresql: "NUMERIC"
    case .spark: "DECIMAL(38,0)"
    }
  }

  /// No number of the query may be larger.
  var largest: Int128 {
    switch self {
    // The interpreter itself ends at 128 bits.
    case .duckdb, .postgresql: .max / 4
    case .spark: 99_999_999_999_999_999_999_999_999_999_999_999_999
    }
  }

  /// Keeps a step from being written into the next one: an expression used twice would double at
  /// every step.
  var stepHead: String {
    switch self {
    case .duckdb, .postgresql: "AS MATERIALIZED ("
    case .spark: "AS ("
    }
  }

  func identifier(_ name: String) -> String {
    switch self {
    case .duckdb, .postgresql: "\"" + doubled("\"", in: name) + "\""
    case .spark: "`" + doubled("`", in: name) + "`"
    }
  }

  func text(_ text: String) -> String {
    switch self {
    case .duckdb, .postgresql: "'" + doubled("'", in: text) + "'"
    case .spark:
      "'" + text.reduce(into: "") { $0 += $1 == "'" || $1 == "\\" ? "\\\($1)" : String($1) } + "'"
    }
  }

  /// A number that stands alone, of the wide type.
  func constant(_ number: Int128) -> String {
    let digits = number < 0 ? "(\(number))" : "\(number)"
    switch self {
    case .duckdb, .postgresql: return "\(digits)::\(wide)"
    case .spark: return number < 0 ? "(\(number)BD)" : "\(number)BD"
    }
  }

  /// `above` divided by `below`, cut to a whole number; neither is negative.
  func quotient(_ above: String, _ below: String) -> String {
    switch self {
    case .duckdb: "(\(above)) // \(below)"
    case .postgresql: "div(\(above), \(below))"
    // `div` gives 64 bits; what is divisible divides without a rest in decimals too.
    case .spark:
      "CAST(((\(above)) - (\(above)) % \(below)) / \(below) AS DECIMAL(38,0))"
    }
  }

  /// A decimal of the table in whole parts of its last digit.
  func parts(_ decimal: String, decimals: Int) -> String {
    // DuckDB multiplies within the digits of its operands.
    let wider = self == .duckdb ? "CAST(\(decimal) AS DECIMAL(38,\(decimals)))" : decimal
    return "CAST(\(wider) * \(power(decimals)) AS \(wide))"
  }

  /// Days since 1970-01-01.
  func dayNumber(_ date: String) -> String {
    switch self {
    case .duckdb, .postgresql: "CAST(\(date) - DATE '1970-01-01' AS \(wide))"
    case .spark: "CAST(datediff(\(date), DATE '1970-01-01') AS \(wide))"
    }
  }

  /// The day so many months later; one that the month lacks becomes its last.
  func shifted(_ day: String, months: Int) -> String {
    switch self {
    case .duckdb:
      dayNumber("CAST(\(date(day)) + \(months) * INTERVAL 1 MONTH AS DATE)")
    case .postgresql:
      dayNumber("CAST(\(date(day)) + \(months) * INTERVAL '1 month' AS DATE)")
    case .spark: dayNumber("add_months(\(date(day)), \(months))")
    }
  }

  /// The date of a day number.
  func date(_ day: String) -> String {
    switch self {
    case .duckdb, .postgresql: "(DATE '1970-01-01' + CAST(\(day) AS INTEGER))"
    case .spark: "date_add(DATE '1970-01-01', CAST(\(day) AS INTEGER))"
    }
  }

  // MARK: - Types of the fact table

  var textType: String { self == .spark ? "STRING" : "TEXT" }
  func decimalType(_ digits: Int, _ decimals: Int) -> String { "DECIMAL(\(digits),\(decimals))" }

  private func doubled(_ mark: Character, in text: String) -> String {
    text.reduce(into: "") { $0 += $1 == mark ? "\($1)\($1)" : String($1) }
  }
}
