internal import Terms

/// The left side of a formula, evaluated over a table: what makes the outcomes of a frame.
protocol Response {
  associatedtype Outcomes: ModelOutcomes
  /// Whether the model has an intercept for a formula to take away.
  static var hasIntercept: Bool { get }
  /// The outcome's variables, for counting what is missing.
  var variables: [(expression: Expression, variable: Variable)] { get }
  /// What was seen of the outcome's coding.
  var warnings: [FitWarning] { get }
  init(
    _ formula: Formula, in evaluator: ColumnEvaluator, rows: [Int32], options: ModelFrameOptions
  ) throws(DesignError)
  /// The outcomes of complete rows; rows that can have none leave `rows`, counted and warned of.
  func outcomes(
    rows: inout [Int32], options: ModelFrameOptions, account: inout RowAccount,
    warnings: inout [FitWarning]
  ) throws(DesignError) -> Outcomes
}

/// Reads a formula against a table, step by step: variables, rows, outcome, design.
struct ModelFrameReader<Left: Response> {
  let formula: Formula
  let table: Table
  let options: ModelFrameOptions
  private var evaluator: ColumnEvaluator
  private var account = RowAccount()
  private var warnings: [FitWarning] = []

  typealias Evaluated = (expression: Expression, variable: Variable)

  init(formula: Formula, table: Table, options: ModelFrameOptions) {
    self.formula = formula
    self.table = table
    self.options = options
    evaluator = ColumnEvaluator(
      table: table, levels: options.levels, dateFormat: options.dateFormat)
  }

  mutating func read() throws(DesignError) -> ModelFrame<Left.Outcomes> {
    for name in options.levels.keys.sorted() where table[name] == nil {
      throw .unknownColumn(name, known: table.columnNames)
    }
    guard table.rowCount > 0 else { throw .emptyTable }
    let considered = try consideredRows()
    evaluator.rows = considered
    account.considered = considered.count
    let outcome = try Left(formula, in: evaluator, rows: considered, options: options)
    warnings += outcome.warnings
    var terms = try DesignTerms(formula, in: evaluator, rows: considered)
    if !options.allowsEffectsOverTime, let term = terms.firstEffectOverTime {
      throw .unusableTerm(
        term.description, reason: "only fit cox takes effects that change with time.")
    }
    terms.codesFirstFactorInFull = Left.hasIntercept && !formula.hasIntercept
    try refuseSpoiltNumbers(terms)
    let offsets = try formula.offsets.map { expression throws(DesignError) in
      (expression, try evaluator.numbers(expression))
    }
    let weights = try options.weights.map { name throws(DesignError) in
      try evaluator.numbers(.name(name))
    }
    let clusters = try clusterVariables()

    // Which rows are complete, column by column.
    var columns: [Evaluated] = outcome.variables + terms.variables
    columns += offsets.map { ($0.0, .numbers(Numbers($0.1))) }
    if let weights, let name = options.weights {
      columns.append((.name(name), .numbers(Numbers(weights))))
    }
    columns += clusters
    // Most columns of most tables have nothing to look for.
    let suspects = columns.filter { !$0.variable.isWhole }
    var rows = try completeRows(considered, suspects)
    for (expression, variable) in suspects {
      guard case .numbers(let values) = variable else { continue }
      if let row = rows.first(where: { !values[Int($0)].isFinite }) {
        throw .notFinite(expression: expression.description, row: evaluator.place(Int(row)))
      }
    }
    if let weights, let name = options.weights {
      if let row = rows.first(where: { weights[Int($0)] < 0 }) {
        throw .negativeWeight(column: name, row: evaluator.place(Int(row)))
      }
      let kept = rows.filter { weights[Int($0)] > 0 }
      if kept.isEmpty, !rows.isEmpty { throw .onlyZeroWeights(column: name, rows: rows.count) }
      account.weightZero = rows.count - kept.count
      if account.weightZero > 0 {
        warnings.append(
          FitWarning(
            code: .zeroWeight, term: name,
            message: "\(account.weightZero) rows of weight zero were left out."))
      }
      rows = kept
    }
    func refuseNone(_ rows: [Int32]) throws(DesignError) {
      guard rows.isEmpty else { return }
      throw .noRows(table: table.rowCount, missing: account.omitted, byColumn: account.missing)
    }
    try refuseNone(rows)
    let outcomes = try outcome.outcomes(
      rows: &rows, options: options, account: &account, warnings: &warnings)
    try refuseNone(rows)
    let place = rows.count == table.rowCount ? nil : rows
    func select(_ values: [Double]) -> [Double] {
      place.map { $0.map { values[Int($0)] } } ?? values
    }
    var observed = considered
    if let weights { observed.removeAll { weights[Int($0)] == 0 } }
    var offset: [Double]?
    for (_, values) in offsets {
      let selected = select(values)
      offset = offset.map { zip($0, selected).map(+) } ?? selected
    }
    var used = terms.restricted(to: rows)
    let strata = used.strata(rows: rows)
    used.strataLabels = strata?.labels
    return ModelFrame(
      formula: formula, outcomes: outcomes, design: used.design(rows: place, rowCount: rows.count),
      weights: weights.map(select), offset: offset, strata: strata,
      clusters: clusterCodes(clusters, rows: rows), rows: rows,
      warnings: warnings + textColumnWarnings(terms)
        + terms.lostLevels(from: considered, to: rows) + used.singleLevels,
      observedRows: observed.count == table.rowCount ? nil : observed, terms: used, account: account
    )
  }

