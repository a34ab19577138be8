public import Biostatistics
internal import PrognosticModels
public import StrictJSON

/// The minimum sample size of a planned model, as text for people and as JSON for programs.
public struct SampleSizeReport: Sendable {
  /// What is reported.
  public let size: MinimumSampleSize

  /// Reports a sample size.
  public init(_ size: MinimumSampleSize) { self.size = size }

  private var outcome: PlannedOutcome { size.plan.outcome }

  private var isBinary: Bool { if case .binary = outcome { true } else { false } }

  /// What each criterion asks for, and the sample that meets all.
  public var text: String {
    let plan = size.plan
    var table = TextTable(header: ["criterion", "patients", "expected shrinkage"])
    for requirement in size.requirements {
      table.add(
        [words(of: requirement.criterion), "\(requirement.patients)"]
          + (requirement.shrinkage.map { [NumberText.fixed($0, 3)] } ?? []))
    }
    let risk = size.overallRisk
    let risks = [risk.estimate, risk.lower, risk.upper].map { NumberText.fixed($0, 3) }
    return """
      Minimum sample size for developing a \(isBinary ? "logistic" : "Cox") model, after Riley et al.
        \(plan.parameters) candidate parameter\(plan.parameters == 1 ? "" : "s"), \(assumption)
        Cox and Snell's R2 \(NumberText.plain(size.coxSnellR2, 4)) of at most \
      \(NumberText.plain(size.maximalR2, 4)), Nagelkerke's \(NumberText.plain(size.nagelkerkeR2, 4))

      \(table.text)
        \(size.patients) patients with \(Int(size.events.rounded(.up))) events, \
      \(NumberText.plain(size.eventsPerParameter, 4)) events a parameter; \
      decided by: \(words(of: size.deciding))
        overall risk with as many: \(risks[0]) (\(risks[1]) to \(risks[2]))

      """
  }

  private var assumption: String {
    switch outcome {
    case .binary(let prevalence): "prevalence \(NumberText.plain(prevalence))"
    case .timeToEvent(let rate, let meanFollowUp, let horizon):
      "\(NumberText.plain(rate)) events a person and unit of time, mean follow-up "
        + "\(NumberText.plain(meanFollowUp)), horizon \(NumberText.plain(horizon))"
    }
  }

  private func words(of criterion: MinimumSampleSize.Criterion) -> String {
    switch criterion {
    case .shrinkage: "shrinkage of \(NumberText.plain(size.plan.shrinkage)) or more"
    case .optimism: "optimism of Nagelkerke's R2 of \(NumberText.plain(size.plan.optimism)) or less"
    case .overallRisk: "overall risk known to within \(NumberText.plain(size.plan.margin))"
    }
  }

  /// `{"kind": "sampleSize", "model": ..., "patients": ..., "criteria": [...]}`.
  public var json: JSONValue {
    let plan = size.plan
    let risk = size.overallRisk
    return .object([
      ("kind", .string("sampleSize")),
      ("model", .string(isBinary ? "logistic" : "cox")),
      ("parameters", .integer(plan.parameters)),
      ("assumed", assumed),
      ("coxSnellR2", .number(size.coxSnellR2)),
      ("maximalR2", .number(size.maximalR2)),
      ("nagelkerkeR2", .number(size.nagelkerkeR2)),
      (
        "criteria",
        .array(
          size.requirements.map { requirement in
            .object([
              ("criterion", .string(requirement.criterion.rawValue)),
              ("limit", .number(limit(of: requirement.criterion))),
              ("patients", .integer(requirement.patients)),
              ("expectedShrinkage", .optional(requirement.shrinkage)),
            ])
          })
      ),
      ("patients", .integer(size.patients)),
      ("events", .number(size.events)),
      ("eventsPerParameter", .number(size.eventsPerParameter)),
      ("decidedBy", .string(size.deciding.rawValue)),
      (
        "overallRisk",
        .object([
          ("estimate", .number(risk.estimate)), ("interval", .numbers([risk.lower, risk.upper])),
        ])
      ),
      ("sources", .strings(["doi:10.1002/sim.7992", "doi:10.1136/bmj.m441"])),
      ("version", .string(Version.current)),
    ])
  }

  private var assumed: JSONValue {
    switch outcome {
    case .binary(let prevalence): .object([("prevalence", .number(prevalence))])
    case .timeToEvent(let rate, let meanFollowUp, let horizon):
      .object([
        ("rate", .number(rate)), ("meanFollowUp", .number(meanFollowUp)),
        ("horizon", .number(horizon)),
      ])
    }
  }

  private func limit(of criterion: MinimumSampleSize.Criterion) -> Double {
    switch criterion {
    case .shrinkage: size.plan.shrinkage
    case .optimism: size.plan.optimism
    case .overallRisk: size.plan.margin
    }
  }
}
