import Testing

@testable import PrognosticModels

@Suite("ICD-O-3 codes")
struct ICDO3CodeTests {
  @Test("a morphology is read with or without letter and stroke, its grade dropped")
  func morphology() {
    let expected = ICDO3Code.morphology(histology: "8890", behaviour: "3")
    for text in ["8890/3", "88903", "M8890/3", "M-8890/3", "m 8890/3", "8890/33"] {
      #expect(ICDO3Code(text) == expected, "\(text)")
    }
    #expect(ICDO3Code("8832") == .morphology(histology: "8832", behaviour: nil))
    for text in ["889/3", "8890/", "8890/333", "8890//3", "889033", "88a0/3", "", "m", "/"] {
      #expect(ICDO3Code(text) == nil, "\(text)")
    }
  }

  @Test("a topography is read with or without point, with subdivisions")
  func topography() {
    #expect(ICDO3Code("C49.2") == .topography(heading: "49", subdivision: "2"))
    #expect(ICDO3Code("c492") == ICDO3Code("C49.2"))
    #expect(ICDO3Code("C49.21") == .topography(heading: "49", subdivision: "21"))
    #expect(ICDO3Code("C54") == .topography(heading: "54", subdivision: ""))
    for text in ["C", "C4", "C4.92", "C49.2.1", "C49.211", "C2 risk", "C1"] {
      #expect(ICDO3Code(text) == nil, "\(text)")
    }
  }

  @Test("a heading covers its subdivisions, not the other way round")
  func covers() throws {
    func covers(_ a: String, _ b: String) throws -> Bool {
      try #require(ICDO3Code(a)).covers(try #require(ICDO3Code(b)))
    }
    #expect(try covers("C49.2", "C49.21"))
    #expect(try covers("C54", "C54.1"))
    #expect(try !covers("C49.2", "C49"))
    #expect(try !covers("C49.2", "C49.3"))
    #expect(try covers("8832", "8832/3"))
    #expect(try !covers("8890/3", "8890"))
    #expect(try !covers("8890/3", "8890/0"))
    #expect(try !covers("8890/3", "C49.2"))
  }
}
