import Biostatistics
import TestSupport
import Testing

/// Fits with strata, one of which holds a constant column, weights, left truncation and ties against
/// R's survival 3.5-3 (`Tests/Reference/cox-residuals.R`), which the open cases lack.
@Suite("Residuals and coefficients over time with strata, weights, entries and ties")
struct CoxDiagnosticsReferenceTests {
  private struct Case {
    let name: String
    let expected: Reference
    let model: CoxModel

    init(_ index: Int) throws {
      let reference = try Reference(named: "cox-residuals.json")["cases"][index]
      expected = reference["expected"]
      var options = CoxOptions()
      options.ties = try #require(TieHandling(rawValue: reference["ties"].string ?? ""))
      var frameOptions = ModelFrameOptions()
      frameOptions.weights = reference["weights"].string
      let formula = try #require(reference["formula"].string)
      name = "\(formula), \(options.ties), \(frameOptions.weights ?? "unweighted")"
      let frame = try SurvivalFrame(
        Formula(formula), in: ReferenceCase.table("cox-residuals"), options: frameOptions)
      model = try CoxModel(frame, options: options)
    }
  }

  /// R's numbers have 13 digits; values are of the order 1 or of what they are beside.
  private func expectRows(_ actual: Matrix, _ expected: Reference, _ comment: String) {
    let rows = expected.array.map(\.numbers)
    #expect(rows.count == actual.rowCount && !rows.isEmpty, "\(comment)")
    let size = rows.joined().map(\.magnitude).max() ?? 0
    for (row, values) in zip(actual.rows, rows) {
      expectClose(row, values, relative: 1e-8, absolute: 1e-10 * size, comment)
    }
  }

  @Test("Residuals by row and by event are R's", arguments: 0..<5)
  func residuals(index: Int) throws {
    let reference = try Case(index)
    let (model, name) = (reference.model, reference.name)
    let expected = reference.expected["residuals"]
    expectClose(
      model.martingaleResiduals, expected["martingale"].numbers, absolute: 1e-9, name)
    expectClose(model.devianceResiduals, expected["deviance"].numbers, absolute: 1e-9, name)
    expectRows(model.scoreResiduals, expected["score"], "\(name): score")
    expectRows(model.dfbetaResiduals, expected["dfbeta"], "\(name): dfbeta")
    expectRows(model.dfbetasResiduals, expected["dfbetas"], "\(name): dfbetas")
    let schoenfeld = model.schoenfeldResiduals
    expectClose(schoenfeld.times, expected["time"].numbers, name)
    expectRows(schoenfeld.residuals, expected["schoenfeld"], "\(name): schoenfeld")
    expectRows(schoenfeld.scaled, expected["scaled"], "\(name): scaled")
  }

  @Test("Tests of proportional hazards are R's", arguments: 0..<5)
  func tests(index: Int) throws {
    let reference = try Case(index)
    for transform in TimeTransform.allCases {
      for unit in ProportionalHazardsTest.Unit.allCases {
        let name = "\(reference.name), \(transform), \(unit)"
        let expected = reference.expected["tests"][transform.rawValue][unit.rawValue]
        let test = try #require(try reference.model.proportionalHazardsTest(transform, by: unit))
        #expect(test.terms.map(\.name) + ["GLOBAL"] == expected["name"].strings)
        let rows = expected["table"].array.map(\.numbers)
        let tests = test.terms.map(\.test) + [test.global]
        expectClose(tests.map(\.statistic), rows.map { $0[0] }, relative: 1e-8, name)
        expectClose(tests.map { Double($0.degreesOfFreedom) }, rows.map { $0[1] }, name)
      }
    }
  }

  @Test("Coefficients over time are what R's plot draws", arguments: 0..<5)
  func curves(index: Int) throws {
    let reference = try Case(index)
    for transform in TimeTransform.allCases {
      for unit in ProportionalHazardsTest.Unit.allCases {
        let name = "\(reference.name), \(transform), \(unit)"
        let tested = reference.expected["tests"][transform.rawValue]
        let drawn = tested[unit.rawValue]["drawn"]
        let places = tested["x"].numbers
        let values = reference.expected["points"][unit.rawValue].array.map(\.numbers)
        let paths = try reference.model.coefficientsOverTime(transform, by: unit)
        #expect(paths.count == drawn["curves"].array.count)
        for (column, path) in paths.enumerated() {
          let kept = values.indices.filter { !values[$0][column].isNaN }
          expectClose(path.points.map(\.x), kept.map { places[$0] }, relative: 1e-12, name)
          expectClose(
            path.points.map(\.value), kept.map { values[$0][column] }, relative: 1e-8,
            absolute: 1e-9, name)
          let expected = drawn["curves"][column]
          let curve = try #require(path.curve)
          let axis = transform == .log ? path.times : path.x
          expectClose(axis, expected["x"].numbers, relative: 1e-12, name)
          for (actual, key) in [
            (curve.estimates, "estimate"), (curve.lower, "lower"), (curve.upper, "upper"),
          ] {
            // A curve passes through zero, where only its size tells what is small.
            expectClose(
              actual, expected[key].numbers, relative: 1e-8, absolute: 1e-9, "\(name) \(key)")
          }
          expectClose(path.ticks.map(\.x), drawn["ticks"]["x"].numbers, relative: 1e-12, name)
          expectClose(path.ticks.map(\.time), drawn["ticks"]["time"].numbers, name)
        }
      }
    }
  }

  /// R's `cox.zph` counts no lines for such a stratum and scales the lines behind it wrongly.
  @Test("A stratum in which nothing varies changes no scaled residual of the others")
  func idleStratum() throws {
    func paths(_ rows: Range<Int>) throws -> [CoefficientOverTime] {
      let x: [Double] = [1, 1, 1, 0.3, -0.2, 1.4, 0.1, -0.9, 0.6, 2.1, -1.1, 0.2, 0.7, -0.4, 0.5]
      let s = [1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3]
      let table = try Table(columns: [
        Column(name: "time", numbers: rows.map { Double($0) }),
        Column(name: "d", numbers: rows.map { _ in 1 }),
        Column(name: "x", numbers: rows.map { x[$0] }),
        Column(name: "s", numbers: rows.map { Double(s[$0]) }),
      ])
      return try CoxModel(
        SurvivalFrame(Formula("Surv(time, d) ~ x + strata(s)"), in: table)
      ).coefficientsOverTime(.identity)
    }
    let (all, less) = (try paths(0..<15)[0], try paths(3..<15)[0])
    #expect(all.points.count == 12)
    expectClose(all.points.map(\.value), less.points.map(\.value), relative: 1e-12)
    expectClose(all.points.map(\.x), less.points.map(\.x))
  }

  @Test("Events of a stratum in which a column is constant are no points of its curve")
  func constantWithinAStratum() throws {
    let paths = try Case(0).model.coefficientsOverTime()
    #expect(paths.map(\.name) == ["x", "z", "g"])
    #expect(paths[1].points.count < paths[0].points.count)
  }
}
