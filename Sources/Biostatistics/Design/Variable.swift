/// A column of values as a formula sees it: what an expression evaluates to, one value a table row.
enum Variable {
  /// Numbers; NaN is missing.
  case numbers([Double])
  /// 0, 1, or NaN for missing: a condition, or a column of true and false.
  case logical([Double])
  /// Level codes with their labels; -1 is missing.
  case factor(codes: [Int32], labels: [String], isText: Bool)

  func isMissing(_ row: Int) -> Bool {
    switch self {
    case .numbers(let values), .logical(let values): values[row].isNaN
    case .factor(let codes, _, _): codes[row] < 0
    }
  }
}
