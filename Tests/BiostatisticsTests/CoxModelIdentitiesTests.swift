import Foundation
import TestSupport
import Testing

@testable import Biostatistics

/// What must be true of every fit, whatever the data.
@Suite("Identities of Cox fits")
struct CoxModelIdentitiesTests {
  /// A table with the columns start, time, status, x0, x1, x2, w, g and lp.
  private static func table(
    _ sample: CoxSample, rows: [Int]? = nil, changing change: ([[Double]]) -> [[Double]] = { $0 }
  ) throws -> Table {
    let rows = rows ?? Array(sample.exit.indices)
    func select(_ values: [Double]) -> [Double] { rows.map { values[$0] } }
    let columns = change(sample.columns)
    var result = [
      Column(name: "time", numbers: select(sample.exit)),
      Column(name: "status", numbers: select(sample.event.map { $0 ? 1 : 0 })),
      Column(name: "start", numbers: select(sample.entry ?? sample.exit.map { $0 - 100 })),
      Column(name: "w", numbers: select(sample.weights ?? sample.exit.map { _ in 1 })),
      Column(
        name: "g",
        texts: select(sample.strata?.map(Double.init) ?? sample.exit).map { "g\(Int($0))" }
      ),
    ]
    for (place, column) in columns.enumerated() {
      result.append(Column(name: "x\(place)", numbers: select(column)))
    }
    return try Table(columns: result)
  }

  private static func fit(
    _ formula: String, _ table: Table, ties: TieHandling = .efron, weights: String? = nil,
    threads: Int = 1, tolerance: Double = 1e-9
  ) throws -> CoxModel {
    var frameOptions = ModelFrameOptions()
    frameOptions.weights = weights
    if formula.contains("start") && weights != nil { frameOptions.cluster = "time" }
    var options = CoxOptions()
    options.ties = ties
    options.threads = threads
    options.tolerance = tolerance
    return try CoxModel(
      try SurvivalFrame(try Formula(formula), in: table, options: frameOptions), options: options)
  }

  private static let covariates = "x0 + x1 + x2"

  /// The residuals belong to the point before the last step, `tolerance` standard errors away: their
  /// sum is that far from zero, in units of the score's standard deviation, sqrt(I_jj).
  @Test(
    "the weighted score residuals sum to zero at the estimate", arguments: 0..<8, [1e-9, 1e-12])
  func scoreIsZero(seed: Int, tolerance: Double) throws {
    let sample = CoxSample(seed: seed)
    let strata = sample.strata == nil ? "" : " + strata(g)"
    let model = try Self.fit(
      "Surv(start, time, status) ~ \(Self.covariates)\(strata)", try Self.table(sample),
      weights: sample.weights == nil ? nil : "w", tolerance: tolerance)
    let weights = model.frame.weights ?? [Double](repeating: 1, count: model.rowCount)
    let residuals = model.scoreResiduals
    for column in 0..<3 {
      let terms = (0..<model.rowCount).map { weights[$0] * residuals[$0, column] }
      let size = model.modelCovarianceMatrix[column, column].squareRoot()
      expectClose(terms.reduce(0, +) * size, 0, absolute: max(10 * tolerance, 1e-12))
      #expect(terms.contains { $0.magnitude > 0.1 })
    }
    let martingale = zip(weights, model.martingaleResiduals).reduce(0) { $0 + $1.0 * $1.1 }
    expectClose(martingale, 0, absolute: 1e-12)
  }

