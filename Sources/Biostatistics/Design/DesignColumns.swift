internal import Terms

/// From terms to columns, named and ordered as R's `model.matrix` names and orders them.
extension DesignTerms {
  /// The design over the given table rows (nil: all of them).
  ///
  /// A factor in a term is coded by contrasts with its first level when an earlier term holds all of
  /// the term's other variables (the intercept counts as always there), else by one
  /// indicator a level. Without an intercept the first factor of the first term that holds one has
  /// an indicator a level. In an interaction the first variable's columns vary fastest. A `strata()`
  /// term alone fills no column.
  func design(rows: [Int32]?, rowCount: Int, pieces: [Int32]? = nil) -> DesignMatrix {
    var names: [String] = []
    var columns: [DesignColumn] = []
    var termOfColumn: [Int] = []
    var termNames: [String] = []
    var earlier: [Set<Expression>] = []
    var isNextFactorInFull = codesFirstFactorInFull
    for term in formula.terms {
      defer { earlier.append(Set(term.variables)) }
      let variables = term.variables.compactMap { expression in
        termVariables.first { $0.expression == expression }
      }
      if variables.count == 1 {
        switch variables[0].kind {
        case .strata, .timeVarying: continue
        default: break
        }
      }
      var termColumns = [NamedColumn(name: "", column: DesignColumn(factors: [], recipe: []))]
      for variable in variables {
        let others = Set(term.variables).subtracting([variable.expression])
        let isInFull = isNextFactorInFull && variable.isFactor
        if isInFull { isNextFactorInFull = false }
        let own = self.columns(
          of: variable,
          byContrast: !isInFull
            && (others.isEmpty || earlier.contains(where: others.isSubset)))
        termColumns = own.flatMap { next in termColumns.map { $0.times(next) } }
      }
      for column in termColumns {
        names.append(column.name)
        columns.append(column.column)
        termOfColumn.append(termNames.count)
      }
      termNames.append(term.name)
    }
    return DesignMatrix(
      names: names, terms: termNames, termOfColumn: termOfColumn, columns: columns, rows: rows,
      rowCount: rowCount, pieces: pieces)
  }

  /// A design column with R's name of it.
  private struct NamedColumn {
    let name: String
    let column: DesignColumn

    init(name: String, column: DesignColumn) {
      self.name = name
      self.column = column
    }

    init(_ name: String, _ factor: DesignColumn.Factor, _ recipe: ColumnRecipe.Factor) {
      self.init(name: name, column: DesignColumn(factors: [factor], recipe: [recipe]))
    }

    func times(_ other: NamedColumn) -> NamedColumn {
      NamedColumn(
        name: column.factors.isEmpty ? other.name : "\(name):\(other.name)",
        column: DesignColumn(
          factors: column.factors + other.column.factors,
          recipe: column.recipe + other.column.recipe,
          pieces: other.column.pieces ?? column.pieces))
    }

    /// The column on some pieces of follow-up alone.
    func during(_ interval: StepInterval, pieces: ClosedRange<Int32>) -> NamedColumn {
      let words = "a coefficient that changes with time, such as that of '\(name)'"
      return NamedColumn(
        name: "\(name):\(interval.name)",
        column: DesignColumn(
          factors: column.factors, recipe: column.recipe + [.other(words)], pieces: pieces))
    }
  }

  private func columns(of variable: TermVariable, byContrast: Bool) -> [NamedColumn] {
    let name = variable.expression.description
    func indicators(_ codes: [Int32], _ labels: [String]) -> [NamedColumn] {
      labels.indices.dropFirst(byContrast ? 1 : 0).map { level in
        NamedColumn(
          "\(name)\(labels[level])", .indicator(codes: codes, level: Int32(level)),
          .indicator(variable.expression, labels[level]))
      }
    }
    switch variable.kind {
    case .numbers(let values):
      return [NamedColumn(name, .numbers(values), .value(variable.expression))]
    case .logical(let values):
      return indicators(values.map { $0.isNaN ? -1 : Int32($0) }, ["FALSE", "TRUE"])
    case .factor(let codes, let labels, _), .strata(let codes, let labels):
      return indicators(codes, labels)
    case .spline(let spline, let argument, let values):
      return (0..<spline.columnCount).map { column in
        NamedColumn(
          name + String(repeating: "'", count: column),
          .spline(spline, values: values, column: column),
          .spline(argument, spline, column))
      }
    case .step(let inner, let own):
      let cuts = cuts
      let columns = self.columns(of: inner, byContrast: byContrast)
      return StepInterval.between(own).flatMap { interval in
        columns.map { $0.during(interval, pieces: interval.pieces(among: cuts)) }
      }
    case .timeVarying: return []
    }
  }

