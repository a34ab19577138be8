internal import LinearAlgebra

/// The steps of a fit with time-varying covariates: risk sets, columns, search, diagnosis.
struct TimeVaryingCoxFitter {
  let frame: SurvivalFrame
  let options: CoxOptions
  private var warnings: [FitWarning]

  init(frame: SurvivalFrame, options: CoxOptions) {
    self.frame = frame
    self.options = options
    warnings = frame.warnings
  }

  mutating func fit() throws(FitError) -> TimeVaryingCoxModel {
    let terms = frame.terms.timeVarying
    let isCounted = frame.weights?.allSatisfy { $0 == $0.rounded() } ?? true
    if let term = terms.first, options.robust || frame.clusters != nil || !isCounted {
      throw .notWithEffectsOverTime(term: term.name, what: "robust variance")
    }
    if let term = terms.first {
      switch options.penalty {
      case .ridge: throw .notWithEffectsOverTime(term: term.name, what: "ridge penalty")
      case .firth: throw .notWithEffectsOverTime(term: term.name, what: "Firth penalty")
      case nil: break
      }
      if options.ties == .exact {
        throw .notWithEffectsOverTime(term: term.name, what: "exact likelihood of ties")
      }
    }
    if let offset = frame.offset, let low = offset.min(), let high = offset.max(),
      high - low > 700
    {
      throw .offsetOutOfRange
    }
    let riskSets = CoxRiskSets(
      frame.outcomes, weights: frame.weights, strata: frame.strata?.codes,
      strataCount: frame.strata?.labels.count ?? 0)
    let covariates = try TimeVaryingCovariates(terms, rows: frame.rows, riskSets: riskSets)
    var likelihood = makeLikelihood(riskSets, covariates, without: [:], idle: [])
    var start = evaluateAtZero(&likelihood)
    guard start.value.isFinite else { throw .notFinite }
    let idle = idleCoefficients(start.information)
    var kept = Array(covariates.names.indices)
    if !idle.isEmpty {
      let p = likelihood.design.columnCount
      var columns = likelihood.design.redundant
      for place in idle where place < p { columns[likelihood.design.active[place]] = .collinear }
      let spent = Set(idle.filter { $0 >= p }.map { $0 - p })
      kept.removeAll(where: spent.contains)
      likelihood = makeLikelihood(riskSets, covariates, without: columns, idle: spent)
      start = evaluateAtZero(&likelihood)
    }
    let search = NewtonRaphson(
      maximumIterations: options.maximumIterations, tolerance: options.tolerance)
    let zero = [Double](repeating: 0, count: likelihood.parameterCount)
    let result = search.maximize(&likelihood, from: zero, knowing: start)
    return model(result, likelihood, kept)
  }

  private func makeLikelihood(
    _ riskSets: CoxRiskSets, _ covariates: TimeVaryingCovariates,
    without columns: [Int: StandardizedDesign.Redundancy], idle: Set<Int>
  ) -> TimeVaryingLikelihood {
    TimeVaryingLikelihood(
      riskSets: riskSets,
      design: StandardizedDesign(
        frame.design, order: riskSets.order, atRisk: riskSets.atRisk, weights: nil,
        threads: options.threads, without: columns),
      covariates: covariates.without(idle), ties: options.ties, weights: frame.weights,
      offset: frame.offset)
  }

  private func evaluateAtZero(
    _ likelihood: inout TimeVaryingLikelihood
  ) -> NewtonRaphson.Evaluation {
    let value = likelihood.value(at: [Double](repeating: 0, count: likelihood.parameterCount))
    let (gradient, information) = likelihood.derivatives()
    return (value, gradient, information)
  }

  /// Coefficients without information of their own at zero, next to those before them.
  private func idleCoefficients(_ atZero: Matrix) -> [Int] {
    var information = atZero
    let count = information.rowCount
    let events = Double(frame.outcomes.eventCount)
    var idle: [Int] = []
    for j in 0..<count {
      let pivot = information[j, j]
      guard pivot > 1e-11 * events else {
        idle.append(j)
        for i in 0..<count {
          information[i, j] = 0
          information[j, i] = 0
        }
        continue
      }
      for k in (j + 1)..<max(count, j + 1) {
        let ratio = information[k, j] / pivot
        for i in k..<count { information[i, k] -= ratio * information[i, j] }
      }
    }
    return idle
  }

