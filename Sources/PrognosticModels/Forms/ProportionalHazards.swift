internal import StrictJSON
internal import Terms

/// Cox's model: the hazard of a patient is a baseline hazard times exp(eta).
///
///     S(t | x) = exp(-H(t) exp(eta(x) - at))
///
/// Without a baseline there is the linear predictor and the relative hazard, and no probability.
///
/// Source: Cox DR (1972), doi:10.1111/j.2517-6161.1972.tb00899.x.
public struct ProportionalHazards: Sendable {
  public let linearPredictor: LinearPredictor
  public let baseline: Baseline?
  /// Nil where nobody has published it: then there are no intervals.
  public let covariance: JointCovariance?

  /// Reads `terms`, `baseline` and `covariance`.
  init(
    _ reader: inout ObjectReader, covariates: [ModelCovariate], endpoint: Endpoint
  ) throws(StrictJSONError) {
    let predictor = try LinearPredictor(&reader, covariates)
    linearPredictor = predictor
    let baseline = try reader.optional("baseline")?.object { (reader) throws(StrictJSONError) in
      try Baseline(&reader, predictor, covariates, endpoint)
    }
    self.baseline = baseline
    guard baseline != nil || endpoint.horizons.isEmpty else {
      throw reader.node.refused("without a baseline there is no probability at a horizon")
    }
    covariance = try reader.optional("covariance")?.object { (reader) throws(StrictJSONError) in
      guard let baseline else {
        throw reader.node.refused("without a baseline there is no interval")
      }
      return try JointCovariance(&reader, predictor, baseline, endpoint.horizons)
    }
  }

  /// exp(eta - at): the hazard relative to the patient of the baseline, or without one to eta = 0.
  public func relativeHazard(linearPredictor: Double) -> Double {
    Swift.min(
      Elementary.exp(linearPredictor - (baseline?.at ?? 0)), .greatestFiniteMagnitude)
  }

  /// S(t | x); nil where the baseline has no value at the time.
  public func survival(
    at time: Double, linearPredictor: Double, stratum: Int = 0
  ) -> Double? {
    guard let hazard = baseline?.cumulativeHazard(at: time, stratum: stratum) else { return nil }
    return Elementary.exp(-(hazard * relativeHazard(linearPredictor: linearPredictor)))
  }
}

/// Fine and Gray's model of an event with competitors:
///
///     F(t | x) = 1 - exp(-H(t) exp(eta(x) - at))
///
/// H is the cumulative subdistribution hazard and F the cumulative incidence.
///
/// Source: Fine JP, Gray RJ (1999), doi:10.1080/01621459.1999.10474144.
public struct SubdistributionHazards: Sendable {
  /// The same arithmetic, 1 - F standing for S.
  public let hazards: ProportionalHazards

  init(
    _ reader: inout ObjectReader, covariates: [ModelCovariate], endpoint: Endpoint
  ) throws(StrictJSONError) {
    guard endpoint.kind.isIncidence else {
      throw reader.node.refused("subdistribution hazards give an event's cumulative incidence")
    }
    hazards = try ProportionalHazards(&reader, covariates: covariates, endpoint: endpoint)
  }

  public var linearPredictor: LinearPredictor { hazards.linearPredictor }

  /// F(t | x); nil where the baseline has no value at the time.
  public func cumulativeIncidence(
    at time: Double, linearPredictor: Double, stratum: Int = 0
  ) -> Double? {
    hazards.survival(at: time, linearPredictor: linearPredictor, stratum: stratum).map { 1 - $0 }
  }
}
