/// What one stretch of rows holds: a slot of eight bytes for each cell, column by column.
///
///     slots[column * stride + row]
///
/// A slot is the bit pattern of a number, or, in a column of text, the number of the cell in the
/// chunk's own dictionary of that column, which holds cells as written, missing ones too. Rows and
/// lines count from 0 within the chunk. A chunk is filled by one thread, then only read, and
/// used again for another stretch.
final class CSVChunk: @unchecked Sendable {
  /// The bytes of the chunk, as offsets in the text.
  private(set) var bytes = 0..<0
  private(set) var slots: UnsafeMutablePointer<UInt64>
  private(set) var stride = 0
  let columns: UnsafeMutableBufferPointer<ColumnState>
  var rowCount = 0
  var lineCount = 0
  var lines = LineMap()
  var sightings: [Sighting] = []

  /// What is known of a column besides its slots.
  struct ColumnState {
    /// The cells of a column of text; nil while every cell is a number or missing.
    var dictionary: CategoryDictionary?
    /// The first row whose cell is not a number.
    var textStart = 0
    /// Which sightings of this column need no further note.
    var seen: Seen = []
  }

  struct Seen: OptionSet {
    let rawValue: UInt8
    static let point = Seen(rawValue: 1)
    static let comma = Seen(rawValue: 2)
    static let overflow = Seen(rawValue: 4)
    static let text = Seen(rawValue: 8)

    @inline(__always)
    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The sighting that a mark before a fraction is; none for 0.
    @inline(__always)
    init(mark: UInt8) {
      rawValue = mark == 0 ? 0 : mark == ASCII.point ? 1 : 2
    }
  }

  /// The first cell of its kind in a column of the chunk.
  struct Sighting {
    enum Kind {
      case text, point, comma, overflow

      var seen: Seen {
        switch self {
        case .text: .text
        case .point: .point
        case .comma: .comma
        case .overflow: .overflow
        }
      }
    }

    let kind: Kind
    let column: Int
    let cell: [UInt8]
    let line: Int
  }

  init(columnCount: Int) {
    slots = .allocate(capacity: 0)
    columns = .allocate(capacity: columnCount)
    columns.initialize(repeating: ColumnState())
  }

  deinit {
    slots.deallocate()
    columns.deinitialize()
    columns.deallocate()
  }

  /// Empties the chunk for other bytes. Columns of `isText` are text from their first cell.
  func reset(bytes: Range<Int>, isText: [Bool], marks: DecimalMarks) {
    self.bytes = bytes
    rowCount = 0
    lineCount = 0
    lines = LineMap()
    sightings = []
    for (column, isText) in isText.enumerated() {
      columns[column] = ColumnState(
        dictionary: isText ? CategoryDictionary() : nil,
        seen: marks.areAmbiguous ? [] : [.point, .comma])
    }
  }

  /// Makes room for at least `wanted` rows, keeping the first `rows`. An odd number of cache lines
  /// from column to column keeps the columns of a row out of each other's cache sets.
  func grow(to wanted: Int, keeping rows: Int) {
    let wider = (wanted / 16 + 1) * 16 + 8
    let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: wider * columns.count)
    for column in 0..<(rows == 0 ? 0 : columns.count) {
      (larger + column * wider).initialize(from: slots + column * stride, count: rows)
    }
    slots.deallocate()
    slots = larger
    stride = wider
  }

  /// Reads again, as text, the first rows of `wanted` columns (as many as `rowCount` says, by
  /// column), so that those columns are text from row 0 on.
  func rereadTexts(
    of wanted: [(column: Int, rows: Int)], text: SharedBytes, dialect: CSVDialect
  ) {
    let rows = wanted.map(\.rows).max() ?? 0
    var dictionaries = wanted.map { _ in CategoryDictionary() }
    CSVReread.cells(
      of: wanted.map(\.column), rows: rows, bytes: bytes, text: text, separator: dialect.separator
    ) { index, row, cell in
      guard row < wanted[index].rows else { return }
      slots[wanted[index].column * stride + row] = UInt64(dictionaries[index].code(of: cell).code)
    }
    for (index, (column, rows)) in wanted.enumerated() {
      if let later = columns[column].dictionary {
        let codes = dictionaries[index].append(later)
        let column = slots + column * stride
        for row in rows..<max(rows, rowCount) { column[row] = UInt64(codes[Int(column[row])]) }
      }
      columns[column].dictionary = dictionaries[index]
      columns[column].textStart = 0
    }
  }
}
