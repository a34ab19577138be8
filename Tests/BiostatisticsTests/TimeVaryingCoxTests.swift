import Biostatistics
import Foundation
import TestSupport
import Testing

/// Covariates and coefficients that change with time, against R's survival 3.5-3, which splits the
/// file (`Tests/Reference/cox-time-varying.R`), and against our own fit of files split here.
@Suite("Effects that change with time")
struct TimeVaryingCoxTests {
  private static func frame(
    _ formula: String, in table: Table, weights: String? = nil
  ) throws -> SurvivalFrame {
    var options = ModelFrameOptions()
    options.allowsEffectsOverTime = true
    options.weights = weights
    return try SurvivalFrame(Formula(formula), in: table, options: options)
  }

  private static func table(_ reference: Reference) throws -> Table {
    let names = ["veteran": "veteran", "lung": "lung_w", "diagnostics": "cox-residuals"]
    return try ReferenceCase.table(try #require(names[reference["data"].string ?? ""]))
  }

  private static func options(_ reference: Reference) throws -> CoxOptions {
    var options = CoxOptions()
    options.ties = try #require(TieHandling(rawValue: reference["ties"].string ?? ""))
    options.concordance = false
    return options
  }

  @Test("tt() gives what R's coxph(tt = ) gives", arguments: 0..<12)
  func transforms(index: Int) throws {
    let reference = try Reference(named: "cox-time-varying.json")["tt"][index]
    let formula = try #require(reference["formula"].string)
    let model = try TimeVaryingCoxModel(
      Self.frame(formula, in: Self.table(reference), weights: reference["weights"].string),
      options: Self.options(reference))
    #expect(model.convergence.converged)
    let expected = reference["expected"]
    expectClose(
      model.coefficients, expected["coef"].numbers, relative: 1e-9, absolute: 1e-12, formula)
    expectCovariance(
      model.covarianceMatrix.rows, expected["var"].array.map(\.numbers), relative: 1e-9, formula)
    expectClose(
      [model.logPartialLikelihood.null, model.logPartialLikelihood.model],
      expected["loglik"].numbers, relative: 1e-12, formula)
    expectClose(model.scoreTest.statistic, expected["score"].number ?? .nan, relative: 1e-9)
    expectClose(
      model.likelihoodRatioTest.statistic, expected["lr"].number ?? .nan, relative: 1e-9)
  }

  @Test("step() gives what R's coxph gives on the split file", arguments: 0..<3)
  func steps(index: Int) throws {
    let reference = try Reference(named: "cox-time-varying.json")["steps"][index]
    let formula = try #require(reference["formula"].string)
    let frame = try Self.frame(
      formula, in: Self.table(reference), weights: reference["weights"].string)
    let model = try CoxModel(frame, options: Self.options(reference))
    let expected = reference["expected"]
    expectClose(model.coefficients, expected["coef"].numbers, relative: 1e-9, formula)
    expectCovariance(
      model.covarianceMatrix.rows, expected["var"].array.map(\.numbers), relative: 1e-9, formula)
    expectClose(
      [model.logPartialLikelihood.null, model.logPartialLikelihood.model],
      expected["loglik"].numbers, relative: 1e-12, formula)
  }

  /// The open case holds R's fit of `karno:strata(tgroup)` on the file split at 90 and 180.
  @Test("step(karno, 90, 180) on veteran is the reference on veteran_split")
  func openCase() throws {
    let reference = try ReferenceCase("cox-veteran-step-tvc")
    let frame = try Self.frame(
      "Surv(time, status) ~ trt + prior + step(karno, 90, 180)",
      in: ReferenceCase.table("veteran"))
    #expect(frame.rowsUsed == 137)
    #expect(frame.outcomes.count == 225)
    let model = try CoxModel(frame)
    #expect(
      frame.design.columnNames == [
        "trt", "prior", "karno:t<=90", "karno:90<t<=180", "karno:t>180",
      ])
    expectClose(model.coefficients, reference.values("coef"), relative: 1e-9)
    expectCovariance(model.covarianceMatrix.rows, reference.matrix("var"), relative: 1e-9, "step")
    expectClose(
      model.concordance?.index ?? .nan, reference.values("concordance")[5], relative: 1e-9)
    let martingale = model.martingaleResiduals.reduce(0) { $0 + $1 * $1 }
    let expected = reference.expected["residuals"]["martingale"]["sumsq"].number ?? .nan
    expectClose(martingale, expected, relative: 1e-7)
  }

