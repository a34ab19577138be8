public import Biostatistics
public import Figures
public import StrictJSON

/// What a request is answered with: words for people, JSON for programs, a drawing.
public protocol ReportAnswer: Sendable {
  /// As the command line prints it.
  var text: String { get }
  /// As the command line prints it with `--format json`.
  var json: JSONValue { get }
  /// False where the search of a fit did not end at a maximum.
  var converged: Bool { get }
  /// What it holds of numbers beside its JSON.
  var numbers: [NamedNumbers] { get }
  /// What a fit predicts of the rows of another table, a value a row, and a time.
  ///
  /// - Throws: ``AnalysisError`` for a quantity that there is not, and for rows that cannot be read.
  func predict(
    _ quantity: PredictedQuantity, of table: Table, at times: [Double]
  ) throws(AnalysisError) -> [Double]
  /// The answer as a model document.
  ///
  /// - Throws: ``AnalysisError`` for what is no fit, or has no words in a document.
  func document(_ description: DocumentRequest) throws(AnalysisError) -> [UInt8]
  /// A document that the question described already; nil for what ``document(_:)`` describes.
  var ownDocument: [UInt8]? { get }
  /// Draws it.
  ///
  /// - Throws: ``AnalysisError`` for a figure that there is not.
  func figure(_ request: FigureRequest) throws(AnalysisError) -> Figure
}

extension ReportAnswer {
  /// True: what is not searched for is found.
  public var converged: Bool { true }

  /// Nil: what is made of a fit is described when it is asked for.
  public var ownDocument: [UInt8]? { nil }

  /// Refused: only a fit is a document.
  public func document(_ description: DocumentRequest) throws(AnalysisError) -> [UInt8] {
    throw .option(.noDocument)
  }
}

/// What is to be drawn of an answer.
public struct FigureRequest: Sendable {
  /// As `--show` names it; nil for what there is first.
  public var show: String?
  /// The horizons of a validation that are drawn; nil for all.
  public var times: StatedTimes?

  /// What there is first.
  public init(show: String? = nil, times: StatedTimes? = nil) {
    (self.show, self.times) = (show, times)
  }

  /// Reads `{"show": "decision", "figureAt": ["5y"]}`.
  public init(json: JSONDocument) throws(AnalysisError) {
    (show, times) = try AnalysisError.wrapping {
      var reader = try ObjectReader(json.root)
      let show = try reader.optional("show")?.string()
      let times = try reader.optional("figureAt").map { try StatedTimes($0) }
      try reader.finish()
      return (show, times)
    }
  }

  /// The figure of a kind that an answer has.
  func kind<Kind: RawRepresentable & CaseIterable>(
    or first: Kind
  ) throws(OptionError) -> Kind where Kind.RawValue == String {
    guard let show else { return first }
    guard let kind = Kind(rawValue: show) else {
      throw .unknownFigure(show, allowed: Kind.allCases.map(\.rawValue))
    }
    return kind
  }

  /// Refuses a kind where an answer has one figure.
  func only(_ name: String) throws(OptionError) {
    if let show, show != name { throw .unknownFigure(show, allowed: [name]) }
  }
}
