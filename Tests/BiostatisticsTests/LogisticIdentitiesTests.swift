import Biostatistics
import Foundation
import TestSupport
import Testing

/// What holds of every logistic fit, whatever the numbers.
@Suite("Identities of logistic fits")
struct LogisticIdentitiesTests {
  private struct Sample {
    var columns: [Column]
    let events: [Double]

    init(rows n: Int, seed: UInt64) {
      var random = SplitMix64(state: seed)
      let x = (0..<n).map { _ in Double.random(in: -2...2, using: &random) }
      let z = (0..<n).map { _ in Double.random(in: 0...1, using: &random) }
      let g = (0..<n).map { _ in ["a", "b", "c"][Int.random(in: 0..<3, using: &random)] }
      let w = (0..<n).map { _ in Double(Int.random(in: 1...4, using: &random)) }
      events = (0..<n).map { i in
        let eta = -0.5 + 0.8 * x[i] - z[i] + (g[i] == "c" ? 0.7 : 0)
        return Double.random(in: 0...1, using: &random) < 1 / (1 + exp(-eta)) ? 1 : 0
      }
      columns = [
        Column(name: "y", numbers: events), Column(name: "x", numbers: x),
        Column(name: "z", numbers: z), Column(name: "g", texts: g), Column(name: "w", numbers: w),
      ]
    }

    func numbers(_ name: String) -> [Double] {
      guard case .numbers(let values)? = columns.first(where: { $0.name == name })?.values else {
        return []
      }
      return values.array
    }

    func table(adding extra: [Column] = []) throws -> Table { try Table(columns: columns + extra) }
  }

  private func fit(
    _ formula: String, _ table: Table, weights: String? = nil, cluster: String? = nil,
    _ change: (inout LogisticOptions) -> Void = { _ in }
  ) throws -> LogisticModel {
    var frameOptions = ModelFrameOptions()
    frameOptions.weights = weights
    frameOptions.cluster = cluster
    var options = LogisticOptions()
    change(&options)
    return try LogisticModel(
      try BinaryFrame(try Formula(formula), in: table, options: frameOptions), options: options)
  }

  /// w log p or log(1 - p) summed, written as it is defined.
  private func logLikelihood(
    _ model: LogisticModel, at coefficients: [Double], weights: [Double]?
  ) -> Double {
    let design = model.frame.design
    let columns = (0..<design.columnCount).map { design.values(ofColumn: $0) }
    return model.frame.outcomes.event.indices.reduce(0) { sum, row in
      var eta = model.hasIntercept ? coefficients[0] : 0
      let slopes = coefficients.dropFirst(model.hasIntercept ? 1 : 0)
      for (column, slope) in zip(columns, slopes) { eta += slope * column[row] }
      eta += model.frame.offset?[row] ?? 0
      let p = 1 / (1 + exp(-eta))
      return sum + (weights?[row] ?? 1) * log(model.frame.outcomes.event[row] ? p : 1 - p)
    }
  }

  @Test("value, score and information are those of the likelihood as defined", arguments: 1...3)
  func derivatives(seed: Int) throws {
    let sample = Sample(rows: 300, seed: UInt64(seed))
    let weights = sample.numbers("w")
    let model = try fit("y ~ x * g + offset(0.3 * z)", try sample.table(), weights: "w")
    let b = model.coefficients
    func value(_ change: [Int: Double]) -> Double {
      var moved = b
      for (j, d) in change { moved[j] += d }
      return logLikelihood(model, at: moved, weights: weights)
    }
    expectClose(model.logLikelihood.model, value([:]), relative: 1e-12)
    let information = model.modelCovarianceMatrix
    let h = 1e-4
    var hessian = Matrix(rowCount: b.count, columnCount: b.count)
    for j in b.indices {
      // A central difference of third order in h: 1e-8 of the third derivative, and rounding over h.
      let slope = (value([j: h]) - value([j: -h])) / (2 * h)
      expectClose(slope, 0, absolute: 1e-5, "score \(j)")
      for k in b.indices {
        let d = j == k ? [j: 2 * h] : [j: h, k: h]
        let e = j == k ? [:] : [j: h, k: -h]
        let f = j == k ? [:] : [j: -h, k: h]
        let m = j == k ? [j: -2 * h] : [j: -h, k: -h]
        let second = (value(d) - value(e) - value(f) + value(m)) / (4 * h * h)
        hessian[j, k] = -second
      }
    }
    let product = hessian * information
    for j in b.indices {
      for k in b.indices { expectClose(product[j, k], j == k ? 1 : 0, absolute: 1e-3) }
    }
  }

