internal import Distributions

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The outcome of a planned prediction model.
public enum PlannedOutcome: Sendable, Equatable {
  /// Of a logistic model: the share of patients who have it.
  case binary(prevalence: Double)
  /// Of a Cox model: events a person and unit of time, the mean follow-up, and the time of
  /// interest, in one unit.
  case timeToEvent(rate: Double, meanFollowUp: Double, horizon: Double)

  /// Events a patient: the prevalence, or rate times mean follow-up.
  public var eventsPerPatient: Double {
    switch self {
    case .binary(let prevalence): prevalence
    case .timeToEvent(let rate, let meanFollowUp, _): rate * meanFollowUp
    }
  }

  /// The largest Cox-Snell R2 that a model can have:
  ///
  ///     1 - exp(2 l0),   l0 = e log e + (1 - e) log(1 - e)   of a binary outcome,
  ///                      l0 = e log e - e                    of a time to an event,
  ///
  /// l0 being the log likelihood a patient without predictors and e the events a patient; for times
  /// those of an exponential model whose unit is the mean follow-up.
  ///
  /// Sources: Riley RD et al. (2019), doi:10.1002/sim.7992; with the mean follow-up as unit, Riley RD
  /// et al. (2020), doi:10.1136/bmj.m441.
  public var maximalR2: Double {
    let e = eventsPerPatient
    switch self {
    case .binary: return 1 - exp(2 * (e * log(e) + (1 - e) * log(1 - e)))
    case .timeToEvent: return 1 - exp(2 * (e * log(e) - e))
    }
  }
}

/// How well a planned model is expected to predict.
public enum AnticipatedR2: Sendable, Equatable {
  /// Cox and Snell's R2, adjusted for optimism or from a validation.
  case coxSnell(Double)
  /// Nagelkerke's R2: Cox and Snell's over its maximum.
  case nagelkerke(Double)
  /// The concordance (C statistic) of a model like it.
  case concordance(Double)

  /// Cox and Snell's R2, for a planned outcome.
  ///
  /// Of a concordance C with a binary outcome: the linear predictor is taken to be normal with equal
  /// variance among those with and without it, so that the means are mu = sqrt(2) times the normal
  /// quantile of C standard deviations apart and logit p = log(e / (1 - e)) + mu x - mu^2 / 2. The R2
  /// is then
  ///
  ///     1 - exp(2 l0 - 2 l),   l = e E[log p(X + mu)] + (1 - e) E[log(1 - p(X))],   X normal,
  ///
  /// by the trapezoid rule: what Riley et al. find by simulating a million patients. With a time to
  /// an event: from C to Royston's D, its R2, O'Quigley's R2, and from that the likelihood ratio
  /// (Jinks et al.).
  ///
  /// Sources: Riley RD, Van Calster B, Collins GS (2021), doi:10.1002/sim.8806; Jinks RC, Royston P,
  /// Parmar MKB (2015), doi:10.1186/s12874-015-0078-y; Riley RD et al. (2019),
  /// doi:10.1002/sim.7992.
  public func coxSnell(for outcome: PlannedOutcome) -> Double {
    switch self {
    case .coxSnell(let r2): r2
    case .nagelkerke(let r2): r2 * outcome.maximalR2
    case .concordance(let c):
      switch outcome {
      case .binary(let prevalence): Self.binary(concordance: c, prevalence: prevalence)
      case .timeToEvent: Self.timeToEvent(concordance: c, events: outcome.eventsPerPatient)
      }
    }
  }

  private static func binary(concordance c: Double, prevalence e: Double) -> Double {
    let mu = 2.0.squareRoot() * NormalDistribution.quantile(c)
    let intercept = log(e / (1 - e)) - mu * mu / 2
    // log p(x) = -log(1 + exp(-eta)), without overflow.
    func logProbability(_ eta: Double) -> Double {
      eta > 0 ? -log1p(exp(-eta)) : eta - log1p(exp(eta))
    }
    // The integrand is analytic and falls as a normal density: the trapezoid rule is right to
    // rounding at this step.
    let step = 1.0 / 16
    var gain = 0.0
    for k in -160...160 {
      let x = Double(k) * step
      let density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      let cases = logProbability(intercept + mu * (x + mu))
      let others = logProbability(-(intercept + mu * x))
      gain += step * density * (e * cases + (1 - e) * others)
    }
    let none = e * log(e) + (1 - e) * log(1 - e)
    return 1 - exp(2 * (none - gain))
  }

  private static func timeToEvent(concordance c: Double, events e: Double) -> Double {
    let d = 5.50 * (c - 0.5) + 10.26 * (c - 0.5) * (c - 0.5) * (c - 0.5)
    let explained = Double.pi / 8 * d * d
    let noise = Double.pi * Double.pi / 6
    let r2OfD = explained / (noise + explained)
    let oQuigley = noise * r2OfD / (1 - (1 - noise) * r2OfD)
    // LR / n = -e log(1 - R2 of O'Quigley).
    return 1 - exp(e * log(1 - oQuigley))
  }
}