  /// Every row cut at every event time, with z as a column: R's way, in memory rows times events.
  private static func split(_ sample: CoxSample, z: (Int, Double) -> Double) throws -> Table {
    let events = Set(zip(sample.exit, sample.event).filter(\.1).map(\.0)).sorted()
    var columns = [[Double]](repeating: [], count: 9)
    for row in 0..<sample.count {
      var from = sample.entry?[row] ?? 0
      let cuts = events.filter { $0 > from && $0 < sample.exit[row] } + [sample.exit[row]]
      for to in cuts {
        let isLast = to == sample.exit[row]
        let values = [
          from, to, isLast && sample.event[row] ? 1 : 0, sample.columns[0][row],
          sample.columns[1][row], z(row, to), sample.weights?[row] ?? 1,
          Double(sample.strata?[row] ?? 0), sample.offset?[row] ?? 0,
        ]
        for (place, value) in values.enumerated() { columns[place].append(value) }
        from = to
      }
    }
    let names = ["entry", "exit", "event", "x0", "x1", "z", "w", "s", "o"]
    return try Table(columns: zip(names, columns).map { Column(name: $0, numbers: $1) })
  }

  private static func whole(_ sample: CoxSample) throws -> Table {
    try Table(columns: [
      Column(name: "entry", numbers: sample.entry ?? sample.exit.map { _ in 0 }),
      Column(name: "exit", numbers: sample.exit),
      Column(name: "event", numbers: sample.event.map { $0 ? 1 : 0 }),
      Column(name: "x0", numbers: sample.columns[0]),
      Column(name: "x1", numbers: sample.columns[1]),
      Column(name: "x2", numbers: sample.columns[2]),
      Column(name: "w", numbers: sample.weights ?? sample.exit.map { _ in 1 }),
      Column(name: "s", numbers: (sample.strata ?? sample.exit.map { _ in 0 }).map { Double($0) }),
      Column(name: "o", numbers: sample.offset ?? sample.exit.map { _ in 0 }),
    ])
  }

  /// Products, a step function, and a function that is no product; entries, weights, strata and
  /// offsets as the seed goes through 0 ..< 16.
  @Test("A fit equals that of the file split at every event time", arguments: 0..<16)
  func splitFile(seed: Int) throws {
    var sample = CoxSample(seed: seed)
    // Counts, for other weights ask for a robust variance.
    sample.weights = sample.weights?.map { $0.rounded(.up) }
    let columns = sample.columns
    let functions: [(text: String, value: (Int, Double) -> Double)] = [
      ("x2 * log(t)", { columns[2][$0] * log($1) }),
      ("x2 * (t > 9)", { $1 > 9 ? columns[2][$0] : 0 }),
      ("x2/t + x1 * t/100", { columns[2][$0] / $1 + columns[1][$0] * $1 / 100 }),
    ]
    for ties in [TieHandling.efron, .breslow] {
      for (text, value) in functions {
        var options = CoxOptions()
        options.ties = ties
        options.concordance = false
        let response = "Surv(entry, exit, event) ~ x0 + x1"
        let rest = " + strata(s) + offset(o)"
        let own = try TimeVaryingCoxModel(
          Self.frame(
            "\(response) + tt(\(text))\(rest)", in: Self.whole(sample), weights: "w"),
          options: options)
        let split = try CoxModel(
          Self.frame(
            "\(response) + z\(rest)", in: Self.split(sample, z: value), weights: "w"),
          options: options)
        let name = "\(text), \(ties)"
        #expect(own.coefficientNames == ["x0", "x1", "tt(\(text))"])
        expectClose(
          own.coefficients, split.coefficients, relative: 1e-9, absolute: 1e-11, name)
        expectCovariance(
          own.covarianceMatrix.rows, split.covarianceMatrix.rows, relative: 1e-9, name)
        expectClose(
          own.logPartialLikelihood.null, split.logPartialLikelihood.null, relative: 1e-12, name)
        expectClose(
          own.logPartialLikelihood.model, split.logPartialLikelihood.model, relative: 1e-12, name)
        expectClose(own.waldTest.statistic, split.waldTest.statistic, relative: 1e-8, name)
        expectClose(own.scoreTest.statistic, split.scoreTest.statistic, relative: 1e-8, name)
      }
    }
  }

  @Test("A step function written with tt() and with step() is one model")
  func stepsAsTransforms() throws {
    let table = try ReferenceCase.table("veteran")
    let steps = try CoxModel(
      Self.frame("Surv(time, status) ~ age + step(karno, 100)", in: table))
    let transforms = try TimeVaryingCoxModel(
      Self.frame(
        "Surv(time, status) ~ age + tt(karno * (t <= 100)) + tt(karno * (t > 100))", in: table))
    expectClose(transforms.coefficients, steps.coefficients, relative: 1e-9)
    expectCovariance(
      transforms.covarianceMatrix.rows, steps.covarianceMatrix.rows, relative: 1e-9, "steps")
  }

