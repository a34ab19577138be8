import Biostatistics
import Foundation
import TestSupport
import Testing

/// Outcomes that covariates tell apart, and what Firth's penalty makes of them.
@Suite("Separated outcomes")
struct SeparationTests {
  private func fit(
    _ formula: String, _ text: String, _ change: (inout LogisticOptions) -> Void = { _ in }
  ) throws -> LogisticModel {
    var options = LogisticOptions()
    change(&options)
    return try LogisticModel(
      try BinaryFrame(try Formula(formula), in: try CSVReader.read(text: text)), options: options)
  }

  private func codes(_ model: LogisticModel) -> [FitWarning.Code] {
    model.warnings.map(\.code).filter {
      [.completeSeparation, .quasiCompleteSeparation, .monotoneLikelihood, .notConverged].contains(
        $0)
    }
  }

  @Test("a column that tells all outcomes apart separates completely")
  func complete() throws {
    let model = try fit("y ~ x", "y,x\n0,1\n0,2\n0,3\n1,4\n1,5\n1,60000\n")
    #expect(codes(model) == [.completeSeparation])
    #expect(model.warnings.last?.term == "x")
    #expect(
      model.warnings.last?.message
        == "'x' separates the outcomes completely: its coefficient goes to +infinity, so that it has "
        + "no finite estimate, and the value shown is where the search stopped. Use --firth, or merge "
        + "levels, or leave the term out.")
  }

  @Test("a level without an event separates quasi-completely and is named, the reference too")
  func level() throws {
    let rows = "y,g,x\n0,a,1\n1,a,2\n0,a,3\n1,b,1\n0,b,4\n1,b,2\n0,c,3\n0,c,1\n0,c,2\n"
    let model = try fit("y ~ g + x", rows)
    #expect(codes(model) == [.quasiCompleteSeparation])
    #expect(model.warnings.last?.term == "gc")
    #expect(
      model.warnings.last?.message.hasPrefix(
        "All 3 rows with g = c are without the event, which separates the outcomes "
          + "quasi-completely: the log odds of 'gc' go to -infinity") == true)
    let reference = rows.replacingLevel("c", by: "A")
    let other = try fit("y ~ g + x", reference)
    #expect(codes(other) == [.quasiCompleteSeparation])
    #expect(other.warnings.last?.term == "gA")
    // What does not run away is the same in both.
    expectClose(other.coefficients[3], model.coefficients[3], relative: 1e-6)
  }

  @Test("points that touch at one value separate quasi-completely")
  func touching() throws {
    let model = try fit("y ~ x", "y,x\n0,1\n0,2\n0,3\n1,3\n1,4\n1,5\n")
    #expect(codes(model) == [.quasiCompleteSeparation])
  }

  /// One pair of rows overlaps by a thousandth: the maximum exists, far out.
  @Test("a coefficient that is merely large is no separation")
  func large() throws {
    let model = try fit("y ~ x", "y,x\n0,1\n0,2\n0,3.001\n1,3\n1,4\n1,5\n")
    #expect(codes(model).isEmpty)
    #expect(model.convergence.reason == .stepBelowTolerance)
    #expect(model.coefficients[1] > 5)
  }

  @Test("Firth on a saturated 2 x 2 table equals adding one half to each cell")
  func twoByTwo() throws {
    // Events and others: 3 and 9 at x = 0, 5 and 0 at x = 1.
    let cells = [("1,0", 3), ("0,0", 9), ("1,1", 5)]
    let text = "y,x\n" + cells.flatMap { [String](repeating: $0 + "\n", count: $1) }.joined()
    let model = try fit("y ~ x", text) { $0.firth = true }
    let halves = try LogisticModel(
      try BinaryFrame(
        try Formula("y ~ x"),
        in: try CSVReader.read(text: "y,x,w\n1,0,3.5\n0,0,9.5\n1,1,5.5\n0,1,0.5\n"),
        options: {
          var options = ModelFrameOptions()
          options.weights = "w"
          return options
        }()))
    #expect(codes(model).isEmpty)
    expectClose(model.coefficients, halves.coefficients, relative: 1e-8)
  }

  @Test("the penalised likelihood at a profile's limits lies where it should")
  func profile() throws {
    let text = "y,x\n0,1\n0,2\n0,3\n1,4\n1,5\n1,6\n0,5\n1,2\n"
    let model = try fit("y ~ x", text) { $0.firth = true }
    let limits = model.profileIntervals()[1]
    let maximum = try #require(model.penalizedLogLikelihood).model
    for limit in [limits.lower, limits.upper] {
      // With the slope's part in the offset, the penalty would lose its column: search the intercept.
      let values = stride(from: -30.0, through: 30, by: 1e-3).map { a in
        Self.penalized(text, a, limit)
      }
      let best = values.max() ?? .nan
      // The grid is 1e-3 wide: 1e-6 off at most.
      expectClose(2 * (maximum - best), 3.841458820694124, absolute: 1e-5)
    }
  }

  /// l + log det I / 2 as defined.
  private static func penalized(_ text: String, _ a: Double, _ b: Double) -> Double {
    var (value, i00, i01, i11) = (0.0, 0.0, 0.0, 0.0)
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",").compactMap { Double($0) }
      let p = 1 / (1 + exp(-(a + b * cells[1])))
      value += log(cells[0] == 1 ? p : 1 - p)
      let v = p * (1 - p)
      i00 += v
      i01 += v * cells[1]
      i11 += v * cells[1] * cells[1]
    }
    return value + log(i00 * i11 - i01 * i01) / 2
  }
}

extension String {
  fileprivate func replacingLevel(_ level: String, by other: String) -> String {
    split(separator: "\n").map { line in
      line.split(separator: ",").map { $0 == level ? other : String($0) }.joined(separator: ",")
    }.joined(separator: "\n") + "\n"
  }
}
