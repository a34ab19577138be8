internal import CKernels
internal import Terms

/// A baseline, effects of treatment and who is eligible, compiled once, for those who ask of many
/// patients.
///
/// For each effect and each time of the baseline a ``SurvivalBenefit``. With a ``Scorer`` of cumulative
/// hazard H(t) and relative hazard r,
///
///     S₀ = exp(-H r),  S₁ = exp(-H r HR)
///
/// so that a hazard ratio of 1 has the bits of S₀. A scorer with standard errors puts them into the
/// interval, by the quadrature of `BenefitDistribution`; one without leaves `survivalWithout.interval`
/// nil. One patient is answered without an allocation. It does not change and may be used from several
/// threads at once.
public final class NeoadjuvantBenefit: Sendable {
  /// Where survival without the treatment comes from.
  public enum Baseline: Sendable {
    /// A model of survival over time.
    case scorer(Scorer)
    /// Survivals of one's own, time by time; patients have no covariates.
    case survivals([BaselineSurvival])
  }

  public let baseline: Baseline
  public let effects: [RatioEstimate]
  /// Nil where nobody asked who is eligible.
  public let eligibility: CompiledEligibility?
  /// Times of the baseline.
  public let horizonCount: Int
  /// Values that a patient has.
  public let covariateCount: Int
  let ratios: [CompiledRatio]
  /// What never changes: the answers of survivals of one's own.
  private let fixed: [SurvivalBenefit]

  /// - Throws: ``BenefitError`` for a baseline that is no survival over time or has no times, and for no
  ///   effects.
  public init(
    baseline: Baseline, effects: [RatioEstimate], eligibility: CompiledEligibility? = nil
  ) throws(BenefitError) {
    guard !effects.isEmpty else { throw .noEffect }
    switch baseline {
    case .scorer(let scorer):
      guard scorer.kind == sarcoma_answer_survival else { throw .noSurvivalBaseline }
      horizonCount = scorer.horizonCount
      covariateCount = scorer.covariateCount
      fixed = []
    case .survivals(let survivals):
      horizonCount = survivals.count
      covariateCount = 0
      fixed = effects.flatMap { ratio in
        survivals.map { SurvivalBenefit(without: $0, ratio: ratio) }
      }
    }
    guard horizonCount > 0 else { throw .noHorizon }
    self.baseline = baseline
    self.effects = effects
    self.eligibility = eligibility
    ratios = effects.map(CompiledRatio.init)
  }

  /// How many answers a patient has: the times of the first effect, then those of the second, and so on.
  public var count: Int { effects.count * horizonCount }

  /// The answers for one patient.
  ///
  /// - Throws: ``BenefitError/covariates(_:wanted:)``.
  public func benefits(of patient: CovariateVector) throws(BenefitError) -> [SurvivalBenefit] {
    guard patient.values.count == covariateCount else {
      throw .covariates(patient.values.count, wanted: covariateCount)
    }
    return [SurvivalBenefit](unsafeUninitializedCapacity: count) { room, written in
      guard let address = room.baseAddress else { return }
      benefits(patient.values, into: address)
      written = count
    }
  }

  /// The answers for one patient, given by as many values as there are covariates, checked by whoever
  /// encoded them, into room for ``count``. Allocates nothing up to 8 effects of 3 times.
  public func benefits(
    _ values: UnsafePointer<Double>, into answers: UnsafeMutablePointer<SurvivalBenefit>
  ) {
    switch baseline {
    case .survivals:
      fixed.withUnsafeBufferPointer {
        if let address = $0.baseAddress { answers.initialize(from: address, count: $0.count) }
      }
    case .scorer(let scorer): score(scorer, values, answers)
    }
  }

  /// The same with who is eligible, by the values that ``CompiledEligibility/encode(_:)`` gives. Nil
  /// where eligibility was not compiled.
  public func benefits(
    _ values: UnsafePointer<Double>, eligibility criteria: UnsafePointer<Double>,
    into answers: UnsafeMutablePointer<SurvivalBenefit>
  ) -> CompiledEligibility.Answer? {
    benefits(values, into: answers)
    return eligibility?.evaluate(criteria)
  }

  private func score(
    _ scorer: Scorer, _ values: UnsafePointer<Double>,
    _ answers: UnsafeMutablePointer<SurvivalBenefit>
  ) {
    let times = horizonCount
    let relative = scorer.relativeHazard(linearPredictor: scorer.linearPredictor(values))
    let stratum = scorer.stratum(values)
    let hazards = scorer.patientHazards + stratum &* 4 &* scorer.fours
    ratios.withUnsafeBufferPointer { ratios in
      let count = ratios.count &* times
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 4 &* count &+ times) { room in
        guard let room = room.baseAddress else { return }
        // Of each answer: without, with, and with at the upper and the lower end of the ratio.
        var four = room
        for ratio in ratios {
          for t in 0..<times {
            let hazard = -(hazards[t] * relative)
            four[0] = hazard
            four[1] = hazard * (ratio.measure == .hazardRatio ? ratio.estimate : 1)
            four[2] = hazard * (ratio.measure == .hazardRatio ? ratio.upper : 1)
            four[3] = hazard * (ratio.measure == .hazardRatio ? ratio.lower : 1)
            four += 4
          }
        }
        sarcoma_exp_fours(room, count)
        let errors = four
        let isUncertain = scorer.standardErrors(values, into: errors)
        var answer = answers
        four = room
        for ratio in ratios {
          for t in 0..<times {
            if ratio.measure == .oddsRatio {
              four[1] = ratio.measure.survival(four[0], ratio: ratio.estimate)
              four[2] = ratio.measure.survival(four[0], ratio: ratio.upper)
              four[3] = ratio.measure.survival(four[0], ratio: ratio.lower)
            }
            answer.initialize(
              to: SurvivalBenefit(
                without: four[0], with: four[1], least: four[2], greatest: four[3],
                confidence: ratio.confidence))
            if isUncertain {
              answer.pointee.carry(
                logHazard: Elementary.log(hazards[t] * relative), standardError: errors[t],
                ofBaseline: ratio)
            }
            four += 4
            answer += 1
          }
        }
      }
    }
  }
}

extension SurvivalBenefit {
  /// Carries the baseline's uncertainty, and tells it.
  fileprivate mutating func carry(
    logHazard: Double, standardError: Double, ofBaseline ratio: CompiledRatio
  ) {
    let half = ratio.normalQuantile * standardError
    survivalWithout.interval = Self.interval(
      Elementary.exp(-Elementary.exp(logHazard + half)),
      Elementary.exp(-Elementary.exp(logHazard - half)))
    carry(logHazard: logHazard, standardError: standardError, ratio)
  }
}
