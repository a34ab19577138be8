/// A hypothesis on terms with its test.
public struct TermTest: Sendable, Equatable {
  /// What is tested.
  public let hypothesis: TermHypothesis
  /// NaN where there is nothing to test, or no test.
  public let test: ChiSquareTest

  init(_ hypothesis: TermHypothesis, _ test: ChiSquareTest) {
    self.hypothesis = hypothesis
    self.test = test
  }
}

extension FittedRegression {
  /// The Wald test of each hypothesis on terms, as `rms::anova` prints them:
  ///
  ///     chi-square = b_S' (V_SS)^-1 b_S
  ///
  /// for the columns S of a hypothesis, with as many degrees of freedom. NaN where V_SS has no inverse.
  public var waldTests: [TermTest] {
    termHypotheses.map { TermTest($0, waldTest(ofColumns: $0.columns)) }
  }

  /// The Wald test that the coefficients of some columns are zero, those left out not counted.
  public func waldTest(ofColumns columns: [Int]) -> ChiSquareTest {
    let tested = columns.filter { !coefficients[$0].isNaN }
    let estimates = tested.map { coefficients[$0] }
    let covariance = covarianceMatrix.submatrix(rows: tested, columns: tested)
    return ChiSquareTest.wald(estimates, covariance: covariance)
  }
}

extension ChiSquareTest {
  /// e' C^-1 e for estimates e with covariance C; NaN for no estimates, and for a C that has no
  /// inverse to the digits of its correlations.
  static func wald(_ estimates: [Double], covariance: Matrix) -> ChiSquareTest {
    let p = estimates.count
    let scale = covariance.diagonal.map { $0.squareRoot() }
    var correlation = covariance
    for j in 0..<p { for i in 0..<p { correlation[i, j] /= scale[i] * scale[j] } }
    var statistic = Double.nan
    if p > 0, let factor = try? CholeskyFactor(correlation),
      (0..<p).allSatisfy({ factor.lower[$0, $0] * factor.lower[$0, $0] > 1e-12 })
    {
      statistic = factor.inverseQuadraticForm(of: zip(estimates, scale).map { $0 / $1 })
    }
    return ChiSquareTest(statistic: statistic, degreesOfFreedom: p)
  }
}
