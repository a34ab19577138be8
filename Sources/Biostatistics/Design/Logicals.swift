/// Columns of true and false.
extension ColumnEvaluator {
  /// A column that R's `read.csv` reads as logical, as 1 and 0: nothing but TRUE, FALSE, T and F.
  /// In a term it is named `xTRUE`. Other spellings of true and false stay text, as in R.
  static func logicals(_ column: Column) -> [Double]? {
    values(of: column) {
      switch $0 {
      case "TRUE", "T": 1
      case "FALSE", "F": 0
      default: nil
      }
    }
  }

  /// A text column that holds nothing but true and false in any usual spelling, as 1 and 0: for
  /// events, conditions and arithmetic, where it can mean nothing else.
  static func booleans(_ column: Column?) -> [Double]? {
    values(of: column) { truth($0) }
  }

  /// 1 or 0 for a spelling of true or false.
  static func truth(_ text: String) -> Double? {
    switch text {
    case "TRUE", "True", "true", "T": 1
    case "FALSE", "False", "false", "F": 0
    default: nil
    }
  }

  private static func values(of column: Column?, _ read: (String) -> Double?) -> [Double]? {
    guard case .categories(let codes, let labels) = column?.values, !labels.isEmpty else {
      return nil
    }
    var values: [Double] = []
    for label in labels {
      guard let value = read(label) else { return nil }
      values.append(value)
    }
    return codes.map { $0 < 0 ? .nan : values[Int($0)] }
  }
}
