internal import LinearAlgebra

/// Which sandwich a robust variance is.
public enum RobustVariance: String, Sendable, CaseIterable {
  /// V (sum s s') V over the clusters, or over the rows without any: `sandwich::sandwich`,
  /// `sandwich::vcovCL(cadjust = FALSE)`, `rms::robcov`. Source: White H (1980), doi:10.2307/1912934;
  /// Liang KY, Zeger SL (1986), doi:10.1093/biomet/73.1.13.
  case hc0
  /// The same times n / (n - p) without clusters; G / (G - 1) times (n - 1) / (n - p) with G of them, as
  /// `sandwich::vcovCL(type = "HC1")`. Source: MacKinnon JG, White H (1985),
  /// doi:10.1016/0304-4076(85)90158-7.
  case hc1
}

/// How a logistic model is fitted.
public struct LogisticOptions: Sendable {
  /// Robust variance; on of itself with clusters.
  public var robust = false
  /// Which robust variance.
  public var robustVariance = RobustVariance.hc0
  /// Maximise Firth's penalised likelihood l + log det I / 2.
  public var firth = false
  /// A ridge penalty; nil for none. Columns of numbers count as `survival::ridge` and `rms::lrm` have
  /// them, the levels of a factor as `lrm` has them: see `RidgePenalty`.
  public var ridge: Ridge?
  /// Steps after which a search ends without having converged.
  public var maximumIterations = 50
  /// The Newton decrement, in standard errors, at which a search ends.
  public var tolerance = 1e-9
  /// How many threads compute; results are equal to the bit for any number.
  public var threads = Parallel.processorCount
  /// Whether to compute the rank measures and the Brier score.
  public var discrimination = true

  /// Maximum likelihood, a model-based variance, R's accuracy or better.
  public init() {}
}
