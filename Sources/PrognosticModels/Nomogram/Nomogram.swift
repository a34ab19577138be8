/// A model as axes of points: for each covariate its share of the linear predictor on a common scale,
/// their total, and what the total means at each horizon.
///
/// The linear predictor falls into groups of terms that share covariates. Each group's share, reduced
/// by its least value, is its points:
///
///     points_g(x) = (f_g(x) - min f_g) / u,    u = max over g of (max f_g - min f_g) / 100
///
/// so the widest group spans 0 to 100, and eta(x) = origin + u * total. A group of one covariate is
/// one axis. Where covariates interact, one of them runs along the axis and there is an axis for every
/// setting of the others. A document that states points of its own keeps them: u is 1.
///
/// Source: Harrell FE, Regression Modeling Strategies, 2nd ed. (2015), doi:10.1007/978-3-319-19425-7;
/// Iasonos A et al. (2008), doi:10.1200/JCO.2007.12.9791.
public struct Nomogram: Sendable {
  /// A value of a covariate and its points.
  public struct Mark: Sendable, Equatable {
    /// How the value is written: a number, a level's label, or a range of values with equal points.
    public let label: String
    /// The value in the model's unit, or the place of a level.
    public let value: Double
    /// Points of the value.
    public let points: Double

    /// A mark of an axis.
    public init(label: String, value: Double, points: Double) {
      self.label = label
      self.value = value
      self.points = points
    }
  }

  /// One covariate, under one setting of those that it interacts with.
  public struct Axis: Sendable {
    /// The place of the covariate among the model's.
    public let covariate: Int
    /// The covariate with its unit.
    public let label: String
    /// The setting of the interacting covariates, in words; nil without any.
    public let condition: String?
    /// The same by covariate: the value of each.
    public let setting: [Int: Double]
    /// Runs along which points rise or fall all the way; a spline that turns has several, each starting
    /// where the one before ends. Of levels, each run is one mark.
    public let runs: [[Mark]]
    /// Whether the covariate is a number with points of its own at every value, and not levels or
    /// ranges of equal points.
    public let isContinuous: Bool

    /// The place among ``runs`` of the run that holds a value; the nearest for one beyond them.
    public func run(holding value: Double) -> Int {
      runs.firstIndex { run in run.last.map { value <= $0.value } ?? false } ?? runs.count - 1
    }

    /// All marks, by value.
    public var marks: [Mark] { runs.flatMap { $0 } }
  }

  /// What a total of points means.
  public struct Outcome: Sendable {
    /// Such as `overall survival at 5 years`.
    public let label: String
    /// Round values and the total at which each holds, in the order of the axis.
    public let marks: [Mark]
  }

  /// The model that is drawn.
  public let model: PrognosticModel
  /// Axes in the order of the model's covariates.
  public let axes: [Axis]
  /// From the least to the greatest total that the axes can give.
  public let totals: ClosedRange<Double>
  /// The greatest points of a single axis: where the scale of points ends.
  public let mostPoints: Double
  /// The linear predictor at a total of 0.
  public let origin: Double
  /// How much linear predictor one point is, u.
  public let linearPredictorPerPoint: Double
  /// Probabilities at the horizons, stratum by stratum.
  public let outcomes: [Outcome]
  /// The median time to the event; nil where the baseline does not tell.
  public let median: Outcome?

  let groups: [NomogramGroup]

  /// A patient's points.
  public struct Reading: Sendable {
    /// The patient as the model sees them.
    public let patient: CovariateVector
    /// For every axis the patient's points; nil on an axis of another setting.
    public let points: [Double?]
    /// Their sum.
    public let total: Double
    /// eta, computed by the model itself.
    public let linearPredictor: Double
  }

