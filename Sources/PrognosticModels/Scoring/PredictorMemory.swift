internal import Synchronization

/// The predictors of questions that come again and again, so that the scorers of their times are made once.
final class PredictorMemory: Sendable {
  private struct Question: Hashable {
    let model: String
    let horizons: [Horizon]?
    let given: Horizon?
  }

  /// As many questions as are remembered: times are the asker's, and models few.
  private static let most = 256

  private let predictors = Mutex<[Question: Predictor]>([:])

  /// - Parameters:
  ///   - id: of the model, one for each memory.
  ///   - make: makes what is not known.
  func predictor(
    of id: String, at horizons: [Horizon]?, given: Horizon?, _ make: () -> Predictor
  ) -> Predictor {
    let question = Question(model: id, horizons: horizons, given: given)
    if let known = predictors.withLock({ $0[question] }) { return known }
    let predictor = make()
    predictors.withLock { predictors in
      if predictors.count >= Self.most { predictors.removeAll() }
      predictors[question] = predictor
    }
    return predictor
  }
}
