internal import Terms

extension RestrictedCubicSpline {
  /// A spline with Harrell's default knots for the values of a variable (missing values are NaN and
  /// are passed over).
  ///
  /// The knots are equally spaced quantiles (type 7) from q to 1 - q, where q is 0.10 for three
  /// knots, 0.05 for four to six and 0.025 beyond. An extreme value that holds 5 % of the
  /// observations or more, while no inner value does, gives its place to its neighbour, which
  /// becomes an outer knot; the remaining knots are quantiles of what lies within. Below 100
  /// observations the outer knots are the fifth smallest and the fifth largest value. Knots that
  /// coincide count once; fewer than three are an error.
  ///
  /// Source: Harrell FE, Regression Modeling Strategies, 2nd ed. (2015), section 2.4.6,
  /// doi:10.1007/978-3-319-19425-7; the conventions are those of his `Hmisc::rcspline.eval`.
  init(
    defaultKnots count: Int, for values: [Double]
  ) throws(RestrictedCubicSplineError) {
    guard count >= 3 else { throw .tooFewKnots(count) }
    guard count <= 10 else { throw .tooManyKnots(count) }
    var sorted = values.filter { !$0.isNaN }
    sorted.sort()
    let runs = Self.runs(of: sorted)
    guard sorted.count >= 6, runs.count >= 5 else {
      throw .tooFewDistinctValues(runs.count, knots: count)
    }
    guard runs.count - 2 > count else {
      try self.init(knots: runs.dropFirst().dropLast().map(\.value))
      return
    }
    let outer = count > 6 ? 0.025 : count > 3 ? 0.05 : 0.1
    let frequent = 0.05 * Double(sorted.count)
    var inner = sorted[...]
    var first: Double?
    var last: Double?
    if !runs.dropFirst().dropLast().contains(where: { Double($0.count) >= frequent }) {
      if Double(runs[0].count) >= frequent {
        first = runs[1].value
        inner = inner.dropFirst(runs[0].count + runs[1].count)
      }
      if Double(runs[runs.count - 1].count) >= frequent {
        last = runs[runs.count - 2].value
        inner = inner.dropLast(runs[runs.count - 1].count + runs[runs.count - 2].count)
      }
    }
    let wanted = count - (first == nil ? 0 : 1) - (last == nil ? 0 : 1)
    let remaining = Array(inner)
    var knots: [Double]
    if wanted == 1 {
      knots = [quantile(0.5, ofSorted: remaining)]
    } else {
      let from = wanted == 2 ? 0.5 : outer
      knots = (0..<wanted).map { k in
        let fraction = from + (1 - outer - from) * Double(k) / Double(wanted - 1)
        return quantile(fraction, ofSorted: remaining)
      }
    }
    if remaining.count < 100, remaining.count >= 5 {
      if first == nil { knots[0] = remaining[4] }
      if last == nil { knots[wanted - 1] = remaining[remaining.count - 5] }
    }
    let distinct = Self.runs(of: ([first, last].compactMap { $0 } + knots).sorted()).map(\.value)
    guard distinct.count >= 3 else { throw .tooFewDistinctValues(runs.count, knots: count) }
    try self.init(knots: distinct)
  }

  /// The distinct values of a sorted array with their counts.
  private static func runs(of sorted: [Double]) -> [(value: Double, count: Int)] {
    var runs: [(value: Double, count: Int)] = []
    for value in sorted {
      if let last = runs.last, last.value == value {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((value, 1))
      }
    }
    return runs
  }
}

/// The type-7 quantile of a non-empty ascending array: linear between the order statistics at
/// 1 + (n - 1) p. Source: Hyndman RJ, Fan Y (1996), doi:10.1080/00031305.1996.10473566.
func quantile(_ p: Double, ofSorted values: [Double]) -> Double {
  let position = Double(values.count - 1) * p
  // Rounding in (n - 1) p must not move a quantile off an order statistic.
  let below = (position + 4 * Double.ulpOfOne).rounded(.down)
  let index = min(Int(below), values.count - 1)
  let weight = position - below
  guard weight.magnitude > 4 * Double.ulpOfOne, index + 1 < values.count else {
    return values[index]
  }
  return (1 - weight) * values[index] + weight * values[index + 1]
}
