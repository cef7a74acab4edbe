import JiliTestSupport
import Testing

@testable import Jili

@Suite("runs of letters in texts")
struct RunSearchTests {
  /// Every run of up to four letters in every text of up to seven, beside looking at each place.
  @Test func asLookingAtEachPlace() {
    func words(_ longest: Int) -> [[Int]] {
      (0..<longest).reduce([[[]]]) { all, _ in
        all + [all[all.count - 1].flatMap { [$0 + [0], $0 + [1]] }]
      }.flatMap { $0 }
    }
    for text in words(7) {
      for wanted in words(4) where !wanted.isEmpty {
        let search = RunSearch(wanted)
        func holds(_ count: Int, at place: Int) -> Bool {
          place + count <= text.count && text[place..<place + count].elementsEqual(wanted[..<count])
        }
        let longest = (0...wanted.count).last { count in
          text.isEmpty ? count == 0 : text.indices.contains { holds(count, at: $0) }
        }
        #expect(search.longest(in: text) == longest ?? 0)
        var places: [Int] = []
        _ = search.place(in: text) { place in
          places.append(place)
          return false
        }
        #expect(places == text.indices.filter { holds(wanted.count, at: $0) })
      }
    }
  }
}
