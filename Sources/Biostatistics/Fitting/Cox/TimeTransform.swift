#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The function g(t) of time against which a change of a coefficient is looked for.
///
/// The raw values are the names of R's `cox.zph`.
public enum TimeTransform: String, Sendable, CaseIterable {
  /// 1 - S(t-), S being the Kaplan-Meier estimate of all rows, without weights or strata: events
  /// lie evenly.
  case kaplanMeier = "km"
  /// The rank of t among the follow-up times of all rows, ties sharing their mean rank.
  case rank
  /// t.
  case identity
  /// log t.
  case log

  /// g at event times.
  ///
  /// - Throws: ``FitError/logOfEventTime(_:)``.
  func values(at times: [Double], of outcomes: SurvivalOutcomes) throws(FitError) -> [Double] {
    switch self {
    case .identity: return times
    case .log:
      if let time = times.first(where: { $0 <= 0 }) { throw .logOfEventTime(time) }
      return times.map { logarithm($0) }
    case .rank:
      let sorted = outcomes.exit.sorted()
      return times.map { time in
        let below = sorted.partitioningIndex { $0 >= time }
        let upTo = sorted.partitioningIndex { $0 > time }
        return Double(below + upTo + 1) / 2
      }
    case .kaplanMeier:
      guard let curve = try? KaplanMeier(outcomes, variance: .modelBased).curves.first else {
        return times.map { _ in 0 }
      }
      return times.map { time in
        let before = curve.times.partitioningIndex { $0 >= time }
        return before == 0 ? 0 : 1 - curve.survival[before - 1]
      }
    }
  }
}

private func logarithm(_ x: Double) -> Double { log(x) }
