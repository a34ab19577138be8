import Biostatistics
import Foundation
import TestSupport
import Testing

/// A fit of another program's in `Tests/Reference/open`, with the data that it was made from.
struct ReferenceCase {
  let id: String
  let model: Reference
  let expected: Reference
  /// How far apart, relatively, the case says that two right programs may be; 1e-9 at least.
  let tolerance: Double
  let dataName: String

  init(_ id: String) throws {
    self.id = id
    let document = try Reference(named: "open/\(id).json")
    model = document["model"]
    expected = document["expected"]
    tolerance = max(1e-9, document["tolerance_relative"].number ?? 0)
    dataName = document["data"][0].string ?? document["data"].string ?? ""
  }

  /// The names of a named vector of the case.
  func names(_ key: String) -> [String] {
    let names = expected[key]["names"]
    return names.string.map { [$0] } ?? names.strings
  }

  func values(_ key: String) -> [Double] { expected[key]["values"].numbers }

  /// A matrix of the case, row by row.
  func matrix(_ key: String) -> [[Double]] {
    let rows = expected[key]["matrix"].exists ? expected[key]["matrix"] : expected[key]
    return rows.array.map(\.numbers)
  }

  func table() throws -> Table { try Self.table(dataName) }

  static func table(_ name: String) throws -> Table {
    try CSVReader.read(path: Reference.folder.appending(path: "data/\(name).csv").path)
  }

  /// The formula, or the one that `hp` cases state by its columns.
  var formula: String {
    if let formula = model["formula"].string { return formula }
    if let response = model["response"].string {
      return "\(response) ~ \(model["covariates"].strings.joined(separator: " + "))"
    }
    let times = [model["start"].string, model["time"].string, model["event"].string]
    let outcome = times.compactMap { $0 }.joined(separator: ", ")
    return "Surv(\(outcome)) ~ \(model["covariates"].strings.joined(separator: " + "))"
  }

  func frame() throws -> SurvivalFrame {
    try SurvivalFrame(try Formula(formula), in: try table(), options: try frameOptions())
  }

  func binaryFrame(cluster: String? = nil) throws -> BinaryFrame {
    var options = try frameOptions()
    if let cluster { options.cluster = cluster }
    return try BinaryFrame(try Formula(formula), in: try table(), options: options)
  }

  private func frameOptions() throws -> ModelFrameOptions {
    var options = ModelFrameOptions()
    options.weights = model["weights"].string
    options.cluster = model["cluster"].string
    if model["filter"].string?.contains("etype == 2") == true { options.condition = "etype == 2" }
    if !model["formula"].exists { options.timeFix = .off }
    let levels = try Reference(named: "open/levels.json")[dataName]
    for column in levels.keys where formula.contains(column) {
      options.levels[column] = levels[column].strings
    }
    return options
  }

  func fit() throws -> CoxModel {
    var options = CoxOptions()
    options.ties = model["ties"].string.flatMap { TieHandling(rawValue: $0) } ?? .efron
    return try CoxModel(try frame(), options: options)
  }
}

extension CoxModel {
  /// The cumulative hazard of one stratum at a time, at ``means``.
  func cumulativeHazard(at time: Double, stratum: Int = 0) -> Double {
    let baseline = baselineCumulativeHazard[stratum]
    let last = baseline.times.lastIndex { $0 <= time }
    return last.map { baseline.cumulativeHazard[$0] } ?? 0
  }

  /// The value at a time as ``cumulativeHazard(at:stratum:)``, for all covariates zero.
  func cumulativeHazardAtZero(at time: Double, stratum: Int = 0) -> Double {
    cumulativeHazard(at: time, stratum: stratum) * exp(-baselineLinearPredictor)
  }

  var concordanceValues: [Double] {
    guard let c = concordance else { return [] }
    return [
      c.concordantPairs, c.discordantPairs, c.tiedScorePairs, c.tiedTimePairs, c.tiedBothPairs,
      c.index, c.standardError,
    ]
  }
}

/// Expects a covariance matrix: variances relatively, covariances relative to sqrt(v_ii v_jj). A
/// column that was left out has the variance 0 in R and NaN here.
func expectCovariance(
  _ actual: [[Double]], _ expected: [[Double]], relative: Double, _ comment: String
) {
  guard actual.count == expected.count else {
    expectClose(Double(actual.count), Double(expected.count), "\(comment): order")
    return
  }
  for i in expected.indices {
    for j in expected[i].indices {
      if expected[i][i] == 0 || expected[j][j] == 0 {
        #expect(expected[i][j] == 0 && actual[i][j].isNaN, "\(comment) [\(i), \(j)]")
        continue
      }
      let scale = (expected[i][i] * expected[j][j]).squareRoot()
      expectClose(
        actual[i][j], expected[i][j], absolute: scale.isNaN ? 0 : relative * scale,
        "\(comment) [\(i), \(j)]")
    }
  }
}
