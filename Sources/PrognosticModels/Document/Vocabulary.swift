public import StrictJSON

/// Every covariate of the library once: its names, units, levels, codes and synonyms.
public struct Vocabulary: Sendable {
  public let covariates: [Covariate]
  private let places: [String: Int]

  /// A vocabulary without covariates, for a model that defines its own.
  package init() { (covariates, places) = ([], [:]) }

  /// Reads models/vocabulary.json.
  public init(_ document: JSONDocument) throws(StrictJSONError) {
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
    for covariate in covariates {
      guard let (source, _) = covariate.implied else { continue }
      guard covariate.kind == .yesNo, let place = places[source],
        covariates[place].kind == .number
      else {
        throw document.root.refused(
          "'\(covariate.name)' is yes or no, implied by a number, and '\(source)' is none")
      }
    }
    self.places = places
  }

  /// The covariate of a name; nil if there is none.
  public subscript(name: String) -> Covariate? { places[name].map { covariates[$0] } }

  /// The patient with what their numbers imply: any necrosis above 0 % is necrosis present.
  ///
  /// - Throws: ``PatientError`` for a number that cannot be read, and for a yes or no against it.
  public func completing(_ patient: Patient) throws(PatientError) -> Patient {
    var result = patient
    for covariate in covariates {
      guard let (name, bound) = covariate.implied, let source = self[name],
        let value = patient[name], case .number(let number, _) = try source.read(value)
      else { continue }
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
