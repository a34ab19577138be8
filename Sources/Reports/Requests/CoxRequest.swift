public import Biostatistics
internal import PrognosticModels
public import StrictJSON

/// A Cox fit as a question, which the command line asks with flags and other programs with an object
/// of JSON, the flags' names in camel case:
///
///     {"ties": "efron", "where": "age > 18", "at": ["1y", "5y"], "predict": ["age=50"]}
public struct CoxRequest: FormulaRequest {
  /// The model in R's language.
  public var formula: String
  public var frame = FrameRequest()
  public var estimation = EstimationRequest()
  public var search = SearchRequest()
  public var ties = TieHandling.efron
  /// Whether the JSON holds the baseline; nil for a baseline of up to 10,000 times.
  public var showsBaseline: Bool?
  /// Patients to be predicted.
  public var patients: [StatedCovariates] = []
  /// Paths to be predicted, each named, as rows of (start, stop] with covariates.
  public var paths: [(label: String, table: Table)] = []
  /// Times of ``patients`` and ``paths``.
  public var times: StatedTimes?
  public var testsProportionalHazards = true
  /// Function of time of the test and of the coefficients over time.
  public var transform = TimeTransform.kaplanMeier
  public var testUnit = ProportionalHazardsTest.Unit.term
  /// Whether the JSON holds the coefficients over time.
  public var showsCoefficientsOverTime = false
  /// What will be asked of the answer, so that a model without it is refused before its search.
  public var expected: [CoxAnswer.Part] = []

  /// A fit with R's defaults.
  public init(formula: String) { self.formula = formula }

  /// Takes the options that an object of JSON states.
  public mutating func read(_ reader: inout ObjectReader) throws {
    try frame.read(&reader)
    try estimation.read(&reader, &frame)
    try search.read(&reader)
    if let choice = reader.optional("ties") { ties = try choice.oneOf() }
    frame.options.cause = try reader.optional("cause")?.string()
    showsBaseline = try reader.optional("baseline")?.bool()
    patients = try reader.optional("predict")?.array().map { try StatedCovariates($0) } ?? []
    times = try reader.optional("at").map { try StatedTimes($0) }
    testsProportionalHazards = try reader.optional("phTest")?.bool() ?? true
    if let choice = reader.optional("phTransform") { transform = try choice.oneOf() }
    if let choice = reader.optional("phBy") { testUnit = try choice.oneOf() }
    showsCoefficientsOverTime = try reader.optional("phSmooth")?.bool() ?? false
  }

  /// Refuses options that contradict one another.
  public func check() throws(OptionError) {
    try estimation.check()
    try search.check()
    if search.firth, search.ridge != nil { throw .twoPenalties }
    if times == nil, !patients.isEmpty || !paths.isEmpty {
      throw .withoutTimes(option: patients.isEmpty ? "predictPath" : "predict")
    }
    if showsCoefficientsOverTime, !testsProportionalHazards { throw .smoothWithoutTest }
    _ = try horizons
  }

  private var horizons: [Horizon] {
    get throws(OptionError) {
      try times?.horizons(of: "at", bareUnit: frame.timeUnit) ?? []
    }
  }

  /// Fits the model.
  public func answer(on table: Table) throws(AnalysisError) -> CoxAnswer {
    try AnalysisError.wrapping {
      try check()
      let table = try table.withMissing(frame.missing)
      var frameOptions = frame.options
      frameOptions.allowsEffectsOverTime = true
      let survival = try SurvivalFrame(try Formula(formula), in: table, options: frameOptions)
      try refuseForEffectsOverTime(survival)
      if survival.hasTimeVaryingCovariates {
        return .timeVarying(
          TimeVaryingCoxReport(
            try TimeVaryingCoxModel(survival, options: options), timeUnit: frame.timeUnit,
            confidence: estimation.confidence))
      }
      let model = try CoxModel(survival, options: options)
      return .proportional(
        CoxAnswer.Proportional(report: try report(model, table), table: table, request: self))
    }
  }

  private var options: CoxOptions {
    get throws(OptionError) {
      var options = CoxOptions()
      options.ties = ties
      options.robust = estimation.robust
      options.maximumIterations = search.iterations
      options.tolerance = search.tolerance
      options.penalty = search.firth ? .firth : try search.penalty.map { .ridge($0) }
      return options
    }
  }

  private func report(_ model: CoxModel, _ table: Table) throws -> CoxFitReport {
    let horizons = try horizons
    let times = horizons.map { $0.time(in: frame.timeUnit) }
    let scale = estimation.confidenceType.scale
    var predictions = try patients.map { patient in
      let row = try patient.table(like: table)
      do throws(DesignError) {
        let estimates = try model.survival(
          of: row, at: times, scale: scale, confidence: estimation.confidence)
        return CoxFitReport.Prediction(label: patient.text, estimates: estimates.first ?? [])
      } catch {
        throw patient.error(error)
      }
    }
    predictions += try paths.map { path in
      CoxFitReport.Prediction(
        label: path.label,
        estimates: try model.survival(
          along: path.table, at: times, scale: scale, confidence: estimation.confidence))
    }
    return CoxFitReport(
      model, timeUnit: frame.timeUnit, confidence: estimation.confidence,
      showsBaseline: showsBaseline ?? hasFewTimes(model), horizons: horizons,
      predictions: predictions,
      proportionalHazardsTest: testsProportionalHazards
        ? try model.proportionalHazardsTest(transform, by: testUnit) : nil,
      coefficientsOverTime: showsCoefficientsOverTime
        ? try model.coefficientsOverTime(transform, by: testUnit) : [])
  }

  private func hasFewTimes(_ model: CoxModel) -> Bool {
    model.frame.firstEffectOverTime == nil
      && model.baselineCumulativeHazard.reduce(0) { $0 + $1.times.count } <= 10_000
  }

  /// Says of the first thing asked for that a model with effects over time does not have it.
  private func refuseForEffectsOverTime(_ survival: SurvivalFrame) throws(FitError) {
    guard let term = survival.firstEffectOverTime else { return }
    let hasTransforms = survival.hasTimeVaryingCovariates
    if hasTransforms, !patients.isEmpty || !paths.isEmpty {
      throw .notWithEffectsOverTime(term: term, what: "prediction")
    }
    if showsBaseline == true || expected.contains(.baseline) {
      throw .notWithEffectsOverTime(term: term, what: CoxAnswer.Part.baseline.rawValue)
    }
    for part in expected where part == .document || hasTransforms {
      throw .notWithEffectsOverTime(term: term, what: part.rawValue)
    }
    if hasTransforms, showsCoefficientsOverTime {
      throw .notWithEffectsOverTime(term: term, what: "test of proportional hazards")
    }
  }
}
