import JiliLexer

/// Text as XML and HTML show it, in an element and in an attribute alike. Characters that nobody
/// can see are replaced, so that text from a file cannot turn what stands around it.
func escapedMarkup(_ text: String) -> String {
  var safe = ""
  for scalar in visible(text).unicodeScalars {
    switch scalar {
    case "&": safe += "&amp;"
    case "<": safe += "&lt;"
    case ">": safe += "&gt;"
    case "\"": safe += "&quot;"
    case "'": safe += "&#39;"
    default: safe.unicodeScalars.append(scalar)
    }
  }
  return safe
}
