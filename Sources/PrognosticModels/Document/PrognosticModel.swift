public import StrictJSON

/// A score as a document: who made it, for whom it speaks, what it asks, how it computes, and the
/// answers by which it can be checked.
public struct PrognosticModel: Sendable {
  /// How far the document can be trusted.
  public enum Status: String, Sendable, CaseIterable {
    /// Its numbers were read in the source, and its examples reproduced.
    case verified
    /// Verified, and read by a clinician.
    case reviewed
    /// Rests on something unverified; runs only when it is asked for by name.
    case draft
    /// Made up, for tests.
    case synthetic
  }

  /// A caution that every prediction of the model carries, or those that `when` names.
  public struct StatedCaution: Sendable {
    public let code: String
    public let message: String
    /// Covariate and the model's levels of it that call for the caution.
    public let when: [(covariate: String, levels: [String])]
  }

  /// Levels of a covariate of the vocabulary that the model cannot tell from one another, as its data do
  /// not support it: it is not offered where a decision turns on them.
  public struct BlindSpot: Sendable, Equatable {
    public let covariate: String
    public let levels: [String]
    /// The sentence that says why.
    public let because: String
  }

  /// A covariate of the vocabulary whose level the category of a rule is, such as the grade.
  public struct Decision: Sendable, Equatable {
    public let covariate: String
    /// The level of each category.
    public let levels: [String: String]
  }

  public static let format = "sarcoma-model/1"

  public let id: String
  public let version: String
  public let title: String
  public let status: Status
  public let provenance: Provenance
  public let population: Population
  public let endpoint: Endpoint
  public let covariates: [ModelCovariate]
  public let form: Form
  /// Of a model that a fit wrote; nil for others.
  public let fit: FitRecord?
  public let riskGroups: RiskGroups?
  public let performance: [Performance]
  public let limits: [String]
  public let cannotTell: [BlindSpot]
  /// Nil where the category is no covariate.
  public let decides: Decision?
  public let cautions: [StatedCaution]
  public let examples: [WorkedExample]
  /// The document as it was read.
  public let bytes: [UInt8]
  /// SHA-256 of ``bytes``, in hexadecimal digits.
  public let sha256: String

  /// Reads a document.
  ///
  /// - Throws: `StrictJSONError`, with line and path, for whatever the format does not allow.
  public init(_ bytes: [UInt8], vocabulary: Vocabulary) throws(StrictJSONError) {
    let root = try JSONDocument(bytes).root
    self = try root.object { (reader) throws(StrictJSONError) in
      try PrognosticModel(&reader, vocabulary, bytes)
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
    provenance = try reader.object("provenance", Provenance.init)
    let population = try reader.value("population")
    endpoint = try reader.object("endpoint", Endpoint.init)
    let node = try reader.value("covariates")
    let covariates = try node.objects { (reader) throws(StrictJSONError) in
      try ModelCovariate(&reader, vocabulary)
    }
    guard Set(covariates.map(\.name)).count == covariates.count else {
      throw node.refused("a covariate stands there twice")
    }
    self.covariates = covariates
    self.population = try population.object { (reader) throws(StrictJSONError) in
      try Population(&reader, vocabulary, covariates)
    }
    form = try Form(&reader, covariates, endpoint)
    if ![.refitted, .updated].contains(provenance.method), let baseline = form.baseline,
      !baseline.hasOnlyHorizons
    {
      throw reader.node.refused(
        "a published baseline is known at the endpoint's horizons alone; a fitted one has all its "
          + "steps and the method 'refitted' or 'updated'")
    }
    if let parameters = form.regression?.parameters {
      fit = try reader.optional("fit")?.object { (reader) throws(StrictJSONError) in
        try FitRecord(&reader, parameters)
      }
    } else {
      fit = nil
    }
    riskGroups = try reader.optional("riskGroups")?.object(RiskGroups.init)
    performance = try reader.objects("performance", Performance.init)
    limits = try reader.strings("limits")
    cannotTell =
      try reader.optional("cannotTell")?.objects { (reader) throws(StrictJSONError) in
        try BlindSpot(&reader, vocabulary)
      } ?? []
    let categories = form.categories
    decides = try reader.optional("decides")?.object { (reader) throws(StrictJSONError) in
      try Decision(&reader, vocabulary, categories)
    }
    cautions =
      try reader.optional("cautions")?.objects { (reader) throws(StrictJSONError) in
        try StatedCaution(&reader, covariates)
      } ?? []
    examples = try reader.objects("examples", WorkedExample.init)
    self.bytes = bytes
    sha256 = SHA256.hexDigest(of: bytes)
  }

  /// Whether the examples and the registry's rules hold for it; see ``ModelVerification``.
  public var isRule: Bool {
    if case .criteria = form { true } else { false }
  }
}

extension PrognosticModel.BlindSpot {
  init(_ reader: inout ObjectReader, _ vocabulary: Vocabulary) throws(StrictJSONError) {
    let node = try reader.value("covariate")
    covariate = try node.string()
    let levelsNode = try reader.value("levels")
    levels = try levelsNode.strings()
    because = try reader.string("because")
    guard let known = vocabulary[covariate]?.levelNames, !known.isEmpty else {
      throw node.refused("'\(covariate)' is not a covariate of the vocabulary with levels")
    }
    guard levels.count > 1, Set(levels).count == levels.count, levels.allSatisfy(known.contains)
    else { throw levelsNode.refused("two or more levels of \(covariate), each once") }
  }
}

extension PrognosticModel.Decision {
  init(
    _ reader: inout ObjectReader, _ vocabulary: Vocabulary, _ categories: [String]
  ) throws(StrictJSONError) {
    let node = try reader.value("covariate")
    covariate = try node.string()
    let levelsNode = try reader.value("levels")
    var levels: [String: String] = [:]
    for (category, level) in try levelsNode.members() { levels[category] = try level.string() }
    self.levels = levels
    guard let known = vocabulary[covariate]?.levelNames, !known.isEmpty else {
      throw node.refused("'\(covariate)' is not a covariate of the vocabulary with levels")
    }
    guard !levels.isEmpty, Set(levels.keys) == Set(categories),
      levels.values.allSatisfy(known.contains)
    else {
      throw levelsNode.refused("a level of \(covariate) for each category")
    }
  }
}

extension PrognosticModel.StatedCaution {
  init(_ reader: inout ObjectReader, _ covariates: [ModelCovariate]) throws(StrictJSONError) {
    code = try reader.string("code")
    message = try reader.string("message")
    var when: [(covariate: String, levels: [String])] = []
    if let node = reader.optional("when") {
      for (name, levels) in try node.members() {
        let wanted = try levels.strings()
        guard let covariate = covariates.first(where: { $0.name == name }),
          wanted.allSatisfy({ covariate.index(ofLevel: $0) != nil })
        else {
          throw levels.refused("'\(name)' and its levels are not all among the covariates")
        }
        when.append((name, wanted))
      }
    }
    self.when = when
  }
}
