/// What one model says of one patient, with everything that a reader should know beside the number.
public struct Prediction: Sendable {
  /// A probability at a time.
  public struct Probability: Sendable {
    public let endpoint: Endpoint.Kind
    /// Nil where the source states no time.
    public let time: Horizon?
    /// Of the endpoint's event where ``Endpoint/Kind/isIncidence``, else of being free of it.
    public let probability: Double
    /// Nil where no interval is known.
    public let interval: ClosedRange<Double>?
  }

  /// The share of one term in the linear predictor or in the total of points.
  public struct Contribution: Sendable {
    public let term: String
    public let value: Double
  }

  /// An intermediate result of a rule, such as T of TNM.
  public struct Finding: Sendable {
    public let name: String
    public let label: LocalizedText
    public let value: String
  }

  /// The answer for one complete description.
  public struct Answer: Sendable {
    public var linearPredictor: Double?
    public var contributions: [Contribution] = []
    public var totalPoints: Double?
    public var probabilities: [Probability] = []
    /// What a rule decides; nil where it names no category.
    public var category: String?
    public var findings: [Finding] = []
    /// The rule's sentence, or why there is no probability.
    public var sentence: String?
    /// What became of patients of this category, in the source's words.
    public var outcome: String?
    public var riskGroup: String?
  }

  /// The answer under one reading of a value that leaves several open.
  public struct Alternative: Sendable {
    public let assuming: [Assumption]
    public let answer: Answer
  }

  /// Why the model does not speak of this patient.
  public struct Refusal: Sendable, Equatable {
    public let reason: String
    /// The model that does apply, or where the disease belongs.
    public let instead: String?
  }

  public let model: PrognosticModel
  /// What survival is conditional on; nil for none.
  public let given: Horizon?
  public let refusals: [Refusal]
  /// What nobody has said of the patient and the prediction rests on.
  public let assumed: [Assumption]
  /// Nil where the model refuses, or only alternatives can be given.
  public let answer: Answer?
  public let alternatives: [Alternative]
  public let cautions: [Caution]
  /// What the one answer was computed from.
  let vector: CovariateVector?

  public var isInScope: Bool { refusals.isEmpty }
}
