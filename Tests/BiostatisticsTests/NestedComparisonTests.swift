import Biostatistics
import TestSupport
import Testing

@Suite("Comparison of nested fits")
struct NestedComparisonTests {
  private static func summary(
    _ right: String, name: String = "fit", ties: TieHandling = .efron,
    where condition: String? = nil,
    left: String = "Surv(time, status)", weights: String? = nil, table: String = "veteran",
    iterations: Int = 50, ridge: Double? = nil
  ) throws -> FitSummary {
    var frameOptions = ModelFrameOptions()
    frameOptions.condition = condition
    frameOptions.weights = weights
    var options = CoxOptions()
    options.ties = ties
    options.maximumIterations = iterations
    options.penalty = try ridge.map { .ridge(try Ridge(theta: $0)) }
    let frame = try SurvivalFrame(
      Formula("\(left) ~ \(right)"), in: ReferenceCase.table(table), options: frameOptions)
    return try CoxModel(frame, options: options).summary(named: name)
  }

  @Test("the test is that of anova.coxph of two fits, in either order")
  func reference() throws {
    let expected = try Reference(named: "anova.json")["nested"]
    let small = try Self.summary("karno")
    let large = try Self.summary("karno + celltype + age")
    for (a, b) in [(small, large), (large, small)] {
      let comparison = try NestedComparison(a, b)
      expectClose(
        [comparison.smaller.logLikelihood, comparison.larger.logLikelihood],
        expected["loglik"].numbers, relative: 1e-10)
      expectClose(
        comparison.test.statistic, expected["statistic"].number ?? .nan, relative: 1e-8)
      #expect(Double(comparison.test.degreesOfFreedom) == expected["df"].number)
      expectClose(comparison.test.p, expected["p"].number ?? .nan, relative: 1e-8)
    }
  }

  @Test("the chain of nested fits is that of the open reference")
  func chain() throws {
    let one = try ReferenceCase("cox-veteran-null-and-nested")
    let fits = try ["karno", "karno + celltype", "karno + celltype + age"].map {
      try Self.summary($0)
    }
    expectClose(
      try zip(fits, fits.dropFirst()).map { try NestedComparison($0, $1).test.statistic },
      Array(one.expected["chisq"].numbers.dropFirst()), relative: 1e-8)
    expectClose(fits.map(\.aic), Array(one.expected["aic"].numbers.suffix(3)), relative: 1e-9)
  }

  @Test("a linear term is nested in its spline, a level's indicator in its factor")
  func columns() throws {
    _ = try NestedComparison(Self.summary("karno"), Self.summary("rcs(karno, 4)"))
    _ = try NestedComparison(
      Self.summary("I(celltype == \"large\")"), Self.summary("celltype + age"))
  }

  /// Each against `karno + age` with Efron ties.
  @Test(
    "fits of other rows, outcomes, weights, strata, offsets or ties, and fits that are not nested")
  func refusals() throws {
    let small = try Self.summary("karno", name: "small")
    func error(_ other: @autoclosure () throws -> FitSummary) -> ComparisonError? {
      do {
        _ = try NestedComparison(small, other())
        return nil
      } catch let error as ComparisonError {
        return error
      } catch {
        Issue.record("\(error)")
        return nil
      }
    }
    #expect(
      error(try Self.summary("karno + age", ties: .breslow))
        == .differentLikelihoods(
          "partial likelihood, efron ties", "partial likelihood, breslow ties"))
    #expect(
      error(try Self.summary("karno + age + cluster(trt)", name: "c"))
        == .robustVariance(name: "c"))
    #expect(
      error(try Self.summary("karno + age", name: "n", iterations: 1)) == .notConverged(name: "n"))
    #expect(
      error(try Self.summary("karno + age", name: "w", where: "age > 40"))
        == .differentRowCounts("small", 137, "w", 125))
    #expect(
      error(try Self.summary("karno + age", left: "Surv(time, trt == 1)")) == .differentOutcomes)
    #expect(error(try Self.summary("karno + age", weights: "trt")) == .differentWeights)
    #expect(error(try Self.summary("karno + age + strata(trt)")) == .differentStrata)
    #expect(error(try Self.summary("karno + age + offset(trt)")) == .differentOffsets)
    #expect(error(try Self.summary("age")) == .sameDegreesOfFreedom(1))
    #expect(
      error(try Self.summary("age + trt", name: "other"))
        == .notNested(column: "karno", smaller: "small", larger: "other"))
    #expect(error(try Self.summary("karno + age")) == nil)
    #expect(throws: ComparisonError.penalty(name: "r")) {
      _ = try NestedComparison(
        Self.summary("karno", name: "r", ridge: 1), Self.summary("karno + age", ridge: 1))
    }
  }

  @Test("each refusal is a sentence")
  func sentences() {
    let expected: [(ComparisonError, String)] = [
      (
        .differentLikelihoods("a", "b"),
        "The two fits maximise different functions (a; b); fit both alike."
      ),
      (
        .penalty(name: "x"),
        "'x' is penalised, so that its likelihood is no maximum and cannot be compared; use the Wald "
          + "tests of the larger fit."
      ),
      (
        .robustVariance(name: "x"),
        "'x' has a robust variance, under which likelihoods cannot be compared; use the Wald tests "
          + "of the larger fit."
      ),
      (
        .notConverged(name: "x"),
        "The search of 'x' did not converge, so that its likelihood says nothing; fit it again."
      ),
      (
        .differentRowCounts("a", 3, "b", 4),
        "'a' was fitted to 3 rows and 'b' to 4; fit both to the rows that are complete in all of "
          + "their columns."
      ),
      (
        .differentOutcomes,
        "The two fits have as many rows with different outcomes; fit both to the same rows."
      ),
      (.differentWeights, "The two fits weight their rows differently; fit both alike."),
      (.differentStrata, "The two fits have different strata; fit both alike."),
      (.differentOffsets, "The two fits have different offsets; fit both alike."),
      (
        .sameDegreesOfFreedom(2),
        "Both fits have 2 coefficients, so that neither is nested in the other; compare their AIC."
      ),
      (
        .notNested(column: "c", smaller: "a", larger: "b"),
        "The column 'c' of 'a' is none of 'b', so that the two are not nested; compare their AIC."
      ),
    ]
    for (error, sentence) in expected { #expect(error.description == sentence) }
  }
}
