internal import Distributions

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A coefficient with what is known of it; every number is NaN where the column was left out.
public struct CoefficientEstimate: Sendable, Equatable {
  /// The design column.
  public let term: String
  /// The log hazard or odds ratio for one unit of the column.
  public let estimate: Double
  /// From the inverse information.
  public let modelStandardError: Double
  /// From the robust covariance, if there is one.
  public let robustStandardError: Double?
  /// Estimate over standard error (the robust one if there is one); with Firth's penalty the root of the
  /// penalised likelihood ratio, with the estimate's sign.
  public let z: Double
  /// P(|Z| > |z|) of a standard normal Z.
  public let p: Double
  /// exp of the estimate and of its confidence limits.
  public let ratio: Double
  /// The lower limit of ``ratio``: exp(estimate - z se), or that of the profile.
  public let lower: Double
  /// The upper limit of ``ratio``.
  public let upper: Double
}

extension CoefficientEstimate {
  /// A log hazard ratio with its Wald interval; z is taken from the robust standard error if there
  /// is one.
  init(
    term: String, estimate: Double, modelStandardError: Double, robustStandardError: Double?,
    confidence: Double
  ) {
    let error = robustStandardError ?? modelStandardError
    let half = NormalDistribution.quantile(0.5 + confidence / 2) * error
    self.init(
      term: term, estimate: estimate, modelStandardError: modelStandardError,
      robustStandardError: robustStandardError, z: estimate / error,
      limits: (estimate - half, estimate + half))
  }

  /// The same with a test and limits of another kind.
  init(
    term: String, estimate: Double, modelStandardError: Double, robustStandardError: Double?,
    z: Double, limits: (lower: Double, upper: Double)
  ) {
    self.init(
      term: term, estimate: estimate, modelStandardError: modelStandardError,
      robustStandardError: robustStandardError, z: z, p: NormalDistribution.twoSidedP(z),
      ratio: exp(estimate), lower: exp(limits.lower), upper: exp(limits.upper))
  }
}

/// How intervals and p-values of coefficients are found.
public enum CoefficientInference: String, Sendable {
  /// Estimate +- z standard errors.
  case wald
  /// The profile of the penalised likelihood: see ``FirthPenalty``.
  case profilePenalizedLikelihood
}

extension CoxModel {
  /// Wald's unless the penalty is Firth's, whose likelihood is far from a parabola where it is needed.
  public var coefficientInference: CoefficientInference {
    firth == nil ? .wald : .profilePenalizedLikelihood
  }

  /// Every design column's coefficient, hazard ratio and interval, as ``coefficientInference`` says.
  public func coefficientTable(confidence: Double = 0.95) -> [CoefficientEstimate] {
    let modelErrors = modelCovarianceMatrix.diagonal.map { $0.squareRoot() }
    let robustErrors = robustCovarianceMatrix?.diagonal.map { $0.squareRoot() }
    let profiles = profileEstimates(confidence: confidence)
    return coefficients.indices.map { column in
      if let profile = profiles[column] {
        let sign = coefficients[column] < 0 ? -1.0 : 1
        return CoefficientEstimate(
          term: frame.design.columnNames[column], estimate: coefficients[column],
          modelStandardError: modelErrors[column], robustStandardError: robustErrors?[column],
          z: profile.likelihoodRatio.squareRoot() * sign, limits: (profile.lower, profile.upper))
      }
      return CoefficientEstimate(
        term: frame.design.columnNames[column], estimate: coefficients[column],
        modelStandardError: modelErrors[column], robustStandardError: robustErrors?[column],
        confidence: confidence)
    }
  }

  /// Tests and limits by design column, if the penalty is Firth's; columns are walked along in
  /// parallel.
  private func profileEstimates(
    confidence: Double
  ) -> [Int: (likelihoodRatio: Double, lower: Double, upper: Double)] {
    let columns = coefficients.indices.filter { firth != nil && !coefficients[$0].isNaN }
    let found = Buffer(count: 3 * columns.count)
    Parallel.forEach(columns.count, threads: options.threads) { place in
      guard let profile = firthProfile(ofColumn: columns[place]) else { return }
      let limits = profile.interval(confidence: confidence)
      found.pointer[3 * place] = profile.test.statistic
      found.pointer[3 * place + 1] = limits.lower
      found.pointer[3 * place + 2] = limits.upper
    }
    return Dictionary(
      uniqueKeysWithValues: columns.enumerated().map { place, column in
        let values = found.pointer + 3 * place
        return (column, (values[0], values[1], values[2]))
      })
  }

  /// Nil without Firth's penalty, and for a column that was left out.
  func firthProfile(ofColumn column: Int) -> FirthProfile? {
    guard let firth, let place = likelihood.design.active.firstIndex(of: column) else { return nil }
    return FirthProfile(
      likelihood.detached, maximum: firth.workingMaximum, at: workingCoefficients, place: place,
      standardError: modelCovarianceMatrix[column, column].squareRoot())
  }
}
