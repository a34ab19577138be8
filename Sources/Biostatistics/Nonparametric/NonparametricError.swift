/// Why a curve or a test cannot be made from what was given. Rows count from 0.
public enum NonparametricError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is nobody to describe.
  case noRows
  /// `argument` (weights, clusters, groups, strata) has not one value a row.
  case differentLengths(argument: String, count: Int, rows: Int)
  /// A case weight is negative or not finite.
  case invalidWeight(row: Int, weight: Double)
  /// A confidence level lies outside (0, 1).
  case invalidConfidenceLevel(Double)
  /// A group or stratum code lies outside 0 ..< `groupCount`.
  case invalidGroup(argument: String, row: Int, group: Int, groupCount: Int)
  /// More groups than there is room to compare.
  case tooManyGroups(argument: String, count: Int, limit: Int)
  /// A start time or the exponent rho is not finite (rho: negative).
  case invalidNumber(argument: String, value: Double)

  /// One sentence: what was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .noRows: "There is no row to estimate from."
    case .differentLengths(let argument, let count, let rows):
      "\(argument) has \(count) values for \(rows) rows; give one a row."
    case .invalidWeight(let row, let weight):
      "The weight of row \(row + 1) is \(weight); weights are finite and not negative."
    case .invalidConfidenceLevel(let level):
      "A confidence level lies between 0 and 1, not at \(level)."
    case .invalidGroup(let argument, let row, let group, let groupCount):
      "\(argument) of row \(row + 1) is \(group), not one of 0 to \(groupCount - 1)."
    case .tooManyGroups(let argument, let count, let limit):
      "\(count) \(argument) are more than the \(limit) that can be compared; use fewer levels."
    case .invalidNumber(let argument, let value): "\(argument) cannot be \(value)."
    }
  }
}
