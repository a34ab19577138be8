public import StrictJSON

/// What one source says of a treatment: a ratio with its interval where it prints one, words where
/// it does not.
///
/// Only an effect against no chemotherapy acts on a survival, S1 = S0^HR; a contrast between two
/// active regimens is told beside it. A document holds one source, and numbers that were read there.
public struct TreatmentEffect: Sendable {
  /// How far its numbers can be trusted.
  public enum Status: String, Sendable, CaseIterable {
    /// Its numbers were read in the source that it names.
    case verified
    /// Rests on something unverified; used only when it is asked for by name.
    case draft
  }

  /// How the contrast came about.
  public enum Design: String, Sendable, CaseIterable {
    case randomised
    /// Subgroups of a randomised trial, chosen after the fact.
    case postHocSubgroup
    case metaAnalysis
    case networkMetaAnalysis
    /// Patients of a trial compared by something else than the arm.
    case secondaryAnalysis
  }

  /// When the treatment was given, relative to surgery.
  public enum Timing: String, Sendable, CaseIterable {
    case neoadjuvant
    case adjuvant
    /// Before and after.
    case perioperative
    /// Without surgery for cure: advanced disease.
    case advanced
  }

  /// What the treatment was compared with.
  public enum Comparator: Sendable, Equatable {
    /// No chemotherapy.
    case none
    /// Another regimen, by name.
    case active(String)
  }

  public static let format = "sarcoma-effect/1"

  public let id: String
  public let version: String
  public let title: String
  public let status: Status
  public let provenance: Provenance
  public let design: Design
  public let timing: Timing
  /// The contrast in words.
  public let comparison: String
  public let comparator: Comparator
  /// What was given, in words.
  public let regimen: String
  /// Trials whose patients it contains, by names that are the same in every document.
  public let trials: [String]
  /// How many more trials it contains that are not named.
  public let unnamedTrials: Int
  public let patients: Int?
  public let events: Int?
  public let includes: [String]
  public let excludes: [String]
  /// Whether no ratio has an interval: shown in words, never in a prediction.
  public let isDescriptive: Bool
  public let estimates: [Estimate]
  public let strata: EffectStrata?
  public let findings: [String]
  public let regimens: [RegimenContrast]
  public let caveats: [String]
  public let observed: [Observation]
  /// The document as it was read.
  public let bytes: [UInt8]
  /// SHA-256 of ``bytes``, in hexadecimal digits.
  public let sha256: String

  /// Reads a document; its histotypes are those of the vocabulary.
  ///
  /// - Throws: `StrictJSONError`, with line and path, for whatever the format does not allow.
  public init(_ bytes: [UInt8], vocabulary: Vocabulary) throws(StrictJSONError) {
    self = try JSONDocument(bytes).root.object { (reader) throws(StrictJSONError) in
      try TreatmentEffect(&reader, vocabulary, bytes)
    }
  }

