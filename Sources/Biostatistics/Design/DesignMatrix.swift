internal import Terms

/// The columns of a model, not yet laid out: each is a product of numbers and of indicators of
/// factor levels, read from the table's own columns when a fit asks for them.
///
/// A fit lays the columns out once, in the order in which it wants its rows, so that no second copy
/// of the design ever exists. A design never changes, and copying it is a reference.
public final class DesignMatrix: Sendable {
  /// R's names of the columns (`celltypesmallcell`, `age:sex`).
  public let columnNames: [String]
  /// The term, by its index in ``termNames``, that each column belongs to.
  public let termOfColumn: [Int]
  /// The terms that fill columns, in the formula's order; `strata()` alone fills none.
  public let termNames: [String]
  /// How many rows the design has.
  public let rowCount: Int

  let columns: [DesignColumn]
  /// Table row of each design row; nil when they are the same.
  let rows: [Int32]?
  /// Which piece of follow-up each design row is, where some columns belong to pieces.
  private let pieces: [Int32]?

  /// p, the number of coefficients before any column is left out.
  public var columnCount: Int { columns.count }

  /// A design from columns of numbers, each one term.
  public convenience init(columns: [(name: String, values: [Double])]) {
    let count = columns.first?.values.count ?? 0
    precondition(columns.allSatisfy { $0.values.count == count }, "columns differ in length")
    self.init(
      names: columns.map(\.name), terms: columns.map(\.name), termOfColumn: Array(columns.indices),
      columns: columns.map {
        DesignColumn(factors: [.numbers(Numbers($0.values))], recipe: [.number(column: $0.name)])
      }, rows: nil,
      rowCount: count)
  }

  init(
    names: [String], terms: [String], termOfColumn: [Int], columns: [DesignColumn],
    rows: [Int32]?, rowCount: Int, pieces: [Int32]? = nil
  ) {
    columnNames = names
    termNames = terms
    self.termOfColumn = termOfColumn
    self.columns = columns
    self.rows = rows
    self.rowCount = rowCount
    self.pieces = pieces
  }

  /// Writes column `column` of the rows `order` (design rows) to `out`.
  func write(
    column: Int, order: UnsafeBufferPointer<Int32>, to out: UnsafeMutableBufferPointer<Double>
  ) {
    if let rows {
      rows.withUnsafeBufferPointer { rows in
        columns[column].write(count: order.count, to: out) { Int(rows[Int(order[$0])]) }
      }
    } else {
      columns[column].write(count: order.count, to: out) { Int(order[$0]) }
    }
    clear(column: column, to: out) { Int(order[$0]) }
  }

  /// Zeros where a column belongs to other pieces of follow-up.
  private func clear(
    column: Int, to out: UnsafeMutableBufferPointer<Double>, row: (Int) -> Int
  ) {
    guard let pieces, let own = columns[column].pieces else { return }
    for i in out.indices where !own.contains(pieces[row(i)]) { out[i] = 0 }
  }

  /// The values of one column in design order.
  public func values(ofColumn column: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: rowCount) { buffer, initialized in
      columns[column].write(count: rowCount, to: buffer) { i in
        rows.map { Int($0[i]) } ?? i
      }
      clear(column: column, to: buffer) { $0 }
      initialized = rowCount
    }
  }
}

/// A product of factors, each a number or an indicator.
struct DesignColumn: Sendable {
  enum Factor: Sendable {
    case numbers(Numbers)
    case indicator(codes: [Int32], level: Int32)
    case spline(RestrictedCubicSpline, values: [Double], column: Int)
  }
  let factors: [Factor]
  /// The same in the formula's words.
  let recipe: [ColumnRecipe.Factor]
  /// The pieces of follow-up outside which the column is 0; nil for all of them.
  var pieces: ClosedRange<Int32>?

  /// Writes `count` values, the i-th from table row `row(i)`.
  @inline(__always)
  func write(
    count: Int, to out: UnsafeMutableBufferPointer<Double>, row: (Int) -> Int
  ) {
    for (place, factor) in factors.enumerated() {
      switch factor {
      case .numbers(let values):
        values.withUnsafeBufferPointer { values in
          if place == 0 {
            for i in 0..<count { out[i] = values[row(i)] }
          } else {
            for i in 0..<count { out[i] *= values[row(i)] }
          }
        }
      case .indicator(let codes, let level):
        codes.withUnsafeBufferPointer { codes in
          if place == 0 {
            for i in 0..<count { out[i] = codes[row(i)] == level ? 1 : 0 }
          } else {
            for i in 0..<count where codes[row(i)] != level { out[i] = 0 }
          }
        }
      case .spline(let spline, let values, let column):
        for i in 0..<count {
          let value = spline.value(values[row(i)], column: column)
          out[i] = place == 0 ? value : out[i] * value
        }
      }
    }
    if factors.isEmpty { for i in 0..<count { out[i] = 1 } }
  }
}
