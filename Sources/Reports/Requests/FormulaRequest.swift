public import Biostatistics
public import StrictJSON

/// A question about a table: a model in R's language, and options.
public protocol FormulaRequest: Sendable {
  associatedtype Answer: ReportAnswer

  /// With R's defaults.
  init(formula: String)

  /// Takes the options that an object of JSON states.
  mutating func read(_ options: inout ObjectReader) throws

  /// Answers it.
  ///
  /// - Throws: ``AnalysisError`` for options that contradict one another, and for what formula and table do
  ///   not allow.
  func answer(on table: Table) throws(AnalysisError) -> Answer
}

extension FormulaRequest {
  /// Reads the options from JSON, which names them all; nil for none.
  public init(formula: String, options: JSONDocument?) throws(AnalysisError) {
    self.init(formula: formula)
    guard let options else { return }
    self = try AnalysisError.wrapping {
      var request = self
      var reader = try ObjectReader(options.root)
      try request.read(&reader)
      try reader.finish()
      return request
    }
  }
}