  private init(
    _ reader: inout ObjectReader, _ vocabulary: Vocabulary, _ bytes: [UInt8]
  ) throws(StrictJSONError) {
    let format = try reader.value("format")
    guard try format.string() == Self.format else {
      throw format.refused("the format is not '\(Self.format)'")
    }
    id = try reader.string("id")
    version = try reader.string("version")
    title = try reader.string("title")
    status = try reader.oneOf("status")
    let provenanceNode = try reader.value("provenance")
    provenance = try provenanceNode.object(Provenance.init)
    design = try reader.oneOf("design")
    timing = try reader.oneOf("timing")
    comparison = try reader.string("comparison")
    comparator = try Comparator(reader.value("comparator"))
    regimen = try reader.string("regimen")
    let trialsNode = try reader.value("trials")
    trials = try trialsNode.strings()
    unnamedTrials = try reader.value("unnamedTrials").count(from: 0)
    patients = try reader.optional("patients")?.count(from: 1)
    events = try reader.optional("events")?.count(from: 0)
    (includes, excludes) = try reader.object("population") { (reader) throws(StrictJSONError) in
      (try reader.strings("includes"), try reader.strings("excludes"))
    }
    let descriptiveNode = try reader.value("descriptive")
    isDescriptive = try descriptiveNode.bool()
    let estimatesNode = try reader.value("estimates")
    strata = try reader.optional("strata")?.object(EffectStrata.init)
    let names = strata?.names ?? []
    estimates = try estimatesNode.objects { (reader) throws(StrictJSONError) in
      try Estimate(&reader, strata: names)
    }
    let findingsNode = try reader.value("findings")
    findings = try findingsNode.strings()
    regimens = try reader.objects("regimens") { (reader) throws(StrictJSONError) in
      try RegimenContrast(&reader, vocabulary)
    }
    let caveatsNode = try reader.value("caveats")
    caveats = try caveatsNode.strings()
    observed = try reader.objects("observed") { (reader) throws(StrictJSONError) in
      try Observation(&reader, strata: names)
    }
    self.bytes = bytes
    sha256 = SHA256.hexDigest(of: bytes)

    guard Set(trials).count == trials.count else {
      throw trialsNode.refused("a trial stands there twice")
    }
    guard !trials.isEmpty || unnamedTrials > 0 else {
      throw trialsNode.refused("an effect contains at least one trial, named or not")
    }
    guard isDescriptive == !estimates.contains(where: { $0.interval != nil }) else {
      throw descriptiveNode.refused(
        "a source is descriptive if none of its ratios has an interval, and only then")
    }
    let method: Provenance.Method = estimates.isEmpty ? .publishedRule : .publishedCoefficients
    guard provenance.method == method else {
      throw provenanceNode.refused(
        "the method is '\(method.rawValue)' where \(estimates.isEmpty ? "no" : "a") ratio stands")
    }
    for (place, estimate) in estimates.enumerated()
    where estimates[..<place].contains(where: { $0.isOfTheSame(as: estimate) }) {
      throw estimatesNode.refused("estimate \(place + 1) repeats an earlier one")
    }
    guard !caveats.isEmpty else { throw caveatsNode.refused("an effect has at least one caveat") }
    guard !isDescriptive || !findings.isEmpty else {
      throw findingsNode.refused("a descriptive source has at least one finding")
    }
  }
}

extension TreatmentEffect {
  /// Whether it can act on a survival: against no chemotherapy, by a ratio with its interval.
  public var isSelectable: Bool { !selectableEstimates.isEmpty }

  /// The estimates that can act on a survival; none of a contrast between active regimens.
  public var selectableEstimates: [Estimate] {
    comparator == .none ? estimates.filter { $0.interval != nil } : []
  }

  /// Whether two sources count patients twice; nil where one of them does not name its trials.
  public func sharesPatients(with other: TreatmentEffect) -> Bool? {
    if id == other.id || !Set(trials).isDisjoint(with: other.trials) { return true }
    return unnamedTrials == 0 && other.unnamedTrials == 0 ? false : nil
  }
}

extension TreatmentEffect.Comparator {
  /// "none", or the name of a regimen.
  init(_ node: JSONNode) throws(StrictJSONError) {
    let name = try node.string()
    guard !name.isEmpty else { throw node.refused("the comparator is 'none' or a regimen's name") }
    self = name == "none" ? .none : .active(name)
  }

  /// "none", or the name of the regimen.
  public var name: String {
    switch self {
    case .none: "none"
    case .active(let name): name
    }
  }
}

extension TreatmentEffect.Design {
  /// The design in English, as a report prints it.
  public var words: String {
    switch self {
    case .randomised: "randomised trial"
    case .postHocSubgroup: "post hoc subgroups of a randomised trial"
    case .metaAnalysis: "meta-analysis"
    case .networkMetaAnalysis: "network meta-analysis"
    case .secondaryAnalysis: "secondary analysis of a trial"
    }
  }

  /// The same in a word or two.
  var shortWords: String {
    switch self {
    case .randomised: "randomised"
    case .postHocSubgroup: "post hoc"
    case .metaAnalysis: "meta-analysis"
    case .networkMetaAnalysis: "network meta-analysis"
    case .secondaryAnalysis: "secondary analysis"
    }
  }
}
