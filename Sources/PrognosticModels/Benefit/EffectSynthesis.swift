internal import Terms

/// One ratio out of several sources: ``RandomEffectsMean`` of the logarithms, and back.
///
/// The prediction interval holds the true ratio of a further source like these, with the level's
/// probability.
public struct EffectSynthesis: Sendable, Equatable {
  /// One ratio and the trials whose patients it rests on.
  public struct Source: Sendable, Equatable {
    public let name: String
    public let trials: [String]
    public let ratio: RatioEstimate

    /// `trials` by the names under which they were registered or published.
    public init(name: String, trials: [String], ratio: RatioEstimate) {
      self.name = name
      self.trials = trials
      self.ratio = ratio
    }
  }

  /// τ² of the log ratios.
  public let betweenVariance: Double
  /// e^μ with Hartung and Knapp's interval.
  public let ratio: RatioEstimate
  /// μ.
  public let logarithm: Double
  /// Hartung and Knapp's, of μ.
  public let standardError: Double
  /// Of a further source's ratio.
  public let predictionInterval: ClosedRange<Double>
  /// The names of the sources, in their order.
  public let sources: [String]

  /// - Throws: ``SynthesisRefusal``.
  public init(_ sources: [Source], confidence: Double = 0.95) throws(SynthesisRefusal) {
    guard confidence > 0, confidence < 1 else { throw .numbers(.confidence(confidence)) }
    try Self.checkPatients(sources)
    guard sources.count >= 3, let measure = sources.first?.ratio.measure else {
      throw .tooFew(sources.map(\.name))
    }
    guard sources.allSatisfy({ $0.ratio.measure == measure }) else {
      throw .numbers(.measuresDiffer)
    }
    var variances: [Double] = []
    for source in sources {
      guard let error = source.ratio.standardError else {
        throw .numbers(.withoutInterval(source.name))
      }
      variances.append(error * error)
    }
    guard
      let found = RandomEffectsMean(
        sources.map(\.ratio.logarithm), variances: variances, confidence: confidence)
    else { throw .notConverged }
    func ends(_ interval: ClosedRange<Double>) -> (lower: Double, upper: Double) {
      (Elementary.exp(interval.lowerBound), Elementary.exp(interval.upperBound))
    }
    do throws(BenefitError) {
      let reach = ends(found.predictionInterval)
      guard reach.lower > 0, reach.upper < .infinity, reach.lower < reach.upper else {
        throw .ratioInterval(lower: reach.lower, upper: reach.upper)
      }
      predictionInterval = reach.lower...reach.upper
      ratio = try RatioEstimate(
        measure, Elementary.exp(found.mean), interval: ends(found.interval),
        confidence: confidence)
    } catch {
      throw .numbers(error)
    }
    betweenVariance = found.betweenVariance
    logarithm = found.mean
    standardError = found.standardError
    self.sources = sources.map(\.name)
  }

  /// That no trial's patients count twice, under names that differ in neither case nor blanks.
  private static func checkPatients(_ sources: [Source]) throws(SynthesisRefusal) {
    for (place, source) in sources.enumerated() {
      guard !source.trials.isEmpty else { throw .trialsUnknown(source: source.name) }
      let trials = Set(source.trials.map(folded))
      for earlier in sources[..<place] {
        if let shared = earlier.trials.first(where: { trials.contains(folded($0)) }) {
          throw .sharedPatients(trial: shared, sources: [earlier.name, source.name])
        }
      }
    }
  }

  private static func folded(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}

/// Why sources are not made into one number.
public enum SynthesisRefusal: Error, Equatable, CustomStringConvertible {
  case tooFew([String])
  case sharedPatients(trial: String, sources: [String])
  case trialsUnknown(source: String)
  case notConverged
  case numbers(BenefitError)

  public var description: String {
    switch self {
    case .tooFew(let names):
      names.isEmpty
        ? "A synthesis needs at least three sources; there is none."
        : "A synthesis needs at least three sources; there \(names.count == 1 ? "is 1" : "are 2"):"
          + " \(names.joined(separator: ", "))."
    case .sharedPatients(let trial, let sources):
      "The patients of \(trial) are in \(sources.joined(separator: " and in ")): a synthesis would"
        + " count them twice."
    case .trialsUnknown(let source):
      "Nobody says which trials '\(source)' contains, so it may share patients with the others."
    case .notConverged: "The variance between the sources did not settle."
    case .numbers(let error): error.description
    }
  }
}
