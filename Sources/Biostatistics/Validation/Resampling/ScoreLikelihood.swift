internal import LinearAlgebra

/// Cox's log partial likelihood of outcomes in one direction, along a score: L(b) at b = 0, at 1, and at its
/// maximum.
struct ScoreLikelihood {
  let null: Double
  /// L(1); nil for the rows that the score was fitted to, where 1 is the maximum.
  let atOne: Double?
  let model: Double
  /// The b of the maximum.
  let slope: Double
}

extension ScoreLikelihood {
  /// - Parameters:
  ///   - riskSets: of the outcomes and strata, where they are known already.
  ///   - isConstant: whether the score tells nobody apart, which counts as a slope of 1.
  /// - Throws: `noEvents`, or `notConverged` where there is no maximum.
  init(
    _ score: [Double], _ outcomes: SurvivalOutcomes, _ strata: (codes: [Int32], labels: [String])?,
    ties: TieHandling, riskSets: CoxRiskSets?, isConstant: Bool
  ) throws(IndexUnavailable) {
    guard outcomes.eventCount > 0 else { throw .noEvents }
    guard score.allSatisfy(\.isFinite) else { throw .unfitPredictions }
    let riskSets =
      riskSets
      ?? CoxRiskSets(
        outcomes, weights: nil, strata: strata?.codes, strataCount: strata?.labels.count ?? 0,
        leavesEventTimes: true)
    let design = StandardizedDesign(
      DesignMatrix(columns: [("z", score)]), order: riskSets.order, atRisk: riskSets.atRisk,
      weights: nil, threads: 1)
    var likelihood = CoxPartialLikelihood(
      riskSets: riskSets, design: design, ties: ties, weights: nil, offset: nil, threads: 1,
      searchesDirectly: ties != .exact)
    guard ties != .exact else {
      var exact = CoxExactLikelihood(likelihood)
      try self.init(&exact, design, isConstant: isConstant)
      return
    }
    try self.init(&likelihood, design, isConstant: isConstant)
  }

  private init<Likelihood: TwiceDifferentiable>(
    _ likelihood: inout Likelihood, _ design: StandardizedDesign, isConstant: Bool
  ) throws(IndexUnavailable) {
    guard !isConstant, design.columnCount == 1 else {
      let value = likelihood.value(at: [Double](repeating: 0, count: design.columnCount))
      self.init(null: value, atOne: value, model: value, slope: 1)
      return
    }
    let scale = design.scales[0]
    let atOne = likelihood.value(at: [scale])
    let null = likelihood.value(at: [0])
    let (gradient, information) = likelihood.derivatives()
    guard null < 0, information[0, 0] > 0 else { throw .notConverged }
    let found = NewtonRaphson().maximize(
      &likelihood, from: [0], knowing: (null, gradient, information))
    guard found.convergence.converged, found.convergence.reason == .stepBelowTolerance else {
      throw .notConverged
    }
    // The last step is free, as in a fit.
    self.init(
      null: null, atOne: atOne, model: found.value, slope: (found.point[0] + found.step[0]) / scale)
  }
}
