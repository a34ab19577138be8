internal import StrictJSON

/// Where a model's numbers come from, in the order in which a careful reader asks.
public struct Provenance: Sendable {
  /// How the numbers came here.
  public enum Method: String, Sendable, CaseIterable {
    /// A rule printed as a rule.
    case publishedRule
    /// Coefficients printed as numbers.
    case publishedCoefficients
    /// Read from a figure; ``Provenance/readingError`` says how well.
    case digitisedNomogram
    /// Fitted to public outputs of the authors' calculator; ``Provenance/fitError`` says how well.
    case reconstructed
    /// Fitted by the document's author on data of their own.
    case refitted
    /// Another document brought up to date on data; ``Provenance/madeFrom`` says which and how.
    case updated
  }

  /// The cohort behind the model.
  public struct Derivation: Sendable {
    public let patients: Int?
    public let events: Int?
    public let years: String?
    public let centres: Int?
    public let text: String
  }

  public let citation: String
  public let doi: String?
  /// Why there is no DOI.
  public let noDOI: String?
  public let derivation: Derivation
  public let method: Method
  /// Largest error of a reading or of a reconstruction, as a probability.
  public let readingError: Double?
  public let fitError: Double?
  /// The table or figure of the source.
  public let located: String
  public let rights: String
  public let transcribed: String
  /// What an updated model was made from; nil for others.
  public let madeFrom: UpdateSource?

  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    citation = try reader.string("citation")
    doi = try reader.optional("doi")?.string()
    noDOI = try reader.optional("noDOI")?.string()
    derivation = try reader.object("derivation", Derivation.init)
    method = try reader.oneOf("method")
    readingError = try reader.optional("readingError")?.share()
    fitError = try reader.optional("fitError")?.share()
    located = try reader.string("located")
    rights = try reader.string("rights")
    transcribed = try reader.string("transcribed")
    madeFrom = try reader.optional("from")?.object(UpdateSource.init)
    let node = reader.node
    guard (doi == nil) != (noDOI == nil) else {
      throw node.refused("a source has a DOI, or 'noDOI' says why it has none")
    }
    guard method != .digitisedNomogram || readingError != nil else {
      throw node.refused("a digitised nomogram states its readingError")
    }
    guard method != .reconstructed || fitError != nil else {
      throw node.refused("a reconstruction states its fitError")
    }
    guard (method == .updated) == (madeFrom != nil) else {
      throw node.refused("an updated model, and no other, says what it was made 'from'")
    }
  }
}

extension Provenance.Derivation {
  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    patients = try reader.optional("patients")?.count(from: 1)
    events = try reader.optional("events")?.count(from: 0)
    years = try reader.optional("years")?.string()
    centres = try reader.optional("centres")?.count(from: 1)
    text = try reader.string("text")
  }
}

extension Provenance.Method {
  /// The method in English, as a report prints it beside a number.
  public var words: String {
    switch self {
    case .publishedRule: "published rule"
    case .publishedCoefficients: "published coefficients"
    case .digitisedNomogram: "digitised nomogram"
    case .reconstructed: "reconstruction"
    case .refitted: "fitted"
    case .updated: "update"
    }
  }
}
