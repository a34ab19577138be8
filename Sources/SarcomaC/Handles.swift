internal import CInterface
internal import PrognosticModels

/// The documents behind a `sarcoma_library`.
final class OpenLibrary: Sendable {
  let library: ModelLibrary

  init(_ library: ModelLibrary) { self.library = library }
}

/// A model with its question behind a `sarcoma_scorer`, and what is needed for one patient at hand.
final class OpenScorer: Sendable {
  let batch: BatchScorer
  let covariateCount: Int
  let probabilityCount: Int
  let encoder: PatientEncoder
  let arithmetic: PatientArithmetic

  init(_ batch: BatchScorer) {
    self.batch = batch
    covariateCount = batch.model.covariates.count
    probabilityCount = batch.probabilityCount
    encoder = PatientEncoder(batch)
    arithmetic = PatientArithmetic(batch)
  }
}

/// What is open. Marks are this library's own.
enum Handles {
  static let libraries = HandleTable<OpenLibrary>(mark: 0x51, of: "library")
  static let scorers = HandleTable<OpenScorer>(mark: 0x52, of: "scorer")
}