  /// A shift by 1e6 costs the covariate six of its sixteen digits; a power of ten costs one rounding.
  @Test(
    "shifting a covariate changes nothing, scaling it divides its coefficient",
    arguments: [(0.0, 1e8), (0, 1e-8), (1e6, 1), (-37, -3), (0, 1e150), (0, 1e-150)])
  func shiftAndScale(shift: Double, scale: Double) throws {
    for seed in [0, 3] {
      let sample = CoxSample(seed: seed)
      let formula = "Surv(start, time, status) ~ \(Self.covariates)"
      let plain = try Self.fit(formula, try Self.table(sample))
      let moved = try Self.fit(
        formula,
        try Self.table(sample) { columns in
          [columns[0].map { scale * $0 + shift }, columns[1], columns[2]]
        })
      let tolerance = shift == 1e6 ? 1e-8 : 1e-12
      let unscaled = [scale * moved.coefficients[0], moved.coefficients[1], moved.coefficients[2]]
      expectClose(unscaled, plain.coefficients, relative: tolerance)
      expectClose(
        moved.logPartialLikelihood.model, plain.logPartialLikelihood.model, relative: tolerance)
      expectClose(moved.waldTest.statistic, plain.waldTest.statistic, relative: tolerance)
      let error = moved.standardErrors[0] * abs(scale)
      expectClose(error, plain.standardErrors[0], relative: tolerance)
      expectClose(
        moved.martingaleResiduals, plain.martingaleResiduals, absolute: 10 * tolerance)
    }
  }

  @Test("under Breslow ties a weight of k is k equal rows")
  func weightsAreCopies() throws {
    var sample = CoxSample(seed: 1)
    let copies = sample.exit.indices.map { 1 + $0 % 3 }
    sample.weights = copies.map(Double.init)
    let rows = copies.indices.flatMap { row in [Int](repeating: row, count: copies[row]) }
    let formula = "Surv(start, time, status) ~ \(Self.covariates)"
    let weighted = try Self.fit(formula, try Self.table(sample), ties: .breslow, weights: "w")
    let copied = try Self.fit(formula, try Self.table(sample, rows: rows), ties: .breslow)
    expectClose(weighted.coefficients, copied.coefficients, relative: 1e-12)
    expectClose(
      weighted.logPartialLikelihood.model, copied.logPartialLikelihood.model, relative: 1e-13)
    expectCovariance(
      weighted.modelCovarianceMatrix.rows, copied.modelCovarianceMatrix.rows, relative: 1e-12,
      "copies")
    // Under Efron ties copies of a death are tied with each other, and a weight is not.
    let efron = try Self.fit(formula, try Self.table(sample), weights: "w")
    let efronCopied = try Self.fit(formula, try Self.table(sample, rows: rows))
    #expect(abs(efron.coefficients[0] - efronCopied.coefficients[0]) > 1e-6)
  }

  @Test("Efron equals Breslow when no deaths are tied, and differs when some are", arguments: 0..<4)
  func untied(seed: Int) throws {
    var sample = CoxSample(seed: seed & 1)
    let formula = "Surv(start, time, status) ~ \(Self.covariates)"
    let tied = try TieHandling.continuous.map { ties in
      try Self.fit(formula, try Self.table(sample), ties: ties).coefficients
    }
    #expect(abs(tied[0][0] - tied[1][0]) > 1e-6)
    sample.exit = sample.exit.enumerated().map { $1 + Double($0) / 1024 }
    let untied = try TieHandling.continuous.map { ties in
      try Self.fit(formula, try Self.table(sample), ties: ties)
    }
    #expect(untied[0].coefficients == untied[1].coefficients)
    #expect(untied[0].modelCovarianceMatrix == untied[1].modelCovarianceMatrix)
    #expect(untied[0].martingaleResiduals == untied[1].martingaleResiduals)
  }

  /// beta is held where it is by an offset.
  @Test("at a fixed beta the stratified log likelihood is the sum of the strata's")
  func strataAddUp() throws {
    let sample = CoxSample(seed: 5)
    let offset = "offset(0.4 * x0 - 0.7 * x1)"
    let table = try Self.table(sample)
    let whole = try Self.fit("Surv(start, time, status) ~ \(offset) + strata(g)", table)
    let parts = try ["g0", "g1", "g2"].map { label in
      var options = ModelFrameOptions()
      options.condition = "g == \"\(label)\""
      let frame = try SurvivalFrame(
        try Formula("Surv(start, time, status) ~ \(offset)"), in: table, options: options)
      return try CoxModel(frame).logPartialLikelihood.null
    }
    expectClose(whole.logPartialLikelihood.null, parts.reduce(0, +), relative: 1e-13)
  }

