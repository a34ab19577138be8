internal import StrictJSON
internal import Terms

/// The strata by which a source splits its patients, and the rule that puts a patient into one.
///
/// The rule is on the unrounded prediction at ``horizon``. A second cut splits the same patients
/// once more: it is another view of the source, never a second source.
public struct EffectStrata: Sendable {
  /// What the rule is on.
  public enum Value: String, Sendable, CaseIterable {
    case predictedOverallSurvival
  }

  /// One stratum, from the bound of the one before it to its own.
  public struct Stratum: Sendable, Equatable {
    public let name: String
    public let label: LocalizedText
    /// The upper bound, a probability; infinite for the last stratum.
    public let bound: Double
    /// Whether the bound belongs to the stratum.
    public let includesBound: Bool
  }

  /// How much the effect differs between the strata (Cochran 1954; DerSimonian and Laird 1986).
  ///
  /// Q = sum w (y - m)^2 over the logarithms y of the ratios, weighted by w = 1 / se^2, with m their
  /// weighted mean; tau2 is the moment estimate of the variance between strata. A shrunken ratio is
  /// exp(b y + (1 - b) mu), b = tau2 / (tau2 + se^2), with mu the mean under weights
  /// 1 / (se^2 + tau2).
  public struct Heterogeneity: Sendable {
    /// One ratio drawn towards the common mean.
    public struct Shrunken: Sendable, Equatable {
      public let stratum: String
      public let estimate: Double
    }

    public let endpoint: Endpoint.Kind
    public let q: Double
    public let degreesOfFreedom: Int
    public let p: Double
    public let tau2: Double
    /// One for each of ``EffectStrata/groups``, in their order.
    public let shrunken: [Shrunken]
  }

  /// An earlier time at which a survival says which strata it goes with, where none is known at the
  /// rule's own:
  ///
  ///     S(horizon) = S(earlier)^g,  g the cumulative hazard at the horizon over that at the earlier time
  ///
  /// g lies in ``growth``. It serves to say what is compatible; no later survival is made from it.
  public struct Earlier: Sendable {
    public let horizon: Horizon
    public let growth: ClosedRange<Double>
    /// From which cohorts the growth was read.
    public let source: String
  }

  public let of: Value
  public let horizon: Horizon
  public let earlier: Earlier?
  /// By ascending bound.
  public let groups: [Stratum]
  /// The same patients cut again; empty where the source cuts them once.
  public let secondCut: [Stratum]
  public let heterogeneity: Heterogeneity?
}

extension EffectStrata {
  /// The stratum of a prediction; nil for NaN.
  public func stratum(of probability: Double) -> Stratum? {
    groups.first { $0.reaches(probability) }
  }

  /// The stratum of the second cut; nil for NaN, and where there is none.
  public func secondStratum(of probability: Double) -> Stratum? {
    secondCut.first { $0.reaches(probability) }
  }

  /// Every stratum that holds some prediction of a range.
  public func strata(compatibleWith range: ClosedRange<Double>) -> [Stratum] {
    guard let first = groups.firstIndex(where: { $0.reaches(range.lowerBound) }),
      let last = groups.firstIndex(where: { $0.reaches(range.upperBound) })
    else { return [] }
    return Array(groups[first...last])
  }

  /// The stratum of a survival at the rule's own time; else those that one at the earlier time is
  /// compatible with; else all.
  func compatible(_ survivals: [BenefitQuestion.Survival]) -> [Stratum] {
    func survival(at time: Horizon) -> Double? {
      let years = time.time(in: .year)
      return survivals.first { $0.time.time(in: .year) == years }?.survival.estimate
    }
    if let own = survival(at: horizon) { return stratum(of: own).map { [$0] } ?? [] }
    guard let earlier, let survival = survival(at: earlier.horizon) else { return groups }
    let low = Elementary.power(survival, earlier.growth.upperBound)
    return strata(compatibleWith: low...Elementary.power(survival, earlier.growth.lowerBound))
  }

