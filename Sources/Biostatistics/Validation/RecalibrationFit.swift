/// A fit of outcomes on columns that were made from predictions.
enum RecalibrationFit {
  /// Fits `Surv ~ terms`, a formula over the column `z`; with case weights under the robust variance.
  static func cox(
    _ terms: String, _ column: [Double], _ outcomes: SurvivalOutcomes, weights: [Double]? = nil
  ) throws(IndexUnavailable) -> CoxModel {
    guard column.count == outcomes.count, column.allSatisfy(\.isFinite),
      weights?.count ?? column.count == column.count
    else {
      throw .unfitPredictions
    }
    return try cox(
      terms, [Column(name: "z", numbers: column)], outcomes, weights: weights, CoxOptions())
  }

  /// Fits `Surv ~ terms` to columns, which bear any name but `entry`, `exit`, `event` and `weight`.
  static func cox(
    _ terms: String, _ columns: [Column], _ outcomes: SurvivalOutcomes,
    weights: [Double]? = nil, _ options: CoxOptions
  ) throws(IndexUnavailable) -> CoxModel {
    guard outcomes.eventCount > 0 else { throw .noEvents }
    var columns = columns
    columns.append(Column(name: "exit", numbers: outcomes.exit))
    columns.append(Column(name: "event", numbers: outcomes.event.map { $0 ? 1 : 0 }))
    var response = "Surv(exit, event)"
    if let entry = outcomes.entry {
      columns.append(Column(name: "entry", numbers: entry))
      response = "Surv(entry, exit, event)"
    }
    do {
      var frameOptions = ModelFrameOptions()
      frameOptions.timeFix = .off
      var options = options
      if let weights {
        columns.append(Column(name: "weight", numbers: weights))
        frameOptions.weights = "weight"
        options.robust = true
      }
      options.concordance = false
      let frame = try SurvivalFrame(
        try Formula("\(response) ~ \(terms)"), in: try Table(columns: columns),
        options: frameOptions)
      return try CoxModel(frame, options: options)
    } catch DesignError.spline {
      throw .onePrediction
    } catch {
      throw .notConverged
    }
  }

  /// The coefficient of the column itself, with its standard error.
  static func slope(
    of column: [Double], strata: [Int32]? = nil, _ outcomes: SurvivalOutcomes,
    weights: [Double]? = nil
  ) throws(IndexUnavailable) -> (estimate: Double, standardError: Double) {
    guard column.count == outcomes.count, strata?.count ?? column.count == column.count else {
      throw .unfitPredictions
    }
    guard let first = column.first, column.contains(where: { $0 != first }) else {
      throw .onePrediction
    }
    let plain = PlainColumns(columns: [column], offset: nil, strata: strata)
    let model: CoxModel
    if strata != nil {
      guard plain.areFit(for: outcomes.count) else { throw .unfitPredictions }
      model = try cox(plain.terms, plain.columns, outcomes, weights: weights, CoxOptions())
    } else {
      model = try cox("z", column, outcomes, weights: weights)
    }
    let slope = model.coefficients[0]
    let error = model.covarianceMatrix[0, 0].squareRoot()
    guard slope.isFinite, error.isFinite, model.hasMaximum else { throw .notConverged }
    return (slope, error)
  }

  /// Fits `event ~ terms` to columns, which bear any name but `event` and `weight`; with case weights under
  /// the robust variance.
  static func logistic(
    _ terms: String, _ columns: [Column], _ event: [Bool], weights: [Double]? = nil
  ) throws(IndexUnavailable) -> LogisticModel {
    guard event.contains(true), event.contains(false) else { throw .oneOutcome }
    do {
      var options = LogisticOptions()
      options.discrimination = false
      var frameOptions = ModelFrameOptions()
      var columns = columns + [Column(name: "event", numbers: event.map { $0 ? 1 : 0 })]
      if let weights {
        columns.append(Column(name: "weight", numbers: weights))
        frameOptions.weights = "weight"
        options.robust = true
      }
      return try LogisticModel(
        try BinaryFrame(
          try Formula("event ~ \(terms)"), in: try Table(columns: columns), options: frameOptions),
        options: options)
    } catch DesignError.spline {
      throw .onePrediction
    } catch {
      throw .notConverged
    }
  }
}

extension CoxModel {
  /// Whether the search converged to a maximum with finite coefficients.
  public var hasMaximum: Bool {
    convergence.converged && !warnings.contains { $0.code.isWithoutMaximum }
  }
}
