/// The probability G(t) of not yet being censored at t, by the product-limit method in the table that
/// is validated:
///
///     G(t) = product over exit times u <= t of 1 - c(u) / (Y(u) - d(u))
///
/// with c censored, d events and Y at risk at u. Where deaths and censorings share a time, the deaths
/// come first: whoever died at u was not at risk of being censored at u. That is the convention of R's
/// `survival::concordance`, of `prodlim` and so of `pec`, `riskRegression` and `timeROC`.
///
/// An event at time t is weighted by 1 / G(t-), the value just before it; somebody free of the event
/// after a horizon t by 1 / G(t). (scikit-survival takes G(t) for an event, too.)
///
/// Robins JM, Rotnitzky A (1992), in AIDS Epidemiology, Birkhäuser, 297-331; Graf E et al. (1999),
/// doi:10.1002/(SICI)1097-0258(19990915/30)18:17/18<2529::AID-SIM274>3.0.CO;2-5.
public struct CensoringDistribution: Sendable {
  /// The distinct exit times, ascending.
  public let times: [Double]
  /// G from each of ``times`` on.
  public let survival: [Double]
  /// 1 / G(exit-) of a row with an event, 0 of a censored one.
  public let eventWeights: [Double]
  /// From each of ``times`` on: the weight of rows that have left, the running sum of ``eventWeights``, and the
  /// Kaplan-Meier estimate of being free of the event.
  let account: [(left: Double, eventWeight: Double, eventFree: Double)]

  /// Estimates G in O(n).
  ///
  /// - Parameters:
  ///   - outcomes: when each row's event or censoring was.
  ///   - weights: case weights, finite and positive; nil for 1. ``eventWeights`` do not hold them.
  public init(_ outcomes: SurvivalOutcomes, weights: [Double]? = nil) {
    let table = RiskTable(CurveRows(outcomes, weights: weights, clusters: nil))
    var survival: [Double] = []
    survival.reserveCapacity(table.times.count)
    var before = survival
    var level = 1.0
    var running = (left: 0.0, eventWeight: 0.0, eventFree: 1.0)
    var account: [(left: Double, eventWeight: Double, eventFree: Double)] = []
    for j in table.times.indices {
      before.append(level)
      running.left += table.events[j] + table.censored[j]
      running.eventWeight += table.events[j] / level
      if table.events[j] > 0 {
        running.eventFree *= (table.atRisk[j] - table.events[j]) / table.atRisk[j]
      }
      account.append(running)
      if table.censored[j] > 0 {
        // Of fractional weights rounding must not leave a G below 0, or above it when all are gone.
        let isEnd = j == table.times.count - 1
        level *=
          isEnd ? 0 : max(0, 1 - table.censored[j] / (table.atRisk[j] - table.events[j]))
      }
      survival.append(level)
    }
    times = table.times
    self.survival = survival
    self.account = account
    eventWeights = outcomes.event.indices.map {
      outcomes.event[$0] ? 1 / before[Int(table.exitRank[$0])] : 0
    }
  }

  /// G(t).
  public func survival(at time: Double) -> Double {
    let place = times.partitioningIndex { $0 > time }
    return place == 0 ? 1 : survival[place - 1]
  }

  /// G(t-).
  public func survival(before time: Double) -> Double {
    let place = times.partitioningIndex { $0 >= time }
    return place == 0 ? 1 : survival[place - 1]
  }

  /// How large the weights of a horizon become.
  public func weights(at time: Double, _ outcomes: SurvivalOutcomes) -> WeightSummary {
    var largest = 0.0
    var count = 0
    let beyond = 1 / survival(at: time)
    for (exit, weight) in zip(outcomes.exit, eventWeights) {
      // An event after the horizon is not one yet.
      let weight = exit > time ? beyond : weight
      largest = max(largest, weight)
      if weight > WeightSummary.limit { count += 1 }
    }
    return WeightSummary(largest: largest, countAboveLimit: count)
  }
}

/// How large inverse-censoring weights became: a few large ones carry an estimate.
public struct WeightSummary: Sendable, Equatable {
  /// The largest weight.
  public let largest: Double
  /// How many rows weigh more than ``limit``.
  public let countAboveLimit: Int
  /// Weights above it are reported.
  public static let limit = 20.0
}
