#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// high + low, |low| <= ulp(high) / 2: a number of about 106 bits made of two doubles.
///
/// exp(-E) carries the absolute error of E as a relative one. A tail of 1e-300 has E near 690, where
/// one double already leaves 6e-14; so every exponent in this module is kept as a pair. Sums,
/// products and quotients are those of Dekker (1971), doi:10.1007/BF01397083, with relative error
/// below 1e-31; ``logarithm`` and ``deviation`` stay below 1e-19.
struct DoubleDouble {
  var high: Double
  var low: Double

  init(_ value: Double) {
    high = value
    low = 0
  }

  /// The pair as given: |low| <= ulp(high) / 2 is the caller's word.
  init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  /// a + b, exact.
  init(sum a: Double, _ b: Double) {
    let sum = a + b
    let part = sum - a
    self.init(high: sum, low: (a - (sum - part)) + (b - part))
  }

  /// a b, exact unless it underflows.
  init(product a: Double, _ b: Double) {
    let product = a * b
    self.init(high: product, low: (-product).addingProduct(a, b))
  }

  /// high + low, with low not yet below half an ulp but |low| <= |high|.
  private init(renormalized high: Double, _ low: Double) {
    let sum = high + low
    self.init(high: sum, low: low - (sum - high))
  }

  static prefix func - (a: Self) -> Self { Self(high: -a.high, low: -a.low) }

  static func + (a: Self, b: Self) -> Self {
    let high = Self(sum: a.high, b.high)
    let low = Self(sum: a.low, b.low)
    let sum = Self(renormalized: high.high, high.low + low.high)
    return Self(renormalized: sum.high, sum.low + low.low)
  }

  static func - (a: Self, b: Self) -> Self { a + -b }

  static func * (a: Self, b: Self) -> Self {
    let product = Self(product: a.high, b.high)
    let cross = a.high * b.low + a.low * b.high
    return Self(renormalized: product.high, product.low + cross)
  }

  static func * (a: Self, b: Double) -> Self {
    let product = Self(product: a.high, b)
    return Self(renormalized: product.high, product.low + a.low * b)
  }

  static func / (a: Self, b: Self) -> Self {
    let first = a.high / b.high
    let rest = a - b * first
    let second = rest.high / b.high
    return Self(renormalized: first, second)
  }

  static let one = Self(1)
  private static let third = Self(high: 1.0 / 3, low: 1.850371707708594e-17)
  private static let logarithmOfTwo = Self(
    high: 0.6931471805599453, low: 2.3190468138462996e-17)

  /// (artanh(s) / s - 1) / s² = 1/3 + s²/5 + s⁴/7 + ..., |s| <= 0.18, where `square` is s².
  private static func inverseTangentTail(_ square: Double) -> Self {
    var sum = 0.0
    for k in stride(from: 27.0, through: 5, by: -2) { sum = sum * square + 1 / k }
    return third + Self(sum * square)
  }

  /// log(x) for x > 0, by log(m) = 2 artanh((m - 1) / (m + 1)), x = 2^k m, m near 1.
  ///
  /// The relative error stays small where x is close to 1.
  var logarithm: Self {
    guard high > 0 && high < .infinity else { return Self(log(high)) }
    var k = high.exponent
    if high.significand > 1.4142135623730951 { k += 1 }
    let m = Self(high: high.scaled(by: -k), low: low.scaled(by: -k))
    let s = (m - .one) / (m + .one)
    let square = s * s
    let series = .one + square * Self.inverseTangentTail(square.high)
    let logarithm = s * series * 2
    return k == 0 ? logarithm : logarithm + Self.logarithmOfTwo * Double(k)
  }

  /// u - log(1 + u) for u = self > -1, `ratio` = 1 + u: nonnegative, u²/2 near zero, without the
  /// cancellation.
  ///
  /// With s = u / (2 + u): log(1 + u) = 2 artanh(s) and u - 2 s = u s, so that
  /// u - log(1 + u) = u s - 2 s³ (1/3 + s²/5 + ...). The ratio is taken apart since near u = -1 the
  /// sum 1 + u has lost its digits.
  func deviation(ratio: Self) -> Self {
    guard high > -0.3 && high < 0.4 else { return self - ratio.logarithm }
    let s = self / (self + Self(2))
    let square = s * s
    return self * s - square * s * Self.inverseTangentTail(square.high) * 2
  }

  /// exp(high + low) as a double.
  var exponential: Double {
    let factor = exp(high)
    return factor + factor * low
  }
}

extension Double {
  /// This number times 2^k, rounded at most once, also where 2^k itself is out of range.
  fileprivate func scaled(by k: Int) -> Double {
    Double(sign: .plus, exponent: k, significand: self)
  }
}
