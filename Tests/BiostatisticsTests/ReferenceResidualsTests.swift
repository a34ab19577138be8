import Biostatistics
import TestSupport
import Testing

/// Residuals of R's survival 3.5-3: sums, sums of squares and first rows, unweighted. A sum that is
/// zero in theory is rounding, and is compared with the size of what it adds up.
@Suite("Residuals against R's survival")
struct ReferenceResidualsTests {
  private static let withResiduals = ReferenceCasesTests.all.filter {
    $0 != "nasty-collinear-exact"
  }

  @Test("martingale, deviance, score, dfbeta and dfbetas residuals", arguments: withResiduals)
  func residuals(id: String) throws {
    let reference = try ReferenceCase(id)
    let model = try reference.fit()
    let residuals = reference.expected["residuals"]
    guard residuals.exists else {
      // R refuses weights of zero, and this case is the fit without those rows.
      #expect(id == "nasty-zero-weights")
      return
    }
    expect(model.martingaleResiduals.map { [$0] }, residuals["martingale"], "\(id) martingale")
    expect(model.devianceResiduals.map { [$0] }, residuals["deviance"], "\(id) deviance")
    if residuals["score"].exists {
      expect(model.scoreResiduals.rows, residuals["score"], "\(id) score")
    }
    if residuals["dfbeta"].exists {
      expect(model.dfbetaResiduals.rows, residuals["dfbeta"], "\(id) dfbeta")
      expect(model.dfbetasResiduals.rows, residuals["dfbetas"], "\(id) dfbetas")
    }
  }

  @Test("Schoenfeld and scaled Schoenfeld residuals", arguments: withResiduals)
  func schoenfeld(id: String) throws {
    let reference = try ReferenceCase(id)
    let residuals = reference.expected["residuals"]
    guard residuals["schoenfeld"].exists else {
      #expect(
        ["nasty-zero-weights", "nasty-tiny-weights", "nasty-duplicates-vs-weights"].contains(id))
      return
    }
    let schoenfeld = try reference.fit().schoenfeldResiduals
    expect(schoenfeld.residuals.rows, residuals["schoenfeld"], "\(id) schoenfeld")
    expect(schoenfeld.scaled.rows, residuals["scaledsch"], "\(id) scaled")
  }

  private func expect(_ rows: [[Double]], _ expected: Reference, _ comment: String) {
    #expect(expected.exists, "\(comment)")
    expectClose(Double(rows.count), expected["n"].number ?? .nan, "\(comment) rows")
    let columns = (rows.first ?? []).indices.map { column in rows.map { $0[column] } }
    let squares = columns.map { $0.reduce(0) { $0 + $1 * $1 } }
    expectClose(squares, expected["sumsq"].numbers, relative: 1e-7, "\(comment) squares")
    for (column, sum) in expected["sum"].numbers.enumerated() where columns.indices ~= column {
      let size = (squares[column] * Double(rows.count)).squareRoot()
      expectClose(
        columns[column].reduce(0, +), sum, relative: 1e-7, absolute: 1e-9 * size, "\(comment) sum")
    }
    for (row, first) in expected["first5"].array.enumerated() {
      for (column, value) in first.numbers.enumerated() where columns.indices ~= column {
        let size = (squares[column] / Double(rows.count)).squareRoot()
        expectClose(
          rows[row][column], value, relative: 1e-7, absolute: 1e-9 * size,
          "\(comment) row \(row)")
      }
    }
  }
}
