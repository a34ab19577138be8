import Biostatistics
import Foundation
import TestSupport

/// gbsg with the predictions of the model of `open/c-external-gbsg.json`, as `Reference/validation.R`
/// makes them.
struct ExternalValidation {
  let outcomes: SurvivalOutcomes
  let linearPredictor: [Double]
  /// H0 of the Weibull baseline of `validation.R`.
  let baseline: @Sendable (Double) -> Double

  init() throws {
    let table = try ReferenceCase.table("gbsg_v")
    let names = ["rfstime", "rfs", "age", "grade", "nodes", "hormon"]
    let columns = try names.map { try Self.numbers(table, $0) }
    outcomes = try SurvivalOutcomes(exit: columns[0], event: columns[1].map { $0 == 1 })
    let b = try Reference(named: "open/c-external-gbsg.json")["expected"]["coef"]["values"].numbers
    guard case .categories(let codes, let labels) = table["size"]?.values else {
      throw MissingColumn(name: "size")
    }
    linearPredictor = codes.indices.map { i in
      let size = labels[Int(codes[i])]
      return b[0] * columns[2][i] + (size == "20-50" ? b[1] : 0) + (size == ">50" ? b[2] : 0)
        + b[3] * columns[3][i] + b[4] * min(columns[4][i], 19) + b[5] * columns[5][i]
    }
    let weibull = try Reference(named: "validation.json")["baseline"]
    let (scale, shape) = (weibull["scale"].number ?? .nan, weibull["shape"].number ?? .nan)
    baseline = { scale * pow($0, shape) }
  }

  static func numbers(_ table: Table, _ name: String) throws -> [Double] {
    guard case .numbers(let values) = table[name]?.values else { throw MissingColumn(name: name) }
    return values.array
  }

  /// 1 - exp(-H0(t) exp(lp)).
  func risk(at time: Double) -> [Double] { risk(hazard: baseline(time)) }

  func risk(hazard: Double) -> [Double] {
    linearPredictor.map { -expm1(-hazard * exp($0)) }
  }

  /// The baseline in steps at every exit time.
  var hazard: PredictedHazard {
    let times = Set(outcomes.exit).sorted()
    return PredictedHazard(
      strata: [.init(times: times, cumulativeHazard: times.map(baseline))],
      relativeHazard: linearPredictor.map { exp($0) }, followUp: times.last ?? 0)
  }

  func predictions(at times: [Double]) throws -> SurvivalPredictions {
    try SurvivalPredictions(
      score: linearPredictor, isLogHazard: true, horizons: times, risks: times.map { risk(at: $0) },
      hazard: hazard)
  }
}

/// A column that a test's data lacks.
struct MissingColumn: Error {
  let name: String
}
