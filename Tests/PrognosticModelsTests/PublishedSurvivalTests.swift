import Foundation
import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Published survival models")
struct PublishedSurvivalTests {
  static let ids = [
    "sarculator-retroperitoneal-os-2013-digitised",
    "sarculator-retroperitoneal-os-2013-reconstructed",
    "sarculator-retroperitoneal-dfs-2013-digitised",
    "sarculator-extremity-os-2016-reconstructed",
    "kattan-msk-dss-2002",
    "gough-advanced-os-2012",
  ]

  @Test("every worked example of a document is reproduced", arguments: ids)
  func examples(id: String) throws {
    let model = try ModelParts(named: id)
    let file = CommandRun.root.appending(path: "models/\(id).json")
    let document = Reference(try JSONSerialization.jsonObject(with: Data(contentsOf: file)))
    let examples = document["examples"].array.filter { !$0["gives"]["refused"].exists }
    #expect(examples.count >= 5)
    for example in examples {
      let vector = try #require(model.vector(example["patient"]))
      let gives = example["gives"]
      let within = try #require(example["within"].number)
      let eta = model.linearPredictor.value(vector)
      for key in ["totalPoints", "linearPredictor"] {
        if let expected = gives[key].number { expectClose(eta, expected, absolute: within, id) }
      }
      if let expected = gives["probability"].number, let time = gives["time"].number {
        let probability = try #require(try model.probability(vector, at: time))
        expectClose(probability, expected, absolute: within, id)
      }
    }
  }

  @Test("the nomogram of Kattan gives no probability off the part of its axis that was read")
  func kattan() throws {
    let model = try ModelParts(named: "kattan-msk-dss-2002")
    guard case .points(let points) = model.form else {
      throw ModelParts.AnotherForm()
    }
    var high = CovariateVector(values: [60, 8, 1, 1, 3, 1])
    let total = points.linearPredictor.value(high)
    // 37.5158 of age, 44 of size, 29 of depth, 6 of the lower limb, 60 of leiomyosarcoma.
    expectClose(total, 176.5158, absolute: 1e-10)
    let error = try #require(throws: PointsError.self) {
      try points.probability(ofTotal: total, high)
    }
    #expect(error.description.hasPrefix("The total of 176.51"))
    #expect(
      error.description.hasSuffix(
        "points lies off the axis, which goes from 3.0 to 40.0 points: the published axis has not"
          + " been read beyond 40 points."))
    high.values[5] = 0
    #expect(throws: PointsError.axisNotRead("The published axis for low grade has not been read."))
    {
      try points.probability(ofTotal: 20, high)
    }
  }
}

@Suite("Sarculator against the answers of its authors' calculator")
struct SarculatorTableTests {
  struct Row {
    let name: String
    let module: String
    let hasSlip: Bool
    let answer: Double
    let patient: Reference
  }

  /// The rows of sarculator-tcga.csv.
  static func rows() throws -> [Row] {
    let text = try String(
      contentsOf: Reference.folder.appending(path: "sarculator-tcga.csv"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).dropFirst()
    return lines.map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let histology: String =
        switch cells[7] {
        case "leiomyosarcoma", "leiomyosarcoma_gynaecologic": "leiomyosarcoma"
        case "dedifferentiated_liposarcoma": "dedifferentiatedLiposarcoma"
        default: "undifferentiatedPleomorphicSarcoma"
        }
      let patient: [String: Any] = [
        "age": Double(cells[4]) ?? .nan, "size": Double(cells[5]) ?? .nan, "grade": cells[6],
        "histology": histology, "multifocal": cells[8] == "1" ? 1.0 : 0.0,
        "resection": cells[9] == "1" ? "incomplete" : "complete",
      ]
      return Row(
        name: cells[0], module: cells[3], hasSlip: !cells[11].isEmpty,
        answer: Double(cells[10]) ?? .nan, patient: Reference(patient))
    }
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
    let model = try ModelParts(named: id)
    let rows = try Self.rows().filter { $0.module == module }
    #expect(rows.filter(\.hasSlip).map(\.name) == slips)
    let file = CommandRun.root.appending(path: "models/\(id).json")
    let document = Reference(try JSONSerialization.jsonObject(with: Data(contentsOf: file)))
    let error = try #require(document["provenance"]["fitError"].number)
    var errors: [Double] = []
    for row in rows where !row.hasSlip {
      let vector = try #require(model.vector(row.patient))
      let survival = try #require(try model.probability(vector, at: 5))
      expectClose(survival, row.answer, absolute: error, "row \(row.name)")
      errors.append((survival - row.answer).magnitude)
    }
    // The outputs are rounded to 0.01, which alone makes a mean error of 0.0025.
    #expect(errors.reduce(0, +) / Double(errors.count) < 0.0031)
  }

  /// ln(-ln S5) = -5.88862 + 0.033244 points: the calculator's answers on the points of the figure.
  @Test("the digitised points order the calculator's answers within the stated reading error")
  func digitised() throws {
    let id = "sarculator-retroperitoneal-os-2013-digitised"
    let model = try ModelParts(named: id)
    for row in try Self.rows() where row.module == "retroperitoneal" && !row.hasSlip {
      let points = model.linearPredictor.value(try #require(model.vector(row.patient)))
      let survival = exp(-exp(-5.88862 + 0.033244 * points))
      expectClose(survival, row.answer, absolute: 0.02, "row \(row.name)")
    }
  }
}
