import Foundation
import PrognosticModels

/// What one effect on a compiled baseline costs: one patient, and a cohort from columns.
func benefitLines(_ options: Options) throws -> [Line] {
  let scoring = try ScoringModel()
  let ratio = try RatioEstimate(.hazardRatio, 0.94, interval: (lower: 0.68, upper: 1.31))
  let cohort = ScoringCohort(count: options.rows(1_000_000))
  let three = try NeoadjuvantBenefit(
    baseline: .scorer(try Scorer(scoring.plainHazards, at: [3, 5, 10])), effects: [ratio])
  let one = try NeoadjuvantBenefit(
    baseline: .scorer(try Scorer(scoring.plainHazards, at: [5])), effects: [ratio])
  return [onePatientLine(three, cohort)] + (try cohortLines(one, cohort))
}

private let loops = 1_000_000

/// Survival without and with, benefit and its interval at three horizons; eligibility is not in it.
private func onePatientLine(_ benefit: NeoadjuvantBenefit, _ cohort: ScoringCohort) -> Line {
  let rows = Array(cohort.rows.prefix(3 * 1024))
  let answers = UnsafeMutablePointer<SurvivalBenefit>.allocate(capacity: benefit.count)
  defer { answers.deallocate() }
  var sum = 0.0
  let time = measure {
    rows.withUnsafeBufferPointer { rows in
      for i in 0..<loops {
        benefit.benefits(rows.baseAddress! + 3 * (i & 1023), into: answers)
        sum += answers[2].absoluteBenefit.estimate
      }
    }
    return sum
  }
  return Line(
    "benefit of one patient, three horizons, one effect",
    value: 1e9 * time.seconds / Double(loops), unit: "ns", against: "", limit: 500, aim: 150,
    runs: 5, note: "eligibility not in it")
}

private func cohortLines(
  _ benefit: NeoadjuvantBenefit, _ cohort: ScoringCohort
) throws -> [Line] {
  let count = cohort.count
  let room = UnsafeMutableBufferPointer<Double>.allocate(capacity: 4 * count)
  defer { room.deallocate() }
  func part(_ k: Int) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(rebasing: room[(k * count)..<((k + 1) * count)])
  }
  let answers = NeoadjuvantBenefit.Columns(
    survivalWithout: part(0), survivalWith: part(1), benefitLower: part(2), benefitUpper: part(3))
  let time = try measure {
    try cohort.age.withUnsafeBufferPointer { age in
      try cohort.size.withUnsafeBufferPointer { size in
        try cohort.level.withUnsafeBufferPointer { level in
          try benefit.benefits(effect: 0, columns: [age, size, level], into: [answers])
        }
      }
    }
  }
  let theirs = try withTemporaryDirectory { directory in
    for (name, column) in [("age", cohort.age), ("size", cohort.size), ("level", cohort.level)] {
      try column.withUnsafeBytes { Data($0) }.write(to: directory.appendingPathComponent(name))
    }
    return Peer.r.run("benefit.R", [directory.path, "\(count)"])
  }
  let rate = Double(count) / time.seconds / 1e6
  return [
    Line(
      "benefit of a cohort of \(count), one horizon", ours: time, single: time,
      peer: "R, vectorised", theirs: theirs?.times["benefit"], must: 20, aim: nil,
      note: String(format: "%.0f million patients a second (must 8, aim 20)", rate))
  ]
}
