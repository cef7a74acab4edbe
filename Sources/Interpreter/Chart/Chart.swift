package import JiliLexer

/// A picture of numbers: a value that holds them. SVG and CSV are two ways to write it.
package protocol Chart: Sendable {
  var title: String { get }
  /// The same in a sentence or two, for readers who do not see the picture.
  var summary: String { get }
  /// Every number of the picture.
  var table: ChartTable { get }
  /// The elements and how high they stand, in tenths; the width is that of all charts.
  func drawing(_ language: Language) -> (height: Int, elements: [Markup])
}

/// The numbers of a chart as a table.
package struct ChartTable: Equatable, Sendable {
  package enum Cell: Hashable, Sendable {
    case text(String)
    case sum(Exact?)
    case number(Exact?)
  }

  package var headers: [String]
  package var rows: [[Cell]]

  package init(headers: [String], rows: [[Cell]] = []) {
    self.headers = headers
    self.rows = rows
  }

  /// CSV: sums in 元 with two decimals where they are whole 分, other numbers in full.
  package func delimited(hasMark: Bool) -> [UInt8] {
    var writer = DelimitedWriter(separator: UInt8(ascii: ","), hasMark: hasMark)
    writer.row(headers)
    for row in rows {
      for cell in row {
        switch cell {
        case .text(let text): writer.text(text)
        case .sum(let sum): writer.sum(sum.flatMap { $0.isWholeFen ? $0 : nil }, else: sum)
        case .number(let number): writer.bare(number.map(plainNumber) ?? "")
        }
      }
      writer.endRow()
    }
    return writer.bytes
  }
}

extension DelimitedWriter {
  fileprivate mutating func sum(_ sum: Exact?, else other: Exact?) {
    if let sum { self.sum(sum) } else { bare(other.map(plainNumber) ?? "") }
  }
}

extension Exact {
  package var isWholeFen: Bool { 100 % denominator == 0 }
}

/// All its digits where they end, else a fraction: `0.125`, `10/3`.
package func plainNumber(_ number: Exact) -> String {
  let text = decimalText(number)
  return text.hasSuffix("…") ? "\(number.numerator)/\(number.denominator)" : text
}

package enum ChartMeasures {
  /// The width of all charts, in tenths.
  static let width = 7600
  static let margin = 160
  static let titleSize = 160
  static let textSize = 120
  static let smallSize = 110
}

extension Chart {
  /// The chart as SVG.
  ///
  /// - Parameters:
  ///   - name: what the identifiers begin with; on a page with several charts each has its own.
  ///   - isAlone: a file of its own, with the style in it; else a part of a page that holds
  ///     `chartStyle` once.
  package func svg(_ language: Language, name: String = "chart", isAlone: Bool = true) -> String {
    let (height, elements) = drawing(language)
    let width = ChartMeasures.width
    var root = Markup("svg").with("xmlns", "http://www.w3.org/2000/svg")
      .with("class", "chart").with("viewBox", "0 0 \(length(width)) \(length(height))")
    if isAlone { root = root.with("width", at: width).with("height", at: height) }
    root = root.with("role", "img").with("lang", language == .zh ? "zh-CN" : "en")
      .with("aria-labelledby", "\(name)-title \(name)-about")
      .with(Markup("title").with("id", name + "-title").saying(title))
      .with(Markup("desc").with("id", name + "-about").saying(summary))
    if isAlone { root = root.with(Markup("style").holding(raw: chartStyle)) }
    let paper = Markup("rect").with("width", at: width).with("height", at: height).filled(.paper)
    root = root.with([paper] + elements)
    var text = isAlone ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" : ""
    root.write(to: &text)
    return text + "\n"
  }

  /// The style that all charts of a page need once.
  package static var style: String { chartStyle }
}

// MARK: - What all drawings are made of

extension Markup {
  enum Side: String { case start, middle, end }

  static func words(
    _ text: String, x: Int, y: Int, size: Int = ChartMeasures.textSize, _ side: Side = .start,
    _ colour: ChartColour = .ink
  ) -> Markup {
    Markup("text").with("x", at: x).with("y", at: y).with("font-size", at: size)
      .with("text-anchor", side.rawValue).filled(colour).saying(text)
  }

  static func line(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int) -> Markup {
    Markup("line").with("x1", at: x1).with("y1", at: y1).with("x2", at: x2).with("y2", at: y2)
  }

  static func box(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> Markup {
    Markup("rect").with("x", at: x).with("y", at: y).with("width", at: max(0, width))
      .with("height", at: max(0, height))
  }

  static func path(_ places: [(x: Int, y: Int)]) -> Markup {
    let steps = places.enumerated().map { index, place in
      "\(index == 0 ? "M" : "L")\(length(place.x)) \(length(place.y))"
    }
    return Markup("path").with("d", steps.joined(separator: " "))
  }

  static func dot(_ x: Int, _ y: Int, radius: Int) -> Markup {
    Markup("circle").with("cx", at: x).with("cy", at: y).with("r", at: radius)
  }

  static func heading(_ title: String) -> Markup {
    let room = ChartMeasures.width - 2 * ChartMeasures.margin
    return words(
      fitted(title, size: ChartMeasures.titleSize, into: room), x: ChartMeasures.margin, y: 300,
      size: ChartMeasures.titleSize
    ).with("font-weight", "600")
  }
}
