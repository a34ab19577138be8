/// The columns of a batch's table that a model reads.
public struct BatchColumns: Sendable {
  /// Where they stand in the table, ascending.
  public let places: [Int]
  /// How many columns the model does not read.
  public let ignoredCount: Int
  let names: [String]

  /// Those among all columns.
  ///
  /// - Parameters:
  ///   - all: the names of all columns, each once.
  ///   - scorer: whose model reads them.
  public init(named all: [String], for scorer: BatchScorer) {
    let read = scorer.predictor.readNames
    places = all.indices.filter { read.contains(all[$0]) }
    names = places.map { all[$0] }
    ignoredCount = all.count - places.count
  }
}

/// One row of a table: a cell for each of the columns that are read.
public struct TableRow {
  enum Cell {
    case missing
    case number(Double)
    /// Its place in ``bytes``.
    case text(Range<Int>)
  }

  private(set) var cells: [Cell] = []
  private(set) var bytes: [UInt8] = []

  /// No cell yet.
  public init() {}

  /// Makes room for another row.
  public mutating func clear() {
    cells.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Takes an empty cell.
  public mutating func addMissing() { cells.append(.missing) }

  /// Takes a cell that is a number.
  public mutating func add(_ number: Double) { cells.append(.number(number)) }

  /// Takes any other cell, which is to be UTF-8.
  public mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
    let start = bytes.count
    bytes.append(contentsOf: text)
    cells.append(.text(start..<bytes.count))
  }

  /// What the row says.
  func patient(_ columns: BatchColumns) throws(RequestError) -> Patient {
    var patient = Patient()
    for (name, cell) in zip(columns.names, cells) {
      switch cell {
      case .missing: patient.set(name, to: .missing)
      case .number(let value): patient.set(name, to: .number(value))
      case .text(let range):
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
          throw .row("the cell of \(Words.quoted(name)) is no UTF-8; save the table as UTF-8.")
        }
        patient.set(name, to: .text(text))
      }
    }
    return patient
  }
}
