/// Tests of terms by fitting the model again, to the same rows, without them.
///
/// Twice the difference of the log likelihoods is referred to chi-square with the difference of the
/// estimated coefficients. Columns that were left out of the fit stay out of every refit; under an
/// intercept it stays in.
extension RefittableRegression {
  /// The hypotheses of ``FittedRegression/termHypotheses``, each against the whole model: for a term,
  /// the model without the term and without everything that holds it. As `rms::anova(test = "LR")`
  /// of later versions.
  ///
  /// - Throws: ``InferenceError/robustVariance``, ``InferenceError/penalty``,
  ///   ``InferenceError/fit(_:)``.
  public func likelihoodRatioTests() throws(InferenceError) -> [TermTest] {
    var refits = try Refits(self)
    let all = Set(estimatedColumns)
    return try termHypotheses.map { hypothesis throws(InferenceError) in
      TermTest(
        hypothesis, try refits.test(of: all.subtracting(hypothesis.columns), within: all))
    }
  }

  /// Each term in turn added to all terms that do not hold it: type II, which respects marginality,
  /// as `car::Anova`. For T = A of A + B + A:B it compares A + B with B.
  ///
  /// - Throws: as ``likelihoodRatioTests()``.
  public func typeTwoTests() throws(InferenceError) -> [TermTest] {
    var refits = try Refits(self)
    let terms = RegressionTerm.all(regressionColumns, estimated: estimatedColumns)
    return try terms.map { term throws(InferenceError) in
      let others = terms.filter { $0.name != term.name && !$0.isHigher(than: term) }
      let base = Set(others.flatMap(\.columns))
      return TermTest(
        TermHypothesis(
          term: term.name, variables: term.variables, kind: .term, columns: term.columns),
        try refits.test(of: base, within: base.union(term.columns)))
    }
  }

  /// Terms added one after another in the order of the formula, as `survival::anova.coxph` of one
  /// fit.
  ///
  /// - Returns: the log likelihood without any term, and each term's test with the log likelihood
  ///   that it reaches.
  /// - Throws: as ``likelihoodRatioTests()``.
  public func sequentialTests() throws(InferenceError) -> SequentialTests {
    var refits = try Refits(self)
    let terms = RegressionTerm.all(regressionColumns, estimated: estimatedColumns)
    var columns: Set<Int> = []
    let null = try refits.refit(columns).logLikelihood
    var steps: [SequentialTests.Step] = []
    for term in terms {
      let next = columns.union(term.columns)
      let test = TermTest(
        TermHypothesis(
          term: term.name, variables: term.variables, kind: .term, columns: term.columns),
        try refits.test(of: columns, within: next))
      steps.append(
        SequentialTests.Step(test: test, logLikelihood: try refits.refit(next).logLikelihood))
      columns = next
    }
    return SequentialTests(logLikelihoodOfNone: null, steps: steps)
  }
}

/// The terms of a model added one after another.
public struct SequentialTests: Sendable {
  /// A term, and how far it brings the likelihood.
  public struct Step: Sendable {
    /// Of the term given those before it.
    public let test: TermTest
    /// With the term and those before it.
    public let logLikelihood: Double
  }
  /// Without any term.
  public let logLikelihoodOfNone: Double
  /// In the order of the formula.
  public let steps: [Step]
}

/// Fits of some columns, each set once.
private struct Refits<Regression: RefittableRegression> {
  private let regression: Regression
  private var known: [Set<Int>: Refit]

  init(_ regression: Regression) throws(InferenceError) {
    if let fault = regression.likelihoodFault { throw fault }
    self.regression = regression
    let all = regression.estimatedColumns
    let tested = all.filter { regression.regressionColumns[$0].term != nil }
    known = [
      Set(all): Refit(
        logLikelihood: regression.maximumLogLikelihood, degreesOfFreedom: tested.count,
        converged: true)
    ]
  }

  mutating func refit(_ columns: Set<Int>) throws(InferenceError) -> Refit {
    if let refit = known[columns] { return refit }
    do {
      let refit = try regression.refit(keeping: columns.sorted())
      known[columns] = refit
      return refit
    } catch {
      throw .fit(error)
    }
  }

  /// Twice the log likelihood that the larger set gains; NaN where a fit did not converge, or where
  /// the two are one.
  mutating func test(
    of small: Set<Int>, within large: Set<Int>
  ) throws(InferenceError) -> ChiSquareTest {
    let (a, b) = (try refit(small), try refit(large))
    let df = b.degreesOfFreedom - a.degreesOfFreedom
    let gain = 2 * (b.logLikelihood - a.logLikelihood)
    return ChiSquareTest(
      statistic: a.converged && b.converged && df > 0 ? max(0, gain) : .nan, degreesOfFreedom: df)
  }
}
