internal import StrictJSON
internal import Terms

/// The cumulative hazard of a patient whose linear predictor is ``at``, as a step function of time.
///
///     S(t | x) = exp(-H(t) exp(eta(x) - at))
///
/// A published baseline knows the horizons of its endpoint and nothing between them; a fitted one
/// steps at every event time and is 0 before the first.
public struct Baseline: Sendable {
  /// One stratum's steps.
  public struct Stratum: Sendable {
    /// The level of the stratum's covariate; nil where there is one stratum.
    public let level: String?
    /// Ascending.
    public let times: [Double]
    /// Of the same length; not descending.
    public let cumulativeHazards: [Double]
  }

  /// The linear predictor that the hazards belong to.
  public let at: Double
  /// Of each parameter, the value at which the hazards stand; nil where only ``at`` is known.
  public let centers: [Double]?
  /// In the order of the levels of ``stratumCovariate``.
  public let strata: [Stratum]
  /// Place of the covariate that tells the stratum; nil for one stratum.
  public let stratumCovariate: Int?
  /// Whether only the times that are written out have a value.
  public let hasOnlyHorizons: Bool
  /// The longest time with a value.
  public let followUp: Double

  /// H(t) of a stratum by its place; nil for a time without support and a stratum that there is not.
  public func cumulativeHazard(at time: Double, stratum: Int = 0) -> Double? {
    guard strata.indices.contains(stratum), time > 0, time <= followUp else { return nil }
    let steps = strata[stratum]
    // How many steps are not after the time.
    var (low, high) = (0, steps.times.count)
    while low < high {
      let middle = (low + high) / 2
      if steps.times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return hasOnlyHorizons ? nil : 0 }
    guard !hasOnlyHorizons || steps.times[low - 1] == time else { return nil }
    return steps.cumulativeHazards[low - 1]
  }
}

extension Baseline {
  private enum Scale: String, CaseIterable {
    case survival, cumulativeHazard, logCumulativeHazard
  }

  init(
    _ reader: inout ObjectReader, _ predictor: LinearPredictor, _ covariates: [ModelCovariate],
    _ endpoint: Endpoint
  ) throws(StrictJSONError) {
    let at = try reader.value("at")
    self.at = try at.number()
    var centers: [Double]?
    if let node = reader.optional("centers") {
      centers = try Self.centers(node, predictor)
      let sum = zip(predictor.coefficients, centers ?? []).map(*)
      let scale = 1 + sum.reduce(0) { $0 + $1.magnitude }
      guard (sum.reduce(0, +) - self.at).magnitude <= 1e-6 * scale else {
        throw at.refused(
          "it is not the sum of coefficients times centers, \(sum.reduce(0, +))")
      }
    }
    self.centers = centers
    if let node = reader.optional("strata") {
      let owner = try reader.value("stratumOf")
      let name = try owner.object { (reader) throws(StrictJSONError) in
        try reader.string("covariate")
      }
      guard let place = covariates.firstIndex(where: { $0.name == name }),
        !covariates[place].levels.isEmpty
      else { throw owner.refused("'\(name)' is no covariate with levels") }
      let named = try node.objects { (reader) throws(StrictJSONError) in
        let level = try reader.string("stratum")
        return try Self.steps(&reader, level: level, endpoint)
      }
      var ordered: [Stratum] = []
      for level in covariates[place].levels.map(\.name) {
        guard let stratum = named.first(where: { $0.level == level }) else {
          throw node.refused("'\(level)' of '\(name)' has no stratum")
        }
        ordered.append(stratum)
      }
      guard named.count == ordered.count else {
        throw node.refused("a stratum is no level of '\(name)' or stands there twice")
      }
      (strata, stratumCovariate) = (ordered, place)
    } else {
      strata = [try Self.steps(&reader, level: nil, endpoint)]
      stratumCovariate = nil
    }
    hasOnlyHorizons = strata.allSatisfy { $0.times.allSatisfy(endpoint.horizons.contains) }
    let last = strata.map { $0.times.last ?? 0 }.min() ?? 0
    followUp = hasOnlyHorizons ? last : endpoint.followUp ?? last
    for horizon in endpoint.horizons {
      for stratum in strata.indices
      where cumulativeHazard(at: horizon, stratum: stratum) == nil {
        throw reader.node.refused("the baseline has no value at the horizon \(horizon)")
      }
    }
  }

  /// The centers by parameter; 0 for one that is not named.
  private static func centers(
    _ node: JSONNode, _ predictor: LinearPredictor
  ) throws(StrictJSONError) -> [Double] {
    var result = [Double](repeating: 0, count: predictor.parameters.count)
    for (name, value) in try node.members() {
      guard let place = predictor.parameters.firstIndex(of: name) else {
        throw value.refused("'\(name)' is not a parameter of the model")
      }
      result[place] = try value.number()
    }
    return result
  }

  /// `times` and one of the three scales, as cumulative hazards.
  private static func steps(
    _ reader: inout ObjectReader, level: String?, _ endpoint: Endpoint
  ) throws(StrictJSONError) -> Stratum {
    let timesNode = try reader.value("times")
    let times = try timesNode.numbers()
    guard let first = times.first, first > 0, zip(times, times.dropFirst()).allSatisfy(<) else {
      throw timesNode.refused("times are positive and ascend")
    }
    var found: (scale: Scale, node: JSONNode)?
    for scale in Scale.allCases {
      guard let node = reader.optional(scale.rawValue) else { continue }
      guard found == nil else { throw node.refused("the baseline stands there on two scales") }
      found = (scale, node)
    }
    guard let (scale, node) = found else {
      throw reader.node.refused(
        "the baseline is one of " + Scale.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let values = try node.numbers()
    guard values.count == times.count else {
      throw node.refused("there are \(times.count) times and \(values.count) values")
    }
    let hazards = values.map { value in
      switch scale {
      case .survival: value <= 1 ? -Elementary.log(value) : .nan
      case .cumulativeHazard: value
      case .logCumulativeHazard: Elementary.exp(value)
      }
    }
    guard hazards.allSatisfy({ $0.isFinite && $0 >= 0 }),
      zip(hazards, hazards.dropFirst()).allSatisfy(<=)
    else {
      throw node.refused("survival lies above 0, up to 1, and does not rise with time")
    }
    // -log 1 is -0.
    return Stratum(level: level, times: times, cumulativeHazards: hazards.map { $0 + 0 })
  }
}
