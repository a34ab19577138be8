internal import Biostatistics
internal import PrognosticModels
internal import StrictJSON

/// What an update estimated, and the members of the document that it changes.
struct UpdatedNumbers {
  /// A coefficient of the model before and after.
  struct Change {
    let parameter: String
    let before: Double
    let after: Double
    /// Of ``after``; nil where it was not estimated by itself.
    let standardError: Double?
  }

  /// log of the factor on the baseline, or what was added to the logit.
  var logRatio: IndexEstimate?
  /// What all coefficients were multiplied by.
  var slope: IndexEstimate?
  /// Of the coefficients that were estimated.
  var test: ChiSquareTest?
  /// What refitted coefficients were multiplied by.
  var shrinkage: Double?
  var changes: [Change] = []
  /// Members that replace those of the document.
  var members: [(String, JSONValue)] = []
  /// Times of the new document, in the unit of its endpoint.
  var horizons: [Double] = []
  var notes: [ValidationNote] = []
  /// Why there is no interval; nil where there is one.
  var noInterval: String? = UpdatedNumbers.keptCoefficients

  /// (chi-square - df) / chi-square; nil without a test.
  var expectedShrinkage: Double? {
    ParameterLoad(
      events: 0, parameters: test?.degreesOfFreedom ?? 0, likelihoodRatio: test
    ).expectedShrinkage
  }

  static let keptCoefficients =
    "How uncertain the original's coefficients are together with what was estimated here is not known: "
    + "there is no interval."

  /// The factor that shrinks refitted coefficients.
  ///
  /// - Throws: ``ModelUpdateError/noBetterThanChance(chiSquare:degreesOfFreedom:)``.
  mutating func shrink(_ kind: CoefficientShrinkage) throws(ModelUpdateError) -> Double? {
    guard kind == .heuristic, let test else { return nil }
    guard let factor = expectedShrinkage, factor > 0 else {
      throw .noBetterThanChance(
        chiSquare: test.statistic, degreesOfFreedom: test.degreesOfFreedom)
    }
    shrinkage = factor
    noInterval =
      "The coefficients were shrunken towards zero, which no interval of theirs allows for: there is no "
      + "interval."
    return factor
  }
}

extension PrognosticModel {
  /// The places, among the linear predictor's parameters, of coefficients that a fit estimates; offsets
  /// keep theirs.
  func estimatedPlaces(_ predictor: LinearPredictor) -> [Int] {
    let offsets = predictor.parameters.indices.filter {
      predictor.parameters[$0].hasPrefix("offset(")
    }
    guard let fit else { return predictor.parameters.indices.filter { !offsets.contains($0) } }
    let names = Set(fit.columns.map(\.parameter))
    return predictor.parameters.indices.filter { names.contains(predictor.parameters[$0]) }
  }
}

/// The columns of a model's design for the patients of a table, and what has no coefficient to be
/// estimated as an offset.
struct RefitDesign {
  /// Among the predictor's parameters.
  let places: [Int]
  let columns: [[Double]]
  /// Nil where it is 0 throughout.
  let offset: [Double]?

  init(_ model: PrognosticModel, _ predictor: LinearPredictor, _ patients: UpdatingPatients) {
    let places = model.estimatedPlaces(predictor)
    let predictors = patients.linearPredictors
    var columns = places.map { _ in [Double]() }
    var offset: [Double] = []
    var values = [Double](repeating: 0, count: predictor.parameters.count)
    for (vector, eta) in zip(patients.vectors, predictors) {
      predictor.columns(vector, into: &values)
      var share = 0.0
      for (k, place) in places.enumerated() {
        columns[k].append(values[place])
        share += predictor.coefficients[place] * values[place]
      }
      offset.append(eta - share)
    }
    let hasOffset =
      places.count < predictor.parameters.count
      || predictor.terms.contains { $0.parameters.isEmpty }
    self.places = places
    self.columns = columns
    self.offset = hasOffset ? offset : nil
  }

  /// x' b of each row, offsets included.
  func linearPredictors(_ coefficients: [Double]) -> [Double] {
    let count = columns.first?.count ?? offset?.count ?? 0
    var result = offset ?? [Double](repeating: 0, count: count)
    for (column, coefficient) in zip(columns, coefficients) {
      for row in result.indices { result[row] += coefficient * column[row] }
    }
    return result
  }
}

extension RefitDesign {
  /// Refuses what cannot be fitted.
  ///
  /// - Throws: ``ModelUpdateError``.
  func check(model: PrognosticModel, events: Int) throws(ModelUpdateError) {
    guard !places.isEmpty else {
      throw .notOfForm(model: model.id, method: .refit, reason: "has no coefficient to be fitted")
    }
    guard events > places.count else { throw .tooFewEvents(events, coefficients: places.count) }
  }

  /// Refuses a fit without an estimate of every coefficient.
  ///
  /// - Throws: ``ModelUpdateError``.
  func check(
    _ coefficients: [Double], _ predictor: LinearPredictor, hasMaximum: Bool
  ) throws(ModelUpdateError) {
    let missing = zip(places, coefficients).filter { $1.isNaN }.map(\.0)
    guard missing.isEmpty else {
      throw .notEstimated(missing.map { "'\(predictor.parameters[$0])'" })
    }
    guard hasMaximum else { throw .noMaximum }
  }

  /// Each estimated coefficient before and after.
  func changes(
    _ predictor: LinearPredictor, after: [Double], standardErrors: [Double]?
  ) -> [UpdatedNumbers.Change] {
    places.enumerated().map { k, place in
      UpdatedNumbers.Change(
        parameter: predictor.parameters[place], before: predictor.coefficients[place],
        after: after[place], standardError: standardErrors?[k])
    }
  }
}
