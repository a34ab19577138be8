import Foundation
import StrictJSON
import TestSupport
import Testing

@testable import PrognosticModels

/// What every document of models/ has to hold to, whoever adds it.
@Suite("Registry of models")
struct LibraryTests {
  /// A model of models/ under its id.
  struct Entry: CustomTestStringConvertible, Sendable {
    let model: PrognosticModel
    var testDescription: String { model.id }
  }

  static let library = Result { try Library.models() }
  static let entries = ((try? library.get().models) ?? []).map(Entry.init)

  @Test("every file of models/ is read")
  func reads() throws {
    let library = try Self.library.get()
    #expect(library.faults.map(\.description) == [])
    let files = Library.documents.filter { $0.hasPrefix("models/") }
    #expect(library.models.map { "models/\($0.id).json" } == files)
    #expect(files.count >= 15)
  }

  @Test("every document reproduces its examples and keeps its form's promises", arguments: entries)
  func verification(_ entry: Entry) throws {
    let verification = ModelVerification(entry.model, try Self.library.get().vocabulary)
    #expect(verification.failures == [])
    #expect(entry.model.examples.count >= 2)
    #expect(entry.model.status != .synthetic)
  }

  @Test("an id is plain words with a year, a version has three numbers", arguments: entries)
  func identity(_ entry: Entry) throws {
    let model = entry.model
    let id = /[a-z0-9]+(-[a-z0-9]+)*-(19|20)[0-9]{2}(-(digitised|reconstructed))?/
    #expect(model.id.wholeMatch(of: id) != nil)
    #expect(model.version.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+/) != nil)
    #expect(!model.title.isEmpty)
    // What is not in the name does not hide what the numbers are.
    #expect(model.id.hasSuffix("-reconstructed") == (model.provenance.method == .reconstructed))
  }

  @Test("a source is cited with a year, and has a DOI or a reason for none", arguments: entries)
  func provenance(_ entry: Entry) throws {
    let source = entry.model.provenance
    #expect(source.citation.count > 40)
    #expect(source.citation.contains(/(19|20)[0-9]{2}/))
    if let doi = source.doi {
      #expect(doi.wholeMatch(of: /10\.[0-9]{4,9}\/\S+/) != nil)
    } else {
      #expect(Self.isSentence(source.noDOI ?? ""))
    }
    #expect(!source.located.isEmpty && !source.rights.isEmpty && !source.transcribed.isEmpty)
    #expect((source.readingError ?? source.fitError ?? 0) < 0.1)
  }

  @Test("horizons and times of risk groups lie inside the follow-up", arguments: entries)
  func horizons(_ entry: Entry) throws {
    let endpoint = entry.model.endpoint
    if let last = endpoint.horizons.last {
      #expect(last <= (try #require(endpoint.followUp)))
    }
    if let time = entry.model.riskGroups?.time { #expect(endpoint.horizons.contains(time)) }
    #expect(entry.model.isRule || endpoint.kind != .classification)
  }

  @Test("references and levels for the missing are levels of the model", arguments: entries)
  func levels(_ entry: Entry) throws {
    for covariate in entry.model.covariates {
      for level in [covariate.reference, covariate.whenMissing].compactMap({ $0 }) {
        #expect(covariate.index(ofLevel: level) != nil, "\(covariate.name)")
      }
      #expect(entry.model.isRule || !covariate.isOptional, "\(covariate.name)")
    }
  }

  @Test("reasons, limits and cautions are sentences, assumptions are not", arguments: entries)
  func sentences(_ entry: Entry) throws {
    let model = entry.model
    let sentences =
      model.population.scope.map(\.reason) + model.limits + model.cautions.map(\.message)
    for text in sentences { #expect(Self.isSentence(text), "\(text)") }
    for text in model.population.includes + model.population.excludes {
      #expect(text.first?.isUppercase == true && text.hasSuffix("."), "\(text)")
    }
    #expect(!model.limits.isEmpty && !model.population.includes.isEmpty)
    #expect(!model.population.scope.isEmpty)
    for assumed in model.population.scope.compactMap(\.assumed) {
      #expect(!assumed.isEmpty && !assumed.hasSuffix("."), "\(assumed)")
    }
  }

  @Test("what a refusal names instead is another model of the library", arguments: entries)
  func instead(_ entry: Entry) throws {
    let library = try Self.library.get()
    for instead in entry.model.population.scope.compactMap(\.instead) {
      for name in instead.split(separator: ", ").map(String.init) where !name.contains(" ") {
        #expect(library[name] != nil, "\(name)")
        #expect(name != entry.model.id)
      }
    }
  }

  @Test("an interval of performance holds its estimate", arguments: entries)
  func performance(_ entry: Entry) throws {
    for row in entry.model.performance {
      #expect(row.interval?.contains(row.estimate) ?? true, "\(row.measure), \(row.cohort)")
      #expect(!row.cohort.isEmpty && !row.source.isEmpty)
    }
  }

  @Test(
    "of any patient survival lies in 0 to 1, falls with time and with the linear predictor",
    arguments: entries)
  func survival(_ entry: Entry) throws {
    let hazards: ProportionalHazards
    switch entry.model.form {
    case .proportionalHazards(let form): hazards = form
    case .subdistributionHazards(let form): hazards = form.hazards
    case .logistic, .points, .criteria: return
    }
    guard hazards.baseline != nil else { return }
    var generator = SplitMix64(seed: 20_261_123)
    var results: [(predictor: Double, survival: [Double])] = []
    for _ in 0..<500 {
      let vector = Self.patient(of: entry.model.covariates, &generator)
      let predictor = hazards.linearPredictor.value(vector)
      #expect(predictor.isFinite)
      let survival = entry.model.endpoint.horizons.map {
        hazards.survival(at: $0, linearPredictor: predictor) ?? .nan
      }
      #expect(survival.allSatisfy { (0...1).contains($0) })
      #expect(zip(survival, survival.dropFirst()).allSatisfy(>=))
      results.append((predictor, survival))
    }
    results.sort { $0.predictor < $1.predictor }
    for (low, high) in zip(results, results.dropFirst()) {
      #expect(zip(low.survival, high.survival).allSatisfy(>=))
    }
  }

  @Test("the vocabulary has a label in four languages for everything")
  func languages() throws {
    for covariate in try Self.library.get().vocabulary.covariates {
      let labels =
        [(covariate.name, covariate.label)] + covariate.levels.map { ($0.name, $0.label) }
        + covariate.halfAnswers.map { ($0.name, $0.label) }
      for (name, label) in labels {
        #expect(label.all.count == 4, "\(covariate.name), \(name)")
        #expect(label.all.allSatisfy { !$0.isEmpty }, "\(covariate.name), \(name)")
      }
      #expect(Self.isSentence(covariate.definition ?? ""), "\(covariate.name)")
    }
  }

  /// A random vector within the axis, else the observed, else the possible range.
  private static func patient(
    of covariates: [ModelCovariate], _ generator: inout SplitMix64
  ) -> CovariateVector {
    CovariateVector(
      values: covariates.map { covariate in
        guard covariate.levels.isEmpty else {
          return Double(Int.random(in: covariate.levels.indices, using: &generator))
        }
        let range = covariate.axis ?? covariate.observed ?? covariate.covariate.possible ?? 0...1
        return .random(in: range, using: &generator)
      })
  }

  private static func isSentence(_ text: String) -> Bool {
    let start = text.first.map { $0.isUppercase || $0.isNumber } ?? false
    return start && text.hasSuffix(".") && text.contains(" ")
  }
}
