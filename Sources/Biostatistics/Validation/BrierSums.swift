/// The two sums of a Brier score at one time, over rows in the order of the table:
///
///     early = sum of w_i (1 - r_i)^2 over T_i <= t,    late = sum of r_i^2 over T_i > t
///
/// Eight lanes at a time, each row masked by its exit: no branch and no gather. Many times go through
/// the rows in blocks, so that exits and weights are read from the nearest cache.
struct BrierSums: Sendable {
  private let exit: [Double]
  private let weight: [Double]
  private let count: Int
  /// Rows of a block: its exits and weights are 16 kB.
  private static let block = 1024

  init(exit: [Double], weight: [Double]) {
    count = exit.count
    self.exit = exit
    self.weight = weight
  }

  /// The sums at each time, of the risks at that time.
  func sums(
    of risks: ArraySlice<[Double]>, at times: ArraySlice<Double>
  ) -> [(early: Double, late: Double)] {
    var early = [SIMD8<Double>](repeating: .zero, count: times.count)
    var late = early
    let whole = count & ~7
    exit.withUnsafeBufferPointer { exit in
      weight.withUnsafeBufferPointer { weight in
        for start in stride(from: 0, to: whole, by: Self.block) {
          let end = min(start + Self.block, whole)
          for (place, (risk, time)) in zip(risks, times).enumerated() {
            risk.withUnsafeBufferPointer { risk in
              let sums = Self.lanes(
                UnsafeRawPointer(risk.baseAddress!), UnsafeRawPointer(exit.baseAddress!),
                UnsafeRawPointer(weight.baseAddress!), start..<end, time)
              early[place] += sums.early
              late[place] += sums.late
            }
          }
        }
      }
    }
    return zip(risks, times).enumerated().map { place, pair in
      var sums = (early: early[place].sum(), late: late[place].sum())
      for row in whole..<count {
        let risk = pair.0[row]
        if exit[row] <= pair.1 {
          sums.early += weight[row] * (1 - risk) * (1 - risk)
        } else {
          sums.late += risk * risk
        }
      }
      return sums
    }
  }

  @inline(__always)
  private static func lanes(
    _ risk: UnsafeRawPointer, _ exit: UnsafeRawPointer, _ weight: UnsafeRawPointer,
    _ rows: Range<Int>, _ time: Double
  ) -> (early: SIMD8<Double>, late: SIMD8<Double>) {
    let horizon = SIMD8(repeating: time)
    let one = SIMD8<Double>(repeating: 1)
    var early = SIMD8<Double>.zero
    var late = SIMD8<Double>.zero
    for row in stride(from: rows.lowerBound, to: rows.upperBound, by: 8) {
      let r = (risk + 8 * row).loadUnaligned(as: SIMD8<Double>.self)
      let t = (exit + 8 * row).loadUnaligned(as: SIMD8<Double>.self)
      let w = (weight + 8 * row).loadUnaligned(as: SIMD8<Double>.self)
      let isEarly = unsafeBitCast(t .<= horizon, to: SIMD8<Int64>.self)
      let distance = one - r
      let event = unsafeBitCast(w * distance * distance, to: SIMD8<Int64>.self) & isEarly
      let free = unsafeBitCast(r * r, to: SIMD8<Int64>.self) & ~isEarly
      early += unsafeBitCast(event, to: SIMD8<Double>.self)
      late += unsafeBitCast(free, to: SIMD8<Double>.self)
    }
    return (early, late)
  }
}
