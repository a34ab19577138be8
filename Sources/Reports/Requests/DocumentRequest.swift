public import PrognosticModels
public import StrictJSON

/// What a fit does not know of the document that it is written as.
public struct DocumentRequest: Sendable {
  public var id: String
  public var title: String?
  /// Nil for overall survival of a Cox fit, and a binary outcome of a logistic one.
  public var endpoint: Endpoint.Kind?
  public var knownFrom: Covariate.Moment?
  /// Of the document's predictions and intervals.
  public var horizons: StatedTimes?
  /// What the document calls the table.
  public var source: String

  /// A description with the least that a document needs.
  public init(id: String, source: String) { (self.id, self.source) = (id, source) }

  /// Reads `{"id", "title", "endpoint", "knownFrom", "horizons", "source"}`, of which `id` is wanted.
  public init(json: JSONDocument) throws(AnalysisError) {
    self = try AnalysisError.wrapping {
      var reader = try ObjectReader(json.root)
      let id = try reader.string("id")
      var request = DocumentRequest(
        id: id, source: try reader.optional("source")?.string() ?? "a table in memory")
      request.title = try reader.optional("title")?.string()
      request.endpoint = try reader.optional("endpoint")?.oneOf()
      request.knownFrom = try reader.optional("knownFrom")?.oneOf()
      request.horizons = try reader.optional("horizons").map { try StatedTimes($0) }
      try reader.finish()
      return request
    }
  }

  func cox(_ frame: FrameRequest) throws(OptionError) -> CoxDocument.Description {
    guard let horizons else { throw .documentWithoutHorizons }
    var description = CoxDocument.Description(id: id, source: source)
    description.title = title
    description.endpoint = endpoint ?? .overallSurvival
    description.knownFrom = knownFrom
    description.timeUnit = frame.timeUnit
    description.isTimeUnitStated = frame.statedTimeUnit != nil
    description.horizons = try horizons.horizons(of: "horizons", bareUnit: frame.timeUnit)
    return description
  }

  func logistic() throws(OptionError) -> LogisticDocument.Description {
    guard horizons == nil else { throw .horizonsWithoutTime }
    var description = LogisticDocument.Description(id: id, source: source)
    description.title = title
    description.endpoint = endpoint ?? .binaryOutcome
    description.knownFrom = knownFrom
    return description
  }
}
