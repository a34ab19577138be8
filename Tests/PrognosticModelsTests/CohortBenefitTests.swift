import StrictJSON
import TestSupport
import Testing

@testable import PrognosticModels

@Suite struct CohortBenefitTests {
  private static func question(_ text: String) throws -> BenefitQuestion {
    try EngineRequest.cohortBenefit(JSONDocument(text).root).question
  }

  @Test(
    "A row of a cohort has the benefit, the verdict and the words of the patient that it is",
    arguments: [
      #"{"model": "sarculator-extremity-os-2016-reconstructed", "at": ["5y"], "hazardRatio": {"estimate": 0.8, "interval": [0.6, 1.1]}}"#,
      #"{"model": "sarculator-extremity-os-2016-reconstructed", "at": ["5y"], "effects": ["a trial"]}"#,
      #"{"model": "tcga-limb-trunk-os-2026", "at": ["3y"], "hazardRatio": 0.7}"#,
    ])
  func rows(text: String) throws {
    let library = try Library.models()
    var question = try Self.question(text)
    if !question.effects.isEmpty {
      let effect = try #require(
        library.treatment.selectable.first { effect in
          effect.selectableEstimates.contains {
            $0.endpoint == .overallSurvival && $0.stratum == nil && $0.measure == .hazardRatio
          }
        })
      question.effects = [effect.id]
    }
    let model = try #require(library[question.model ?? ""])
    let rows = 1_500
    let cohort = DrawnCohort(of: model, library.vocabulary, rows: rows, seed: 5)
    let numbers = UnsafeMutableBufferPointer<Double>.allocate(capacity: 4 * rows)
    let eligible = UnsafeMutableBufferPointer<Int8>.allocate(capacity: rows)
    let remark = UnsafeMutableBufferPointer<Int32>.allocate(capacity: rows)
    numbers.initialize(repeating: -77)
    eligible.initialize(repeating: 77)
    remark.initialize(repeating: 77)
    defer {
      numbers.deallocate()
      eligible.deallocate()
      remark.deallocate()
    }
    let start = try #require(numbers.baseAddress)
    var answers = CohortBenefits()
    answers.survivalWithout = start
    answers.survivalWith = start + rows
    answers.benefitLower = start + 2 * rows
    answers.benefitUpper = start + 3 * rows
    answers.eligible = eligible.baseAddress
    answers.remark = remark.baseAddress
    let account = try library.benefits(
      ofCohort: cohort.columns, rows: rows, question, into: answers)
    var one = question
    if one.horizons == nil { one.horizons = model.endpoint.statedHorizons }
    let scorer = try BatchScorer(model, vocabulary: library.vocabulary)
    let names = scorer.predictor.readNames.union(
      library.treatment.eligibility[0].covariates.map(\.name))
    let read = cohort.columns.filter { names.contains($0.name) }
    var answered = 0
    for row in 0..<rows {
      let benefit: Benefit?
      let sentence: String?
      do throws(BenefitRefusal) {
        benefit = try library.benefit(for: Patient(row: row, of: read), one)
        sentence = nil
      } catch {
        (benefit, sentence) = (nil, error.description)
      }
      let estimate = benefit?.estimates.first { $0.stratum == nil }?.benefit
      answered += estimate == nil ? 0 : 1
      let wanted: [Double?] = [
        estimate?.survivalWithout.estimate, estimate?.survivalWith.estimate,
        estimate?.absoluteBenefit.interval?.lowerBound,
        estimate?.absoluteBenefit.interval?.upperBound,
      ]
      for (place, value) in wanted.enumerated() {
        let found = numbers[place * rows + row]
        #expect(
          value.map { $0.bitPattern == found.bitPattern } ?? found.isNaN,
          "row \(row), \(place): \(found), not \(value ?? .nan)")
      }
      let document = library.treatment.eligibility[0]
      let verdict = try? document.evaluate(
        library.vocabulary.completing(Patient(row: row, of: read)))
      #expect(eligible[row] == (verdict?.eligible.map { $0 ? 1 : 0 } ?? -1))
      if let benefit { #expect(benefit.eligibility.eligible == verdict?.eligible) }
      let said = remark[row] < 0 ? nil : account.remarks[Int(remark[row])]
      #expect(said?.refusal == sentence)
      #expect(Set(said?.cautions ?? []) == Set(benefit?.cautions.map(\.code) ?? []))
    }
    #expect(answered > 300)
  }

  @Test("A code without text is told, of a column that only eligibility reads too")
  func codes() throws {
    let library = try Library.models()
    let question = try Self.question(
      #"{"model": "tcga-limb-trunk-os-2026", "at": ["5y"], "hazardRatio": 0.8}"#)
    let codes = UnsafeMutableBufferPointer<Int32>.allocate(capacity: 2)
    defer { codes.deallocate() }
    codes.initialize(repeating: 0)
    codes[1] = 7
    let depth = CohortColumn(
      name: "depth", values: .texts(codes: UnsafeBufferPointer(codes), ["deep", "superficial"]))
    let model = try #require(library["tcga-limb-trunk-os-2026"])
    #expect(
      try !BatchScorer(model, vocabulary: library.vocabulary).readNames.contains("depth"))
    var answers = CohortBenefits()
    answers.eligible = UnsafeMutablePointer<Int8>.allocate(capacity: 2)
    defer { answers.eligible?.deallocate() }
    let error = #expect(throws: CohortBenefitError.self) {
      try library.benefits(ofCohort: [depth], rows: 2, question, into: answers)
    }
    #expect(
      error?.description == "The column 'depth' has the code 7 in row 1, and 2 texts.")
  }

  @Test("A question that no cohort can be asked is refused in a sentence")
  func refusals() throws {
    let library = try Library.models()
    func refusal(_ text: String) -> String {
      do {
        let question = try Self.question(text)
        _ = try library.benefits(ofCohort: [], rows: 0, question, into: CohortBenefits())
        return ""
      } catch {
        return "\(error)"
      }
    }
    let model = #""model": "tcga-limb-trunk-os-2026""#
    #expect(
      refusal(#"{"hazardRatio": 0.8}"#)
        == "A cohort's benefit needs the model of its survival; name a 'model'.")
    #expect(
      refusal("{\(model), \"hazardRatio\": 0.8}")
        == "A cohort's benefit is asked at one time; name one of 1 year, 3 years and 5 years.")
    #expect(
      refusal("{\(model), \"at\": [\"5y\"]}")
        == "A cohort's benefit is that of one effect or one hazard ratio, not of 0; name one.")
    #expect(
      refusal("{\"model\": \"tcga\", \"at\": [\"5y\"], \"hazardRatio\": 1}")
        .hasPrefix("There is no model 'tcga'"))
    #expect(
      refusal("{\"model\": \"fnclcc-grade-1997\", \"at\": [\"5y\"], \"hazardRatio\": 1}")
        .hasPrefix("'fnclcc-grade-1997' cannot stand for survival"))
    #expect(
      refusal("{\(model), \"at\": [\"5y\"], \"effects\": [\"pervaiz-2008\"]}")
        == "The effect 'pervaiz-2008' has a ratio for each of several regimens; name one as 'regimen':"
        + " 'doxorubicin without ifosfamide' or 'doxorubicin and ifosfamide'.")
    #expect(
      CohortBenefitError.noRatio(effect: "trial", .overallSurvival).description
        == "The effect 'trial' has no ratio for all patients on overall survival.")
    #expect(refusal("{\(model), \"at\": [\"99y\"], \"hazardRatio\": 1}").contains("99 years"))
  }
}
