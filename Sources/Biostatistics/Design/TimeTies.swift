/// Whether times that differ by rounding count as one.
public enum TimeFix: Sendable, Equatable {
  /// Times that differ by at most 1e-12 of the larger are one: ages computed by subtraction, months
  /// divided by 12. (R's 1.5e-8 of the mean time merges distinct days near 1e9.)
  case on
  /// Times are taken to the last bit.
  case off

  static let relativeTolerance = 1e-12

  /// Replaces each time by the smallest of its chain of near-ties, in which each differs from the
  /// one before by at most 1e-12 of the larger. Returns how many distinct times vanished.
  func merge(entry: inout [Double]?, exit: inout [Double]) -> Int {
    guard self == .on, !Self.areWhole(exit) || !(entry.map(Self.areWhole) ?? true) else {
      return 0
    }
    let all = exit + (entry ?? [])
    let order = sortOrder(of: all)
    var merged = all
    var vanished = 0
    var representative = Double.nan
    var previous = Double.nan
    for index in order {
      let time = all[Int(index)]
      let tolerance = Self.relativeTolerance * max(time.magnitude, previous.magnitude)
      if time - previous <= tolerance {
        if time != previous { vanished += 1 }
      } else {
        representative = time
      }
      merged[Int(index)] = representative
      previous = time
    }
    guard vanished > 0 else { return 0 }
    exit = Array(merged[..<exit.count])
    if entry != nil { entry = Array(merged[exit.count...]) }
    return vanished
  }

  /// Whole numbers below 1e11 lie further apart than the tolerance.
  private static func areWhole(_ times: [Double]) -> Bool {
    times.allSatisfy { $0 == $0.rounded() && $0.magnitude < 1e11 }
  }
}
