import Biostatistics
import Terms
import TestSupport
import Testing

/// Faults once found by comparing fits of random data with R's, each with what is right.
struct RegressionTests {
  private static func table(_ reference: Reference) throws -> Table {
    let columns = reference["columns"]
    return try Table(
      columns: columns.keys.map { name in
        let texts = columns[name].strings
        return texts.isEmpty
          ? Column(name: name, numbers: columns[name].numbers) : Column(name: name, texts: texts)
      })
  }

  @Test("Columns of interactions have R's names, order and coding")
  func interactionColumns() throws {
    let reference = try Reference(named: "design-columns.json")
    let table = try Self.table(reference)
    let designs = reference["designs"].array
    #expect(designs.count == 16)
    for design in designs {
      let right = try #require(design["formula"].string)
      let frame = try SurvivalFrame(Formula("Surv(time, event) ~ \(right)"), in: table)
      #expect(frame.design.columnNames == design["names"].strings, "\(right)")
    }
  }

  @Test("A stratum of a column of true and false is named by column and value")
  func strataOfTrueAndFalse() throws {
    let reference = try Reference(named: "design-columns.json")
    let table = try Self.table(reference)
    let cases = reference["strata"].array
    #expect(cases.count == 4)
    for one in cases {
      let right = try #require(one["formula"].string)
      let frame = try SurvivalFrame(Formula("Surv(time, event) ~ \(right)"), in: table)
      let labels = try #require(frame.strata).labels
      #expect(labels == one["labels"].strings, "\(right)")
    }
  }

  @Test("A formula of thousands of operators is refused, not a crash")
  func longFormula() {
    let sum = "Surv(time, event) ~ x" + String(repeating: " + x", count: 20_000)
    #expect(throws: DesignError.syntax(.tooLong)) { _ = try Formula(sum) }
    let product = "Surv(time, event) ~ I(x" + String(repeating: " * x", count: 20_000) + ")"
    #expect(throws: DesignError.syntax(.tooLong)) { _ = try Formula(product) }
  }

  @Test("A factor whose columns exceed the memory is refused, not a crash")
  func hugeFactor() throws {
    let count = 300_000
    let table = try Table(columns: [
      Column(name: "time", numbers: (0..<count).map { Double($0 + 1) }),
      Column(name: "event", numbers: (0..<count).map { Double($0 % 2) }),
      Column(name: "id", numbers: (0..<count).map { Double($0) }),
    ])
    let frame = try SurvivalFrame(Formula("Surv(time, event) ~ factor(id)"), in: table)
    #expect(throws: FitError.designTooLarge(rows: count, columns: count - 1)) {
      _ = try CoxModel(frame)
    }
  }

  @Test("Three coefficients from three clusters have no joint Wald test, and a warning says so")
  func singularRobustVariance() throws {
    let count = 60
    func values(_ a: Int, _ b: Int) -> [Double] { (0..<count).map { Double(($0 * a) % b) } }
    let table = try Table(columns: [
      Column(name: "time", numbers: values(37, 61)),
      Column(name: "event", numbers: (0..<count).map { $0 % 3 == 0 ? 0 : 1 }),
      Column(name: "x", numbers: values(11, 17)), Column(name: "y", numbers: values(7, 13)),
      Column(name: "z", numbers: values(5, 19)), Column(name: "center", numbers: values(1, 3)),
    ])
    var options = ModelFrameOptions()
    options.cluster = "center"
    let frame = try SurvivalFrame(
      Formula("Surv(time, event) ~ x + y + z"), in: table, options: options)
    let model = try CoxModel(frame)
    #expect(model.convergence.converged)
    #expect(model.waldTest.statistic.isNaN)
    #expect(model.standardErrors.allSatisfy { $0 > 0 })
    #expect(model.warnings.contains { $0.code == .singularRobustVariance })
    let single = try CoxModel(
      SurvivalFrame(Formula("Surv(time, event) ~ x"), in: table, options: options))
    expectClose(
      single.waldTest.statistic,
      single.coefficients[0] * single.coefficients[0]
        / single.covarianceMatrix[0, 0], relative: 1e-12)
    #expect(!single.warnings.contains { $0.code == .singularRobustVariance })
  }

  @Test("Two separated levels are named, and the other coefficients keep their standard errors")
  func separatedLevels() throws {
    // All deaths of level 2 come before everybody else's; level 3 has none.
    let count = 40
    let level = (0..<count).map { Double($0 % 4) }
    let table = try Table(columns: [
      Column(
        name: "time",
        numbers: (0..<count).map { level[$0] == 2 ? Double($0) / 100 : Double(($0 * 17) % 41 + 1) }),
      Column(
        name: "event",
        numbers: (0..<count).map { level[$0] == 3 ? 0 : level[$0] == 2 || $0 % 3 > 0 ? 1 : 0 }),
      Column(name: "level", numbers: level),
      Column(name: "x", numbers: (0..<count).map { Double(($0 * 7) % 11) }),
    ])
    let model = try CoxModel(
      SurvivalFrame(Formula("Surv(time, event) ~ x + factor(level)"), in: table))
    #expect(model.convergence.converged)
    let terms = Set(model.warnings.filter { $0.code == .monotoneLikelihood }.map(\.term))
    #expect(terms == ["factor(level)2", "factor(level)3"])
    #expect(model.standardErrors.prefix(2).allSatisfy { $0 > 0 && $0 < 1 })
  }
}
