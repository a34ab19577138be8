import Biostatistics
import TestSupport
import Testing

@Suite("Riley's minimum sample size")
struct MinimumSampleSizeTests {
  private static func plan(_ one: Reference) throws -> MinimumSampleSize.Plan {
    let outcome: PlannedOutcome =
      if let prevalence = one["prevalence"].number {
        .binary(prevalence: prevalence)
      } else {
        .timeToEvent(
          rate: one["rate"].number ?? .nan, meanFollowUp: one["meanFollowUp"].number ?? .nan,
          horizon: one["horizon"].number ?? .nan)
      }
    let anticipated: AnticipatedR2 =
      one["r2"].number.map { .coxSnell($0) } ?? one["nagelkerke"].number.map { .nagelkerke($0) }
      ?? .concordance(one["concordance"].number ?? .nan)
    var plan = MinimumSampleSize.Plan(
      outcome: outcome, parameters: Int(one["parameters"].number ?? 0), anticipated: anticipated)
    plan.shrinkage = one["shrinkage"].number ?? plan.shrinkage
    plan.optimism = one["optimism"].number ?? plan.optimism
    plan.margin = one["margin"].number ?? plan.margin
    return plan
  }

  /// sample-size.py searches the least n in 40 digits, and integrates for the C statistic.
  @Test("every criterion asks for the n that a search in 40 digits finds")
  func search() throws {
    let plans = try Reference(named: "sample-size.json")["plans"].array
    #expect(plans.count == 12)
    for one in plans {
      let size = try MinimumSampleSize(try Self.plan(one))
      #expect(size.requirements.map { Double($0.patients) } == one["patients"].numbers, "\(one)")
      // Exact but for the functions of the C library.
      expectClose(size.coxSnellR2, one["coxSnellR2"].number ?? .nan, relative: 1e-12)
      expectClose(size.maximalR2, one["maximalR2"].number ?? .nan, relative: 1e-12)
      #expect(Double(size.patients) == one["patients"].numbers.max())
      #expect(size.requirements.first { $0.criterion == size.deciding }?.patients == size.patients)
    }
  }

  /// Riley et al. 2019 (doi:10.1002/sim.7992), Chagas disease: 24 parameters, prevalence 17.4 %, R2
  /// 0.288: 4.8 events a parameter. By criterion as printed by pmsampsize, a program by the authors:
  /// 623, 662 and 221 patients; shrinkage 0.905; maximal R2 0.603; Nagelkerke's 0.477; 116 events.
  @Test("Chagas disease needs 662 patients and 4.8 events a parameter")
  func chagas() throws {
    let size = try MinimumSampleSize(
      .init(outcome: .binary(prevalence: 0.174), parameters: 24, anticipated: .coxSnell(0.288)))
    #expect(size.requirements.map(\.patients) == [623, 662, 221])
    #expect(size.patients == 662)
    #expect(size.deciding == .optimism)
    #expect(size.events.rounded(.up) == 116)
    expectClose(size.eventsPerParameter, 4.8, absolute: 0.005)
    expectClose(size.requirements[1].shrinkage ?? .nan, 0.905, absolute: 0.0005)
    expectClose(size.maximalR2, 0.603, absolute: 0.0005)
    expectClose(size.nagelkerkeR2, 0.477, absolute: 0.0005)
  }

  /// pmsampsize from a C statistic of 0.89: R2 0.2908 by simulation (a million patients), and 615,
  /// 660, 221 patients.
  @Test("a C statistic of 0.89 gives the R2 that the authors' program simulates")
  func concordance() throws {
    let size = try MinimumSampleSize(
      .init(outcome: .binary(prevalence: 0.174), parameters: 24, anticipated: .concordance(0.89)))
    expectClose(size.coxSnellR2, 0.2908, absolute: 0.001)
    #expect(size.requirements.map(\.patients) == [615, 660, 221])
  }

  /// Riley et al. 2020 (doi:10.1136/bmj.m441), recurrent venous thromboembolism: 30 parameters, R2
  /// 0.051, 0.065 events a person-year, mean follow-up 2.07 years, horizon 2 years: 5143 patients,
  /// 692 events, 23.07 a parameter. The interval of the risk, 0.122 (0.113 to 0.130), and the 1039 of
  /// criterion (ii) are printed by pmsampsize, which gives no n for criterion (iii) by itself.
  @Test("recurrent venous thromboembolism needs 5143 patients and 23.07 events a parameter")
  func thromboembolism() throws {
    let size = try MinimumSampleSize(
      .init(
        outcome: .timeToEvent(rate: 0.065, meanFollowUp: 2.07, horizon: 2), parameters: 30,
        anticipated: .coxSnell(0.051)))
    #expect(size.requirements.prefix(2).map(\.patients) == [5143, 1039])
    #expect(size.patients == 5143)
    #expect(size.deciding == .shrinkage)
    #expect(size.events.rounded(.up) == 692)
    expectClose(size.eventsPerParameter, 23.07, absolute: 0.005)
    expectClose(size.maximalR2, 0.555, absolute: 0.0005)
    let risk = size.overallRisk
    expectClose([risk.estimate, risk.lower, risk.upper], [0.122, 0.113, 0.130], absolute: 0.0005)
  }

