/// The line on which each row of a file starts, kept as the rows at which the pace changes.
///
///     line(row) = row + shift of the last step at or before row
///
/// A file with one header line and one line a row has a single step (row 0, shift 2). Each blank
/// line, and each row with a newline inside quotes, may add a step of 16 bytes.
struct LineMap: Sendable {
  private var rows: [Int] = []
  private var shifts: [Int] = []

  /// Notes that `row` starts on `line`; rows come in ascending order.
  @inline(__always)
  mutating func note(row: Int, line: Int, lastShift: inout Int) {
    let shift = line &- row
    if shift != lastShift {
      rows.append(row)
      shifts.append(shift)
      lastShift = shift
    }
  }

  /// Appends the map of the rows from `row` on, whose own rows and lines count from 0.
  mutating func append(_ other: LineMap, atRow row: Int, line: Int) {
    for (otherRow, otherShift) in zip(other.rows, other.shifts) {
      let shift = otherShift + line - row
      if shifts.last == shift { continue }
      rows.append(otherRow + row)
      shifts.append(shift)
    }
  }

  /// Binary search in O(log steps); nil for a row before the first step.
  func line(ofRow row: Int) -> Int? {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = low + (high - low) / 2
      if rows[middle] <= row { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : row + shifts[low - 1]
  }
}
