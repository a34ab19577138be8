/// Why a curve or a test cannot be made from what was given. Rows count from 0.
public enum NonparametricError: Error, Equatable, Sendable {
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
}
