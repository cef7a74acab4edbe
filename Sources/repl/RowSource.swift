import Jili
import JiliLexer

/// Reads single rows again, wherever they stand in company files that were looked at.
final class RowSource: @unchecked Sendable {
  /// Rows that are read at a time; a company is never cut.
  static let rowsAtOnce = 512

  private let run: ChunkRun
  private let streams: [CompanyStream]
  private let chunks: [SurveyPass.Chunk]
  /// How many rows of its file stand before each chunk.
  private let rowsBefore: [Int]

  init(_ run: ChunkRun, _ streams: [CompanyStream], _ chunks: [SurveyPass.Chunk]) {
    self.run = run
    self.streams = streams
    self.chunks = chunks
    var counts: [Int] = []
    for (index, chunk) in chunks.enumerated() {
      let isFirst = index == 0 || chunks[index - 1].file != chunk.file
      counts.append(
        isFirst
          ? run.beginning(of: chunk.file).rows : counts[index - 1] + chunks[index - 1].rows)
    }
    rowsBefore = counts
  }

  func row(_ row: KeyedRow) throws -> CompanyWorker.Source {
    let place = row.place
    var size = 1 << 10
    while true {
      var bytes = [UInt8](repeating: 0, count: size)
      let count = try bytes.withUnsafeMutableBytes { room in
        try streams[place.file].read(at: place.offset, into: room)
      }
      bytes.removeLast(size - count)
      let isWhole = count < size
      if let length = run.rowLength(bytes, of: place.file, isWhole: isWhole) {
        return CompanyWorker.Source(
          file: place.file, number: number(of: row), bytes: Array(bytes[..<length]))
      }
      if isWhole { throw FileFault.changedMeanwhile(streams[place.file].path) }
      size *= 4
    }
  }

  /// As a spreadsheet counts.
  private func number(of row: KeyedRow) -> Int {
    var (low, high) = (0, chunks.count)
    while low < high {
      let middle = (low + high) / 2
      let start = RowPlace(file: chunks[middle].file, offset: chunks[middle].offset)
      if start <= row.place { low = middle + 1 } else { high = middle }
    }
    return rowsBefore[low - 1] + Int(row.row) + 1
  }

  /// Why a pass over rows stops.
  func reason(_ error: any Error) -> ChunkPipeline.Stop {
    switch error {
    case let fault as FileFault: .fault(fault)
    case let refusal as OutputRefusal: .output(refusal)
    case let refusal as InputRefusal: .input(refusal)
    // A file that changed meanwhile has no row where one stood.
    default: .fault(.changedMeanwhile(streams[0].path))
    }
  }
}
