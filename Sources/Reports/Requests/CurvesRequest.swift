public import Biostatistics
public import Figures
public import StrictJSON

/// A test that compares groups.
public enum GroupTest: String, Sendable, CaseIterable {
  case logrank, peto

  /// As it is printed.
  var name: String { self == .logrank ? "log-rank test" : "Peto-Peto test" }
}

/// An estimator of survival curves, as an option names it.
public enum CurveEstimator: String, Sendable, CaseIterable {
  case kaplanMeier = "kaplan-meier"
  case nelsonAalen = "nelson-aalen"
  case flemingHarrington = "fleming-harrington"

  /// As it is printed.
  var name: String {
    switch self {
    case .kaplanMeier: "Kaplan-Meier"
    case .nelsonAalen: "Nelson-Aalen"
    case .flemingHarrington: "Fleming-Harrington"
    }
  }
}

/// Survival curves of groups as a question, with the options of `sarcoma survfit` in camel case:
///
///     {"at": ["1y", "5y"], "test": "logrank"}
public struct CurvesRequest: FormulaRequest {
  /// Outcome and groups in R's language.
  public var formula: String
  public var frame = FrameRequest()
  public var estimation = EstimationRequest()
  public var estimator = CurveEstimator.kaplanMeier
  /// Nil for no comparison.
  public var test: GroupTest?
  /// Times of interest.
  public var times: StatedTimes?
  /// Survival given being free of the event until then.
  public var startTime: StatedTimes?
  /// Horizon of the restricted mean.
  public var meanHorizon: StatedTimes?

  /// Kaplan and Meier's estimator.
  public init(formula: String) { self.formula = formula }

  /// Takes the options that an object of JSON states.
  public mutating func read(_ reader: inout ObjectReader) throws {
    try frame.read(&reader)
    try estimation.read(&reader, &frame)
    if let choice = reader.optional("estimator") { estimator = try choice.oneOf() }
    test = try reader.optional("test")?.oneOf()
    times = try reader.optional("at").map { try StatedTimes($0) }
    startTime = try reader.optional("startTime").map { try StatedTimes($0) }
    meanHorizon = try reader.optional("rmean").map { try StatedTimes($0) }
  }

  /// Refuses options that contradict one another.
  public func check() throws(OptionError) {
    try estimation.check()
    if test != nil, frame.options.weights != nil { throw .weightedTest }
    let unit = frame.timeUnit
    _ = try times?.horizons(of: "at", bareUnit: unit)
    _ = try startTime?.horizon(of: "startTime", bareUnit: unit)
    _ = try meanHorizon?.horizon(of: "rmean", bareUnit: unit)
  }

  /// Estimates the curves.
  public func answer(on table: Table) throws(AnalysisError) -> SurvivalFitReport {
    try AnalysisError.wrapping {
      try check()
      let unit = frame.timeUnit
      let survival = try SurvivalFrame(
        try Formula(formula), in: try table.withMissing(frame.missing), options: frame.options)
      let groups = survival.groups
      return SurvivalFitReport(
        survival, labels: groups?.labels ?? [""], curves: try curves(survival, groups),
        estimator: estimator.name, timeUnit: unit,
        horizons: try times?.horizons(of: "at", bareUnit: unit) ?? [],
        meanHorizon: try meanHorizon?.horizon(of: "rmean", bareUnit: unit),
        comparison: try comparison(survival))
    }
  }

  private func curves(_ survival: SurvivalFrame, _ groups: Groups?) throws -> [SurvivalCurve] {
    let variance: CurveVariance = estimation.robust ? .infinitesimalJackknife : .automatic
    let scale = estimation.confidenceType.scale
    let start = try startTime?.horizon(of: "startTime", bareUnit: frame.timeUnit)?
      .time(in: frame.timeUnit)
    if estimator == .kaplanMeier {
      return try KaplanMeier(
        survival.outcomes, weights: survival.weights, groups: groups?.codes,
        groupCount: groups?.labels.count, clusters: survival.clusters, startTime: start,
        confidenceLevel: estimation.confidence, confidenceScale: scale, variance: variance
      ).curves
    }
    return try NelsonAalen(
      survival.outcomes, weights: survival.weights, groups: groups?.codes,
      groupCount: groups?.labels.count, clusters: survival.clusters, startTime: start,
      hazard: estimator == .nelsonAalen ? .nelsonAalen : .flemingHarrington,
      confidenceLevel: estimation.confidence, confidenceScale: scale, variance: variance
    ).curves
  }

  private func comparison(_ survival: SurvivalFrame) throws -> SurvivalFitReport.Comparison? {
    guard let test else { return nil }
    guard let groups = survival.comparedGroups, groups.labels.count > 1 else {
      throw OneGroup()
    }
    return SurvivalFitReport.Comparison(
      name: test.name, groups: groups.labels,
      test: try LogRankTest(
        survival.outcomes, groups: groups.codes, groupCount: groups.labels.count,
        strata: survival.strata?.codes, rho: test == .logrank ? 0 : 1))
  }
}

/// A test was asked for and the formula makes one group.
struct OneGroup: Error, CustomStringConvertible {
  var description: String { "A test needs two groups or more; the formula gives one." }
}

extension SurvivalFitReport: ReportAnswer {
  /// The curves with their table of risk.
  public func figure(_ request: FigureRequest) throws(AnalysisError) -> Figure {
    try AnalysisError.wrapping {
      try request.only("survival")
      return figure
    }
  }
}
