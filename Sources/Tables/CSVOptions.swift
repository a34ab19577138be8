/// What a reader of delimited text may assume.
public struct CSVOptions: Sendable, Equatable {
  /// What stands between cells.
  public enum Separator: Sendable, Equatable {
    /// The one of comma, semicolon and tab that is most frequent in the header line outside
    /// quotes; equal counts are refused. A header without any of them has one column.
    case automatic
    /// Stated: no other is looked for.
    case comma, semicolon, tab
  }

  /// What stands before the fraction of a number.
  public enum Decimal: Sendable, Equatable {
    /// A point in files separated by commas. In files separated by semicolons or tabs, a point
    /// or a comma, one of them throughout a column of numbers.
    case automatic
    /// Stated: a number with the other one is text.
    case point, comma
  }

  /// What stands between cells; found from the header unless stated.
  public var separator: Separator
  /// What stands before a fraction; found column by column unless stated.
  public var decimal: Decimal
  /// Cells that count as missing, compared without the blanks around them, in quotes or not.
  /// `NaN` and `nan` always count as missing.
  public var missingTokens: Set<String>

  /// Finds separator and decimal mark by itself; the empty cell and `NA` are missing.
  public init(
    separator: Separator = .automatic, decimal: Decimal = .automatic,
    missingTokens: Set<String> = ["", "NA"]
  ) {
    self.separator = separator
    self.decimal = decimal
    self.missingTokens = missingTokens
  }
}
