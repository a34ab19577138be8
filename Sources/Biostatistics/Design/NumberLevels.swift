internal import Terms

/// Numbers as the levels of a factor, ascending. A level is the number at 15 significant digits, as
/// in R: 0.3 and 0.1 + 0.2 are one.
struct NumberLevels {
  /// R's labels, each once.
  let labels: [String]
  private let codes: [Double: Int32]

  /// The levels that occur among `values`; NaN is missing.
  init(of values: some Sequence<Double>) {
    var labels: [String] = []
    var codes: [Double: Int32] = [:]
    for value in Set(values.lazy.filter { !$0.isNaN }).sorted() {
      let label = Expression.number(value).description
      if labels.last != label { labels.append(label) }
      codes[value] = Int32(truncatingIfNeeded: labels.count - 1)
    }
    self.labels = labels
    self.codes = codes
  }

  /// The level of a value, from 0; -1 if it is missing or does not occur.
  func code(of value: Double) -> Int32 { codes[value] ?? -1 }
}
