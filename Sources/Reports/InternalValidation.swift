public import Biostatistics
public import PrognosticModels

/// What repeating the modelling on other patients of the same table says of a model.
public struct InternalValidation: Sendable {
  /// Bootstrap samples, and what they say.
  public struct OptimismResult: Sendable {
    /// Index by index.
    public let optimism: BootstrapOptimism
    /// Nil for resamples that were given.
    public let seed: UInt64?
    /// How often given resamples name rows that were left out of the fit.
    public let rowsLeftOut: Int

    /// What a bootstrap found.
    public init(_ optimism: BootstrapOptimism, seed: UInt64?, rowsLeftOut: Int = 0) {
      self.optimism = optimism
      self.seed = seed
      self.rowsLeftOut = rowsLeftOut
    }
  }

  /// Folds, and what they say.
  public struct FoldResult: Sendable {
    /// Index by index.
    public let validation: CrossValidation
    /// Nil for folds that were given.
    public let seed: UInt64?
    /// The column of the folds, where they were given.
    public let column: String?
    /// Whether the events were dealt out first.
    public let isStratified: Bool

    /// What cross-validation found.
    public init(
      _ validation: CrossValidation, seed: UInt64?, column: String?, isStratified: Bool
    ) {
      self.validation = validation
      self.seed = seed
      self.column = column
      self.isStratified = isStratified
    }
  }

  /// Centres, and what they say.
  public struct CentreResult: Sendable {
    /// Centre by centre.
    public let validation: InternalExternalValidation
    /// The column of the centres.
    public let column: String

    /// What leaving centres out found.
    public init(_ validation: InternalExternalValidation, column: String) {
      self.validation = validation
      self.column = column
    }
  }

  /// What is repeated.
  public let procedure: RefittedModel
  /// The horizons by their times in the unit of the outcomes.
  public let horizons: [Horizon]
  /// The unit of the outcomes.
  public let unit: TimeUnit
  /// Nil where it was not asked for.
  public var bootstrap: OptimismResult?
  /// Nil where it was not asked for.
  public var crossValidation: FoldResult?
  /// Nil where it was not asked for.
  public var centres: CentreResult?

  /// Nothing yet.
  public init(_ procedure: RefittedModel, horizons: [Horizon], unit: TimeUnit) {
    self.procedure = procedure
    self.horizons = horizons
    self.unit = unit
  }

  /// The horizon of a time in the outcomes' unit.
  func horizon(of time: Double) -> Horizon {
    horizons.first { $0.time(in: unit) == time } ?? Horizon(value: time, unit: unit)
  }

  /// "backward elimination at p > 0.157", where terms are selected.
  var selectionWords: String? {
    switch procedure.selection?.rule {
    case .p(let level): "backward elimination by Wald tests, p above \(NumberText.plain(level))"
    case .aic: "backward elimination by AIC"
    case nil: nil
    }
  }

  /// What the numbers rest on, a sentence a convention.
  var conventions: [String] {
    var result = [
      "Resampling: the whole procedure anew in each sample - \(procedure.formula); knots that were not "
        + "stated are placed by the sample"
        + (selectionWords.map { ", then \($0), a refit a step" } ?? "") + "."
    ]
    if let bootstrap {
      let origin =
        bootstrap.seed.map {
          "drawn with replacement, sample b from stream b (from 0) of Philox under seed \($0)"
        } ?? "as given"
      result.append(
        "Optimism: mean over samples, \(origin), of the index of the sample's model in the sample less "
          + "in all rows (Harrell 1996); G is estimated where the index is. slope, D, U and Q as "
          + "rms::validate; recalibratedR2 is its R2.")
    }
    if let folds = crossValidation {
      let origin =
        folds.column.map { "folds of column '\($0)'" }
        ?? "folds dealt out by stream 2^32 + r (r from 0) of Philox under seed \(folds.seed ?? 0)"
        + (folds.isStratified ? ", the events first" : "")
      result.append(
        "Cross-validation: \(origin); each fold is judged by the model of the others. Together: every "
          + "patient by the model that did not see him or her. CVL: cross-validated log likelihood "
          + "(Verweij and van Houwelingen 1993).")
    }
    if centres != nil {
      result.append(
        "Centres: each is judged by the model of the others. Averages: random effects, restricted "
          + "maximum likelihood, interval by Hartung and Knapp, C and AUC as logits, "
          + "observed/expected as logarithm (Debray 2017).")
    }
    return result
  }
}

extension PerformanceIndex.Name {
  /// As a table for people names it.
  var words: String {
    switch self {
    case .harrellC: "Harrell's C"
    case .c: "c"
    case .somersDxy: "Somers' Dxy"
    case .nagelkerkeR2: "Nagelkerke's R2"
    case .recalibratedR2: "R2, recalibrated"
    case .intercept: "calibration intercept"
    case .slope: "calibration slope"
    case .discriminationD: "discrimination D (rms)"
    case .unreliabilityU: "unreliability U (rms)"
    case .qualityQ: "quality Q (rms)"
    case .giniMeanDifference: "g, log hazard or odds"
    case .giniOfProbability: "g, probability"
    case .roystonD: "D (Royston)"
    case .roystonR2: "R2_D"
    case .inTheLarge: "calibration in the large"
    case .unoC: "Uno's C"
    case .auc: "AUC"
    case .brier: "Brier"
    case .scaledBrier: "Brier, scaled"
    case .integratedBrier: "integrated Brier"
    case .scaledIntegratedBrier: "integrated Brier, scaled"
    case .observedExpected: "observed/expected"
    case .slopeToHorizon: "slope"
    case .ici: "ICI"
    case .e50: "E50"
    case .e90: "E90"
    case .netBenefit: "net benefit"
    }
  }

  /// Decimals in a table.
  var decimals: Int {
    switch self {
    case .brier, .integratedBrier, .ici, .e50, .e90, .discriminationD, .unreliabilityU, .qualityQ: 4
    default: 3
    }
  }
}
