internal import CKernels
internal import LinearAlgebra

/// The likelihood of a small fit, summed by a C kernel over rows laid out in eight lanes.
///
/// With few covariates a product of matrices gains nothing over running sums, and blocks and chunks
/// only cost time: ``CoxPartialLikelihood`` sums a fit of this size in some 15 microseconds, the
/// kernel in one. It is the same function of b, to rounding.
///
/// What it found last is in its memory: copies of a likelihood share it, and are not to be searched
/// at once.
final class CoxDirectSums: @unchecked Sendable {
  private static let mostCovariates = 8
  private static let mostElements = 4096

  private let memory: UnsafeMutablePointer<Double>
  private let data: sarcoma_cox_data
  private let scratch: UnsafeMutablePointer<Double>
  private let point: UnsafeMutablePointer<Double>
  private let gradient: UnsafeMutablePointer<Double>
  private let information: UnsafeMutablePointer<Double>

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
    var (count, strataCount) = (0, 0)
    EightLanes.forEachStratum(of: riskSets) { lanes in
      count = lanes.end
      strataCount += 1
    }
    guard count <= Self.mostElements else { return nil }

    // Arrays of rows, then vectors and matrices of the covariates, then what describes strata and
    // ties: at most `count` rows in half as many ties, with room for one more of each. Last what only
    // the layout needs, by sorted row.
    let columns = Int(sarcoma_cox_columns(Int32(p)))
    let given = columns + (weights == nil ? 1 : 3) + (offset == nil ? 0 : 1)
    let arrays = given + columns + 4
    memory = .allocate(
      capacity: 8 + count * (arrays + 2) + 2 * p + p * p + strataCount + 3 + 3 * n)
    // Vectors of eight that start at a multiple of their size lie in one line of the cache.
    var next = UnsafeMutableRawPointer(memory).alignedUp(toMultipleOf: 64)
      .assumingMemoryBound(to: Double.self)
    func take(_ count: Int) -> UnsafeMutablePointer<Double> {
      defer { next += count }
      return next
    }
    let x = take(count * columns)
    (x + count * p).update(repeating: 0, count: count * (columns - p))
    let eventWeights = take(count)
    let deathWeights = weights == nil ? eventWeights : take(count)
    let caseWeights = weights == nil ? nil : take(count)
    let offsets = offset == nil ? nil : take(count)
    scratch = take(count * (columns + 4))
    (point, gradient, information) = (take(p), take(p), take(p * p))
    let stratumEnds = UnsafeMutableRawPointer(take(strataCount))
      .bindMemory(to: Int.self, capacity: strataCount)
    let tiedDeaths = UnsafeMutableRawPointer(take(count + 2))
      .bindMemory(to: sarcoma_tied_deaths.self, capacity: count / 2 + 1)
    let tiedRows = UnsafeMutableRawPointer(take(count / 2 + 1))
      .bindMemory(to: Int32.self, capacity: count + 1)
    let deaths = take(n)
    let meanWeights = weights == nil ? deaths : take(n)
    let followers = UnsafeMutableRawPointer(take(n)).bindMemory(to: Int32.self, capacity: 2 * n)

    var (place, tieCount, tiedRowCount, isWeighted) = (0, 0, 0, false)
    EightLanes.forEachStratum(of: riskSets) { lanes in
      stratumEnds[place] = lanes.end
      place += 1
      for j in 0..<p { lanes.lay(design.columns.pointer + n * j, to: x + count * j) }
      if let weights, let caseWeights { lanes.lay(weights, to: caseWeights) }
      if let offset, let offsets { lanes.lay(offset, to: offsets) }
      let followerCount = riskSets.writeDeaths(of: lanes.rows, to: deaths, followers: followers)
      if let weights {
        for row in lanes.rows {
          deaths[row] *= weights[row]
          meanWeights[row] = deaths[row]
        }
      }
      var walk = EightLanes.Walk(lanes)
      var follower = 0
      while follower < followerCount {
        let first = Int(followers[follower]) &- 1
        var end = first &+ 1
        while follower < followerCount, followers[follower] == Int32(truncatingIfNeeded: end) {
          (follower, end) = (follower &+ 1, end &+ 1)
        }
        tiedDeaths[tieCount] = sarcoma_tied_deaths(
          first: Int32(truncatingIfNeeded: tiedRowCount),
          count: Int32(truncatingIfNeeded: end &- first),
          share: ties == .efron ? 1 / Double(end &- first) : 0)
        tieCount &+= 1
        for row in first..<end {
          tiedRows[tiedRowCount] = Int32(truncatingIfNeeded: walk.element(of: row))
          tiedRowCount &+= 1
        }
        guard weights != nil else { continue }
        let mean = (first..<end).reduce(0) { $0 + deaths[$1] } / Double(end - first)
        for row in first..<end { meanWeights[row] = mean }
      }
      lanes.lay(deaths, to: eventWeights)
      guard weights != nil else { return }
      lanes.lay(meanWeights, to: deathWeights)
      isWeighted =
        isWeighted || lanes.rows.contains { meanWeights[$0] != 0 && meanWeights[$0] != 1 }
    }
    data = sarcoma_cox_data(
      count: count, covariate_count: Int32(p), is_weighted: isWeighted, columns: x,
      weights: caseWeights, offset: offsets, event_weights: eventWeights,
      death_weights: deathWeights, stratum_ends: stratumEnds, stratum_count: strataCount,
      tied_deaths: tiedDeaths, tied_deaths_count: tieCount, tied_rows: tiedRows)
  }

  deinit { memory.deallocate() }

  private var columnCount: Int { Int(data.covariate_count) }

  /// The point that a value was last asked for.
  var lastPoint: [Double] { Array(UnsafeBufferPointer(start: point, count: columnCount)) }

  /// The value at `point`; nil where a linear predictor is beyond +-300.
  func value(at point: [Double]) -> Double? {
    let p = columnCount
    for j in 0..<p { self.point[j] = point[j] }
    let value = withUnsafePointer(to: data) {
      sarcoma_cox_sums($0, self.point, scratch, gradient, information)
    }
    for j in 0..<p { for i in 0..<j { information[i + p * j] = information[j + p * i] } }
    return value.isNaN ? nil : value
  }

  /// Gradient and information at the last point.
  var derivatives: (gradient: [Double], information: Matrix) {
    let p = columnCount
    return (
      Array(UnsafeBufferPointer(start: gradient, count: p)),
      Matrix(
        rowCount: p, columnCount: p,
        storage: Array(UnsafeBufferPointer(start: information, count: p * p)))
    )
  }

  /// Writes what ``derivatives`` are.
  func writeDerivatives(gradient: inout [Double], information: inout Matrix) {
    for j in gradient.indices { gradient[j] = self.gradient[j] }
    for i in information.storage.indices { information.storage[i] = self.information[i] }
  }
}
