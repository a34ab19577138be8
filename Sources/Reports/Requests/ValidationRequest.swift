public import Biostatistics
public import Figures
public import PrognosticModels
public import StrictJSON

/// A validation as a question, with the options of `sarcoma validate` in camel case:
///
///     {"outcome": "Surv(days, dead)", "unit": "day", "at": ["5y"], "bootstrap": 200}
public struct ValidationRequest {
  /// What became of the patients, in R's language.
  public var outcome: String
  /// Keep the rows for which a condition holds.
  public var condition: String?
  /// Texts that mean missing, for a table that was not read from a file with them.
  public var missing: [String] = []
  /// Column of case weights.
  public var weights: String?
  /// What the table's times count; nil for the model's unit.
  public var unit: TimeUnit?
  /// Horizons; nil for the model's own.
  public var times: StatedTimes?
  /// Where follow-up ends for the indices over all of it.
  public var truncation: StatedTimes?
  /// Of the decision curve; nil for 0.1 to 0.9.
  public var thresholds: [Double]?
  public var confidence = 0.95
  public var predicted = PredictedColumnsRequest()
  public var resampling = ResamplingRequest()

  /// A validation at the model's horizons.
  public init(outcome: String) { self.outcome = outcome }

  /// Reads the options from JSON, of which `outcome` is wanted.
  public init(json: JSONDocument) throws(AnalysisError) {
    self = try AnalysisError.wrapping {
      var reader = try ObjectReader(json.root)
      var request = ValidationRequest(outcome: try reader.string("outcome"))
      try request.read(&reader)
      try reader.finish()
      return request
    }
  }

  private mutating func read(_ reader: inout ObjectReader) throws {
    condition = try reader.optional("where")?.string()
    missing = try reader.optional("missing")?.strings() ?? []
    weights = try reader.optional("weights")?.string()
    unit = try reader.optional("unit")?.oneOf()
    times = try reader.optional("at").map { try StatedTimes($0) }
    truncation = try reader.optional("truncate").map { try StatedTimes($0) }
    thresholds = try reader.optional("thresholds")?.numbers()
    confidence = try reader.optional("confidence")?.number() ?? confidence
    try predicted.read(&reader)
    try resampling.read(&reader)
  }

  /// Whether the outcome has a time.
  var isSurvival: Bool { outcome.filter { $0 != " " }.hasPrefix("Surv(") }

  /// Refuses options that contradict one another.
  ///
  /// - Parameter model: what is validated; nil for columns of the table.
  public func check(_ model: PrognosticModel?) throws(OptionError) {
    try resampling.check()
    if model == nil {
      guard !predicted.isEmpty else { throw .validation(.nothing) }
      guard !resampling.isAsked else { throw .validation(.columnsResampled) }
      guard times == nil else { throw .validation(.columnsWithTimes) }
      guard !isSurvival || unit != nil else { throw .validation(.unitWanted) }
      if isSurvival { _ = try predicted.columns(unit ?? .day) }
    } else if !predicted.isEmpty {
      throw .validation(.modelAndColumns)
    }
    if !isSurvival, truncation != nil || unit != nil {
      throw .validation(.noTime(outcome: outcome))
    }
    if !isSurvival, let model, try (horizons(model.endpoint.unit) ?? []).count > 1 {
      throw .validation(.oneHorizon)
    }
    let unit = self.unit ?? model?.endpoint.unit ?? .day
    _ = try horizons(unit)
    _ = try truncationHorizon(unit)
  }

  private func horizons(_ unit: TimeUnit) throws(OptionError) -> [Horizon]? {
    try times?.positiveHorizons(of: "at", bareUnit: unit)
  }

  private func truncationHorizon(_ unit: TimeUnit) throws(OptionError) -> Horizon? {
    try truncation?.positiveHorizons(of: "truncate", bareUnit: unit).first
  }

  private var frameOptions: ModelFrameOptions {
    var options = ModelFrameOptions()
    options.condition = condition
    options.weights = weights
    return options
  }

