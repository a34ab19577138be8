internal import Biostatistics
internal import StrictJSON

/// The members `covariance` and `baseline` of a document, as every fit and every update writes them.
struct DocumentCovariance {
  /// Coefficients that were estimated: the first rows of ``matrix``.
  let estimated: [String]
  /// Coefficients that nobody estimated, such as those of offsets: they are certain.
  let certain: [String]
  /// Log cumulative hazards or an intercept: the last rows of ``matrix``.
  let further: [String]
  let matrix: Matrix

  var json: JSONValue {
    let (known, count) = (estimated.count, certain.count)
    let zeros = [Double](repeating: 0, count: count)
    var rows = matrix.rows.map { Array($0[..<known]) + zeros + Array($0[known...]) }
    let row = [Double](repeating: 0, count: known + count + further.count)
    rows.insert(contentsOf: zeros.map { _ in row }, at: known)
    return .object([
      ("parameters", .strings(estimated + certain + further)),
      ("matrix", .array(rows.map(JSONValue.numbers))),
    ])
  }

  /// What a document calls log H0 at each time of each stratum.
  static func hazardNames(at times: [Double], _ strata: [String]) -> [String] {
    times.flatMap { time in
      let time = time == time.rounded() ? "\(Int(exactly: time) ?? 0)" : "\(time)"
      return strata.count < 2
        ? ["logCumulativeHazard(\(time))"]
        : strata.map { "logCumulativeHazard(\(time), \($0))" }
    }
  }
}

extension BaselineHazard {
  /// Times at which the hazard rises, and the last one. Events at time 0 or before it count from the
  /// smallest time on.
  func documentSteps(horizons: [Double]) -> [(String, JSONValue)] {
    var steps: [(time: Double, hazard: Double)] = []
    for (time, hazard) in zip(times, cumulativeHazard) {
      let time = max(time, .leastNormalMagnitude)
      if steps.last?.time == time { steps.removeLast() }
      if hazard > steps.last?.hazard ?? 0 || time == times.last {
        steps.append((time, hazard))
      }
    }
    // A baseline of horizons alone would be one that nobody knows between them.
    if let first = steps.first, steps.allSatisfy({ horizons.contains($0.time) }) {
      steps.insert((first.time.nextDown, 0), at: 0)
    }
    return [
      ("times", .numbers(steps.map(\.time))), ("cumulativeHazard", .numbers(steps.map(\.hazard))),
    ]
  }
}
