/// The quantile of ascending values that weigh differently: the type-7 quantile of the values repeated as
/// often as they weigh, linear between the order statistics at 1 + (W - 1) p with W the sum of weights.
///
/// For whole weights it is the quantile of the repeated rows; for others the same formula on the cumulative
/// weights. Weights are positive, as many as values, and sum to 1 at least.
///
/// Source: Harrell FE, `Hmisc::wtd.quantile`.
func quantile(_ p: Double, ofSorted values: [Double], weights: [Double]) -> Double {
  var cumulative: [Double] = []
  var sum = 0.0
  for weight in weights {
    sum += weight
    cumulative.append(sum)
  }
  let position = max(0, sum - 1) * p
  // Rounding in (W - 1) p must not move a quantile off an order statistic.
  let below = (position + 4 * Double.ulpOfOne * max(1, position)).rounded(.down)
  /// The value of the repeated rows at a place that counts from 0.
  func value(_ place: Double) -> Double {
    values[min(cumulative.partitioningIndex { $0 > place }, values.count - 1)]
  }
  let share = position - below
  guard share > 4 * Double.ulpOfOne * max(1, position) else { return value(below) }
  return (1 - share) * value(below) + share * value(below + 1)
}

/// Values in ascending order with the weights beside them.
func sortedWithWeights(
  _ values: [Double], _ weights: [Double]
) -> (values: [Double], weights: [Double]) {
  let order = sortOrder(of: values)
  return (order.map { values[Int($0)] }, order.map { weights[Int($0)] })
}
