internal import Terms

/// Strata of a predicted survival, by the rule of the source that defined them.
public struct SurvivalStrata: Sendable {
  /// Ascending; the last has no bound.
  public let groups: [RiskGroups.Group]

  /// - Throws: ``BenefitError/strata`` unless the bounds lie between 0 and 1 and ascend, and the last
  ///   alone is infinite.
  public init(_ groups: [RiskGroups.Group]) throws(BenefitError) {
    let bounds = groups.dropLast().map(\.bound)
    guard groups.last?.bound == .infinity, bounds.allSatisfy({ $0 > 0 && $0 < 1 }),
      zip(bounds, bounds.dropFirst()).allSatisfy(<)
    else { throw .strata }
    self.groups = groups
  }

  /// The stratum of a survival at the rule's own time, unrounded; nil outside 0...1.
  public func place(of survival: Double) -> Int? {
    guard (0...1).contains(survival) else { return nil }
    return groups.firstIndex {
      survival < $0.bound || ($0.includesBound && survival == $0.bound)
    }
  }

  /// The strata that a survival between two ends can belong to; nil for ends outside 0...1.
  public func compatible(with interval: ClosedRange<Double>) -> CompatibleStrata? {
    guard let first = place(of: interval.lowerBound), let last = place(of: interval.upperBound)
    else { return nil }
    return CompatibleStrata(places: first...last, bounds: groups[first..<last].map(\.bound))
  }

  /// The strata that a survival s at an earlier time leaves open, where the cumulative hazard of the
  /// rule's time is k times that of the earlier one, k in `hazardRatio`:
  ///
  ///     S(rule's time) = s^k
  ///
  /// k is known for cohorts alone; no survival at the rule's time comes out of it. Nil where s lies
  /// outside 0...1 or k is not at least 1.
  public func compatible(
    withEarlier survival: Double, hazardRatio: ClosedRange<Double>
  ) -> CompatibleStrata? {
    guard (0...1).contains(survival), hazardRatio.lowerBound >= 1,
      hazardRatio.upperBound < .infinity
    else { return nil }
    let lower = Elementary.power(survival, hazardRatio.upperBound)
    let upper = Elementary.power(survival, hazardRatio.lowerBound)
    return lower <= upper ? compatible(with: lower...upper) : nil
  }
}

/// The strata that what is known of a patient leaves open.
public struct CompatibleStrata: Sendable, Equatable {
  /// By their place among the rule's groups, the lowest survival first.
  public let places: ClosedRange<Int>
  /// The bounds between them, ascending: the thresholds on either side of which the patient may lie.
  public let bounds: [Double]

  /// Whether one stratum alone is open.
  public var isDecided: Bool { bounds.isEmpty }
}
