/// A running sum that keeps what rounding takes from it: Knuth's two-sum, with the errors added up
/// beside the sum.
///
/// Adding a value and taking it away later leaves the sum as it was, to about 2^-100 of the largest
/// value it has passed through. So a risk set that is a difference of two running sums, those who
/// have not left less those who have not entered, loses no digits.
///
/// Source: Neumaier A (1974), doi:10.1002/zamm.19740540106.
struct CompensatedSum {
  var sum = 0.0
  var error = 0.0

  var value: Double { sum + error }

  @inline(__always)
  mutating func add(_ x: Double) {
    let total = sum + x
    let part = total - sum
    error += (sum - (total - part)) + (x - part)
    sum = total
  }
}
