public import Biostatistics
public import PrognosticModels

/// Survival curves by group as text for people and as JSON for programs.
public struct SurvivalFitReport: Sendable {
  /// A test between groups, and what it is called.
  public struct Comparison: Sendable {
    /// The test's name, as it is printed.
    public let name: String
    /// The groups' labels, in the order of the test's codes.
    public let groups: [String]
    /// The test of the groups.
    public let test: LogRankTest
    /// A test with the words for it.
    public init(name: String, groups: [String], test: LogRankTest) {
      self.name = name
      self.groups = groups
      self.test = test
    }
  }

  /// Where the rows came from, and where the others went.
  public let frame: SurvivalFrame
  /// What each curve is of; one empty label for a single curve.
  public let labels: [String]
  /// One curve a label.
  public let curves: [SurvivalCurve]
  /// The estimator's name, as it is printed.
  public let estimator: String
  /// What the table's times count; printed, and used to place the horizons.
  public let timeUnit: TimeUnit
  /// The times of interest, ascending.
  public let horizons: [Horizon]
  /// Horizon of the restricted mean; nil for the last time of each curve.
  public let meanHorizon: Horizon?
  /// Nil where no test was asked for.
  public let comparison: Comparison?

  /// Gathers what is to be said; the horizons are put into the order of time.
  public init(
    _ frame: SurvivalFrame, labels: [String], curves: [SurvivalCurve], estimator: String,
    timeUnit: TimeUnit, horizons: [Horizon], meanHorizon: Horizon?, comparison: Comparison?
  ) {
    self.frame = frame
    self.labels = labels
    self.curves = curves
    self.estimator = estimator
    self.timeUnit = timeUnit
    self.horizons = horizons.sorted { $0.time(in: timeUnit) < $1.time(in: timeUnit) }
    self.meanHorizon = meanHorizon
    self.comparison = comparison
  }

  func restrictedMean(_ curve: SurvivalCurve) -> RestrictedMean? {
    curve.restrictedMean(to: meanHorizon?.time(in: timeUnit))
  }

  func estimates(_ curve: SurvivalCurve) -> [SurvivalCurveEstimate] {
    curve.estimates(at: horizons.map { $0.time(in: timeUnit) })
  }
}

extension SurvivalFitReport {
  /// What a reader wants to see first: groups, medians, survival at the horizons, the test.
  public var text: String {
    var out = "Survival by \(estimator)\n\(frame.formula.text)\n\n\(frame.rowAccount)\n\n"
    let interval = percentText(curves.first?.confidenceLevel ?? 0.95)
    let unit = timeUnit.rawValue
    var summary = TextTable(header: [
      "group", "n", "events", "median (\(unit)s)", "\(interval) interval", "restricted mean",
      "std. error",
    ])
    for (label, curve) in zip(labels, curves) {
      let median = curve.median
      let mean = restrictedMean(curve)
      summary.add([
        label.isEmpty ? "all" : label, "\(curve.rowCount)",
        NumberText.count(curve.events.reduce(0, +)), time(median.time),
        "\(time(median.lower)) to \(time(median.upper))",
        mean.map { NumberText.plain($0.mean) } ?? "-",
        mean.map { NumberText.significant($0.standardError, 4) } ?? "-",
      ])
    }
    out += summary.text
    if !horizons.isEmpty {
      var table = TextTable(header: [
        "survival", "at", "at risk", "events", "survival", "\(interval) interval",
      ])
      var carried = false
      for (label, curve) in zip(labels, curves) {
        for (horizon, estimate) in zip(horizons, estimates(curve)) {
          carried = carried || estimate.isBeyondFollowUp
          table.add([
            label.isEmpty ? "all" : label, horizon.text + (estimate.isBeyondFollowUp ? " *" : ""),
            NumberText.count(estimate.atRisk), NumberText.count(estimate.events),
            NumberText.percent(estimate.survival),
            "\(NumberText.fixed(100 * estimate.lower, 1)) to "
              + NumberText.fixed(100 * estimate.upper, 1),
          ])
        }
      }
      out += "\n" + table.text
      if carried { out += "  * beyond the last follow-up; the last value is carried on\n" }
    }
    if let comparison { out += "\n" + text(of: comparison) }
    if !frame.warnings.isEmpty {
      out += "\nPlease note\n"
      for warning in frame.warnings { out += "  - \(warning.message)\n" }
    }
    return out
  }

  private func time(_ value: Double?) -> String {
    value.map { NumberText.plain($0) } ?? "not reached"
  }

  private func text(of comparison: Comparison) -> String {
    let test = comparison.test
    var table = TextTable(header: [comparison.name, "n", "observed", "expected"])
    for (group, label) in comparison.groups.enumerated() {
      table.add([
        label, "\(test.groupSizes[group])", NumberText.plain(test.observed[group]),
        NumberText.plain(test.expected[group]),
      ])
    }
    return table.text + "  chi-square \(NumberText.fixed(test.chiSquare, 2)) on "
      + "\(test.degreesOfFreedom) degree\(test.degreesOfFreedom == 1 ? "" : "s") of freedom, p \(NumberText.p(test.pValue))\n"
  }
}
