import Biostatistics
import TestSupport

/// One case of `survival-curves.json`: rows and what to do with them.
struct SurvivalCase {
  let rows: Reference

  init(_ rows: Reference) { self.rows = rows }

  static let scales: [String: ConfidenceScale] = [
    "plain": .plain, "log": .log, "log-log": .logLog, "logit": .logit, "arcsin": .arcsine,
  ]

  func outcomes() throws -> SurvivalOutcomes {
    try SurvivalOutcomes(
      entry: numbers("entry"), exit: rows["exit"].numbers,
      event: rows["event"].numbers.map { $0 == 1 })
  }

  func codes(_ key: String) -> [Int32]? { numbers(key)?.map { Int32($0) } }

  func numbers(_ key: String) -> [Double]? { rows[key].exists ? rows[key].numbers : nil }

  func curves() throws -> [SurvivalCurve] {
    var variance = CurveVariance.automatic
    if let robust = rows["robust"].number {
      variance = robust == 1 ? .infinitesimalJackknife : .modelBased
    }
    let scale = rows["scale"].string.flatMap { Self.scales[$0] } ?? .log
    let hazard: HazardEstimator = rows["ctype"].number == 2 ? .flemingHarrington : .nelsonAalen
    let level = rows["level"].number ?? .nan
    if rows["stype"].number == 2 {
      return try NelsonAalen(
        outcomes(), weights: numbers("weights"), groups: codes("groups"),
        clusters: codes("clusters"), startTime: rows["startTime"].number, hazard: hazard,
        confidenceLevel: level, confidenceScale: scale, variance: variance
      ).curves
    }
    return try KaplanMeier(
      outcomes(), weights: numbers("weights"), groups: codes("groups"),
      clusters: codes("clusters"), startTime: rows["startTime"].number, hazard: hazard,
      confidenceLevel: level, confidenceScale: scale, variance: variance
    ).curves
  }
}
