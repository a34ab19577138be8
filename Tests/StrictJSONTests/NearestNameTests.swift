import Testing

@testable import StrictJSON

struct NearestNameTests {
  @Test("a name is suggested for a letter changed, left out, added, swapped, or of another case")
  func near() {
    let names = ["knots", "covariate", "coefficient"]
    for name in ["knotz", "knot", "knotss", "kntos", "KNOTS", "Knot"] {
      #expect(NearestName.of(name, among: names) == "knots", "\(name)")
    }
    #expect(NearestName.of("coeficcient", among: names) == "coefficient")
    #expect(NearestName.of("a", among: ["b"]) == "b")
  }

  @Test("nothing is suggested where more than a third of the letters differ")
  func far() {
    #expect(NearestName.of("weights", among: ["knots", "covariate"]) == nil)
    #expect(NearestName.of("knots", among: []) == nil)
    #expect(NearestName.of("kxxts", among: ["knots"]) == nil)
    #expect(NearestName.of("abcdef", among: ["abcdxy"]) == "abcdxy")
    #expect(NearestName.of(String(repeating: "a", count: 65), among: ["a"]) == nil)
    #expect(NearestName.of("", among: ["abc"]) == nil)
  }

  @Test("of several names the nearest is suggested, and of equally near ones the first")
  func nearest() {
    #expect(NearestName.of("events", among: ["vents", "event", "eventz"]) == "vents")
    #expect(NearestName.of("horizonts", among: ["horizon", "horizons"]) == "horizons")
  }
}
