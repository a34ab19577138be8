/// An index of performance that is one number: what resampling repeats and corrects.
public struct PerformanceIndex: Sendable, Hashable {
  /// Which index. With L(b) the log likelihood of the outcomes at b times the linear predictor, L0 = L(0),
  /// and b the slope that maximises it:
  public enum Name: String, Sendable, CaseIterable {
    /// Harrell's C over all follow-up; see ``Concordance``.
    case harrellC
    /// The area under the curve of an outcome that is there or not; see ``AreaUnderCurve``.
    case c
    /// Somers' D_xy = 2 C - 1.
    case somersDxy
    /// Nagelkerke's R^2 = (1 - exp(-2 (L(1) - L0) / n)) / (1 - exp(2 L0 / n)) of the predictions as they are,
    /// n the patients.
    case nagelkerkeR2
    /// The same with L(b), of the predictions once their slope is right: the R2 of `rms::validate`.
    case recalibratedR2
    /// Calibration in the large of an outcome without time: the intercept that goes with ``slope``.
    case intercept
    /// b.
    case slope
    /// rms's D = (LR - 1) / (-2 L0), LR = 2 (L(b) - L0); of an outcome without time (LR - 1) / n.
    case discriminationD
    /// rms's U = 2 (L(b) - L(1)) / (-2 L0); of an outcome without time (2 (L(b) - L(1)) - 2) / n. A model on
    /// the patients that it was fitted to has -2 in the place of the numerator.
    case unreliabilityU
    /// Q = D - U.
    case qualityQ
    /// Gini's mean difference of b times the linear predictor: the mean distance of two patients.
    case giniMeanDifference
    /// The same of probabilities.
    case giniOfProbability
    /// D of Royston and Sauerbrei; see ``RoystonSauerbrei``.
    case roystonD
    /// R^2_D.
    case roystonR2
    /// log(observed / expected events) over all follow-up; see ``Calibration/inTheLarge(of:against:weights:confidence:)``.
    case inTheLarge
    /// Uno's C up to a horizon.
    case unoC
    /// Cumulative/dynamic AUC at a horizon.
    case auc
    /// Brier score, at a horizon where there are times.
    case brier
    /// 1 - Brier / Brier of the null model.
    case scaledBrier
    /// Brier score integrated from 0 to the last supported horizon.
    case integratedBrier
    /// 1 - integrated Brier / that of the null model.
    case scaledIntegratedBrier
    /// Observed over expected events, by a horizon where there are times.
    case observedExpected
    /// Slope of log(-log(1 - risk)) up to a horizon.
    case slopeToHorizon
    /// Mean distance of predicted and calibrated risk; see ``CalibrationCurve``.
    case ici
    /// Median distance.
    case e50
    /// 90th percentile of the distance.
    case e90
    /// Net benefit at a threshold; see ``DecisionCurve``.
    case netBenefit
  }

  /// Which index.
  public let name: Name
  /// The horizon, in the unit of the outcomes; nil for an index over all follow-up.
  public let time: Double?
  /// The threshold of risk of a net benefit; nil for other indices.
  public let threshold: Double?

  /// An index, at a horizon and a threshold where it has them.
  public init(_ name: Name, at time: Double? = nil, threshold: Double? = nil) {
    self.name = name
    self.time = time
    self.threshold = threshold
  }
}

/// An index in one sample of patients: a number, or the code of the ``IndexUnavailable`` that says why
/// there is none.
public enum IndexValue: Sendable, Equatable {
  /// A finite number.
  case value(Double)
  /// ``IndexUnavailable/code``.
  case unavailable(String)

  /// The number, if there is one.
  public var number: Double? { if case .value(let number) = self { number } else { nil } }
}

/// Indices gathered in a fixed order, each with its value.
struct IndexList {
  /// Those that are asked for; others are not computed.
  let wanted: Set<PerformanceIndex.Name>
  private(set) var indices: [PerformanceIndex] = []
  private(set) var values: [IndexValue] = []

  init(_ wanted: Set<PerformanceIndex.Name>) { self.wanted = wanted }

  func wants(_ names: PerformanceIndex.Name...) -> Bool { names.contains(where: wanted.contains) }

  mutating func add(
    _ name: PerformanceIndex.Name, at time: Double? = nil, threshold: Double? = nil,
    _ value: () throws(IndexUnavailable) -> Double
  ) {
    guard wanted.contains(name) else { return }
    indices.append(PerformanceIndex(name, at: time, threshold: threshold))
    do {
      let number = try value()
      values.append(
        number.isFinite ? .value(number) : .unavailable(IndexUnavailable.notConverged.code))
    } catch {
      values.append(.unavailable(error.code))
    }
  }
}
