import Foundation
import TestSupport
import Testing

@testable import PrognosticModels

@Suite struct PredictorMemoryTests {
  @Test("A question is made once, until 256 others were asked")
  func once() throws {
    let library = try ModelLibrary(directory: CommandRun.root.appending(path: "models").path)
    let model = try #require(library["tcga-limb-trunk-os-2026"])
    let memory = PredictorMemory()
    var made: [Double?] = []
    func ask(_ years: Double?, given: Double? = nil) {
      let horizons = years.map { [Horizon(value: $0, unit: .year)] }
      let given = given.map { Horizon(value: $0, unit: .year) }
      let predictor = memory.predictor(of: model.id, at: horizons, given: given) {
        made.append(years)
        return Predictor(model, vocabulary: library.vocabulary, at: horizons, given: given)
      }
      #expect(predictor.given == given)
    }
    ask(nil)
    ask(3)
    ask(3)
    ask(3, given: 1)
    ask(nil)
    #expect(made == [nil, 3, 3])
    for place in 0..<256 { ask(1 + Double(place) / 256) }
    made = []
    ask(3)
    #expect(made == [3])
  }
}
