#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// exp(exponent) factor: a density's leading factor, with its exponent to 106 bits.
struct ExponentialWeight {
  var exponent: DoubleDouble
  var factor: Double

  /// The product; zero where it underflows.
  var value: Double { exponent.high < -800 ? 0 : exponent.exponential * factor }

  /// Its logarithm, finite also where the product is not.
  var logarithm: Double { exponent.high + (exponent.low + log(factor)) }
}
