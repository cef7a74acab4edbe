import Glibc
import Jili
import JiliLexer

/// A company file beside the prompt: every edit of the rules is computed on all of it.
final class LiveCompanies {
  private let file: ListFile
  private let console: Console
  private(set) var live: LiveList
  /// Standard output is another program's, who expects answers alone.
  var isAside = false
  /// Rows that are still computed one by one, while somebody reads or types.
  private var pending: PendingRows?

  /// Rows that are computed at once; more are, too, where nobody waits at a terminal.
  static let promptRows = 2_000

  /// Reads the file and computes it.
  init(_ file: ListFile, _ rules: ListRules, _ console: Console) throws {
    self.file = file
    self.console = console
    let watch = StopWatch()
    let (list, notices) = try file.list(rules, console)
    // The prompt says the date itself.
    for notice in notices where notice.code != "J4304" {
      console.report(notice, notice.isPlainNote ? .note : .warning)
    }
    live = LiveList(list)
    let edit = try live.edit(to: rules)
    if let edit { _ = computed(edit, isWaiting: false) }
    let loaded = live.loaded(
      name: visible(file.path), milliseconds: watch.elapsed.whole)
    console.show(loaded.text(console.language))
  }

  /// What was read, and what it comes to.
  var state: String {
    live.loaded(name: visible(file.path), milliseconds: nil).text(console.language)
  }

  // MARK: - Edits

  /// Computes the list by other rules and says what that changes. `isWaiting`: somebody waits at a
  /// terminal, so that what takes long is finished behind the prompt.
  func refresh(_ rules: ListRules, isWaiting: Bool) throws {
    finish()
    let watch = StopWatch()
    guard let edit = try live.edit(to: rules) else { return try readAgain(rules) }
    if edit.isEmpty { return }
    let effect = computed(edit, isWaiting: isWaiting)
    show(effect, left: pending?.count ?? 0, watch.elapsed)
  }

  /// Computes what was left behind the prompt, and says what came of it.
  func finish() {
    guard let pending else { return }
    self.pending = nil
    let part = pending.finished(console)
    let effect = live.post(pending.edit, part)
    show(effect, left: 0, pending.watch.elapsed)
  }

  private func show(_ effect: ListEffect, left: Int, _ duration: Duration) {
    speak(effect.text(console.language, left: left))
    if left == 0 { console.tell(timed(duration)) }
  }

  private func speak(_ text: String) {
    if isAside { console.tell(text) } else { console.show(text) }
  }

  private func timed(_ duration: Duration) -> String {
    let words = duration.milliseconds
    return console.language == .zh
      ? "      \(live.list.count) 家，\(words) 毫秒\n" : "      \(live.list.count) rows, \(words) ms\n"
  }

  /// A new column, or an old one that is read otherwise.
  private func readAgain(_ rules: ListRules) throws {
    let before = live
    let (list, _) = try file.list(rules, console)
    live = LiveList(list)
    if let edit = try live.edit(to: rules) { _ = computed(edit, isWaiting: false) }
    let effect = try live.compare(with: before)
    console.tell(
      Wording(
        zh: "重新读入 \(visible(file.path))\n", en: "read \(visible(file.path)) again\n"
      ).text(console.language))
    speak(effect.text(console.language, left: 0))
  }

  private func computed(_ edit: ListEdit, isWaiting: Bool) -> ListEffect {
    let job = ListJob(edit, live.ledger)
    Workers.run(file.threads) { job.computePieces() }
    var part = job.part
    let left = part.left.sorted()
    part.left = []
    if isWaiting, left.count > Self.promptRows {
      pending = PendingRows(edit, live.ledger, left, part, file.threads)
      var shown = live
      return shown.post(edit, part)
    }
    let rows = ListJob(edit, live.ledger, rows: left)
    let progress = Progress(console, rows: left.count)
    Workers.run(file.threads) {
      rows.computeRows { done in
        progress.show(
          Wording(zh: "已算 \(done)/\(left.count) 家", en: "\(done) of \(left.count) rows done"))
      }
    }
    progress.clear()
    part.add(rows.part)
    return live.post(edit, part)
  }
}

extension Duration {
  /// Whole milliseconds.
  var whole: Int {
    Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }

  /// With one decimal.
  var milliseconds: String {
    let tenths = components.seconds * 10_000 + components.attoseconds / 100_000_000_000_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}

/// The pieces, or single rows, of an edit, taken by threads one after the other.
private final class ListJob: @unchecked Sendable {
  private let edit: ListEdit
  private let ledger: ListLedger
  private let rows: [Int]
  private let gate = Gate()
  private var next = 0
  private(set) var part: EffectPart

  init(_ edit: ListEdit, _ ledger: ListLedger, rows: [Int] = []) {
    self.edit = edit
    self.ledger = ledger
    self.rows = rows
    part = EffectPart(edit)
  }

  private func take(_ count: Int, of all: Int) -> Range<Int>? {
    gate.holding {
      if next >= all { return nil }
      let first = next
      next = min(all, next + count)
      return first..<next
    }
  }

  func computePieces() {
    let worker = ListWorker(edit, ledger)
    while let pieces = take(8, of: edit.pieceCount) {
      worker.compute(pieces: pieces)
    }
    gate.holding { part.add(worker.part) }
  }

  /// `show` is told how many are done, by one thread at a time.
  func computeRows(_ show: (Int) -> Void) {
    let worker = ListWorker(edit, ledger)
    // Rows that draw on one quota need each other.
    while let found = take(edit.needsCohort ? rows.count : 256, of: rows.count) {
      worker.compute(rows: rows[found])
      gate.holding { show(next) }
    }
    gate.holding { part.add(worker.part) }
  }

  var isDone: Bool { gate.holding { next >= rows.count } }
}

/// Rows that are computed behind the prompt.
private final class PendingRows: @unchecked Sendable {
  let edit: ListEdit
  let count: Int
  let watch = StopWatch()
  private let settled: EffectPart
  private let job: ListJob
  private let thread: BackgroundThread

  init(_ edit: ListEdit, _ ledger: ListLedger, _ rows: [Int], _ part: EffectPart, _ threads: Int) {
    self.edit = edit
    count = rows.count
    settled = part
    let job = ListJob(edit, ledger, rows: rows)
    self.job = job
    thread = BackgroundThread { Workers.run(threads) { job.computeRows { _ in } } }
  }

  /// Waits for the last of them.
  func finished(_ console: Console) -> EffectPart {
    if !job.isDone {
      console.tell(console.language == .zh ? "还在逐家计算…\n" : "still computing rows…\n")
    }
    thread.join()
    var part = settled
    part.add(job.part)
    return part
  }
}
