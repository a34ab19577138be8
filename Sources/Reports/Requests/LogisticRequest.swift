public import Biostatistics
public import Figures
public import StrictJSON

/// A logistic fit as a question, with the command line's options in camel case:
///
///     {"firth": true, "weights": "w", "predict": [{"age": 50, "sex": "male"}]}
public struct LogisticRequest: FormulaRequest {
  /// The model in R's language.
  public var formula: String
  public var frame = FrameRequest()
  public var estimation = EstimationRequest()
  public var search = SearchRequest()
  public var robustVariance = RobustVariance.hc0
  /// Nil for Wald's, and with Firth's penalty for profile intervals.
  public var intervals: IntervalMethod?
  /// Patients to be predicted.
  public var patients: [StatedCovariates] = []

  /// A fit with R's defaults.
  public init(formula: String) { self.formula = formula }

  /// Takes the options that an object of JSON states.
  public mutating func read(_ reader: inout ObjectReader) throws {
    try frame.read(&reader)
    try estimation.read(&reader, &frame)
    try search.read(&reader)
    if let choice = reader.optional("robustVariance") { robustVariance = try choice.oneOf() }
    intervals = try reader.optional("intervals")?.oneOf()
    patients = try reader.optional("predict")?.array().map { try StatedCovariates($0) } ?? []
  }

  /// Refuses options that contradict one another.
  public func check() throws(OptionError) {
    try estimation.check()
    try search.check()
    let isRobust = estimation.robust || frame.options.cluster != nil
    if search.firth, search.ridge != nil || isRobust { throw .firthAlone }
    guard intervals == .profile else { return }
    if isRobust { throw .profileWithRobustVariance }
    if search.ridge != nil { throw .profileWithRidge }
  }

  /// Fits the model.
  public func answer(on table: Table) throws(AnalysisError) -> LogisticAnswer {
    try AnalysisError.wrapping {
      try check()
      let table = try table.withMissing(frame.missing)
      var options = LogisticOptions()
      options.robust = estimation.robust
      options.robustVariance = robustVariance
      options.firth = search.firth
      options.maximumIterations = search.iterations
      options.tolerance = search.tolerance
      options.ridge = try search.penalty
      let model = try LogisticModel(
        try BinaryFrame(try Formula(formula), in: table, options: frame.options), options: options)
      let predictions = try patients.map { patient in
        let row = try patient.table(like: table)
        do throws(DesignError) {
          let estimates = try model.probabilities(of: row, confidence: estimation.confidence)
          return LogisticFitReport.Prediction(label: patient.text, estimate: estimates[0])
        } catch {
          throw patient.error(error)
        }
      }
      return LogisticAnswer(
        report: LogisticFitReport(
          model, confidence: estimation.confidence,
          intervals: intervals ?? (search.firth ? .profile : .wald), predictions: predictions),
        table: table, missing: frame.missing)
    }
  }
}

/// A fit that a ``LogisticRequest`` asked for.
public struct LogisticAnswer: ReportAnswer {
  public let report: LogisticFitReport
  /// What was fitted.
  public let table: Table
  /// Texts that meant missing in it.
  let missing: [String]

  /// The fit.
  public var model: LogisticModel { report.model }
  public var text: String { report.text }
  public var json: JSONValue { report.json }
  public var converged: Bool { model.convergence.converged }

  /// Odds ratios.
  public func figure(_ request: FigureRequest) throws(AnalysisError) -> Figure {
    try AnalysisError.wrapping {
      try request.only("odds-ratios")
      return report.figure
    }
  }

  /// The fit as a model document.
  public func document(_ description: DocumentRequest) throws(AnalysisError) -> [UInt8] {
    try AnalysisError.wrapping {
      try LogisticDocument(model, table: table, description.logistic()).bytes
    }
  }
}
