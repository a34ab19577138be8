internal import StrictJSON

/// What the document of a fit keeps of it, so that it can be tested, and compared with another fit,
/// without its data.
public struct FitRecord: Sendable {
  /// One estimated column of the design.
  public struct Column: Sendable {
    /// As R names it.
    public let name: String
    /// The name of its coefficient among the model's parameters.
    public let parameter: String
    /// The term of the formula.
    public let term: String
    /// Of each variable of the term what varies, and whether it is bent in this column.
    public let parts: [(variable: String, isNonlinear: Bool)]
    /// SHA-256 of its values.
    public let sha256: String
  }

  /// SHA-256 of what the model was fitted to, part by part; nil for what there was not.
  public struct Data: Sendable {
    public let outcome: String
    public let weights: String?
    public let offset: String?
    public let strata: String?
    public let clusters: String?
  }

  /// A penalty that drew the coefficients.
  public enum Penalty: Sendable, Equatable {
    /// theta / 2 times the sum of squared coefficients, each times the variance of its column where scaled.
    case ridge(theta: Double, isScaled: Bool)
    /// Firth's.
    case firth
  }

  /// As it was fitted, in R's language.
  public let formula: String
  /// What was maximised, in words.
  public let likelihood: String
  /// How tied deaths shared a risk set; nil for a model without times.
  public let ties: String?
  public let rows: Int
  public let events: Int
  /// Without any column, and at the estimate.
  public let logLikelihood: (null: Double, model: Double)
  /// Whether the document's covariance is robust.
  public let isRobust: Bool
  /// Whether a penalty drew the coefficients.
  public let isPenalized: Bool
  /// Which penalty; nil without one, and in documents of earlier versions.
  public let penalty: Penalty?
  public let converged: Bool
  public let data: Data
  public let columns: [Column]
}

extension FitRecord {
  /// Reads the member `fit` of a model whose coefficients are named so.
  init(_ reader: inout ObjectReader, _ parameters: [String]) throws(StrictJSONError) {
    formula = try reader.string("formula")
    likelihood = try reader.string("likelihood")
    ties = try reader.optional("ties")?.string()
    rows = try reader.value("rows").count(from: 1)
    events = try reader.value("events").count(from: 0)
    logLikelihood = try reader.object("logLikelihood") { (reader) throws(StrictJSONError) in
      (null: try reader.number("null"), model: try reader.number("model"))
    }
    isRobust = try reader.bool("robust")
    isPenalized = try reader.bool("penalized")
    penalty = try reader.optional("penalty")?.object(Penalty.init)
    converged = try reader.bool("converged")
    data = try reader.object("data", Data.init)
    let node = try reader.value("columns")
    columns = try node.objects(Column.init)
    var seen: Set<String> = []
    for column in columns {
      guard parameters.contains(column.parameter) else {
        throw node.refused("'\(column.parameter)' is no coefficient of the model")
      }
      guard seen.insert(column.parameter).inserted else {
        throw node.refused("'\(column.parameter)' stands for two columns")
      }
    }
    guard !columns.isEmpty else { throw node.refused("a fit has a column") }
  }
}

extension FitRecord.Penalty {
  private enum Kind: String, CaseIterable { case ridge, firth }

  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    switch try reader.oneOf("kind", Kind.self) {
    case .firth: self = .firth
    case .ridge:
      let node = try reader.value("theta")
      let theta = try node.number()
      guard theta > 0 else { throw node.refused("a ridge penalty lies above 0") }
      self = .ridge(theta: theta, isScaled: try reader.bool("scaled"))
    }
  }
}

extension FitRecord.Data {
  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    outcome = try reader.string("outcome")
    weights = try reader.optional("weights")?.string()
    offset = try reader.optional("offset")?.string()
    strata = try reader.optional("strata")?.string()
    clusters = try reader.optional("clusters")?.string()
  }
}

extension FitRecord.Column {
  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    name = try reader.string("name")
    parameter = try reader.string("parameter")
    term = try reader.string("term")
    let node = try reader.value("variables")
    parts = try node.objects { (reader) throws(StrictJSONError) in
      (
        variable: try reader.string("variable"),
        isNonlinear: try reader.bool("nonlinear")
      )
    }
    guard !parts.isEmpty else { throw node.refused("a column has a variable") }
    sha256 = try reader.string("sha256")
  }
}
