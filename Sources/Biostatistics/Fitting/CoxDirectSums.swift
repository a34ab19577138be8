internal import CKernels
internal import LinearAlgebra

/// The likelihood of a small fit, summed by a C kernel over rows laid out in eight lanes.
///
/// With few covariates a product of matrices gains nothing over running sums, and blocks and chunks
/// only cost time: ``CoxPartialLikelihood`` sums a fit of this size in some 15 microseconds, the
/// kernel in one. It is the same function of b, to rounding.
struct CoxDirectSums: Sendable {
  private static let mostCovariates = 7
  private static let mostElements = 4096
  private static let lanes = 8

  /// Elements of an array of rows, and the arrays one behind the other: covariates, event weights,
  /// death weights, case weights and offset if there are any, the kernel's scratch.
  private let elementCount: Int
  private let arrays: Buffer
  private let columnCount: Int
  private let deathWeights: Int
  private let weights: Int?
  private let offset: Int?
  private let scratch: Int
  private let isWeighted: Bool
  private let stratumEnds: [Int]
  private let tiedDeaths: [sarcoma_tied_deaths]
  private let tiedRows: [Int32]

  /// The last point, and what was found there.
  private(set) var point: [Double]
  private(set) var gradient: [Double]
  private(set) var information: Matrix

  /// Nil where the kernel does not apply: left truncation, no covariates, too many of them or rows.
  ///
  /// - Parameters:
  ///   - weights: case weights in the order of the risk sets; so are the offsets.
  init?(
    riskSets: CoxRiskSets, design: StandardizedDesign, ties: TieHandling, weights: [Double]?,
    offset: [Double]?
  ) {
    let (n, p) = (riskSets.order.count, design.columnCount)
    guard !riskSets.isTruncated, (1...Self.mostCovariates).contains(p), n <= Self.mostElements
    else { return nil }
    let (places, stratumEnds) = Self.places(riskSets)
    let count = stratumEnds.last ?? 0
    guard count <= Self.mostElements else { return nil }

    let columns = Int(sarcoma_cox_columns(Int32(p)))
    deathWeights = columns + (weights == nil ? 0 : 1)
    scratch = deathWeights + 1 + (weights == nil ? 0 : 1) + (offset == nil ? 0 : 1)
    arrays = Buffer(uninitializedCount: count * (scratch + columns + 4))
    arrays.pointer.update(repeating: 0, count: count * scratch)
    self.weights = weights == nil ? nil : deathWeights + 1
    self.offset = offset == nil ? nil : scratch - 1
    (elementCount, columnCount, self.stratumEnds) = (count, p, stratumEnds)
    point = [Double](repeating: 0, count: p)
    gradient = point
    information = Matrix(rowCount: p, columnCount: p)

    let x = UnsafePointer(design.columns.pointer)
    for j in 0..<p { Self.lay(x + n * j, at: places, to: arrays.pointer + count * j) }
    if let weights, let array = self.weights {
      Self.lay(weights, at: places, to: arrays.pointer + count * array)
    }
    if let offset, let array = self.offset {
      Self.lay(offset, at: places, to: arrays.pointer + count * array)
    }
    let eventWeights = arrays.pointer + count * columns
    let deathWeights = arrays.pointer + count * deathWeights
    var isWeighted = false
    var tiedDeaths: [sarcoma_tied_deaths] = []
    var tiedRows: [Int32] = []
    for event in riskSets.eventTimes {
      let rows = Int(event.firstDeath)..<Int(event.end)
      let mean = event.weight / Double(rows.count)
      if mean != 1 { isWeighted = true }
      for row in rows {
        if let weights { eventWeights[Int(places[row])] = weights[row] }
        deathWeights[Int(places[row])] = mean
      }
      if rows.count > 1 {
        tiedDeaths.append(
          sarcoma_tied_deaths(
            first: Int32(tiedRows.count), count: Int32(rows.count),
            share: ties == .efron ? 1 / Double(rows.count) : 0))
        tiedRows += places[rows]
      }
    }
    (self.isWeighted, self.tiedDeaths, self.tiedRows) = (isWeighted, tiedDeaths, tiedRows)
  }

  /// The element of each sorted row, -1 for those behind the last event of their stratum, and where
  /// each stratum ends.
  private static func places(_ riskSets: CoxRiskSets) -> (places: [Int32], stratumEnds: [Int]) {
    var places = [Int32](repeating: -1, count: riskSets.order.count)
    var stratumEnds: [Int] = []
    var start = 0
    for stratum in riskSets.strata {
      guard let first = stratum.first, let last = stratum.last else { continue }
      let rows = Int(riskSets.eventTimes[first].firstRow)..<Int(riskSets.eventTimes[last].end)
      let length = (rows.count + lanes - 1) / lanes
      places.withUnsafeMutableBufferPointer { places in
        for lane in 0..<lanes {
          let run = (rows.lowerBound + lane * length)..<(rows.lowerBound + (lane + 1) * length)
          for (i, row) in run.clamped(to: rows).enumerated() {
            places[row] = Int32(truncatingIfNeeded: start + lanes * i + lane)
          }
        }
      }
      start += lanes * length
      stratumEnds.append(start)
    }
    return (places, stratumEnds)
  }

  private static func lay(
    _ values: UnsafePointer<Double>, at places: [Int32], to array: UnsafeMutablePointer<Double>
  ) {
    places.withUnsafeBufferPointer { places in
      for row in places.indices where places[row] >= 0 { array[Int(places[row])] = values[row] }
    }
  }

  /// The value at `point`, with ``gradient`` and ``information``; nil where a linear predictor is
  /// beyond +-300.
  mutating func evaluate(at point: [Double]) -> Double? {
    func array(_ index: Int) -> UnsafeMutablePointer<Double> {
      arrays.pointer + elementCount * index
    }
    let columns = Int(sarcoma_cox_columns(Int32(columnCount)))
    let value = stratumEnds.withUnsafeBufferPointer { stratumEnds in
      tiedDeaths.withUnsafeBufferPointer { tiedDeaths in
        tiedRows.withUnsafeBufferPointer { tiedRows in
          var data = sarcoma_cox_data(
            count: elementCount, covariate_count: Int32(columnCount), is_weighted: isWeighted,
            columns: array(0), weights: weights.map(array), offset: offset.map(array),
            event_weights: array(columns), death_weights: array(deathWeights),
            stratum_ends: stratumEnds.baseAddress, stratum_count: stratumEnds.count,
            tied_deaths: tiedDeaths.baseAddress, tied_deaths_count: tiedDeaths.count,
            tied_rows: tiedRows.baseAddress)
          return sarcoma_cox_sums(&data, point, array(scratch), &gradient, &information.storage)
        }
      }
    }
    guard !value.isNaN else { return nil }
    information.symmetrizeFromLower()
    for j in point.indices { self.point[j] = point[j] }
    return value
  }
}
