internal import StrictJSON

extension Patient {
  /// The names that neither the vocabulary nor a model's local covariates know, in order.
  public func unknownNames(in vocabulary: Vocabulary, locals: [String] = []) -> [String] {
    let locals = Set(locals)
    return entries.map(\.name).filter { vocabulary[$0] == nil && !locals.contains($0) }
  }

  /// Throws `PatientError.unknownCovariate` for the first name that nobody knows, with the one that
  /// was probably meant: the name that it labels, or the nearest in spelling.
  public func checkNames(
    in vocabulary: Vocabulary, locals: [String] = []
  ) throws(PatientError) {
    guard let name = unknownNames(in: vocabulary, locals: locals).first else { return }
    let folded = TextFolding.loose(name)
    let labelled = vocabulary.covariates.first { covariate in
      ([covariate.name] + covariate.label.all).contains { TextFolding.loose($0) == folded }
    }
    let known = vocabulary.covariates.map(\.name) + locals
    throw .unknownCovariate(
      name: name, suggestion: labelled?.name ?? NearestName.of(name, among: known))
  }
}
