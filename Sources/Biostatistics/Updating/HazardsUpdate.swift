/// A model of hazards, h(t | x) = h0(t) exp(z) with z its linear predictor, brought up to date on the
/// patients of another table: whatever is kept of it, the baseline is estimated anew.
///
///     baseline     h(t | x) = h1(t) exp(z)            z an offset
///     slope        h(t | x) = h1(t) exp(b z)          one coefficient
///     refit        h(t | x) = h1(t) exp(x' b + o)     every coefficient, o what has none
///
/// Breslow's or Efron's estimator of h1, as the ties are handled. ``Calibration/inTheLarge(of:against:weights:confidence:)``
/// is what keeps the old baseline's course as well, and moves it by one factor.
///
/// Source: van Houwelingen HC (2000), doi:10.1002/1097-0258(20001230)19:24<3401::AID-SIM554>3.0.CO;2-2;
/// Steyerberg EW, Borsboom GJJM, van Houwelingen HC, Eijkemans MJC, Habbema JDF (2004),
/// doi:10.1002/sim.1844.
public struct HazardsUpdate: Sendable {
  /// The updated linear predictor that ``baseline`` belongs to.
  public let at: Double
  /// By the place of the stratum; one without strata.
  public let baseline: [BaselineHazard]
  /// b of one coefficient; nil where it was not estimated.
  public let slope: IndexEstimate?
  /// The fit: over no columns, over z, or over the columns of x.
  public let model: CoxModel

  /// The baseline with every coefficient kept.
  ///
  /// - Parameters:
  ///   - linearPredictor: z of each row.
  ///   - strata: the stratum of each row by its place, every place occurring; nil for one stratum.
  ///   - outcomes: when each row's event or censoring was.
  ///   - ties: how tied events are handled.
  /// - Throws: ``IndexUnavailable``.
  public static func baseline(
    of linearPredictor: [Double], strata: [Int32]?, against outcomes: SurvivalOutcomes,
    ties: TieHandling = .efron
  ) throws(IndexUnavailable) -> HazardsUpdate {
    // At the mean it neither underflows nor overflows.
    let center = linearPredictor.reduce(0, +) / Double(max(linearPredictor.count, 1))
    let model = try fit(
      columns: [], offset: linearPredictor.map { $0 - center }, strata, outcomes, ties)
    return HazardsUpdate(
      at: center, baseline: model.baselineCumulativeHazard, slope: nil, model: model)
  }

  /// One slope for all coefficients, and the baseline.
  ///
  /// - Throws: ``IndexUnavailable``.
  public static func slope(
    of linearPredictor: [Double], strata: [Int32]?, against outcomes: SurvivalOutcomes,
    ties: TieHandling = .efron, confidence: Double = 0.95
  ) throws(IndexUnavailable) -> HazardsUpdate {
    guard let first = linearPredictor.first, linearPredictor.contains(where: { $0 != first })
    else { throw .onePrediction }
    let model = try fit(columns: [linearPredictor], offset: nil, strata, outcomes, ties)
    let (slope, error) = (model.coefficients[0], model.standardErrors[0])
    guard slope.isFinite, error.isFinite, model.hasMaximum else { throw .notConverged }
    return HazardsUpdate(
      at: model.baselineLinearPredictor, baseline: model.baselineCumulativeHazard,
      slope: IndexEstimate(slope, standardError: error, z: ConfidenceScale.z(confidence)),
      model: model)
  }

  /// Every coefficient, and the baseline; see ``model`` for coefficients that have no estimate or no
  /// maximum.
  ///
  /// - Parameters:
  ///   - columns: of x, one a coefficient.
  ///   - offset: o of each row.
  ///   - strata: the stratum of each row by its place, every place occurring; nil for one stratum.
  ///   - outcomes: when each row's event or censoring was.
  ///   - ties: how tied events are handled.
  /// - Throws: ``IndexUnavailable``.
  public static func refit(
    columns: [[Double]], offset: [Double]?, strata: [Int32]?, against outcomes: SurvivalOutcomes,
    ties: TieHandling = .efron
  ) throws(IndexUnavailable) -> HazardsUpdate {
    let model = try fit(columns: columns, offset: offset, strata, outcomes, ties)
    return HazardsUpdate(
      at: model.baselineLinearPredictor, baseline: model.baselineCumulativeHazard, slope: nil,
      model: model)
  }

  private static func fit(
    columns: [[Double]], offset: [Double]?, _ strata: [Int32]?, _ outcomes: SurvivalOutcomes,
    _ ties: TieHandling
  ) throws(IndexUnavailable) -> CoxModel {
    let plain = PlainColumns(columns: columns, offset: offset, strata: strata)
    guard plain.areFit(for: outcomes.count) else { throw .unfitPredictions }
    var options = CoxOptions()
    options.ties = ties
    return try RecalibrationFit.cox(plain.terms, plain.columns, outcomes, options)
  }
}

/// Columns of numbers, an offset and strata as a table and the right side of a formula over it.
struct PlainColumns {
  let columns: [Column]
  let terms: String
  private let values: [[Double]]

  init(columns: [[Double]], offset: [Double]?, strata: [Int32]? = nil) {
    var named = columns.enumerated().map { Column(name: "x\($0 + 1)", numbers: $1) }
    var terms = named.map(\.name)
    if let offset {
      named.append(Column(name: "o", numbers: offset))
      terms.append("offset(o)")
    }
    if let strata {
      named.append(Column(name: "s", texts: strata.map(Self.label)))
      terms.append("strata(s)")
    }
    self.columns = named
    self.terms = terms.isEmpty ? "1" : terms.joined(separator: " + ")
    values = columns + (offset.map { [$0] } ?? [])
  }

  func areFit(for count: Int) -> Bool {
    values.allSatisfy { $0.count == count && $0.allSatisfy(\.isFinite) }
  }

  /// Labels that sort as the places do.
  private static func label(_ place: Int32) -> String? {
    let digits = String(place)
    return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
  }
}
