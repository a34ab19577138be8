/// Decision curve analysis: the net benefit of treating whoever has a predicted risk of at least a
/// threshold p,
///
///     NB(p) = TP - FP p / (1 - p),
///     TP = P(risk >= p) F(t | risk >= p),   FP = P(risk >= p) (1 - F(t | risk >= p))
///
/// beside that of treating everybody, F(t) - (1 - F(t)) p / (1 - p), and of treating nobody, 0. F is the
/// share with the event; by a horizon under censoring Kaplan and Meier's 1 - S(t), with competing events
/// Aalen and Johansen's incidence, among those concerned. Case weights weigh patients in P and in F.
///
/// Vickers AJ, Elkin EB (2006), doi:10.1177/0272989X06295361; Vickers AJ et al. (2008),
/// doi:10.1186/1472-6947-8-53.
public struct DecisionCurve: Sendable, Equatable {
  /// One threshold.
  public struct Point: Sendable, Equatable {
    /// p.
    public let threshold: Double
    /// Share of patients with a predicted risk of at least p.
    public let positiveRate: Double
    /// TP; nil where follow-up of those above the threshold ends before the horizon.
    public let truePositiveRate: Double?
    /// FP; nil likewise.
    public let falsePositiveRate: Double?
    /// Net benefit of treating everybody; nil where follow-up ends before the horizon.
    public let treatAll: Double?
    /// Net benefit of following the model; nil where TP is.
    public var netBenefit: Double? {
      guard let truePositiveRate, let falsePositiveRate else { return nil }
      return truePositiveRate - falsePositiveRate * odds
    }
    /// Treatments that the model spares, a patient, against treating everybody, with no event left
    /// untreated more: (NB - NB_all) (1 - p) / p.
    public var interventionsAvoided: Double? {
      guard let netBenefit, let treatAll else { return nil }
      return (netBenefit - treatAll) / odds
    }
    private var odds: Double { threshold / (1 - threshold) }
  }

  /// In the order of the thresholds.
  public let points: [Point]

  /// Thresholds where none are stated: 0.1 to 0.9.
  public static let defaultThresholds = (1...9).map { Double($0) / 10 }

  /// Net benefit at a horizon under censoring.
  ///
  /// - Throws: ``ValidationInputError``.
  public init(
    ofRisk risk: [Double], at horizon: Double, against outcomes: SurvivalOutcomes,
    weights: [Double]? = nil, thresholds: [Double] = defaultThresholds
  ) throws(ValidationInputError) {
    guard outcomes.entry == nil else { throw .delayedEntry }
    try self.init(
      ofRisk: risk, at: horizon, exit: outcomes.exit,
      kind: outcomes.event.map { $0 ? 1 : 0 }, weights: weights, thresholds: thresholds)
  }

  /// Net benefit at a horizon with competing events.
  ///
  /// - Parameters:
  ///   - risk: of the event by the horizon, one a row.
  ///   - horizon: in the unit of `exit`.
  ///   - exit: the end of each row's follow-up.
  ///   - kind: of each row's exit: 0 censored, 1 the event of interest, any other number an event
  ///     that competes with it.
  ///   - weights: case weights, finite and positive; nil for 1.
  ///   - thresholds: of the risk at which one would treat.
  /// - Throws: ``ValidationInputError``.
  public init(
    ofRisk risk: [Double], at horizon: Double, exit: [Double], kind: [Int],
    weights: [Double]? = nil, thresholds: [Double] = defaultThresholds
  ) throws(ValidationInputError) {
    guard kind.count == exit.count else {
      throw .differentLengths("kinds of event", count: kind.count, expected: exit.count)
    }
    try Self.check(risk, weights, thresholds, rows: exit.count)
    let probability = EventProbability(
      of: risk, exit: exit, kind: kind.map { $0 == 0 ? 0 : $0 == 1 ? 1 : 2 }, weights: weights)
    self.init(thresholds) { probability.estimates(at: horizon, ofAtLeast: $0) }
  }

  /// Net benefit for an outcome that is there or not.
  ///
  /// - Throws: ``ValidationInputError``.
  public init(
    ofRisk risk: [Double], against event: [Bool], weights: [Double]? = nil,
    thresholds: [Double] = defaultThresholds
  ) throws(ValidationInputError) {
    try Self.check(risk, weights, thresholds, rows: event.count)
    self.init(thresholds) { thresholds in
      thresholds.map { threshold in
        var (all, events) = (0.0, 0.0)
        for row in event.indices where risk[row] >= threshold {
          let weight = weights?[row] ?? 1
          all += weight
          if event[row] { events += weight }
        }
        return EventProbability.Estimate(weight: all, probability: all > 0 ? events / all : 0)
      }
    }
  }

  private static func check(
    _ risk: [Double], _ weights: [Double]?, _ thresholds: [Double], rows: Int
  ) throws(ValidationInputError) {
    guard risk.count == rows else {
      throw .differentLengths("risks", count: risk.count, expected: rows)
    }
    if let weights, weights.count != rows {
      throw .differentLengths("weights", count: weights.count, expected: rows)
    }
    if let threshold = thresholds.first(where: { !($0 > 0 && $0 < 1) }) {
      throw .invalidThreshold(threshold)
    }
    if let row = risk.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw .notAProbability(row: row, value: risk[row])
    }
  }

  /// - Parameter estimates: of the patients with a risk of at least each threshold.
  private init(
    _ thresholds: [Double], _ estimates: ([Double]) -> [EventProbability.Estimate]
  ) {
    // At least 0 is everybody.
    let found = estimates([0] + thresholds)
    let everybody = found[0]
    points = zip(thresholds, found.dropFirst()).map { threshold, treated in
      let positive = treated.weight / everybody.weight
      let known = treated.weight == 0 ? 0 : treated.probability
      return Point(
        threshold: threshold, positiveRate: positive,
        truePositiveRate: known.map { positive * $0 },
        falsePositiveRate: known.map { positive * (1 - $0) },
        treatAll: everybody.probability.map { $0 - (1 - $0) * threshold / (1 - threshold) })
    }
  }
}
