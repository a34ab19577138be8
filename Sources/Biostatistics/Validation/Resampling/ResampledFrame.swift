internal import Terms

extension ModelFrame {
  /// The frame of some of this one's rows: the formula met with them as if they were the table. Knots that
  /// were not stated are placed anew; levels stay, so that one without a patient has a column of zeros. All
  /// rows once are the frame as it was fitted.
  ///
  /// - Throws: ``DesignError/spline(variable:_:)``.
  func resampled(_ sample: RowSample, outcomes: Outcomes) throws(DesignError) -> ModelFrame {
    if sample.counts == nil { return withoutClusters }
    let tableRows = sample.rows.map { rows[Int($0)] }
    func gather<Value>(_ values: [Value]) -> [Value] { sample.rows.map { values[Int($0)] } }
    var terms = terms
    var design = DesignMatrix(
      names: design.columnNames, terms: design.termNames, termOfColumn: design.termOfColumn,
      columns: design.columns, rows: tableRows, rowCount: tableRows.count)
    if terms.hasDefaultKnots {
      terms = try terms.withKnots(of: tableRows)
      design = terms.design(rows: tableRows, rowCount: tableRows.count)
    }
    return ModelFrame(
      formula: formula, outcomes: outcomes, design: design, weights: weights.map(gather),
      offset: offset.map(gather), strata: strata.map { (gather($0.codes), $0.labels) },
      clusters: nil, rows: tableRows, warnings: [], observedRows: tableRows, terms: terms,
      account: account)
  }

  private var withoutClusters: ModelFrame {
    ModelFrame(
      formula: formula, outcomes: outcomes, design: design, weights: weights, offset: offset,
      strata: strata, clusters: nil, rows: rows, warnings: [], observedRows: observedRows,
      terms: terms, account: account)
  }

  /// The columns of a frame that was resampled from this one, over all rows of this one.
  func columns(of resampled: DesignMatrix) -> DesignMatrix {
    DesignMatrix(
      names: resampled.columnNames, terms: resampled.termNames,
      termOfColumn: resampled.termOfColumn, columns: resampled.columns, rows: design.rows,
      rowCount: design.rowCount)
  }
}

extension DesignTerms {
  /// Whether a spline has knots that the data placed.
  var hasDefaultKnots: Bool { termVariables.contains(where: Self.hasDefaultKnots) }

  private static func hasDefaultKnots(_ variable: TermVariable) -> Bool {
    guard case .spline = variable.kind, case .call("rcs", let arguments) = variable.expression
    else { return false }
    if case .call("c", _)? = arguments.dropFirst().first { return false }
    return true
  }

  /// The terms with knots placed by the values in some rows of the table.
  fileprivate func withKnots(of rows: [Int32]) throws(DesignError) -> DesignTerms {
    var result = self
    for (place, variable) in termVariables.enumerated() where Self.hasDefaultKnots(variable) {
      guard case .spline(_, let argument, let values) = variable.kind,
        case .call("rcs", let arguments) = variable.expression
      else { continue }
      do {
        let spline = try Self.spline(
          arguments.dropFirst().first, rows.map { values[Int($0)] })
        result.termVariables[place].kind = .spline(spline, argument: argument, values: values)
      } catch let error as RestrictedCubicSplineError {
        throw .spline(variable: argument.description, error)
      } catch {
        throw .wrongArguments(function: "rcs", expected: "a column and a number of knots")
      }
    }
    return result
  }
}
