extension FittedRegression {
  /// A sum of coefficients as somebody writes it, such as `2 * age - 0.5 * celltypeadeno`; nil for a
  /// text that is none.
  ///
  /// A name is the longest of the columns' that stands at its place, with or without backquotes, so
  /// that `age:sex` is not `age`. The star may be left out.
  public func coefficientSum(_ text: String) -> LinearContrast? {
    var weights = [Double](repeating: 0, count: coefficients.count)
    var rest = Substring(text).trimmed
    var isFirst = true
    while !rest.isEmpty {
      var sign = 1.0
      if rest.first == "-" || rest.first == "+" {
        sign = rest.first == "-" ? -1 : 1
        rest = rest.dropFirst().trimmed
      } else if !isFirst {
        return nil
      }
      isFirst = false
      var factor = 1.0
      if column(at: rest) == nil {
        let digits = rest.prefix { $0.isASCII && ($0.isNumber || ".eE".contains($0)) }
        guard let number = Double(digits), number.isFinite else { return nil }
        factor = number
        rest = rest.dropFirst(digits.count).trimmed
        if rest.first == "*" { rest = rest.dropFirst().trimmed }
      }
      guard let (column, length) = column(at: rest) else { return nil }
      weights[column] += sign * factor
      rest = rest.dropFirst(length).trimmed
    }
    return isFirst ? nil : LinearContrast(name: text, weights: weights)
  }

  /// The column whose name a text begins with, and how long that is; what follows is its end, a sign
  /// or a blank.
  private func column(at text: Substring) -> (column: Int, length: Int)? {
    var best: (column: Int, length: Int)?
    for (place, column) in regressionColumns.enumerated() {
      for name in [column.name, "`\(column.name)`"] where text.hasPrefix(name) {
        let next = text.dropFirst(name.count).first
        guard next == nil || next == " " || next == "+" || next == "-" else { continue }
        if name.count > best?.length ?? 0 { best = (place, name.count) }
      }
    }
    return best
  }
}

extension Substring {
  /// Without blanks at its ends.
  fileprivate var trimmed: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
