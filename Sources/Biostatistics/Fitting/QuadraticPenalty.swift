internal import LinearAlgebra

/// A ridge over the working coefficients: sum_j a_j w_j^2 / 2, every a_j >= 0.
struct QuadraticPenalty: Sendable, Equatable {
  /// a, one number a coefficient.
  let weights: [Double]

  init(weights: [Double]) { self.weights = weights }

  /// The ridge sum_j a_j b_j^2 / 2 over the design's coefficients, in working ones: w_j is b_j times
  /// the scale of column j, none being replaced by a residual.
  init(ofDesignColumns weights: [Double], _ design: StandardizedDesign) {
    self.weights = design.active.map { weights[$0] / (design.scales[$0] * design.scales[$0]) }
  }

  /// The penalty at w.
  func value(at point: [Double]) -> Double {
    zip(weights, point).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } / 2
  }

  /// The information of the penalised likelihood: that of the likelihood with a on its diagonal.
  func added(to information: Matrix) -> Matrix {
    var result = information
    for j in weights.indices { result[j, j] += weights[j] }
    return result
  }
}

/// A log likelihood less a ``QuadraticPenalty``:
///
///     l(w) - sum a_j w_j^2 / 2,   gradient U_j - a_j w_j,   information I + diag(a)
struct PenalizedLikelihood<Likelihood: TwiceDifferentiable>: TwiceDifferentiable {
  var likelihood: Likelihood
  let penalty: QuadraticPenalty
  private var point: [Double] = []

  init(_ likelihood: consuming Likelihood, penalty: QuadraticPenalty) {
    self.likelihood = likelihood
    self.penalty = penalty
  }

  mutating func value(at point: [Double]) -> Double {
    self.point = point
    return likelihood.value(at: point) - penalty.value(at: point)
  }

  mutating func derivatives() -> (gradient: [Double], information: Matrix) {
    var (gradient, information) = likelihood.derivatives()
    for j in gradient.indices { gradient[j] -= penalty.weights[j] * point[j] }
    information = penalty.added(to: information)
    return (gradient, information)
  }
}
