internal import Terms

/// The terms of a formula with their variables evaluated: what turns rows into design columns, of
/// the table that was fitted and of other rows to be predicted.
struct DesignTerms: Sendable {
  /// A variable of the formula, by its expression.
  struct TermVariable: Sendable {
    let expression: Expression
    var kind: Kind

    indirect enum Kind: Sendable {
      case numbers(Numbers)
      case logical([Double])
      case factor(codes: [Int32], labels: [String], isText: Bool)
      case spline(RestrictedCubicSpline, argument: Expression, values: [Double])
      case strata(codes: [Int32], labels: [String])
      /// `step(x, 90, 180)`: x with a coefficient for each interval between times.
      case step(TermVariable, cuts: [Double])
      /// `tt(x * log(t))`: a covariate that depends on the event time, which fills no column.
      case timeVarying(TimeVaryingTerm)
    }

    /// Whether its columns are indicators of levels.
    var isFactor: Bool {
      switch kind {
      case .logical, .factor, .strata: true
      case .numbers, .spline, .timeVarying: false
      case .step(let inner, _): inner.isFactor
      }
    }
  }

  let formula: Formula
  /// How the fitted table's columns were read, for reading other tables alike.
  let levels: [String: [String]]
  let dateFormat: DateFormat
  var termVariables: [TermVariable]
  /// Whether the first factor of the formula has an indicator for every level: in a model whose
  /// intercept was taken away.
  var codesFirstFactorInFull = false
  /// Labels of the strata that were fitted.
  var strataLabels: [String]?

  init(
    _ formula: Formula, in evaluator: ColumnEvaluator, rows: [Int32]
  ) throws(DesignError) {
    self.formula = formula
    levels = evaluator.levels
    dateFormat = evaluator.dateFormat
    termVariables = try formula.terms.flatMap(\.variables).uniqued().map {
      expression throws(DesignError) in
      TermVariable(
        expression: expression,
        kind: try Self.kind(of: expression, in: evaluator, rows: rows))
    }
    try checkEffectsOverTime(evaluator.table)
  }

  /// Of columns that no table holds.
  init(_ formula: Formula) {
    self.formula = formula
    levels = [:]
    dateFormat = .iso
    termVariables = []
  }

  static func kind(
    of expression: Expression, in evaluator: ColumnEvaluator, rows: [Int32]
  ) throws(DesignError) -> TermVariable.Kind {
    switch expression {
    case .call("rcs", let arguments):
      guard let argument = arguments.first, arguments.count <= 2 else {
        throw .wrongArguments(function: "rcs", expected: "a column and a number of knots")
      }
      let values = try evaluator.numbers(argument)
      let spline: RestrictedCubicSpline
      do {
        spline = try self.spline(arguments.dropFirst().first, rows.map { values[Int($0)] })
      } catch let error as RestrictedCubicSplineError {
        throw .spline(variable: argument.description, error)
      } catch {
        throw .wrongArguments(
          function: "rcs", expected: "a column and a number of knots, or knots as c(k1, k2, k3)")
      }
      return .spline(spline, argument: argument, values: values)
    case .call("step", let arguments):
      return try step(arguments, in: evaluator, rows: rows)
    case .call("tt", let arguments):
      return .timeVarying(try TimeVaryingTerm(arguments, in: evaluator))
    case .call("strata", let arguments):
      guard !arguments.isEmpty else {
        throw .wrongArguments(function: "strata", expected: "one column or more")
      }
      return try strata(arguments, in: evaluator)
    default:
      switch try evaluator.variable(expression) {
      case .numbers(let values): return .numbers(values)
      case .logical(let values): return .logical(values)
      case .factor(let codes, let labels, let isText):
        return .factor(codes: codes, labels: labels, isText: isText)
      }
    }
  }

  private struct NoKnots: Error {}

