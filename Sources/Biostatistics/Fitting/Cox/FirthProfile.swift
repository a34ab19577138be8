internal import Distributions
internal import LinearAlgebra

/// The profile of Firth's penalised likelihood along one coefficient: its maximum over the others,
/// as a function of that one.
///
/// An interval holds the values b for which
///
///     2 (max l* - max over the others of l*(b, others)) <= chi-square quantile, 1 degree of freedom
///
/// and the test of b = 0 is that difference at 0. The penalty is that of all columns throughout, also
/// of the one that is held.
///
/// Source: Heinze G, Schemper M (2001), doi:10.1111/j.0006-341X.2001.00114.x; Venzon DJ, Moolgavkar SH
/// (1988), doi:10.2307/2347496.
struct FirthProfile {
  /// With memory of its own.
  let likelihood: CoxPartialLikelihood
  let maximum: Double
  /// The estimate.
  let point: [Double]
  /// Place of the coefficient among the working ones.
  let place: Int
  /// Design coefficient = unit times the row of the design's transformation times w.
  private let row: [Double]
  private let unit: Double
  /// How the working coefficients follow where this one moves by one, to first order: their covariance
  /// with it over its variance.
  private let direction: [Double]
  let standardError: Double

  /// - Parameters:
  ///   - maximum: l* at `point`, the estimate in working coefficients.
  ///   - standardError: of the design coefficient; where the search for a limit begins.
  init(
    _ likelihood: CoxPartialLikelihood, maximum: Double, at point: [Double], place: Int,
    standardError: Double
  ) {
    self.likelihood = likelihood
    self.maximum = maximum
    self.point = point
    self.place = place
    self.standardError = standardError
    let design = likelihood.design
    let transformation = design.transformation
    row = point.indices.map { transformation[place, $0] }
    unit = 1 / design.scales[design.active[place]]
    let covariance = likelihood.workingModelCovariance * row
    let variance = unit * dot(row, covariance)
    direction = covariance.map { $0 / variance }
  }

  private var estimate: Double { unit * dot(row, point) }

  /// Twice what is lost when the coefficient is `value`, the derivative of that, and where the others
  /// then are; the search for them begins at `start`, moved there.
  func loss(
    at value: Double, from start: [Double]
  ) -> (loss: Double, slope: Double, point: [Double]) {
    var held = HeldCoefficient(
      FirthLikelihood(likelihood), place: place, row: row, at: value / unit)
    let shift = value - unit * dot(row, start)
    let free = start.indices.filter { $0 != place }.map { start[$0] + shift * direction[$0] }
    let result = NewtonRaphson(maximumIterations: 200, tolerance: 1e-10).maximize(
      &held, from: free)
    return (
      2 * (maximum - result.value), -2 * held.slope / (unit * row[place]),
      held.working(result.point)
    )
  }

  /// The penalised likelihood ratio test of the coefficient being 0.
  var test: ChiSquareTest {
    ChiSquareTest(statistic: max(0, loss(at: 0, from: point).loss), degreesOfFreedom: 1)
  }

  /// The limits of the interval, each to 1e-10 of itself or of the standard error.
  func interval(confidence: Double) -> (lower: Double, upper: Double) {
    let quantile = NormalDistribution.quantile(0.5 + confidence / 2)
    return (limit(-1, quantile), limit(1, quantile))
  }

  /// Newton's method on the signed root of the loss, which is close to linear, within a bracket.
  private func limit(_ direction: Double, _ quantile: Double) -> Double {
    var inside = estimate
    var outside = direction * .infinity
    var start = point
    var value = estimate + direction * quantile * standardError
    for _ in 0..<100 {
      let (loss, slope, point) = loss(at: value, from: start)
      guard loss.isFinite else {
        outside = value
        value = inside + (value - inside) / 2
        continue
      }
      start = point
      let root = max(0, loss).squareRoot()
      if root > quantile { outside = value } else { inside = value }
      // d root / d value = slope / (2 root).
      let step = (quantile - root) * 2 * root / slope
      var next = value + step
      let isOutside = direction > 0 ? next >= outside : next <= outside
      let isInside = direction > 0 ? next <= inside : next >= inside
      if !next.isFinite || isOutside || isInside {
        next =
          outside.isFinite
          ? inside + (outside - inside) / 2 : inside + 2 * (inside - estimate)
      }
      if (next - value).magnitude <= 1e-10 * max(value.magnitude, standardError) { return next }
      value = next
    }
    return direction * .infinity
  }
}

/// Firth's likelihood over all working coefficients but one, which follows from the others so that a
/// linear combination of them all keeps its value.
private struct HeldCoefficient: TwiceDifferentiable {
  var likelihood: FirthLikelihood
  let place: Int
  let row: [Double]
  let held: Double
  private var gradient: [Double] = []

  init(_ likelihood: FirthLikelihood, place: Int, row: [Double], at held: Double) {
    self.likelihood = likelihood
    self.place = place
    self.row = row
    self.held = held
  }

  func working(_ free: [Double]) -> [Double] {
    var result = Array(free[..<place]) + [0] + Array(free[place...])
    result[place] = (held - dot(row, result)) / row[place]
    return result
  }

  /// The derivative of the likelihood along the held coefficient, at the last derivatives.
  var slope: Double { gradient[place] }

  mutating func value(at free: [Double]) -> Double { likelihood.value(at: working(free)) }

  mutating func derivatives() -> (gradient: [Double], information: Matrix) {
    let (all, information) = likelihood.derivatives()
    gradient = all
    let others = all.indices.filter { $0 != place }
    // w = held part + B free; a column of B has 1 at its own place and -row_k / row_place at this one.
    let pulls = others.map { -row[$0] / row[place] }
    var reduced = Matrix(rowCount: others.count, columnCount: others.count)
    for (b, l) in others.enumerated() {
      for (a, k) in others.enumerated() {
        let own = information[k, l] + pulls[a] * information[place, l]
        let through = information[k, place] + pulls[a] * information[place, place]
        reduced[a, b] = own + pulls[b] * through
      }
    }
    return (zip(others, pulls).map { all[$0] + $1 * all[place] }, reduced)
  }
}
