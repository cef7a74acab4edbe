import JiliReference

/// What the product says about one award line of one row; money as result files write it.
struct ProductLine: Hashable, Sendable {
  var award: String
  var isRenewal: Bool
  var state: String
  var low: String
  var high: String?
}

struct ProductRow: Hashable, Sendable {
  var lines: [ProductLine]
  var low: String
  var high: String?
}

enum ProductAnswer: Sendable {
  case rows([ProductRow])
  /// Why the rules or the file were refused.
  case failure(String)
}

/// Rule text, the bytes of a company file and command-line options, all as text.
typealias Product =
  @Sendable (_ rules: String, _ csv: String, _ options: [String]) -> ProductAnswer

/// The product under judgement.
let product: Product? = nil
