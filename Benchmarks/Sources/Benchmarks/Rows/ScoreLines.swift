import Foundation
import PlainLoop
import PrognosticModels

/// What a warm score costs: one patient, one with intervals, a cohort from columns; and loading the
/// library.
func scoreLines(_ options: Options) throws -> [Line] {
  let scoring = try ScoringModel()
  let scorer = try Scorer(scoring.hazards, at: [3, 5, 10])
  let count = options.rows(1_000_000)
  let cohort = ScoringCohort(count: count)
  return [
    onePatientLine(scorer, cohort), intervalLine(scorer, cohort),
    allocationLine(scorer, cohort),
  ] + (try cohortLines(scorer, cohort, options)) + [try libraryLine()]
}

/// Ages, sizes and levels, as columns and row by row.
struct ScoringCohort {
  let count: Int
  let age: [Double]
  let size: [Double]
  let level: [Double]

  init(count: Int) {
    var random = RandomNumbers(seed: 1)
    self.count = count
    age = (0..<count).map { _ in 20 + 70 * random.uniform() }
    size = (0..<count).map { _ in 1 + 30 * random.uniform() }
    level = (0..<count).map { _ in Double(Int(10 * random.uniform())) }
  }

  var rows: [Double] { (0..<count).flatMap { [age[$0], size[$0], level[$0]] } }
}

private let loops = 1_000_000

private func onePatientLine(_ scorer: Scorer, _ cohort: ScoringCohort) -> Line {
  let rows = Array(cohort.rows.prefix(3 * 1024))
  var survivals = [Double](repeating: 0, count: 3)
  var sum = 0.0
  let time = measure {
    rows.withUnsafeBufferPointer { rows in
      survivals.withUnsafeMutableBufferPointer { survivals in
        for i in 0..<loops {
          scorer.survivals(rows.baseAddress! + 3 * (i & 1023), into: survivals.baseAddress!)
          sum += survivals[2]
        }
      }
    }
    return sum
  }
  return Line(
    "one patient, three horizons", value: 1e9 * time.seconds / Double(loops), unit: "ns",
    against: "", limit: 60, aim: 30, runs: 5)
}

private func intervalLine(_ scorer: Scorer, _ cohort: ScoringCohort) -> Line {
  let rows = Array(cohort.rows.prefix(3 * 1024))
  var answers = [Double](repeating: 0, count: 9)
  var sum = 0.0
  let time = measure {
    rows.withUnsafeBufferPointer { rows in
      answers.withUnsafeMutableBufferPointer { answers in
        let room = answers.baseAddress!
        for i in 0..<loops {
          _ = scorer.survivals(
            rows.baseAddress! + 3 * (i & 1023), into: room, lower: room + 3, upper: room + 6)
          sum += answers[8]
        }
      }
    }
    return sum
  }
  return Line(
    "the same with intervals", value: 1e9 * time.seconds / Double(loops), unit: "ns", against: "",
    limit: 250, aim: 120, runs: 5)
}

/// Bytes that the allocator has handed out more after a million scores than before.
private func allocationLine(_ scorer: Scorer, _ cohort: ScoringCohort) -> Line {
  let rows = Array(cohort.rows.prefix(3 * 1024))
  var answers = [Double](repeating: 0, count: 9)
  var calls = 0
  rows.withUnsafeBufferPointer { rows in
    answers.withUnsafeMutableBufferPointer { answers in
      let room = answers.baseAddress!
      plain_count_allocations(1)
      for i in 0..<1000 {
        scorer.survivals(rows.baseAddress! + 3 * i, into: room)
        _ = scorer.survivals(
          rows.baseAddress! + 3 * i, into: room, lower: room + 3, upper: room + 6)
      }
      calls = plain_count_allocations(0)
    }
  }
  return Line(
    "allocations in 1000 warm scores with and without intervals", value: Double(calls), unit: "",
    against: "", limit: 0, aim: 0, runs: 1)
}

private func cohortLines(
  _ scorer: Scorer, _ cohort: ScoringCohort, _ options: Options
) throws -> [Line] {
  var ours = [Double](repeating: 0, count: cohort.count)
  let time = try measure {
    try cohort.age.withUnsafeBufferPointer { age in
      try cohort.size.withUnsafeBufferPointer { size in
        try cohort.level.withUnsafeBufferPointer { level in
          try ours.withUnsafeMutableBufferPointer { out in
            try scorer.survival(horizon: 1, columns: [age, size, level], into: out)
          }
        }
      }
    }
  }
  var plain = [Double](repeating: 0, count: cohort.count)
  var model = ScoringModel.plain
  let loop = measure {
    plain_score(&model, cohort.age, cohort.size, cohort.level, cohort.count, &plain)
  }
  let difference = zip(ours, plain).map { ($0 - $1).magnitude }.max() ?? 0
  let rate = Double(cohort.count) / time.seconds / 1e6
  func line(_ peer: String, _ theirs: Measurement?, _ note: String = "") -> Line {
    Line(
      "cohort of \(cohort.count), one horizon", ours: time, single: time, peer: peer,
      theirs: theirs, must: nil, aim: nil, note: note)
  }
  let peers = try withTemporaryDirectory { directory in
    for (name, column) in [("age", cohort.age), ("size", cohort.size), ("level", cohort.level)] {
      try column.withUnsafeBytes { Data($0) }.write(to: directory.appendingPathComponent(name))
    }
    let arguments = [directory.path, "\(cohort.count)"]
    return (r: Peer.r.run("score.R", arguments), python: Peer.python.run("score.py", arguments))
  }
  return [
    Line(
      "nanoseconds a patient, cohort from columns", value: 1000 / rate, unit: "ns", against: "",
      limit: 1000.0 / 60, aim: 1000.0 / 150, runs: 5,
      note: String(format: "%.0f million patients a second", rate)),
    line("plain C loop", loop, "answers within \(bound(difference))"),
    line("NumPy", peers.python?.times["score"]),
    line(
      "R predict(type = \"survival\")", peers.r?.times["predict"],
      "R on a tenth of the rows, times ten"),
    line("rms survest", peers.r?.times["survest"], "R on a tenth of the rows, times ten"),
  ]
}

extension ScoringModel {
  static var plain: plain_model {
    var model = plain_model()
    withUnsafeMutableBytes(of: &model) { bytes in
      let numbers = ageKnots + sizeKnots + age + size + levels + [hazards[1]]
      for (place, number) in numbers.enumerated() {
        bytes.storeBytes(of: number, toByteOffset: 8 * place, as: Double.self)
      }
    }
    return model
  }
}

/// Every document read and checked, as a process does when it starts.
private func libraryLine() throws -> Line {
  let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("models").path
  var count = 0
  let time = try measure(repetitions: 9) {
    let library = try ModelLibrary(directory: directory)
    count = library.models.count
    return library
  }
  return Line(
    "the library read and checked", value: 1000 * time.seconds, unit: "ms", against: "", limit: 20,
    aim: 5, runs: 9, note: "\(count) models")
}