  @Test("whole weights count as rows repeated, and outcomes may be grouped")
  func weights() throws {
    let sample = Sample(rows: 120, seed: 5)
    let weighted = try fit("y ~ x + z + g", try sample.table(), weights: "w") { $0.robust = false }
    let places = sample.numbers("w").enumerated().flatMap { [Int](repeating: $0, count: Int($1)) }
    func repeated(_ name: String) -> [Double] { places.map { sample.numbers(name)[$0] } }
    guard case .categories(let codes, let labels) = sample.columns[3].values else {
      Issue.record("no factor")
      return
    }
    let table = try Table(columns: [
      Column(name: "y", numbers: repeated("y")), Column(name: "x", numbers: repeated("x")),
      Column(name: "z", numbers: repeated("z")),
      Column(name: "g", texts: places.map { labels[Int(codes[$0])] }),
    ])
    for firth in [false, true] {
      let a = try fit("y ~ x + z + g", try sample.table(), weights: "w") { $0.firth = firth }
      let b = try fit("y ~ x + z + g", table) { $0.firth = firth }
      expectClose(a.coefficients, b.coefficients, relative: 1e-9)
      expectClose(
        a.covarianceMatrix.storage, b.covarianceMatrix.storage, relative: 1e-8, absolute: 1e-12)
      expectClose(a.logLikelihood.model, b.logLikelihood.model, relative: 1e-12)
      expectClose(a.logLikelihood.null, b.logLikelihood.null, relative: 1e-12)
      let (first, second) = (try #require(a.discrimination), try #require(b.discrimination))
      expectClose(first.c, second.c, relative: 1e-12)
      expectClose(first.brier, second.brier, relative: 1e-9)
      expectClose(first.nagelkerkeR2, second.nagelkerkeR2, relative: 1e-9)
    }
    #expect(weighted.robustCovarianceMatrix == nil)
  }

  @Test("shifting and scaling a column scales its coefficient and changes nothing else")
  func invariance() throws {
    let sample = Sample(rows: 200, seed: 6)
    let model = try fit("y ~ x + z + g", try sample.table()) { $0.robust = true }
    let moved = Column(name: "m", numbers: sample.numbers("x").map { 1000 * $0 + 1e6 })
    let other = try fit("y ~ m + z + g", try sample.table(adding: [moved])) { $0.robust = true }
    // A shift of a million costs six of sixteen digits of x itself.
    expectClose(other.coefficients[1] * 1000, model.coefficients[1], relative: 1e-9)
    expectClose(
      Array(other.coefficients[2...]), Array(model.coefficients[2...]), relative: 1e-9)
    expectClose(
      Array(other.standardErrors[2...]), Array(model.standardErrors[2...]), relative: 1e-9)
    expectClose(other.logLikelihood.model, model.logLikelihood.model, relative: 1e-12)
    expectClose(other.waldTest.statistic, model.waldTest.statistic, relative: 1e-8)
    expectClose(
      try #require(other.scoreTest).statistic, try #require(model.scoreTest).statistic,
      relative: 1e-9)
  }

  @Test("without an intercept a factor coded in full gives the same model")
  func withoutIntercept() throws {
    let sample = Sample(rows: 200, seed: 7)
    let with = try fit("y ~ g + x", try sample.table())
    let without = try fit("y ~ g + x - 1", try sample.table())
    #expect(without.coefficientNames == ["ga", "gb", "gc", "x"])
    expectClose(without.logLikelihood.model, with.logLikelihood.model, relative: 1e-12)
    expectClose(without.coefficients[0], with.coefficients[0], relative: 1e-9)
    expectClose(
      without.coefficients[2], with.coefficients[0] + with.coefficients[2], relative: 1e-9)
    expectClose(without.logLikelihood.null, 200 * log(0.5), relative: 1e-12)
    #expect(without.likelihoodRatioTest.degreesOfFreedom == 4)
  }

  @Test("a collinear column leaves the fit as it is, a nearly collinear one keeps its digits")
  func collinear() throws {
    let sample = Sample(rows: 150, seed: 8)
    var random = SplitMix64(state: 81)
    let (x, z) = (sample.numbers("x"), sample.numbers("z"))
    let noise = x.map { _ in Double.random(in: -1...1, using: &random) }
    let exact = Column(name: "s", numbers: zip(x, z).map { $0 + $1 })
    let near = Column(
      name: "near", numbers: zip(zip(x, z).map { $0 + $1 }, noise).map { $0 + 1e-6 * $1 })
    let table = try sample.table(adding: [exact, near, Column(name: "noise", numbers: noise)])
    let plain = try fit("y ~ x + z", table)
    let aliased = try fit("y ~ x + z + s", table)
    #expect(aliased.coefficients[3].isNaN)
    #expect(aliased.warnings.contains { $0.code == .collinear && $0.term == "s" })
    expectClose(Array(aliased.coefficients[..<3]), plain.coefficients, relative: 1e-10)
    let hard = try fit("y ~ x + z + near", table)
    let easy = try fit("y ~ x + z + noise", table)
    #expect(hard.warnings.contains { $0.code == .nearCollinear && $0.term == "near" })
    expectClose(hard.logLikelihood.model, easy.logLikelihood.model, relative: 1e-12)
    // near = x + z + 1e-6 noise holds ten digits of the noise.
    expectClose(hard.coefficients[3] * 1e-6, easy.coefficients[3], relative: 1e-8)
    expectClose(hard.standardErrors[3] * 1e-6, easy.standardErrors[3], relative: 1e-8)
  }

  @Test("C, Somers' D and the Brier score are those counted over all pairs")
  func discrimination() throws {
    let sample = Sample(rows: 150, seed: 9)
    let rounded = Column(name: "r", numbers: sample.numbers("x").map { ($0 * 2).rounded() })
    let model = try fit("y ~ r + g", try sample.table(adding: [rounded]))
    let (p, y) = (model.probabilities, model.frame.outcomes.event)
    var (pairs, wins, squares) = (0.0, 0.0, 0.0)
    for i in y.indices {
      squares += (p[i] - (y[i] ? 1 : 0)) * (p[i] - (y[i] ? 1 : 0))
      for j in y.indices where y[i] && !y[j] {
        pairs += 1
        wins += p[i] > p[j] ? 1 : p[i] == p[j] ? 0.5 : 0
      }
    }
    let found = try #require(model.discrimination)
    expectClose(found.c, wins / pairs, relative: 1e-13)
    expectClose(found.somersDxy, 2 * wins / pairs - 1, relative: 1e-12)
    expectClose(found.brier, squares / 150, relative: 1e-12)
  }

  @Test("clusters of one row are HC0; HC1 is HC0 times n / (n - p)")
  func robust() throws {
    let sample = Sample(rows: 100, seed: 10)
    let id = Column(name: "id", numbers: (0..<100).map(Double.init))
    let table = try sample.table(adding: [id])
    let plain = try fit("y ~ x + g", table) { $0.robust = true }
    let single = try fit("y ~ x + g", table, cluster: "id")
    let corrected = try fit("y ~ x + g", table) {
      $0.robust = true
      $0.robustVariance = .hc1
    }
    let robust = try #require(plain.robustCovarianceMatrix).storage
    expectClose(
      try #require(single.robustCovarianceMatrix).storage, robust, relative: 1e-9, absolute: 1e-13)
    expectClose(
      try #require(corrected.robustCovarianceMatrix).storage, robust.map { $0 * 100 / 96 },
      relative: 1e-12)
  }

  @Test("the offset of the null model is the model's, and predictions are the fit's own")
  func offset() throws {
    let sample = Sample(rows: 150, seed: 11)
    let table = try sample.table()
    let model = try fit("y ~ x + g + offset(2 * z)", table)
    let null = try fit("y ~ offset(2 * z)", table)
    expectClose(model.logLikelihood.null, null.logLikelihood.model, relative: 1e-12)
    let predicted = try model.probabilities(of: table)
    expectClose(predicted.map(\.probability), model.probabilities, relative: 1e-12)
    #expect(predicted.allSatisfy { $0.lower < $0.probability && $0.probability < $0.upper })
  }

  /// One Newton step from the estimate is right to second order in the row's influence.
  @Test("dfbeta is close to what leaving a row out does, closer than R's")
  func dfbeta() throws {
    let sample = Sample(rows: 80, seed: 12)
    let model = try fit("y ~ x + z", try sample.table())
    let residuals = model.residuals
    var (ours, deviance) = (0.0, 0.0)
    for row in 0..<80 {
      let kept = (0..<80).filter { $0 != row }
      let table = try Table(columns: [
        Column(name: "y", numbers: kept.map { sample.events[$0] }),
        Column(name: "x", numbers: kept.map { sample.numbers("x")[$0] }),
        Column(name: "z", numbers: kept.map { sample.numbers("z")[$0] }),
      ])
      let without = try fit("y ~ x + z", table).coefficients
      let p = residuals.fitted[row]
      let working = (sample.events[row] - p)
      let scale = residuals.deviance[row] * (p * (1 - p)).squareRoot() / working
      for j in 0..<3 {
        let change = model.coefficients[j] - without[j]
        let error = model.standardErrors[j]
        ours += abs(residuals.dfbeta[row, j] - change) / error
        deviance += abs(residuals.dfbeta[row, j] * scale - change) / error
      }
    }
    #expect(ours < 0.05 * 80, "\(ours)")
    #expect(ours < 0.5 * deviance, "\(ours) \(deviance)")
  }

  @Test("results do not depend on the number of threads, and many rows are fitted as few")
  func threads() throws {
    let sample = Sample(rows: 120_000, seed: 13)
    let table = try sample.table()
    let one = try fit("y ~ x + z + g", table) { $0.threads = 1 }
    let four = try fit("y ~ x + z + g", table) { $0.threads = 4 }
    #expect(one.coefficients == four.coefficients)
    #expect(one.covarianceMatrix == four.covarianceMatrix)
    expectClose(
      one.logLikelihood.model, logLikelihood(one, at: one.coefficients, weights: nil),
      relative: 1e-11)
    #expect(one.convergence.standardizedStep < 1e-9)
  }
}
