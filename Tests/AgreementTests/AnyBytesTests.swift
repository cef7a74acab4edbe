import Foundation
import JiliInvariants
import JiliTestSupport
import Testing

/// Rule files made from the fuzzer's corpus by seeded edits. `make fuzz` looks for hours and lets
/// the sanitizer watch; these are the same inputs on every machine.
@Suite struct AnyBytesTests {
  private static let corpus = Result {
    try Repository.files(under: "Fuzz/corpus").map { try Repository.bytes($0) }
  }

  /// The words of the dictionary, whose bytes may be written `\\xE5`.
  private static let words = Result {
    try Repository.text("Fuzz/rules.dict").split(separator: "\n").filter { $0.hasPrefix("\"") }
      .map { bytes(ofWord: $0.dropFirst().dropLast()) }
  }

  @Test func invariantsHold() throws {
    let corpus = try Self.corpus.get()
    let words = try Self.words.get()
    try #require(corpus.count > 100 && words.count > 100)
    let last = Pairs.firstSeed + UInt64(Pairs.wanted / 5)
    print("any bytes: seeds \(Pairs.firstSeed) to \(last - 1)")
    for seed in Pairs.firstSeed..<last {
      var random = SeededRandom(seed: seed)
      var bytes = random.pick(corpus)
      for _ in 1...random.int(1...8) { edit(&bytes, corpus, words, &random) }
      if let fault = brokenInvariant(bytes) { Issue.record("seed \(seed): \(fault)") }
    }
  }

  @Test func wordsOfTheDictionaryAreRead() {
    #expect(Self.bytes(ofWord: #"a\xE5\x95\"\\b"#) == [0x61, 0xE5, 0x95, 0x22, 0x5C, 0x62])
  }

  private func edit(
    _ bytes: inout [UInt8], _ corpus: [[UInt8]], _ words: [[UInt8]],
    _ random: inout SeededRandom
  ) {
    let start = random.int(0...bytes.count)
    let end = min(bytes.count, start + random.int(0...random.pick([1, 4, 16, 64])))
    switch random.int(0...5) {
    case 0: bytes.replaceSubrange(start..<end, with: [])
    case 1: bytes.insert(contentsOf: bytes[start..<end], at: random.int(0...bytes.count))
    case 2: bytes.replaceSubrange(start..<end, with: random.pick(words))
    case 3: bytes.insert(contentsOf: random.pick(words), at: start)
    case 4: if start < bytes.count { bytes[start] = UInt8(random.int(0...255)) }
    default:
      let other = random.pick(corpus)
      bytes.replaceSubrange(start..., with: other[random.int(0...other.count)...])
    }
  }

  private static func bytes(ofWord word: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(word.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let sign = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      guard sign == UInt8(ascii: "x"), rest.count >= 2 else {
        bytes.append(sign)
        continue
      }
      bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}
