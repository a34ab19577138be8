internal import Distributions

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A linear combination l' b + c of a fit's coefficients: the log hazard ratio, or log odds ratio, of
/// two patients where l is the difference of their design rows and c that of their offsets.
public struct LinearContrast: Sendable, Equatable {
  /// As it is printed.
  public let name: String
  /// l, one weight a coefficient.
  public let weights: [Double]
  /// c, which is certain.
  public let constant: Double

  /// A combination of coefficients.
  public init(name: String, weights: [Double], constant: Double = 0) {
    self.name = name
    self.weights = weights
    self.constant = constant
  }
}

/// A contrast as estimated.
public struct ContrastEstimate: Sendable, Equatable {
  /// What was estimated.
  public let contrast: LinearContrast
  /// l' b + c.
  public let estimate: Double
  /// The root of l' V l.
  public let standardError: Double
  /// ``estimate`` over ``standardError``.
  public let z: Double
  /// Two-sided, of a standard normal ``z``.
  public let p: Double
  /// ``estimate`` less the normal quantile times ``standardError``.
  public let lower: Double
  /// ``estimate`` plus the normal quantile times ``standardError``.
  public let upper: Double
  /// exp of ``estimate``: the hazard or odds ratio.
  public var ratio: Double { exp(estimate) }
  /// exp of ``lower`` and ``upper``.
  public var ratioInterval: (lower: Double, upper: Double) { (exp(lower), exp(upper)) }
}

extension FittedRegression {
  /// The contrast with its Wald interval.
  ///
  /// - Parameters:
  ///   - contrast: a weight for each coefficient.
  ///   - confidence: between 0 and 1.
  /// - Throws: ``InferenceError/wrongLength(contrast:weights:coefficients:)``,
  ///   ``InferenceError/emptyContrast(_:)``, ``InferenceError/notEstimated(contrast:column:)``.
  public func estimate(
    _ contrast: LinearContrast, confidence: Double = 0.95
  ) throws(InferenceError) -> ContrastEstimate {
    try check(contrast)
    let columns = estimatedColumns
    let weights = columns.map { contrast.weights[$0] }
    let covariance = covarianceMatrix.submatrix(rows: columns, columns: columns)
    let estimate = dot(weights, columns.map { coefficients[$0] }) + contrast.constant
    let error = covariance.quadraticForm(weights).squareRoot()
    let half = NormalDistribution.quantile(0.5 + confidence / 2) * error
    let z = estimate / error
    return ContrastEstimate(
      contrast: contrast, estimate: estimate, standardError: error, z: z,
      p: NormalDistribution.twoSidedP(z), lower: estimate - half, upper: estimate + half)
  }

  /// The Wald test that several contrasts are zero at once,
  ///
  ///     (L b + c)' (L V L')^-1 (L b + c)
  ///
  /// with one degree of freedom a contrast.
  ///
  /// - Throws: as ``estimate(_:confidence:)``, and ``InferenceError/redundantContrast(_:)`` for the
  ///   first that a combination of those before it gives.
  public func jointTest(of contrasts: [LinearContrast]) throws(InferenceError) -> ChiSquareTest {
    for contrast in contrasts { try check(contrast) }
    let columns = estimatedColumns
    let covariance = covarianceMatrix.submatrix(rows: columns, columns: columns)
    let rows = contrasts.map { contrast in columns.map { contrast.weights[$0] } }
    let scale = covariance.diagonal.map { $0.squareRoot() }
    if let redundant = Self.firstDependent(rows.map { row in zip(row, scale).map(*) }) {
      throw .redundantContrast(contrasts[redundant].name)
    }
    let products = rows.map { covariance * $0 }
    var joint = Matrix(rowCount: rows.count, columnCount: rows.count)
    for j in rows.indices { for i in rows.indices { joint[i, j] = dot(rows[i], products[j]) } }
    let estimated = columns.map { coefficients[$0] }
    let estimates = zip(rows, contrasts).map { dot($0, estimated) + $1.constant }
    return ChiSquareTest.wald(estimates, covariance: joint)
  }

  private func check(_ contrast: LinearContrast) throws(InferenceError) {
    guard contrast.weights.count == coefficients.count else {
      throw .wrongLength(
        contrast: contrast.name, weights: contrast.weights.count,
        coefficients: coefficients.count)
    }
    guard contrast.weights.contains(where: { $0 != 0 }) else {
      throw .emptyContrast(contrast.name)
    }
    for (column, weight) in contrast.weights.enumerated()
    where weight != 0 && coefficients[column].isNaN {
      throw .notEstimated(contrast: contrast.name, column: regressionColumns[column].name)
    }
  }

  /// The first row that those before it span, to ten digits: Gram-Schmidt, twice.
  private static func firstDependent(_ rows: [[Double]]) -> Int? {
    var basis: [[Double]] = []
    for (place, row) in rows.enumerated() {
      let length = dot(row, row).squareRoot()
      var rest = row
      for _ in 0..<2 {
        for direction in basis {
          let share = dot(direction, rest)
          for i in rest.indices { rest[i] -= share * direction[i] }
        }
      }
      let left = dot(rest, rest).squareRoot()
      guard left > 1e-10 * length else { return place }
      basis.append(rest.map { $0 / left })
    }
    return nil
  }
}
