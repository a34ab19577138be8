/// A benefit as counts of 100 patients, in four groups that add up to 100 whatever the rounding.
///
/// Each group has the whole part of its share; what is missing to 100 goes to the largest remainders,
/// one each (Hamilton's method). Of equal remainders, those whom the treatment does not change come
/// first: rounding neither makes a benefit nor a harm.
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
    let shares = [
      min(without, with), 1 - max(without, with), max(0, with - without), max(0, without - with),
    ]
    var counts = shares.map { Int((100 * $0).rounded(.down)) }
    // A remainder of 1 - 1e-14 is a share such as 0.29, which 100 takes to 28.999999999999996.
    let remainders = zip(shares, counts).map { share, count in
      ((100 * share - Double(count)) * 1e9).rounded()
    }
    let order = remainders.indices.sorted { a, b in
      remainders[a] > remainders[b] || (remainders[a] == remainders[b] && a < b)
    }
    for place in order.prefix(max(0, 100 - counts.reduce(0, +))) { counts[place] += 1 }
    aliveEitherWay = counts[0]
    aliveNeitherWay = counts[1]
    aliveOnlyWith = counts[2]
    aliveOnlyWithout = counts[3]
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
