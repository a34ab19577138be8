import Foundation
import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Published survival models")
struct PublishedSurvivalTests {
  static let library = Result {
    try ModelLibrary(directory: CommandRun.root.appending(path: "models").path)
  }

  private func predict(_ id: String, _ settings: [String]) throws -> Prediction {
    let library = try Self.library.get()
    let model = try #require(library[id])
    return try model.predict(Patient(settings: settings), vocabulary: library.vocabulary)
  }

  @Test("the nomogram of Kattan gives no probability off the part of its axis that was read")
  func kattan() throws {
    let patient = [
      "age=60", "size=8cm", "depth=deep", "site=thigh", "histology=LMS", "twoTierGrade=high",
    ]
    let high = try #require(try predict("kattan-msk-dss-2002", patient).answer)
    // 37.5158 of age, 44 of size, 29 of depth, 6 of the lower limb, 60 of leiomyosarcoma.
    expectClose(high.totalPoints ?? .nan, 176.5158, absolute: 1e-10)
    #expect(high.probabilities.isEmpty)
    #expect(
      high.sentence
        == "The total of 176.5158 points lies off the axis, which goes from 3.0 to 40.0 points: "
        + "the published axis has not been read beyond 40 points.")
    let low = try predict("kattan-msk-dss-2002", patient + ["twoTierGrade=low"]).answer
    #expect(low?.sentence == "The published axis for low grade has not been read.")
  }

  @Test("an age beyond the digitised axis is refused, never scored as zero")
  func beyondAxis() throws {
    let patient = [
      "age=95", "size=15", "grade=2", "histology=DDLPS", "site=retroperitoneum", "multifocal=no",
      "resection=complete",
    ]
    let error = #expect(throws: PatientError.self) {
      try predict("sarculator-retroperitoneal-os-2013-digitised", patient)
    }
    #expect(error?.covariate == "age")
  }
}

@Suite("Sarculator against the answers of its authors' calculator")
struct SarculatorTableTests {
  struct Row {
    let name: String
    let module: String
    let hasSlip: Bool
    let answer: Double
    let patient: [String]
  }

  /// The rows of sarculator-tcga.csv, each with the site of the module that it was typed into.
  static func rows() throws -> [Row] {
    let text = try String(
      contentsOf: Reference.folder.appending(path: "sarculator-tcga.csv"), encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let histology =
        switch cells[7] {
        case "leiomyosarcoma", "leiomyosarcoma_gynaecologic": "leiomyosarcoma"
        case "dedifferentiated_liposarcoma": "dedifferentiatedLiposarcoma"
        default: "undifferentiatedPleomorphicSarcoma"
        }
      return Row(
        name: cells[0], module: cells[3], hasSlip: !cells[11].isEmpty,
        answer: Double(cells[10]) ?? .nan,
        patient: [
          "site=\(cells[3])", "age=\(cells[4])", "size=\(cells[5])", "grade=\(cells[6])",
          "histology=\(histology)", "multifocal=\(cells[8])",
          "resection=\(cells[9] == "1" ? "incomplete" : "complete")", "metastasis=no",
          "presentation=primary",
        ])
    }
  }

  private func answer(_ id: String, _ row: Row) throws -> Prediction.Answer {
    let library = try PublishedSurvivalTests.library.get()
    let model = try #require(library[id])
    let prediction = try model.predict(
      Patient(settings: row.patient), vocabulary: library.vocabulary)
    return try #require(prediction.answer, "row \(row.name): \(prediction.refusals)")
  }

  @Test(
    "each reconstruction is within its stated error of every row but the slips",
    arguments: [
      (
        "retroperitoneal", "sarculator-retroperitoneal-os-2013-reconstructed", ["64", "110", "126"]
      ),
      ("extremity", "sarculator-extremity-os-2016-reconstructed", ["181"]),
    ])
  func reconstructions(module: String, id: String, slips: [String]) throws {
    let rows = try Self.rows().filter { $0.module == module }
    #expect(rows.count >= 40)
    #expect(rows.filter(\.hasSlip).map(\.name) == slips)
    let model = try #require(try PublishedSurvivalTests.library.get()[id])
    let error = try #require(model.provenance.fitError)
    var errors: [Double] = []
    for row in rows where !row.hasSlip {
      let survival = try #require(try answer(id, row).probabilities.first?.probability)
      expectClose(survival, row.answer, absolute: error, "row \(row.name)")
      errors.append((survival - row.answer).magnitude)
    }
    // The outputs are rounded to 0.01, which alone makes a mean error of 0.0025.
    #expect(errors.reduce(0, +) / Double(errors.count) < 0.0031)
  }

  /// ln(-ln S5) = -5.88862 + 0.033244 points: the calculator's answers on the points of the figure.
  @Test("the digitised points order the calculator's answers within the stated reading error")
  func digitised() throws {
    for row in try Self.rows() where row.module == "retroperitoneal" && !row.hasSlip {
      let points = try #require(
        try answer("sarculator-retroperitoneal-os-2013-digitised", row).totalPoints)
      let survival = exp(-exp(-5.88862 + 0.033244 * points))
      expectClose(survival, row.answer, absolute: 0.02, "row \(row.name)")
    }
  }
}
