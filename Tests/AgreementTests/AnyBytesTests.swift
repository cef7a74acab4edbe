import Foundation
import JiliInvariants
import JiliTestSupport
import Testing

/// Inputs made from the fuzzer's corpus by seeded edits. `make fuzz` looks for hours and lets the
/// sanitizer watch; these are the same inputs on every machine.
@Suite struct AnyBytesTests {
  /// The forms, with the folder of their corpus and their dictionary, and how many inputs are made:
  /// one for so many of `JILI_PAIRS`. What takes long is tried less often.
  private static let shares: [(form: InputForm, corpus: String, words: String, pairs: Int)] = [
    (.rules, "rules", "rules", 5), (.batch, "csv", "companies", 5),
    (.json, "json", "companies", 5), (.xlsx, "xlsx", "companies", 5),
    (.cells, "cells", "companies", 10), (.prompt, "prompt", "rules", 20),
  ]

  @Test(arguments: shares.indices)
  func invariantsHold(_ place: Int) throws {
    let (form, folder, dictionary, pairs) = Self.shares[place]
    let corpus = try Repository.files(under: "Fuzz/corpus/\(folder)").map {
      try Repository.bytes($0)
    }
    // The bytes of a word may be written `\\xE5`.
    let words = try Repository.text("Fuzz/\(dictionary).dict").split(separator: "\n")
      .filter { $0.hasPrefix("\"") }.map { Self.bytes(ofWord: $0.dropFirst().dropLast()) }
    try #require(corpus.count >= 10 && words.count > 50)
    let last = Pairs.firstSeed + UInt64(Pairs.wanted / pairs)
    print("any bytes of \(form): seeds \(Pairs.firstSeed) to \(last - 1)")
    for seed in Pairs.firstSeed..<last {
      var random = SeededRandom(seed: seed)
      var bytes = random.pick(corpus)
      for _ in 0..<random.int(0...8) { edit(&bytes, corpus, words, &random) }
      if let fault = form.brokenInvariant(bytes) { Issue.record("\(form), seed \(seed): \(fault)") }
    }
  }

  /// A clock by which everything takes two seconds.
  @Test(arguments: [InputForm.rules, .batch, .csv, .json, .xlsx, .prompt])
  func slowInputsAreFaults(_ form: InputForm) {
    var time = 0.0
    let limit = TimeLimit(seconds: 1) {
      time += 2
      return time
    }
    let fault = form.brokenInvariant(Array("企业名称,营收\n甲,1\n".utf8), within: limit)
    #expect(fault?.hasSuffix("bytes took too long") == true, "\(fault ?? "no fault")")
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
