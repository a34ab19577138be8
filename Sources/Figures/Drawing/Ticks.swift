internal import PrognosticModels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Round values along an axis, and how they are written.
struct Ticks: Sendable {
  let values: [Double]
  let labels: [String]

  init(values: [Double], labels: [String]) {
    self.values = values
    self.labels = labels
  }

  /// How wide the widest label is drawn.
  var width: Double {
    labels.map { TextWidth.of($0, size: Ink.smallSize) }.max() ?? 0
  }

  /// About `count` multiples of 1, 2 or 5 times a power of ten within a range.
  init(in range: ClosedRange<Double>, count: Int) {
    let step = Self.step(for: range.upperBound - range.lowerBound, count: count)
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard step > 0, first.isFinite, last.isFinite, last >= first, last - first < 1000 else {
      self.init(values: [], labels: [])
      return
    }
    let values = (0...Int(last - first)).map { (first + Double($0)) * step }
    self.init(values: values, decimals: Self.decimals(of: step))
  }

  /// Given values, written with equally many decimals.
  init(values: [Double], decimals: Int) {
    self.init(
      values: values.map { $0 == 0 ? 0 : $0 },
      labels: values.map { NumberText.fixed($0, decimals) })
  }

  /// Round values of a ratio, as many as stand apart: 0.25, 0.5, 1, 2, 4 or powers of ten.
  init(ratiosIn range: ClosedRange<Double>, count: Int) {
    let decades = log10(range.upperBound / range.lowerBound)
    let mantissas: [Double] = decades > Double(count) ? [1] : decades > 1.2 ? [1, 2, 5] : []
    var values: [Double] = []
    if mantissas.isEmpty {
      let exponents = log2(range.lowerBound)...log2(range.upperBound)
      let step = exponents.upperBound - exponents.lowerBound > 2 ? 1.0 : 0.5
      var exponent = (exponents.lowerBound / step).rounded(.up) * step
      while exponent <= exponents.upperBound + 1e-9, values.count < 64 {
        values.append(step == 1 ? exp2(exponent) : Self.rounded(exp2(exponent)))
        exponent += step
      }
    } else {
      var power = pow(10, log10(range.lowerBound).rounded(.down))
      while power <= range.upperBound, values.count < 512 {
        values += mantissas.map { $0 * power }.filter(range.contains)
        power *= 10
      }
      let every = (values.count + count - 1) / max(count, 1)
      if every > 1 { values = values.filter { log10($0) == log10($0).rounded() } }
    }
    self.init(values: values, labels: values.map { NumberText.plain($0, 3) })
  }

  /// The step of 1, 2 or 5 times a power of ten that gives at most `count` intervals.
  static func step(for width: Double, count: Int) -> Double {
    guard width > 0, width.isFinite, count > 0 else { return 0 }
    let raw = width / Double(count)
    let power = pow(10, log10(raw).rounded(.down))
    for factor in [1.0, 2, 5] where factor * power >= raw * (1 - 1e-9) { return factor * power }
    return 10 * power
  }

  /// How many decimals multiples of a step need.
  static func decimals(of step: Double) -> Int {
    step > 0 ? max(0, Int(-log10(step * (1 + 1e-9)).rounded(.down))) : 0
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
