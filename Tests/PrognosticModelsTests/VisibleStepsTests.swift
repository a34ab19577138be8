import TestSupport
import Testing

@testable import PrognosticModels

@Suite struct VisibleStepsTests {
  @Test("Of few steps all are drawn, and of none none")
  func few() {
    #expect(VisibleSteps.places(of: [], most: 3) == [])
    #expect(VisibleSteps.places(of: [1, 2, 7], most: 3) == [0, 1, 2])
    #expect(VisibleSteps.places(of: [5, 5, 5, 5], most: 3) == [0, 1, 2, 3])
  }

  @Test(
    "A step that is left out is followed by one that is drawn within a span, and the last is drawn")
  func spans() throws {
    var random = SplitMix64(seed: 3)
    var time = 0.0
    let times = (0..<100_000).map { _ in
      time += Double(random.next() >> 40)
      return time
    }
    let most = 2000
    let places = VisibleSteps.places(of: times, most: most)
    #expect(places.count <= most + 1 && places.count > most / 2)
    #expect(places.last == times.count - 1)
    #expect(zip(places, places.dropFirst()).allSatisfy(<))
    let span = (times[times.count - 1] - times[0]) / Double(most)
    var next = 0
    for place in times.indices {
      while places[next] < place { next += 1 }
      // Rounding at a span's edge.
      #expect(times[places[next]] - times[place] <= span * (1 + 1e-9))
    }
  }
}
