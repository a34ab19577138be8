public import Biostatistics
public import PrognosticModels
public import StrictJSON

/// A table of patients scored by one model: the table in its row order with the scores beside it,
/// and an account of the rows that got none.
///
/// Columns named as the model's covariates, or as those of its scope, are read; others are left as
/// they are. What is added is named by ``ScoreColumns``.
public struct CohortScores: Sendable {
  public let table: Table
  /// Rows without a score, from 1, with the reason.
  public let refused: [(row: Int, reason: String)]
  /// Rows refused because a value that the model needs is missing.
  public let missingCount: Int
  /// Columns of the table that say nothing to the model, such as one whose name is misspelt.
  public let unreadNames: [String]
  private let addedNames: Set<String>

  /// - Throws: `PatientError` where a horizon or condition cannot be met by the model for anybody;
  ///   `TableError` where the table has a column of a score's name already.
  public init(
    of table: Table, with model: PrognosticModel, vocabulary: Vocabulary, at horizons: [Horizon]?,
    given: Horizon?
  ) throws {
    let scorer = try BatchScorer(model, vocabulary: vocabulary, at: horizons, given: given)
    let read = table.columns.filter { scorer.readNames.contains($0.name) }
    unreadNames = table.columns.map(\.name).filter { !scorer.readNames.contains($0) }
    let names = ScoreColumns(of: model, at: horizons ?? model.endpoint.statedHorizons)
    let rows = table.rowCount
    // Probabilities by horizon, points, linear predictors.
    let width = scorer.probabilityCount
    let numbers = UnsafeMutableBufferPointer<Double>.allocate(capacity: (width + 2) * rows)
    let places = UnsafeMutableBufferPointer<Int32>.allocate(capacity: 2 * rows)
    defer {
      numbers.deallocate()
      places.deallocate()
    }
    var answers = CohortAnswers()
    answers.probability = numbers.baseAddress
    answers.totalPoints = numbers.baseAddress.map { $0 + width * rows }
    answers.linearPredictor = numbers.baseAddress.map { $0 + (width + 1) * rows }
    answers.category = places.baseAddress
    answers.remark = places.baseAddress.map { $0 + rows }
    let account = try Self.withCohort(read[...]) { columns in
      try scorer.score(columns, rows: rows, into: answers)
    }
    func column(_ place: Int) -> [Double] {
      Array(numbers[place * rows..<(place + 1) * rows])
    }
    var added = names.values.map { name, content in
      switch content {
      case .probability(let place): Column(name: name, numbers: column(place))
      case .points: Column(name: name, numbers: column(width))
      case .linearPredictor: Column(name: name, numbers: column(width + 1))
      case .category:
        Column(
          name: name,
          values: .categories(codes: Array(places[..<rows]), labels: account.categories))
      }
    }
    let remarks = (0..<rows).map { row in
      places[rows + row] < 0 ? nil : account.remarks[Int(places[rows + row])]
    }
    let cautions = remarks.map { remark in
      remark.flatMap { $0.cautions.isEmpty ? nil : $0.cautions.joined(separator: ";") }
    }
    added.append(Column(name: names.caution, texts: cautions))
    added.append(Column(name: names.refusal, texts: remarks.map { $0?.refusal }))
    self.table = try Table(columns: table.columns + added)
    addedNames = Set(added.map(\.name))
    refused = remarks.enumerated().compactMap { row, remark in
      remark?.refusal.map { (row + 1, $0) }
    }
    missingCount = remarks.count { $0?.isMissing ?? false }
  }

  /// Columns of a table where they lie.
  private static func withCohort<Result>(
    _ columns: ArraySlice<Column>, _ passed: [CohortColumn] = [],
    _ body: ([CohortColumn]) throws -> Result
  ) throws -> Result {
    guard let column = columns.first else { return try body(passed) }
    func with(_ values: CohortColumn.Values) throws -> Result {
      try withCohort(
        columns.dropFirst(), passed + [CohortColumn(name: column.name, values: values)], body)
    }
    switch column.values {
    case .numbers(let numbers):
      return try numbers.withUnsafeBufferPointer { try with(.numbers($0)) }
    case .categories(let codes, let labels):
      return try codes.withUnsafeBufferPointer { try with(.texts(codes: $0, labels)) }
    }
  }

  /// `{"rows": [{column: value}], "refused": [{"row", "reason"}], "scored", "missing"}`, with the
  /// columns that the scores added.
  public var json: JSONValue {
    let added = table.columns.filter { addedNames.contains($0.name) }
    let rows = (0..<table.rowCount).map { row in
      JSONValue.object(
        added.map { column in
          switch column.values {
          case .numbers(let values): (column.name, .optional(values[row].isNaN ? nil : values[row]))
          case .categories(let codes, let labels):
            (column.name, codes[row] < 0 ? .null : .string(labels[Int(codes[row])]))
          }
        })
    }
    let refusals = refused.map { row, reason in
      JSONValue.object([("row", .integer(row)), ("reason", .string(reason))])
    }
    return .object([
      ("scored", .integer(table.rowCount - refused.count)), ("missing", .integer(missingCount)),
      ("refused", .array(refusals)), ("rows", .array(rows)),
    ])
  }

  /// What became of the rows, in lines: counts and the columns left aside, then the refused rows by
  /// reason.
  public var account: String {
    var text = "\(table.rowCount - refused.count) of \(table.rowCount) rows scored"
    if !refused.isEmpty {
      text += "; \(refused.count) refused, \(missingCount) of them for missing values"
    }
    if !unreadNames.isEmpty {
      let shown = unreadNames.prefix(5).map(Excerpt.quoted).joined(separator: ", ")
      let rest = unreadNames.count - 5
      text += "; columns not read: \(shown)\(rest > 0 ? " and \(rest) more" : "")"
    }
    text += "\n"
    text += RefusedRows(refused).text(restIn: "in the table")
    return text
  }
}

extension Patient {
  /// A row, from 0, of a table's columns.
  init(row: Int, of columns: [Column]) {
    self.init()
    for column in columns {
      switch column.values {
      case .numbers(let values):
        set(column.name, to: values[row].isNaN ? .missing : .number(values[row]))
      case .categories(let codes, let labels):
        let code = Int(codes[row])
        set(column.name, to: code < 0 ? .missing : .text(labels[code]))
      }
    }
  }
}
