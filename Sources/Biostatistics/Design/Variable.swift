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

  /// Marks the rows in which the value is missing as incomplete and counts them.
  func markMissing(among rows: [Int32], in isComplete: inout [Bool]) -> Int {
    var count = 0
    switch self {
    case .numbers(let values), .logical(let values):
      for row in rows where values[Int(row)].isNaN {
        count += 1
        isComplete[Int(row)] = false
      }
    case .factor(let codes, _, _):
      for row in rows where codes[Int(row)] < 0 {
        count += 1
        isComplete[Int(row)] = false
      }
    }
    return count
  }
}
