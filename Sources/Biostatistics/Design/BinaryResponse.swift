internal import Terms

/// A column of two values, or a condition, over the rows of a table.
///
/// Numbers are 0/1, or 1/2 with a warning, 2 being the event, as `rms::lrm` reads them (R's `glm`
/// refuses them); any other numbers are refused. Of two levels of a factor the second is the event,
/// as in R; of more, where R's `glm` takes all but the first as the event, none is.
struct BinaryResponse: Response {
  static let hasIntercept = true

  /// 0, 1, or NaN for missing.
  private let event: [Double]
  private let labels: (reference: String, event: String)
  private let text: String
  let variables: [(expression: Expression, variable: Variable)]
  let warnings: [FitWarning]

  init(
    _ formula: Formula, in evaluator: ColumnEvaluator, rows: [Int32], options: ModelFrameOptions
  ) throws(DesignError) {
    let expression = formula.response
    text = expression.description
    if case .call("Surv", _) = expression { throw .notBinary(outcome: text, values: []) }
    if let term = formula.terms.first(where: { $0.variables.contains(where: Formula.Term.isStrata) }
    ) {
      throw .unusableTerm(
        term.name,
        reason: "a logistic model has one intercept; enter the column as a factor instead.")
    }
    var warnings: [FitWarning] = []
    switch try evaluator.variable(expression) {
    case .logical(let values): (event, labels) = (values, ("FALSE", "TRUE"))
    case .factor(let codes, let levels, let isText):
      if case .name(let name) = expression, evaluator.levels[name] == nil,
        let values = ColumnEvaluator.booleans(evaluator.table[name])
      {
        (event, labels) = (values, ("FALSE", "TRUE"))
        break
      }
      let occurring = Set(rows.map { codes[Int($0)] }).filter { $0 >= 0 }.sorted().map(Int.init)
      let chosen = isText || occurring.count > 2 ? occurring : Array(levels.indices)
      guard chosen.count <= 2 else {
        throw .notBinary(outcome: text, values: chosen.map { levels[$0] })
      }
      let second = chosen.count == 2 ? chosen[1] : -2
      event = codes.map { $0 < 0 ? .nan : Int($0) == second ? 1 : 0 }
      labels = (
        chosen.first.map { levels[$0] } ?? "0", chosen.count == 2 ? levels[chosen[1]] : "1"
      )
    case .numbers(let values):
      let distinct = Set(rows.lazy.map { values[Int($0)] }.filter { !$0.isNaN })
      if distinct.isSubset(of: [0, 1]) {
        (event, labels) = (values.array, ("0", "1"))
      } else if distinct.isSubset(of: [1, 2]) {
        event = values.map { $0 - 1 }
        labels = ("1", "2")
        warnings.append(
          FitWarning(
            code: .eventCoding, term: text,
            message: "The outcome '\(text)' is coded 1/2 and read as 2 = event; write "
              + "\(text) == 2 to say so."))
      } else {
        throw .notBinary(
          outcome: text, values: distinct.sorted().map { Expression.number($0).description })
      }
    }
    variables = [(expression, .logical(event))]
    self.warnings = warnings
  }

  func outcomes(
    rows: inout [Int32], options: ModelFrameOptions, account: inout RowAccount,
    warnings: inout [FitWarning]
  ) throws(DesignError) -> BinaryOutcomes {
    let outcomes = BinaryOutcomes(
      event: rows.map { event[Int($0)] == 1 }, eventLabel: labels.event,
      referenceLabel: labels.reference)
    guard (1..<outcomes.count).contains(outcomes.eventCount) else {
      throw .constantOutcome(
        outcome: text, value: outcomes.eventCount == 0 ? labels.reference : labels.event,
        rows: outcomes.count)
    }
    return outcomes
  }
}
