/// A time by which a share of people has had the event.
public struct SurvivalQuantile: Sendable, Equatable {
  /// 1 - S at ``time``, from 0 to 1.
  public let probability: Double
  /// Nil if the curve never comes down that far.
  public let time: Double?
  /// The interval: where the curve's lower and upper confidence limits come down that far
  /// (Brookmeyer and Crowley 1982, doi:10.2307/2530286). Nil where they do not.
  public let lower: Double?
  /// The later end of the interval; nil where the upper limit never comes down that far.
  public let upper: Double?
}

extension SurvivalCurve {
  /// The median survival time and its interval.
  public var median: SurvivalQuantile { quantile(0.5) }

  /// The time t with 1 - S(t) = `probability`.
  ///
  /// It is the first time at which 1 - S reaches the probability; where the curve is flat exactly
  /// there (within 1.5e-8), the middle of the flat stretch, which may end with follow-up. R:
  /// `quantile(fit, p)`, except that where a limit rises again R may take a later crossing, and
  /// here it is always the first. (R's print takes the start of a stretch that lasts until the end
  /// of follow-up.) Probability 0 is the start of the curve. Outside 0...1, and for a curve without
  /// rows, all is nil.
  public func quantile(_ probability: Double) -> SurvivalQuantile {
    let inside = probability >= 0 && probability <= 1 && !times.isEmpty
    return SurvivalQuantile(
      probability: probability, time: inside ? crossing(survival, probability) : nil,
      lower: inside ? crossing(lower, probability) : nil,
      upper: inside ? crossing(upper, probability) : nil)
  }

  private func crossing(_ values: [Double], _ probability: Double) -> Double? {
    if probability == 0 { return startTime }
    let tolerance = 1.4901161193847656e-8
    guard let first = values.firstIndex(where: { 1 - $0 >= probability - tolerance }) else {
      return nil
    }
    if let next = values[first...].firstIndex(where: { 1 - $0 >= probability + tolerance }) {
      return times[first] / 2 + times[next] / 2
    }
    // Flat at the probability until the end; NaN at the end leaves the end unknown.
    guard let end = times.last, let last = values.last, 1 - last >= probability - tolerance else {
      return nil
    }
    return times[first] / 2 + end / 2
  }
}
