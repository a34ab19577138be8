import StrictJSON
import Terms
import TestSupport
import Testing

@testable import PrognosticModels

@Suite struct NomogramTests {
  /// rms 6.5-0's model of relapse-free survival in `rotterdam`, with its own coefficients. The knots
  /// are Harrell's: quantiles 0.05, 0.35, 0.65, 0.95 of age and 0.1, 0.5, 0.9 of nodes.
  private static func rotterdam() throws -> (PrognosticModel, Reference) {
    let reference = try Reference(named: "open/nomogram-cox-rotterdam.json")["expected"]
    let b = reference["coef"]["values"].numbers
    try #require(b.count == 9)
    // H(t) at a linear predictor of 0, from one mark of each of rms's survival axes.
    let perPoint = try #require(reference["scale_lp_per_point"].number)
    let intercept = try #require(reference["intercept"].number)
    let hazards = ["S365", "S1826", "S3652"].map { name -> Double in
      let axis = reference["fun"][name]
      let eta = intercept + perPoint * (axis["total_points"][0].number ?? .nan)
      return -Elementary.log(axis["value_x_real"][0].number ?? .nan) / Elementary.exp(eta)
    }
    // rms's linear predictor is centred: it is the intercept at the least of every axis.
    let least =
      b[0] * 50 + NomogramTests.bends(50, [35, 49, 61, 77], [b[1], b[2]]) + b[8]
    let model = try DrawnModel.model(
      covariates: """
        {"name": "age", "observed": [20, 90]},
        {"name": "lymphNodes", "local": true, "kind": "number", "label": {"en": "Nodes"},
         "observed": [0, 35]},
        {"name": "bulk", "local": true, "kind": "category", "label": {"en": "Size"},
         "levels": {"<=20": ["<=20"], "20-50": ["20-50"], ">50": [">50"]}, "reference": "<=20"},
        {"name": "degree", "local": true, "kind": "category", "label": {"en": "Grade"},
         "levels": {"2": ["2"], "3": ["3"]}, "reference": "2"},
        {"name": "hormone", "local": true, "kind": "yesNo", "label": {"en": "Hormone"}}
        """,
      terms: """
        {"name": "age", "kind": "restrictedCubicSpline", "covariate": "age",
         "knots": [35, 49, 61, 77], "normalisation": "rangeSquared",
         "coefficients": [\(b[0]), \(b[1]), \(b[2])]},
        {"name": "nodes", "kind": "restrictedCubicSpline", "covariate": "lymphNodes",
         "knots": [0, 1, 9], "normalisation": "rangeSquared", "coefficients": [\(b[3]), \(b[4])]},
        {"name": "size", "kind": "levels", "covariate": "bulk",
         "coefficients": {"20-50": \(b[5]), ">50": \(b[6])}},
        {"name": "grade", "kind": "levels", "covariate": "degree",
         "coefficients": {"3": \(b[7])}},
        {"name": "hormone", "kind": "linear", "covariate": "hormone", "coefficient": \(b[8])}
        """,
      baseline: """
        "baseline": {"at": \(least - intercept), "times": [365, 1826, 3652],
          "cumulativeHazard": [\(hazards[0]), \(hazards[1]), \(hazards[2])]}, "covariance": null
        """, unit: "day", horizons: "[365, 1826, 3652]", followUp: 3652)
    return (model, reference)
  }

  private static func bends(_ x: Double, _ knots: [Double], _ b: [Double]) -> Double {
    guard let spline = try? RestrictedCubicSpline(knots: knots) else { return .nan }
    return b.enumerated().reduce(0) { $0 + $1.element * spline.value(x, column: $1.offset + 1) }
  }

  @Test("Points are those of rms's nomogram, given its coefficients")
  func rms() throws {
    let (model, reference) = try Self.rotterdam()
    let nomogram = try Nomogram(of: model)
    let names = ["age", "nodes", "size", "grade", "hormon"]
    for (place, name) in names.enumerated() {
      let axis = reference["axes"][name]
      for (value, points) in zip(axis["values"].array, axis["points"].numbers) {
        let text = try #require(value.string)
        var patient = CovariateVector(values: [50, 0, 0, 0, 1])
        // A level's place, or else the number itself: rms writes no and yes as 0 and 1.
        let level = model.covariates[place].index(ofLevel: text).map(Double.init)
        patient.values[place] = try #require(level ?? Double(text))
        let reading = try #require(nomogram.reading(of: patient))
        // rms takes the least of age at its tick of 50 years; the true least lies beside it.
        let shift = place == 0 ? nomogram.points(of: 50, axis: 0) : 0
        expectClose(
          (reading.points[place] ?? .nan) - shift, points, relative: 1e-6, absolute: 1e-6,
          "\(name) \(text)")
      }
    }
  }

