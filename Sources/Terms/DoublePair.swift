/// high + low, |low| <= ulp(high) / 2: a number of about 104 bits made of two doubles, without
/// fused multiply-add.
///
/// Sums are exact where named so; products and sums of pairs have a relative error below 2^-100.
/// Source: Dekker TJ (1971), doi:10.1007/BF01397083.
struct DoublePair {
  var high: Double
  var low: Double

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

  /// a + b, exact if |a| >= |b| or a = 0.
  init(ordered a: Double, _ b: Double) {
    let sum = a + b
    self.init(high: sum, low: (a - sum) + b)
  }

  /// a b to 2^-104, if neither it nor 2^-106 of it underflows.
  init(product a: Double, _ b: Double) {
    let product = a * b
    let (a1, b1) = (Elementary.upperHalf(a), Elementary.upperHalf(b))
    let (a2, b2) = (a - a1, b - b1)
    let cross = ((a1 * b1 - product) + a1 * b2) + a2 * b1
    self.init(high: product, low: cross + a2 * b2)
  }

  static func + (a: Self, b: Self) -> Self {
    let high = Self(sum: a.high, b.high)
    let low = Self(sum: a.low, b.low)
    let sum = Self(ordered: high.high, high.low + low.high)
    return Self(ordered: sum.high, sum.low + low.low)
  }

  static func + (a: Self, b: Double) -> Self {
    let sum = Self(sum: a.high, b)
    return Self(ordered: sum.high, sum.low + a.low)
  }

  static func * (a: Self, b: Self) -> Self {
    let product = Self(product: a.high, b.high)
    let cross = a.high * b.low + a.low * b.high
    return Self(ordered: product.high, product.low + cross)
  }

  static func * (a: Self, b: Double) -> Self {
    let product = Self(product: a.high, b)
    return Self(ordered: product.high, product.low + a.low * b)
  }

  /// a / b, rounded to a double at the end.
  static func / (a: Self, b: Self) -> Double {
    let quotient = a.high / b.high
    let product = Self(product: quotient, b.high)
    let remainder = ((a.high - product.high) - product.low) + (a.low - quotient * b.low)
    return quotient + remainder / b.high
  }
}