  static func spline(
    _ knots: Expression?, _ values: [Double]
  ) throws -> RestrictedCubicSpline {
    func number(_ expression: Expression) throws -> Double {
      switch expression {
      case .number(let value): return value
      case .unary(.minus, let inner): return try -number(inner)
      default: throw NoKnots()
      }
    }
    switch knots {
    case nil: return try RestrictedCubicSpline(defaultKnots: 5, for: values)
    case .call("c", let stated):
      return try RestrictedCubicSpline(knots: try stated.map(number))
    case .number(let count) where count == count.rounded() && (0...1000).contains(count):
      return try RestrictedCubicSpline(defaultKnots: Int(count), for: values)
    default: throw NoKnots()
    }
  }

  /// The combinations of the columns' values that occur, the first column varying slowest. Labels
  /// are R's: the bare levels when every column is text or a factor, else `name=level`; a column of
  /// true and false is neither.
  private static func strata(
    _ arguments: [Expression], in evaluator: ColumnEvaluator
  ) throws(DesignError) -> TermVariable.Kind {
    var factors: [(name: String, codes: [Int32], labels: [String])] = []
    var isShort = true
    for argument in arguments {
      switch try evaluator.variable(argument) {
      case .factor(let codes, let labels, _):
        factors.append((argument.description, codes, labels))
      case .numbers, .logical:
        isShort = false
        guard
          case .factor(let codes, let labels, _) = try evaluator.variable(
            .call("factor", [argument]))
        else { continue }
        factors.append((argument.description, codes, labels))
      }
    }
    var combined = [Int](repeating: 0, count: evaluator.table.rowCount)
    var size = 1
    for factor in factors {
      let (next, overflow) = size.multipliedReportingOverflow(by: max(1, factor.labels.count))
      guard !overflow, next < 1 << 40 else {
        throw .unusableTerm("strata", reason: "it would have more than 10^12 strata.")
      }
      size = next
      for (row, code) in factor.codes.enumerated() {
        combined[row] =
          code < 0 || combined[row] < 0 ? -1 : combined[row] * factor.labels.count + Int(code)
      }
    }
    let occurring = Set(combined.filter { $0 >= 0 }).sorted()
    var codeOf: [Int: Int32] = [:]
    for (code, combination) in occurring.enumerated() { codeOf[combination] = Int32(code) }
    let labels = occurring.map { combination in
      var rest = combination
      var parts: [String] = []
      for factor in factors.reversed() {
        let label = factor.labels[rest % factor.labels.count]
        parts.append(isShort ? label : "\(factor.name)=\(label)")
        rest /= factor.labels.count
      }
      return parts.reversed().joined(separator: ", ")
    }
    return .strata(codes: combined.map { $0 < 0 ? -1 : codeOf[$0] ?? -1 }, labels: labels)
  }

  /// The variables, for counting what is missing.
  var variables: [(expression: Expression, variable: Variable)] {
    termVariables.flatMap(Self.variables)
  }

  private static func variables(
    _ variable: TermVariable
  ) -> [(expression: Expression, variable: Variable)] {
    let name = variable.expression
    switch variable.kind {
    case .numbers(let values): return [(name, .numbers(values))]
    case .spline(_, let argument, let values): return [(argument, .numbers(Numbers(values)))]
    case .logical(let values): return [(name, .logical(values))]
    case .factor(let codes, let labels, let isText):
      return [(name, .factor(codes: codes, labels: labels, isText: isText))]
    case .strata(let codes, let labels):
      return [(name, .factor(codes: codes, labels: labels, isText: false))]
    case .step(let inner, _): return variables(inner)
    case .timeVarying(let term): return term.variables
    }
  }

  /// Columns of text that stand as variables by themselves.
  var plainTextColumns: [String] {
    termVariables.compactMap {
      guard case .name(let name) = $0.expression, case .factor(_, _, true) = $0.kind else {
        return nil
      }
      return name
    }
  }

