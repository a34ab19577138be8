/// What is written of every patient of a cohort under one name, in memory that the caller owns.
public struct CohortColumn {
  /// One value a row.
  public enum Values {
    /// In the canonical unit, or the digit of a category; NaN where nothing is known.
    case numbers(UnsafeBufferPointer<Double>)
    /// Places among texts; negative where nothing is known.
    case texts(codes: UnsafeBufferPointer<Int32>, [String])
  }

  /// A covariate of the vocabulary or local to a model.
  public let name: String
  /// As they were written, unchecked.
  public let values: Values

  /// A column that is read while a cohort is scored, and not kept.
  public init(name: String, values: Values) { (self.name, self.values) = (name, values) }

  /// The number of rows.
  public var count: Int {
    switch values {
    case .numbers(let numbers): numbers.count
    case .texts(let codes, _): codes.count
    }
  }

  /// Consecutive rows of it.
  func part(_ rows: Range<Int>) -> CohortColumn {
    switch values {
    case .numbers(let numbers):
      CohortColumn(name: name, values: .numbers(UnsafeBufferPointer(rebasing: numbers[rows])))
    case .texts(let codes, let texts):
      CohortColumn(
        name: name, values: .texts(codes: UnsafeBufferPointer(rebasing: codes[rows]), texts))
    }
  }

  /// What is written in a row.
  func value(_ row: Int) -> PatientValue {
    switch values {
    case .numbers(let numbers): numbers[row].isNaN ? .missing : .number(numbers[row])
    case .texts(let codes, let texts): codes[row] < 0 ? .missing : .text(texts[Int(codes[row])])
    }
  }
}

extension Patient {
  /// A row of a cohort.
  init(row: Int, of columns: [CohortColumn]) {
    self.init()
    for column in columns { set(column.name, to: column.value(row)) }
  }
}

/// What is wrong with the columns of a cohort.
public enum CohortError: Error, Equatable, CustomStringConvertible {
  /// A column has another number of rows than the answers.
  case rows(Int, column: String, wanted: Int)
  /// Two columns have one name.
  case twice(String)
  /// A code that is the place of no text; the row counts from 0.
  case code(Int32, column: String, row: Int, texts: Int)

  public var description: String {
    switch self {
    case .rows(let count, let column, let wanted):
      "The column \(Words.quoted(column)) has \(count) rows, and there is room for \(wanted) answers."
    case .twice(let name): "There are two columns \(Words.quoted(name)); rename one of them."
    case .code(let code, let column, let row, let texts):
      "The column \(Words.quoted(column)) has the code \(code) in row \(row), and \(texts) texts."
    }
  }
}
