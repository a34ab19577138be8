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
    let predictor = Predictor(model, vocabulary: vocabulary, at: horizons, given: given)
    try predictor.checkTimes()
    let columns = table.columns.filter { predictor.readNames.contains($0.name) }
    unreadNames = table.columns.map(\.name).filter { !predictor.readNames.contains($0) }
    let names = ScoreColumns(of: model, at: horizons ?? model.endpoint.statedHorizons)
    var numbers = [[Double]](repeating: [], count: names.values.count)
    var categories: [String?] = []
    var cautions: [String?] = []
    var refusals: [String?] = []
    var refused: [(row: Int, reason: String)] = []
    var missingCount = 0
    for row in 0..<table.rowCount {
      var answer: Prediction.Answer?
      var codes: [String] = []
      var refusal: String?
      do throws(PatientError) {
        let prediction = try predictor.predict(Patient(row: row, of: columns))
        answer = prediction.answer
        codes = prediction.cautions.map(\.code)
        if !prediction.isInScope {
          refusal = prediction.refusals.map(\.sentence).joined(separator: " ")
        } else if answer == nil {
          refusal = "A value leaves more than one level open."
        }
      } catch {
        refusal = error.description
        if case .missing = error { missingCount += 1 }
      }
      for (k, column) in names.values.enumerated() {
        numbers[k].append(column.content.number(in: answer) ?? .nan)
      }
      categories.append(answer?.category)
      var seen: Set<String> = []
      let unique = codes.filter { seen.insert($0).inserted }
      cautions.append(unique.isEmpty ? nil : unique.joined(separator: ";"))
      refusals.append(refusal)
      if let refusal { refused.append((row + 1, refusal)) }
    }
    var added = zip(names.values, numbers).map { column, numbers in
      column.content == .category
        ? Column(name: column.name, texts: categories) : Column(name: column.name, numbers: numbers)
    }
    added.append(Column(name: names.caution, texts: cautions))
    added.append(Column(name: names.refusal, texts: refusals))
    self.table = try Table(columns: table.columns + added)
    addedNames = Set(added.map(\.name))
    self.refused = refused
    self.missingCount = missingCount
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
