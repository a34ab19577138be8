internal import Terms

/// `Surv(time, event)` or `Surv(start, stop, event)` over the rows of a table.
struct SurvivalResponse: Response {
  static let hasIntercept = false

  let entry: [Double]?
  let exit: [Double]
  /// 0, 1, or NaN for missing.
  let event: [Double]
  let variables: [(expression: Expression, variable: Variable)]
  let warnings: [FitWarning]
  private let cause: SurvivalOutcomes.Cause?
  private let text: String
  private let evaluator: ColumnEvaluator

  init(
    _ formula: Formula, in evaluator: ColumnEvaluator, rows: [Int32], options: ModelFrameOptions
  ) throws(DesignError) {
    let expression = formula.response
    text = expression.description
    self.evaluator = evaluator
    guard case .call("Surv", let arguments) = expression, (2...3).contains(arguments.count) else {
      throw .notSurvival(response: expression.description)
    }
    let times = try arguments.dropLast().map { argument throws(DesignError) in
      try evaluator.numbers(argument)
    }
    let status = arguments[arguments.count - 1]
    var warning: FitWarning?
    if let level = options.cause {
      (event, cause) = try Self.event(of: level, status, in: evaluator, rows: rows)
    } else {
      (event, warning) = try Self.event(status, in: evaluator, rows: rows)
      cause = nil
    }
    entry = times.count == 2 ? times[0] : nil
    exit = times[times.count - 1]
    warnings = warning.map { [$0] } ?? []
    var variables: [(expression: Expression, variable: Variable)] = []
    for (argument, values) in zip(arguments, times) {
      variables.append((argument, .numbers(Numbers(values))))
    }
    variables.append((status, .logical(event)))
    self.variables = variables
  }

  /// 1 where the event column has the value of the cause, 0 where it has another.
  private static func event(
    of cause: String, _ expression: Expression, in evaluator: ColumnEvaluator, rows: [Int32]
  ) throws(DesignError) -> ([Double], SurvivalOutcomes.Cause) {
    let codes: [Int32]
    let labels: [String]
    var cause = cause
    switch try evaluator.variable(expression) {
    case .logical(let values):
      (codes, labels) = (values.map { $0.isNaN ? -1 : Int32($0) }, ["FALSE", "TRUE"])
    case .factor(let own, let names, _): (codes, labels) = (own, names)
    case .numbers(let values):
      let levels = NumberLevels(of: values)
      (codes, labels) = (values.map { levels.code(of: $0) }, levels.labels)
      if let number = Double(cause) { cause = Expression.number(number).description }
    }
    let occurring = Set(rows.map { codes[Int($0)] }).filter { $0 >= 0 }.sorted()
      .map { labels[Int($0)] }
    guard occurring.contains(cause), let code = labels.firstIndex(of: cause) else {
      throw .unknownCause(expression: expression.description, cause: cause, known: occurring)
    }
    return (
      codes.map { $0 < 0 ? .nan : Int($0) == code ? 1 : 0 },
      SurvivalOutcomes.Cause(level: cause, censored: occurring.filter { $0 != cause })
    )
  }

  /// Merges near-ties and leaves out intervals that hold no time.
  func outcomes(
    rows: inout [Int32], options: ModelFrameOptions, account: inout RowAccount,
    warnings: inout [FitWarning]
  ) throws(DesignError) -> SurvivalOutcomes {
    var exit = rows.map { self.exit[Int($0)] }
    var entry = self.entry.map { entry in rows.map { entry[Int($0)] } }
    account.timesMerged = options.timeFix.merge(entry: &entry, exit: &exit)
    if entry == nil, let first = exit.firstIndex(where: { $0 < 0 }) {
      let count = exit.count { $0 < 0 }
      warnings.append(
        FitWarning(
          code: .negativeTime, term: nil,
          message: "\(count) \(count == 1 ? "time lies" : "times lie") below 0, the first in "
            + "\(evaluator.place(Int(rows[first]))); correct \(count == 1 ? "it" : "them"), or leave the "
            + "rows out with --where."))
    }
    if let from = entry {
      let empty = rows.indices.filter { from[$0] >= exit[$0] }
      if let first = empty.first {
        account.emptyInterval = empty.count
        let verb = empty.count == 1 ? "row whose entry is" : "rows whose entry is"
        warnings.append(
          FitWarning(
            code: .emptyInterval, term: nil,
            message: "\(empty.count) \(verb) not before the exit were left out, the first "
              + "\(evaluator.place(Int(rows[first])))."))
        let kept = rows.indices.filter { from[$0] < exit[$0] }
        entry = kept.map { from[$0] }
        exit = kept.map { exit[$0] }
        rows = kept.map { rows[$0] }
      }
    }
    let event = rows.map { self.event[Int($0)] == 1 }
    do {
      var outcomes = try SurvivalOutcomes(entry: entry, exit: exit, event: event)
      outcomes.cause = cause
      return outcomes
    } catch {
      throw .notSurvival(response: text)
    }
  }

  /// The event as 0 and 1. Numbers 1/2 are read as R's `Surv` reads them, 2 being the event, with a
  /// warning; any other coding is refused, for R would turn it into missing values.
  private static func event(
    _ expression: Expression, in evaluator: ColumnEvaluator, rows: [Int32]
  ) throws(DesignError) -> ([Double], FitWarning?) {
    switch try evaluator.variable(expression) {
    case .logical(let values): return (values, nil)
    case .factor(let codes, let labels, _):
      if case .name(let name) = expression,
        let values = ColumnEvaluator.booleans(evaluator.table[name])
      {
        return (values, nil)
      }
      let occurring = Set(rows.map { codes[Int($0)] }).filter { $0 >= 0 }.sorted()
      throw .textEvent(
        expression: expression.description, values: occurring.map { labels[Int($0)] })
    case .numbers(let values):
      var isBinary = true
      var isOneTwo = true
      var hasTwo = false
      for row in rows {
        let value = values[Int(row)]
        if value.isNaN { continue }
        if value != 0 && value != 1 { isBinary = false }
        if value != 1 && value != 2 { isOneTwo = false }
        if value == 2 { hasTwo = true }
      }
      if isBinary { return (values.array, nil) }
      guard isOneTwo, hasTwo else {
        let distinct = Set(rows.map { values[Int($0)] }.filter { !$0.isNaN }).sorted()
        throw .notAnEvent(
          expression: expression.description,
          values: distinct.map { Expression.number($0).description })
      }
      return (
        values.map { $0 - 1 },
        FitWarning(
          code: .eventCoding, term: expression.description,
          message: "The event '\(expression)' is coded 1/2 and read as 1 = censored, 2 = event; "
            + "write \(expression) == 2 to say so.")
      )
    }
  }
}
