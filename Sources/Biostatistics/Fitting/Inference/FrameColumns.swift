internal import Terms

extension ModelFrame {
  /// The design's columns as tests see them.
  public var regressionColumns: [RegressionColumn] {
    design.columns.enumerated().map { place, column in
      let term = design.termNames[design.termOfColumn[place]]
      let variables = formula.terms.first { $0.name == term }?.variables ?? []
      let parts = zip(variables, column.factors).map { variable, factor in
        RegressionColumn.Part(
          variable: variable.varying.description, isNonlinear: factor.isNonlinear)
      }
      return RegressionColumn(name: design.columnNames[place], term: term, parts: parts)
    }
  }

  /// The same rows with some of the design's columns.
  func keeping(columns: [Int]) -> ModelFrame {
    let kept = DesignMatrix(
      names: columns.map { design.columnNames[$0] }, terms: design.termNames,
      termOfColumn: columns.map { design.termOfColumn[$0] },
      columns: columns.map { design.columns[$0] }, rows: design.rows, rowCount: design.rowCount)
    return ModelFrame(
      formula: formula, outcomes: outcomes, design: kept, weights: weights, offset: offset,
      strata: strata, clusters: clusters, rows: rows, warnings: [], observedRows: observedRows,
      terms: terms, account: account)
  }

  /// The design's columns over the rows of another table, row by row, coded as the fitted table was.
  ///
  /// - Throws: ``DesignError`` for a missing column, a level that the fit never saw, or a value that
  ///   is missing or not finite.
  public func designRows(of table: Table) throws(DesignError) -> [[Double]] {
    try terms.predictionRows(of: table).map(\.values)
  }
}

extension DesignColumn.Factor {
  /// Whether it is a column of a spline behind the first.
  fileprivate var isNonlinear: Bool {
    if case .spline(_, _, let column) = self { column > 0 } else { false }
  }
}

extension Expression {
  /// The argument of a spline, else the expression: `age` and `rcs(age, 4)` are one variable.
  fileprivate var varying: Expression {
    if case .call("rcs", let arguments) = self, let argument = arguments.first {
      argument
    } else {
      self
    }
  }
}
