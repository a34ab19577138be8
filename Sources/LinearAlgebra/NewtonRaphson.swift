/// A smooth function to be maximised, that can be asked for its value before its derivatives.
public protocol TwiceDifferentiable {
  /// The value at `point`; a value that is not finite counts as no improvement.
  mutating func value(at point: [Double]) -> Double
  /// Gradient and negative Hessian at the last point that ``value(at:)`` was asked for.
  mutating func derivatives() -> (gradient: [Double], information: Matrix)
  /// The same, into memory that the caller has: a function that can spare an allocation has its own.
  mutating func writeDerivatives(gradient: inout [Double], information: inout Matrix)
}

extension TwiceDifferentiable {
  /// By ``derivatives()``.
  public mutating func writeDerivatives(gradient: inout [Double], information: inout Matrix) {
    (gradient, information) = derivatives()
  }
}

/// How a maximisation went.
public struct Convergence: Sendable, Equatable {
  /// Why the search ended.
  public enum Reason: String, Sendable {
    /// The standardised step is below the tolerance.
    case stepBelowTolerance
    /// The value stopped changing while a step stayed long: a coefficient runs to infinity.
    case valueStationary
    case iterationLimit
    /// The information matrix is not positive definite.
    case singularInformation
    /// No shortened step raised the value.
    case noAscent
    /// Nothing to estimate.
    case noParameters
  }
  public let converged: Bool
  public let iterations: Int
  public let stepHalvings: Int
  public let reason: Reason
  /// The Newton decrement sqrt(g' I^-1 g) at the last point: the step in standard errors.
  public let standardizedStep: Double

  /// A record of a search that another method ran.
  public init(
    converged: Bool, iterations: Int, stepHalvings: Int, reason: Reason, standardizedStep: Double
  ) {
    self.converged = converged
    self.iterations = iterations
    self.stepHalvings = stepHalvings
    self.reason = reason
    self.standardizedStep = standardizedStep
  }
}

/// Newton-Raphson with step halving: x <- x + I(x)^-1 g(x), the step halved while the value falls.
///
/// It ends when the Newton decrement sqrt(g' I^-1 g), the length of the next step in standard
/// errors, is at most `tolerance`; the value, gradient and information returned belong to the point
/// returned. Near the maximum the decrement squares at each step, so that a decrement of 1e-9
/// leaves value and information right to rounding. A function that rises for ever towards an
/// asymptote takes steps of constant length while its value stands still and the decrement shrinks
/// by a constant factor; it ends with ``Convergence/Reason/valueStationary``.
public struct NewtonRaphson: Sendable {
  public var maximumIterations: Int
  public var tolerance: Double

  /// A search of at most `maximumIterations` steps, to a decrement of `tolerance`.
  public init(maximumIterations: Int = 50, tolerance: Double = 1e-9) {
    self.maximumIterations = maximumIterations
    self.tolerance = tolerance
  }

  /// Where a search ended.
  public struct Result: Sendable {
    public let point: [Double]
    public let value: Double
    public let gradient: [Double]
    public let information: Matrix
    /// I^-1 g at `point`: the step not taken.
    public let step: [Double]
    /// The factor of `information`, if the search has it.
    public let factor: CholeskyFactor?
    /// Value, gradient and information at the start.
    public let start: Evaluation
    /// g' I^-1 g there, if the search has it.
    public let startQuadraticForm: Double?
    public let convergence: Convergence
  }

  /// Value, gradient and information at one point.
  public typealias Evaluation = (value: Double, gradient: [Double], information: Matrix)

