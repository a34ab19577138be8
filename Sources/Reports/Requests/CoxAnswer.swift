public import Biostatistics
public import Figures
internal import PrognosticModels
public import StrictJSON

/// What a Cox fit draws.
public enum CoxFigure: String, Sendable, CaseIterable {
  case hazardRatios = "hazard-ratios"
  /// Scaled Schoenfeld residuals with their smooth.
  case coefficientsOverTime = "coefficients-over-time"
}

/// A fit that a ``CoxRequest`` asked for.
public enum CoxAnswer: ReportAnswer {
  case proportional(Proportional)
  /// A fit with `tt()`, which has neither baseline nor residuals.
  case timeVarying(TimeVaryingCoxReport)

  /// A fit with everything that comes of one.
  public struct Proportional: Sendable {
    public let report: CoxFitReport
    /// What was fitted.
    public let table: Table
    /// What was asked.
    public let request: CoxRequest

    /// The fit.
    public var model: CoxModel { report.model }
  }

  /// What not every fit has, in the words of a refusal.
  public enum Part: String, Sendable {
    case baseline = "baseline hazard at the covariates' means"
    case document = "model document"
    case residuals = "residuals of single rows"
    case schoenfeld = "Schoenfeld residuals"
    case figure
    case prediction
  }

  public var text: String {
    switch self {
    case .proportional(let fit): fit.report.text
    case .timeVarying(let report): report.text
    }
  }

  public var json: JSONValue {
    switch self {
    case .proportional(let fit): fit.report.json
    case .timeVarying(let report): report.json
    }
  }

  public var converged: Bool {
    switch self {
    case .proportional(let fit): fit.model.convergence.converged
    case .timeVarying(let report): report.model.convergence.converged
    }
  }

  /// The fit, for a part that a fit with `tt()` does not have.
  ///
  /// - Throws: `FitError.notWithEffectsOverTime(term:what:)` as a refusal.
  public func proportional(for part: Part) throws(AnalysisError) -> Proportional {
    switch self {
    case .proportional(let fit): return fit
    case .timeVarying(let report):
      throw .refused(
        FitError.notWithEffectsOverTime(
          term: report.model.frame.firstEffectOverTime ?? "tt()", what: part.rawValue))
    }
  }

  /// Hazard ratios, or coefficients over time.
  public func figure(_ request: FigureRequest) throws(AnalysisError) -> Figure {
    let fit = try proportional(for: .figure)
    return try AnalysisError.wrapping {
      switch try request.kind(or: CoxFigure.hazardRatios) {
      case .hazardRatios: return fit.report.figure
      case .coefficientsOverTime:
        let shown = fit.report.coefficientsOverTime
        return try fit.report.figure(
          of: shown.isEmpty
            ? try fit.model.coefficientsOverTime(fit.request.transform, by: fit.request.testUnit)
            : shown,
          by: fit.request.transform, test: fit.report.proportionalHazardsTest)
      }
    }
  }

  /// The fit as a model document.
  public func document(
    _ description: DocumentRequest
  ) throws(AnalysisError) -> [UInt8] {
    let fit = try proportional(for: .document)
    return try AnalysisError.wrapping {
      if let term = fit.model.frame.firstEffectOverTime {
        throw FitError.notWithEffectsOverTime(term: term, what: Part.document.rawValue)
      }
      return try CoxDocument(
        fit.model, table: fit.table, description.cox(fit.request.frame)
      ).bytes
    }
  }
}
