// What the parser of arguments asks an error for, under the name that it has in Foundation: nothing
// in the program is such an error. See absent.c.
package protocol LocalizedError: Error {
  var errorDescription: String? { get }
  var failureReason: String? { get }
  var recoverySuggestion: String? { get }
  var helpAnchor: String? { get }
}
