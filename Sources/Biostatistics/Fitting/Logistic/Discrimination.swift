#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// How well probabilities tell events from non-events, as `rms::lrm` prints it.
///
/// C and D_xy are exact, over all pairs of an event and another row, where `lrm` 6.5 first rounds
/// probabilities to multiples of 0.0002; pairs and squares are weighted.
public struct Discrimination: Sendable, Equatable {
  /// P(probability of an event > that of a non-event) + P(equal) / 2: the area under the ROC curve.
  public let c: Double
  /// Somers' D = 2 C - 1.
  public var somersDxy: Double { 2 * c - 1 }
  /// Nagelkerke's R^2: (1 - exp(-LR / n)) / (1 - exp(2 l0 / n)), n the sum of weights. Source:
  /// Nagelkerke NJD (1991), doi:10.1093/biomet/78.3.691.
  public let nagelkerkeR2: Double
  /// The mean of (event - probability)^2. Source: Brier GW (1950),
  /// doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.
  public let brier: Double

  /// From linear predictors, equal ones being ties; time n log n.
  init(
    linearPredictors eta: [Double], events: [Bool], weights: [Double]?,
    logLikelihood: (null: Double, model: Double)
  ) {
    let order = sortOrder(of: eta)
    var (pairs, concordant) = (0.0, 0.0)
    var (eventsSum, othersBelow, total, squares) = (0.0, 0.0, 0.0, 0.0)
    var start = 0
    while start < order.count {
      let value = eta[Int(order[start])]
      var (eventsHere, othersHere) = (0.0, 0.0)
      let probability = LogisticFunction.probability(value)
      var end = start
      while end < order.count, eta[Int(order[end])] == value {
        let row = Int(order[end])
        let weight = weights?[row] ?? 1
        if events[row] { eventsHere += weight } else { othersHere += weight }
        end += 1
      }
      concordant += eventsHere * (othersBelow + othersHere / 2)
      othersBelow += othersHere
      eventsSum += eventsHere
      squares +=
        eventsHere * (1 - probability) * (1 - probability) + othersHere * probability * probability
      start = end
    }
    pairs = eventsSum * othersBelow
    total = eventsSum + othersBelow
    c = concordant / pairs
    brier = squares / total
    let explained = -expm1(2 * (logLikelihood.null - logLikelihood.model) / total)
    nagelkerkeR2 = explained / -expm1(2 * logLikelihood.null / total)
  }
}
