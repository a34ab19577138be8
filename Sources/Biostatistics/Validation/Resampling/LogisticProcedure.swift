/// The procedure behind a logistic model: as ``CoxProcedure``, for an outcome that is there or not.
public struct LogisticProcedure: ModellingProcedure {
  /// The rows that are resampled: those that are complete.
  public let frame: BinaryFrame
  /// As the model was fitted.
  public let options: LogisticOptions
  /// Nil for a formula whose terms all stay.
  public let selection: BackwardElimination?
  let judge: BinaryIndices

  /// - Throws: ``ResamplingError/weights``.
  public init(
    _ frame: BinaryFrame, options: LogisticOptions = LogisticOptions(),
    selection: BackwardElimination? = nil, indices: BinaryIndexOptions = BinaryIndexOptions()
  ) throws(ResamplingError) {
    guard frame.weights == nil else { throw .weights }
    self.frame = frame
    var options = options
    options.discrimination = false
    options.robust = false
    options.threads = 1
    self.options = options
    self.selection = selection
    judge = BinaryIndices(options: indices)
  }

  public var rowCount: Int { frame.outcomes.count }
  public var clusters: [Int32]? { frame.clusters }

  /// The procedure on some rows; see ``ModellingProcedure/fit(_:)``.
  public func fit(_ sample: RowSample) throws(ResampleFailure) -> FittedLogistic {
    let event = sample.rows.map { frame.outcomes.event[Int($0)] }
    guard event.contains(true), event.contains(false) else { throw .noEvents }
    let resampled: BinaryFrame
    do {
      resampled = try frame.resampled(sample, outcomes: BinaryOutcomes(event: event))
    } catch {
      throw .tooFewValuesForSpline
    }
    func model(_ frame: BinaryFrame) throws(ResampleFailure) -> LogisticModel {
      let model: LogisticModel
      do {
        model = try LogisticModel(frame, options: options)
      } catch {
        throw .refused
      }
      guard model.convergence.converged else { throw .notConverged }
      guard model.hasMaximum else { throw .noMaximum }
      return model
    }
    guard let selection else {
      let fitted = try model(resampled)
      return FittedLogistic(self, fitted, keptTerms: nil)
    }
    let (fitted, kept) = try selection.select(from: resampled) { frame throws(ResampleFailure) in
      try model(frame)
    }
    return FittedLogistic(self, fitted, keptTerms: kept)
  }

  /// The linear predictor of every row of the whole frame.
  fileprivate func linearPredictors(of model: LogisticModel) -> [Double] {
    let constant = model.hasIntercept ? model.coefficients[0] : 0
    var result = [Double](repeating: constant, count: rowCount)
    let design = frame.columns(of: model.frame.design)
    let first = model.hasIntercept ? 1 : 0
    for place in 0..<design.columnCount {
      let coefficient = model.coefficients[first + place]
      guard !coefficient.isNaN else { continue }
      let values = design.values(ofColumn: place)
      for row in result.indices { result[row] += coefficient * values[row] }
    }
    if let offset = frame.offset { for row in result.indices { result[row] += offset[row] } }
    return result
  }
}

/// A logistic model of a sample.
public struct FittedLogistic: FittedProcedure {
  private let procedure: LogisticProcedure
  /// The fit.
  public let model: LogisticModel
  /// a + x'b + offset of every row of the whole frame.
  public let linearPredictors: [Double]
  public let keptTerms: [String]?

  fileprivate init(_ procedure: LogisticProcedure, _ model: LogisticModel, keptTerms: [String]?) {
    self.procedure = procedure
    self.model = model
    self.keptTerms = keptTerms
    linearPredictors = procedure.linearPredictors(of: model)
  }

  public var droppedColumns: [String] {
    zip(model.coefficientNames, model.coefficients).filter { $1.isNaN }.map(\.0)
  }

  /// The indices in some rows; see ``FittedProcedure/indices(on:isOwn:)``.
  public func indices(
    on sample: RowSample, isOwn: Bool
  ) -> (of: [PerformanceIndex], values: [IndexValue]) {
    let rows = sample.rows.map(Int.init)
    let list = procedure.judge.indices(
      of: rows.map { linearPredictors[$0] },
      against: rows.map { procedure.frame.outcomes.event[$0] },
      isMaximum: isOwn && !model.isPenalized && model.hasIntercept && procedure.frame.offset == nil)
    return (list.indices, list.values)
  }
}

extension LogisticModel: SelectableFit {
  func pValue(ofColumns columns: [Int]) -> Double? {
    let p = waldTest(ofColumns: columns.map { $0 + (hasIntercept ? 1 : 0) }).p
    return p.isNaN ? nil : p
  }
}
