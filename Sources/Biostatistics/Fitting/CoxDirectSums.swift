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
  private let weights: [Double]?
  private let offset: [Double]?
  /// Rows (1, x, 0...), and behind them the kernel's scratch.
  private let rows: Buffer
  private let width: Int

  /// Nil where the kernel does not apply: left truncation, no covariates, too many of them or rows.
  init?(
    riskSets: CoxRiskSets, design: StandardizedDesign, ties: TieHandling, weights: [Double]?,
    offset: [Double]?
  ) {
    let (n, p) = (riskSets.order.count, design.columnCount)
    guard !riskSets.isTruncated, (1...Self.mostCovariates).contains(p), n <= Self.mostRows else {
      return nil
    }
    var stratum: Int32 = -1
    events = riskSets.eventTimes.map { event in
      defer { stratum = event.stratum }
      return sarcoma_event_time(
        first_row: event.firstRow, first_death: event.firstDeath, end: event.end,
        starts_stratum: event.stratum != stratum, weight: event.weight)
    }
    (rowCount, columnCount, self.ties, self.weights, self.offset) = (n, p, ties, weights, offset)
    width = Int(sarcoma_cox_width(Int32(p)))
    rows = Buffer(uninitializedCount: n * (width + 3))
    let out = rows.pointer
    for i in 0..<n {
      out[width * i] = 1
      for j in (p + 1)..<max(width, p + 1) { out[width * i + j] = 0 }
    }
    for j in 0..<p {
      let x = design.columns.pointer + n * j
      for i in 0..<n { out[width * i + j + 1] = x[i] }
    }
  }

  /// Value, gradient and information at `point`; nil where a linear predictor is beyond +-300.
  func evaluate(at point: [Double]) -> NewtonRaphson.Evaluation? {
    let p = columnCount
    var gradient = [Double](repeating: 0, count: p)
    var information = Matrix(rowCount: p, columnCount: p)
    let value = events.withUnsafeBufferPointer { events in
      sarcoma_cox_sums(
        Int32(p), rowCount, rows.pointer, weights, offset, events.baseAddress, events.count,
        ties == .efron, point, rows.pointer + width * rowCount, &gradient, &information.storage)
    }
    guard !value.isNaN else { return nil }
    information.symmetrizeFromLower()
    return (value, gradient, information)
  }
}