  @Test("Survival axes are rms's, shifted by what the least of age lies below its tick")
  func rmsSurvival() throws {
    let (model, reference) = try Self.rotterdam()
    let nomogram = try Nomogram(of: model)
    let shift = nomogram.points(of: 50, axis: 0)
    try #require(nomogram.outcomes.count == 3)
    for (outcome, name) in zip(nomogram.outcomes, ["S365", "S1826", "S3652"]) {
      let axis = reference["fun"][name]
      var compared = 0
      for (value, total) in zip(axis["value_x_real"].numbers, axis["total_points"].numbers) {
        guard let mark = outcome.marks.first(where: { ($0.value - value).magnitude < 1e-9 }) else {
          continue
        }
        // rms finds a total by interpolating in a table of survivals.
        expectClose(mark.points, total + shift, relative: 1e-5, "\(name) \(value)")
        compared += 1
      }
      #expect(compared >= 4)
    }
  }

  @Test("A total of points is the linear predictor, for every patient and form")
  func totals() throws {
    var generator = SplitMix64(seed: 6)
    for model in try DrawnModel.ofEveryForm() {
      let nomogram = try Nomogram(of: model)
      for _ in 0..<200 {
        let patient = DrawnModel.patient(of: model, using: &generator)
        let reading = try #require(nomogram.reading(of: patient))
        let eta = nomogram.origin + nomogram.linearPredictorPerPoint * reading.total
        expectClose(eta, reading.linearPredictor, relative: 1e-12, absolute: 1e-12, model.id)
      }
    }
  }

  @Test("The widest covariate spans 0 to 100 points, and every other starts at 0")
  func scale() throws {
    for model in try DrawnModel.ofEveryForm() where !model.form.statesPoints {
      let nomogram = try Nomogram(of: model)
      expectClose(nomogram.mostPoints, 100, relative: 1e-12)
      for covariate in Set(nomogram.axes.map(\.covariate)) {
        let marks = nomogram.axes.filter { $0.covariate == covariate }.flatMap(\.marks)
        #expect(marks.map(\.points).min() ?? 1 >= -1e-9)
      }
    }
  }

  @Test("Points rise or fall all along each run, and runs join where the axis folds")
  func folds() throws {
    let nomogram = try Nomogram(of: try Self.rotterdam().0)
    let runs = try #require(nomogram.axes.first).runs
    #expect(runs.count == 2)
    for run in runs {
      let steps = zip(run, run.dropFirst()).map { $1.points - $0.points }
      #expect(steps.allSatisfy { $0 > 0 } || steps.allSatisfy { $0 < 0 })
    }
    #expect(runs[0].last?.value == runs[1].first?.value)
    // At the fold the derivative is 0: neither side is lower.
    let turn = try #require(runs[0].last).value
    let least = nomogram.points(of: turn, axis: 0)
    #expect(nomogram.points(of: turn - 0.01, axis: 0) > least)
    #expect(nomogram.points(of: turn + 0.01, axis: 0) > least)
  }

  @Test("A number that a paper groups has a mark a group, and says which side is closed")
  func groups() throws {
    let library = try Library.models()
    let model = try #require(library["kattan-msk-dss-2002"])
    let nomogram = try Nomogram(of: model)
    let size = try #require(nomogram.axes.first { model.covariates[$0.covariate].name == "size" })
    #expect(size.marks.map(\.label) == ["\u{2264} 5", "> 5, \u{2264} 10", "> 10"])
    #expect(size.marks.map(\.points) == [0, 44, 70])
    #expect(!size.isContinuous)
  }

