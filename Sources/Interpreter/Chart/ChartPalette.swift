/// What a colour stands for. The colours are told apart by readers who do not see red and green
/// (after Okabe and Ito), and nothing is said by colour alone: lines differ in their dashes, faults
/// have a mark of their own.
enum ChartColour: String, CaseIterable, Sendable {
  case paper, ink, soft, rule, panel
  case first, second, third, fourth, fifth
  /// A fault: more of the fact, less money.
  case fault

  static let series: [ChartColour] = [.first, .second, .third, .fourth, .fifth]

  var light: String {
    switch self {
    case .paper: "#ffffff"
    case .ink: "#1b1b1f"
    case .soft: "#5c5f66"
    case .rule: "#d9dce1"
    case .panel: "#f6f7f9"
    case .first: "#0072b2"
    case .second: "#b35c00"
    case .third: "#007a5a"
    case .fourth: "#a5457f"
    case .fifth: "#6b6f76"
    case .fault: "#b3261e"
    }
  }

  var dark: String {
    switch self {
    case .paper: "#17181b"
    case .ink: "#e6e6ea"
    case .soft: "#a3a7af"
    case .rule: "#3a3d44"
    case .panel: "#202226"
    case .first: "#6fbdf0"
    case .second: "#ffb066"
    case .third: "#4fd0a5"
    case .fourth: "#e39ac6"
    case .fifth: "#9ea3ab"
    case .fault: "#ff8a80"
    }
  }

  fileprivate var variable: String { "--chart-\(rawValue)" }
}

/// Shades of a grid from nothing to most: each is told from the next without its hue.
let chartShades: [(light: String, dark: String)] = [
  ("#f6f7f9", "#202226"), ("#dcebf6", "#17344a"), ("#b5d5ec", "#1b4c6e"), ("#86bbdf", "#236691"),
  ("#549ecb", "#3b86b5"), ("#2b7fb3", "#63a8d6"), ("#0b5c8f", "#9bcdf0"), ("#06395a", "#d3eafa"),
]

extension Markup {
  /// A fill. Programs that know no variables take the light colour of the attribute.
  func filled(_ colour: ChartColour) -> Markup {
    with("class", "f-\(colour.rawValue)").with("fill", colour.light)
  }

  /// A line, so wide in tenths.
  func drawn(_ colour: ChartColour, width: Int = 10) -> Markup {
    with("class", "s-\(colour.rawValue)").with("stroke", colour.light).with("fill", "none")
      .with("stroke-width", at: width)
  }

  func shaded(_ shade: Int) -> Markup {
    with("class", "g-\(shade)").with("fill", chartShades[shade].light)
  }
}

/// The style of all charts; on a page that holds several it stands once.
let chartStyle: String = {
  func variables(_ isDark: Bool) -> String {
    let colours = ChartColour.allCases.map { colour in
      "\(colour.variable): \(isDark ? colour.dark : colour.light);"
    }
    let shades = chartShades.enumerated().map { index, shade in
      "--chart-g\(index): \(isDark ? shade.dark : shade.light);"
    }
    return (colours + shades).joined(separator: " ")
  }
  let classes = ChartColour.allCases.map { colour in
    ".chart .f-\(colour.rawValue) { fill: var(\(colour.variable)); } "
      + ".chart .s-\(colour.rawValue) { stroke: var(\(colour.variable)); }"
  }
  let shades = chartShades.indices.map { ".chart .g-\($0) { fill: var(--chart-g\($0)); }" }
  return """

    .chart { \(variables(false)) }
    @media (prefers-color-scheme: dark) { .chart { \(variables(true)) } }
    @media print { .chart { \(variables(false)) print-color-adjust: exact; } }
    \((classes + shades).joined(separator: "\n"))
    .chart text { font-family: system-ui, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", \
    "Microsoft YaHei", sans-serif; font-variant-numeric: tabular-nums; }

    """
}()
