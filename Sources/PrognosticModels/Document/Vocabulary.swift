public import StrictJSON

/// Every covariate of the library once: its names, units, levels, codes and synonyms.
public struct Vocabulary: Sendable {
  public let covariates: [Covariate]
  /// The document, byte for byte; empty for one that was not read.
  public let bytes: [UInt8]
  private let places: [String: Int]
  /// Of the covariates that a number implies, and of that number.
  private let implied: [(place: Int, source: Int)]

  /// A vocabulary without covariates, for a model that defines its own.
  package init() { (covariates, bytes, places, implied) = ([], [], [:], []) }

  /// Reads models/vocabulary.json.
  public init(_ document: JSONDocument, bytes: [UInt8] = []) throws(StrictJSONError) {
    self.bytes = bytes
    covariates = try document.root.object { (reader) throws(StrictJSONError) in
      let format = try reader.value("format")
      guard try format.string() == "sarcoma-vocabulary/1" else {
        throw format.refused("the format is not 'sarcoma-vocabulary/1'")
      }
      _ = try reader.optional("reviewedBy")?.string()
      return try reader.objects("covariates", Covariate.init)
    }
    var places: [String: Int] = [:]
    for (place, covariate) in covariates.enumerated() {
      guard places.updateValue(place, forKey: covariate.name) == nil else {
        throw document.root.refused("the covariate '\(covariate.name)' stands there twice")
      }
    }
    var implied: [(place: Int, source: Int)] = []
    for (place, covariate) in covariates.enumerated() {
      guard let (source, _) = covariate.implied else { continue }
      guard covariate.kind == .yesNo, let number = places[source],
        covariates[number].kind == .number
      else {
        throw document.root.refused(
          "'\(covariate.name)' is yes or no, implied by a number, and '\(source)' is none")
      }
      implied.append((place, number))
    }
    (self.places, self.implied) = (places, implied)
  }

  /// The covariate of a name; nil if there is none.
  public subscript(name: String) -> Covariate? { places[name].map { covariates[$0] } }

  /// The patient with what their numbers imply: any necrosis above 0 % is necrosis present.
  ///
  /// - Throws: ``PatientError`` for a number that cannot be read, and for a yes or no against it.
  public func completing(_ patient: Patient) throws(PatientError) -> Patient {
    var result = patient
    for (place, source) in implied {
      guard let value = patient[covariates[source].name],
        let bound = covariates[place].implied?.above,
        case .number(let number, _) = try covariates[source].read(value)
      else { continue }
      let (covariate, name) = (covariates[place], covariates[source].name)
      switch try covariate.read(patient[covariate.name] ?? .missing) {
      case .missing: result.set(covariate.name, to: .truth(number > bound))
      case .level(let level) where (level == "yes") != (number > bound):
        throw .contradiction(
          covariate: covariate.name, level: level, number: name, value: number)
      default: break
      }
    }
    return result
  }
}
