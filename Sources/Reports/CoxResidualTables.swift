public import Biostatistics

/// The residuals of a fit as tables for a file.
public struct CoxResidualTables: Sendable {
  private let model: CoxModel

  /// Nothing is computed before a table is asked for.
  public init(_ model: CoxModel) { self.model = model }

  /// One line a row used: `row` (of the table that was fitted, from 1), `martingale`, `deviance`, and
  /// `score.`, `dfbeta.` and `dfbetas.` with each column's name. As in R, dfbeta and dfbetas are
  /// weighted and the others are not.
  ///
  /// - Throws: `TableError` where two columns of the design bear one name.
  public func byRow() throws(TableError) -> Table {
    var columns = [
      Column(name: "row", numbers: model.frame.rows.map { Double($0) + 1 }),
      Column(name: "martingale", numbers: model.martingaleResiduals),
      Column(name: "deviance", numbers: model.devianceResiduals),
    ]
    columns += named("score", model.scoreResiduals)
    columns += named("dfbeta", model.dfbetaResiduals)
    columns += named("dfbetas", model.dfbetasResiduals)
    return try Table(columns: columns)
  }

  /// One line an event, by stratum and time: `stratum`, `time`, `row`, and `schoenfeld.` and
  /// `scaled.` with each column's name.
  ///
  /// - Throws: as ``byRow()``.
  public func byEvent() throws(TableError) -> Table {
    let residuals = model.schoenfeldResiduals
    let strata = residuals.rows.map { row in
      model.frame.strata.map { $0.labels[Int($0.codes[Int(row)])] }
    }
    var columns = [
      Self.labels("stratum", strata),
      Column(name: "time", numbers: residuals.times),
      Column(name: "row", numbers: residuals.rows.map { Double(model.frame.rows[Int($0)]) + 1 }),
    ]
    columns += named("schoenfeld", residuals.residuals)
    columns += named("scaled", residuals.scaled)
    return try Table(columns: columns)
  }

  private func named(_ kind: String, _ values: Matrix) -> [Column] {
    model.frame.design.columnNames.enumerated().map { column, name in
      Column(name: "\(kind).\(name)", numbers: (0..<values.rowCount).map { values[$0, column] })
    }
  }

  /// Labels that are all numbers, which no text column may hold, as numbers.
  private static func labels(_ name: String, _ texts: [String?]) -> Column {
    let numbers = texts.map { $0.flatMap { Double($0) } }
    guard zip(texts, numbers).contains(where: { $0 != nil && $1 == nil }) else {
      return Column(name: name, numbers: numbers.map { $0 ?? .nan })
    }
    return Column(name: name, texts: texts)
  }
}