  /// The names of both cuts.
  var names: [String] { (groups + secondCut).map(\.name) }
}

extension EffectStrata.Stratum {
  /// Whether the value is not above the upper bound.
  fileprivate func reaches(_ value: Double) -> Bool {
    value < bound || includesBound && value == bound
  }
}

// MARK: - Document

extension EffectStrata {
  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    of = try reader.oneOf("of")
    horizon = try reader.object("horizon", Horizon.init)
    let earlierNode = reader.optional("earlier")
    earlier = try earlierNode?.object(Earlier.init)
    if let earlier, let earlierNode,
      earlier.horizon.time(in: .year) >= horizon.time(in: .year)
    {
      throw earlierNode.refused("the earlier time comes before the rule's own")
    }
    groups = try Self.cut(reader.value("groups"))
    let secondNode = reader.optional("secondCut")
    secondCut = try secondNode.map { (node) throws(StrictJSONError) in try Self.cut(node) } ?? []
    let names = groups.map(\.name)
    heterogeneity = try reader.optional("heterogeneity")?.object {
      (reader) throws(StrictJSONError) in
      try Heterogeneity(&reader, strata: names)
    }
    let all = self.names
    guard Set(all).count == all.count else {
      throw reader.node.refused("two strata have the same name")
    }
  }

  private static func cut(_ node: JSONNode) throws(StrictJSONError) -> [Stratum] {
    let strata = try node.objects(Stratum.init)
    let bounds = strata.map(\.bound)
    guard bounds.count > 1, zip(bounds, bounds.dropFirst()).allSatisfy(<), bounds.last == .infinity
    else {
      throw node.refused("a cut has two strata or more; bounds ascend, and the last alone has none")
    }
    return strata
  }
}

extension EffectStrata.Earlier {
  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    horizon = try reader.object("horizon", Horizon.init)
    let node = try reader.value("hazardGrowth")
    guard let growth = try Covariate.range(node), growth.lowerBound >= 1 else {
      throw node.refused("a cumulative hazard does not fall: it grows by 1 or more")
    }
    self.growth = growth
    source = try reader.string("source")
  }
}

extension EffectStrata.Stratum {
  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    name = try reader.string("name")
    label = try reader.object("label", LocalizedText.init)
    let below = try reader.optional("below")?.number()
    let atMost = try reader.optional("atMost")?.number()
    guard below == nil || atMost == nil else {
      throw reader.node.refused("a bound is 'below' or 'atMost', not both")
    }
    if let bound = below ?? atMost, !(bound > 0 && bound < 1) {
      throw reader.node.refused("a bound is a probability between 0 and 1")
    }
    bound = below ?? atMost ?? .infinity
    includesBound = atMost != nil
  }
}

extension EffectStrata.Heterogeneity {
  init(_ reader: inout ObjectReader, strata: [String]) throws(StrictJSONError) {
    endpoint = try reader.oneOf("endpoint")
    q = try reader.number("q")
    degreesOfFreedom = try reader.value("degreesOfFreedom").count(from: 1)
    p = try reader.number("p")
    tau2 = try reader.number("tau2")
    let node = try reader.value("shrunken")
    shrunken = try node.objects { (reader) throws(StrictJSONError) in
      Shrunken(stratum: try reader.string("stratum"), estimate: try reader.number("estimate"))
    }
    guard q >= 0, tau2 >= 0, (0...1).contains(p), shrunken.allSatisfy({ $0.estimate > 0 }) else {
      throw reader.node.refused("q and tau2 are not negative, p is a probability, ratios positive")
    }
    guard degreesOfFreedom == strata.count - 1 else {
      throw reader.node.refused("the degrees of freedom are the strata less one")
    }
    guard shrunken.map(\.stratum) == strata else {
      throw node.refused("there is one shrunken ratio for each stratum, in their order")
    }
  }
}
