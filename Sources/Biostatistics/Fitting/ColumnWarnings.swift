#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension StandardizedDesign {
  /// What is to be said of the columns that were left out or that are nearly others' combinations.
  ///
  /// - Parameters:
  ///   - names: of all design columns.
  ///   - place: where a column adds nothing, such as " within the risk sets"; empty for anywhere.
  func columnWarnings(_ names: [String], nothingAdded place: String = "") -> [FitWarning] {
    if redundant.isEmpty, nearlyCollinear.isEmpty { return [] }
    let leftOut = redundant.sorted { $0.key < $1.key }.map { column, reason in
      let name = names[column]
      return reason == .constant
        ? FitWarning(
          code: .constant, term: name,
          message: "'\(name)' has one value in all rows used and was left out.")
        : FitWarning(
          code: .collinear, term: name,
          message: "'\(name)' adds nothing\(place) to the columns before it and was left out; "
            + "remove it or one of those.")
    }
    let nearly = nearlyCollinear.sorted { $0.key < $1.key }.map { column, share in
      let name = names[column]
      return FitWarning(
        code: .nearCollinear, term: name,
        message: "'\(name)' is nearly a combination of the columns before it (variance inflation "
          + "\(shortNumber(1 / share))); its coefficient is determined by rounding in the data, "
          + "remove it or one of those.")
    }
    return leftOut + nearly
  }
}

/// A number as a warning prints it: one decimal, or a power of ten.
func shortNumber(_ value: Double) -> String {
  value < 1e6 ? "\((value * 10).rounded() / 10)" : "1e\(Int(min(log10(value), 308)))"
}
