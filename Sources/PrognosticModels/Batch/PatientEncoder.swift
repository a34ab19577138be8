public import StrictJSON
internal import Synchronization

/// Encodes the patients of one scorer, one at a time and from any thread: what was understood of a kind of
/// patients is remembered, so that the next of them costs a twentieth.
public final class PatientEncoder: @unchecked Sendable {
  private let scorer: BatchScorer
  /// Used by whoever holds the lock.
  private let memory: RowMemory
  private let lock = Mutex(())

  /// Nothing is remembered yet.
  public init(_ scorer: BatchScorer) {
    self.scorer = scorer
    memory = RowMemory(of: scorer)
  }

  /// A patient who has one answer, as the model sees him or her: into room for as many values as the model
  /// has covariates.
  ///
  /// - Throws: what ``BatchScorer/encode(json:limits:)`` throws.
  public func encode(
    json bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = JSONLimits(),
    into values: UnsafeMutablePointer<Double>
  ) throws(RequestError) {
    // Whoever finds another thread here reads the patient anew.
    let isKnown: Bool? = lock.withLockIfAvailable { _ in
      guard case .known(let kind) = memory.kind(of: bytes) else { return false }
      for (place, value) in kind.vector.values.enumerated() { values[place] = value }
      return true
    }
    if isKnown == true { return }
    let vector = try scorer.encode(json: Array(bytes), limits: limits)
    for (place, value) in vector.values.enumerated() { values[place] = value }
    lock.withLockIfAvailable { _ in
      if case .unknown = memory.kind(of: bytes) { memory.remember(vector, cautions: []) }
    }
  }
}
