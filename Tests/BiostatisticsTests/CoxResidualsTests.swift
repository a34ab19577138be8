import Biostatistics
import TestSupport
import Testing

@Suite("Residuals of a Cox fit")
struct CoxResidualsTests {
  private static func fit(_ sample: CoxSample, ties: TieHandling) throws -> CoxModel {
    var columns = [
      Column(name: "exit", numbers: sample.exit),
      Column(name: "event", numbers: sample.event.map { $0 ? 1 : 0 }),
    ]
    columns += sample.columns.enumerated().map { Column(name: "x\($0)", numbers: $1) }
    var options = ModelFrameOptions()
    if let entry = sample.entry { columns.append(Column(name: "entry", numbers: entry)) }
    if let weights = sample.weights {
      columns.append(Column(name: "w", numbers: weights))
      options.weights = "w"
    }
    if let strata = sample.strata {
      columns.append(Column(name: "s", numbers: strata.map(Double.init)))
    }
    let response = sample.entry == nil ? "Surv(exit, event)" : "Surv(entry, exit, event)"
    let formula = "\(response) ~ x0 + x1 + x2" + (sample.strata == nil ? "" : " + strata(s)")
    var fit = CoxOptions()
    fit.ties = ties
    return try CoxModel(
      ModelFrame(Formula(formula), in: Table(columns: columns), options: options), options: fit)
  }

  /// The search ends at a decrement of 1e-9, which leaves a gradient of 1e-9 sqrt(information), and
  /// the information here is below 100.
  @Test(
    "Weighted score and Schoenfeld residuals add up to the score, which is zero", arguments: 0..<8)
  func sums(seed: Int) throws {
    for ties in [TieHandling.efron, .breslow] {
      let sample = CoxSample(seed: seed)
      let model = try Self.fit(sample, ties: ties)
      let weights = sample.weights ?? [Double](repeating: 1, count: sample.count)
      let schoenfeld = model.schoenfeldResiduals
      #expect(schoenfeld.rows.count == model.eventCount)
      for column in 0..<3 {
        let score = weights.indices.reduce(0) {
          $0 + weights[$1] * model.scoreResiduals[$1, column]
        }
        expectClose(score, 0, absolute: 1e-8)
        let sum = schoenfeld.rows.enumerated().reduce(0) {
          $0 + weights[Int($1.element)] * schoenfeld.residuals[$1.offset, column]
        }
        expectClose(sum, 0, absolute: 1e-8)
      }
      let events = zip(weights, sample.event).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
      let expected = zip(weights, zip(sample.event, model.martingaleResiduals)).reduce(0) {
        $0 + $1.0 * (($1.1.0 ? 1 : 0) - $1.1.1)
      }
      expectClose(expected, events, relative: 1e-12)
    }
  }

  /// The unweighted mean of the scaled residuals is the coefficient, for the plain ones add up to 0.
  @Test("Scaled Schoenfeld residuals scatter around the coefficients")
  func scaledMean() throws {
    let model = try Self.fit(CoxSample(seed: 5), ties: .efron)
    let scaled = model.schoenfeldResiduals.scaled
    for column in 0..<3 {
      let mean =
        (0..<scaled.rowCount).reduce(0) { $0 + scaled[$1, column] } / Double(scaled.rowCount)
      expectClose(mean, model.coefficients[column], absolute: 1e-8)
    }
  }

  @Test("Deviance residuals have the sign of martingale residuals, and are zero with them")
  func deviance() throws {
    let model = try Self.fit(CoxSample(seed: 3), ties: .efron)
    for (deviance, martingale) in zip(model.devianceResiduals, model.martingaleResiduals) {
      #expect((deviance < 0) == (martingale < 0))
      // d^2 = m^2 + O(m^3) where an event was expected, 2 |m| where none was.
      #expect(deviance.magnitude >= martingale.magnitude.squareRoot() * 1e-9)
    }
    // One event that is certain: expected 1, martingale 0, deviance 0 to the bit.
    let table = try Table(columns: [
      Column(name: "t", numbers: [1, 2]), Column(name: "d", numbers: [0, 1]),
      Column(name: "x", numbers: [0, 0]),
    ])
    let certain = try CoxModel(ModelFrame(Formula("Surv(t, d) ~ x"), in: table))
    #expect(certain.devianceResiduals == [0, 0])
  }

