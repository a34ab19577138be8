internal import StrictJSON

/// What a model makes of kinds of rows, so that the words of a kind are read once.
///
/// Rows are of one kind where they say the same of everything but the numbers that the model computes
/// with, and each of these lies in the same cell: on the same side of every bound that the vocabulary
/// or the document compares it with. Of one kind, all are encoded alike but for those numbers, and
/// carry the same cautions; only the arithmetic is done anew.
///
/// It is not shared: whoever scores on several threads keeps one for each.
public final class RowMemory {
  // One access a row to what changes, where a class's members would take one each.
  private var kinds: RowKinds

  /// Nothing is remembered yet.
  ///
  /// - Parameters:
  ///   - scorer: whose rows are remembered.
  ///   - columns: of a table; nil for objects of JSON.
  public init(of scorer: BatchScorer, columns: BatchColumns? = nil) {
    kinds = RowKinds(of: scorer, columns: columns)
  }

  /// The kind of a row that is a plain JSON object, with the row's own numbers.
  func kind(of bytes: UnsafeBufferPointer<UInt8>) -> Recollection { kinds.kind(of: bytes) }

  /// The kind of a row of a table, with the row's own numbers.
  func kind(of row: TableRow) -> Recollection { kinds.kind(of: row) }

  /// Remembers how the row that was asked for last is encoded.
  func remember(_ vector: CovariateVector, cautions: [String]) {
    kinds.remember(vector, cautions: cautions)
  }

  /// A kind of rows.
  final class Kind {
    /// The encoded patient of the row that was asked for last.
    fileprivate(set) var vector: CovariateVector
    /// The end of the row's line of JSON, and of its cells.
    let cautionsJSON: [UInt8]
    let cautionsCSV: [UInt8]

    fileprivate init(_ vector: CovariateVector, cautions: [String]) {
      self.vector = vector
      cautionsJSON =
        Array(",\"cautions\":".utf8) + JSONValue.strings(cautions).bytes(.compact)
        + Array("}".utf8)
      let cells = BatchRows.remarks(cautions, refusal: nil, { $0 })
      cautionsCSV = cells.flatMap { Array(",\($0)".utf8) }
    }
  }

  /// What is known of a row.
  enum Recollection {
    case known(Kind)
    /// ``remember(_:cautions:)`` makes it known.
    case unknown
    case notPlain
  }
}

/// The kinds that a memory knows.
private struct RowKinds {
  /// A covariate whose numbers the model computes with.
  private struct FreeNumber {
    let name: [UInt8]
    let place: Int
    let isInteger: Bool
    /// Ascending.
    let bounds: [Double]
  }

  /// As many kinds as are remembered.
  private static let mostKinds = 10_000

  private let numbers: [FreeNumber]
  /// Of a table, by the columns that are read.
  private let columns: [FreeNumber?]
  private var kinds: [[UInt8]: RowMemory.Kind] = [:]
  private var members = RowMembers()
  // Of the row that was asked for last: what it says but for its free numbers, these, and where they go.
  private var key: [UInt8] = []
  private var values: [Double] = []
  private var places: [Int] = []

  init(of scorer: BatchScorer, columns: BatchColumns?) {
    let (model, vocabulary) = (scorer.model, scorer.vocabulary)
    let numbers = model.covariates.enumerated().filter { $1.covariate.kind == .number }.map {
      place, covariate in
      FreeNumber(
        name: Array(covariate.name.utf8), place: place,
        isInteger: covariate.covariate.isInteger,
        bounds: model.bounds(of: covariate.covariate, vocabulary))
    }
    self.numbers = numbers
    self.columns = (columns?.names ?? []).map { name in
      numbers.first { $0.name.elementsEqual(name.utf8) }
    }
  }

  /// The kind of a row that is a plain JSON object, with the row's own numbers.
  mutating func kind(of bytes: UnsafeBufferPointer<UInt8>) -> RowMemory.Recollection {
    guard members.read(json: bytes) else { return .notPlain }
    forget()
    for member in members.members {
      key.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[member.name]))
      key.append(0)
      if !member.number.isNaN,
        let number = numbers.first(where: { number in
          number.name.count == member.name.count
            && number.name.elementsEqual(UnsafeBufferPointer(rebasing: bytes[member.name]))
        })
      {
        guard take(member.number, number) else { return .notPlain }
      } else {
        key.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[member.value]))
      }
      key.append(0)
    }
    return recollection
  }

  /// The kind of a row of a table, with the row's own numbers.
  mutating func kind(of row: TableRow) -> RowMemory.Recollection {
    forget()
    for (column, cell) in row.cells.enumerated() {
      switch cell {
      case .missing: key.append(0)
      case .number(let value):
        if let number = columns[column] {
          guard take(value, number) else { return .notPlain }
        } else {
          key.append(2)
          append(value.bitPattern)
        }
      case .text(let range):
        // Its length keeps what it says apart from the cells behind it.
        key.append(3)
        append(UInt64(range.count))
        key.append(contentsOf: row.bytes[range])
      }
    }
    return recollection
  }

  private mutating func forget() {
    key.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
  }

  private mutating func append(_ word: UInt64) {
    withUnsafeBytes(of: word) { key.append(contentsOf: $0) }
  }

  /// Takes a number that is free within its cell; false for one that the covariate does not take.
  private mutating func take(_ value: Double, _ number: FreeNumber) -> Bool {
    guard !number.isInteger || value == value.rounded() else { return false }
    key.append(1)
    key.append(Self.cell(of: value, number.bounds))
    values.append(value)
    places.append(number.place)
    return true
  }

  private var recollection: RowMemory.Recollection {
    guard let kind = kinds[key] else { return .unknown }
    for (place, value) in zip(places, values) { kind.vector.values[place] = value }
    return .known(kind)
  }

  /// Remembers how the row that was asked for last is encoded.
  mutating func remember(_ vector: CovariateVector, cautions: [String]) {
    guard kinds.count < Self.mostKinds else { return }
    // The number that was read must be the one that is computed with.
    guard zip(places, values).allSatisfy({ vector.values[$0] == $1 }) else { return }
    kinds[key] = RowMemory.Kind(vector, cautions: cautions)
  }

  /// The place of a value among the bounds, those that it equals apart.
  private static func cell(of value: Double, _ bounds: [Double]) -> UInt8 {
    var cell = 0
    for bound in bounds where value >= bound { cell += value > bound ? 2 : 1 }
    return UInt8(clamping: cell)
  }
}
