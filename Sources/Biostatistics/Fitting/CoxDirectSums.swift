internal import CKernels
internal import LinearAlgebra

/// The likelihood of a small fit, summed row by row in one pass of a C kernel.
///
/// With few covariates a product of matrices gains nothing over one outer product a row, and blocks
/// and chunks only cost time: ``CoxPartialLikelihood`` sums a fit of this size in some 15
/// microseconds, the kernel in two. It is the same function of b, to rounding.
struct CoxDirectSums: Sendable {
  private static let mostCovariates = 7
  private static let mostRows = 4096

  private let events: [sarcoma_event_time]
  private let rowCount: Int
  private let columnCount: Int
  private let ties: TieHandling
  private let columns: Buffer
  private let weights: [Double]?
  private let offset: [Double]?
  /// Sums of w x and of w offset over the deaths.
  private let dying: [Double]
  private let dyingOffset: Double
  /// Rows (1, x, 0...), and behind them the kernel's scratch.
  private let rows: Buffer
  private let scratch: Int

  /// Nil where the kernel does not apply: left truncation, no covariates, too many of them or rows.
  ///
  /// - Parameters:
  ///   - weights: case weights in the order of the risk sets; so are the offsets.
  init?(
    riskSets: CoxRiskSets, design: StandardizedDesign, ties: TieHandling, weights: [Double]?,
    offset: [Double]?
  ) {
    let (n, p) = (riskSets.order.count, design.columnCount)
    guard !riskSets.isTruncated, (1...Self.mostCovariates).contains(p), n <= Self.mostRows else {
      return nil
    }
    var stratum: Int32 = -1
    var dying = [Double](repeating: 0, count: p)
    var dyingOffset = 0.0
    var events: [sarcoma_event_time] = []
    events.reserveCapacity(riskSets.eventTimes.count)
    let x = design.columns.pointer
    for event in riskSets.eventTimes {
      events.append(
        sarcoma_event_time(
          first_row: event.firstRow, first_death: event.firstDeath, end: event.end,
          starts_stratum: event.stratum != stratum, weight: event.weight))
      stratum = event.stratum
      for row in Int(event.firstDeath)..<Int(event.end) {
        let weight = weights?[row] ?? 1
        for j in 0..<p { dying[j] += weight * x[n * j + row] }
        dyingOffset += weight * (offset?[row] ?? 0)
      }
    }
    let width = Int(sarcoma_cox_width(Int32(p)))
    scratch = n * width
    rows = Buffer(uninitializedCount: n * (width + 3))
    let out = rows.pointer
    for i in 0..<n {
      out[width * i] = 1
      for j in 0..<p { out[width * i + j + 1] = x[n * j + i] }
      for j in (p + 1)..<width { out[width * i + j] = 0 }
    }
    (rowCount, columnCount, self.ties, columns) = (n, p, ties, design.columns)
    (self.weights, self.offset) = (weights, offset)
    (self.events, self.dying, self.dyingOffset) = (events, dying, dyingOffset)
  }

  /// Value, gradient and information at `point`; nil where a linear predictor is beyond +-300.
  func evaluate(at point: [Double]) -> NewtonRaphson.Evaluation? {
    let p = columnCount
    var gradient = [Double](repeating: 0, count: p)
    var information = Matrix(rowCount: p, columnCount: p)
    let value = events.withUnsafeBufferPointer { events in
      dying.withUnsafeBufferPointer { dying in
        Self.withPointer(to: weights) { weights in
          Self.withPointer(to: offset) { offset in
            var data = sarcoma_cox_data(
              row_count: rowCount, covariate_count: Int32(p), is_efron: ties == .efron,
              columns: columns.pointer, rows: rows.pointer, weights: weights, offset: offset,
              dying: dying.baseAddress, dying_offset: dyingOffset,
              event_times: events.baseAddress, event_time_count: events.count)
            return sarcoma_cox_sums(
              &data, point, rows.pointer + scratch, &gradient, &information.storage)
          }
        }
      }
    }
    guard !value.isNaN else { return nil }
    information.symmetrizeFromLower()
    return (value, gradient, information)
  }

  private static func withPointer<Result>(
    to values: [Double]?, _ body: (UnsafePointer<Double>?) -> Result
  ) -> Result {
    guard let values else { return body(nil) }
    return values.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
