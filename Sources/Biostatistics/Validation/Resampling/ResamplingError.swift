/// Why a model cannot be validated by resampling. One sentence a case.
public enum ResamplingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Case weights, which a resample would have to weigh in each index.
  case weights
  /// A model whose effects change with time.
  case effectOverTime(term: String)
  /// Too few resamples, folds or centres.
  case tooFew(String, given: Int, needed: Int)
  /// More folds than there are rows.
  case moreFoldsThanRows(folds: Int, rows: Int)
  /// A level of selection outside (0, 1).
  case selectionLevel(Double)
  /// Somebody said stop.
  case stopped
  /// Of all samples none led to a model.
  case noModel(String)
  /// The procedure leads to no model of the whole data.
  case wholeData(ResampleFailure)

  /// One sentence: what was wrong and what to do.
  public var description: String {
    switch self {
    case .weights:
      "A fit with case weights cannot be resampled, for its indices would have to be weighted too; fit it "
        + "without --weights."
    case .effectOverTime(let term):
      "A model with \(term) cannot be resampled, for its effects change with time; leave the term out."
    case .tooFew(let what, let given, let needed):
      "\(given) \(what) are too few; \(needed) are needed."
    case .moreFoldsThanRows(let folds, let rows):
      "There are \(folds) folds for \(rows) rows; ask for fewer with --folds."
    case .selectionLevel(let level):
      "Terms are selected at a level between 0 and 1, not at \(level)."
    case .stopped: "Stopped before the end."
    case .noModel(let why): "No sample led to a model: \(why)."
    case .wholeData(let failure):
      "The model has no fit to the whole data: \(failure.words)."
    }
  }
}
