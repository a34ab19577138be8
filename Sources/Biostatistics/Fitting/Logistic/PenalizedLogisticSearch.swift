internal import LinearAlgebra

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Maximises Firth's penalised likelihood, or the plain one, under linear constraints C b = c:
///
///     l*(b) = l(b) + log det I(b) / 2,   U*(b) = U(b) + X' h (1/2 - p)
///
/// with h the leverages. Steps are those of Fisher's scoring with I, the constraint's multipliers
/// lambda = (C V C')^-1 (C V U* - (c - C b)) taken off, V = I^-1: b <- b + t V (U* - C' lambda). At the
/// constrained maximum lambda is the derivative of the maximum by c.
///
/// I is not the curvature of l*: a level of n rows has (n + 1) / n times as much, so that the whole step,
/// t = 1, overshoots by 1 / n of the way and goes to and fro for ever at n = 1. So t is one over the
/// curvature, in units of I, that the last step s found with A = U* - U:
///
///     t = 1 / (1 + s' (A(b) - A(b + s)) / s' I s)
///
/// which is 1 of the plain likelihood, and near it with many rows.
///
/// Source: Firth D (1993), doi:10.1093/biomet/80.1.27; Heinze G, Schemper M (2002),
/// doi:10.1002/sim.1047; for t Barzilai J, Borwein JM (1988), doi:10.1093/imanum/8.1.141.
struct PenalizedLogisticSearch {
  var likelihood: LogisticLikelihood
  let isFirth: Bool
  let maximumIterations: Int

  /// Where a search ended.
  struct Result {
    var point: [Double]
    var value: Double
    /// I^-1 there.
    var inverse: Matrix
    var multipliers: [Double]
    var convergence: Convergence
  }

  private struct Evaluation {
    let value: Double
    let gradient: [Double]
    /// The penalty's part of the gradient; nil for none.
    let added: [Double]?
    let inverse: Matrix
  }

  private mutating func evaluate(at point: [Double]) -> Evaluation? {
    let plain = likelihood.evaluate(at: point)
    guard plain.value.isFinite, let factor = try? CholeskyFactor(plain.information) else {
      return nil
    }
    guard isFirth else {
      return Evaluation(
        value: plain.value, gradient: plain.gradient, added: nil, inverse: factor.inverse)
    }
    var value = plain.value
    for j in point.indices { value += log(factor.lower[j, j]) }
    let added = likelihood.leverages(inverseFactor: factor.inverseLower, at: point).gradient
    return Evaluation(
      value: value, gradient: zip(plain.gradient, added).map { $0 + $1 }, added: added,
      inverse: factor.inverse)
  }

  /// The share t of the next step, after the share `taken` of a step s with s' I s = `length`^2; at most 2.
  private func share(
    after taken: Double, of step: [Double], length: Double, from old: Evaluation,
    to new: Evaluation
  ) -> Double {
    guard let before = old.added, let after = new.added else { return 1 }
    let bend = dot(step, zip(before, after).map { $0 - $1 }) / (taken * length * length)
    return 1 / max(0.5, 1 + bend)
  }

  /// Searches from `start`, which need not meet the constraints.
  ///
  /// - Returns: nil where the information has no factor at the start.
  mutating func maximize(
    from start: [Double], constraints: Matrix? = nil, values: [Double] = [], tolerance: Double
  ) -> Result? {
    guard var here = evaluate(at: start) else { return nil }
    var point = start
    var halvings = 0
    var iterations = 0
    var firstShare = 1.0
    func result(
      _ multipliers: [Double], _ reason: Convergence.Reason, _ converged: Bool, _ length: Double
    ) -> Result {
      Result(
        point: point, value: here.value, inverse: here.inverse, multipliers: multipliers,
        convergence: Convergence(
          converged: converged, iterations: iterations, stepHalvings: halvings, reason: reason,
          standardizedStep: length))
    }
    while true {
      var direction = here.gradient
      var multipliers: [Double] = []
      var isOnConstraint = true
      if let constraints {
        let spread = constraints * here.inverse * constraints.transposed
        guard let factor = try? CholeskyFactor(spread) else {
          return result([], .singularInformation, false, .infinity)
        }
        let lacking = zip(values, constraints * point).map { $0 - $1 }
        let pull = constraints * (here.inverse * here.gradient)
        multipliers = factor.solve(zip(pull, lacking).map { $0 - $1 })
        for (i, multiplier) in multipliers.enumerated() {
          for j in point.indices { direction[j] -= multiplier * constraints[i, j] }
        }
        for (i, gap) in lacking.enumerated()
        where gap.magnitude > 1e-12 * max(1, values[i].magnitude) * spread[i, i].squareRoot() {
          isOnConstraint = false
        }
      }
      let step = here.inverse * direction
      let length = max(0, dot(step, direction)).squareRoot()
      if isOnConstraint, length <= tolerance {
        return result(multipliers, .stepBelowTolerance, true, length)
      }
      if iterations == maximumIterations {
        return result(multipliers, .iterationLimit, false, length)
      }
      iterations += 1
      // Only the whole step meets the constraints.
      var share = isOnConstraint ? firstShare : 1
      let noise = 1e-12 * (here.value.magnitude + 1)
      while true {
        let candidate = zip(point, step).map { $0 + share * $1 }
        if let next = evaluate(at: candidate),
          !isOnConstraint || next.value >= here.value - noise
        {
          point = candidate
          firstShare = self.share(after: share, of: step, length: length, from: here, to: next)
          here = next
          break
        }
        guard share > 1e-10 else { return result(multipliers, .noAscent, false, length) }
        share /= 2
        halvings += 1
      }
    }
  }

  /// The limit beyond the maximum, in one direction, at which twice the fall of the constrained maximum
  /// reaches `quantile`^2, for the linear combination `of` b; infinite where it never does.
  ///
  /// The signed root of the fall is nearly linear in the limit, so that Newton's steps on it, kept
  /// within what is known to bracket the root, need four or five maxima.
  mutating func profileLimit(
    of combination: [Double], from maximum: Result, sign: Double, quantile: Double
  ) -> Double {
    let constraint = Matrix(
      rowCount: 1, columnCount: combination.count, storage: combination)
    let center = dot(combination, maximum.point)
    let error = max(0, maximum.inverse.quadraticForm(combination)).squareRoot()
    guard error > 0, error.isFinite else { return .nan }
    var (inner, outer) = (0.0, Double.infinity)
    var distance = quantile
    var point = maximum.point
    for _ in 0..<100 {
      let value = center + sign * distance * error
      guard
        let result = maximize(
          from: point, constraints: constraint, values: [value], tolerance: 1e-8),
        result.value.isFinite
      else {
        outer = distance
        distance = (inner + outer) / 2
        continue
      }
      let fall = max(0, 2 * (maximum.value - result.value)).squareRoot()
      let gap = fall - quantile
      if gap < 0 { inner = max(inner, distance) } else { outer = min(outer, distance) }
      point = result.point
      let slope = -sign * result.multipliers[0] * error / fall
      var next = distance - gap / slope
      if !(next > inner && next < outer) {
        next = outer.isFinite ? (inner + outer) / 2 : 2 * distance
      }
      next = min(next, 4 * distance)
      if (next - distance).magnitude <= 1e-10 * distance { return center + sign * next * error }
      if next > 1e6 { return sign * .infinity }
      distance = next
    }
    return center + sign * distance * error
  }
}
