internal import LinearAlgebra

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The steps of a logistic fit: design, null model, search, variance, tests, diagnosis.
struct LogisticFitter {
  let frame: BinaryFrame
  let options: LogisticOptions
  var warnings: [FitWarning] = []

  /// Steps after which a search that has not ended is looked at for separation.
  private static let patience = 12
  /// Rows from which on a search begins with a part of them.
  private static let manyRows = 100_000
  /// Rows of such a part in each chunk.
  private static let sampleSize = 1024

  init(frame: BinaryFrame, options: LogisticOptions) {
    self.frame = frame
    self.options = options
    warnings = frame.warnings
  }

  private var isRobust: Bool { options.robust || frame.clusters != nil }
  var hasIntercept: Bool { frame.formula.hasIntercept }

  /// What a search gave, of whichever likelihood.
  private struct Estimate {
    var point: [Double]
    var value: Double
    var covariance: Matrix
    var information: Matrix
    var convergence: Convergence
  }

  mutating func fit() throws(FitError) -> LogisticModel {
    try refuse()
    // The information at the null model says whether columns explain each other: seldom do they, and
    // then nothing more need be looked at.
    var likelihood = makeLikelihood(keepsCollinear: true)
    var null = nullPoint(likelihood)
    var atNull = likelihood.evaluate(at: null)
    if options.ridge == nil, !isWellConditioned(atNull.information) {
      likelihood = makeLikelihood(keepsCollinear: false)
      null = nullPoint(likelihood)
      atNull = likelihood.evaluate(at: null)
    }
    let design = likelihood.design
    let coordinates = LogisticCoordinates(design, hasIntercept: hasIntercept)
    guard atNull.value.isFinite else { throw .notFinite }
    describeColumns(design)
    if let ridge = options.ridge {
      likelihood.penalty = coordinates.working(penalty: RidgePenalty.matrix(ridge, of: frame))
    }

    let estimate: Estimate
    var penalizedNull: Double?
    if options.firth {
      var search = PenalizedLogisticSearch(
        likelihood: likelihood, isFirth: true, maximumIterations: 20 * options.maximumIterations)
      let result = try firth(&search, from: null)
      penalizedNull = nullMaximum(&search, from: null)
      likelihood = search.likelihood
      let final = likelihood.evaluate(at: result.point)
      estimate = Estimate(
        point: result.point, value: final.value, covariance: result.inverse,
        information: final.information, convergence: result.convergence)
      describe(result.convergence, step: [], coordinates)
      let shift = coordinates.logDeterminant
      penalizedNull = penalizedNull.map { $0 - shift }
      return model(
        likelihood, coordinates, estimate, atNull,
        penalized: (penalizedNull ?? .nan, result.value - shift))
    }
    estimate = search(&likelihood, from: null, atNull, coordinates)
    var penalized: (null: Double, model: Double)?
    var plain = estimate
    if let penalty = likelihood.penalty {
      penalized = (atNull.value, estimate.value)
      plain.value += penalty.quadraticForm(estimate.point) / 2
    }
    return model(likelihood, coordinates, plain, atNull, penalized: penalized)
  }

  private func makeLikelihood(keepsCollinear: Bool) -> LogisticLikelihood {
    LogisticLikelihood(
      design: StandardizedDesign(
        frame.design, order: Array(0..<Int32(frame.outcomes.count)), weights: nil,
        threads: options.threads, keepsCollinear: keepsCollinear, isCentered: hasIntercept),
      hasIntercept: hasIntercept, events: frame.outcomes.event, weights: frame.weights,
      offset: frame.offset, threads: options.threads)
  }

  private func nullPoint(_ likelihood: LogisticLikelihood) -> [Double] {
    var point = [Double](repeating: 0, count: likelihood.parameterCount)
    if hasIntercept { point[0] = nullIntercept }
    return point
  }

  private func isWellConditioned(_ information: Matrix) -> Bool {
    ColumnReduction.isWellConditioned(information, StandardizedDesign.conditioning)
  }

  private func refuse() throws(FitError) {
    let (rows, columns) = (frame.outcomes.count, frame.design.columnCount)
    let matrices = Double(LogisticLikelihood.mostChunks + 8) * Double(columns) * Double(columns)
    if 8 * (Double(rows) * Double(columns) + matrices) > CoxFitter.memory {
      throw .designTooLarge(rows: rows, columns: columns)
    }
    if let offset = frame.offset, let low = offset.min(), let high = offset.max(),
      high - low > 1400
    {
      throw .offsetOutOfRange
    }
    guard options.firth else { return }
    if options.ridge != nil {
      throw .invalidOption("--firth", reason: "is a penalty of its own; leave out --ridge.")
    }
    if isRobust {
      throw .invalidOption(
        "--firth", reason: "gives likelihood-based intervals; leave out --robust and --cluster.")
    }
  }

