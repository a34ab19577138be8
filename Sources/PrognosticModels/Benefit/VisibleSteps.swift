/// The steps of a curve that a page can show.
///
/// Of more steps than that, the last within each of as many equal spans of time is kept. A step drawn to
/// it ends at a value that the curve really has, at the time at which it has it, and a page shows nothing
/// of the span before: a drawing of 2000 spans is off by less than a third of a user unit in time, and by
/// nothing at the steps that are drawn.
package enum VisibleSteps {
  /// Places among ascending times. O(n).
  package static func places(of times: [Double], most: Int) -> [Int] {
    guard times.count > most, let first = times.first, let last = times.last, first < last else {
      return Array(times.indices)
    }
    func span(_ place: Int) -> Int {
      min(most - 1, Int(Double(most) * ((times[place] - first) / (last - first))))
    }
    return times.indices.filter { $0 + 1 == times.count || span($0) != span($0 + 1) }
  }
}
