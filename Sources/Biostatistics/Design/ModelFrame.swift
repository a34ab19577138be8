/// What a fit asks of a table besides its formula.
public struct ModelFrameOptions: Sendable {
  /// What becomes of a row that lacks a value: left out and counted, or the whole frame refused.
  public enum MissingValues: String, Sendable { case omit, fail }

  /// Column of case weights.
  public var weights: String?
  /// Column whose values group rows that belong together.
  public var cluster: String?
  /// Keeps the rows for which this condition holds.
  public var condition: String?
  /// Stated levels by column, the first the reference.
  public var levels: [String: [String]] = [:]
  /// Rows with a missing value in a used column are left out unless stated.
  public var missingValues = MissingValues.omit
  /// How `days()` and `years()` read dates.
  public var dateFormat = DateFormat.iso
  /// Whether times that differ by rounding are one.
  public var timeFix = TimeFix.on

  /// Unweighted, all rows, levels sorted, missing values left out.
  public init() {}
}

/// A formula met with a table: outcomes, design, weights, strata, clusters and offset of the rows
/// that are complete, and an account of the rows that are not.
public struct ModelFrame: Sendable {
  /// The formula that was read.
  public let formula: Formula
  /// Follow-up of the frame's rows, near-tied times merged.
  public let outcomes: SurvivalOutcomes
  /// The covariates, as recipes over the table's columns.
  public let design: DesignMatrix
  /// Case weights, above zero; nil where every row weighs 1.
  public let weights: [Double]?
  /// The sum of the formula's offsets by row; nil without one.
  public let offset: [Double]?
  /// Stratum code of each row and the strata's labels; nil without `strata()`.
  public let strata: (codes: [Int32], labels: [String])?
  /// Cluster code of each row.
  public let clusters: [Int32]?
  /// Table row (from 0) of each row of the frame.
  public let rows: [Int32]
  /// Rows of the table that the condition kept.
  public let rowsConsidered: Int
  /// Rows left out for a missing value, and how many values are missing in each column.
  public let rowsOmitted: Int
  /// Missing values by column, in the order in which the formula uses them.
  public let missing: [MissingCount]
  /// Rows left out for weight zero, and for an entry that is not before the exit.
  public let rowsOfWeightZero: Int
  /// Rows left out because their entry is not before their exit.
  public let rowsOfEmptyInterval: Int
  /// Distinct times merged as near-ties.
  public let timesMerged: Int
  /// What the reader of a fit should know of the rows and columns.
  public let warnings: [FitWarning]
  /// Table rows that the condition kept and that do not weigh 0, whether or not they lack a value; nil
  /// for all.
  let observedRows: [Int32]?
  /// Terms that became columns, for scoring another row: see ``DesignTerms``.
  let terms: DesignTerms

  /// Reads `formula` against `table`.
  ///
  /// - Throws: ``DesignError``, one case a fault, with the column, level or row concerned.
  public init(
    _ formula: Formula, in table: Table, options: ModelFrameOptions = ModelFrameOptions()
  ) throws(DesignError) {
    var reader = ModelFrameReader(formula: formula, table: table, options: options)
    self = try reader.read()
  }

  init(
    formula: Formula, outcomes: SurvivalOutcomes, design: DesignMatrix, terms: DesignTerms,
    weights: [Double]?, offset: [Double]?, strata: (codes: [Int32], labels: [String])?,
    clusters: [Int32]?, rows: [Int32], observedRows: [Int32]?, account: RowAccount,
    warnings: [FitWarning]
  ) {
    self.formula = formula
    self.outcomes = outcomes
    self.design = design
    self.terms = terms
    self.weights = weights
    self.offset = offset
    self.strata = strata
    self.clusters = clusters
    self.rows = rows
    self.observedRows = observedRows
    rowsConsidered = account.considered
    rowsOmitted = account.omitted
    missing = account.missing
    rowsOfWeightZero = account.weightZero
    rowsOfEmptyInterval = account.emptyInterval
    timesMerged = account.timesMerged
    self.warnings = warnings
  }
}

/// Where the rows of a table went.
struct RowAccount {
  var considered = 0
  var omitted = 0
  var missing: [MissingCount] = []
  var weightZero = 0
  var emptyInterval = 0
  var timesMerged = 0
}
