internal import LinearAlgebra

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What a fit says of its rows, its columns and its search.
extension CoxFitter {
  /// Says what the search found about the columns.
  mutating func describe(_ result: NewtonRaphson.Result, _ likelihood: CoxPartialLikelihood) {
    let design = likelihood.design
    let events = frame.outcomes.eventCount
    if events == 0 {
      warnings.append(
        FitWarning(
          code: .noEvents, term: nil,
          message: "None of the \(frame.outcomes.count) rows ends in the event, so nothing can be "
            + "estimated; check the coding of '\(frame.formula.response)'."))
      return
    }
    warnings += design.columnWarnings(
      frame.design.columnNames, nothingAdded: " within the risk sets")
    let p = design.columnCount
    if events > 1, options.ties != .exact, hasOneEventTime {
      warnings.append(
        FitWarning(
          code: .oneEventTime, term: nil,
          message:
            "All \(events) events fall at one time: there is no order of times to learn from; "
            + "check the time column."))
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
          message: "\(load), \(shortNumber(Double(events) / Double(p))) "
            + "each: the estimates are "
            + (options.penalty == nil ? "likely to be too extreme." : "uncertain.")))
    }
    describeSearch(result, design)
  }

  private var hasOneEventTime: Bool {
    let outcomes = frame.outcomes
    guard let first = outcomes.event.firstIndex(of: true) else { return false }
    return outcomes.exit.indices.allSatisfy {
      !outcomes.event[$0] || outcomes.exit[$0] == outcomes.exit[first]
    }
  }

  mutating func describeSingularRobustVariance(_ p: Int) {
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
    lazy var step = design.standardized(result.step)
    lazy var longest = step.map(\.magnitude).max() ?? 0
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
              + "--firth gives one by Firth's penalised likelihood; or merge levels, or leave the term "
              + "out."))
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
}
