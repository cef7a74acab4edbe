/// SHA-256 from its definition, to check the digests that the program writes.
func independentDigest(_ message: [UInt8]) -> String {
  var padded = message + [0x80]
  while padded.count % 64 != 56 { padded.append(0) }
  let bits = UInt64(message.count) * 8
  padded += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
  var state = firstPrimes(8).map { fraction(of: $0, root: 2) }
  let constants = firstPrimes(64).map { fraction(of: $0, root: 3) }
  for start in stride(from: 0, to: padded.count, by: 64) {
    var words = (0..<16).map { word in
      padded[(start + 4 * word)..<(start + 4 * word + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    for index in 16..<64 {
      let (near, far) = (words[index - 2], words[index - 15])
      let one = turned(near, 17) ^ turned(near, 19) ^ near >> 10
      let two = turned(far, 7) ^ turned(far, 18) ^ far >> 3
      words.append(one &+ words[index - 7] &+ two &+ words[index - 16])
    }
    var run = state
    for index in 0..<64 {
      let (first, fifth) = (run[0], run[4])
      let choice = (fifth & run[5]) ^ (~fifth & run[6])
      let majority = (first & run[1]) ^ (first & run[2]) ^ (run[1] & run[2])
      let mixed = turned(fifth, 6) ^ turned(fifth, 11) ^ turned(fifth, 25)
      let other = turned(first, 2) ^ turned(first, 13) ^ turned(first, 22)
      let sum = run[7] &+ mixed &+ choice &+ constants[index] &+ words[index]
      run = [sum &+ other &+ majority] + run.dropLast()
      run[4] = run[4] &+ sum
    }
    state = zip(state, run).map { $0 &+ $1 }
  }
  return state.map { word in
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }.joined()
}

private func turned(_ word: UInt32, _ count: UInt32) -> UInt32 {
  word >> count | word << (32 - count)
}

private func firstPrimes(_ count: Int) -> [UInt64] {
  var primes: [UInt64] = []
  var candidate: UInt64 = 2
  while primes.count < count {
    if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
    candidate += 1
  }
  return primes
}

/// The first 32 bits behind the point of a square or cube root, by bisection on whole numbers.
private func fraction(of prime: UInt64, root: Int) -> UInt32 {
  var low: UInt64 = 0
  var high: UInt64 = 1 << 37
  while high - low > 1 {
    let middle = (low + high) / 2
    let power = (0..<root).reduce(UInt128(1)) { value, _ in value * UInt128(middle) }
    if power <= UInt128(prime) << UInt128(32 * root) { low = middle } else { high = middle }
  }
  return UInt32(truncatingIfNeeded: low)
}
