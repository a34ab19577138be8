internal import StrictJSON

/// What an updated model was made from: another document, and the patients of a table.
public struct UpdateSource: Sendable, Equatable {
  /// What was estimated anew.
  public enum Method: String, Sendable, CaseIterable {
    /// One factor on the baseline, or the intercept of a logistic model.
    case intercept
    /// The baseline, every coefficient kept.
    case baseline
    /// One slope for all coefficients, and the baseline or the intercept.
    case slope
    /// Every coefficient, and the baseline or the intercept.
    case refit
  }

  /// Of the document that was updated.
  public let id: String
  public let version: String
  public let sha256: String
  /// How the numbers of that document came about; of an update of an update, those of the first.
  public let origin: Provenance.Method
  /// What was done to it.
  public let method: Method
  /// The table, by its name.
  public let table: String
  /// What became of the patients, in R's language.
  public let outcome: String
  public let rows: Int
  public let events: Int
  /// log of the factor on the baseline, or what was added to the logit; nil where neither was estimated.
  public let logRatio: Double?
  /// What all coefficients were multiplied by; nil where they were not.
  public let slope: Double?
  /// What refitted coefficients were multiplied by against overfitting; nil where they were not.
  public let shrinkage: Double?

  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    id = try reader.string("id")
    version = try reader.string("version")
    let digest = try reader.value("sha256")
    sha256 = try digest.string()
    guard sha256.utf8.count == 64, sha256.utf8.allSatisfy(Self.isHexadecimal) else {
      throw digest.refused("a SHA-256 has 64 hexadecimal digits, 0 to 9 and a to f")
    }
    let origin = try reader.value("origin")
    self.origin = try origin.oneOf()
    guard self.origin != .updated else {
      throw origin.refused("the origin of an update of an update is that of the first document")
    }
    method = try reader.oneOf("method")
    table = try reader.string("table")
    outcome = try reader.string("outcome")
    rows = try reader.value("rows").count(from: 1)
    events = try reader.value("events").count(from: 0)
    logRatio = try reader.optional("logRatio")?.number()
    slope = try reader.optional("slope")?.positive()
    shrinkage = try reader.optional("shrinkage")?.positive()
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}

extension UpdateSource {
  /// Whether coefficients are still those of a figure or of a reconstruction.
  var restsOnReading: Bool {
    method != .refit && (origin == .digitisedNomogram || origin == .reconstructed)
  }

  /// `an update of gough-2012 1.0.0 (published coefficients): calibration slope from 78
  /// patients with 30 events of table.csv`.
  public var words: String {
    "an update of \(id) \(version) (\(origin.words)): \(method.words) from \(rows) "
      + "patient\(rows == 1 ? "" : "s") with \(events) event\(events == 1 ? "" : "s") of \(table)"
  }
}

extension UpdateSource.Method {
  /// What is estimated, in English.
  public var words: String {
    switch self {
    case .intercept: "calibration in the large"
    case .baseline: "new baseline"
    case .slope: "calibration slope"
    case .refit: "refitted coefficients"
    }
  }
}
