public import PrognosticModels
public import StrictJSON

/// Why a fit makes no document.
public enum FitDocumentError: Error, Equatable {
  /// Part of the formula has no counterpart in a document.
  case unwritable(String)
  /// What was written would not be read, as where a column is a factor in one term and a number in
  /// another.
  case unreadable(StrictJSONError)
  /// Nothing was estimated.
  case noCoefficients
  /// A horizon repeats or precedes the one before it.
  case horizonsNotAscending
  /// A horizon lies beyond the last follow-up.
  case beyondFollowUp(Horizon, last: Horizon)
}

extension FitDocumentError: CustomStringConvertible {
  /// One sentence: what is wrong and what to do.
  public var description: String {
    switch self {
    case .unwritable(let words):
      "A model document cannot hold \(words); make it a column of the table and fit that."
    case .unreadable(let error):
      "A model document cannot hold this fit: \(error.description)"
    case .noCoefficients: "Nothing was estimated, so there is no model to write."
    case .horizonsNotAscending: "The horizons must ascend, each named once."
    case .beyondFollowUp(let horizon, let last):
      "The horizon of \(horizon.text) lies beyond the last follow-up at \(last.text); "
        + "name an earlier one with --horizons."
    }
  }
}
