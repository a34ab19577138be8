/// A column of values as a formula sees it: what an expression evaluates to, one value a table row.
enum Variable {
  /// Numbers; NaN is missing.
  case numbers(Numbers)
  /// 0, 1, or NaN for missing: a condition, or a column of true and false.
  case logical([Double])
  /// Level codes with their labels; -1 is missing.
  case factor(codes: [Int32], labels: [String], isText: Bool)

  func isMissing(_ row: Int) -> Bool {
    switch self {
    case .numbers(let values): values[row].isNaN
    case .logical(let values): values[row].isNaN
    case .factor(let codes, _, _): codes[row] < 0
    }
  }

  /// Whether no value is missing or infinite: a quick look over all rows of the table.
  var isWhole: Bool {
    switch self {
    case .numbers(let values): values.withUnsafeBufferPointer(Self.areFinite)
    case .logical(let values): values.withUnsafeBufferPointer(Self.areFinite)
    case .factor(let codes, _, _): codes.allSatisfy { $0 >= 0 }
    }
  }

  /// x * 0 is 0 for a finite x and NaN for any other.
  private static func areFinite(_ values: UnsafeBufferPointer<Double>) -> Bool {
    var sums = SIMD8<Double>.zero
    let whole = values.count & ~7
    for start in stride(from: 0, to: whole, by: 8) {
      let part = UnsafeRawPointer(values.baseAddress! + start)
        .loadUnaligned(as: SIMD8<Double>.self)
      sums += part * 0
    }
    var sum = sums.sum()
    for i in whole..<values.count { sum += values[i] * 0 }
    return sum == 0
  }

  /// Marks the rows in which the value is missing as incomplete and counts them.
  func markMissing(among rows: [Int32], in isComplete: inout [Bool]) -> Int {
    var count = 0
    for row in rows where isMissing(Int(row)) {
      count += 1
      isComplete[Int(row)] = false
    }
    return count
  }
}
