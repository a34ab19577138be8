internal import StrictJSON

/// What a model predicts, from when on, and to when.
public struct Endpoint: Sendable {
  /// The event, or being free of it.
  public enum Kind: String, Sendable, CaseIterable {
    case overallSurvival, diseaseSpecificSurvival, diseaseFreeSurvival, metastasisFreeSurvival
    case recurrenceFreeSurvival
    case diseaseSpecificDeath, distantMetastasis, localRecurrence, progressiveDisease
    /// That something is so, such as a positive margin: an event without a course of time.
    case binaryOutcome
    /// A rule's category, no probability.
    case classification

    /// Whether a probability is that of the event, not of being free of it.
    public var isIncidence: Bool {
      switch self {
      case .diseaseSpecificDeath, .distantMetastasis, .localRecurrence, .progressiveDisease,
        .binaryOutcome:
        true
      default: false
      }
    }
  }

  public let kind: Kind
  /// What time counts from, in words.
  public let origin: String
  public let unit: TimeUnit
  /// Times of prediction in ``unit``, ascending; empty for rules.
  public let horizons: [Double]
  /// Events that compete with the endpoint, in words.
  public let competing: [String]
  /// The longest time that the derivation's follow-up supports; nil for rules.
  public let followUp: Double?

  /// ``horizons`` in words: whole years as years, whatever the unit.
  public var statedHorizons: [Horizon] {
    horizons.map { Horizon(value: $0, unit: unit).inWholeYears }
  }

  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    kind = try reader.oneOf("kind")
    origin = try reader.string("origin")
    unit = try reader.oneOf("unit")
    let node = try reader.value("horizons")
    horizons = try node.numbers()
    guard zip(horizons, horizons.dropFirst()).allSatisfy(<), horizons.allSatisfy({ $0 > 0 }) else {
      throw node.refused("horizons are positive and ascend")
    }
    competing = try reader.strings("competing")
    followUp = try reader.optional("followUp")?.positive()
    if let last = horizons.last, let followUp, last > followUp {
      throw node.refused("a horizon lies beyond the follow-up of \(followUp)")
    }
  }
}

extension Endpoint.Kind {
  /// The endpoint in English, as a report prints it.
  public var words: String {
    switch self {
    case .overallSurvival: "overall survival"
    case .diseaseSpecificSurvival: "disease-specific survival"
    case .diseaseFreeSurvival: "disease-free survival"
    case .metastasisFreeSurvival: "metastasis-free survival"
    case .recurrenceFreeSurvival: "recurrence-free survival"
    case .diseaseSpecificDeath: "death of the disease"
    case .distantMetastasis: "distant metastasis"
    case .localRecurrence: "local recurrence"
    case .progressiveDisease: "progressive disease"
    case .binaryOutcome: "the outcome"
    case .classification: "classification"
    }
  }
}
