internal import CKernels

/// A stratum's rows, up to its last event, cut into eight runs of equal length: row i of run k has
/// element `start + 8 i + k`.
struct EightLanes {
  let rows: Range<Int>
  let start: Int
  /// Rows of a run; the last runs may lack some.
  let length: Int

  /// The element behind the last.
  var end: Int { start + 8 * length }

  /// Visits the strata that have events, one behind the other.
  @inline(__always)
  static func forEachStratum(of riskSets: CoxRiskSets, _ body: (EightLanes) -> Void) {
    var start = 0
    for rows in riskSets.rowsUpToLastEvent where !rows.isEmpty {
      let lanes = EightLanes(rows: rows, start: start, length: (rows.count + 7) / 8)
      body(lanes)
      start = lanes.end
    }
  }

  /// Copies the rows of a column to their elements; zeros to those that no row has.
  func lay(_ column: UnsafePointer<Double>, to array: UnsafeMutablePointer<Double>) {
    sarcoma_lay_in_lanes(column + rows.lowerBound, rows.count, length, array + start)
  }

  /// The element of each row, for rows asked for in ascending order.
  struct Walk {
    private let length: Int
    /// The row behind the run, and the element less 8 times the row within it.
    private var (end, shift): (Int, Int)

    init(_ lanes: EightLanes) {
      length = lanes.length
      end = lanes.rows.lowerBound + length
      shift = lanes.start - 8 * lanes.rows.lowerBound
    }

    mutating func element(of row: Int) -> Int {
      while row >= end {
        end &+= length
        shift &+= 1 &- 8 &* length
      }
      return shift &+ 8 &* row
    }
  }
}
