/// The root of an increasing function between two bounds.
enum MonotoneRoot {
  /// Chandrupatla's method: inverse quadratic interpolation where three points allow it, bisection
  /// elsewhere. Chandrupatla TR (1997), doi:10.1016/S0965-9978(96)00051-8.
  ///
  /// The function is taken as negative at the lower bound and positive at the upper; it is not asked
  /// there. Within about 1e-12 of the root's size, or 1e-15.
  static func find(in bounds: (Double, Double), _ f: (Double) -> Double) -> Double {
    var (a, b, c) = (bounds.1, bounds.0, bounds.0)
    var (fa, fb, fc) = (1.0, -1.0, -1.0)
    var fraction = 0.5
    for _ in 0..<200 {
      let x = a + fraction * (b - a)
      let fx = f(x)
      if (fx > 0) == (fa > 0) {
        (c, fc) = (a, fa)
      } else {
        (c, b, fc, fb) = (b, a, fb, fa)
      }
      (a, fa) = (x, fx)
      let best = fa.magnitude < fb.magnitude ? a : b
      let tolerance = 1e-12 * best.magnitude + 1e-15
      let share = tolerance / (b - a).magnitude
      if share > 0.5 || fx == 0 { return best }
      let xi = (a - b) / (c - b)
      let phi = (fa - fb) / (fc - fb)
      if phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi {
        let first = fa / (fb - fa) * fc / (fb - fc)
        let second = (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        fraction = first + second
      } else {
        fraction = 0.5
      }
      // A NaN compares false and gives way to bisection.
      if !(fraction >= share) { fraction = fraction.isNaN ? 0.5 : share }
      if fraction > 1 - share { fraction = 1 - share }
    }
    return a
  }
}