  /// The intercept of the model without columns: sum w (y - p(a + offset)) = 0, by Newton's steps kept
  /// within the bracket of the logits shifted by the extreme offsets.
  private var nullIntercept: Double {
    let outcomes = frame.outcomes.event
    var (events, total) = (0.0, 0.0)
    for row in outcomes.indices {
      let weight = frame.weights?[row] ?? 1
      total += weight
      if outcomes[row] { events += weight }
    }
    let logit = log(events / (total - events))
    guard let offset = frame.offset, let least = offset.min(), let most = offset.max() else {
      return logit
    }
    var (low, high) = (logit - most, logit - least)
    var a = (low + high) / 2
    for _ in 0..<200 {
      var (score, information) = (0.0, 0.0)
      for row in outcomes.indices {
        let weight = frame.weights?[row] ?? 1
        score += weight * LogisticFunction.residual(event: outcomes[row], a + offset[row])
        information += weight * LogisticFunction.variance(a + offset[row])
      }
      if score > 0 { low = max(low, a) } else { high = min(high, a) }
      var next = a + score / information
      if !(next >= low && next <= high) { next = (low + high) / 2 }
      let step = (next - a).magnitude
      a = next
      if step <= 1e-15 * max(1, a.magnitude) { break }
    }
    return a
  }

  // MARK: Search

  private mutating func search(
    _ likelihood: inout LogisticLikelihood, from null: [Double],
    _ atNull: NewtonRaphson.Evaluation, _ coordinates: LogisticCoordinates
  ) -> Estimate {
    var (start, first) = (null, atNull)
    if let sampled = sampledStart(likelihood, from: null) {
      let there = likelihood.evaluate(at: sampled)
      if there.value > atNull.value { (start, first) = (sampled, there) }
    }
    let early = min(Self.patience, options.maximumIterations)
    var result = NewtonRaphson(maximumIterations: early, tolerance: options.tolerance)
      .maximize(&likelihood, from: start, knowing: first)
    var convergence = result.convergence
    var separation: Separation?
    if likelihood.penalty == nil, result.convergence.reason != .stepBelowTolerance {
      separation = self.separation(along: result.step, likelihood)
    }
    if result.convergence.reason == .iterationLimit, options.maximumIterations > early {
      let sofar = result
      result = NewtonRaphson(
        maximumIterations: options.maximumIterations - early, tolerance: options.tolerance
      ).maximize(
        &likelihood, from: sofar.point, knowing: (sofar.value, sofar.gradient, sofar.information))
      convergence = Convergence(
        converged: result.convergence.converged,
        iterations: early + result.convergence.iterations,
        stepHalvings: sofar.convergence.stepHalvings + result.convergence.stepHalvings,
        reason: result.convergence.reason,
        standardizedStep: result.convergence.standardizedStep)
      if likelihood.penalty == nil, separation == nil, convergence.reason != .stepBelowTolerance {
        let way = zip(result.point, sofar.point).map { $0 - $1 }
        separation =
          self.separation(along: result.step, likelihood) ?? self.separation(along: way, likelihood)
      }
    }
    // The last step is free: it leaves value and information where they are, to rounding.
    var point = result.point
    if convergence.reason == .stepBelowTolerance {
      for j in point.indices { point[j] += result.step[j] }
    }
    if let separation {
      describe(separation, coordinates)
    } else {
      describe(convergence, step: result.step, coordinates)
    }
    let inverse = (result.factor ?? (try? CholeskyFactor(result.information)))?.inverse
    return Estimate(
      point: point, value: result.value, covariance: inverse ?? .undefined(point.count),
      information: result.information, convergence: convergence)
  }

  /// Where the search of a part of many rows ends; nil for few rows, or if it does not end well.
  private func sampledStart(
    _ likelihood: LogisticLikelihood, from null: [Double]
  ) -> [Double]? {
    let q = likelihood.parameterCount
    guard frame.outcomes.count >= Self.manyRows, q > 1 else { return nil }
    let chunks = frame.outcomes.count / 16_384
    guard chunks * Self.sampleSize >= 100 * q else { return nil }
    var sample = likelihood.sample(size: Self.sampleSize)
    let result = NewtonRaphson(maximumIterations: 15, tolerance: 0.1)
      .maximize(&sample, from: null)
    return result.convergence.reason == .stepBelowTolerance ? result.point : nil
  }

  private func separation(
    along candidate: [Double], _ likelihood: LogisticLikelihood
  ) -> Separation? {
    let n = likelihood.rowCount
    let columns = likelihood.design.columns.pointer
    let first = hasIntercept ? 1 : 0
    return Separation(along: candidate, events: frame.outcomes.event) { row, x in
      if first == 1 { x[0] = 1 }
      for j in first..<max(first, x.count) { x[j] = columns[n * (j - first) + row] }
    }
  }

