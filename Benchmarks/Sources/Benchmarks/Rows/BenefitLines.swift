import Foundation
import PlainLoop
import PrognosticModels

/// What one effect on a compiled baseline costs, with who is eligible: one patient, and a cohort from
/// columns.
func benefitLines(_ options: Options) throws -> [Line] {
  let scoring = try ScoringModel()
  let ratio = try RatioEstimate(.hazardRatio, 0.94, interval: (lower: 0.68, upper: 1.31))
  let criteria = try EligibilityCohort(count: options.rows(1_000_000))
  let three = try NeoadjuvantBenefit(
    baseline: .scorer(try Scorer(scoring.plainHazards, at: [3, 5, 10])), effects: [ratio],
    eligibility: criteria.compiled)
  let one = try NeoadjuvantBenefit(
    baseline: .scorer(try Scorer(scoring.plainHazards, at: [5])), effects: [ratio],
    eligibility: criteria.compiled)
  return onePatientLines(three, criteria) + (try cohortLines(one, criteria))
}

/// The cohort of the scores with what the eligibility that ships asks, one in ten not stated.
private struct EligibilityCohort {
  let scored: ScoringCohort
  let compiled: CompiledEligibility
  /// By the places of the covariates of ``compiled``.
  let columns: [[Double]]

  init(count: Int) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let library = try ModelLibrary(directory: root.appendingPathComponent("models").path)
    guard let document = library.treatment.eligibility.first else {
      throw CocoaError(.fileReadCorruptFile)
    }
    let scored = ScoringCohort(count: count)
    compiled = try CompiledEligibility(document)
    var random = RandomNumbers(seed: 2)
    columns = compiled.covariates.map { covariate in
      (0..<count).map { i in
        if random.uniform() < 0.1 { return .nan }
        switch covariate.name {
        case "age": return scored.age[i]
        case "size": return scored.size[i]
        case "grade": return Double(Int(3 * random.uniform()))
        default:
          let levels = covariate.levels.count
          let share = random.uniform()
          return levels == 0 ? 100 * share : Double(Int(share * Double(levels)))
        }
      }
    }
    self.scored = scored
  }

  var count: Int { scored.count }

  /// What the criterion of one covariate makes of each of its levels: 1, 0, or NA.
  func answers(of name: String) -> String {
    guard let place = compiled.covariates.firstIndex(where: { $0.name == name }) else { return "" }
    let bare = [Double](repeating: .nan, count: compiled.covariates.count)
    let nothing = compiled.evaluate(bare)
    return compiled.covariates[place].levels.indices.map { level in
      var values = bare
      values[place] = Double(level)
      let answer = compiled.evaluate(values)
      return answer.notMet != 0 ? "0" : answer.met == nothing.met ? "NA" : "1"
    }.joined(separator: ",")
  }
}

private let loops = 1_000_000

/// Eligibility, survival without and with, benefit and its interval at three horizons.
private func onePatientLines(
  _ benefit: NeoadjuvantBenefit, _ cohort: EligibilityCohort
) -> [Line] {
  let rows = Array(cohort.scored.rows.prefix(3 * 1024))
  let width = cohort.columns.count
  let criteria = (0..<1024).flatMap { i in cohort.columns.map { $0[i] } }
  let answers = UnsafeMutablePointer<SurvivalBenefit>.allocate(capacity: benefit.count)
  defer { answers.deallocate() }
  var sum = 0.0
  var calls = 0
  let time = measure {
    rows.withUnsafeBufferPointer { rows in
      criteria.withUnsafeBufferPointer { criteria in
        plain_count_allocations(1)
        for i in 0..<loops {
          let verdict = benefit.benefits(
            rows.baseAddress! + 3 * (i & 1023),
            eligibility: criteria.baseAddress! + width * (i & 1023), into: answers)
          sum += answers[2].absoluteBenefit.estimate + (verdict?.eligible == true ? 1 : 0)
        }
        calls += Int(plain_count_allocations(0))
      }
    }
    return sum
  }
  return [
    Line(
      "benefit of one patient with eligibility, three horizons, one effect",
      value: 1e9 * time.seconds / Double(loops), unit: "ns", against: "", limit: 500, aim: 150,
      runs: 5),
    Line(
      "allocations in a million such answers, five times", value: Double(calls), unit: "",
      against: "", limit: 0, aim: 0, runs: 5),
  ]
}

private func cohortLines(
  _ benefit: NeoadjuvantBenefit, _ cohort: EligibilityCohort
) throws -> [Line] {
  let count = cohort.count
  let room = UnsafeMutableBufferPointer<Double>.allocate(capacity: 4 * count)
  let verdicts = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
  defer {
    room.deallocate()
    verdicts.deallocate()
  }
  func part(_ k: Int) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(rebasing: room[(k * count)..<((k + 1) * count)])
  }
  let answers = NeoadjuvantBenefit.Columns(
    survivalWithout: part(0), survivalWith: part(1), benefitLower: part(2), benefitUpper: part(3))
  func numbers(_ values: [Double]) -> UnsafeBufferPointer<Double> {
    let column = UnsafeMutableBufferPointer<Double>.allocate(capacity: count)
    _ = column.initialize(from: values)
    return UnsafeBufferPointer(column)
  }
  let inputs = [cohort.scored.age, cohort.scored.size, cohort.scored.level].map(numbers)
  let criteria = zip(cohort.compiled.covariates, cohort.columns).map {
    covariate, values -> CompiledEligibility.Column in
    if covariate.kind == .number { return .numbers(numbers(values)) }
    let column = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
    _ = column.initialize(from: values.map { $0.isNaN ? 255 : UInt8($0) })
    return .levels(UnsafeBufferPointer(column))
  }
  defer {
    for column in inputs { column.deallocate() }
    for column in criteria {
      switch column {
      case .numbers(let values): values.deallocate()
      case .levels(let codes): codes.deallocate()
      }
    }
  }
  let time = try measure {
    try benefit.benefits(
      effect: 0, columns: inputs, eligibility: criteria, into: [answers], verdicts: verdicts)
  }
  let eligible = verdicts.count { $0 == CompiledEligibility.isEligible }
  let theirs = try withTemporaryDirectory { directory in
    let names = ["scoreAge", "scoreSize", "level"] + cohort.compiled.covariates.map(\.name)
    let columns =
      [cohort.scored.age, cohort.scored.size, cohort.scored.level] + cohort.columns
    for (name, column) in zip(names, columns) {
      try column.withUnsafeBytes { Data($0) }.write(to: directory.appendingPathComponent(name))
    }
    return Peer.r.run(
      "benefit.R",
      [
        directory.path, "\(count)", cohort.answers(of: "site"), cohort.answers(of: "histology"),
      ])
  }
  if let theirs = theirs?.values["eligible"], theirs.first != Double(eligible) {
    print("R finds \(theirs) eligible, we \(eligible)")
  }
  let rate = Double(count) / time.seconds / 1e6
  return [
    Line(
      "benefit of a cohort of \(count) with eligibility, one horizon", ours: time, single: time,
      peer: "R, vectorised", theirs: theirs?.times["benefit"], must: 20, aim: nil,
      note: String(format: "%.0f million patients a second (must 8, aim 20)", rate))
  ]
}
