public import StrictJSON

/// A patient whose answer somebody else has given: what a document must reproduce.
public struct WorkedExample: Sendable {
  /// Who gave the answer, and where.
  public let source: String
  /// The patient as an object in the vocabulary's names.
  public let patient: JSONNode
  public let expected: Expectation
  /// How far the answer may be off.
  public let within: Double

  /// The answer to reproduce; nil for what the source does not say.
  public struct Expectation: Sendable {
    /// Nil where nothing is said of it; an empty text where there is no category.
    public let category: String?
    /// Intermediate results of a rule by name.
    public let derived: [(name: String, value: String)]
    public let time: Double?
    public let probability: Double?
    public let totalPoints: Double?
    public let linearPredictor: Double?
    /// The patient is out of scope.
    public let refused: Bool
  }

  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    source = try reader.string("source")
    patient = try reader.value("patient")
    expected = try reader.object("gives", Expectation.init)
    within = try reader.number("within")
    guard patient.kind == .object else { throw patient.refused("a patient is an object") }
    guard within >= 0 else { throw reader.node.refused("'within' is negative") }
  }
}

extension WorkedExample.Expectation {
  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    category = try reader.optional("category")?.string()
    var derived: [(name: String, value: String)] = []
    if let node = reader.optional("derived") {
      for (name, value) in try node.members() { derived.append((name, try value.string())) }
    }
    self.derived = derived
    time = try reader.optional("time")?.positive()
    probability = try reader.optional("probability")?.share()
    totalPoints = try reader.optional("totalPoints")?.number()
    linearPredictor = try reader.optional("linearPredictor")?.number()
    refused = try reader.optional("refused")?.bool() ?? false
    guard
      category != nil || !derived.isEmpty || probability != nil || totalPoints != nil
        || linearPredictor != nil || refused
    else {
      throw reader.node.refused("an example expects something")
    }
  }
}
