/// A fractional polynomial: powers of a shifted and scaled x, real or repeated.
///
/// With z = (x + shift) / scale > 0 and powers p_1 <= ... <= p_m, column j is
///
///     h_j = z^p_j          if p_j differs from p_(j-1), log z standing for z^0
///     h_j = h_(j-1) log z  if p_j repeats p_(j-1)
///
/// so that powers (1, 1) mean z and z log z, and (0, 0) mean log z and (log z)^2. Where z <= 0 the
/// value is NaN.
///
/// Source: Royston P, Altman DG (1994), doi:10.2307/2986270.
public struct FractionalPolynomial: Sendable, Hashable {
  /// Not descending.
  public let powers: [Double]
  public let shift: Double
  public let scale: Double

  /// - Throws: ``FractionalPolynomialError``.
  public init(
    powers: [Double], shift: Double = 0, scale: Double = 1
  ) throws(FractionalPolynomialError) {
    guard !powers.isEmpty, powers.allSatisfy(\.isFinite),
      zip(powers, powers.dropFirst()).allSatisfy(<=)
    else { throw .powersNotAscending(powers) }
    guard shift.isFinite, scale.isFinite, scale > 0 else {
      throw .noTransformation(shift: shift, scale: scale)
    }
    (self.powers, self.shift, self.scale) = (powers, shift, scale)
  }

  /// How many powers stand directly before `column` and are equal to its own.
  public func repeats(before column: Int) -> Int {
    powers[..<column].reversed().prefix { $0 == powers[column] }.count
  }

  /// Column `column` (from 0) at x.
  public func value(_ x: Double, column: Int) -> Double {
    let z = (x + shift) / scale
    guard z > 0 else { return .nan }
    let power = powers[column]
    let logarithm = Elementary.log(z)
    var value = power == 0 ? logarithm : Elementary.power(z, power)
    for _ in 0..<repeats(before: column) { value *= logarithm }
    return value
  }
}

/// Why powers, shift and scale make no polynomial.
public enum FractionalPolynomialError: Error, Equatable, CustomStringConvertible {
  case powersNotAscending([Double])
  case noTransformation(shift: Double, scale: Double)

  public var description: String {
    switch self {
    case .powersNotAscending(let powers):
      "Powers must be finite and not descend, and there must be one, not ["
        + powers.map { "\($0)" }.joined(separator: ", ") + "]."
    case .noTransformation(let shift, let scale):
      "The shift must be finite and the scale above 0, not \(shift) and \(scale)."
    }
  }
}
