public import Biostatistics
public import PrognosticModels
internal import StrictJSON

/// A column of a table that holds what somebody predicted, such as a calculator's answers.
public struct PredictedColumn: Sendable, Equatable {
  /// What the column's numbers are.
  public enum Kind: String, Sendable, CaseIterable {
    /// The probability of the event, by a horizon where the outcome has a time.
    case risk
    /// The probability of being free of it, which is 1 less the risk.
    case survival
    /// A log hazard up to a constant: it ranks patients, and a slope of 1 is expected of it.
    case linearPredictor

    /// The kind in a sentence.
    var words: String {
      switch self {
      case .risk: "predicted risk"
      case .survival: "predicted survival"
      case .linearPredictor: "linear predictor"
      }
    }
  }

  /// Of the column.
  public let name: String
  /// What its numbers are.
  public let kind: Kind
  /// When; nil for a linear predictor, and where the outcome has no time.
  public let horizon: Horizon?

  /// A column with what it holds.
  public init(_ name: String, _ kind: Kind, at horizon: Horizon? = nil) {
    self.name = name
    self.kind = kind
    self.horizon = horizon
  }

  /// `calculator_5y_survival (survival at 5 years)`.
  var words: String {
    "\(name) (\(kind.words)\(horizon.map { " at \($0.text)" } ?? ""))"
  }

  var json: JSONValue {
    .object([
      ("column", .string(name)), ("kind", .string(kind.rawValue)),
      ("time", horizon?.json ?? .null),
    ])
  }

  /// The numbers of rows of a table: risks, or the linear predictor. NaN where a value is missing.
  ///
  /// - Throws: `DesignError` for a column that is not there or holds text;
  ///   ``TablePredictionsError/outOfBounds(column:row:value:)``.
  func values(in table: Table, rows: [Int]) throws -> [Double] {
    guard let column = table[name] else {
      throw DesignError.unknownColumn(name, known: table.columnNames)
    }
    let all: [Double]
    switch column.values {
    case .numbers(let numbers): all = numbers.array
    case .categories(let codes, let labels):
      if let row = codes.firstIndex(where: { $0 >= 0 }) {
        throw DesignError.textWhereNumberIsWanted(
          column: name, text: labels[Int(codes[row])], line: table.line(ofRow: row))
      }
      all = codes.map { _ in .nan }
    }
    for row in rows where !all[row].isNaN {
      let value = all[row]
      guard kind == .linearPredictor ? value.isFinite : (0...1).contains(value) else {
        throw TablePredictionsError.outOfBounds(column: self, row: row + 1, value: value)
      }
    }
    return rows.map { kind == .survival ? 1 - all[$0] : all[$0] }
  }
}

extension TablePredictions {
  /// Predictions that stand in the table. Rows that lack one of them are refused and counted.
  ///
  /// The score is the linear predictor where there is one, else the risk at the first horizon.
  ///
  /// - Parameters:
  ///   - columns: risks and survivals at horizons, a horizon each, and at most one linear predictor.
  ///   - rows: those whose outcome is known, from 0.
  ///   - unit: of the outcomes.
  /// - Throws: ``TablePredictionsError``, and `DesignError` for a column that is not there or holds text.
  public init(
    of columns: [PredictedColumn], table: Table, rows: [Int], unit: TimeUnit
  ) throws {
    func time(_ column: PredictedColumn) -> Double { column.horizon?.time(in: unit) ?? .infinity }
    let columns = columns.sorted { time($0) < time($1) }
    for (column, next) in zip(columns, columns.dropFirst()) where time(column) == time(next) {
      throw TablePredictionsError.twice(column.name, next.name)
    }
    if let bare = columns.first(where: { $0.kind != .linearPredictor && $0.horizon == nil }) {
      throw TablePredictionsError.noHorizon(column: bare.name)
    }
    let values = try columns.map { try $0.values(in: table, rows: rows) }
    var account = PredictionAccount()
    let kept = rows.indices.filter { place in
      guard let missing = values.firstIndex(where: { $0[place].isNaN }) else { return true }
      account.refuse(rows[place], "\(columns[missing].name) is missing.")
      account.missingCount += 1
      return false
    }
    guard !kept.isEmpty else {
      throw TablePredictionsError.nobody(
        rows: rows.count, reason: account.refused.first?.reason)
    }
    let dated = columns.indices.filter { columns[$0].kind != .linearPredictor }
    let score = columns.firstIndex { $0.kind == .linearPredictor }
    let risks = dated.map { column in kept.map { values[column][$0] } }
    guard let ranked = score ?? dated.first else { throw TablePredictionsError.noColumn }
    let predictions: SurvivalPredictions
    do {
      predictions = try SurvivalPredictions(
        score: kept.map { values[ranked][$0] }, isLogHazard: score != nil,
        horizons: dated.map { time(columns[$0]) }, risks: risks)
    } catch {
      throw TablePredictionsError.predictions(error)
    }
    self.init(
      rows: kept.map { rows[$0] }, predictions: predictions,
      horizons: dated.compactMap { columns[$0].horizon }, account: account)
  }
}
