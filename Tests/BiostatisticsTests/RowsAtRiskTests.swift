import Biostatistics
import TestSupport
import Testing

@Suite("Rows at no risk, and arithmetic without an answer")
struct RowsAtRiskTests {
  private static func fit(_ rows: String, _ formula: String = "Surv(t, d) ~ x") throws -> CoxModel {
    try CoxModel(SurvivalFrame(Formula(formula), in: CSVReader.read(text: rows)))
  }

  private static let rows = """
    t,d,x
    4,1,0.5
    5,0,1.2
    6,1,-0.3
    7,1,0.9
    8,0,-1.1
    9,1,0.1

    """

  /// Such a row is in no risk set, so the partial likelihood does not hold it.
  @Test(
    "A row censored before the first event changes nothing, whatever its covariate",
    arguments: ["0.2", "1e6", "-1e12", "1e300"])
  func outlier(value: String) throws {
    let without = try Self.fit(Self.rows)
    let with = try Self.fit(Self.rows + "1,0,\(value)\n")
    #expect(with.convergence.converged)
    expectClose(with.coefficients, without.coefficients, relative: 1e-13)
    expectClose(with.standardErrors, without.standardErrors, relative: 1e-13)
    expectClose(
      with.logPartialLikelihood.model, without.logPartialLikelihood.model, relative: 1e-14)
  }

  @Test("A row that enters after its last event changes nothing, whatever its covariate")
  func lateEntry() throws {
    let rows = Self.rows.split(separator: "\n").enumerated().map { place, line in
      place == 0 ? "s,\(line)" : "0,\(line)"
    }.joined(separator: "\n")
    let formula = "Surv(s, t, d) ~ x"
    let without = try Self.fit(rows, formula)
    let with = try Self.fit(rows + "\n7.5,7.8,0,1e9\n", formula)
    expectClose(with.coefficients, without.coefficients, relative: 1e-13)
    expectClose(with.standardErrors, without.standardErrors, relative: 1e-13)
  }

  /// R drops the row with a warning; here the row is named.
  @Test("The logarithm of a negative value is refused by row, not counted as missing")
  func undefined() throws {
    #expect {
      try Self.fit(Self.rows, "Surv(t, d) ~ log(x)")
    } throws: {
      "\($0)".hasPrefix("'log(x)' is not a finite number in row 3 (line 4)")
    }
  }

  @Test("A condition may leave such rows out")
  func excluded() throws {
    var options = ModelFrameOptions()
    options.condition = "x > 0"
    let frame = try SurvivalFrame(
      Formula("Surv(t, d) ~ log(x)"), in: CSVReader.read(text: Self.rows), options: options)
    #expect(frame.outcomes.count == 4)
    #expect(frame.rowsOmitted == 0)
  }
}

extension RowsAtRiskTests {
  /// A stratum's hazard takes up any constant: R's coxph gives the same fit for both.
  @Test("An offset that differs by 600 between two strata changes nothing but their baselines")
  func strataFarApart() throws {
    let near = Self.rows.split(separator: "\n").dropFirst()
    let rows = near.map { "a,0,\($0)\n" } + near.map { "b,600,\($0)\n" }
    let model = try Self.fit(
      "g,o,t,d,x\n" + rows.joined(), "Surv(t, d) ~ x + strata(g) + offset(o)")
    let once = try Self.fit(Self.rows)
    expectClose(model.coefficients, once.coefficients, relative: 1e-10)
    expectClose(
      model.logPartialLikelihood.model, 2 * once.logPartialLikelihood.model, relative: 1e-11)
    let new = try CSVReader.read(text: "g,o,x\na,0,0.4\nb,600,0.4\n")
    let survival = try model.survival(of: new, at: [7]).map { $0[0].survival }
    let expected = try once.survival(of: CSVReader.read(text: "x\n0.4\n"), at: [7])[0][0].survival
    expectClose(survival, [expected, expected], relative: 1e-10)
  }
}