  /// The terms with text levels, and strata, restricted to those that occur in `rows`, as R does
  /// for columns of text; factors keep all their levels.
  func restricted(to rows: [Int32]) -> DesignTerms {
    func restrict(_ codes: [Int32], _ labels: [String]) -> (codes: [Int32], labels: [String]) {
      var occurs = [Bool](repeating: false, count: labels.count)
      for row in rows where codes[Int(row)] >= 0 { occurs[Int(codes[Int(row)])] = true }
      guard occurs.contains(false) else { return (codes, labels) }
      var next: Int32 = 0
      let map: [Int32] = occurs.map { occurring in
        guard occurring else { return -1 }
        next += 1
        return next - 1
      }
      return (
        codes.map { $0 < 0 ? -1 : map[Int($0)] },
        zip(labels, occurs).compactMap { $1 ? $0 : nil }
      )
    }
    func restrict(_ variable: TermVariable) -> TermVariable {
      var result = variable
      switch variable.kind {
      case .factor(let codes, let labels, true):
        let kept = restrict(codes, labels)
        result.kind = .factor(codes: kept.codes, labels: kept.labels, isText: true)
      case .strata(let codes, let labels):
        let kept = restrict(codes, labels)
        result.kind = .strata(codes: kept.codes, labels: kept.labels)
      case .step(let inner, let cuts): result.kind = .step(restrict(inner), cuts: cuts)
      default: break
      }
      return result
    }
    var result = self
    result.termVariables = termVariables.map { restrict($0) }
    return result
  }

  /// Says which factors that stand alone have one level, and so no column.
  var singleLevels: [FitWarning] {
    guard !codesFirstFactorInFull else { return [] }
    return termVariables.compactMap { variable in
      guard case .factor(_, let labels, _) = variable.kind, labels.count == 1,
        formula.terms.contains(where: { $0.variables == [variable.expression] })
      else { return nil }
      return FitWarning(
        code: .constant, term: variable.expression.description,
        message:
          "'\(variable.expression)' is '\(shortened(labels[0]))' in all rows used and was left "
          + "out.")
    }
  }

  /// Says which levels of a text occur in some rows and in none of those that are left of them.
  func lostLevels(from rows: [Int32], to left: [Int32]) -> [FitWarning] {
    guard left.count < rows.count else { return [] }
    return termVariables.flatMap { variable -> [FitWarning] in
      guard case .factor(let codes, let labels, true) = variable.kind else { return [] }
      var lost = [Int](repeating: 0, count: labels.count)
      for row in rows where codes[Int(row)] >= 0 { lost[Int(codes[Int(row)])] += 1 }
      for row in left where codes[Int(row)] >= 0 { lost[Int(codes[Int(row)])] = 0 }
      return zip(labels, lost).filter { $0.1 > 0 }.map { label, count in
        FitWarning(
          code: .levelWithoutRows, term: variable.expression.description,
          message:
            "Level '\(shortened(label))' of '\(variable.expression)' is no part of the model: "
            + "\(count == 1 ? "its one row was" : "all its \(count) rows were") left out; fill in what "
            + "\(count == 1 ? "it lacks" : "they lack") where that is known.")
      }
    }
  }

  /// The strata of the rows: the combinations of all `strata()` terms.
  func strata(rows: [Int32]) -> (codes: [Int32], labels: [String])? {
    var result: (codes: [Int32], labels: [String])?
    for term in formula.terms where term.variables.count == 1 {
      guard
        case .strata(let codes, let labels)? = termVariables.first(where: {
          $0.expression == term.variables[0]
        })?.kind
      else { continue }
      let own = rows.map { codes[Int($0)] }
      guard let former = result else {
        result = (own, labels)
        continue
      }
      let pairs = zip(former.codes, own).map { Int($0) * labels.count + Int($1) }
      let occurring = Set(pairs).sorted()
      var codeOf: [Int: Int32] = [:]
      for (code, pair) in occurring.enumerated() { codeOf[pair] = Int32(code) }
      result = (
        pairs.map { codeOf[$0] ?? 0 },
        occurring.map { "\(former.labels[$0 / labels.count]), \(labels[$0 % labels.count])" }
      )
    }
    return result
  }
}
