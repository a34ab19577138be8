internal import StrictJSON

extension TreatmentEffect {
  /// A ratio of treatment to comparator.
  ///
  /// A hazard ratio acts on survival by S1 = S0^HR; an odds ratio on the odds of the event at its
  /// horizon, d1 / (1 - d1) = OR d0 / (1 - d0). Below 1 the treatment is better.
  public struct Estimate: Sendable, Equatable {
    /// What the ratio is one of.
    public enum Measure: String, Sendable, CaseIterable {
      case hazardRatio
      case oddsRatio
    }

    public let endpoint: Endpoint.Kind
    public let measure: Measure
    public let estimate: Double
    /// Holds ``estimate``; nil where the source prints none.
    public let interval: ClosedRange<Double>?
    /// The interval's level, such as 0.95.
    public let confidence: Double?
    /// The time at which it holds; nil where the source states none, and for a hazard ratio of the
    /// whole follow-up.
    public let horizon: Horizon?
    /// A stratum of ``TreatmentEffect/strata``; nil for all patients.
    public let stratum: String?
    /// A part of the regimens that the source pools; nil for all.
    public let regimen: String?
    public let patients: Int?
  }
}

extension TreatmentEffect.Estimate {
  /// Reads a member of `estimates`; `strata` are the names that it may refer to.
  init(_ reader: inout ObjectReader, strata: [String]) throws(StrictJSONError) {
    let endpointNode = try reader.value("endpoint")
    endpoint = try endpointNode.oneOf()
    measure = try reader.oneOf("measure")
    let estimateNode = try reader.value("estimate")
    estimate = try estimateNode.number()
    let intervalNode = reader.optional("interval")
    interval = try Covariate.range(intervalNode)
    let confidenceNode = reader.optional("confidence")
    confidence = try confidenceNode?.number()
    horizon = try reader.optional("horizon")?.object(Horizon.init)
    stratum = try reader.optional("stratum")?.stratum(of: strata)
    patients = try reader.optional("patients")?.count(from: 1)
    regimen = try reader.optional("regimen")?.string()
    guard endpoint != .classification else {
      throw endpointNode.refused("a ratio is one of an event, not of a classification")
    }
    guard estimate > 0 else { throw estimateNode.refused("a ratio is positive") }
    if let interval, let intervalNode {
      guard interval.lowerBound > 0, interval.contains(estimate) else {
        throw intervalNode.refused("an interval is positive and holds the estimate")
      }
    }
    guard (interval == nil) == (confidence == nil) else {
      throw reader.node.refused("an interval has a confidence, and nothing else has")
    }
    if let confidence, let confidenceNode, !(confidence > 0 && confidence < 1) {
      throw confidenceNode.refused("a confidence lies between 0 and 1")
    }
  }

  /// Whether both speak of one quantity.
  func isOfTheSame(as other: Self) -> Bool {
    endpoint == other.endpoint && measure == other.measure && horizon == other.horizon
      && stratum == other.stratum && regimen == other.regimen
  }
}

extension Horizon {
  /// Reads `{"value": 10, "unit": "year"}`.
  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    let node = try reader.value("value")
    let value = try node.number()
    guard value > 0 else { throw node.refused("a time is positive") }
    self.init(value: value, unit: try reader.oneOf("unit"))
  }
}

extension JSONNode {
  /// The name of a stratum that is one of `names`.
  func stratum(of names: [String]) throws(StrictJSONError) -> String {
    let name = try string()
    guard names.contains(name) else { throw refused("'\(name)' is not a stratum of the document") }
    return name
  }
}
