internal import StrictJSON

extension TreatmentEffect {
  /// What was seen in the arms of a trial, beside any ratio; shown, never computed with.
  public struct Observation: Sendable {
    /// A share of patients, or a difference of two, with its 95 % interval where one was read.
    public struct Share: Sendable, Equatable {
      public let estimate: Double
      public let interval: ClosedRange<Double>?
    }

    public let sentence: String
    public let endpoint: Endpoint.Kind?
    public let horizon: Horizon?
    public let stratum: String?
    /// The arm of the regimen and that of the comparator; nil where the source does not name them.
    public let treated: Share?
    public let control: Share?
    /// Treated less control.
    public let difference: Share?
  }

  /// One regimen against another, in all histotypes or in one.
  public struct RegimenContrast: Sendable, Equatable {
    /// "histotypeTailored versus anthracyclineIfosfamide".
    public let contrast: String
    /// A level of the vocabulary's histology; nil for all.
    public let histotype: String?
    public let finding: String
  }
}

extension TreatmentEffect.Observation {
  /// Reads a member of `observed`; `strata` are the names that it may refer to.
  init(_ reader: inout ObjectReader, strata: [String]) throws(StrictJSONError) {
    sentence = try reader.string("sentence")
    endpoint = try reader.optional("endpoint")?.oneOf()
    horizon = try reader.optional("horizon")?.object(Horizon.init)
    stratum = try reader.optional("stratum")?.stratum(of: strata)
    treated = try Share(reader.optional("treated"), within: 0...1)
    control = try Share(reader.optional("control"), within: 0...1)
    difference = try Share(reader.optional("difference"), within: -1...1)
  }
}

extension TreatmentEffect.Observation.Share {
  /// Reads `{"estimate": 0.42, "interval": null}`; nil for nil.
  init?(_ node: JSONNode?, within limits: ClosedRange<Double>) throws(StrictJSONError) {
    guard let node else { return nil }
    var reader = try ObjectReader(node)
    estimate = try reader.number("estimate")
    interval = try Covariate.range(reader.optional("interval"))
    try reader.finish()
    let bounds = interval.map { [$0.lowerBound, $0.upperBound] } ?? []
    guard (bounds + [estimate]).allSatisfy(limits.contains), interval?.contains(estimate) ?? true
    else {
      let words = Words.range(limits, nil)
      throw node.refused("a share is within \(words), and its interval holds it")
    }
  }
}

extension TreatmentEffect.RegimenContrast {
  init(_ reader: inout ObjectReader, _ vocabulary: Vocabulary) throws(StrictJSONError) {
    contrast = try reader.string("contrast")
    let node = reader.optional("histotype")
    histotype = try node?.string()
    finding = try reader.string("finding")
    if let histotype, let node, vocabulary["histology"]?.level(histotype) == nil {
      throw node.refused("'\(histotype)' is not a level of histology")
    }
  }
}
