internal import Distributions

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The steps of a Cox fit: risk sets, design, search, variance, diagnosis.
struct CoxFitter {
  let frame: SurvivalFrame
  let options: CoxOptions
  private var warnings: [FitWarning] = []

  init(frame: SurvivalFrame, options: CoxOptions) {
    self.frame = frame
    self.options = options
    warnings = frame.warnings
  }

  /// Bytes of memory that the machine has.
  private static let memory =
    Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))

  private var isRobust: Bool {
    options.robust || frame.clusters != nil
      || (frame.weights?.contains { $0 != $0.rounded() } ?? false)
  }

  mutating func fit() throws(FitError) -> CoxModel {
    if let term = frame.terms.timeVarying.first {
      throw .notWithEffectsOverTime(term: term.name, what: "fit of this kind")
    }
    if let term = frame.firstEffectOverTime, options.ridge != nil {
      throw .notWithEffectsOverTime(term: term, what: "ridge penalty")
    }
    let hasEntries = frame.splitting?.hadEntries ?? (frame.outcomes.entry != nil)
    if options.robust, frame.clusters == nil, hasEntries { throw .clusterNeeded }
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
    // A penalty holds a column that the risk sets say nothing of at 0.
    let isPenalized = options.ridge != nil && frame.outcomes.eventCount > 0
    let idle = isPenalized ? [:] : idleColumns(atZero.information, likelihood)
    if !idle.isEmpty {
      likelihood = makeLikelihood(
        riskSets, without: likelihood.design.redundant.merging(idle) { $1 })
      atZero = try evaluateAtZero(&likelihood)
    }
    let scoresAtZero = isRobust ? clusterScores(likelihood) : nil
    let start = [Double](repeating: 0, count: likelihood.design.columnCount)
    let search = NewtonRaphson(
      maximumIterations: options.maximumIterations, tolerance: options.tolerance)
    let weights = options.ridge?.weights(of: frame)
    let penalty = weights.map { QuadraticPenalty(ofDesignColumns: $0, likelihood.design) }
    let result = maximize(&likelihood, penalty, search, from: start, knowing: atZero)
    describe(result, likelihood.design)

    // The last step is free: it leaves value and information where they are, to rounding.
    var working = result.point
    if result.convergence.reason == .stepBelowTolerance {
      for j in working.indices { working[j] += result.step[j] }
    }
    let inverse = (result.factor ?? (try? CholeskyFactor(result.information)))?.inverse
    let p = start.count
    let modelCovariance = inverse ?? .undefined(p)
    likelihood.workingModelCovariance = modelCovariance
    var shrinkage: Shrinkage?
    if let ridge = options.ridge, let weights {
      shrinkage = makeShrinkage(ridge, weights, working, modelCovariance, &likelihood)
    }
    let value = result.value + (penalty?.value(at: result.point) ?? 0)
    let robust = scoresAtZero.map { robustVariance($0, clusterScores(likelihood), modelCovariance) }
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
    let wald = Self.waldStatistic(working, covariance: robust?.covariance ?? modelCovariance)
    if robust != nil, inverse != nil, p > 0, wald.isNaN { describeSingularRobustVariance(p) }
    let score =
      isPenalized
      ? Self.waldStatistic(atZero.gradient, covariance: atZero.information)
      : result.startQuadraticForm
        ?? (try? CholeskyFactor(atZero.information))?
        .inverseQuadraticForm(of: atZero.gradient) ?? .nan
    return CoxModel(
      frame: frame, options: options, coefficients: coefficients,
      modelCovarianceMatrix: design.covariance(from: modelCovariance),
      robustCovarianceMatrix: robust.map { design.covariance(from: $0.covariance) },
      shrinkage: shrinkage,
      logPartialLikelihood: (atZero.value, value),
      likelihoodRatioTest: test(max(0, 2 * (value - atZero.value)), effective: true),
      waldTest: test(wald, effective: true),
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
        threads: options.threads, without: redundant, keepsCollinear: options.ridge != nil),
      ties: options.ties, weights: frame.weights, offset: frame.offset,
      threads: riskSets.order.count < 20_000 ? 1 : options.threads, searchesDirectly: !isRobust)
  }

  /// R weights the means of right-censored rows, and not those of (start, stop] rows.
  private func meanWeights(_ riskSets: CoxRiskSets) -> [Double]? {
    guard frame.outcomes.entry == nil, let weights = frame.weights else { return nil }
    return riskSets.order.map { weights[Int($0)] }
  }

  private func evaluateAtZero(
    _ likelihood: inout CoxPartialLikelihood
  ) throws(FitError) -> NewtonRaphson.Evaluation {
    let zero = [Double](repeating: 0, count: likelihood.design.columnCount)
    let value = likelihood.value(at: zero)
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

  // MARK: Penalty

  /// Steps to the maximum of the likelihood, or of the likelihood less the penalty.
  private func maximize(
    _ likelihood: inout CoxPartialLikelihood, _ penalty: QuadraticPenalty?, _ search: NewtonRaphson,
    from start: [Double], knowing atZero: NewtonRaphson.Evaluation
  ) -> NewtonRaphson.Result {
    guard let penalty else { return search.maximize(&likelihood, from: start, knowing: atZero) }
    var penalized = PenalizedLikelihood(likelihood, penalty: penalty)
    defer { likelihood = penalized.likelihood }
    return search.maximize(
      &penalized, from: start,
      knowing: (atZero.value, atZero.gradient, penalty.added(to: atZero.information)))
  }

  /// - Parameter likelihood: at the estimate.
  private func makeShrinkage(
    _ ridge: Ridge, _ weights: [Double], _ working: [Double], _ covariance: Matrix,
    _ likelihood: inout CoxPartialLikelihood
  ) -> Shrinkage {
    let design = likelihood.design
    let penalty = QuadraticPenalty(ofDesignColumns: weights, design)
    let information = likelihood.derivatives().information
    let share = information * covariance
    var sampling = covariance * share
    sampling.symmetrizeFromLower()
    let ofTerms = frame.design.termNames.indices.map { term in
      let own = design.active.indices.filter {
        frame.design.termOfColumn[design.active[$0]] == term
      }
      let part = sampling.submatrix(rows: own, columns: own)
      guard !own.isEmpty,
        let factor = try? CholeskyFactor(covariance.submatrix(rows: own, columns: own))
      else { return 0.0 }
      return own.indices.reduce(0) { sum, j in
        sum + factor.solve(own.indices.map { part[$0, j] })[j]
      }
    }
    return Shrinkage(
      ridge: ridge, weights: weights, penalty: penalty.value(at: working),
      effectiveDegreesOfFreedom: share.diagonal.reduce(0, +),
      effectiveDegreesOfFreedomOfTerms: ofTerms,
      samplingCovarianceMatrix: design.covariance(from: sampling))
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

// MARK: - Diagnosis

extension CoxFitter {
  /// Says what the search found about the columns.
  private mutating func describe(_ result: NewtonRaphson.Result, _ design: StandardizedDesign) {
    func name(_ column: Int) -> String { frame.design.columnNames[column] }
    let events = frame.outcomes.eventCount
    if events == 0 {
      warnings.append(
        FitWarning(
          code: .noEvents, term: nil,
          message: "None of the \(frame.outcomes.count) rows ends in the event, so nothing can be "
            + "estimated; check the coding of '\(frame.formula.response)'."))
      return
    }
    for (column, reason) in design.redundant.sorted(by: { $0.key < $1.key }) {
      warnings.append(
        reason == .constant
          ? FitWarning(
            code: .constant, term: name(column),
            message: "'\(name(column))' has one value in all rows used and was left out.")
          : FitWarning(
            code: .collinear, term: name(column),
            message: "'\(name(column))' adds nothing within the risk sets to the columns before it "
              + "and was left out; remove it or one of those."))
    }
    for (column, share) in design.nearlyCollinear.sorted(by: { $0.key < $1.key }) {
      warnings.append(
        FitWarning(
          code: .nearCollinear, term: name(column),
          message: "'\(name(column))' is nearly a combination of the columns before it (variance "
            + "inflation \(short(1 / share))); its coefficient is determined by rounding in the "
            + "data, remove it or one of those."))
    }
    let p = design.columnCount
    let outcomes = frame.outcomes
    let firstEvent = outcomes.event.firstIndex(of: true).map { outcomes.exit[$0] }
    if events > 1, zip(outcomes.exit, outcomes.event).allSatisfy({ !$1 || $0 == firstEvent }) {
      warnings.append(
        FitWarning(
          code: .oneEventTime, term: nil, message: "All \(events) events fall at one time."))
    }
    var load: String { "\(counted(events, "event")) for \(counted(p, "coefficient"))" }
    if p > 0, events < p {
      warnings.append(
        FitWarning(
          code: .moreParametersThanEvents, term: nil,
          message: "\(load): the estimates cannot be trusted; use "
            + "fewer terms."))
    } else if p > 0, events < 10 * p {
      warnings.append(
        FitWarning(
          code: .fewEventsPerParameter, term: nil,
          message: "\(load), \(short(Double(events) / Double(p))) "
            + "each: the estimates are likely to be too extreme."))
    }
    describeSearch(result, design)
  }

  private mutating func describeSingularRobustVariance(_ p: Int) {
    let clusters = frame.clusters.map { Set($0).count }
    let count = clusters.map { "\($0) clusters" } ?? "\(frame.outcomes.count) rows"
    warnings.append(
      FitWarning(
        code: .singularRobustVariance, term: nil,
        message: "The robust variance of \(p) coefficients from \(count) is singular, so there is "
          + "no joint Wald test; single standard errors are too small with so few."))
  }

  private mutating func describeSearch(
    _ result: NewtonRaphson.Result, _ design: StandardizedDesign
  ) {
    let step = design.standardized(result.step)
    let longest = step.map(\.magnitude).max() ?? 0
    switch result.convergence.reason {
    case .stepBelowTolerance, .noParameters: return
    case .valueStationary:
      // A step that has underflowed names no column: those without information left do then.
      let variances = (try? CholeskyFactor(result.information))?.inverse.diagonal
      let atStart = result.start.information.diagonal
      let isSpent = zip(variances ?? [], atStart).map { $0 * $1 > 1e5 }
      for (place, column) in design.active.enumerated()
      where longest > 1e-30
        ? step[place].magnitude > 0.05 * longest : isSpent.isEmpty || isSpent[place]
      {
        let name = frame.design.columnNames[column]
        let direction = longest > 1e-30 ? step[place] : result.point[place]
        let end = direction > 0 ? "+infinity" : "-infinity"
        warnings.append(
          FitWarning(
            code: .monotoneLikelihood, term: name,
            message:
              "The likelihood rises for ever as the coefficient of '\(name)' goes to \(end): "
              + "it has no finite estimate, and the value shown is where the search stopped. "
              + "Firth's penalised likelihood gives one; or merge levels, or leave the term out."))
      }
    case .iterationLimit, .noAscent, .singularInformation:
      let worst = step.indices.max { step[$0].magnitude < step[$1].magnitude }
      let term = worst.map { frame.design.columnNames[design.active[$0]] }
      let advice =
        result.convergence.reason == .iterationLimit
        ? "allow more with --iterations, or rescale or leave out the term"
        : "rescale the term, or leave it out"
      warnings.append(
        FitWarning(
          code: .notConverged, term: term,
          message: "The search stopped after \(result.convergence.iterations) iterations without "
            + "converging" + (term.map { ", furthest off at '\($0)'" } ?? "") + "; \(advice)."))
    }
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  private func short(_ value: Double) -> String {
    value < 1e6 ? "\((value * 10).rounded() / 10)" : "1e\(Int(min(log10(value), 308)))"
  }
}

extension CoxModel {
  var logOfEventCount: Double { log(Double(eventCount)) }
}
