// The names are those of the header.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import CInterface
public import CSarcoma
internal import PrognosticModels
internal import StrictJSON

/// Scores columns into memory of the caller.
@c @implementation
public func sarcoma_score_cohort(
  _ scorer: OpaquePointer!, _ columns: UnsafePointer<sarcoma_column>!, _ column_count: Int,
  _ rows: Int, _ scores: UnsafePointer<sarcoma_scores>!,
  _ account: UnsafeMutablePointer<sarcoma_text>!
) -> sarcoma_status {
  status { () throws(CallFailure) in
    guard let scores = scores?.pointee else {
      throw CallFailure(.argument, "the place of the scores is null.")
    }
    let (columns, read) = try cohort(columns, column_count, rows)
    var answers = CohortAnswers()
    answers.linearPredictor = scores.linear_predictor
    answers.totalPoints = scores.total_points
    answers.probability = scores.probability
    (answers.lower, answers.upper) = (scores.lower, scores.upper)
    (answers.category, answers.remark) = (scores.category, scores.remark)
    let said = try Handles.scorers.use(scorer) { (open) throws(CallFailure) in
      let all = rows * open.probabilityCount
      try CArgument.checkApart(
        [
          try CArgument.extent(scores.linear_predictor, rows, "'linear_predictor'"),
          try CArgument.extent(scores.total_points, rows, "'total_points'"),
          try CArgument.extent(scores.probability, all, "'probability'"),
          try CArgument.extent(scores.lower, all, "'lower'"),
          try CArgument.extent(scores.upper, all, "'upper'"),
          try CArgument.extent(scores.category, rows, "'category'"),
          try CArgument.extent(scores.remark, rows, "'remark'"),
        ], from: read)
      do throws(CohortError) {
        return try open.batch.score(columns, rows: rows, into: answers)
      } catch {
        throw CallFailure(.argument, error.description)
      }
    }
    write(said, to: account)
  }
}

/// The benefit of chemotherapy for columns of patients.
@c @implementation
public func sarcoma_benefit_cohort(
  _ library: OpaquePointer!, _ question: UnsafePointer<CChar>!, _ length: Int,
  _ columns: UnsafePointer<sarcoma_column>!, _ column_count: Int, _ rows: Int,
  _ benefits: UnsafePointer<sarcoma_benefits>!, _ account: UnsafeMutablePointer<sarcoma_text>!
) -> sarcoma_status {
  status { () throws(CallFailure) in
    guard let benefits = benefits?.pointee else {
      throw CallFailure(.argument, "the place of the benefits is null.")
    }
    let question = try CArgument.bytes(question, length, "the question")
    let (columns, read) = try cohort(columns, column_count, rows)
    try CArgument.checkApart(
      [
        try CArgument.extent(benefits.survival_without, rows, "'survival_without'"),
        try CArgument.extent(benefits.survival_with, rows, "'survival_with'"),
        try CArgument.extent(benefits.benefit_lower, rows, "'benefit_lower'"),
        try CArgument.extent(benefits.benefit_upper, rows, "'benefit_upper'"),
        try CArgument.extent(benefits.eligible, rows, "'eligible'"),
        try CArgument.extent(benefits.remark, rows, "'remark'"),
      ], from: read)
    var answers = CohortBenefits()
    answers.survivalWithout = benefits.survival_without
    answers.survivalWith = benefits.survival_with
    answers.benefitLower = benefits.benefit_lower
    answers.benefitUpper = benefits.benefit_upper
    (answers.eligible, answers.remark) = (benefits.eligible, benefits.remark)
    let said = try Handles.libraries.use(library) { (open) throws(CallFailure) in
      let asked: (question: BenefitQuestion, regimen: String?)
      do throws(RequestError) {
        asked = try EngineRequest.cohortBenefit(try JSONDocument(sent: question).root)
      } catch {
        throw CallFailure(error)
      }
      do throws(CohortBenefitError) {
        return try open.library.benefits(
          ofCohort: columns, rows: rows, asked.question, regimen: asked.regimen, into: answers)
      } catch {
        throw CallFailure(.question, error.description, code: "benefit")
      }
    }
    write(said, to: account)
  }
}

/// Remarks are numbered by 32 bits.
private let mostRows = Int(Int32.max) - 64

/// The columns of a cohort in the caller's memory, and where that is.
private func cohort(
  _ columns: UnsafePointer<sarcoma_column>?, _ count: Int, _ rows: Int
) throws(CallFailure) -> (columns: [CohortColumn], read: [CArgument.Extent]) {
  guard rows >= 0, rows <= mostRows else {
    throw CallFailure(
      .argument,
      "a cohort has at most \(mostRows) rows, not \(UInt(bitPattern: rows)); score it in parts.")
  }
  var read: [CArgument.Extent] = []
  let columns = try CArgument.buffer(columns, count, "the columns").map {
    column throws(CallFailure) in
    let name = try CArgument.text(column.name, "the name of a column")
    if let numbers = column.numbers {
      read.append(try CArgument.extent(numbers, rows, "'\(name)'"))
      return CohortColumn(
        name: name, values: .numbers(try CArgument.buffer(numbers, rows, "'\(name)'")))
    }
    let codes = try CArgument.buffer(column.codes, rows, "the codes of '\(name)'")
    read.append(try CArgument.extent(column.codes, rows, "the codes of '\(name)'"))
    let texts = try CArgument.buffer(column.texts, column.text_count, "the texts of '\(name)'")
    return CohortColumn(
      name: name,
      values: .texts(
        codes: codes,
        try texts.map { text throws(CallFailure) in
          try CArgument.text(text, "a text of '\(name)'")
        }))
  }
  return (columns, read)
}

private func write(_ account: CohortAccount, to place: UnsafeMutablePointer<sarcoma_text>?) {
  guard let place else { return }
  let remarks = account.remarks.map { remark in
    JSONValue.object([
      ("cautions", .strings(remark.cautions)),
      ("refusal", remark.refusal.map(JSONValue.string) ?? .null),
    ])
  }
  let bytes = JSONValue.object([
    ("remarks", .array(remarks)), ("categories", .strings(account.categories)),
  ]).bytes(.compact)
  place.pointee = sarcoma_text(bytes: CText.copy(bytes), length: bytes.count)
}
