#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A side of a distribution.
enum Tail {
  /// P(X <= x)
  case lower
  /// P(X > x)
  case upper
}

/// A continuous law on x > 0 whose tails can be inverted.
protocol PositiveLaw {
  func tail(_ side: Tail, _ x: Double) -> Double
  /// log of the tail, finite where the tail underflows.
  func logTail(_ side: Tail, _ x: Double) -> Double
  /// x f(x), f the density.
  func weight(_ x: Double) -> ExponentialWeight
  /// An approximation to log x where the tail is p, 0 < p <= 1/2.
  func logStart(_ side: Tail, _ p: Double) -> Double
}

extension PositiveLaw {
  /// The x with P(X <= x) = p: 0 at 0, +∞ at 1, NaN outside 0...1.
  func quantile(_ p: Double) -> Double {
    guard p >= 0 && p <= 1 else { return .nan }
    return p <= 0.5 ? invert(.lower, p) : invert(.upper, 1 - p)
  }

  /// The x with P(X > x) = p: +∞ at 0, 0 at 1, NaN outside 0...1.
  func quantile(upperTail p: Double) -> Double {
    guard p >= 0 && p <= 1 else { return .nan }
    return p <= 0.5 ? invert(.upper, p) : invert(.lower, 1 - p)
  }

  /// The x at which a tail equals p <= 1/2, by Newton's method on log tail(e^t), t = log x, within
  /// a bracket that falls back to bisection.
  ///
  /// log tail(e^t) is concave for the laws here, so after its first step the iteration stays on one
  /// side and converges. The residual is log1p((tail - p) / p), which keeps digits that
  /// log(tail) - log(p) would lose; below 1e-305, where the tail itself runs out of digits, log tail
  /// stands in. 0 and +∞ where x would be out of range.
  func invert(_ side: Tail, _ p: Double) -> Double {
    if p <= 0 { return side == .lower ? 0 : .infinity }
    var (left, right) = (-744.4, 709.78)
    let start = logStart(side, p)
    if start < left && side == .lower && tail(side, .leastNonzeroMagnitude) > p { return 0 }
    var t = start.isNaN ? 0 : min(max(start, left), right)
    var x = exp(t)
    for _ in 0..<100 {
      let (residual, slope) = residual(side, p, x)
      // The root lies to the right where a rising tail is below p, or a falling one above it.
      if (residual < 0) == (side == .lower) { left = t } else { right = t }
      let step = (side == .lower ? -residual : residual) / slope
      if step.magnitude < 1e-11 { return x + x * step }
      let next = t + step
      t = next > left && next < right ? next : 0.5 * (left + right)
      if right - left < 1e-12 { break }
      x = exp(t)
    }
    return left < -744 ? 0 : right > 709.7 ? .infinity : x
  }

  /// log(tail / p) and x f(x) / tail, the slope of -+ log tail in log x.
  private func residual(_ side: Tail, _ p: Double, _ x: Double) -> (Double, Double) {
    let weight = weight(x)
    if p < 1e-305 {
      let logTail = logTail(side, x)
      return (logTail - log(p), exp(weight.logarithm - logTail))
    }
    let tail = tail(side, x)
    let excess = (tail - p) / p
    return (excess.magnitude < 0.5 ? log1p(excess) : log(tail / p), weight.value / tail)
  }
}
