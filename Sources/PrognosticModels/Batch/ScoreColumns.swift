/// The columns that a table of patients gets from a model.
///
/// `<id>_<horizon>` for each horizon, `<id>_probability` for a logistic model without one, `<id>_points` for
/// points, `<id>_linearPredictor` where there is no horizon; `<id>_category` for a rule; and always
/// `<id>_caution` (codes) and `<id>_refusal` (why there is no score).
public struct ScoreColumns: Sendable {
  /// What of an answer stands in a column.
  public enum Content: Sendable, Equatable {
    /// The probability at a place among those of the answer.
    case probability(Int)
    /// The total of points.
    case points
    /// The linear predictor.
    case linearPredictor
    /// What a rule decides.
    case category

    /// The number in an answer; nil where there is none, and for a category.
    public func number(in answer: Prediction.Answer?) -> Double? {
      switch self {
      case .probability(let place):
        answer.flatMap {
          place < $0.probabilities.count ? $0.probabilities[place].probability : nil
        }
      case .points: answer?.totalPoints
      case .linearPredictor: answer?.linearPredictor
      case .category: nil
      }
    }
  }

  /// Names and contents, in order, of the columns before cautions and refusals.
  public let values: [(name: String, content: Content)]
  /// The name of the column of cautions.
  public let caution: String
  /// The name of the column of refusals.
  public let refusal: String

  /// The columns of a model that is asked at horizons.
  public init(of model: PrognosticModel, at horizons: [Horizon]) {
    var values: [(String, Content)] = []
    if model.isRule {
      values = [("category", .category)]
    } else {
      values = horizons.enumerated().map { ($1.shortText, .probability($0)) }
      if horizons.isEmpty, case .logistic = model.form {
        values.append(("probability", .probability(0)))
      }
      if case .points = model.form {
        values.append(("points", .points))
      } else if horizons.isEmpty {
        values.append(("linearPredictor", .linearPredictor))
      }
    }
    self.values = values.map { ("\(model.id)_\($0)", $1) }
    caution = "\(model.id)_caution"
    refusal = "\(model.id)_refusal"
  }

  /// All names, in order.
  public var names: [String] { values.map(\.name) + [caution, refusal] }
}
