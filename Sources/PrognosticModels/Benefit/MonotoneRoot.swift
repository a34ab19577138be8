/// The root of an increasing function between two bounds.
enum MonotoneRoot {
  /// From a guess in steps that grow fourfold until the sign changes, then Chandrupatla's method: inverse
  /// quadratic interpolation where three points allow it, bisection elsewhere. Chandrupatla TR (1997),
  /// doi:10.1016/S0965-9978(96)00051-8.
  ///
  /// The function is taken as negative at the lower bound and positive at the upper; it is not asked
  /// there, and need not be finite. Within about 1e-10 of the root's size, or 1e-13.
  static func find(
    near guess: Double, step: Double, in bounds: (lower: Double, upper: Double),
    _ f: (Double) -> Double
  ) -> Double {
    func value(_ x: Double) -> Double {
      x <= bounds.lower ? -far : x >= bounds.upper ? far : min(max(f(x), -far), far)
    }
    var a =
      guess > bounds.lower && guess < bounds.upper ? guess : 0.5 * (bounds.lower + bounds.upper)
    var fa = value(a)
    var (b, fb) = (a, fa)
    var reach = step > 0 ? step : bounds.upper - bounds.lower
    while (fb > 0) == (fa > 0) {
      (a, fa) = (b, fb)
      b = fa > 0 ? max(a - reach, bounds.lower) : min(a + reach, bounds.upper)
      fb = value(b)
      reach *= 4
    }
    return chandrupatla((a, fa), (b, fb), value)
  }

  private static let far = 40.0

  /// The root between two points at which f has opposite signs.
  private static func chandrupatla(
    _ first: (x: Double, f: Double), _ second: (x: Double, f: Double), _ f: (Double) -> Double
  ) -> Double {
    var (a, fa) = first
    var (b, fb) = second
    var fraction = fa / (fa - fb)
    for _ in 0..<200 {
      let tolerance = 1e-10 * min(a.magnitude, b.magnitude) + 1e-13
      let share = tolerance / (b - a).magnitude
      if share > 0.5 || fa == 0 { break }
      // A NaN compares false and gives way to bisection.
      let inside = fraction.isNaN ? 0.5 : min(max(fraction, share), 1 - share)
      let x = a + inside * (b - a)
      let fx = f(x)
      let (c, fc): (Double, Double)
      if (fx > 0) == (fa > 0) {
        (c, fc) = (a, fa)
      } else {
        (c, fc) = (b, fb)
        (b, fb) = (a, fa)
      }
      (a, fa) = (x, fx)
      let xi = (a - b) / (c - b)
      let phi = (fa - fb) / (fc - fb)
      if phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi {
        let direct = fa / (fb - fa) * fc / (fb - fc)
        fraction = direct + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
      } else {
        fraction = 0.5
      }
    }
    return fa.magnitude < fb.magnitude ? a : b
  }
}