  @Test("a follow-up cut into several (start, stop] rows is the same follow-up", arguments: 0..<4)
  func splitRows(seed: Int) throws {
    let sample = CoxSample(seed: seed & 1)
    var split = sample
    split.entry = []
    split.exit = []
    split.event = []
    split.columns = [[], [], []]
    for row in sample.exit.indices {
      let from = sample.entry?[row] ?? 0
      // Cuts at event times, and between them.
      let cuts = [7, 10.5, 13].filter { from < $0 && $0 < sample.exit[row] }
      for (start, stop) in zip([from] + cuts, cuts + [sample.exit[row]]) {
        split.entry?.append(start)
        split.exit.append(stop)
        split.event.append(sample.event[row] && stop == sample.exit[row])
        for column in 0..<3 { split.columns[column].append(sample.columns[column][row]) }
      }
    }
    let formula = "Surv(start, time, status) ~ \(Self.covariates)"
    for ties in TieHandling.allCases {
      let whole = try Self.fit(formula, try Self.table(sample), ties: ties)
      let cut = try Self.fit(formula, try Self.table(split), ties: ties)
      #expect(cut.rowCount > whole.rowCount)
      expectClose(cut.coefficients, whole.coefficients, relative: 1e-11)
      expectClose(cut.logPartialLikelihood.model, whole.logPartialLikelihood.model, relative: 1e-13)
      expectClose(cut.scoreTest.statistic, whole.scoreTest.statistic, relative: 1e-11)
      expectCovariance(
        cut.covarianceMatrix.rows, whole.covarianceMatrix.rows, relative: 1e-12, "cut")
    }
  }

  @Test("the order of the rows changes nothing but rounding", arguments: 0..<8)
  func permutedRows(seed: Int) throws {
    let sample = CoxSample(seed: seed)
    var random = SeededGenerator(seed: 99 + seed)
    let order = Array(sample.exit.indices).shuffled(using: &random)
    let strata = sample.strata == nil ? "" : " + strata(g)"
    let formula = "Surv(start, time, status) ~ \(Self.covariates)\(strata)"
    let weights = sample.weights == nil ? nil : "w"
    let plain = try Self.fit(formula, try Self.table(sample), weights: weights)
    let permuted = try Self.fit(formula, try Self.table(sample, rows: order), weights: weights)
    let errors = plain.standardErrors
    for (a, (b, error)) in zip(permuted.coefficients, zip(plain.coefficients, errors)) {
      expectClose(a, b, absolute: 1e-13 * max(error, abs(b)))
    }
    expectClose(
      permuted.logPartialLikelihood.model, plain.logPartialLikelihood.model, relative: 1e-13)
    expectClose(
      permuted.martingaleResiduals, order.map { plain.martingaleResiduals[$0] }, absolute: 1e-12)
  }

  @Test("one, two and three threads give the same bits", arguments: [0, 7])
  func threads(seed: Int) throws {
    let sample = CoxSample(seed: seed, count: 60_000, columnCount: 4)
    let outcome = seed == 0 ? "Surv(time, status)" : "Surv(start, time, status)"
    let table = try Self.table(sample)
    let models = try [1, 2, 3].map { threads in
      try Self.fit(
        "\(outcome) ~ x0 + x1 + x2 + x3" + (seed == 0 ? "" : " + strata(g)"), table,
        weights: seed == 0 ? nil : "w", threads: threads)
    }
    for model in models.dropFirst() {
      #expect(model.coefficients == models[0].coefficients)
      #expect(model.covarianceMatrix == models[0].covarianceMatrix)
      #expect(model.logPartialLikelihood == models[0].logPartialLikelihood)
      #expect(model.scoreTest == models[0].scoreTest)
      #expect(model.martingaleResiduals == models[0].martingaleResiduals)
      #expect(model.scoreResiduals == models[0].scoreResiduals)
    }
  }
}