  /// The Cholesky factor of the information. Along a direction in which the value has levelled off
  /// the information sinks to its rounding error, and may turn negative: pivots below 10^-13 of the
  /// information at the start are lifted by adding 10^-12 of it, or more, to the diagonal. Steps in
  /// other directions stay as they are.
  ///
  /// - Returns: whether it was lifted; nil where there is no factor.
  private static func factor(
    _ information: inout Matrix, atStart: Matrix, into factor: inout CholeskyFactor
  ) -> Bool? {
    if (try? factor.factor(information)) != nil, !hasSunk(factor, atStart) { return false }
    for share in [1e-12, 1e-10, 1e-8, 1e-6] {
      var lifted = information
      for j in 0..<lifted.rowCount { lifted[j, j] += share * atStart[j, j] }
      guard (try? factor.factor(lifted)) != nil else { continue }
      information = lifted
      return true
    }
    return nil
  }

  private static func hasSunk(_ factor: CholeskyFactor, _ atStart: Matrix) -> Bool {
    for j in 0..<atStart.rowCount {
      let root = factor.lower[j, j]
      if root * root < 1e-13 * atStart[j, j] { return true }
    }
    return false
  }

  /// Searches from `start`.
  public func maximize<F: TwiceDifferentiable>(
    _ function: inout F, from start: [Double]
  ) -> Result {
    let first = Self.evaluate(&function, at: start)
    return maximize(&function, from: start, knowing: first)
  }

  /// Searches from `start`, where `function` was just asked for its value and derivatives.
  public func maximize<F: TwiceDifferentiable>(
    _ function: inout F, from start: consuming [Double], knowing first: Evaluation
  ) -> Result {
    var point = consume start
    var (value, gradient, information) = first
    var halvings = 0
    var iterations = 0
    var step = zeros(point.count)
    var factor = CholeskyFactor(roomFor: information)
    var isFactored = false
    var startQuadraticForm: Double?
    var decrement = Double.infinity

    func result(_ reason: Convergence.Reason, converged: Bool) -> Result {
      Result(
        point: point, value: value, gradient: gradient, information: information, step: step,
        factor: isFactored ? factor : nil, start: first, startQuadraticForm: startQuadraticForm,
        convergence: Convergence(
          converged: converged, iterations: iterations, stepHalvings: halvings, reason: reason,
          standardizedStep: decrement))
    }

    if point.isEmpty { return result(.noParameters, converged: true) }
    var candidate = point
    var rise = Double.infinity
    var previousDecrement = Double.infinity
    while true {
      isFactored = false
      guard
        let isLifted = Self.factor(&information, atStart: first.information, into: &factor)
      else {
        return result(.singularInformation, converged: false)
      }
      isFactored = true
      for j in step.indices { step[j] = gradient[j] }
      factor.solve(inPlace: &step)
      let quadraticForm = dot(step, gradient)
      if iterations == 0, !isLifted { startQuadraticForm = quadraticForm }
      decrement = max(0, quadraticForm).squareRoot()
      if decrement <= tolerance {
        return result(isLifted ? .valueStationary : .stepBelowTolerance, converged: true)
      }
      let stationary = 1e-13 * (value.magnitude + 1)
      if rise <= stationary && decrement > 0.1 * previousDecrement {
        return result(.valueStationary, converged: true)
      }
      previousDecrement = decrement
      if iterations == maximumIterations { return result(.iterationLimit, converged: false) }
      iterations += 1

      var length = 1.0
      for j in step.indices { candidate[j] = point[j] + step[j] }
      var next = function.value(at: candidate)
      while !(next >= value - stationary && next < .infinity) {
        guard length > 1e-10 else {
          // Leave the function at the point that is returned.
          _ = Self.evaluate(&function, at: point)
          return result(.noAscent, converged: false)
        }
        length /= 2
        halvings += 1
        for j in step.indices { candidate[j] = point[j] + length * step[j] }
        next = function.value(at: candidate)
      }
      rise = (next - value).magnitude
      swap(&point, &candidate)
      value = next
      function.writeDerivatives(gradient: &gradient, information: &information)
    }
  }

  private static func evaluate<F: TwiceDifferentiable>(
    _ function: inout F, at point: [Double]
  ) -> Evaluation {
    let value = function.value(at: point)
    let (gradient, information) = function.derivatives()
    return (value, gradient, information)
  }
}
