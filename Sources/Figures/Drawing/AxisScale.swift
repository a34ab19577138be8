#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// From values to places along one axis of a figure.
struct AxisScale: Sendable {
  /// What lies equally far apart: differences, or ratios.
  enum Kind: String, Sendable { case linear, logarithmic }

  let kind: Kind
  /// The values at the ends, low below high.
  let domain: ClosedRange<Double>
  /// Where the ends are drawn, in user units; descending for an axis that points up.
  let start: Double
  let end: Double

  init(_ domain: ClosedRange<Double>, from start: Double, to end: Double, kind: Kind = .linear) {
    self.kind = kind
    self.domain = domain.lowerBound < domain.upperBound ? domain : Self.widened(domain)
    self.start = start
    self.end = end
  }

  /// Where a value is drawn; values beyond the domain lie beyond the ends.
  func place(of value: Double) -> Double {
    let (low, high) = (domain.lowerBound, domain.upperBound)
    let share =
      switch kind {
      case .linear: (value - low) / (high - low)
      case .logarithmic: log(value / low) / log(high / low)
      }
    return start + share * (end - start)
  }

  func holds(_ value: Double) -> Bool {
    // A tick at the very end must not be lost to rounding.
    let slack = kind == .linear ? 1e-9 * (domain.upperBound - domain.lowerBound) : 0
    let factor = kind == .logarithmic ? 1 + 1e-9 : 1
    return value >= domain.lowerBound / factor - slack
      && value <= domain.upperBound * factor + slack
  }

  /// What a reader of the drawing needs to get values back: two values and where they are drawn.
  var legend: String {
    let values = [domain.lowerBound, start, domain.upperBound, end]
    return values.map { "\($0)" }.joined(separator: " ") + " \(kind.rawValue)"
  }

  private static func widened(_ domain: ClosedRange<Double>) -> ClosedRange<Double> {
    let value = domain.lowerBound
    let margin = max(value.magnitude * 0.1, 1e-6)
    return (value - margin)...(value + margin)
  }
}
