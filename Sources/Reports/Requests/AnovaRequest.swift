public import Biostatistics
public import Figures
public import PrognosticModels
public import StrictJSON

/// Tests of a fit's terms and contrasts as a question, with the options of `sarcoma anova` in camel case:
///
///     {"test": "lr", "contrast": ["age=70 - age=50"], "missing": ["RX"]}
public struct AnovaRequest: Sendable {
  /// Which tests of terms.
  public enum Test: String, Sendable, CaseIterable {
    /// From the document alone.
    case wald
    /// Against the whole model, fitted again without each term.
    case lr
    /// Each term added to those that do not hold it.
    case type2
    /// Each term added to those before it.
    case sequential
  }

  /// Nil for Wald's, and with a table for likelihood ratios.
  public var test: Test?
  /// Two patients each, or a sum of coefficients.
  public var contrasts: [String] = []
  /// How the table of the fit was understood.
  public var frame = FrameRequest()
  /// Of the intervals.
  public var confidence = 0.95

  /// Wald's tests.
  public init() {}

  /// Reads the options from JSON.
  public init(json: JSONDocument) throws(AnalysisError) {
    self = try AnalysisError.wrapping {
      var (reader, request) = (try ObjectReader(json.root), AnovaRequest())
      request.test = try reader.optional("test")?.oneOf()
      request.contrasts = try reader.optional("contrast")?.strings() ?? []
      try request.frame.read(&reader)
      request.frame.options.weights = try reader.optional("weights")?.string()
      request.confidence = try reader.optional("confidence")?.number() ?? request.confidence
      try reader.finish()
      return request
    }
  }

  /// Refuses options that contradict one another.
  public func check(comparesFits: Bool, hasTable: Bool) throws(OptionError) {
    guard confidence > 0, confidence < 1 else {
      throw .outside(option: "confidence", range: "between 0 and 1", value: "\(confidence)")
    }
    if comparesFits {
      guard test == nil, contrasts.isEmpty else { throw .testOfComparison }
    } else if hasTable {
      guard test != .wald else { throw .tableOfWald }
    } else if let test, test != .wald {
      throw .testWithoutTable(test.rawValue)
    }
  }

  /// Tests the terms of a fit, and estimates its contrasts.
  ///
  /// - Parameter table: that of the fit, to fit it again; nil for tests from the document alone.
  public func answer(
    of model: PrognosticModel, on table: Table? = nil
  ) throws(AnalysisError) -> AnovaReport {
    try AnalysisError.wrapping {
      try check(comparesFits: false, hasTable: table != nil)
      let regression = try DocumentRegression(model)
      let stated = try contrasts.map { try regression.contrast($0) }
      return AnovaReport(
        regression,
        tests: try table.map { try tests(of: regression, on: $0) } ?? .wald(regression.waldTests),
        contrasts: stated.isEmpty
          ? nil
          : try AnovaReport.Contrasts(stated, of: regression, confidence: confidence),
        confidence: confidence)
    }
  }

  /// Compares two nested fits of the same rows.
  ///
  /// - Parameter names: what the two are called where they bear one id.
  public func comparison(
    of first: PrognosticModel, with second: PrognosticModel, names: (String, String)
  ) throws(AnalysisError) -> FitComparisonReport {
    try AnalysisError.wrapping {
      try check(comparesFits: true, hasTable: false)
      guard let a = first.fit else { throw DocumentRegressionError.noFit(id: first.id) }
      guard let b = second.fit else { throw DocumentRegressionError.noFit(id: second.id) }
      let (one, other) = first.id == second.id ? names : (first.id, second.id)
      return FitComparisonReport(
        try NestedComparison(a.summary(named: one), b.summary(named: other)))
    }
  }

  private func tests(
    of regression: DocumentRegression, on table: Table
  ) throws -> AnovaReport.Tests {
    let fit = try refit(regression, to: try table.withMissing(frame.missing))
    return switch test ?? .lr {
    case .wald: .wald(regression.waldTests)
    case .lr: .likelihoodRatio(try fit.likelihoodRatioTests())
    case .type2: .typeTwo(try fit.typeTwoTests())
    case .sequential: .sequential(try fit.sequentialTests())
    }
  }

  /// The model fitted again to its table, which is checked to be that.
  private func refit(
    _ regression: DocumentRegression, to table: Table
  ) throws -> any RefittableRegression {
    let record = regression.record
    if record.isPenalized { throw InferenceError.penalty }
    if record.isRobust { throw InferenceError.robustVariance }
    let formula = try Formula(record.formula)
    if case .logistic = regression.model.form {
      let model = try LogisticModel(BinaryFrame(formula, in: table, options: frame.options))
      try record.check(model.summary(named: regression.model.id))
      return SlopesOfRegression(of: model)
    }
    guard let ties = record.ties.flatMap({ TieHandling(rawValue: $0) }) else {
      throw RefitError.tiesUnknown(id: regression.model.id)
    }
    var options = CoxOptions()
    options.ties = ties
    options.concordance = false
    let model = try CoxModel(
      SurvivalFrame(formula, in: table, options: frame.options), options: options)
    try record.check(model.summary(named: regression.model.id))
    return model
  }
}

extension AnovaReport: ReportAnswer {
  /// Refused: tests have no drawing.
  public func figure(_ request: FigureRequest) throws(AnalysisError) -> Figure {
    throw .option(.noFigure)
  }
}

extension FitComparisonReport: ReportAnswer {
  /// Refused: tests have no drawing.
  public func figure(_ request: FigureRequest) throws(AnalysisError) -> Figure {
    throw .option(.noFigure)
  }
}
