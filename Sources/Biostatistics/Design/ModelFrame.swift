/// What a fit asks of a table besides its formula.
public struct ModelFrameOptions: Sendable {
  /// What becomes of a row that lacks a value: left out and counted, or the whole frame refused.
  public enum MissingValues: String, Sendable, CaseIterable { case omit, fail }

  /// Column of case weights.
  public var weights: String?
  /// Column whose values group rows that belong together.
  public var cluster: String?
  /// The value of the event column that is the event: other causes count as censored. Nil where the
  /// column is an event by itself.
  public var cause: String?
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
  /// Whether the formula may hold `step()` and `tt()`: effects that change with time, as only a Cox
  /// model has them.
  public var allowsEffectsOverTime = false

  /// Unweighted, all rows, levels sorted, missing values left out.
  public init() {}
}

/// A formula met with a table: outcomes, design, weights, strata, clusters and offset of the rows
/// that are complete, and an account of the rows that are not.
///
/// A frame never changes, and every fit holds the one that it was made from: copying it is a reference.
public final class ModelFrame<Outcomes: ModelOutcomes>: Sendable {
  /// The formula that was read.
  public let formula: Formula
  /// What the left side of the formula says of the frame's rows.
  public let outcomes: Outcomes
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
  /// What the reader of a fit should know of the rows and columns.
  public let warnings: [FitWarning]
  /// Table rows that the condition kept and that do not weigh 0, whether or not they lack a value; nil
  /// for all.
  let observedRows: [Int32]?
  /// Terms that became columns, for scoring another row: see ``DesignTerms``.
  let terms: DesignTerms
  let account: RowAccount
  /// How rows were cut at the times of `step()`; nil without it.
  public let splitting: FollowUpSplitting?

  init(
    formula: Formula, outcomes: Outcomes, design: DesignMatrix, weights: [Double]?,
    offset: [Double]?, strata: (codes: [Int32], labels: [String])?, clusters: [Int32]?,
    rows: [Int32], warnings: [FitWarning], observedRows: [Int32]?, terms: DesignTerms,
    account: RowAccount, splitting: FollowUpSplitting? = nil
  ) {
    self.formula = formula
    self.outcomes = outcomes
    self.design = design
    self.weights = weights
    self.offset = offset
    self.strata = strata
    self.clusters = clusters
    self.rows = rows
    self.warnings = warnings
    self.observedRows = observedRows
    self.terms = terms
    self.account = account
    self.splitting = splitting
  }

  /// The same frame again: what an initialiser that reads a table ends with.
  private convenience init(_ other: ModelFrame) {
    self.init(
      formula: other.formula, outcomes: other.outcomes, design: other.design,
      weights: other.weights, offset: other.offset, strata: other.strata,
      clusters: other.clusters, rows: other.rows, warnings: other.warnings,
      observedRows: other.observedRows, terms: other.terms, account: other.account,
      splitting: other.splitting)
  }

  /// Rows of the table that the condition kept.
  public var rowsConsidered: Int { account.considered }
  /// Rows left out for a missing value.
  public var rowsOmitted: Int { account.omitted }
  /// How many values are missing in each column, in the order in which the formula uses them.
  public var missing: [MissingCount] { account.missing }
  /// Rows left out for weight zero.
  public var rowsOfWeightZero: Int { account.weightZero }
  /// Rows left out because their entry is not before their exit.
  public var rowsOfEmptyInterval: Int { account.emptyInterval }
  /// Distinct times merged as near-ties.
  public var timesMerged: Int { account.timesMerged }
}

/// What the left side of a formula says of n rows.
public protocol ModelOutcomes: Sendable {
  /// n, the number of rows.
  var count: Int { get }
  /// How many rows had the event, weights not counted.
  var eventCount: Int { get }
  /// The same as named columns of numbers, for a ``DataFingerprint``.
  var fingerprintParts: [(name: String, values: [Double])] { get }
}

/// A frame of times to an event: what survival curves and Cox models are made from.
public typealias SurvivalFrame = ModelFrame<SurvivalOutcomes>

extension ModelFrame where Outcomes == SurvivalOutcomes {
  /// Reads `formula`, whose left side is `Surv()`, against `table`.
  ///
  /// - Throws: ``DesignError``, one case a fault, with the column, level or row concerned.
  public convenience init(
    _ formula: Formula, in table: Table, options: ModelFrameOptions = ModelFrameOptions()
  ) throws(DesignError) {
    var reader = ModelFrameReader<SurvivalResponse>(
      formula: formula, table: table, options: options)
    self.init(try reader.read().splitAtSteps())
  }
}

/// A frame of outcomes that are or are not the event: what logistic models are made from.
public typealias BinaryFrame = ModelFrame<BinaryOutcomes>

extension ModelFrame where Outcomes == BinaryOutcomes {
  /// Reads `formula`, whose left side is a column of two values or a condition, against `table`.
  ///
  /// - Throws: ``DesignError``, one case a fault, with the column, level or row concerned.
  public convenience init(
    _ formula: Formula, in table: Table, options: ModelFrameOptions = ModelFrameOptions()
  ) throws(DesignError) {
    var reader = ModelFrameReader<BinaryResponse>(
      formula: formula, table: table, options: options)
    self.init(try reader.read())
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
