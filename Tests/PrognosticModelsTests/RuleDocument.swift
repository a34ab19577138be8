import Foundation
import StrictJSON
import Testing

@testable import PrognosticModels

/// The parts of a rule document that its rules need, and patients written as text.
struct RuleDocument: CustomTestStringConvertible {
  let id: String
  let covariates: [ModelCovariate]
  let criteria: Criteria
  let examples: [JSONNode]

  var testDescription: String { id }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "models")

  /// Every document of the library whose form is criteria.
  static let library: [RuleDocument] = {
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    let names = (files ?? []).map(\.lastPathComponent).filter { $0.hasSuffix(".json") }.sorted()
    return names.compactMap { try? RuleDocument(String($0.dropLast(5))) }
  }()

  /// Reads `models/<id>.json`.
  init(_ id: String) throws {
    let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: id + ".json")))
    let root = try JSONDocument(bytes).root
    var reader = try ObjectReader(root)
    try #require(try reader.string("form") == "criteria")
    try self.init(&reader, VocabularyTests.library())
  }

  /// Reads covariates, rules and examples, and skips the other keys.
  init(_ reader: inout ObjectReader, _ vocabulary: Vocabulary) throws {
    id = try reader.optional("id")?.string() ?? ""
    let covariates = try reader.objects("covariates") { (reader) throws(StrictJSONError) in
      try ModelCovariate(&reader, vocabulary)
    }
    self.covariates = covariates
    criteria = try Criteria(&reader, covariates: covariates)
    examples = try reader.optional("examples")?.array() ?? []
  }

  /// The answer to a patient in the vocabulary's names; what no covariate of the model is, is
  /// ignored.
  func answer(_ patient: KeyValuePairs<String, String>) throws -> Criteria.Answer {
    try answer(Dictionary(uniqueKeysWithValues: patient.map { ($0.key, $0.value) }))
  }

  func answer(_ patient: [String: String]) throws -> Criteria.Answer {
    criteria.answer(
      CovariateVector(values: try covariates.map { try Self.value(of: $0, patient[$0.name]) }))
  }

  /// The outcome, where there has to be one.
  func outcome(_ patient: KeyValuePairs<String, String>) throws -> Criteria.Outcome {
    try Self.outcome(answer(patient))
  }

  static func outcome(_ answer: Criteria.Answer) throws -> Criteria.Outcome {
    guard case .outcome(let outcome) = answer else {
      Issue.record("no outcome: \(answer)")
      throw CancellationError()
    }
    return outcome
  }

  /// A number with its unit if need be, or the place of the nearest level of the model.
  private static func value(of covariate: ModelCovariate, _ text: String?) throws -> Double {
    guard let text = text ?? covariate.whenMissing else { return .nan }
    if covariate.covariate.kind == .number {
      let parts = text.split(separator: " ", maxSplits: 1)
      let number = try #require(Double(parts[0]))
      guard parts.count == 2 else { return number }
      return number * (try #require(covariate.covariate.units.first { $0.name == parts[1] }).factor)
    }
    let level = covariate.covariate.levels.first {
      $0.name == text || $0.synonyms.contains(text)
    }
    let lineage = covariate.covariate.lineage(of: try #require(level).name)
    let place = lineage.compactMap { name in
      covariate.levels.firstIndex { $0.covers.contains(name) }
    }.first
    return Double(try #require(place, "\(text) is not accepted as \(covariate.name)"))
  }
}
