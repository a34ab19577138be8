import Biostatistics
import Testing
import TestSupport

@Suite("Concordance")
struct ConcordanceTests {
  /// Reference values are sums of at most 10⁶ terms; 10⁻¹² leaves room for their order.
  @Test("counts, index, standard error and influence are those of R's survival")
  func reference() throws {
    let cases = try Reference(named: "concordance.json")["cases"]
    #expect(cases.keys.count >= 18)
    for name in cases.keys {
      let expected = cases[name]
      let entry = expected["entry"].exists ? expected["entry"].numbers : nil
      let outcomes = try SurvivalOutcomes(
        entry: entry, exit: expected["exit"].numbers,
        event: expected["event"].numbers.map { $0 == 1 })
      func numbers(_ key: String) -> [Double]? {
        expected[key].exists ? expected[key].numbers : nil
      }
      let actual = try Concordance(
        of: expected["score"].numbers, against: outcomes, weights: numbers("weights"),
        strata: numbers("strata")?.map { Int32($0) },
        clusters: numbers("clusters")?.map { Int32($0) },
        higherScoreMeansLaterEvent: expected["higherScoreMeansLaterEvent"].number == 1,
        keepingInfluence: true)
      let counts = [
        actual.concordantPairs, actual.discordantPairs, actual.tiedScorePairs,
        actual.tiedTimePairs, actual.tiedBothPairs,
      ]
      expectClose(
        counts, expected["counts"].numbers, relative: 1e-12, absolute: 1e-9, "\(name) counts")
      expectClose(actual.index, expected["index"].number ?? .nan, relative: 1e-12, "\(name) index")
      expectClose(
        actual.standardError, expected["standardError"].number ?? .nan, relative: 1e-11,
        "\(name) standard error")
      expectClose(
        actual.influence ?? [], expected["influence"].numbers, relative: 1e-10, absolute: 1e-14,
        "\(name) influence")
    }
  }
}
