extension PrognosticModel {
  /// Every constant that a value of a number is compared with on its way to a prediction, ascending: two
  /// numbers on the same side of each are treated alike, but for the arithmetic.
  func bounds(of covariate: Covariate, _ vocabulary: Vocabulary) -> [Double] {
    var bounds: Set<Double> = []
    let own = covariates.first { $0.name == covariate.name }
    for range in [covariate.possible, own?.observed, own?.axis] {
      if let range { bounds.formUnion([range.lowerBound, range.upperBound]) }
    }
    for condition in population.scope where condition.covariate.name == covariate.name {
      guard case .within(let limits) = condition.test else { continue }
      bounds.formUnion(
        [limits.atLeast, limits.above, limits.atMost, limits.below].compactMap { $0 })
    }
    for other in vocabulary.covariates {
      if let implied = other.implied, implied.by == covariate.name { bounds.insert(implied.above) }
    }
    return bounds.sorted()
  }
}
