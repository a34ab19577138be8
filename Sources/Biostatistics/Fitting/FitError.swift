internal import Terms

/// Why a model could not be fitted. One sentence a case.
public enum FitError: Error, Equatable, CustomStringConvertible {
  /// (start, stop] rows of one subject are not independent.
  case clusterNeeded
  /// exp(offset) is beyond the range of numbers.
  case offsetOutOfRange
  /// The likelihood cannot be computed where the search starts.
  case notFinite
  /// The design does not fit into the machine's memory.
  case designTooLarge(rows: Int, columns: Int)
  /// An event time that has no logarithm, where time is to be transformed by it.
  case logOfEventTime(Double)
  /// A time-varying covariate that is infinite, or that arithmetic cannot say, at an event time.
  case timeVaryingNotFinite(term: String, time: Double)
  /// What a model with effects that change with time does not have.
  case notWithEffectsOverTime(term: String, what: String)
  /// The exact likelihood of ties counts rows.
  case exactTiesWithWeights
  /// Exact ties have no residual of a single row.
  case exactTiesWithRobustVariance
  /// Firth's penalty needs the derivatives of Efron's or Breslow's information.
  case exactTiesWithFirth
  /// Firth's penalised likelihood has no sandwich.
  case firthWithRobustVariance
  /// An option has a value that no fit can have.
  case invalidOption(String, reason: String)

  /// One sentence: what was wrong and what to do.
  public var description: String {
    switch self {
    case .clusterNeeded:
      "A robust variance over (start, stop] rows needs to know which rows are one subject's; "
        + "state the column with --cluster."
    case .offsetOutOfRange:
      "The offset spans more than 700 on the log-hazard scale; rescale it."
    case .notFinite: "The likelihood is not finite at the start; rescale the offset or the weights."
    case .designTooLarge(let rows, let columns):
      "\(columns) columns of \(rows) rows do not fit into memory; a factor with very many levels "
        + "is perhaps an identifier: leave it out, or group its levels."
    case .logOfEventTime(let time):
      "An event at time \(Expression.number(time)) has no logarithm; test proportional hazards against km, rank or "
        + "identity."
    case .timeVaryingNotFinite(let term, let time):
      "\(term) has no finite value for some row at the event time \(Expression.number(time)); use a function that has "
        + "one, such as log(t + 1) where events fall at time 0."
    case .notWithEffectsOverTime(let term, let what):
      "A model with \(term) has no \(what), for its effects change with time; leave that out, or the "
        + "term."
    case .exactTiesWithWeights:
      "The exact likelihood of ties has no case weights; repeat a row to count it twice, or use "
        + "--ties efron."
    case .exactTiesWithRobustVariance:
      "The exact likelihood of ties has no robust variance, for the dying of a time have no "
        + "residuals of their own; use --ties efron."
    case .exactTiesWithFirth:
      "Firth's penalised likelihood is for Efron and Breslow ties; use --ties breslow, as coxphf "
        + "does, or --ties efron."
    case .firthWithRobustVariance:
      "Firth's penalised likelihood has no robust variance; leave out --robust, --cluster and "
        + "fractional weights, or --firth."
    case .invalidOption(let option, let reason): "\(option) \(reason)"
    }
  }
}