  /// Lays a model out.
  ///
  /// - Parameters:
  ///   - model: any but a rule.
  ///   - patient: where given, numbers that others interact with are set to the patient's.
  /// - Throws: ``NomogramError``.
  public init(
    of model: PrognosticModel, for patient: CovariateVector? = nil
  ) throws(NomogramError) {
    guard let predictor = model.form.linearPredictor else { throw .isRule(model.id) }
    if let patient {
      guard patient.values.count == model.covariates.count else { throw .otherModel(model.id) }
    }
    var groups = try NomogramGroup.all(of: model, predictor, patient)
    let ownPoints = model.form.statesPoints
    let widest = groups.map { $0.range.upperBound - $0.range.lowerBound }.max() ?? 0
    guard widest > 0 else { throw .noEffect(model.id) }
    let unit = ownPoints ? 1 : widest / 100
    if ownPoints {
      for place in groups.indices { groups[place].shift = 0 }
    }
    self.model = model
    self.groups = groups
    axes = groups.flatMap { $0.axes(model, predictor, unit: unit) }
      .sorted { $0.covariate < $1.covariate }
    func points(_ value: Double, _ group: NomogramGroup) -> Double { (value - group.shift) / unit }
    let least = groups.reduce(0) { $0 + points($1.range.lowerBound, $1) }
    let most = groups.reduce(0) { $0 + points($1.range.upperBound, $1) }
    totals = min(0, least)...most
    mostPoints = groups.map { points($0.range.upperBound, $0) }.max() ?? 100
    let origin = groups.reduce(0) { $0 + $1.shift } + NomogramGroup.constant(predictor)
    self.origin = origin
    linearPredictorPerPoint = unit
    let layout = NomogramOutcomes(model, totals: totals) { (eta) in (eta - origin) / unit }
    outcomes = layout.outcomes
    median = layout.median
  }

  /// What a patient's values are worth.
  public func reading(of patient: CovariateVector) -> Reading? {
    guard let predictor = model.form.linearPredictor,
      patient.values.count == model.covariates.count
    else { return nil }
    let shares = predictor.contributions(patient)
    var pointsOfGroup: [Set<Int>: Double] = [:]
    var total = 0.0
    for group in groups {
      let value = group.terms.reduce(0) { $0 + shares[$1] }
      let points = (value - group.shift) / linearPredictorPerPoint
      pointsOfGroup[group.covariates] = points
      total += points
    }
    let points = axes.map { axis -> Double? in
      guard axis.setting.allSatisfy({ patient.values[$0] == $1 }),
        let group = groups.first(where: { $0.covariates.contains(axis.covariate) })
      else { return nil }
      return pointsOfGroup[group.covariates]
    }
    guard total.isFinite else { return nil }
    return Reading(
      patient: patient, points: points, total: total, linearPredictor: predictor.value(patient))
  }
}

/// Why a model has no nomogram.
public enum NomogramError: Error, Equatable, CustomStringConvertible {
  /// The model is a rule and has no sum of terms.
  case isRule(String)
  /// No covariate changes the linear predictor.
  case noEffect(String)
  /// The document states no range for a number.
  case noRange(covariate: String)
  /// So many settings of interacting covariates that no page holds them.
  case tooManyAxes(covariates: [String], count: Int)
  /// A share of the linear predictor is infinite or undefined within the covariate's range.
  case notFinite(covariate: String)
  /// The patient was encoded for another model.
  case otherModel(String)
  /// A value of the patient, or what the model makes of it.
  case patient(PatientError)
  /// The model does not speak of the patient; why.
  case outOfScope(reasons: [String])
  /// A half-answer of the patient.
  case openLevels

  /// One sentence: what was wrong and what to do.
  public var description: String {
    switch self {
    case .isRule(let id): "\(id) is a rule and has no points to draw; 'score' answers it."
    case .noEffect(let id): "No covariate of \(id) changes its prediction, so there are no axes."
    case .noRange(let covariate):
      "The document states no observed range for '\(covariate)', so its axis has no ends; add one."
    case .tooManyAxes(let covariates, let count):
      "The interaction of \(Words.list(covariates, "and")) needs \(count) axes; at most "
        + "\(NomogramGroup.mostAxes) are drawn: give a patient, whose values then set all but one."
    case .notFinite(let covariate):
      "The share of '\(covariate)' is not finite within its observed range; correct the range."
    case .otherModel(let id): "The patient was not described for \(id)."
    case .patient(let error): error.description
    case .outOfScope(let reasons):
      reasons.joined(separator: " ") + " Leave the patient out to draw the nomogram alone."
    case .openLevels:
      "A value of the patient leaves several levels open; a nomogram needs one of them."
    }
  }
}

extension Form {
  /// The sum of terms; nil for rules.
  public var linearPredictor: LinearPredictor? {
    if case .points(let points) = self { points.linearPredictor } else { regression }
  }

  /// Whether the terms are points already.
  var statesPoints: Bool { if case .points = self { true } else { false } }
}
