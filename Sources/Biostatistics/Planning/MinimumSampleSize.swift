#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The smallest sample for developing a prediction model, by the three criteria of Riley et al.
///
/// With p candidate parameters, R2 Cox and Snell's anticipated R2, and max R2 its maximum:
///
///     (i)   n = p / ((S - 1) log(1 - R2 / S))             with S the least acceptable shrinkage;
///     (ii)  the same with S = R2 / (R2 + d max R2)        d: optimism of Nagelkerke's R2;
///     (iii) the interval of the overall risk reaches no further than m to either side:
///           n = (1.96 / m)^2 e (1 - e)                                   of a binary outcome,
///           n = r (1.96 t / log(1 + m exp(r t)))^2 / mean follow-up      of a time to an event,
///
/// (iii) of times from 1 - exp(-(r +- 1.96 sqrt(r / T)) t) with T = n times the mean follow-up, and
/// the lower limit, which lies further off. Each n is rounded up.
///
/// Sources: Riley RD et al. (2019), Stat Med 38:1276, doi:10.1002/sim.7992; Riley RD et al. (2020),
/// doi:10.1136/bmj.m441.
public struct MinimumSampleSize: Sendable, Equatable {
  /// What a criterion keeps small.
  public enum Criterion: String, Sendable, CaseIterable {
    case shrinkage, optimism, overallRisk
  }

  /// What is planned.
  public struct Plan: Sendable, Equatable {
    /// The outcome.
    public var outcome: PlannedOutcome
    /// Candidate parameters: coefficients before any selection.
    public var parameters: Int
    /// How well the model is expected to predict.
    public var anticipated: AnticipatedR2
    /// S of criterion (i).
    public var shrinkage = 0.9
    /// d of criterion (ii).
    public var optimism = 0.05
    /// m of criterion (iii).
    public var margin = 0.05

    /// A plan with the criteria as published.
    public init(outcome: PlannedOutcome, parameters: Int, anticipated: AnticipatedR2) {
      self.outcome = outcome
      self.parameters = parameters
      self.anticipated = anticipated
    }
  }

  /// What one criterion asks for.
  public struct Requirement: Sendable, Equatable {
    /// Which.
    public let criterion: Criterion
    /// The least n that meets it.
    public let patients: Int
    /// The shrinkage that is expected with it; nil for the overall risk.
    public let shrinkage: Double?
  }

  /// What was planned.
  public let plan: Plan
  /// Cox and Snell's R2 as anticipated.
  public let coxSnellR2: Double
  /// The largest that it can be.
  public let maximalR2: Double
  /// By criterion, in their order.
  public let requirements: [Requirement]
  /// The criterion that asks for most; the first of equals.
  public let deciding: Criterion

  /// Cox and Snell's R2 over its maximum.
  public var nagelkerkeR2: Double { coxSnellR2 / maximalR2 }
  /// The least n that meets all criteria.
  public var patients: Int { requirements.map(\.patients).max() ?? 0 }
  /// Expected among ``patients``.
  public var events: Double { Double(patients) * plan.outcome.eventsPerPatient }
  /// ``events`` for each candidate parameter.
  public var eventsPerParameter: Double { events / Double(plan.parameters) }
  /// The interval of the overall risk among ``patients``: the prevalence, or the cumulative incidence
  /// at the horizon.
  public var overallRisk: (estimate: Double, lower: Double, upper: Double) {
    let n = Double(patients)
    switch plan.outcome {
    case .binary(let e):
      let half = Self.quantile * (e * (1 - e) / n).squareRoot()
      return (e, max(0, e - half), min(1, e + half))
    case .timeToEvent(let rate, let meanFollowUp, let horizon):
      let half = Self.quantile * (rate / (n * meanFollowUp)).squareRoot()
      func risk(_ rate: Double) -> Double { 1 - exp(-max(0, rate) * horizon) }
      return (risk(rate), risk(rate - half), risk(rate + half))
    }
  }

  /// The normal quantile of the published formulas.
  static let quantile = 1.96

  /// - Throws: ``SampleSizeError``.
  public init(_ plan: Plan) throws(SampleSizeError) {
    try plan.check()
    self.plan = plan
    let maximum = plan.outcome.maximalR2
    let r2 = plan.anticipated.coxSnell(for: plan.outcome)
    maximalR2 = maximum
    coxSnellR2 = r2
    guard r2 > 0, r2 < maximum else { throw .impossibleR2(r2, maximum: maximum) }
    guard r2 < plan.shrinkage else { throw .shrinkageBelowR2(plan.shrinkage, r2: r2) }
    let second = r2 / (r2 + plan.optimism * maximum)
    let parameters = Double(plan.parameters)
    func count(forShrinkage s: Double) -> Double { parameters / ((s - 1) * log(1 - r2 / s)) }
    let wanted = [
      (Criterion.shrinkage, count(forShrinkage: plan.shrinkage), plan.shrinkage as Double?),
      (.optimism, count(forShrinkage: second), second),
      (.overallRisk, plan.countForOverallRisk, nil),
    ]
    var requirements: [Requirement] = []
    for (criterion, count, shrinkage) in wanted {
      guard let patients = Int(exactly: count.rounded(.up)), patients < 1 << 53 else {
        throw .tooLarge(criterion)
      }
      requirements.append(
        Requirement(criterion: criterion, patients: patients, shrinkage: shrinkage))
    }
    self.requirements = requirements
    let most = requirements.map(\.patients).max()
    deciding = requirements.first { $0.patients == most }?.criterion ?? .shrinkage
  }
}

extension MinimumSampleSize.Plan {
  /// n of criterion (iii), unrounded.
  fileprivate var countForOverallRisk: Double {
    switch outcome {
    case .binary(let e):
      let ratio = MinimumSampleSize.quantile / margin
      return ratio * ratio * e * (1 - e)
    case .timeToEvent(let rate, let meanFollowUp, let horizon):
      let reach = log1p(margin * exp(rate * horizon))
      let ratio = MinimumSampleSize.quantile * horizon / reach
      return rate * ratio * ratio / meanFollowUp
    }
  }

  fileprivate func check() throws(SampleSizeError) {
    guard parameters >= 1, parameters < 1 << 31 else { throw .noParameters(parameters) }
    func check(_ value: Double, _ quantity: SampleSizeError.Quantity) throws(SampleSizeError) {
      let isFine =
        quantity.isShare ? value > 0 && value < 1 : value > 0 && value.isFinite
      guard isFine else { throw .outOfRange(quantity, value) }
    }
    switch outcome {
    case .binary(let prevalence): try check(prevalence, .prevalence)
    case .timeToEvent(let rate, let meanFollowUp, let horizon):
      try check(rate, .rate)
      try check(meanFollowUp, .meanFollowUp)
      try check(horizon, .horizon)
      guard outcome.eventsPerPatient < 1 else { throw .tooManyEvents(outcome.eventsPerPatient) }
    }
    switch anticipated {
    case .coxSnell(let value): try check(value, .coxSnellR2)
    case .nagelkerke(let value): try check(value, .nagelkerkeR2)
    case .concordance(let value):
      guard value > 0.5, value < 1 else { throw .outOfRange(.concordance, value) }
    }
    try check(shrinkage, .shrinkage)
    try check(optimism, .optimism)
    try check(margin, .margin)
  }
}
