/// The probabilities of one encoded patient at a scorer's times, without a word: what remains of a
/// prediction when everything was doubted before.
public struct PatientArithmetic: Sendable {
  private enum Way {
    /// All times at once.
    case together(Scorer)
    /// Where some times have intervals and others do not.
    case apart([Scorer])
    /// Points, and survival that is conditional.
    case answer(@Sendable (CovariateVector) throws(PatientError) -> Prediction.Answer)
  }

  private let way: Way
  private let isIncidence: Bool
  private let count: Int

  /// What is worked out once of a scorer.
  public init(_ scorer: BatchScorer) {
    let scorers: [Scorer]?
    (scorers, isIncidence) = scorer.arrayScorers
    count = scorer.probabilityCount
    guard let scorers, let first = scorers.first else {
      way = .answer(scorer.answer)
      return
    }
    let isUniform = scorers.allSatisfy { $0.hasIntervals == first.hasIntervals }
    let together = isUniform ? scorer.scorerOfAllTimes : nil
    way = together.map { .together($0) } ?? .apart(scorers)
  }

  /// The probabilities, and their intervals where they are wanted: NaN where none is known.
  ///
  /// - Parameters:
  ///   - values: of a ``CovariateVector`` of the model; their number is the caller's to check.
  ///   - valueCount: how many values there are.
  ///   - probabilities: room for ``BatchScorer/probabilityCount`` numbers.
  ///   - lower: as much room for the lower ends of intervals; nil if not wanted.
  ///   - upper: as much room for the upper ends; nil if not wanted.
  /// - Throws: `PatientError.noValue` where the values give no probability.
  public func score(
    _ values: UnsafePointer<Double>, count valueCount: Int,
    into probabilities: UnsafeMutablePointer<Double>, lower: UnsafeMutablePointer<Double>?,
    upper: UnsafeMutablePointer<Double>?
  ) throws(PatientError) {
    switch way {
    case .together(let scorer): score(scorer, values, probabilities, lower, upper)
    case .apart(let scorers):
      for (place, scorer) in scorers.enumerated() {
        score(
          scorer, values, probabilities + place, lower.map { $0 + place },
          upper.map { $0 + place })
      }
    case .answer(let answer):
      let vector = CovariateVector(
        values: Array(UnsafeBufferPointer(start: values, count: valueCount)))
      let known = try answer(vector).probabilities
      for place in 0..<count {
        let one = place < known.count ? known[place] : nil
        probabilities[place] = one?.probability ?? .nan
        lower?[place] = one?.interval?.lowerBound ?? .nan
        upper?[place] = one?.interval?.upperBound ?? .nan
      }
    }
    for place in 0..<count where !probabilities[place].isFinite {
      throw .noValue(term: "the sum of the terms")
    }
  }

  private func score(
    _ scorer: Scorer, _ values: UnsafePointer<Double>,
    _ probabilities: UnsafeMutablePointer<Double>, _ lower: UnsafeMutablePointer<Double>?,
    _ upper: UnsafeMutablePointer<Double>?
  ) {
    let times = scorer.horizons.count
    if let lower, let upper,
      scorer.survivals(values, into: probabilities, lower: lower, upper: upper)
    {
      for place in 0..<times where !(lower[place] <= upper[place]) {
        (lower[place], upper[place]) = (.nan, .nan)
      }
      guard isIncidence else { return }
      for place in 0..<times {
        probabilities[place] = 1 - probabilities[place]
        (lower[place], upper[place]) = (1 - upper[place], 1 - lower[place])
      }
      return
    }
    scorer.survivals(values, into: probabilities)
    for place in 0..<times {
      if isIncidence { probabilities[place] = 1 - probabilities[place] }
      lower?[place] = .nan
      upper?[place] = .nan
    }
  }
}

extension BatchScorer {
  /// A scorer a probability, where they come from a scorer and nothing else does; nil for points, for
  /// rules, for a model without baseline, and for survival that is conditional.
  var arrayScorers: (scorers: [Scorer]?, isIncidence: Bool) {
    guard let question = try? predictor.question.get(), !question.isConditional else {
      return (nil, false)
    }
    switch model.form {
    case .proportionalHazards, .subdistributionHazards:
      let isIncidence = if case .subdistributionHazards = model.form { true } else { false }
      let scorers = question.times.compactMap(\.scorer)
      let isWhole = !scorers.isEmpty && scorers.count == question.times.count
      return (isWhole ? scorers : nil, isIncidence)
    case .logistic: return (question.scorer.map { [$0] }, false)
    case .points, .criteria: return (nil, false)
    }
  }

  fileprivate var scorerOfAllTimes: Scorer? {
    guard let question = try? predictor.question.get() else { return nil }
    let times = question.times.map(\.value)
    switch model.form {
    case .proportionalHazards(let hazards): return try? Scorer(hazards, at: times)
    case .subdistributionHazards(let hazards): return try? Scorer(hazards.hazards, at: times)
    case .logistic: return question.scorer
    case .points, .criteria: return nil
    }
  }
}