  /// Under Breslow ties the estimate is a smooth function of the weights, and its derivative by w_i
  /// is L_i I^-1. Central differences at h = 1e-4 are right to h^2.
  @Test("dfbeta is the weight times the derivative of the estimate by it", arguments: [0, 1, 2, 6])
  func dfbeta(seed: Int) throws {
    var sample = CoxSample(seed: seed)
    let weights = sample.weights ?? [Double](repeating: 1, count: sample.count)
    let dfbeta = try Self.fit(sample, ties: .breslow).dfbetaResiduals
    for row in [0, 7, 23, 41] {
      func estimate(_ change: Double) throws -> [Double] {
        sample.weights = weights
        sample.weights?[row] += change
        return try Self.fit(sample, ties: .breslow).coefficients
      }
      let (up, down) = (try estimate(1e-4), try estimate(-1e-4))
      for column in 0..<3 {
        let derivative = (up[column] - down[column]) / 2e-4
        expectClose(
          dfbeta[row, column], weights[row] * derivative, relative: 1e-5, absolute: 1e-8)
      }
    }
  }

  /// To first order: what is left of the difference is of the order of its square times n.
  @Test("dfbeta is near the change when a row is left out")
  func leavingOut() throws {
    let table = try ReferenceCase.table("lung_w")
    let formula = try Formula("Surv(time, event) ~ age + sex")
    let model = try CoxModel(ModelFrame(formula, in: table))
    let errors = model.standardErrors
    for row in [0, 50, 120, 200] {
      var options = ModelFrameOptions()
      options.weights = "kept"
      let kept = (0..<table.rowCount).map { $0 == row ? 0.0 : 1 }
      let without = try CoxModel(
        ModelFrame(
          formula, in: Table(columns: table.columns + [Column(name: "kept", numbers: kept)]),
          options: options))
      for column in 0..<2 {
        let change = model.coefficients[column] - without.coefficients[column]
        expectClose(
          model.dfbetaResiduals[row, column], change, relative: 0.05,
          absolute: 0.002 * errors[column])
        expectClose(
          model.dfbetasResiduals[row, column], change / errors[column], relative: 0.05,
          absolute: 0.002)
      }
    }
  }

  @Test(
    "A column that was left out has no residuals, and the others are those of the fit without it")
  func leftOut() throws {
    let table = try ReferenceCase.table("lung_w")
    func fit(_ terms: String) throws -> CoxModel {
      try CoxModel(ModelFrame(Formula("Surv(time, event) ~ \(terms)"), in: table))
    }
    let (full, less) = (try fit("age + I(2 * age) + sex"), try fit("age + sex"))
    for (a, b) in [
      (full.scoreResiduals, less.scoreResiduals), (full.dfbetaResiduals, less.dfbetaResiduals),
      (full.dfbetasResiduals, less.dfbetasResiduals),
      (full.schoenfeldResiduals.residuals, less.schoenfeldResiduals.residuals),
      (full.schoenfeldResiduals.scaled, less.schoenfeldResiduals.scaled),
    ] {
      for row in 0..<a.rowCount {
        #expect(a[row, 1].isNaN)
        expectClose(
          [a[row, 0], a[row, 2]], [b[row, 0], b[row, 1]], relative: 1e-9, absolute: 1e-12)
      }
    }
    let paths = try full.coefficientsOverTime()
    #expect(paths.map(\.name) == ["age", "sex"])
  }
}
