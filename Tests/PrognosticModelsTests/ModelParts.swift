import Foundation
import StrictJSON
import TestSupport

@testable import PrognosticModels

/// The covariates, the endpoint and the form of a document, without the rest of it.
struct ModelParts {
  enum AnyForm {
    case proportionalHazards(ProportionalHazards)
    case subdistributionHazards(SubdistributionHazards)
    case logistic(Logistic)
    case points(Points)
  }

  let covariates: [ModelCovariate]
  let endpoint: Endpoint
  let form: AnyForm

  /// A document of models/.
  init(named id: String) throws {
    let file = CommandRun.root.appending(path: "models/\(id).json")
    try self.init(String(decoding: Data(contentsOf: file), as: UTF8.self))
  }

  /// A text with at least `endpoint`, `covariates` and the keys of a form.
  init(_ text: String) throws {
    let root = try JSONDocument(Array(text.utf8)).root
    let vocabulary = try VocabularyTests.library()
    var reader = try ObjectReader(root)
    endpoint = try reader.object("endpoint", Endpoint.init)
    let covariates = try reader.value("covariates").objects { (reader) throws(StrictJSONError) in
      try ModelCovariate(&reader, vocabulary)
    }
    self.covariates = covariates
    switch try reader.string("form") {
    case "proportionalHazards":
      form = .proportionalHazards(
        try ProportionalHazards(&reader, covariates: covariates, endpoint: endpoint))
    case "subdistributionHazards":
      form = .subdistributionHazards(
        try SubdistributionHazards(&reader, covariates: covariates, endpoint: endpoint))
    case "logistic":
      form = .logistic(try Logistic(&reader, covariates: covariates, endpoint: endpoint))
    default: form = .points(try Points(&reader, covariates: covariates, endpoint: endpoint))
    }
  }

  struct AnotherForm: Error {}

  /// The form, which must be this one.
  func proportionalHazards() throws -> ProportionalHazards {
    guard case .proportionalHazards(let model) = form else { throw AnotherForm() }
    return model
  }

  var linearPredictor: LinearPredictor {
    switch form {
    case .proportionalHazards(let model): model.linearPredictor
    case .subdistributionHazards(let model): model.linearPredictor
    case .logistic(let model): model.linearPredictor
    case .points(let model): model.linearPredictor
    }
  }

  /// A patient from values by name: numbers, truths, or names of vocabulary levels, each taken to the
  /// nearest of its lineage that the model lists; nil for one that the model lists nowhere.
  func vector(_ patient: Reference) -> CovariateVector? {
    var values: [Double] = []
    for covariate in covariates {
      let given = patient[covariate.name]
      if covariate.covariate.kind == .category {
        let lineage = covariate.covariate.lineage(of: given.string ?? "")
        let place = lineage.lazy.compactMap { level in
          covariate.levels.firstIndex { $0.covers.contains(level) }
        }.first
        guard let place else { return nil }
        values.append(Double(place))
      } else {
        guard let number = given.number else { return nil }
        values.append(number)
      }
    }
    return CovariateVector(values: values)
  }

  /// The endpoint's probability at a time.
  func probability(_ vector: CovariateVector, at time: Double) throws -> Double? {
    let eta = linearPredictor.value(vector)
    switch form {
    case .proportionalHazards(let model): return model.survival(at: time, linearPredictor: eta)
    case .subdistributionHazards(let model):
      return model.cumulativeIncidence(at: time, linearPredictor: eta)
    case .logistic(let model): return model.probability(linearPredictor: eta)
    case .points(let model):
      return model.total?.at == time ? try model.probability(ofTotal: eta, vector) : nil
    }
  }
}
