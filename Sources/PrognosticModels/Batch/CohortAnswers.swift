/// Where the answers for a cohort go, a row for each patient, in memory that the caller owns; nil for
/// what is not wanted. A number that a patient does not have is NaN.
public struct CohortAnswers {
  public var linearPredictor: UnsafeMutablePointer<Double>?
  public var totalPoints: UnsafeMutablePointer<Double>?
  /// Those of one horizon after those of another, ``BatchScorer/probabilityCount`` in all.
  public var probability: UnsafeMutablePointer<Double>?
  /// Lower ends of intervals, as ``probability``.
  public var lower: UnsafeMutablePointer<Double>?
  /// Upper ends of intervals, as ``probability``.
  public var upper: UnsafeMutablePointer<Double>?
  /// Places among ``CohortAccount/categories``; negative where there is none.
  public var category: UnsafeMutablePointer<Int32>?
  /// Places among ``CohortAccount/remarks``; negative where there is nothing to say.
  public var remark: UnsafeMutablePointer<Int32>?

  /// Nothing is wanted yet.
  public init() {}

  func write(_ answer: Prediction.Answer?, row: Int, of rows: Int, _ probabilityCount: Int) {
    linearPredictor?[row] = answer?.linearPredictor ?? .nan
    totalPoints?[row] = answer?.totalPoints ?? .nan
    let probabilities = answer?.probabilities ?? []
    for place in 0..<probabilityCount {
      let known = place < probabilities.count ? probabilities[place] : nil
      probability?[place * rows + row] = known?.probability ?? .nan
      lower?[place * rows + row] = known?.interval?.lowerBound ?? .nan
      upper?[place * rows + row] = known?.interval?.upperBound ?? .nan
    }
  }
}

/// What there is to say of the rows of a cohort, each sentence once.
public struct CohortAccount: Sendable {
  /// What is said of a row beside its numbers.
  public struct Remark: Hashable, Sendable {
    /// Codes, each once.
    public let cautions: [String]
    /// Why there is no answer; nil where there is one.
    public let refusal: String?
    /// Whether it is refused because a value that the model needs is missing.
    public let isMissing: Bool
  }

  /// In the order in which rows first called for them.
  public private(set) var remarks: [Remark] = []
  /// Of a rule, in the order in which rows first had them.
  public private(set) var categories: [String] = []
  private var remarkPlaces: [Remark: Int32] = [:]
  private var categoryPlaces: [String: Int32] = [:]

  mutating func place(of remark: Remark) -> Int32 {
    if remark.cautions.isEmpty, remark.refusal == nil { return -1 }
    if let place = remarkPlaces[remark] { return place }
    let place = Int32(truncatingIfNeeded: remarks.count)
    remarkPlaces[remark] = place
    remarks.append(remark)
    return place
  }

  mutating func place(ofCategory category: String?) -> Int32 {
    guard let category else { return -1 }
    if let place = categoryPlaces[category] { return place }
    let place = Int32(truncatingIfNeeded: categories.count)
    categoryPlaces[category] = place
    categories.append(category)
    return place
  }
}

extension CohortAccount.Remark {
  init(_ result: Result<Prediction, PatientError>) {
    switch result {
    case .failure(let error):
      let isMissing = if case .missing = error { true } else { false }
      self.init(cautions: [], refusal: error.description, isMissing: isMissing)
    case .success(let prediction):
      self.init(
        cautions: prediction.cautions.codes, refusal: prediction.refusalOfRow, isMissing: false)
    }
  }
}

extension Prediction {
  /// Why a row of a table has no answer, in a sentence; nil where it has one.
  var refusalOfRow: String? {
    guard isInScope else { return refusals.map(\.sentence).joined(separator: " ") }
    return answer == nil ? "A value leaves more than one level open." : nil
  }
}
