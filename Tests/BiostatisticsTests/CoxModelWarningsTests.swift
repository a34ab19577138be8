import Biostatistics
import TestSupport
import Testing

/// What a fit says about its own data.
@Suite("Warnings of Cox fits")
struct CoxModelWarningsTests {
  private static func fit(
    _ formula: String, _ text: String, weights: String? = nil, condition: String? = nil
  ) throws -> CoxModel {
    var options = ModelFrameOptions()
    options.weights = weights
    options.condition = condition
    return try CoxModel(
      try SurvivalFrame(try Formula(formula), in: try CSVReader.read(text: text), options: options))
  }

  private static let header = "time,status,x,y,z,g\n"
  private static let rows = """
    1,1,0.3,1,2,a
    2,1,-1.2,0,3,b
    3,0,0.7,1,5,a
    4,1,1.9,1,8,b
    5,1,-0.4,0,13,a
    6,0,0.9,0,21,b
    """

  @Test("fewer rows than columns, and fewer events than coefficients")
  func moreColumnsThanRows() throws {
    let model = try Self.fit(
      "Surv(time, status) ~ x + y + z + I(x^2) + I(z^2) + x:z + log(z)", Self.header + Self.rows)
    #expect(model.degreesOfFreedom <= 5, "six rows differ in at most five columns")
    #expect(model.warnings.contains { $0.code == .collinear || $0.code == .constant })
    #expect(model.coefficients.contains { $0.isNaN })
    let few = try Self.fit("Surv(time, status) ~ x + y", Self.header + Self.rows)
    #expect(few.warnings.contains { $0.code == .fewEventsPerParameter })
    let message = few.warnings.first { $0.code == .fewEventsPerParameter }?.message
    #expect(
      message
        == "4 events for 2 coefficients, 2.0 each: the estimates are likely to be too extreme.")
    let one = try Self.fit("Surv(time, status == 1 & x > 1) ~ x + y", Self.header + Self.rows)
    #expect(one.eventCount == 1)
    #expect(one.warnings.contains { $0.code == .moreParametersThanEvents })
    #expect(
      one.warnings.contains {
        $0.message
          == "1 event for 2 coefficients: the estimates cannot be trusted; use fewer terms."
      })
  }

  @Test("all events at one time")
  func oneTime() throws {
    let model = try Self.fit(
      "Surv(time, status) ~ x", "time,status,x\n3,1,0\n3,1,1\n3,1,0.5\n3,0,2\n3,0,-1\n")
    let warning = model.warnings.first { $0.code == .oneEventTime }
    #expect(
      warning?.message
        == "All 3 events fall at one time: there is no order of times to learn from; check the time "
        + "column.")
    #expect(model.convergence.converged)
  }

  @Test("the event coded 1/2 is read as R reads it, and said")
  func eventCoding() throws {
    let text = "time,status,x\n1,2,0\n2,1,1\n3,2,0.5\n4,2,2\n5,1,-1\n"
    let model = try Self.fit("Surv(time, status) ~ x", text)
    #expect(model.eventCount == 3)
    let warning = model.warnings.first
    #expect(warning?.code == .eventCoding && warning?.term == "status")
    #expect(
      warning?.message
        == "The event 'status' is coded 1/2 and read as 1 = censored, 2 = event; write status == 2 "
        + "to say so.")
    let said = try Self.fit("Surv(time, status == 2) ~ x", text)
    #expect(said.coefficients == model.coefficients)
    #expect(!said.warnings.contains { $0.code == .eventCoding })
  }

  @Test("a column of numbers spoilt by one cell is a factor, and said with its line")
  func textColumn() throws {
    let model = try Self.fit(
      "Surv(time, status) ~ x", "time,status,x\n1,1,1\n2,1,2\n3,1,n/k\n4,1,3\n5,1,4\n6,1,1\n")
    let warning = model.warnings.first { $0.code == .textColumn }
    #expect(
      warning?.message
        == "Column 'x' is read as a factor because 'n/k' at line 4 is no number, though 4 of its 5 "
        + "values are; correct the cell, or name it as missing with --missing.")
    #expect(model.frame.design.columnNames == ["x2", "x3", "x4", "xn/k"])
  }

  @Test("a level whose rows were all left out is named; one that a condition excludes is not")
  func levelWithoutRows() throws {
    let text =
      "time,status,x,age\n1,1,a,50\n2,1,b,60\n3,1,c,NA\n4,1,a,55\n5,1,b,NA\n6,1,d,NA\n7,1,d,NA\n"
    let model = try Self.fit("Surv(time, status == 1) ~ x + age", text)
    #expect(
      model.warnings.filter { $0.code == .levelWithoutRows }.map(\.message) == [
        "Level 'c' of 'x' is no part of the model: its one row was left out; fill in what it lacks where "
          + "that is known.",
        "Level 'd' of 'x' is no part of the model: all its 2 rows were left out; fill in what they lack "
          + "where that is known.",
      ])
    #expect(model.frame.design.columnNames == ["xb", "age"])
    let chosen = try Self.fit(
      "Surv(time, status == 1) ~ x + age", text, condition: "x != 'd'")
    #expect(chosen.warnings.filter { $0.code == .levelWithoutRows }.count == 1)
  }

  @Test("a text with one level, and times below 0, are said")
  func oneLevelAndNegativeTime() throws {
    let model = try Self.fit(
      "Surv(time, status) ~ x + g",
      "time,status,x,g\n1,1,1,a\n-2,1,0,a\n3,1,2,a\n4,0,1,a\n5,1,0.5,a\n")
    #expect(
      model.warnings.prefix(2).map(\.message) == [
        "1 time lies below 0, the first in row 2 (line 3); correct it, or leave the rows out with --where.",
        "'g' is 'a' in all rows used and was left out.",
      ])
    #expect(model.frame.design.columnNames == ["x"])
    let crossed = try Self.fit(
      "Surv(time, status) ~ x:g",
      "time,status,x,g\n1,1,1,a\n2,1,0,a\n3,1,2,a\n4,0,1,a\n5,1,0.5,a\n")
    #expect(!crossed.warnings.contains { $0.code == .constant })
    #expect(crossed.coefficients.count == 1 && crossed.coefficients[0].isFinite)
  }

  @Test(
    "numbers with decimal commas or a sign of percent are no factor",
    arguments: ["\"%,5\"", "%.5%"])
  func nearNumbers(form: String) throws {
    let rows = (1...24).map { "\($0),1,\(form.replacing("%", with: "\($0)", maxReplacements: 1))" }
    let error = #expect(throws: DesignError.self) {
      try Self.fit(
        "Surv(time, status) ~ x", "time,status,x\n" + rows.joined(separator: "\n") + "\n")
    }
    #expect("\(try #require(error))".contains("at line 2"), "\(error.map { "\($0)" } ?? "")")
  }

  @Test("intervals without time are left out, and counted")
  func emptyInterval() throws {
    let model = try Self.fit(
      "Surv(from, time, status) ~ x",
      "from,time,status,x\n0,1,1,0\n2,2,1,1\n0,3,1,0.5\n5,4,1,2\n0,5,0,-1\n0,6,1,0.4\n")
    #expect(model.rowCount == 4 && model.frame.rowsOfEmptyInterval == 2)
    let warning = model.warnings.first { $0.code == .emptyInterval }
    #expect(
      warning?.message
        == "2 rows whose entry is not before the exit were left out, the first row 2 (line 3).")
  }

  @Test("a column that varies between strata only adds nothing")
  func constantWithinStrata() throws {
    let model = try Self.fit(
      "Surv(time, status) ~ x + I(g == \"a\") + strata(g)", Self.header + Self.rows)
    #expect(model.coefficients[1].isNaN && model.coefficients[0].isFinite)
    let warning = model.warnings.first { $0.code == .collinear }
    #expect(
      warning?.message
        == "'I(g == \"a\")TRUE' adds nothing within the risk sets to the columns before it and was "
        + "left out; remove it or one of those.")
    let without = try Self.fit("Surv(time, status) ~ x + strata(g)", Self.header + Self.rows)
    expectClose(model.coefficients[0], without.coefficients[0], relative: 1e-12)
  }

  @Test("an offset of 1e8 for everybody changes nothing")
  func largeOffset() throws {
    let plain = try Self.fit("Surv(time, status) ~ x + y", Self.header + Self.rows)
    let shifted = try Self.fit(
      "Surv(time, status) ~ x + y + offset(1e8 + 0 * x)", Self.header + Self.rows)
    expectClose(shifted.coefficients, plain.coefficients, relative: 1e-12)
    expectClose(
      shifted.logPartialLikelihood.model, plain.logPartialLikelihood.model, relative: 1e-13)
    #expect(shifted.convergence.converged)
  }
}
