import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Compatible strata")
struct CompatibleStrataTests {
  private func group(_ name: String, _ bound: Double, includes: Bool = false) -> RiskGroups.Group {
    RiskGroups.Group(name: name, bound: bound, includesBound: includes)
  }

  private func strata() throws -> SurvivalStrata {
    try SurvivalStrata([
      group("high", 0.51, includes: true), group("middle", 0.66, includes: true),
      group("low", .infinity),
    ])
  }

  @Test("A survival at the rule's time has one stratum, unrounded")
  func place() throws {
    let strata = try strata()
    #expect(strata.place(of: 0.51) == 0)
    #expect(strata.place(of: 0.51.nextUp) == 1)
    #expect(strata.place(of: 0.66) == 1)
    #expect(strata.place(of: 0) == 0)
    #expect(strata.place(of: 1) == 2)
    #expect(strata.place(of: .nan) == nil)
    #expect(strata.place(of: -0.1) == nil)
    let below = try SurvivalStrata([group("high", 0.6), group("low", .infinity)])
    #expect(below.place(of: 0.6) == 1)
    #expect(below.place(of: 0.6.nextDown) == 0)
  }

  @Test("A survival at 5 years leaves open the strata from S^1.7 to S^1.27")
  func earlier() throws {
    let strata = try strata()
    func open(_ survival: Double) -> CompatibleStrata? {
      strata.compatible(withEarlier: survival, hazardRatio: 1.27...1.7)
    }
    // 0.5^1.27 is 0.415; 0.62: 0.444 to 0.545; 0.75: 0.613 to 0.694; 0.70: 0.545 to 0.636;
    // 0.9^1.7 is 0.836.
    #expect(open(0.5)?.places == 0...0)
    #expect(open(0.62)?.places == 0...1)
    #expect(open(0.62)?.bounds == [0.51])
    #expect(open(0.70)?.places == 1...1)
    #expect(open(0.75)?.places == 1...2)
    #expect(open(0.75)?.isDecided == false)
    #expect(open(0.9)?.places == 2...2)
    #expect(open(0.9)?.isDecided == true)
    #expect(open(0)?.places == 0...0)
    #expect(open(1)?.places == 2...2)
    #expect(open(.nan) == nil)
    #expect(strata.compatible(withEarlier: 0.67, hazardRatio: 1...2)?.bounds == [0.51, 0.66])
    #expect(strata.compatible(withEarlier: 0.67, hazardRatio: 0.5...2) == nil)
    #expect(strata.compatible(with: 0.38...0.57)?.places == 0...1)
  }

  @Test("Bounds that do not ascend between 0 and 1 to a last stratum without one are refused")
  func refused() {
    let bad: [[RiskGroups.Group]] = [
      [], [group("a", 0.5)], [group("a", 0.5), group("b", 0.4), group("c", .infinity)],
      [group("a", 1.5), group("b", .infinity)], [group("a", .infinity), group("b", .infinity)],
      [group("a", .nan), group("b", .infinity)],
    ]
    for groups in bad {
      #expect(throws: BenefitError.strata) { try SurvivalStrata(groups) }
    }
  }
}
