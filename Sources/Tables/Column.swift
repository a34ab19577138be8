/// A variable of a table: its name and its values, one a row.
public struct Column: Sendable {
  /// Unique within a table, and not blank.
  public let name: String
  /// One a row, in the rows' order.
  public let values: Values
  /// Of a text column that was read from a file: why it is text. Otherwise nil.
  public let firstText: FirstText?

  /// Numbers, or categories as codes into labels.
  public enum Values: Sendable {
    /// A missing number is NaN.
    case numbers(Numbers)
    /// A missing category is -1. A reader numbers labels in order of first appearance.
    case categories(codes: [Int32], labels: [String])
  }

  /// The first cell of a column that is not a number, so that a caller can say: "column size is
  /// text because of '12 cm' at line 17".
  public struct FirstText: Sendable, Equatable {
    /// The cell as written.
    public let text: String
    /// The line of the file, counted from 1, on which the cell starts.
    public let line: Int
    /// How many distinct labels of the column would read as numbers.
    public let numericLabelCount: Int
  }

  /// Values as they are; ``Table/init(columns:)`` checks the codes.
  public init(name: String, values: Values) {
    self.init(name: name, values: values, firstText: nil)
  }

  /// Numbers; NaN is missing.
  public init(name: String, numbers: [Double]) {
    self.init(name: name, values: .numbers(Numbers(numbers)))
  }

  /// Categories from texts, labels in order of first appearance; nil is missing.
  public init(name: String, texts: [String?]) {
    var labels: [String] = []
    var codes: [Int32] = []
    codes.reserveCapacity(texts.count)
    var codeOf: [String: Int32] = [:]
    for text in texts {
      guard let text else {
        codes.append(-1)
        continue
      }
      if let code = codeOf[text] {
        codes.append(code)
      } else {
        let code = Int32(truncatingIfNeeded: labels.count)
        codeOf[text] = code
        labels.append(text)
        codes.append(code)
      }
    }
    self.init(name: name, values: .categories(codes: codes, labels: labels))
  }

  init(name: String, values: Values, firstText: FirstText?) {
    self.name = name
    self.values = values
    self.firstText = firstText
  }

  /// The number of rows.
  public var count: Int {
    switch values {
    case .numbers(let numbers): numbers.count
    case .categories(let codes, _): codes.count
    }
  }

  /// How many rows have no value.
  public var missingCount: Int {
    switch values {
    case .numbers(let numbers): numbers.reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
    case .categories(let codes, _): codes.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
    }
  }

  func checkCategories() throws(TableError) {
    guard case .categories(let codes, let labels) = values else { return }
    let labelCount = labels.count
    for (row, code) in codes.enumerated() where code < -1 || Int(code) >= labelCount {
      throw .codeWithoutLabel(column: name, row: row, code: Int(code), labels: labelCount)
    }
    var seen: Set<String> = []
    seen.reserveCapacity(labelCount)
    for label in labels where !seen.insert(label).inserted {
      throw .duplicateLabel(column: name, label: label)
    }
  }
}

extension Column: Equatable {
  /// The same name and values; missing equals missing, and 0 differs from -0. Why a column is
  /// text (``firstText``) does not count.
  public static func == (left: Column, right: Column) -> Bool {
    guard left.name == right.name else { return false }
    switch (left.values, right.values) {
    case (.numbers(let a), .numbers(let b)):
      return a.elementsEqual(b) { x, y in
        x.bitPattern == y.bitPattern || (x.isNaN && y.isNaN)
      }
    case (.categories(let a, let labelsA), .categories(let b, let labelsB)):
      return a == b && labelsA == labelsB
    default:
      return false
    }
  }
}
