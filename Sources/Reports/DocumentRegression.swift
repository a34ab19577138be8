public import Biostatistics
public import PrognosticModels

/// A fitted model as its document keeps it: coefficients, covariance and terms, for tests and
/// contrasts without the data.
public struct DocumentRegression: FittedRegression {
  /// The document.
  public let model: PrognosticModel
  /// What it keeps of the fit.
  public let record: FitRecord
  public let regressionColumns: [RegressionColumn]
  public let coefficients: [Double]
  public let covarianceMatrix: Matrix
  let predictor: LinearPredictor
  /// Of each column its coefficient's place among the model's parameters.
  let places: [Int]

  /// - Throws: ``DocumentRegressionError/noFit(id:)`` for a document that no fit wrote, and
  ///   ``DocumentRegressionError/noCovariance(id:)``.
  public init(_ model: PrognosticModel) throws(DocumentRegressionError) {
    guard let record = model.fit, let predictor = model.form.regression else {
      throw .noFit(id: model.id)
    }
    guard let covariance = model.form.covariance else { throw .noCovariance(id: model.id) }
    let places = record.columns.compactMap { predictor.parameters.firstIndex(of: $0.parameter) }
    let p = predictor.parameters.count
    let whole = Matrix(rowCount: p, columnCount: p, storage: covariance.coefficients)
    self.model = model
    self.record = record
    self.predictor = predictor
    self.places = places
    regressionColumns = record.columns.map { column in
      RegressionColumn(
        name: column.name, term: column.term,
        parts: column.parts.map {
          RegressionColumn.Part(variable: $0.variable, isNonlinear: $0.isNonlinear)
        })
    }
    coefficients = places.map { predictor.coefficients[$0] }
    covarianceMatrix = whole.submatrix(rows: places, columns: places)
  }

  /// What exp of a coefficient is.
  public var ratio: RatioKind {
    switch model.form {
    case .logistic: .odds
    default: .hazard
    }
  }
}

/// What exp of a coefficient is the ratio of.
public enum RatioKind: String, Sendable {
  case hazard, odds
}

extension FitRecord {
  /// What the fit was made of; its columns are the estimated ones.
  public var fingerprint: DataFingerprint {
    DataFingerprint(
      outcome: data.outcome, weights: data.weights, offset: data.offset, strata: data.strata,
      clusters: data.clusters,
      columns: columns.map { DataFingerprint.Column(name: $0.name, digest: $0.sha256) })
  }

  /// For a comparison with another fit.
  public func summary(named name: String) -> FitSummary {
    FitSummary(
      name: name, formula: formula, likelihood: likelihood, rowCount: rows, eventCount: events,
      logLikelihood: logLikelihood.model, degreesOfFreedom: columns.count, isRobust: isRobust,
      isPenalized: isPenalized, converged: converged, data: fingerprint)
  }

  /// Refuses a fit to anything but what this one was fitted to.
  ///
  /// - Throws: ``DocumentRegressionError/otherRows(fitted:found:)``,
  ///   ``DocumentRegressionError/otherData(part:)``,
  ///   ``DocumentRegressionError/otherLikelihood(fitted:found:)``.
  public func check(_ refit: FitSummary) throws(DocumentRegressionError) {
    guard refit.rowCount == rows else { throw .otherRows(fitted: rows, found: refit.rowCount) }
    let (own, other) = (fingerprint, refit.data)
    let parts = [
      ("outcomes", own.outcome as String?, other.outcome as String?),
      ("weights", own.weights, other.weights), ("offsets", own.offset, other.offset),
      ("strata", own.strata, other.strata), ("clusters", own.clusters, other.clusters),
    ]
    for (name, kept, found) in parts where kept != found { throw .otherData(part: name) }
    guard own.columns.map(\.name) == other.columns.map(\.name) else {
      throw .otherData(part: "columns")
    }
    for (kept, found) in zip(own.columns, other.columns) where kept.digest != found.digest {
      throw .otherData(part: "values of '\(kept.name)'")
    }
    guard refit.likelihood == likelihood else {
      throw .otherLikelihood(fitted: likelihood, found: refit.likelihood)
    }
  }
}

/// Why the document of a model cannot be tested. One sentence a case.
public enum DocumentRegressionError: Error, Equatable, CustomStringConvertible {
  /// A published model, or a document of an earlier version.
  case noFit(id: String)
  /// A stratum without an event by a horizon.
  case noCovariance(id: String)
  /// The table gives more rows or fewer than the fit had.
  case otherRows(fitted: Int, found: Int)
  /// A part of the table is not what was fitted.
  case otherData(part: String)
  /// Another likelihood than that which was maximised.
  case otherLikelihood(fitted: String, found: String)
  /// A contrast that is neither two patients nor a sum of coefficients.
  case unreadableContrast(String, columns: [String])
  /// A covariate that only one of two patients has.
  case oneSided(contrast: String, covariate: String)
  /// A covariate on which the difference depends, and of which nothing is said.
  case notStated(contrast: String, covariate: String, term: String)
  /// Patients of two strata, whose baselines differ.
  case differentStrata(contrast: String, covariate: String)
  /// A value that is wrong, in the words of the covariate.
  case patient(contrast: String, PatientError)

  /// One sentence: what was wrong and what to do.
  public var description: String {
    switch self {
    case .noFit(let id):
      "'\(id)' holds no record of a fit; write it with 'sarcoma fit ... --output'."
    case .noCovariance(let id):
      "'\(id)' holds no covariance, as a stratum has had no event by one of its horizons; fit it again "
        + "with later --horizons."
    case .otherRows(let fitted, let found):
      "The model was fitted to \(fitted) rows, and the table gives \(found); state the --where, "
        + "--missing and --levels of the fit."
    case .otherData(let part):
      "The model was fitted to other \(part) than the table gives; use the same table, with the "
        + "--where, --missing, --levels and --weights of the fit."
    case .otherLikelihood(let fitted, let found):
      "The model maximised the \(fitted), and a refit the \(found)."
    case .unreadableContrast(let text, let columns):
      "The contrast '\(text)' is neither two patients, as in 'age=70 - age=50', nor a sum of "
        + "coefficients, as in '2 * \(columns.first ?? "age")'; the coefficients are "
        + columns.prefix(12).joined(separator: ", ")
        + (columns.count > 12 ? " and \(columns.count - 12) more." : ".")
    case .oneSided(let contrast, let covariate):
      "The contrast '\(contrast)' states '\(covariate)' of one patient; state it of both."
    case .notStated(let contrast, let covariate, let term):
      "The contrast '\(contrast)' depends on '\(covariate)' through the term '\(term)'; state it of "
        + "both patients."
    case .differentStrata(let contrast, let covariate):
      "The contrast '\(contrast)' compares two strata of '\(covariate)', whose baseline hazards have no "
        + "ratio; state the same of both."
    case .patient(let contrast, let error): "The contrast '\(contrast)': \(error.description)"
    }
  }
}
