internal import StrictJSON

/// The covariance of a model's coefficients and, at each horizon, of log H(t): jointly, for without
/// the second block and the one between them the interval of a survival probability is wrong.
///
/// With g the gradient of eta less the baseline's centers,
///
///     Var(log(-log S(t | x))) = g' B g + 2 g' c_t + v_t
///
/// B being the covariance of the coefficients, c_t theirs with log H(t), v_t the variance of that.
public struct JointCovariance: Sendable {
  /// B, symmetric, row by row.
  public let coefficients: [Double]
  /// Times at which there is an interval.
  public let horizons: [Double]
  /// c_t and v_t, by stratum within horizon.
  public let cross: [[Double]]
  public let variances: [Double]
  let centers: [Double]

  /// Reads `parameters` and `matrix` of a model with a baseline.
  init(
    _ reader: inout ObjectReader, _ predictor: LinearPredictor, _ baseline: Baseline,
    _ horizons: [Double]
  ) throws(StrictJSONError) {
    var baselineNames: [String] = []
    for horizon in horizons {
      let time = horizon == horizon.rounded() ? "\(Int(exactly: horizon) ?? 0)" : "\(horizon)"
      for stratum in baseline.strata {
        baselineNames.append(
          "logCumulativeHazard(\(time)\(stratum.level.map { ", \($0)" } ?? ""))")
      }
    }
    try self.init(&reader, predictor.parameters, baselineNames, horizons, baseline.centers)
  }

  /// Reads `parameters` and `matrix` of a logistic model; `intercept` stands for log H.
  init(
    _ reader: inout ObjectReader, _ predictor: LinearPredictor
  ) throws(StrictJSONError) {
    try self.init(&reader, predictor.parameters, ["intercept"], [], nil)
  }

  private init(
    _ reader: inout ObjectReader, _ parameters: [String], _ extra: [String], _ horizons: [Double],
    _ centers: [Double]?
  ) throws(StrictJSONError) {
    let namesNode = try reader.value("parameters")
    let names = try namesNode.strings()
    var places: [Int] = []
    for name in parameters + extra {
      guard let place = names.firstIndex(of: name) else {
        throw namesNode.refused("'\(name)' is missing")
      }
      places.append(place)
    }
    guard names.count == places.count else {
      throw namesNode.refused("there are \(names.count) names for \(places.count) parameters")
    }
    let matrixNode = try reader.value("matrix")
    let rows = try matrixNode.array().map { (row) throws(StrictJSONError) in try row.numbers() }
    guard rows.count == names.count, rows.allSatisfy({ $0.count == names.count }) else {
      throw matrixNode.refused("a matrix of \(names.count) rows and columns is wanted")
    }
    let matrix = places.map { i in places.map { j in rows[i][j] } }
    if let fault = Self.fault(matrix, (parameters + extra)) { throw matrixNode.refused(fault) }
    let p = parameters.count
    coefficients = matrix.prefix(p).flatMap { $0.prefix(p) }
    cross = matrix.dropFirst(p).map { Array($0.prefix(p)) }
    variances = (p..<matrix.count).map { matrix[$0][$0] }
    self.horizons = horizons
    self.centers = centers ?? [Double](repeating: 0, count: p)
  }

  /// What keeps a matrix from being a covariance, within the rounding of its digits; nil for nothing.
  private static func fault(_ matrix: [[Double]], _ names: [String]) -> String? {
    let n = matrix.count
    for i in 0..<n where matrix[i][i] < 0 { return "the variance of '\(names[i])' is negative" }
    let scale = (0..<n).map { matrix[$0][$0].squareRoot() }
    // Row i of the factor L of the correlations, and how far they may be off.
    let tolerance = 1e-6
    var factor: [[Double]] = []
    for i in 0..<n {
      var row: [Double] = []
      for j in 0...i {
        let bound = scale[i] * scale[j]
        guard (matrix[i][j] - matrix[j][i]).magnitude <= tolerance * bound else {
          return "it is not symmetric between '\(names[i])' and '\(names[j])'"
        }
        let correlation = bound > 0 ? matrix[i][j] / bound : 0
        guard matrix[i][j].magnitude <= bound * (1 + tolerance) else {
          return "'\(names[i])' and '\(names[j])' have a correlation beyond 1"
        }
        var rest = correlation
        for k in 0..<j { rest -= row[k] * (j < i ? factor[j][k] : row[k]) }
        if j == i {
          if bound > 0, rest < -tolerance { return "it is not positive semidefinite" }
          row.append(Swift.max(rest, 0).squareRoot())
        } else {
          let pivot = factor[j][j]
          if pivot > 1e-3 {
            row.append(rest / pivot)
          } else if rest.magnitude > 1e-3 {
            return "it is not positive semidefinite"
          } else {
            row.append(0)
          }
        }
      }
      factor.append(row)
    }
    return nil
  }
}
