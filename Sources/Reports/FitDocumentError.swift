internal import Biostatistics
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
  /// The likelihood rises for ever along these coefficients: what the document would predict, such as 0 %
  /// (0 to 100), would be of where the search stopped.
  case noFiniteEstimate([String])
  /// The search stopped before it was at the maximum, furthest off at a coefficient if one is known.
  case notConverged(String?)
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
    case .noFiniteEstimate(let terms):
      "There is no finite estimate of "
        + (terms.isEmpty ? "a coefficient" : terms.map { "'\($0)'" }.joined(separator: ", "))
        + ", so there is no model to write; fit with Firth's penalty or a ridge, merge levels, or "
        + "leave the term out."
    case .notConverged(let term):
      "The search did not converge\(term.map { ", furthest off at '\($0)'" } ?? ""), so there is no "
        + "model to write; allow more iterations, fit with Firth's penalty or a ridge, or rescale or "
        + "leave out a term."
    case .horizonsNotAscending: "The horizons must ascend, each named once."
    case .beyondFollowUp(let horizon, let last):
      "The horizon of \(horizon.text) lies beyond the last follow-up at \(last.text); "
        + "name an earlier one with --horizons."
    }
  }

  /// Refuses a fit that did not end at a maximum.
  static func check(
    _ warnings: [FitWarning], converged: Bool
  ) throws(FitDocumentError) {
    let endless = warnings.filter(\.code.isWithoutMaximum)
    guard endless.isEmpty else { throw .noFiniteEstimate(endless.compactMap(\.term)) }
    guard converged else {
      throw .notConverged(warnings.first { $0.code == .notConverged }?.term)
    }
  }
}
