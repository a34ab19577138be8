/// Case weights as whole multiples of a power of two, so small that no sum of them exceeds 2⁶².
///
/// Sums of rounded weights are then exact in any order, and a difference that should be zero is. A
/// weight is rounded by at most 2⁻⁶¹ times the largest weight times the number of rows, less than
/// adding them up in floating point would round. Whole weights with a sum below 2⁶⁰ are kept as they
/// are.
struct FixedPointWeights {
  /// The power of two.
  let unit: Double
  /// weight / unit, rounded to the nearest.
  let multiples: [Int64]

  init(_ weights: [Double]) {
    let largest = weights.max() ?? 0
    let bits = Int.bitWidth - weights.count.leadingZeroBitCount
    // The inverse of a smaller unit could overflow; weights below 2⁻⁹⁴⁰ lose digits by that.
    let exponent = largest > 0 ? max(Int(largest.exponent) + bits - 61, -1000) : 0
    let unit = Double(sign: .plus, exponent: exponent, significand: 1)
    self.unit = unit
    multiples = weights.map { Int64(($0 / unit).rounded()) }
  }
}