  /// The design of other rows, coded as the fitted table was: same levels, same knots.
  ///
  /// - Throws: ``DesignError/unknownLevel(column:level:known:)`` for a level that the fit never saw,
  ///   and what evaluating a column throws.
  func design(of table: Table, pieces: [Int32]? = nil) throws(DesignError) -> DesignMatrix {
    try of(table).design(rows: nil, rowCount: table.rowCount, pieces: pieces)
  }

  /// Reads the columns of another table as those of the fitted one were read.
  func evaluator(of table: Table) -> ColumnEvaluator {
    ColumnEvaluator(
      table: table, levels: levels, dateFormat: dateFormat, allowsAbsentLevels: true)
  }

  /// The terms over the rows of another table.
  func of(_ table: Table) throws(DesignError) -> DesignTerms {
    let evaluator = evaluator(of: table)
    var result = self
    for (place, variable) in termVariables.enumerated() {
      result.termVariables[place].kind = try Self.kind(of: variable, in: evaluator)
    }
    return result
  }

  /// A variable of the fitted table in another one.
  private static func kind(
    of variable: TermVariable, in evaluator: ColumnEvaluator
  ) throws(DesignError) -> TermVariable.Kind {
    switch variable.kind {
    case .numbers: return .numbers(Numbers(try evaluator.numbers(variable.expression)))
    case .logical: return .logical(try logicals(variable.expression, in: evaluator))
    case .spline(let spline, let argument, _):
      return .spline(spline, argument: argument, values: try evaluator.numbers(argument))
    case .factor(_, let labels, let isText):
      let codes = try codes(of: variable.expression, among: labels, in: evaluator)
      return .factor(codes: codes, labels: labels, isText: isText)
    case .step(let inner, let cuts):
      var own = inner
      own.kind = try kind(of: inner, in: evaluator)
      return .step(own, cuts: cuts)
    case .timeVarying:
      throw .unusableTerm(
        variable.expression.description,
        reason: "its effect changes with time, and there is no prediction from such a model.")
    case .strata(_, let labels):
      guard
        case .strata(let own, let ownLabels) = try kind(
          of: variable.expression, in: evaluator, rows: [])
      else { return variable.kind }
      return .strata(
        codes: try map(own, ownLabels, to: labels, name: variable.expression.description),
        labels: labels)
    }
  }

  /// True and false in any spelling, where the fitted column was logical.
  private static func logicals(
    _ expression: Expression, in evaluator: ColumnEvaluator
  ) throws(DesignError) -> [Double] {
    if case .name(let name) = expression,
      case .categories(_, let labels)? = evaluator.table[name]?.values,
      let other = labels.first(where: { ColumnEvaluator.truth($0) == nil })
    {
      throw .unknownLevel(column: name, level: other, known: ["FALSE", "TRUE"])
    }
    return try evaluator.condition(expression)
  }

  /// The stratum, by its code in the fit, of each row of another table; nil without strata.
  func strataCodes(of table: Table) throws(DesignError) -> [Int]? {
    guard let fitted = strataLabels else { return nil }
    guard let own = try of(table).strata(rows: Array(0..<Int32(table.rowCount))) else { return nil }
    var result: [Int] = []
    for code in own.codes {
      let label = own.labels[Int(code)]
      guard let stratum = fitted.firstIndex(of: label) else {
        throw .unknownLevel(column: "strata", level: label, known: fitted)
      }
      result.append(stratum)
    }
    return result
  }

  private static func codes(
    of expression: Expression, among labels: [String], in evaluator: ColumnEvaluator
  ) throws(DesignError) -> [Int32] {
    let name = expression.description
    switch try evaluator.variable(expression) {
    case .factor(let codes, let own, _): return try map(codes, own, to: labels, name: name)
    case .numbers(let values):
      let levels = NumberLevels(of: values)
      return try map(
        values.map { levels.code(of: $0) }, levels.labels, to: labels, name: name)
    case .logical(let values):
      return try map(
        values.map { $0.isNaN ? -1 : Int32($0) }, ["FALSE", "TRUE"], to: labels, name: name)
    }
  }

  private static func map(
    _ codes: [Int32], _ own: [String], to labels: [String], name: String
  ) throws(DesignError) -> [Int32] {
    var target: [Int32] = []
    for (code, label) in own.enumerated() {
      if let known = labels.firstIndex(of: label) {
        target.append(Int32(known))
      } else if codes.contains(Int32(code)) {
        throw .unknownLevel(column: name, level: label, known: labels)
      } else {
        target.append(-1)
      }
    }
    return codes.map { $0 < 0 ? -1 : target[Int($0)] }
  }
}
