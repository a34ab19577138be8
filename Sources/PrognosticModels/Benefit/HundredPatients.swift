/// A benefit as counts of 100 patients, in four groups that add up to 100 whatever the rounding.
///
/// The 100 are divided into those alive and dead without the treatment, and the dead (of a harm, the
/// alive) into those whom it changes and those whom it does not; each time by the largest remainder
/// (Hamilton's method), which for two groups is rounding to the nearest. So many alive without are the
/// same beside every effect, and rounding makes neither a benefit nor a harm.
public struct HundredPatients: Sendable, Equatable {
  /// Alive at the time with and without the treatment.
  public let aliveEitherWay: Int
  /// Alive with the treatment alone.
  public let aliveOnlyWith: Int
  /// Alive without the treatment alone.
  public let aliveOnlyWithout: Int
  /// Alive in neither case.
  public let aliveNeitherWay: Int

  public var aliveWithout: Int { aliveEitherWay + aliveOnlyWithout }
  public var aliveWith: Int { aliveEitherWay + aliveOnlyWith }

  /// From the survivals without and with; nil unless both lie in 0...1.
  public init?(without: Double, with: Double) {
    guard (0...1).contains(without), (0...1).contains(with) else { return nil }
    let alive = Self.nearest(without)
    // Half a patient is not changed.
    let changed = 100 - Self.nearest(1 - (with - without).magnitude)
    let gained = with > without ? min(changed, 100 - alive) : 0
    let lost = with < without ? min(changed, alive) : 0
    aliveOnlyWith = gained
    aliveOnlyWithout = lost
    aliveEitherWay = alive - lost
    aliveNeitherWay = 100 - alive - gained
  }

  /// Of 100. A share such as 0.285, which 100 takes to 28.499999999999996, counts as what it is printed.
  private static func nearest(_ share: Double) -> Int {
    Int((((100 * share) * 1e9).rounded() / 1e9).rounded())
  }
}

extension HundredPatients {
  /// `48 of 100 alive without, 50 of 100 with`.
  public var words: String { words(state: "alive") }

  /// The same of another state, such as `free of recurrence`.
  public func words(state: String) -> String {
    "\(aliveWithout) of 100 \(state) without, \(aliveWith) of 100 with"
  }

  /// The interval of a benefit in patients of 100: `between 10 fewer and 13 more`.
  ///
  /// Ends are rounded to the nearest patient, but one that is not 0 is at least 1: a harm that cannot be
  /// excluded is not rounded away.
  public static func words(benefit interval: ClosedRange<Double>) -> String {
    let lower = patients(interval.lowerBound)
    let upper = patients(interval.upperBound)
    switch (lower, upper) {
    case (0, 0): return "neither more nor fewer"
    case (..<0, 1...): return "between \(-lower) fewer and \(upper) more"
    case (0..., _): return lower == upper ? "\(lower) more" : "between \(lower) and \(upper) more"
    default:
      return lower == upper ? "\(-lower) fewer" : "between \(-upper) and \(-lower) fewer"
    }
  }

  /// The same in signs, for a table: `-10 to +13`.
  public static func signed(benefit interval: ClosedRange<Double>) -> String {
    func text(_ count: Int) -> String { count > 0 ? "+\(count)" : "\(count)" }
    return "\(text(patients(interval.lowerBound))) to \(text(patients(interval.upperBound)))"
  }

  private static func patients(_ share: Double) -> Int {
    let count = (100 * min(max(share, -1), 1)).rounded()
    return share == 0 ? 0 : count == 0 ? (share < 0 ? -1 : 1) : Int(count)
  }
}

extension SurvivalBenefit {
  /// `48 of 100 alive without, 50 of 100 with; between 10 fewer and 13 more`, the second part where there
  /// is an interval. Nil where the survivals are unknown.
  public func words(state: String = "alive") -> String? {
    let hundred = HundredPatients(
      without: survivalWithout.estimate, with: survivalWith.estimate)
    let between = absoluteBenefit.interval.map { "; " + HundredPatients.words(benefit: $0) } ?? ""
    return hundred.map { $0.words(state: state) + between }
  }
}