  @Test("Covariates that interact share points: an axis for every setting of the others")
  func interaction() throws {
    let model = try DrawnModel.interacting()
    let nomogram = try Nomogram(of: model)
    let ages = nomogram.axes.filter { model.covariates[$0.covariate].name == "age" }
    #expect(ages.map(\.condition) == ["Spread: no", "Spread: yes"])
    let reading = try #require(nomogram.reading(of: CovariateVector(values: [60, 1])))
    #expect(reading.points[0] == nil)
    expectClose(reading.points[1] ?? .nan, reading.total, relative: 1e-12)
  }

  @Test("The survival at a mark's total is what the mark says")
  func marks() throws {
    let model = try Self.rotterdam().0
    guard case .proportionalHazards(let hazards) = model.form else { return #expect(Bool(false)) }
    let nomogram = try Nomogram(of: model)
    for (outcome, time) in zip(nomogram.outcomes, model.endpoint.horizons) {
      #expect(!outcome.marks.isEmpty)
      for mark in outcome.marks {
        let eta = nomogram.origin + nomogram.linearPredictorPerPoint * mark.points
        expectClose(
          hazards.survival(at: time, linearPredictor: eta) ?? .nan, mark.value, relative: 1e-12)
      }
    }
    #expect(nomogram.median == nil)
  }

  @Test("Every error has its sentence")
  func sentences() throws {
    let library = try Library.models()
    let rule = try #require(library["fnclcc-grade-1997"])
    #expect {
      try Nomogram(of: rule)
    } throws: {
      "\($0)"
        == "fnclcc-grade-1997 is a rule and has no points to draw; 'score' answers it."
    }
    let unbounded = try DrawnModel.model(
      covariates: #"{"name": "u", "local": true, "kind": "number", "label": {"en": "U"}}"#,
      terms: #"{"name": "u", "kind": "linear", "covariate": "u", "coefficient": 1}"#)
    #expect {
      try Nomogram(of: unbounded)
    } throws: {
      "\($0)"
        == "The document states no observed range for 'u', so its axis has no ends; add one."
    }
    let flat = try DrawnModel.model(
      covariates: #"{"name": "age", "observed": [20, 80]}"#,
      terms: #"{"name": "a", "kind": "linear", "covariate": "age", "coefficient": 0}"#)
    #expect {
      try Nomogram(of: flat)
    } throws: {
      "\($0)" == "No covariate of drawn changes its prediction, so there are no axes."
    }
    let infinite = try DrawnModel.model(
      covariates: #"{"name": "age", "observed": [0, 80]}"#,
      terms: """
        {"name": "a", "kind": "transformed", "expression": "log(age)", "coefficient": 1}
        """)
    #expect {
      try Nomogram(of: infinite)
    } throws: {
      "\($0)"
        == "The share of 'age' is not finite within its observed range; correct the range."
    }
    #expect {
      try Nomogram(of: flat, for: CovariateVector(values: [1, 2]))
    } throws: {
      "\($0)" == "The patient was not described for drawn."
    }
    let many = try DrawnModel.model(
      covariates: """
        {"name": "age", "observed": [20, 80]}, {"name": "size", "observed": [1, 21]},
        {"name": "mitoses", "observed": [0, 40]}, {"name": "necrosis", "observed": [0, 100]}
        """,
      terms: """
        {"name": "all", "kind": "interaction", "coefficient": 0.001, "factors": [
          {"covariate": "age"}, {"covariate": "size"}, {"covariate": "mitoses"},
          {"covariate": "necrosis"}]}
        """)
    #expect {
      try Nomogram(of: many)
    } throws: {
      "\($0)".hasPrefix("The interaction of age, size, mitoses and necrosis needs ")
        && "\($0)".hasSuffix(
          " axes; at most 24 are drawn: give a patient, whose values then set all but one.")
    }
    #expect(
      try Nomogram(of: many, for: CovariateVector(values: [50, 5, 10, 20])).axes.count == 1)
  }
}

extension Nomogram {
  /// The points of a value on the axis of a covariate that interacts with none.
  fileprivate func points(of value: Double, axis covariate: Int) -> Double {
    var patient = CovariateVector(values: model.covariates.map { _ in 0 })
    patient.values[covariate] = value
    let place = axes.firstIndex { $0.covariate == covariate }
    return place.flatMap { reading(of: patient)?.points[$0] } ?? .nan
  }
}
