internal import StrictJSON

/// For whom a model speaks: in words, and as conditions that can be checked.
public struct Population: Sendable {
  public let includes: [String]
  public let excludes: [String]
  public let scope: [ScopeCondition]

  init(
    _ reader: inout ObjectReader, _ vocabulary: Vocabulary, _ covariates: [ModelCovariate]
  ) throws(StrictJSONError) {
    includes = try reader.strings("includes")
    excludes = try reader.strings("excludes")
    scope = try reader.objects("scope") { (reader) throws(StrictJSONError) in
      try ScopeCondition(&reader, vocabulary, covariates)
    }
  }

  /// Covariates that decide whether the model applies, of which nothing is said and nothing is usual.
  func unsettled(by patient: Patient) throws(PatientError) -> [Covariate] {
    var result: [Covariate] = []
    for condition in scope where !condition.holdsUsually {
      guard case .assumed = try condition.check(patient),
        !result.contains(where: { $0.name == condition.covariate.name })
      else { continue }
      result.append(condition.covariate)
    }
    return result
  }
}