  @Test("Steps of a factor, a spline and a condition have columns in each interval")
  func stepColumns() throws {
    let table = try ReferenceCase.table("veteran")
    let frame = try Self.frame(
      "Surv(time, status) ~ step(celltype, 90) + step(rcs(karno, 3), 180) + step(age > 60, 90)",
      in: table)
    #expect(
      frame.design.columnNames == [
        "celltypelarge:t<=90", "celltypesmallcell:t<=90", "celltypesquamous:t<=90",
        "celltypelarge:t>90", "celltypesmallcell:t>90", "celltypesquamous:t>90",
        "rcs(karno, 3):t<=180", "rcs(karno, 3)':t<=180", "rcs(karno, 3):t>180",
        "rcs(karno, 3)':t>180", "age > 60TRUE:t<=90", "age > 60TRUE:t>90",
      ])
    #expect(frame.design.termNames.count == 3)
    for row in 0..<frame.outcomes.count {
      let isLate = frame.outcomes.exit[row] > 90
      let zeros = (0..<3).map { frame.design.values(ofColumn: isLate ? $0 : $0 + 3)[row] }
      #expect(zeros == [0, 0, 0])
    }
  }

  @Test("A robust variance takes the pieces of a row together")
  func robustSteps() throws {
    let table = try ReferenceCase.table("lung_w")
    var options = CoxOptions()
    options.robust = true
    // One coefficient throughout, which the cut cannot change.
    let plain = try CoxModel(
      Self.frame("Surv(time, event) ~ age", in: table), options: options)
    let cut = try CoxModel(
      Self.frame("Surv(time, event) ~ age + step(sex, 200) - sex", in: table), options: options)
    let reference = try TimeVaryingCoxModel(
      Self.frame("Surv(time, event) ~ age + tt(sex * (t <= 200)) + tt(sex * (t > 200))", in: table))
    #expect(plain.robustCovarianceMatrix != nil && cut.robustCovarianceMatrix != nil)
    expectClose(cut.coefficients, reference.coefficients, relative: 1e-9)
    // dfbeta summed over the pieces of a row, then its products: Lin and Wei's sandwich by hand.
    let splitting = try #require(cut.frame.splitting)
    var sums = [[Double]](repeating: [0, 0, 0], count: splitting.rowCount)
    for (piece, row) in splitting.rows.enumerated() {
      for column in 0..<3 { sums[Int(row)][column] += cut.dfbetaResiduals[piece, column] }
    }
    let sandwich = (0..<3).map { i in
      (0..<3).map { j in sums.reduce(0) { $0 + $1[i] * $1[j] } }
    }
    expectCovariance(
      cut.robustCovarianceMatrix?.rows ?? [], sandwich, relative: 1e-8, "sandwich")
  }

  @Test("A covariate that is one with another term is left out, with a warning by name")
  func collinear() throws {
    let table = try ReferenceCase.table("lung_w")
    let model = try TimeVaryingCoxModel(
      Self.frame("Surv(time, event) ~ age + tt(age * (t > 0)) + tt(age * log(t))", in: table))
    let less = try TimeVaryingCoxModel(
      Self.frame("Surv(time, event) ~ age + tt(age * log(t))", in: table))
    #expect(model.coefficients[1].isNaN)
    #expect(model.degreesOfFreedom == 2)
    expectClose([model.coefficients[0], model.coefficients[2]], less.coefficients, relative: 1e-9)
    let warning = try #require(model.warnings.first { $0.code == .collinear })
    #expect(
      warning.message == "'tt(age * (t > 0))' adds nothing within the risk sets to the other terms "
        + "and was left out; remove it or one of those.")
  }

  /// No death within the interval has the covariate, so that its coefficient falls for ever.
  @Test("A coefficient without a finite estimate is named")
  func monotone() throws {
    let table = try Table(columns: [
      Column(name: "time", numbers: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
      Column(name: "d", numbers: [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]),
      Column(name: "x", numbers: [1, 0, 1, 0, 0, 0, 0, 0, 1, 1]),
    ])
    let model = try TimeVaryingCoxModel(
      Self.frame("Surv(time, d) ~ tt(x * (t <= 4)) + tt(x * (t > 4))", in: table))
    #expect(model.convergence.reason == .valueStationary)
    let warnings = model.warnings.filter { $0.code == .monotoneLikelihood }
    #expect(warnings.map(\.term) == ["tt(x * (t > 4))"])
    #expect(warnings.first?.message.contains("goes to -infinity") == true)
  }

  @Test("Covariates shifted by a million, or scaled by one, give the same fit")
  func scaling() throws {
    let table = try ReferenceCase.table("veteran")
    func fit(_ text: String) throws -> TimeVaryingCoxModel {
      try TimeVaryingCoxModel(
        Self.frame("Surv(time, status) ~ age + karno + tt(\(text))", in: table))
    }
    let plain = try fit("karno * log(t)")
    let scaled = try fit("1000000 * karno * log(t)")
    expectClose(
      scaled.coefficients, [1, 1, 1e-6].enumerated().map { $1 * plain.coefficients[$0] },
      relative: 1e-9)
    let shifted = try fit("(karno + 1000000) * log(t)")
    expectClose(shifted.coefficients, plain.coefficients, relative: 1e-8)
  }

  @Test(
    "What effects over time cannot be is one sentence",
    arguments: [
      ("tt(age)", "it does not depend on the event time t"),
      ("tt(log(t))", "it is one value for all rows at an event time"),
      ("tt(age, t)", "tt() takes one expression, such as tt(age * log(t)), t being the event time"),
      ("tt(agee * t)", "agee"),
      ("age:tt(age * t)", "step() and tt() stand alone; write products within them."),
      ("step(age)", "step() takes a covariate and the times, ascending"),
      ("step(age, 90, 90)", "step() takes a covariate and the times, ascending"),
      ("step(age, sex)", "step() takes a covariate and the times, ascending"),
      ("step(strata(sex), 90)", "step() takes a covariate and the times, ascending"),
    ])
  func refusals(term: String, words: String) throws {
    let table = try ReferenceCase.table("lung_w")
    do {
      _ = try Self.frame("Surv(time, event) ~ \(term)", in: table)
      Issue.record("\(term) was taken")
    } catch let error as DesignError {
      #expect(error.description.contains(words), "\(error.description)")
    }
  }

  @Test("Without leave a formula has no effects over time")
  func notAllowed() throws {
    let table = try ReferenceCase.table("lung_w")
    #expect(
      throws: DesignError.unusableTerm(
        "step(age, 90)", reason: "only fit cox takes effects that change with time.")
    ) {
      try SurvivalFrame(Formula("Surv(time, event) ~ step(age, 90)"), in: table)
    }
  }

  @Test("A column t beside another time is ambiguous, and the time itself may bear the name")
  func columnNamedT() throws {
    func table(_ time: String, _ other: String) throws -> Table {
      try Table(columns: [
        Column(name: time, numbers: [1, 2, 3, 4, 5, 6]),
        Column(name: "d", numbers: [1, 1, 0, 1, 1, 1]),
        Column(name: "x", numbers: [1, 0, 1, 0, 1, 0]),
        Column(name: other, numbers: [6, 5, 4, 3, 2, 1]),
      ])
    }
    #expect(throws: DesignError.self) {
      try Self.frame("Surv(time, d) ~ tt(x * t)", in: table("time", "t"))
    }
    let a = try TimeVaryingCoxModel(
      Self.frame("Surv(t, d) ~ tt(x * t)", in: table("t", "other")))
    let b = try TimeVaryingCoxModel(
      Self.frame("Surv(time, d) ~ tt(x * t)", in: table("time", "other")))
    #expect(a.coefficients == b.coefficients)
  }

  @Test("What a model with tt() does not have is refused by name")
  func withoutRobustVariance() throws {
    let table = try ReferenceCase.table("lung_w")
    let frame = try Self.frame("Surv(time, event) ~ tt(age * log(t))", in: table)
    var options = CoxOptions()
    options.robust = true
    #expect(
      throws: FitError.notWithEffectsOverTime(term: "tt(age * log(t))", what: "robust variance")
    ) { try TimeVaryingCoxModel(frame, options: options) }
    #expect(throws: FitError.self) {
      try TimeVaryingCoxModel(
        Self.frame("Surv(time, event) ~ tt(age * log(t))", in: table, weights: "wf"))
    }
    #expect(throws: FitError.self) { try CoxModel(frame) }
    #expect(
      FitError.notWithEffectsOverTime(term: "tt(age * log(t))", what: "robust variance").description
        == "A model with tt(age * log(t)) has no robust variance, for its effects change with "
        + "time; leave that out, or the term.")
    let zero = try Table(columns: [
      Column(name: "time", numbers: [0, 1, 2]), Column(name: "d", numbers: [1, 1, 1]),
      Column(name: "x", numbers: [1, 0, 1]),
    ])
    #expect(
      throws: FitError.timeVaryingNotFinite(term: "tt(x * log(t))", time: 0)
    ) { try TimeVaryingCoxModel(Self.frame("Surv(time, d) ~ tt(x * log(t))", in: zero)) }
    #expect(
      FitError.timeVaryingNotFinite(term: "tt(x * log(t))", time: 0).description
        == "tt(x * log(t)) has no finite value for some row at the event time 0; use a function "
        + "that has one, such as log(t + 1) where events fall at time 0.")
  }
}
