#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// log Γ(x), x > 0.
///
/// +∞ at 0 and at +∞, NaN for a negative x. From x = 12 on by Stirling's series, below by recurrence
/// to the power series about 2 (Abramowitz and Stegun 6.1.40 and 6.1.33), so that the zeros at 1 and
/// 2 keep their relative accuracy. Relative error, against 50 digits, below 2e-15.
public func logGamma(_ x: Double) -> Double {
  guard x > 0 else { return x == 0 ? .infinity : .nan }
  if x == .infinity { return x }
  if x >= 12 { return (x - 0.5) * (log(x) - 1) + (0.4189385332046727 + stirlingError(x)) }
  if x < 0.5 { return logGammaOfOnePlus(x) - log(x) }
  if x < 1.5 { return logGammaOfOnePlus(x - 1) }
  if x < 2.5 { return logGammaOfTwoPlus(x - 2) }
  let (fraction, product) = reduced(x)
  return logGammaOfTwoPlus(fraction) + log(product)
}

/// Γ(x) for 0 < x <= 40, relative error below 3e-15.
func gammaFunction(_ x: Double) -> Double {
  if x < 1.5 { return exp(logGammaOfOnePlus(x < 0.5 ? x : x - 1)) / (x < 0.5 ? x : 1) }
  let (fraction, product) = reduced(x)
  return exp(logGammaOfTwoPlus(fraction)) * product
}

/// Γ(x) = Γ(2 + fraction) product, |fraction| <= 1/2, x >= 1.5.
private func reduced(_ x: Double) -> (fraction: Double, product: Double) {
  let steps = x.rounded() - 2
  var product = 1.0
  for k in stride(from: 1, through: steps, by: 1) { product *= x - k }
  return (x - 2 - steps, product)
}

/// log Γ(1 + x), |x| <= 1/2, with small relative error: near zero it is -γ x.
func logGammaOfOnePlus(_ x: Double) -> Double { logGammaOfTwoPlus(x) - log1p(x) }

/// log Γ(2 + x) = (1 - γ) x + Σ_k (-1)^k (ζ(k) - 1) x^k / k over k >= 2, |x| <= 1/2.
private func logGammaOfTwoPlus(_ x: Double) -> Double {
  var sum = 0.0
  for coefficient in zetaCoefficients.reversed() { sum = (sum + coefficient) * x }
  return x * (0.42278433509846713 + sum)
}

/// δ(x) = log Γ(x) - (x - 1/2) log x + x - log(2π) / 2 = 1 / (12 x) - 1 / (360 x³) + ..., x >= 12.
func stirlingError(_ x: Double) -> Double {
  let w = 1 / (x * x)
  var sum = 0.0
  for coefficient in stirlingCoefficients.reversed() { sum = sum * w + coefficient }
  return sum / x
}

/// log Γ(b + a) - log Γ(b) for 0 < a <= 1 and b > 0, with small relative error also as a -> 0.
///
/// Below 12 by recurrence, log(1 + a / b) a step; above by the difference of Stirling's series taken
/// term by term: u = 1 / (b + a), v = 1 / b, u^(n+2) - v^(n+2) = u² (u^n - v^n) + v^n (u² - v²).
func logGammaIncrement(_ a: Double, from b: Double) -> Double {
  var b = b
  var steps = 0.0
  while b < 12 {
    steps += log1p(a / b)
    b += 1
  }
  let (u, v) = (1 / (b + a), 1 / b)
  var difference = -a * u * v
  let squares = difference * (u + v)
  var power = v
  var series = 0.0
  for coefficient in stirlingCoefficients {
    series += coefficient * difference
    difference = u * u * difference + power * squares
    power *= v * v
  }
  let logRatio = log1p(a * v)
  return a * log(b) + ((b - 0.5) * logRatio - a + a * logRatio) + series - steps
}

/// (-1)^k (ζ(k) - 1) / k, k = 2, 3, ....
private let zetaCoefficients: [Double] = [
  0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986,
  0.0028905103307415234, -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939,
  9.945751278180853e-05, -4.492623673813314e-05, 2.050721277567069e-05, -9.439488275268397e-06,
  4.374866789907488e-06, -2.039215753801366e-06, 9.55141213040742e-07, -4.492469198764566e-07,
  2.1207184805554665e-07, -1.0043224823968099e-07, 4.7698101693639804e-08,
  -2.2711094608943164e-08, 1.0838659214896955e-08, -5.183475041970047e-09, 2.4836745438024785e-09,
  -1.1921401405860912e-09, 5.731367241678862e-10, -2.7595228851242334e-10, 1.330476437424449e-10,
  -6.4229645638381e-11,
]

/// B(2k) / (2k (2k - 1)), k = 1, 2, ....
private let stirlingCoefficients: [Double] = [
  0.08333333333333333, -0.002777777777777778, 0.0007936507936507937, -0.0005952380952380953,
  0.0008417508417508417, -0.0019175269175269176, 0.00641025641025641, -0.029550653594771242,
  0.17964437236883057,
]
