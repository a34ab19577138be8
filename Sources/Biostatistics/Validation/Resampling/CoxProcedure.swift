#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The procedure behind a Cox model: its formula met with the rows anew, with knots placed by them, its ties
/// and penalty, and where it is asked for the elimination of terms.
///
/// A level without a patient in a sample has a column of zeros, which the fit leaves out: such patients are
/// predicted as those of the reference, and the column is counted (``FittedProcedure/droppedColumns``). Rows
/// that form clusters are drawn by cluster; the coefficients do not depend on the robust variance.
public struct CoxProcedure: ModellingProcedure {
  /// The rows that are resampled: those that are complete.
  public let frame: SurvivalFrame
  /// As the model was fitted.
  public let options: CoxOptions
  /// Nil for a formula whose terms all stay.
  public let selection: BackwardElimination?
  let judge: SurvivalIndices
  /// The design's columns where no row moves a knot.
  private let columns: [[Double]]?

  /// - Throws: ``ResamplingError/weights``, ``ResamplingError/effectOverTime(term:)``.
  public init(
    _ frame: SurvivalFrame, options: CoxOptions = CoxOptions(),
    selection: BackwardElimination? = nil, indices: SurvivalIndexOptions = SurvivalIndexOptions()
  ) throws(ResamplingError) {
    guard frame.weights == nil else { throw .weights }
    if let term = frame.terms.timeVarying.first { throw .effectOverTime(term: term.name) }
    if let term = frame.firstEffectOverTime { throw .effectOverTime(term: term) }
    self.frame = frame
    var options = options
    options.concordance = false
    options.robust = false
    options.threads = 1
    self.options = options
    self.selection = selection
    judge = SurvivalIndices(frame, ties: options.ties, indices)
    columns =
      frame.terms.hasDefaultKnots
      ? nil : (0..<frame.design.columnCount).map(frame.design.values(ofColumn:))
  }

  public var rowCount: Int { frame.outcomes.count }
  public var clusters: [Int32]? { frame.clusters }

  /// The procedure on some rows; see ``ModellingProcedure/fit(_:)``.
  public func fit(_ sample: RowSample) throws(ResampleFailure) -> FittedCox {
    let resampled: SurvivalFrame
    do {
      resampled = try frame.resampled(
        sample, outcomes: frame.outcomes.selecting(sample.rows.map(Int.init)))
    } catch {
      throw .tooFewValuesForSpline
    }
    guard resampled.outcomes.eventCount > 0 else { throw .noEvents }
    if let strata = resampled.strata, Set(strata.codes).count < strata.labels.count {
      throw .emptyStratum
    }
    let (model, kept) = try selected(resampled)
    return FittedCox(
      judge: judge, model: model, score: score(of: model), strata: frame.strata?.codes,
      keptTerms: kept)
  }

  /// The fit, and the terms that are left of it where terms are eliminated.
  private func selected(
    _ frame: SurvivalFrame
  ) throws(ResampleFailure) -> (CoxModel, keptTerms: [String]?) {
    guard let selection else { return (try model(frame), nil) }
    return try selection.select(from: frame) { frame throws(ResampleFailure) in
      try model(frame)
    }
  }

  private func model(_ frame: SurvivalFrame) throws(ResampleFailure) -> CoxModel {
    let model: CoxModel
    do {
      model = try CoxModel(frame, options: options)
    } catch {
      throw .refused
    }
    guard model.convergence.converged else { throw .notConverged }
    guard model.hasMaximum else { throw .noMaximum }
    return model
  }

  /// The linear predictor of every row of the whole frame, relative to the model's means.
  private func score(of model: CoxModel) -> [Double] {
    var score = frame.offset ?? [Double](repeating: 0, count: rowCount)
    let names = frame.design.columnNames
    var design: DesignMatrix?
    for (place, coefficient) in model.coefficients.enumerated() where !coefficient.isNaN {
      let mean = model.means[place]
      func add(_ values: [Double]) {
        for row in score.indices { score[row] += coefficient * (values[row] - mean) }
      }
      if let columns {
        let name = model.frame.design.columnNames[place]
        let column = names[place] == name ? place : names.firstIndex(of: name) ?? place
        add(columns[column])
      } else {
        let own = design ?? frame.columns(of: model.frame.design)
        design = own
        add(own.values(ofColumn: place))
      }
    }
    return score
  }
}

/// A Cox model of a sample.
public struct FittedCox: FittedProcedure {
  private let judge: SurvivalIndices
  /// The fit.
  public let model: CoxModel
  let rule: SurvivalRule
  public let keptTerms: [String]?

  /// x'b + offset of every row of the whole frame.
  public var linearPredictors: [Double] {
    let shift = model.baselineLinearPredictor
    return rule.score.map { $0 + shift }
  }

  /// - Parameters:
  ///   - score: the linear predictor of every row of the whole frame, relative to the model's means.
  ///   - strata: of every row of the whole frame.
  init(
    judge: SurvivalIndices, model: CoxModel, score: [Double], strata: [Int32]?,
    keptTerms: [String]?
  ) {
    self.judge = judge
    self.model = model
    self.keptTerms = keptTerms
    let wantsHazard = judge.needHazard
    rule = SurvivalRule(
      score: score, ranking: ScoreRanking(of: score),
      baseline: wantsHazard
        ? model.baselineCumulativeHazard.map {
          PredictedHazard.Steps(times: $0.times, cumulativeHazard: $0.cumulativeHazard)
        } : nil,
      stratum: strata, relativeHazard: wantsHazard ? score.map(exp) : [],
      followUp: wantsHazard ? model.frame.outcomes.exit.max() ?? 0 : 0,
      logLikelihood: model.isPenalized ? nil : model.logPartialLikelihood)
  }

  public var droppedColumns: [String] {
    model.coefficients.indices.filter { model.coefficients[$0].isNaN }.map {
      model.frame.design.columnNames[$0]
    }
  }

  /// The indices in some rows; see ``FittedProcedure/indices(on:isOwn:)``.
  public func indices(
    on sample: RowSample, isOwn: Bool
  ) -> (of: [PerformanceIndex], values: [IndexValue]) {
    let list = judge.indices(of: rule, on: sample, isOwn: isOwn)
    return (list.indices, list.values)
  }
}
