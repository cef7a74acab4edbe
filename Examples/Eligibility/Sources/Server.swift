import FlyingFox
import FlyingSocks
import Foundation
import Jili

/// `Eligibility RULES PORT [DATE]`: listens on this machine alone; what faces strangers stands
/// before it. Port 0 takes any that is free.
@main
struct Server {
  static func main() async throws {
    let words = CommandLine.arguments.dropFirst()
    guard (2...3).contains(words.count), let port = UInt16(words[words.startIndex + 1]) else {
      say("Eligibility RULES PORT [DATE]")
      exit(64)
    }
    let service: EligibilityService
    do {
      service = try EligibilityService(
        rules: words[words.startIndex], on: words.count == 3 ? words.last : nil)
    } catch let error as PolicyError {
      for problem in error.problems { say(line(of: problem)) }
      exit(65)
    }
    for warning in service.policy.warnings { say(line(of: warning)) }
    try await serve(service, port)
  }

  private static func serve(_ service: EligibilityService, _ port: UInt16) async throws {
    let server = HTTPServer(
      address: try .inet(ip4: "127.0.0.1", port: port), timeout: 5, logger: .disabled)
    await server.appendRoute("GET /facts") { _ in try respond(.ok, service.questions) }
    await server.appendRoute("POST /eligibility") { request in
      try await answer(request, service)
    }
    let running = Task { try await server.run() }
    try await server.waitUntilListening()
    if case .ip4(let address, let port)? = await server.listeningAddress {
      say("listening on \(address):\(port)")
    }
    try await running.value
  }

  /// Whatever is wrong with a request is said to who sent it; only the service's own limit is not.
  private static func answer(
    _ request: HTTPRequest, _ service: EligibilityService
  ) async throws -> HTTPResponse {
    guard let body = try await body(of: request) else {
      return try refuse(
        .payloadTooLarge, .init("too-large", "最多 \(mostBytes) 字节", "at most \(mostBytes) bytes"))
    }
    guard let facts = try? JSONDecoder().decode([String: String].self, from: body) else {
      return try refuse(
        .badRequest,
        .init("no-object", "要一个 JSON 对象，值都是文字", "a JSON object of texts is wanted"))
    }
    do {
      return try respond(.ok, try service.answer(to: facts))
    } catch let error as PolicyError {
      let isOurs = error.problems.contains { $0.code == "J4505" }
      return try respond(
        isOurs ? .serviceUnavailable : .unprocessableContent,
        Refusal(problems: error.problems.map(Refusal.Reason.init)))
    }
  }

  private static let mostBytes = 64 << 10

  /// nil where it is too large; no more of it is kept.
  private static func body(of request: HTTPRequest) async throws -> Data? {
    var body = Data()
    for try await part in request.bodySequence {
      guard body.count + part.count <= mostBytes else { return nil }
      body += part
    }
    return body
  }

  private static func refuse(
    _ status: HTTPStatusCode, _ reason: Refusal.Reason
  ) throws -> HTTPResponse {
    try respond(status, Refusal(problems: [reason]))
  }

  private static func respond(
    _ status: HTTPStatusCode, _ value: some Encodable
  ) throws -> HTTPResponse {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return HTTPResponse(
      statusCode: status,
      headers: [.contentType: "application/json; charset=utf-8", .connection: "close"],
      body: try encoder.encode(value))
  }

  private static func line(of problem: Problem) -> String {
    let place = [problem.file, problem.line.map(String.init), problem.column.map(String.init)]
      .compactMap { $0 }.joined(separator: ":")
    return "\(place): \(problem.code) \(problem.chinese) (\(problem.english))"
  }

  private static func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