  /// Carries the search's result to the coefficients of the formula, in its order.
  private mutating func model(
    _ result: NewtonRaphson.Result, _ likelihood: TimeVaryingLikelihood, _ kept: [Int]
  ) -> TimeVaryingCoxModel {
    let design = likelihood.design
    let (p, q) = (design.columnCount, kept.count)
    var working = result.point
    if result.convergence.reason == .stepBelowTolerance {
      for j in working.indices { working[j] += result.step[j] }
    }
    let inverse =
      (result.factor ?? (try? CholeskyFactor(result.information)))?.inverse ?? .undefined(p + q)
    // From working to the formula's coefficients: rows of the formula by working ones.
    let places = coefficientPlaces()
    var change = Matrix(rowCount: places.count, columnCount: p + q)
    var isEstimated = [Bool](repeating: false, count: places.count)
    let transformation = design.transformation
    for (row, place) in places.enumerated() {
      switch place.source {
      case .column(let column):
        guard let own = design.active.firstIndex(of: column) else { continue }
        for j in 0..<p { change[row, j] = transformation[own, j] / design.scales[column] }
      case .covariate(let covariate):
        guard let own = kept.firstIndex(of: covariate) else { continue }
        change[row, p + own] = 1 / likelihood.covariates.scales[own]
      }
      isEstimated[row] = true
    }
    var coefficients = change * working
    var covariance = change * inverse * change.transposed
    for row in places.indices where !isEstimated[row] {
      coefficients[row] = .nan
      for other in places.indices {
        covariance[row, other] = .nan
        covariance[other, row] = .nan
      }
    }
    describe(result, places.map(\.name), isEstimated, change)
    let wald = CoxFitter.waldStatistic(working, covariance: inverse)
    let score =
      result.startQuadraticForm
      ?? (try? CholeskyFactor(result.start.information))?
      .inverseQuadraticForm(of: result.start.gradient) ?? .nan
    return TimeVaryingCoxModel(
      frame: frame, options: options, names: places.map(\.name), coefficients: coefficients,
      covariance: covariance, logLikelihood: (result.start.value, result.value), wald: wald,
      score: p + q == 0 ? 0 : score, convergence: result.convergence, warnings: warnings)
  }

  private enum Source {
    case column(Int)
    case covariate(Int)
  }

  /// The coefficients in the order of the formula's terms.
  private func coefficientPlaces() -> [(name: String, source: Source)] {
    var result: [(name: String, source: Source)] = []
    let names = frame.terms.timeVarying.map(\.name)
    for term in frame.formula.terms {
      if let covariate = names.firstIndex(of: term.name) {
        result.append((term.name, .covariate(covariate)))
        continue
      }
      for (column, own) in frame.design.termOfColumn.enumerated()
      where frame.design.termNames[own] == term.name {
        result.append((frame.design.columnNames[column], .column(column)))
      }
    }
    return result
  }

  /// Says what the search found about the coefficients.
  private mutating func describe(
    _ result: NewtonRaphson.Result, _ names: [String], _ isEstimated: [Bool], _ change: Matrix
  ) {
    let events = frame.outcomes.eventCount
    guard events > 0 else {
      warnings.append(.noEvents(rows: frame.rowsUsed, response: "\(frame.formula.response)"))
      return
    }
    for (name, isEstimated) in zip(names, isEstimated) where !isEstimated {
      warnings.append(.collinear(name))
    }
    switch result.convergence.reason {
    case .stepBelowTolerance, .noParameters: return
    case .valueStationary:
      // Steps in standard errors of the start tell which coefficients still move.
      let moved = zip(result.step, result.start.information.diagonal).map {
        $0.magnitude * $1.squareRoot()
      }
      let longest = moved.max() ?? 0
      let direction = change * result.step
      for row in names.indices where isEstimated[row] {
        let own = moved.indices.filter { change[row, $0] != 0 }.map { moved[$0] }.max() ?? 0
        guard own > 0.05 * longest else { continue }
        warnings.append(.monotoneLikelihood(names[row], isRising: direction[row] > 0))
      }
    case .iterationLimit, .noAscent, .singularInformation:
      warnings.append(.notConverged(result.convergence))
    }
  }
}

extension FitWarning {
  fileprivate static func noEvents(rows: Int, response: String) -> FitWarning {
    FitWarning(
      code: .noEvents, term: nil,
      message: "None of the \(rows) rows ends in the event, so nothing can be estimated; check the "
        + "coding of '\(response)'.")
  }

  fileprivate static func collinear(_ name: String) -> FitWarning {
    FitWarning(
      code: .collinear, term: name,
      message: "'\(name)' adds nothing within the risk sets to the other terms and was left out; "
        + "remove it or one of those.")
  }

  fileprivate static func monotoneLikelihood(_ name: String, isRising: Bool) -> FitWarning {
    FitWarning(
      code: .monotoneLikelihood, term: name,
      message: "The likelihood rises for ever as the coefficient of '\(name)' goes to "
        + "\(isRising ? "+" : "-")infinity: it has no finite estimate, and the value shown is where "
        + "the search stopped; leave the term out, or let it change with time in fewer ways.")
  }

  fileprivate static func notConverged(_ convergence: Convergence) -> FitWarning {
    FitWarning(
      code: .notConverged, term: nil,
      message: "The search stopped after \(convergence.iterations) iterations without converging; "
        + "allow more with --iterations, or rescale or leave out a term.")
  }
}
