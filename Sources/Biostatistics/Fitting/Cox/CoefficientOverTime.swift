internal import LinearAlgebra
internal import Terms

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// How coefficients change with time: a smooth curve through the scaled Schoenfeld residuals of a
/// term or column, with a band, as plain values for a figure.
///
/// The curve is the least-squares natural cubic spline with four parameters over g(t), its inner
/// knots the thirds of the grid and the event times together, at 40 places from the first event to
/// the last; the band is the curve -+ 2 standard errors. For a term of several columns the curve is
/// of the term's linear predictor x' beta, whose coefficient is 1 throughout where hazards are
/// proportional. The variance of one residual is taken from the information averaged over the events
/// of the strata in which the column varies, and the other strata's events are no points.
///
/// Source: Grambsch PM, Therneau TM (1994), doi:10.1093/biomet/81.3.515, as
/// `survival::plot.cox.zph` draws it.
public struct CoefficientOverTime: Sendable {
  /// The name of the term or column.
  public let name: String
  /// What the fit says throughout: the coefficient of a column; 1 of a term of several.
  public let coefficient: Double
  /// Whether it is a term of several columns, whose points are factors of its linear predictor.
  public let isOfTerm: Bool
  /// Every event: g(t), t, and the scaled residual with the coefficient added; ascending by
  /// stratum and time.
  public let points: [(x: Double, time: Double, value: Double)]
  /// Places on the scale of g, evenly spaced.
  public let x: [Double]
  /// ``x`` as times.
  public let times: [Double]
  /// The spline at ``x``; nil where the points have too few distinct times to carry one.
  public let curve: Curve?

  /// A spline with its pointwise uncertainty.
  public struct Curve: Sendable {
    /// The coefficient at each place.
    public let estimates: [Double]
    /// Of ``estimates``.
    public let standardErrors: [Double]
    /// The estimates less two standard errors.
    public var lower: [Double] { zip(estimates, standardErrors).map { $0 - 2 * $1 } }
    /// The estimates and two standard errors.
    public var upper: [Double] { zip(estimates, standardErrors).map { $0 + 2 * $1 } }
  }

  /// Round times for the axis of a figure over g, with their places; for ``TimeTransform/identity``
  /// and ``TimeTransform/log`` none, for time itself is the axis.
  public let ticks: [(x: Double, time: Double)]
}

extension CoxModel {
  /// The coefficients over time of each term or column with an estimate; none if nothing was
  /// estimated, or the search did not converge.
  ///
  /// - Throws: ``FitError/logOfEventTime(_:)``.
  public func coefficientsOverTime(
    _ transform: TimeTransform = .kaplanMeier, by unit: ProportionalHazardsTest.Unit = .term
  ) throws(FitError) -> [CoefficientOverTime] {
    let likelihood = likelihood
    let events = schoenfeldEvents(likelihood)
    guard likelihood.design.columnCount > 0, convergence.converged, !events.isEmpty,
      let scaled = ScaledUnits(self, likelihood, events, unit)
    else { return [] }
    let eventTimes = likelihood.riskSets.eventTimes.map(\.time)
    let g = try transform.values(at: eventTimes, of: frame.outcomes)
    let axis = TransformedTimes(
      transform, pairs: events.map { (x: g[$0.time], time: eventTimes[$0.time]) })
    return scaled.names.indices.map { place in
      let values = scaled.values[place]
      let kept = values.indices.filter { !values[$0].isNaN }
      return CoefficientOverTime(
        name: scaled.names[place], coefficient: scaled.centers[place],
        isOfTerm: scaled.isOfTerm[place],
        points: kept.map { (axis.pairs[$0].x, axis.pairs[$0].time, values[$0]) },
        x: axis.grid, times: axis.gridTimes,
        curve: axis.curve(through: values, at: kept, variance: scaled.variances[place]),
        ticks: axis.ticks)
    }
  }
}

/// The events' places on the scale of g, a grid over them, and splines over the grid.
private struct TransformedTimes {
  let pairs: [(x: Double, time: Double)]
  let grid: [Double]
  let gridTimes: [Double]
  let ticks: [(x: Double, time: Double)]
  private let knots: [Double]

  private static let gridSize = 40

