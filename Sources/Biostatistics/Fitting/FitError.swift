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