  private var distinctThresholds: [Double]? {
    thresholds.map { $0.reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
  }

  /// Validates a model, or without one columns of the table.
  ///
  /// - Parameter watch: who watches the resampling, if there is any.
  public func answer(
    of model: (document: PrognosticModel, vocabulary: Vocabulary)?, on table: Table,
    watch: (any ResamplingWatch)? = nil
  ) throws(AnalysisError) -> ValidationAnswer {
    try AnalysisError.wrapping {
      try check(model?.document)
      if weights != nil, resampling.isAsked { throw ResamplingError.weights }
      let table = try table.withMissing(missing)
      do {
        return isSurvival
          ? .survival(try survival(model, table, watch), thresholds: distinctThresholds)
          : .binary(try binary(model, table, watch), thresholds: distinctThresholds)
      } catch let error as ValidationInputError {
        throw OptionError.validation(.input(error.description))
      }
    }
  }

  private func survival(
    _ model: (document: PrognosticModel, vocabulary: Vocabulary)?, _ table: Table,
    _ watch: (any ResamplingWatch)?
  ) throws -> SurvivalValidationReport {
    var options = SurvivalValidationOptions()
    options.confidence = confidence
    if let distinctThresholds { options.thresholds = distinctThresholds }
    guard let (document, vocabulary) = model else {
      let unit = unit ?? .day
      return try SurvivalValidationReport(
        of: try predicted.columns(unit), on: table, outcome: outcome, unit: unit,
        truncation: try truncationHorizon(unit), frameOptions: frameOptions, options: options)
    }
    let unit = unit ?? document.endpoint.unit
    var report = try SurvivalValidationReport(
      of: document, vocabulary: vocabulary, on: table, outcome: outcome, at: try horizons(unit),
      unit: unit, truncation: try truncationHorizon(unit), frameOptions: frameOptions,
      options: options)
    report.resampling = try resampling.run(
      ResamplingRequest.Question(
        model: document, table: table, outcome: outcome, condition: condition,
        horizons: report.predicted.horizons, unit: unit, thresholds: options.thresholds,
        truncation: report.truncation, confidence: confidence), watch: watch)
    return report
  }

  private func binary(
    _ model: (document: PrognosticModel, vocabulary: Vocabulary)?, _ table: Table,
    _ watch: (any ResamplingWatch)?
  ) throws -> BinaryValidationReport {
    let thresholds = distinctThresholds ?? DecisionCurve.defaultThresholds
    guard let (document, vocabulary) = model else {
      return try BinaryValidationReport(
        of: try predicted.columns(.year), on: table, outcome: outcome, frameOptions: frameOptions,
        thresholds: thresholds, confidence: confidence)
    }
    let unit = document.endpoint.unit
    var report = try BinaryValidationReport(
      of: document, vocabulary: vocabulary, on: table, outcome: outcome,
      at: try horizons(unit)?.first, frameOptions: frameOptions, thresholds: thresholds,
      confidence: confidence)
    report.resampling = try resampling.run(
      ResamplingRequest.Question(
        model: document, table: table, outcome: outcome, condition: condition, horizons: [],
        unit: unit, thresholds: thresholds, truncation: nil, confidence: confidence),
      watch: watch)
    return report
  }
}

/// What a ``ValidationRequest`` found.
public enum ValidationAnswer: ReportAnswer {
  case survival(SurvivalValidationReport, thresholds: [Double]?)
  case binary(BinaryValidationReport, thresholds: [Double]?)

  public var text: String {
    switch self {
    case .survival(let report, _): report.text
    case .binary(let report, _): report.text
    }
  }

  public var json: JSONValue {
    switch self {
    case .survival(let report, _): report.json
    case .binary(let report, _): report.json
    }
  }

  /// Calibration, or the decision curve.
  public func figure(_ request: FigureRequest) throws(AnalysisError) -> Figure {
    try AnalysisError.wrapping {
      let kind = try request.kind(or: ValidationFigure.calibration)
      switch self {
      case .survival(let report, let thresholds):
        let horizons = try request.times?.horizons(of: "figureAt", bareUnit: report.unit)
        return try report.figure(kind, at: horizons, thresholds: thresholds)
      case .binary(let report, let thresholds):
        guard request.times == nil else { throw OptionError.figureTimesWithoutTime }
        return try report.figure(kind, thresholds: thresholds)
      }
    }
  }
}

/// Predictions that stand in the table, in a model's place.
public struct PredictedColumnsRequest: Sendable {
  /// Columns of risks with their horizons, as `risk@5y`; without @ where the outcome has no time.
  public var risks: [String] = []
  /// The same of survivals.
  public var survivals: [String] = []
  /// A column of log hazards.
  public var linearPredictor: String?

  /// No column.
  public init() {}

  /// Whether there is none.
  public var isEmpty: Bool { risks.isEmpty && survivals.isEmpty && linearPredictor == nil }

  mutating func read(_ reader: inout ObjectReader) throws(StrictJSONError) {
    risks = try reader.optional("predictedRisk")?.strings() ?? []
    survivals = try reader.optional("predictedSurvival")?.strings() ?? []
    linearPredictor = try reader.optional("linearPredictor")?.string()
  }

  /// The columns, a bare horizon counted in a unit.
  func columns(_ unit: TimeUnit) throws(OptionError) -> [PredictedColumn] {
    var columns: [PredictedColumn] = []
    for text in risks { columns.append(try column(text, .risk, "predictedRisk", unit)) }
    for text in survivals {
      columns.append(try column(text, .survival, "predictedSurvival", unit))
    }
    if let linearPredictor { columns.append(PredictedColumn(linearPredictor, .linearPredictor)) }
    return columns
  }

  /// `column@5y`; a column's own name may hold an @.
  private func column(
    _ text: String, _ kind: PredictedColumn.Kind, _ option: String, _ unit: TimeUnit
  ) throws(OptionError) -> PredictedColumn {
    guard let sign = text.lastIndex(of: "@") else { return PredictedColumn(text, kind) }
    let horizons = try StatedTimes(String(text[text.index(after: sign)...]))
      .horizons(of: option, bareUnit: unit)
    guard horizons.count == 1, horizons[0].value > 0 else {
      throw .validation(.columnHorizon(option: option, text: text))
    }
    return PredictedColumn(String(text[..<sign]), kind, at: horizons[0])
  }
}
