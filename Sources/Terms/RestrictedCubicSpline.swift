/// A restricted cubic spline: cubic between its knots, linear beyond the outer two.
///
/// With knots t1 < ... < tk and u+ = max(u, 0), the basis is x itself and, for j = 1 ... k - 2,
///
///     b_j(x) = [(x - t_j)+^3 - (x - t_(k-1))+^3 (t_k - t_j) / (t_k - t_(k-1))
///               + (x - t_k)+^3 (t_(k-1) - t_j) / (t_k - t_(k-1))] / s
///
/// where s is 1 or, under ``Normalization/rangeSquared``, (t_k - t_1)^2, which puts every b_j on
/// the scale of x.
///
/// Source: Stone CJ, Koo CY (1985); Harrell FE, Regression Modeling Strategies, 2nd ed. (2015),
/// section 2.4.5, doi:10.1007/978-3-319-19425-7.
public struct RestrictedCubicSpline: Sendable, Hashable {
  /// The divisor s of the nonlinear columns.
  public enum Normalization: String, Sendable, CaseIterable {
    /// s = 1: the columns grow with the cube of the unit.
    case none
    /// s = (t_k - t_1)^2: the columns are on the scale of x, as in Harrell's `rcs`.
    case rangeSquared
  }

  /// The knots, ascending.
  public let knots: [Double]
  /// Which divisor the coefficients belong to.
  public let normalization: Normalization

  /// How many columns the spline fills: k - 1, the first being x.
  public var columnCount: Int { knots.count - 1 }

  /// - Throws: ``RestrictedCubicSplineError``.
  public init(
    knots: [Double], normalization: Normalization = .rangeSquared
  ) throws(RestrictedCubicSplineError) {
    guard knots.count >= 3 else { throw .tooFewKnots(knots.count) }
    guard knots.allSatisfy(\.isFinite), zip(knots, knots.dropFirst()).allSatisfy(<) else {
      throw .knotsNotAscending(knots)
    }
    self.knots = knots
    self.normalization = normalization
  }

  /// Column `column` (from 0) of the basis at x.
  public func value(_ x: Double, column: Int) -> Double {
    if column == 0 { return x }
    let count = knots.count
    let last = knots[count - 1]
    let beforeLast = knots[count - 2]
    let knot = knots[column - 1]
    let gap = last - beforeLast
    let range = last - knots[0]
    let scale = normalization == .none ? 1 : range * range
    func cube(_ u: Double) -> Double { u > 0 ? u * u * u : 0 }
    let inner = cube(x - knot)
    let left = cube(x - beforeLast) * (last - knot) / gap
    let right = cube(x - last) * (beforeLast - knot) / gap
    return (inner - left + right) / scale
  }
}

/// Why knots make no restricted cubic spline.
public enum RestrictedCubicSplineError: Error, Equatable, CustomStringConvertible {
  /// Fewer than three knots leave no nonlinear column.
  case tooFewKnots(Int)
  /// More knots than there are default places for.
  case tooManyKnots(Int)
  /// A knot is not finite, or not above the one before it.
  case knotsNotAscending([Double])
  /// The variable has too few values for its default knots to be distinct.
  case tooFewDistinctValues(Int, knots: Int)

  /// One sentence: what was wrong and what to do.
  public var description: String {
    switch self {
    case .tooFewKnots(let count):
      "A restricted cubic spline needs at least 3 knots, not \(count)."
    case .tooManyKnots(let count):
      "Default knots are defined for 3 to 10, not \(count); state them as c(k1, k2, ...)."
    case .knotsNotAscending(let knots):
      "Knots must be finite and ascending, not \(knots.map { "\($0)" }.joined(separator: ", "))."
    case .tooFewDistinctValues(let distinct, let knots):
      "\(distinct) distinct values cannot carry \(knots) default knots; "
        + "use fewer knots, state them, or enter the variable linearly."
    }
  }
}
