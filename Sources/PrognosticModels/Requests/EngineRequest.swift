public import StrictJSON

/// A question as one JSON object, which HTTP and receipts hold: every door that speaks JSON reads it
/// here.
///
///     {"patient": {"age": 61, "size": 12}, "at": ["5y"], "given": "2y"}
///
/// A score names its `model` here or at the door. A benefit may name `model`, `effects`,
/// `hazardRatio` (a number, or `{"estimate": 0.8, "interval": [0.6, 1.1]}`), `survival`
/// (`[{"time": "5y", "estimate": 0.48, "interval": null}]`) and `prognosisOnly`. A consultation holds
/// what a benefit may name in a member `benefit`, which has times of its own.
public struct EngineRequest: Sendable {
  /// What is asked.
  public enum Operation: String, Sendable, CaseIterable {
    /// One model on one patient.
    case score
    /// Every applicable model on one patient.
    case compare
    /// What chemotherapy before surgery would change.
    case benefit
    /// A comparison and a benefit of one patient, with their texts.
    case consultation
  }

  /// What is asked.
  public let operation: Operation
  /// The model of a score, or the baseline of a benefit; nil for the first that applies.
  public let model: String?
  /// Of whom.
  public let patient: Patient
  /// Times; nil for the model's own.
  public let horizons: [Horizon]?
  /// What survival is conditional on; nil for none.
  public let given: Horizon?
  /// Of a benefit or a consultation.
  let benefit: BenefitQuestion
  /// Whether the answer is to carry a receipt.
  public let wantsReceipt: Bool
  /// The question as it was put, without `receipt` and without members that are null.
  public let input: JSONValue

  /// Reads a question.
  ///
  /// - Parameters:
  ///   - operation: what is asked.
  ///   - node: the question, an object.
  ///   - model: the model of a score, where the door names it outside the object.
  /// - Throws: ``RequestError/json(_:)`` for what is no such object, and
  ///   ``RequestError/patient(_:)`` for a patient of the wrong shape.
  public init(
    _ operation: Operation, _ node: JSONNode, model: String? = nil
  ) throws(RequestError) {
    self.operation = operation
    let patient: JSONNode
    do throws(StrictJSONError) {
      var reader = try ObjectReader(node)
      patient = try reader.value("patient")
      horizons = try Self.horizons(&reader)
      given = operation == .benefit ? nil : try reader.optional("given")?.horizon()
      let isNamedInside = operation == .benefit || (operation == .score && model == nil)
      let named = isNamedInside ? try reader.optional("model")?.string() : nil
      if operation == .score, model == nil, named == nil { _ = try reader.value("model") }
      self.model = model ?? named
      wantsReceipt = try reader.optional("receipt")?.bool() ?? true
      var benefit = BenefitQuestion()
      if operation == .benefit {
        try benefit.read(&reader)
        (benefit.model, benefit.horizons) = (named, horizons)
      }
      if operation == .consultation, let node = reader.optional("benefit") {
        var reader = try ObjectReader(node)
        try benefit.read(&reader)
        benefit.model = try reader.optional("model")?.string()
        benefit.horizons = try Self.horizons(&reader)
        try reader.finish()
      }
      self.benefit = benefit
      try reader.finish()
    } catch {
      throw .json(error)
    }
    do throws(PatientError) {
      self.patient = try Patient(json: patient)
    } catch {
      throw .patient(error)
    }
    input = Self.input(node.value, model: model)
  }

  /// A question about the benefit of a cohort: that about a patient's, without the patient, and with the
  /// `regimen` that is meant where an effect has several.
  ///
  /// - Throws: ``RequestError/json(_:)``.
  public static func cohortBenefit(
    _ node: JSONNode
  ) throws(RequestError) -> (question: BenefitQuestion, regimen: String?) {
    do throws(StrictJSONError) {
      var reader = try ObjectReader(node)
      var question = BenefitQuestion()
      question.horizons = try horizons(&reader)
      question.model = try reader.optional("model")?.string()
      let regimen = try reader.optional("regimen")?.string()
      try question.read(&reader)
      try reader.finish()
      return (question, regimen)
    } catch {
      throw .json(error)
    }
  }

  private static func horizons(
    _ reader: inout ObjectReader
  ) throws(StrictJSONError) -> [Horizon]? {
    try reader.optional("at")?.array().map { (node) throws(StrictJSONError) in
      try node.horizon()
    }
  }

  private static func input(_ value: JSONValue, model: String?) -> JSONValue {
    guard case .object(let members) = value else { return value }
    let stated = members.filter { name, value in name != "receipt" && value != .null }
    return .object((model.map { [("model", .string($0))] } ?? []) + stated)
  }
}

extension JSONNode {
  /// A time such as "5y"; without a letter it counts years.
  fileprivate func horizon() throws(StrictJSONError) -> Horizon {
    guard let horizon = Horizon(try string(), bareUnit: .year), horizon.value > 0 else {
      throw refused("a time is written as \"5y\", \"18m\" or \"90d\"")
    }
    return horizon
  }

  /// `[low, high]`; nil for null.
  fileprivate func interval() throws(StrictJSONError) -> (lower: Double, upper: Double) {
    let bounds = try numbers()
    guard bounds.count == 2 else { throw refused("an interval is [low, high]") }
    return (bounds[0], bounds[1])
  }
}

extension BenefitQuestion {
  fileprivate mutating func read(_ reader: inout ObjectReader) throws(StrictJSONError) {
    effects = try reader.optional("effects")?.strings() ?? []
    isPrognosisOnly = try reader.optional("prognosisOnly")?.bool() ?? false
    if let node = reader.optional("hazardRatio") {
      let isPlain = node.kind != .object
      let (estimate, interval) = isPlain ? (try node.number(), nil) : try Self.estimate(node)
      do throws(BenefitError) {
        ratio = try RatioEstimate(.hazardRatio, estimate, interval: interval)
      } catch {
        throw node.refused(error.clause)
      }
    }
    for node in try reader.optional("survival")?.array() ?? [] {
      var member = try ObjectReader(node)
      let time = try member.value("time").horizon()
      let (estimate, interval) = try Self.estimate(&member)
      do throws(BenefitError) {
        survivals.append(
          Survival(time: time, survival: try BaselineSurvival(estimate, interval: interval)))
      } catch {
        throw node.refused(error.clause)
      }
    }
  }

  private static func estimate(
    _ node: JSONNode
  ) throws(StrictJSONError) -> (Double, (lower: Double, upper: Double)?) {
    var reader = try ObjectReader(node)
    return try estimate(&reader)
  }

  /// The members `estimate` and `interval`, and no other that is still unread.
  private static func estimate(
    _ reader: inout ObjectReader
  ) throws(StrictJSONError) -> (Double, (lower: Double, upper: Double)?) {
    let estimate = try reader.number("estimate")
    let interval = try reader.optional("interval")?.interval()
    try reader.finish()
    return (estimate, interval)
  }
}

extension BenefitError {
  /// Its sentence without capital and full stop, for a sentence that goes on.
  fileprivate var clause: String {
    let sentence = description
    let end = sentence.hasSuffix(".") ? sentence.dropLast() : sentence[...]
    return end.prefix(1).lowercased() + end.dropFirst()
  }
}
