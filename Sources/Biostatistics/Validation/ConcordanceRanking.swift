/// Rows in ascending order of score, and which scores are tied.
///
/// Two scores next to each other in order are tied when they differ by at most 10⁻¹² of the range of
/// all scores, so that tied scores form chains. Rows with equal scores keep their order.
struct ScoreRanking {
  /// The row at each place, lowest score first.
  let order: [Int32]
  /// Whether the score at each place is tied with the one before.
  let isTiedWithPrevious: [Bool]

  init(of score: [Double]) {
    let order = sortOrder(of: score)
    self.order = order
    guard let first = order.first, let last = order.last else {
      isTiedWithPrevious = []
      return
    }
    // Halves, because the range of finite scores may be infinite.
    let halfRange = score[Int(last)] / 2 - score[Int(first)] / 2
    let tolerance = 1e-12 * halfRange
    isTiedWithPrevious = [Bool](unsafeUninitializedCapacity: order.count) { tied, initialized in
      tied[0] = false
      var previous = score[Int(first)] / 2
      score.withUnsafeBufferPointer { score in
        for place in 1..<order.count {
          let next = score[Int(order[place])] / 2
          tied[place] = next - previous <= tolerance
          previous = next
        }
      }
      initialized = order.count
    }
  }
}
