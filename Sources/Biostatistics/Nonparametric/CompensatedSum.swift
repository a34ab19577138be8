/// A running sum that keeps what each addition rounds off (Neumaier 1974,
/// doi:10.1002/zamm.19740540106), so that what was added can be taken off again.
struct CompensatedSum {
  private var sum = 0.0
  private var rest = 0.0

  var value: Double { sum + rest }

  static func += (total: inout CompensatedSum, x: Double) {
    let next = total.sum + x
    if total.sum.magnitude >= x.magnitude {
      total.rest += (total.sum - next) + x
    } else {
      total.rest += (x - next) + total.sum
    }
    total.sum = next
  }
}
