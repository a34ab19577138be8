public import Biostatistics
public import Figures
public import PrognosticModels
public import StrictJSON

/// An update as a question, with the options of `sarcoma update` in camel case:
///
///     {"outcome": "Surv(days, dead)", "unit": "day", "method": "slope", "id": "our-os-2026"}
public struct UpdateRequest {
  /// What became of the patients, in R's language.
  public var outcome: String
  /// What is estimated anew.
  public var method: UpdateSource.Method
  /// Of the new document.
  public var id: String
  /// Of the new document; nil for that of the model with a note.
  public var title: String?
  /// What the new document calls the table.
  public var source: String
  /// What the table's times count; nil for the model's unit.
  public var unit: TimeUnit?
  /// Keep the rows for which a condition holds.
  public var condition: String?
  /// Texts that mean missing, for a table that was not read from a file with them.
  public var missing: [String] = []
  public var shrinkage = CoefficientShrinkage.none
  /// Of a new baseline; nil for those of the model that follow-up reaches.
  public var horizons: StatedTimes?
  public var confidence = 0.95

  /// An update of every row.
  public init(outcome: String, method: UpdateSource.Method, id: String, source: String) {
    (self.outcome, self.method, self.id, self.source) = (outcome, method, id, source)
  }

  /// Reads the options from JSON, of which `outcome`, `method` and `id` are wanted.
  public init(json: JSONDocument) throws(AnalysisError) {
    self = try AnalysisError.wrapping {
      var reader = try ObjectReader(json.root)
      var request = UpdateRequest(
        outcome: try reader.string("outcome"), method: try reader.value("method").oneOf(),
        id: try reader.string("id"),
        source: try reader.optional("source")?.string() ?? "a table in memory")
      request.title = try reader.optional("title")?.string()
      request.unit = try reader.optional("unit")?.oneOf()
      request.condition = try reader.optional("where")?.string()
      request.missing = try reader.optional("missing")?.strings() ?? []
      if let choice = reader.optional("shrinkage") { request.shrinkage = try choice.oneOf() }
      request.horizons = try reader.optional("horizons").map { try StatedTimes($0) }
      request.confidence = try reader.optional("confidence")?.number() ?? request.confidence
      try reader.finish()
      return request
    }
  }

  /// Refuses a level that is none.
  public func check() throws(OptionError) {
    guard confidence > 0, confidence < 1 else {
      throw .outside(option: "confidence", range: "between 0 and 1", value: "\(confidence)")
    }
  }

  /// Updates a model.
  public func answer(
    of model: PrognosticModel, vocabulary: Vocabulary, on table: Table
  ) throws(AnalysisError) -> ModelUpdate {
    try AnalysisError.wrapping {
      try check()
      var options = ModelUpdateOptions(method, id: id, tableName: source)
      options.title = title
      options.shrinkage = shrinkage
      options.confidence = confidence
      options.horizons = try horizons?.positiveHorizons(
        of: "horizons", bareUnit: unit ?? model.endpoint.unit)
      var frameOptions = ModelFrameOptions()
      frameOptions.condition = condition
      return try ModelUpdate(
        of: model, vocabulary: vocabulary, on: try table.withMissing(missing), outcome: outcome,
        unit: unit, frameOptions: frameOptions, options: options)
    }
  }
}

extension ModelUpdate: ReportAnswer {
  /// The new document.
  public var ownDocument: [UInt8]? { bytes }

  /// Refused: an update has no drawing.
  public func figure(_ request: FigureRequest) throws(AnalysisError) -> Figure {
    throw .option(.noFigure)
  }
}