  // MARK: Firth

  private func firth(
    _ search: inout PenalizedLogisticSearch, from null: [Double]
  ) throws(FitError) -> PenalizedLogisticSearch.Result {
    guard let result = search.maximize(from: null, tolerance: options.tolerance) else {
      throw .notFinite
    }
    return result
  }

  /// The penalised maximum with all slopes at 0.
  private func nullMaximum(
    _ search: inout PenalizedLogisticSearch, from null: [Double]
  ) -> Double? {
    let q = null.count
    let first = hasIntercept ? 1 : 0
    guard q > first else {
      return search.maximize(from: null, tolerance: options.tolerance)?.value
    }
    var slopes = Matrix(rowCount: q - first, columnCount: q)
    for j in first..<q { slopes[j - first, j] = 1 }
    return search.maximize(
      from: null, constraints: slopes, values: [Double](repeating: 0, count: q - first),
      tolerance: options.tolerance)?.value
  }

  // MARK: The model

  private mutating func model(
    _ likelihood: LogisticLikelihood, _ coordinates: LogisticCoordinates, _ estimate: Estimate,
    _ atNull: NewtonRaphson.Evaluation, penalized: (null: Double, model: Double)?
  ) -> LogisticModel {
    let first = hasIntercept ? 1 : 0
    let q = likelihood.parameterCount
    let df = q - first
    let slopes = Array(first..<q)
    var robust: Matrix?
    if isRobust { robust = sandwich(likelihood, estimate, df: q) }
    let covariance = robust ?? estimate.covariance
    let wald = CoxFitter.waldStatistic(
      Array(estimate.point[first...]),
      covariance: covariance.submatrix(rows: slopes, columns: slopes))
    let score =
      (try? CholeskyFactor(atNull.information))?.inverseQuadraticForm(of: atNull.gradient) ?? .nan
    let value = (null: atNull.value, model: estimate.value)
    let ratio = options.firth ? penalized ?? value : value
    var effective: Double?
    if let penalty = likelihood.penalty {
      let lost = (0..<q).reduce(0.0) { sum, i in
        sum + (0..<q).reduce(0.0) { $0 + penalty[i, $1] * estimate.covariance[$1, i] }
      }
      effective = Double(df) - lost
    }
    let eta = options.discrimination ? likelihood.linearPredictors(at: estimate.point) : []
    return LogisticModel(
      frame: frame, options: options,
      coefficientNames: (hasIntercept ? ["(Intercept)"] : []) + frame.design.columnNames,
      coefficients: coordinates.coefficients(from: estimate.point),
      modelCovarianceMatrix: coordinates.covariance(from: estimate.covariance),
      robustCovarianceMatrix: robust.map(coordinates.covariance),
      logLikelihood: value, penalizedLogLikelihood: penalized,
      likelihoodRatioTest: ChiSquareTest(
        statistic: max(0, 2 * (ratio.model - ratio.null)), degreesOfFreedom: df,
        effectiveDegreesOfFreedom: effective),
      waldTest: ChiSquareTest(statistic: df == 0 ? 0 : wald, degreesOfFreedom: df),
      scoreTest: options.firth
        ? nil : ChiSquareTest(statistic: df == 0 ? 0 : score, degreesOfFreedom: df),
      convergence: estimate.convergence, warnings: warnings,
      discrimination: options.discrimination
        ? Discrimination(
          linearPredictors: eta, events: frame.outcomes.event, weights: frame.weights,
          logLikelihood: options.ridge == nil ? value : penalized ?? value) : nil,
      effectiveParameterCount: (effective ?? Double(df)) + Double(first),
      likelihood: likelihood, coordinates: coordinates, workingCoefficients: estimate.point,
      workingCovariance: covariance, workingModelCovariance: estimate.covariance)
  }

  private func sandwich(
    _ likelihood: LogisticLikelihood, _ estimate: Estimate, df q: Int
  ) -> Matrix {
    let products = likelihood.scoreProducts(at: estimate.point, clusters: frame.clusters)
    var result = estimate.covariance * products * estimate.covariance
    result.symmetrizeFromLower()
    guard options.robustVariance == .hc1 else { return result }
    let n = Double(frame.outcomes.count)
    var factor = n / (n - Double(q))
    if let clusters = frame.clusters {
      let count = Double(Int(clusters.max() ?? -1) + 1)
      factor = count / (count - 1) * (n - 1) / (n - Double(q))
    }
    for i in result.storage.indices { result.storage[i] *= factor }
    return result
  }
}

extension LogisticModel {
  var logOfRowCount: Double { log(Double(rowCount)) }
}