  /// As n = 384.16 for p = 0.5 and a margin of 0.05: (1.96 / 0.05)^2 / 4, the textbook's 385.
  @Test("an overall risk of one half known to within 0.05 needs 385 patients")
  func overallRisk() throws {
    let size = try MinimumSampleSize(
      .init(outcome: .binary(prevalence: 0.5), parameters: 1, anticipated: .coxSnell(0.5)))
    #expect(size.deciding == .overallRisk)
    #expect(size.patients == 385)
    expectClose(size.overallRisk.upper, 0.55, absolute: 0.0001)
  }

  @Test("R2 grows with the C statistic from 0")
  func monotone() {
    for outcome in [
      PlannedOutcome.binary(prevalence: 0.1),
      .timeToEvent(rate: 0.1, meanFollowUp: 3, horizon: 5),
    ] {
      let values = [0.5 + 1e-9, 0.6, 0.7, 0.8, 0.9, 0.99].map {
        AnticipatedR2.concordance($0).coxSnell(for: outcome)
      }
      #expect(values[0].magnitude < 1e-12)
      #expect(zip(values, values.dropFirst()).allSatisfy(<))
      #expect(values[5] < outcome.maximalR2)
    }
  }

  @Test("what no sample has is refused in a sentence")
  func refusals() {
    func error(
      _ outcome: PlannedOutcome, parameters: Int = 10,
      _ anticipated: AnticipatedR2 = .coxSnell(0.1),
      _ change: (inout MinimumSampleSize.Plan) -> Void = { _ in }
    ) -> String? {
      var plan = MinimumSampleSize.Plan(
        outcome: outcome, parameters: parameters, anticipated: anticipated)
      change(&plan)
      do {
        _ = try MinimumSampleSize(plan)
        return nil
      } catch {
        return error.description
      }
    }
    let half = PlannedOutcome.binary(prevalence: 0.5)
    #expect(error(half) == nil)
    #expect(
      error(half, parameters: 0)
        == "A model has 1 candidate parameter or more, not 0; count every coefficient, also those "
        + "that may be left out later.")
    #expect(
      error(.binary(prevalence: 1)) == "The prevalence lies between 0 and 1, not at 1.0.")
    #expect(
      error(.timeToEvent(rate: 0, meanFollowUp: 1, horizon: 1))
        == "The rate is above 0, not at 0.0.")
    #expect(
      error(.timeToEvent(rate: 0.1, meanFollowUp: .infinity, horizon: 1))
        == "The mean follow-up is above 0, not at inf.")
    #expect(
      error(.timeToEvent(rate: 0.1, meanFollowUp: 1, horizon: -1))
        == "The horizon is above 0, not at -1.0.")
    #expect(
      error(.timeToEvent(rate: 0.5, meanFollowUp: 2, horizon: 1))
        == "Rate times mean follow-up gives 1.0 events a patient, and nobody has more than one; "
        + "state both in one unit of time.")
    #expect(
      error(half, .concordance(0.5)) == "The C statistic lies between 0.5 and 1, not at 0.5.")
    #expect(
      error(half, .coxSnell(0.8))
        == "Cox and Snell's R2 of this outcome lies between 0 and 0.75, not at 0.8; if it is "
        + "Nagelkerke's, say so.")
    #expect(error(half, .nagelkerke(.nan)) == "Nagelkerke's R2 lies between 0 and 1, not at nan.")
    #expect(
      error(half, .coxSnell(0.5)) { $0.shrinkage = 0.4 }
        == "The shrinkage of 0.4 lies below the R2 of 0.5, which no sample size gives; ask for 0.9."
    )
    #expect(error(half) { $0.optimism = 0 } == "The optimism lies between 0 and 1, not at 0.0.")
    #expect(error(half) { $0.margin = 2 } == "The margin lies between 0 and 1, not at 2.0.")
    #expect(
      error(half, .coxSnell(1e-18))
        == "The criterion 'shrinkage' asks for more patients than there can be; look for a rate or "
        + "an R2 that is too small.")
  }
}
