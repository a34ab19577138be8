import TestSupport
import Testing

@testable import Biostatistics

@Suite("Survival curves")
struct SurvivalCurveTests {
  static let file = try? Reference(named: "survival-curves.json")

  @Test("the reference file is there, with its cases")
  func referenceFile() throws {
    #expect(try #require(Self.file)["cases"].keys.count >= 40)
  }

  @Test(
    "curves, readings, quantiles and restricted means are those of R's survfit",
    arguments: file?["cases"].keys ?? [])
  func reference(name: String) throws {
    let expected = try #require(Self.file)["cases"][name]
    let curves = try SurvivalCase(expected).curves()
    try #require(curves.count == expected["curves"].array.count)
    for (curve, expected) in zip(curves, expected["curves"].array) {
      expectSame(curve, expected, name)
      expectSameReadings(curve, expected["readings"], name)
      let quantiles = expected["quantiles"]
      for (i, probability) in quantiles["probability"].numbers.enumerated() {
        let quantile = curve.quantile(probability)
        for (actual, key, values) in [
          (quantile.time, "time", curve.survival), (quantile.lower, "lower", curve.lower),
          (quantile.upper, "upper", curve.upper),
        ] where neverRises(values) {
          expectClose(
            actual ?? .nan, quantiles[key][i].number ?? .nan, relative: 1e-12,
            "\(name) quantile \(probability) \(key)")
        }
      }
      for expected in expected["restrictedMeans"].array {
        let horizon = expected["horizon"].number ?? .nan
        let actual = try #require(curve.restrictedMean(to: horizon))
        expectClose(actual.mean, expected["mean"].number ?? .nan, relative: 1e-12, "\(name) mean")
        expectClose(
          actual.standardError, expected["standardError"].number ?? .nan, relative: 1e-11,
          absolute: 1e-13, "\(name) restricted mean error")
      }
    }
  }

  /// Where a limit rises again R's quantile may take a later crossing.
  private func neverRises(_ values: [Double]) -> Bool {
    let known = values.filter { !$0.isNaN }
    return zip(known, known.dropFirst()).allSatisfy { $0 >= $1 - 1e-12 }
  }

  /// The sums are in another order than R's: 1e-10 leaves room for that.
  private func expectSame(_ curve: SurvivalCurve, _ expected: Reference, _ name: String) {
    for (key, actual) in [
      ("times", curve.times), ("atRisk", curve.atRisk), ("events", curve.events),
      ("censored", curve.censored), ("survival", curve.survival),
      ("standardErrors", curve.standardErrors), ("lower", curve.lower), ("upper", curve.upper),
      ("cumulativeHazard", curve.cumulativeHazard),
      ("cumulativeHazardStandardErrors", curve.cumulativeHazardStandardErrors),
    ] {
      expectClose(
        actual, expected[key].numbers, relative: 1e-10, absolute: 1e-14, "\(name) \(key)")
    }
  }

  private func expectSameReadings(_ curve: SurvivalCurve, _ expected: Reference, _ name: String) {
    let readings = curve.estimates(at: expected["time"].numbers.reversed())
    func expect(_ key: String, _ value: (SurvivalCurveEstimate) -> Double) {
      expectClose(
        readings.map(value), expected[key].numbers, relative: 1e-10, absolute: 1e-12,
        "\(name) readings \(key)")
    }
    expect("time") { $0.time }
    expect("survival") { $0.survival }
    expect("survival") { curve.survivalProbability(at: $0.time) }
    expect("standardError") { $0.standardError }
    expect("lower") { $0.lower }
    expect("upper") { $0.upper }
    expect("atRisk") { $0.atRisk }
    expect("events") { $0.events }
    expect("censored") { $0.censored }
    expect("cumulativeHazard") { $0.cumulativeHazard }
    expect("cumulativeHazard") { curve.cumulativeHazard(at: $0.time) }
    let last = curve.lastTime ?? .nan
    #expect(readings.allSatisfy { $0.isBeyondFollowUp == ($0.time > last) })
  }
}
