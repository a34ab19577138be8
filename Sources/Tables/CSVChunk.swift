/// What one stretch of rows holds: a slot of eight bytes for each cell, column by column.
///
/// A slot is the bit pattern of a number until the first cell of the column that is no number
/// (``ColumnNotes/textStart``), and from there on the number of a label in the chunk's own
/// dictionary. Rows and lines count from 0 within the chunk. The chunk owns the slots.
final class CSVChunk: @unchecked Sendable {
  /// The bytes of the chunk, as offsets in the text.
  let bytes: Range<Int>
  /// By column; each has room for `capacity` slots.
  private(set) var slots: [UnsafeMutablePointer<UInt64>?]
  private(set) var capacity = 0
  var notes: [ColumnNotes]
  var rowCount = 0
  var lineCount = 0
  var lines = LineMap()

  /// What is to be remembered of a column besides its slots.
  struct ColumnNotes {
    /// The first row whose cell is no number; nil while all are.
    var textStart: Int?
    var dictionary: CategoryDictionary?
    var firstText: Sighting?
    var firstComma: Sighting?
    var firstPoint: Sighting?
    var firstOverflow: Sighting?
  }

  /// A cell as written, and its line within the chunk.
  struct Sighting {
    let text: [UInt8]
    let line: Int
  }

  init(bytes: Range<Int>, columnCount: Int) {
    self.bytes = bytes
    slots = [UnsafeMutablePointer<UInt64>?](repeating: nil, count: columnCount)
    notes = [ColumnNotes](repeating: ColumnNotes(), count: columnCount)
  }

  deinit {
    for column in slots.indices { release(column) }
  }

  func release(_ column: Int) {
    slots[column]?.deallocate()
    slots[column] = nil
  }

  /// Makes room for `wanted` rows, keeping the first `rows`.
  func grow(to wanted: Int, keeping rows: Int) {
    for column in slots.indices {
      let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: wanted)
      if let old = slots[column] {
        larger.update(from: old, count: rows)
        old.deallocate()
      }
      slots[column] = larger
    }
    capacity = wanted
  }
}
