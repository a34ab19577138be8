public import StrictJSON

/// Something that nobody has said of the patient and that a prediction rests on.
public struct Assumption: Sendable, Equatable {
  public let covariate: String
  /// A level's name.
  public let value: String
  /// As a sentence says it, such as "localised"; nil where the level's name must do.
  public let words: String?

  /// A covariate taken to be at a level; `words` are those of a condition of scope.
  public init(covariate: String, value: String, words: String? = nil) {
    (self.covariate, self.value, self.words) = (covariate, value, words)
  }

  /// `{"covariate": "metastasis", "value": "no"}`.
  public var json: JSONValue {
    .object([("covariate", .string(covariate)), ("value", .string(value))])
  }
}
