internal import Distributions

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

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
    if let term = frame.firstEffectOverTime, options.penalty?.ridge != nil {
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
      strataCount: frame.strata?.labels.count ?? 0)
    var likelihood = makeLikelihood(riskSets, without: [:])
    let means = likelihood.design.means
    var atZero = try evaluateAtZero(&likelihood)
    // A ridge holds a column that the risk sets say nothing of at 0.
    let isRidge = options.penalty?.ridge != nil && frame.outcomes.eventCount > 0
    let idle = isRidge ? [:] : idleColumns(atZero.information, likelihood)
    if !idle.isEmpty {
      likelihood = makeLikelihood(
        riskSets, without: likelihood.design.redundant.merging(idle) { $1 })
      atZero = try evaluateAtZero(&likelihood)
    }
    let scoresAtZero = isRobust ? clusterScores(likelihood) : nil
    let p = likelihood.design.columnCount
    let maximum = maximize(&likelihood, knowing: atZero)
    let result = maximum.search
    describe(result, likelihood.design)

    // The last step is free: it leaves value and information where they are, to rounding.
    var working = result.point
    if result.convergence.reason == .stepBelowTolerance {
      for j in working.indices { working[j] += result.step[j] }
    }
    if options.ties == .exact {
      _ = likelihood.value(at: working)
      likelihood.prepareScores()
    }
    let modelCovariance = maximum.covariance ?? .undefined(p)
    likelihood.workingModelCovariance = modelCovariance
    let shrinkage = shrinkage(maximum, working, modelCovariance, likelihood.design)
    var robust: (covariance: Matrix, scoreTest: Double)?
    if let scoresAtZero {
      robust = robustVariance(scoresAtZero, clusterScores(likelihood), modelCovariance)
    }
    var concordance: Concordance?
    if options.concordance {
      likelihood.settle()
      concordance = self.concordance(likelihood)
    }
    let design = likelihood.design
    let coefficients = design.coefficients(from: working)
    func test(_ statistic: Double, effective: Bool) -> ChiSquareTest {
      ChiSquareTest(
        statistic: statistic, degreesOfFreedom: p,
        effectiveDegreesOfFreedom: effective ? shrinkage?.effectiveDegreesOfFreedom : nil)
    }
    if let robust, maximum.covariance != nil, p > 0,
      Self.waldStatistic(working, covariance: robust.covariance).isNaN
    {
      describeSingularRobustVariance(p)
    }
    let score =
      options.penalty != nil
      ? Self.waldStatistic(atZero.gradient, covariance: atZero.information)
      : result.startQuadraticForm
        ?? (try? CholeskyFactor(atZero.information))?
        .inverseQuadraticForm(of: atZero.gradient) ?? .nan
    return CoxModel(
      frame: frame, options: options, coefficients: coefficients,
      modelCovarianceMatrix: design.covariance(from: modelCovariance),
      robustCovarianceMatrix: robust.map { design.covariance(from: $0.covariance) },
      shrinkage: shrinkage, firth: maximum.firth,
      logPartialLikelihood: (atZero.value, maximum.value),
      likelihoodRatioTest: test(maximum.likelihoodRatio(from: atZero.value), effective: true),
      scoreTest: test(p == 0 ? 0 : score, effective: false),
      robustScoreTest: robust.map { test($0.scoreTest, effective: false) },
      convergence: result.convergence, warnings: warnings,
      concordance: concordance,
      means: means,
      settling: SettlingLikelihood(likelihood),
      workingCovariance: robust?.covariance ?? modelCovariance,
      workingCoefficients: working)
  }

  private func makeLikelihood(
    _ riskSets: CoxRiskSets, without redundant: [Int: StandardizedDesign.Redundancy]
  ) -> CoxPartialLikelihood {
    CoxPartialLikelihood(
      riskSets: riskSets,
      design: StandardizedDesign(
        frame.design, order: riskSets.order,
        atRisk: riskSets.atRisk, weights: meanWeights(riskSets),
        threads: options.threads, without: redundant, keepsCollinear: options.penalty?.ridge != nil),
      ties: options.ties, weights: frame.weights, offset: frame.offset,
      threads: riskSets.order.count < 20_000 ? 1 : options.threads,
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
    let value = likelihood.value(at: [Double](repeating: 0, count: count))
    guard value.isFinite else { throw .notFinite }
    let (gradient, information) = likelihood.derivatives()
    return (value, gradient, information)
  }

  /// Working columns that do not vary within any risk set, or only with those before them: the
  /// information at zero has no pivot for them. Without events, all of them.
  private func idleColumns(
    _ atZero: Matrix, _ likelihood: CoxPartialLikelihood
  ) -> [Int: StandardizedDesign.Redundancy] {
    let design = likelihood.design
    var information = atZero
    let p = design.columnCount
    let events =
      frame.weights == nil
      ? Double(frame.outcomes.eventCount)
      : likelihood.riskSets.eventTimes.reduce(0) { $0 + $1.weight }
    var idle: [Int: StandardizedDesign.Redundancy] = [:]
    // Outer-product Cholesky in column order, passing over pivots that are rounding.
    for j in 0..<p {
      let pivot = information[j, j]
      guard pivot > 1e-11 * events else {
        idle[design.active[j]] = .collinear
        for i in 0..<p {
          information[i, j] = 0
          information[j, i] = 0
        }
        continue
      }
      for k in (j + 1)..<max(p, j + 1) {
        let ratio = information[k, j] / pivot
        for i in k..<p { information[i, k] -= ratio * information[i, j] }
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
