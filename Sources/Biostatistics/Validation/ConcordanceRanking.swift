/// Rows in ascending order of score, and which scores are tied.
///
/// Two scores next to each other in order are tied when they differ by at most 10⁻¹² of the larger of them
/// and of ``scale``, so that tied scores form chains: the last bits of a sum are rounding noise, also where
/// terms cancel and the sum is nearly 0. Rows with equal scores keep their order.
struct ScoreRanking {
  /// The row at each place, lowest score first.
  let order: [Int32]
  /// Whether the score at each place is tied with the one before.
  let isTiedWithPrevious: [Bool]

  init(of score: [Double]) {
    let order = sortOrder(of: score)
    self.order = order
    guard let first = order.first else {
      isTiedWithPrevious = []
      return
    }
    // Halves, because the difference of finite scores may be infinite.
    let scale = Self.scale(of: score, order) / 2
    isTiedWithPrevious = [Bool](unsafeUninitializedCapacity: order.count) { tied, initialized in
      tied[0] = false
      var previous = score[Int(first)] / 2
      score.withUnsafeBufferPointer { score in
        for place in 1..<order.count {
          let next = score[Int(order[place])] / 2
          let largest = max(previous.magnitude, next.magnitude, scale)
          tied[place] = next - previous <= 1e-12 * largest
          previous = next
        }
      }
      initialized = order.count
    }
  }

  /// The magnitude that a quarter of the scores exceed: how large scores are, whatever a few of them are.
  /// The range will not do, for one score far from all others would tie them.
  private static func scale(of score: [Double], _ order: [Int32]) -> Double {
    // The largest magnitudes stand at the ends of the order.
    var (low, high) = (0, order.count - 1)
    for _ in 0..<(order.count - 1 - (order.count - 1) * 3 / 4) {
      if score[Int(order[low])].magnitude > score[Int(order[high])].magnitude {
        low += 1
      } else {
        high -= 1
      }
    }
    return max(score[Int(order[low])].magnitude, score[Int(order[high])].magnitude)
  }
}
