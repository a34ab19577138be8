import Biostatistics
import Foundation
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

/// Whole-number randomness from a seed: SplitMix64 (Steele, Lea and Flood 2014,
/// doi:10.1145/2660193.2660195).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The columns of `Tests/Reference/data/lung.csv`.
struct LungCancer {
  let outcomes: SurvivalOutcomes
  /// 0 male, 1 female.
  let sex: [Int32]
  /// ECOG performance status; nil where missing.
  let performanceStatus: [Int32?]

  init() throws {
    let table = try CSVReader.read(path: Reference.folder.appending(path: "data/lung.csv").path)
    outcomes = try SurvivalOutcomes(
      exit: table.numbers("time"), event: table.numbers("event").map { $0 == 1 })
    sex = table.numbers("sex").map { Int32($0) - 1 }
    performanceStatus = table.numbers("ph.ecog").map { $0.isNaN ? nil : Int32($0) }
  }
}

extension Table {
  /// A column of numbers; empty if there is none of this name.
  func numbers(_ name: String) -> [Double] {
    if case .numbers(let numbers) = self[name]?.values { return numbers.array }
    return []
  }
}
