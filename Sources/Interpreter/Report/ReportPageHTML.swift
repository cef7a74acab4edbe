import JiliLexer

extension PolicyReport {
  /// The report as one page that needs no other file and runs no script. Everything that comes
  /// from a file is escaped where it is put in.
  package var html: String {
    var page = """
      <!DOCTYPE html>
      <html lang="\(word("zh-CN", "en"))">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="generator" content="jili \(escapedMarkup(origin.version))">
      <title>\(escapedMarkup(title))</title>
      <style>
      \(sheetStyle)
      \(reportStyle)
      \(chartStyle)
      </style>
      </head>
      <body>
      <header>
      <h1>\(escapedMarkup(title))</h1>
      <p class="files">\(escapedMarkup(subtitle))</p>
      <p class="headline">\(escapedMarkup(headline))</p>
      <dl class="keys">

      """
    for key in keys {
      page += "<div><dt>\(escapedMarkup(key.name))</dt><dd>\(escapedMarkup(key.value))"
      page += key.note.isEmpty ? "" : "<small>\(escapedMarkup(key.note))</small>"
      page += "</dd></div>\n"
    }
    page += "</dl>\n"
    page += contents
    page += "</header>\n<main>\n"
    for part in parts { page += section(part) }
    page += noticeSection
    page += "</main>\n" + foot + "</body>\n</html>\n"
    return page
  }

  private var contents: String {
    let links = parts.map { "<a href=\"#\($0.key)\">\(escapedMarkup($0.title))</a>" }
    return "<nav aria-label=\"\(word("目录", "Contents"))\">\(links.joined(separator: " "))</nav>\n"
  }

  private func section(_ part: Part) -> String {
    var text = "<section id=\"\(part.key)\">\n<h2>\(escapedMarkup(part.title))</h2>\n"
    if !part.lead.isEmpty { text += "<p class=\"lead\">\(escapedMarkup(part.lead))</p>\n" }
    for (title, chart) in part.charts {
      let name = title.isEmpty ? part.title : part.title + "：" + title
      text += "<figure>\n"
      if !title.isEmpty { text += "<figcaption>\(escapedMarkup(title))</figcaption>\n" }
      let drawings = chart.drawings(title: name, about: part.lead, language)
      text += drawings.joined() + "</figure>\n"
    }
    for picture in part.pictures { text += "<figure class=\"across\">\n\(picture)</figure>\n" }
    if !part.remarks.isEmpty {
      text += "<ul class=\"remarks\">\n"
      for remark in part.remarks { text += "<li>\(escapedMarkup(remark))</li>\n" }
      text += "</ul>\n"
    }
    let table = "<div class=\"across\">\n\(part.htmlTable)</div>\n"
    let link =
      "<a class=\"csv\" download=\"\(part.key).csv\" href=\"\(part.dataLink)\">"
      + "\(word("下载 CSV", "Download CSV"))</a>"
    if part.showsTable {
      text += table + "<p class=\"data\">\(link)</p>\n"
    } else {
      text += "<div class=\"data\">\(link)\n<details><summary>\(word("数据", "Data"))</summary>\n"
      text += table + "</details></div>\n"
    }
    return text + "</section>\n"
  }

  private var noticeSection: String {
    if notices.isEmpty { return "" }
    var text = "<section id=\"notices\">\n<h2>\(word("说明和提醒", "Notes"))</h2>\n<ul>\n"
    for notice in notices { text += "<li>\(escapedMarkup(notice))</li>\n" }
    return text + "</ul>\n</section>\n"
  }

  private var foot: String {
    func line(_ name: String, _ words: String, _ code: String) -> String {
      let shown = words.isEmpty ? "" : escapedMarkup(words) + " "
      return "<dt>\(name)</dt><dd>\(shown)<code>\(escapedMarkup(code))</code></dd>\n"
    }
    var text = "<footer>\n<h2>\(word("来源", "Origin"))</h2>\n<dl>\n"
    text += line(word("命令", "Command"), "", origin.command)
    for file in origin.rules {
      text += line(word("规则", "Rules"), file.name, "sha256 " + file.sha256)
    }
    for file in origin.companies {
      text += line(word("企业文件", "Companies"), file.name, "sha256 " + file.sha256)
    }
    text += line(word("程序", "Program"), "", "jili \(origin.version)")
    return text + "</dl>\n</footer>\n"
  }
}

extension PolicyReport.Part {
  fileprivate var htmlTable: String {
    var text = "<table>\n<thead><tr>"
    let isNumber = table.names.indices.map { column in
      table.rows.contains { row in
        switch row[column] {
        case .text: false
        case .sum, .count: true
        }
      }
    }
    for (column, name) in table.names.enumerated() {
      text += "<th\(isNumber[column] ? " class=\"n\"" : "")>\(escapedMarkup(name))</th>"
    }
    text += "</tr></thead>\n<tbody>\n"
    for (index, row) in table.rows.enumerated() {
      let isTotal = isTotalled && index == table.rows.count - 1
      text += isTotal ? "<tr class=\"total\">" : "<tr>"
      for (column, cell) in row.enumerated() {
        let words =
          switch cell {
          case .text(let words): words
          case .sum(let sum): sum?.groupedYuanText ?? ""
          case .count(let count): groupedCount(count)
          }
        text += "<td\(isNumber[column] ? " class=\"n\"" : "")>\(escapedMarkup(words))</td>"
      }
      text += "</tr>\n"
    }
    return text + "</tbody>\n</table>\n"
  }

  /// The table as a CSV file in the link itself.
  fileprivate var dataLink: String {
    var options = OutputOptions()
    options.hasMark = true
    return "data:text/csv;charset=utf-8;base64," + base64(table.written(options))
  }
}

/// `1,234`
func groupedCount(_ count: Int) -> String {
  String((Exact(count).groupedYuanText).dropLast(3))
}

/// Bytes in the letters that links may hold (RFC 4648).
func base64(_ bytes: [UInt8]) -> String {
  let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  text.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let three = bytes[start..<min(bytes.count, start + 3)]
    var bits = 0
    for byte in three { bits = bits << 8 | Int(byte) }
    bits <<= 8 * (3 - three.count)
    for place in 0..<4 {
      text.append(
        place <= three.count
          ? letters[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
    }
  }
  return String(decoding: text, as: UTF8.self)
}
