internal import Distributions
internal import LinearAlgebra

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What the search of a likelihood found, over the working columns of its design.
struct CoxEstimates {
  let design: StandardizedDesign
  /// Of the design's columns.
  let means: [Double]
  let atZero: NewtonRaphson.Evaluation
  let maximum: CoxMaximum
  /// The coefficients, a step behind the search's last point.
  let working: [Double]
  /// Inverse information.
  let covariance: Matrix
  let robust: (covariance: Matrix, scoreTest: Double)?
  let concordance: Concordance?
}

/// The steps of a Cox fit: risk sets, design, search, variance, diagnosis.
struct CoxFitter: ~Copyable {
  let frame: SurvivalFrame
  let options: CoxOptions
  var warnings: [FitWarning]

  init(frame: consuming SurvivalFrame, options: CoxOptions) {
    warnings = frame.warnings
    self.frame = frame
    self.options = options
  }

  /// Bytes of memory that the machine has.
  static let memory =
    Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))

  private var isRobust: Bool {
    options.robust || frame.clusters != nil
      || (frame.weights?.contains { $0 != $0.rounded() } ?? false)
  }

  /// Refuses what the likelihood that is asked for has no answer to.
  private func refuseUnfitting() throws(FitError) {
    if let term = frame.terms.timeVarying.first {
      throw .notWithEffectsOverTime(term: term.name, what: "fit of this kind")
    }
    if options.penalty?.ridge != nil, let term = frame.firstEffectOverTime {
      throw .notWithEffectsOverTime(term: term, what: "ridge penalty")
    }
    let hasEntries = frame.splitting?.hadEntries ?? (frame.outcomes.entry != nil)
    if options.robust, frame.clusters == nil, hasEntries { throw .clusterNeeded }
    if options.ties == .exact {
      if frame.weights?.contains(where: { $0 != 1 }) ?? false { throw .exactTiesWithWeights }
      if isRobust { throw .exactTiesWithRobustVariance }
      if options.penalty == .firth { throw .exactTiesWithFirth }
    }
    if options.penalty == .firth, isRobust { throw .firthWithRobustVariance }
  }

  consuming func fit() throws(FitError) -> CoxModel {
    try refuseUnfitting()
    let (rows, columns) = (frame.outcomes.count, frame.design.columnCount)
    if 8 * Double(rows) * Double(columns) > Self.memory {
      throw .designTooLarge(rows: rows, columns: columns)
    }
    if let offset = frame.offset, let low = offset.min(), let high = offset.max(),
      high - low > 700
    {
      throw .offsetOutOfRange
    }
    let riskSets = CoxRiskSets(
      frame.outcomes, weights: frame.weights, strata: frame.strata?.codes,
      strataCount: frame.strata?.labels.count ?? 0, leavesEventTimes: true)
    let settling = SettlingLikelihood(makeLikelihood(riskSets, without: [:]))
    let estimates = try settling.search { likelihood throws(FitError) in
      try estimate(&likelihood)
    }
    return model(estimates, settling)
  }

  /// Searches the likelihood, which is left where the search ended.
  private mutating func estimate(
    _ likelihood: inout CoxPartialLikelihood
  ) throws(FitError) -> CoxEstimates {
    let means = likelihood.design.means
    var atZero = try evaluateAtZero(&likelihood)
    // A ridge holds a column that the risk sets say nothing of at 0.
    let isRidge = options.penalty?.ridge != nil && frame.outcomes.eventCount > 0
    let idle = isRidge ? [:] : idleColumns(atZero.information, likelihood)
    if !idle.isEmpty {
      likelihood = makeLikelihood(
        likelihood.riskSets, without: likelihood.design.redundant.merging(idle) { $1 })
      atZero = try evaluateAtZero(&likelihood)
    }
    let scoresAtZero = isRobust ? clusterScores(likelihood) : nil
    let maximum = maximize(&likelihood, knowing: atZero)
    describe(maximum.search, likelihood)

    // The last step is free: it leaves value and information where they are, to rounding.
    var working = maximum.search.point
    if maximum.search.convergence.reason == .stepBelowTolerance {
      for j in working.indices { working[j] += maximum.search.step[j] }
    }
    if options.ties == .exact {
      _ = likelihood.value(at: working)
      likelihood.prepareScores()
    }
    let covariance = maximum.covariance ?? .undefined(working.count)
    likelihood.workingModelCovariance = covariance
    let robust = scoresAtZero.map {
      robustVariance($0, clusterScores(likelihood), covariance)
    }
    if options.concordance { likelihood.settle() }
    return CoxEstimates(
      design: likelihood.design, means: means, atZero: atZero, maximum: maximum, working: working,
      covariance: covariance, robust: robust,
      concordance: options.concordance ? concordance(likelihood) : nil)
  }

  /// The model of these estimates.
  private mutating func model(
    _ estimates: CoxEstimates, _ settling: SettlingLikelihood
  ) -> CoxModel {
    let p = estimates.working.count
    let shrinkage = shrinkage(estimates)
    let effective = shrinkage?.effectiveDegreesOfFreedom
    func test(_ statistic: Double, effectively degrees: Double? = nil) -> ChiSquareTest {
      ChiSquareTest(
        statistic: statistic, degreesOfFreedom: p, effectiveDegreesOfFreedom: degrees)
    }
    if let robust = estimates.robust, estimates.maximum.covariance != nil, p > 0,
      Self.waldStatistic(estimates.working, covariance: robust.covariance).isNaN
    {
      describeSingularRobustVariance(p)
    }
    return CoxModel(
      frame: frame, options: options,
      coefficients: estimates.design.coefficients(from: estimates.working),
      modelCovarianceMatrix: estimates.design.covariance(from: estimates.covariance),
      robustCovarianceMatrix: estimates.robust.map {
        estimates.design.covariance(from: $0.covariance)
      },
      shrinkage: shrinkage, firth: estimates.maximum.firth,
      logPartialLikelihood: (estimates.atZero.value, estimates.maximum.value),
      likelihoodRatioTest: test(
        estimates.maximum.likelihoodRatio(from: estimates.atZero.value), effectively: effective),
      scoreTest: test(p == 0 ? 0 : scoreStatistic(estimates)),
      robustScoreTest: estimates.robust.map { test($0.scoreTest) },
      convergence: estimates.maximum.search.convergence, warnings: warnings,
      concordance: estimates.concordance, means: estimates.means, settling: settling,
      workingCovariance: estimates.robust?.covariance ?? estimates.covariance,
      workingCoefficients: estimates.working)
  }

  /// U' I^-1 U at zero, of the likelihood alone.
  private func scoreStatistic(_ estimates: CoxEstimates) -> Double {
    let atZero = estimates.atZero
    if options.penalty != nil {
      return Self.waldStatistic(atZero.gradient, covariance: atZero.information)
    }
    if let known = estimates.maximum.search.startQuadraticForm { return known }
    let factor = try? CholeskyFactor(atZero.information)
    return factor?.inverseQuadraticForm(of: atZero.gradient) ?? .nan
  }

  private func makeLikelihood(
    _ riskSets: consuming CoxRiskSets, without redundant: [Int: StandardizedDesign.Redundancy]
  ) -> CoxPartialLikelihood {
    let design = StandardizedDesign(
      frame.design, order: riskSets.order, atRisk: riskSets.atRisk, weights: meanWeights(riskSets),
      threads: options.threads, without: redundant, keepsCollinear: options.penalty?.ridge != nil)
    return CoxPartialLikelihood(
      riskSets: riskSets, design: design, ties: options.ties, weights: frame.weights,
      offset: frame.offset, threads: design.rowCount < 20_000 ? 1 : options.threads,
      searchesDirectly: !isRobust && options.ties != .exact && options.penalty != .firth)
  }

  /// R weights the means of right-censored rows, and not those of (start, stop] rows.
  private func meanWeights(_ riskSets: CoxRiskSets) -> [Double]? {
    guard frame.outcomes.entry == nil, let weights = frame.weights else { return nil }
    return riskSets.order.map { weights[Int($0)] }
  }

  private func evaluateAtZero(
    _ likelihood: inout CoxPartialLikelihood
  ) throws(FitError) -> NewtonRaphson.Evaluation {
    if options.ties == .exact {
      var exact = CoxExactLikelihood(likelihood)
      return try evaluateAtZero(&exact, likelihood.design.columnCount)
    }
    return try evaluateAtZero(&likelihood, likelihood.design.columnCount)
  }

  private func evaluateAtZero<Likelihood: TwiceDifferentiable>(
    _ likelihood: inout Likelihood, _ count: Int
  ) throws(FitError) -> NewtonRaphson.Evaluation {
    let value = likelihood.value(at: zeros(count))
    guard value.isFinite else { throw .notFinite }
    let (gradient, information) = likelihood.derivatives()
    return (value, gradient, information)
  }

  /// Working columns that do not vary within any risk set, or only with those before them: the
  /// information at zero has no pivot for them. Without events, all of them.
  private func idleColumns(
    _ atZero: Matrix, _ likelihood: CoxPartialLikelihood
  ) -> [Int: StandardizedDesign.Redundancy] {
    let active = likelihood.design.active
    let p = active.count
    let events =
      frame.weights.map { weights in
        zip(weights, frame.outcomes.event).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
      } ?? Double(frame.outcomes.eventCount)
    var idle: [Int: StandardizedDesign.Redundancy] = [:]
    withUnsafeTemporaryAllocation(of: Double.self, capacity: p * p) { information in
      _ = information.initialize(from: atZero.storage)
      // Outer-product Cholesky in column order, passing over pivots that are rounding.
      for j in 0..<p {
        let pivot = information[j + p * j]
        guard pivot > 1e-11 * events else {
          idle[active[j]] = .collinear
          for i in 0..<p {
            information[i + p * j] = 0
            information[j + p * i] = 0
          }
          continue
        }
        for k in (j + 1)..<max(p, j + 1) {
          let ratio = information[k + p * j] / pivot
          for i in k..<p { information[i + p * k] -= ratio * information[i + p * j] }
        }
      }
    }
    return idle
  }

  // MARK: Variance

  private func clusterScores(
    _ likelihood: CoxPartialLikelihood
  ) -> (products: Matrix, sum: [Double]) {
    let clusters =
      frame.clusters ?? frame.splitting?.rows ?? Array(0..<Int32(frame.outcomes.count))
    return likelihood.scoreProducts(
      clusters: clusters, clusterCount: Int(clusters.max() ?? -1) + 1)
  }

  /// The sandwich I^-1 (sum s s') I^-1 at the estimate, and the score test with sum s s' in the
  /// information's place at zero.
  private func robustVariance(
    _ atZero: (products: Matrix, sum: [Double]), _ atEstimate: (products: Matrix, sum: [Double]),
    _ covariance: Matrix
  ) -> (covariance: Matrix, scoreTest: Double) {
    let test = Self.waldStatistic(atZero.sum, covariance: atZero.products)
    var sandwich = covariance * atEstimate.products * covariance
    sandwich.symmetrizeFromLower()
    return (sandwich, test)
  }

  /// b' V^-1 b, from the Cholesky factor of V scaled to correlations; NaN where a variance is not
  /// positive, or where the share of one that the others do not explain is rounding (10^-10): a sum
  /// over k clusters has rank k - 1 at most.
  static func waldStatistic(_ b: [Double], covariance: Matrix) -> Double {
    var scaled = b
    var correlation = covariance
    for j in b.indices {
      let error = covariance[j, j].squareRoot()
      guard error > 0 && error.isFinite else { return .nan }
      scaled[j] /= error
      for i in b.indices { correlation[i, j] /= error * covariance[i, i].squareRoot() }
    }
    guard let factor = try? CholeskyFactor(consume correlation),
      b.indices.allSatisfy({ factor.lower[$0, $0] * factor.lower[$0, $0] > 1e-10 })
    else { return .nan }
    return factor.inverseQuadraticForm(of: consume scaled)
  }

  private func concordance(_ likelihood: CoxPartialLikelihood) -> Concordance? {
    var scores = [Double](repeating: 0, count: frame.outcomes.count)
    for (row, frameRow) in likelihood.riskSets.order.enumerated() {
      scores[Int(frameRow)] = likelihood.linearPredictor.pointer[row]
    }
    return try? Concordance(
      of: scores, against: frame.outcomes, weights: frame.weights, strata: frame.strata?.codes,
      clusters: frame.clusters)
  }
}

extension CoxModel {
  var logOfEventCount: Double { log(Double(eventCount)) }
}