  private func consideredRows() throws(DesignError) -> [Int32] {
    let all = Array(0..<Int32(table.rowCount))
    guard let text = options.condition else { return all }
    let condition: Expression
    do { condition = try Expression(parsing: text) } catch { throw .conditionSyntax(error) }
    // A value that the stated levels leave out may be what the condition excludes.
    let holds = try ColumnEvaluator(table: table, levels: [:], dateFormat: options.dateFormat)
      .condition(condition)
    let kept = all.filter { holds[Int($0)] == 1 }
    guard !kept.isEmpty else {
      throw .noRowMeets(condition: shortened(condition.description), table: table.rowCount)
    }
    return kept
  }

  private func clusterVariables() throws(DesignError) -> [Evaluated] {
    let expressions = formula.clusters + (options.cluster.map { [.name($0)] } ?? [])
    return try expressions.map { expression throws(DesignError) in
      (expression, try evaluator.variable(expression))
    }
  }

  private mutating func completeRows(
    _ considered: [Int32], _ columns: [Evaluated]
  ) throws(DesignError) -> [Int32] {
    var isComplete = [Bool](repeating: true, count: table.rowCount)
    var counted: Set<String> = []
    for (expression, variable) in columns {
      // What is missing is a cell of a column, not the expression over it.
      let name = expression.names.count == 1 ? expression.names[0] : expression.description
      guard counted.insert(name).inserted else { continue }
      let count = variable.markMissing(among: considered, in: &isComplete)
      if count > 0 { account.missing.append(MissingCount(column: name, count: count)) }
    }
    guard !account.missing.isEmpty else { return considered }
    let rows = considered.filter { isComplete[Int($0)] }
    account.omitted = considered.count - rows.count
    if options.missingValues == .fail {
      throw .missingValues(rows: account.omitted, byColumn: account.missing)
    }
    if let empty = account.missing.first(where: { $0.count == considered.count }) {
      throw .missingEverywhere(empty.column, rows: empty.count)
    }
    return rows
  }

  /// Codes without gaps, in order of appearance; several clusters combine.
  private func clusterCodes(_ clusters: [Evaluated], rows: [Int32]) -> [Int32]? {
    var codes: [Int32]?
    for (_, variable) in clusters {
      let former = codes
      var codeOf: [UInt64: Int32] = [:]
      var codeOfPair: [UInt64: Int32] = [:]
      codes = rows.enumerated().map { place, row in
        let key: UInt64 =
          switch variable {
          case .numbers(let values): (values[Int(row)] + 0).bitPattern
          case .logical(let values): (values[Int(row)] + 0).bitPattern
          case .factor(let codes, _, _): UInt64(codes[Int(row)])
          }
        let own = Self.code(of: key, in: &codeOf)
        guard let former else { return own }
        return Self.code(of: UInt64(former[place]) << 32 | UInt64(own), in: &codeOfPair)
      }
    }
    return codes
  }

  private static func code(of key: UInt64, in codes: inout [UInt64: Int32]) -> Int32 {
    if let code = codes[key] { return code }
    let code = Int32(codes.count)
    codes[key] = code
    return code
  }

  /// A column of numbers that a few cells made text would fill the design with its values: more
  /// than ten numbers among its levels, and more than half of them, are no factor.
  private func refuseSpoiltNumbers(_ terms: DesignTerms) throws(DesignError) {
    for name in terms.plainTextColumns {
      guard let column = table[name], let first = column.firstText,
        case .categories(_, let labels) = column.values, labels.count > 10
      else { continue }
      let numbers = max(first.numericLabelCount, Self.nearNumbers(labels))
      guard numbers > 10, 2 * numbers > labels.count else { continue }
      throw .textWhereNumberIsWanted(column: name, text: first.text, line: first.line)
    }
  }

  /// How many labels are numbers but for a decimal comma or a sign of percent.
  private static func nearNumbers(_ labels: [String]) -> Int {
    labels.count { label in
      let number = label.hasSuffix("%") ? String(label.dropLast()) : label
      return Double(number.replacing(",", with: ".", maxReplacements: 1)) != nil
    }
  }

  /// Says when a factor is a number column spoilt by a few cells.
  private func textColumnWarnings(_ terms: DesignTerms) -> [FitWarning] {
    terms.plainTextColumns.compactMap { name in
      guard let column = table[name], let first = column.firstText,
        case .categories(_, let labels) = column.values,
        2 * first.numericLabelCount > labels.count
      else { return nil }
      return FitWarning(
        code: .textColumn, term: name,
        message: "Column '\(name)' is read as a factor because '\(first.text)' at line "
          + "\(first.line) is no number, though \(first.numericLabelCount) of its "
          + "\(labels.count) values are; correct the cell, or name it as missing with --missing.")
    }
  }
}
