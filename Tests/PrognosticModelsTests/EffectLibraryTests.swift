import Foundation
import Testing

@testable import PrognosticModels

@Suite("Library of effects")
struct EffectLibraryTests {
  private func files() throws -> [(name: String, bytes: [UInt8])] {
    let words = try Data(contentsOf: RuleDocument.folder.appending(path: "vocabulary.json"))
    return [
      ("vocabulary.json", [UInt8](words)),
      ("effects/sample.json", Array(try EffectSample.text().utf8)),
      ("eligibility/who.json", Array(try EligibilitySample.text().utf8)),
    ]
  }

  @Test("a library of bytes reads effects and eligibility by their folder")
  func bytes() throws {
    let library = try ModelLibrary(files: try files())
    #expect(library.faults.map(\.description) == [])
    #expect(library.models.isEmpty)
    #expect(library.treatment.effects.map(\.id) == ["sample"])
    #expect(library.treatment.eligibility.map(\.id) == ["who"])
    #expect(library.treatment["sample"]?.title == "Sample")
    #expect(library.treatment.eligibility("who") != nil)
    #expect(library.treatment["who"] == nil)
  }

  @Test("the directory and its bytes give the same library")
  func directory() throws {
    let library = try EffectSample.library.get()
    #expect(library.faults.map(\.description) == [])
    #expect(library.models.count >= 20)
    var files: [(name: String, bytes: [UInt8])] = []
    files.append(
      (
        "vocabulary.json",
        try ModelLibrary.bytes(ofFile: RuleDocument.folder.path + "/vocabulary.json")
      ))
    files += library.treatment.effects.map { ("effects/\($0.id).json", $0.bytes) }
    files += library.treatment.eligibility.map { ("eligibility/\($0.id).json", $0.bytes) }
    let again = try ModelLibrary(files: files).treatment
    #expect(again.effects.map(\.sha256) == library.treatment.effects.map(\.sha256))
    #expect(again.eligibility.map(\.sha256) == library.treatment.eligibility.map(\.sha256))
    #expect(again.eligibility.count == 1)
  }

  @Test("a document that is misnamed, or not of its folder, is a fault, and the others serve")
  func faults() throws {
    var files = try files()
    files[1].name = "effects/other.json"
    files.append(("effects/who.json", files[2].bytes))
    let library = try ModelLibrary(files: files)
    #expect(library.treatment.effects.isEmpty)
    #expect(library.treatment.eligibility.count == 1)
    #expect(library.faults.count == 2)
    #expect(
      library.faults.first?.description
        == "effects/other.json: the id 'sample' is not the file's name.")
    #expect(library.faults.last?.description.hasPrefix("effects/who.json: ") == true)
  }

  @Test("every contrast between active regimens is refused by name")
  func activeComparators() throws {
    let treatment = try EffectSample.library.get().treatment
    let active = treatment.effects.filter { $0.comparator != .none }
    #expect(active.count == 9)
    for effect in active {
      let error = #expect(throws: EffectSelectionError.self) { try treatment.select(effect.id) }
      #expect(error == .activeComparator(id: effect.id, comparator: effect.comparator.name))
      #expect(!treatment.selectable.contains { $0.id == effect.id })
    }
    for id in [
      "eortc-62961-2018", "isg-three-versus-five-cycles-2016", "isg-sts-1001-2017", "jcog1306-2022",
    ] {
      #expect(active.contains { $0.id == id })
    }
    #expect(
      Sample.sentence { _ = try treatment.select("jcog1306-2022") }
        == "'jcog1306-2022' compares with doxorubicin and ifosfamide, not with no chemotherapy: it"
        + " gives no survival without and with treatment, and is shown among the regimens.")
  }

  @Test("a descriptive source and an unknown name are refused, each in its sentence")
  func others() throws {
    let treatment = try EffectSample.library.get().treatment
    #expect(try treatment.select("haussmann-2021").id == "haussmann-2021")
    #expect(
      Sample.sentence { _ = try treatment.select("petrioli-2002") }
        == "'petrioli-2002' gives no ratio with its interval: it is shown in words.")
    #expect(
      Sample.sentence { _ = try treatment.select("hausmann-2021") }
        == "'hausmann-2021' is not an effect of the library; did you mean 'haussmann-2021'?")
    #expect(
      Sample.sentence { _ = try treatment.select("x") } == "'x' is not an effect of the library.")
  }

  @Test("a draft is selected by name, and never unasked")
  func drafts() throws {
    var files = try files()
    let text = try EffectSample.text([(#""status": "verified""#, #""status": "draft""#)])
    files[1].bytes = Array(text.utf8)
    let treatment = try ModelLibrary(files: files).treatment
    #expect(treatment.selectable.isEmpty)
    #expect(try treatment.select("sample").status == .draft)
  }
}