  init(_ transform: TimeTransform, pairs: [(x: Double, time: Double)]) {
    self.pairs = pairs
    let x = pairs.map(\.x)
    let (low, high) = (x.min() ?? 0, x.max() ?? 0)
    func even(_ place: Int, of count: Int) -> Double {
      low + Double(place) * ((high - low) / Double(count - 1))
    }
    grid = (0..<Self.gridSize).map { $0 == Self.gridSize - 1 ? high : even($0, of: Self.gridSize) }
    let all = (grid + x).sorted()
    knots = [low, quantile(1.0 / 3, ofSorted: all), quantile(2.0 / 3, ofSorted: all), high]
    // Distinct places in ascending order, each with the time of its first event.
    var distinct: [(x: Double, time: Double)] = []
    for place in x.indices.sorted(by: { (x[$0], $0) < (x[$1], $1) })
    where distinct.last?.x != x[place] {
      distinct.append(pairs[place])
    }
    switch transform {
    case .identity:
      gridTimes = grid
      ticks = []
    case .log:
      gridTimes = grid.map { exp($0) }
      ticks = []
    case .kaplanMeier, .rank:
      func time(_ x: Double) -> Double? { interpolate(distinct.map { ($0.x, $0.time) }, at: x) }
      gridTimes = grid.map { time($0) ?? .nan }
      ticks = (1...8).compactMap { k in
        guard let time = time(even(2 * k - 1, of: 17)).map({ roundedToTwoDigits($0) }),
          let x = interpolate(distinct.map { ($0.time, $0.x) }, at: time)
        else { return nil }
        return (x, time)
      }
    }
  }

  /// The spline through the values at the events `kept`; `variance` is that of one value.
  func curve(
    through values: [Double], at kept: [Int], variance: Double
  ) -> CoefficientOverTime.Curve? {
    let (low, range) = (knots[0], knots[3] - knots[0])
    guard range > 0,
      let spline = try? RestrictedCubicSpline(knots: knots.map { ($0 - low) / range })
    else { return nil }
    func row(_ x: Double) -> [Double] {
      let u = (x - low) / range
      return [1] + (0..<spline.columnCount).map { spline.value(u, column: $0) }
    }
    let rows = kept.map { row(pairs[$0].x) }
    guard let basis = OrthonormalBasis((0..<4).map { column in rows.map { $0[column] } }) else {
      return nil
    }
    let weights = basis.columns.map { column in
      zip(column, kept).reduce(0) { $0 + $1.0 * values[$1.1] }
    }
    let places = grid.map { basis.coordinates(of: row($0)) }
    return CoefficientOverTime.Curve(
      estimates: places.map { dot($0, weights) },
      standardErrors: places.map { (variance * dot($0, $0)).squareRoot() })
  }
}

/// X = Q R by Gram and Schmidt, each column cleared of those before it twice.
private struct OrthonormalBasis {
  private(set) var columns: [[Double]] = []
  private var triangle: [[Double]] = []

  /// Nil where a column is a combination of those before it, to 1e-7 of its length.
  init?(_ x: [[Double]]) {
    for column in x {
      var rest = column
      var shares = [Double](repeating: 0, count: columns.count)
      for _ in 0..<2 {
        for (place, q) in columns.enumerated() {
          let share = dot(q, rest)
          shares[place] += share
          for i in rest.indices { rest[i] -= share * q[i] }
        }
      }
      let length = dot(rest, rest).squareRoot()
      guard length > 1e-7 * dot(column, column).squareRoot() else { return nil }
      columns.append(rest.map { $0 / length })
      triangle.append(shares + [length])
    }
  }

  /// A row of X in terms of Q: row R^-1.
  func coordinates(of row: [Double]) -> [Double] {
    var result: [Double] = []
    for (place, shares) in triangle.enumerated() {
      let known = dot(result, Array(shares.dropLast()))
      result.append((row[place] - known) / shares[place])
    }
    return result
  }
}

/// Linear between points ascending in x; nil outside them.
private func interpolate(_ points: [(x: Double, y: Double)], at x: Double) -> Double? {
  let above = points.partitioningIndex { $0.x >= x }
  guard above < points.count else { return nil }
  if points[above].x == x { return points[above].y }
  guard above > 0 else { return nil }
  let (from, to) = (points[above - 1], points[above])
  return from.y + (to.y - from.y) * ((x - from.x) / (to.x - from.x))
}

private func roundedToTwoDigits(_ value: Double) -> Double {
  guard value != 0, value.isFinite else { return value }
  let exponent = floor(log10(value.magnitude)) - 1
  let unit = pow(10, exponent.magnitude)
  return exponent < 0
    ? (value * unit).rounded(.toNearestOrEven) / unit
    : (value / unit).rounded(.toNearestOrEven) * unit
}
