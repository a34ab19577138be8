internal import Terms

extension Form {
  /// What must hold of every form and does not, a sentence each: a rule has exactly one answer for
  /// every combination of levels and bounds; survival lies in 0...1 and does not rise with time or
  /// with the linear predictor.
  func structuralFaults(of covariates: [ModelCovariate]) -> [String] {
    switch self {
    case .criteria(let criteria):
      guard let walk = criteria.walk(of: covariates) else {
        return ["Its rules have too many combinations to walk."]
      }
      var faults: [String] = []
      if !walk.unanswered.isEmpty {
        faults.append("\(walk.unanswered.count) combinations of values have no answer.")
      }
      for rule in walk.idleRules { faults.append("Rule \(rule + 1) answers nobody.") }
      return faults
    case .proportionalHazards(let hazards): return Self.faults(of: hazards)
    case .subdistributionHazards(let hazards): return Self.faults(of: hazards.hazards)
    case .logistic(let logistic):
      let values = Self.predictors.map { logistic.probability(linearPredictor: $0) }
      return Self.inUnitInterval(values) && zip(values, values.dropFirst()).allSatisfy(<=)
        ? [] : ["Its probability does not rise with the linear predictor."]
    case .points(let points):
      guard let curve = points.total?.probability else { return [] }
      let values = curve.nodes.map(\.y)
      let isMonotone =
        zip(values, values.dropFirst()).allSatisfy(<=)
        || zip(values, values.dropFirst()).allSatisfy(>=)
      return Self.inUnitInterval(values) && isMonotone
        ? [] : ["Its probability is not monotone in the points, or not within 0 and 1."]
    }
  }

  private static let predictors = stride(from: -8.0, through: 8.0, by: 0.5)

  private static func faults(of hazards: ProportionalHazards) -> [String] {
    guard let baseline = hazards.baseline else { return [] }
    var faults: [String] = []
    for stratum in baseline.strata.indices {
      let times = baseline.strata[stratum].times.filter { $0 <= baseline.followUp }
      let byTime = times.map {
        hazards.survival(at: $0, linearPredictor: baseline.at, stratum: stratum) ?? .nan
      }
      if !inUnitInterval(byTime) || !zip(byTime, byTime.dropFirst()).allSatisfy(>=) {
        faults.append("Survival rises with time, or leaves 0 to 1.")
      }
      guard let last = times.last else { continue }
      let byPredictor = predictors.map {
        hazards.survival(at: last, linearPredictor: baseline.at + $0, stratum: stratum) ?? .nan
      }
      if !inUnitInterval(byPredictor) || !zip(byPredictor, byPredictor.dropFirst()).allSatisfy(>=) {
        faults.append("Survival rises with the linear predictor.")
      }
    }
    return faults
  }

  private static func inUnitInterval(_ values: [Double]) -> Bool {
    values.allSatisfy { $0 >= 0 && $0 <= 1 }
  }
}
