internal import LinearAlgebra

/// A run of event times whose rows one thread takes through the likelihood's sums.
///
/// How the event times are divided depends on the data alone, and the chunks' sums are added in
/// their order: results do not depend on the number of threads.
struct CoxChunk: Sendable {
  /// Indices into the risk sets' event times.
  let events: Range<Int>
  /// Whether the first event time belongs to the stratum that the chunk before ended in.
  let continuesStratum: Bool
  /// The first event time of the last stratum in the chunk.
  let lastStratum: Int
  /// Whether the last stratum in the chunk begins in it.
  var startsStratum: Bool { !(continuesStratum && lastStratum == events.lowerBound) }

  private static let mostChunks = 64
  private static let leastRows = 4096

  static func divide(_ riskSets: CoxRiskSets) -> [CoxChunk] {
    let events = riskSets.eventTimes
    guard !events.isEmpty else { return [] }
    let rows = max(leastRows, riskSets.order.count / mostChunks)
    var chunks: [CoxChunk] = []
    var start = 0
    var lastStratum = 0
    var held = 0
    for index in events.indices {
      if index > 0, events[index].stratum != events[index - 1].stratum { lastStratum = index }
      held += Int(events[index].end - events[index].firstRow)
      if held >= rows || index == events.count - 1 {
        let continues = start > 0 && events[start].stratum == events[start - 1].stratum
        chunks.append(
          CoxChunk(
            events: start..<(index + 1), continuesStratum: continues,
            lastStratum: max(start, lastStratum)))
        start = index + 1
        held = 0
      }
    }
    return chunks
  }

  /// Sums r x over the rows of the chunk's last stratum, less its late entries: pairs of sum and
  /// rounding error, column by column.
  func sumLastStratum(_ likelihood: CoxPartialLikelihood, into out: UnsafeMutablePointer<Double>) {
    let n = likelihood.riskSets.order.count
    for column in 0..<likelihood.design.columnCount {
      let x = likelihood.design.columns.pointer + n * column
      var sum = CompensatedSum()
      for index in lastStratum..<events.upperBound {
        likelihood.advance(
          &sum, to: index, column: column, x: x, dying: likelihood.dying(at: index, x: x))
      }
      out[2 * column] = sum.sum
      out[2 * column + 1] = sum.error
    }
  }

  /// Adds the chunk's part of X' diag(c) X - sum m m' and of X' (w event - c).
  func add(
    _ likelihood: CoxPartialLikelihood, carry: [CompensatedSum],
    information: UnsafeMutablePointer<Double>, gradient: UnsafeMutablePointer<Double>
  ) {
    let p = likelihood.design.columnCount
    let scaled = Buffer(count: Self.blockRows * p)
    let means = Buffer(count: 2 * Self.batchEvents * p)
    var sums = carry
    var first = events.lowerBound
    while first < events.upperBound {
      var last = first
      var rows = 0
      while last < events.upperBound, last - first < Self.batchEvents, rows < Self.blockRows {
        rows += Int(
          likelihood.riskSets.eventTimes[last].end - likelihood.riskSets.eventTimes[last].firstRow)
        last += 1
      }
      addRows(likelihood, first..<last, scaled, information, gradient)
      subtractMeans(likelihood, first..<last, &sums, means, information)
      first = last
    }
  }

  private static let blockRows = 256
  private static let batchEvents = 128

  private func addRows(
    _ likelihood: CoxPartialLikelihood, _ batch: Range<Int>, _ scaled: Buffer,
    _ information: UnsafeMutablePointer<Double>, _ gradient: UnsafeMutablePointer<Double>
  ) {
    let riskSets = likelihood.riskSets
    let n = riskSets.order.count
    let p = likelihood.design.columnCount
    let c = likelihood.exposure.pointer
    let columns = likelihood.design.columns.pointer
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * Self.blockRows) { scratch in
      let root = scratch.baseAddress!
      let residual = root + Self.blockRows
      var event = batch.lowerBound
      let end = Int(riskSets.eventTimes[batch.upperBound - 1].end)
      // Strata leave rows between their event times that are at risk at none.
      for start in stride(
        from: Int(riskSets.eventTimes[batch.lowerBound].firstRow), to: end, by: Self.blockRows)
      {
        let rows = min(Self.blockRows, end - start)
        for i in 0..<rows {
          root[i] = c[start + i].squareRoot()
          residual[i] = -c[start + i]
        }
        while event < batch.upperBound {
          let deaths = riskSets.eventTimes[event]
          let from = max(Int(deaths.firstDeath), start)
          let to = min(Int(deaths.end), start + rows)
          if from < to {
            for row in from..<to { residual[row - start] += likelihood.weights?[row] ?? 1 }
          }
          guard Int(deaths.end) <= start + rows else { break }
          event += 1
        }
        for j in 0..<p {
          let x = columns + n * j + start
          let y = scaled.pointer + Self.blockRows * j
          for i in 0..<rows { y[i] = root[i] * x[i] }
        }
        BlockKernels.addGram(
          of: scaled.pointer, rows: rows, columns: p, stride: Self.blockRows, times: 1,
          into: information)
        BlockKernels.addTransposedProduct(
          columns + start, rows: rows, columns: p, stride: n, by: residual, into: gradient)
      }
    }
  }

  private func subtractMeans(
    _ likelihood: CoxPartialLikelihood, _ batch: Range<Int>, _ sums: inout [CompensatedSum],
    _ means: Buffer, _ information: UnsafeMutablePointer<Double>
  ) {
    let riskSets = likelihood.riskSets
    let n = riskSets.order.count
    let p = likelihood.design.columnCount
    let stride = 2 * Self.batchEvents
    let coefficients = batch.map { likelihood.tied[$0].meanRows }
    var meanCount = 0
    for j in 0..<p {
      let x = likelihood.design.columns.pointer + n * j
      let out = means.pointer + stride * j
      var sum = sums[j]
      var place = 0
      for (index, event) in zip(batch, riskSets.eventTimes[batch]) {
        if index > 0, riskSets.eventTimes[index - 1].stratum != event.stratum {
          sum = CompensatedSum()
        }
        let dying = likelihood.dying(at: index, x: x)
        likelihood.advance(&sum, to: index, column: j, x: x, dying: dying)
        let (first, mixed, second) = coefficients[index - batch.lowerBound]
        out[place] = first * sum.value + mixed * dying
        place += 1
        if second > 0 {
          out[place] = second * dying
          place += 1
        }
      }
      sums[j] = sum
      meanCount = place
    }
    BlockKernels.addGram(
      of: means.pointer, rows: meanCount, columns: p, stride: stride, times: -1, into: information)
  }
}
