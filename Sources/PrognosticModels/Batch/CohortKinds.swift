internal import CKernels

/// Divides the rows of a cohort into kinds.
///
/// Rows are of one kind where they say the same of everything but numbers, and each number lies in the
/// same cell between the bounds that anybody compares it with. All of one kind are encoded alike but for
/// those numbers and carry the same remarks, so that the engine's words are read once a kind.
///
/// The key of a row is Σ c_k Π_{j > k} m_j, with c_k its cell in column k and m_k their number.
struct CohortKinds {
  private enum Reading {
    /// NaN lies in the last cell.
    case number(UnsafeBufferPointer<Double>, bounds: [Double], isInteger: Bool)
    /// The digits of a category, one cell each.
    case digits(UnsafeBufferPointer<Double>)
    case texts(UnsafeBufferPointer<Int32>, count: Int)

    var cellCount: UInt64 {
      switch self {
      case .number(_, let bounds, _): UInt64(2 * bounds.count + 2)
      case .digits: UInt64(CohortKinds.mostDigits + 1)
      case .texts(_, let count): UInt64(count + 1)
      }
    }
  }

  /// Of a row that is a kind of its own: a number that is infinite, no integer where one is wanted, or no
  /// digit.
  static let alone = UInt64.max
  /// As many kinds as are remembered.
  static let mostKinds = 10_000
  /// Keys below are looked up by their place.
  private static let mostPlaces: UInt64 = 1 << 22
  private static let mostDigits = 64

  private let readings: [Reading]
  /// False where keys would be too large: then every row is alone.
  private let isBounded: Bool
  private var places: [Int32]
  private var known: [UInt64: Int32] = [:]
  private(set) var count: Int32 = 0

  /// - Parameter bounds: those of a covariate that is a number, nil for any other.
  init(of columns: [CohortColumn], bounds: (String) -> (bounds: [Double], isInteger: Bool)?) {
    readings = columns.map { column in
      switch column.values {
      case .texts(let codes, let texts): .texts(codes, count: texts.count)
      case .numbers(let numbers):
        if let (bounds, isInteger) = bounds(column.name) {
          .number(numbers, bounds: bounds, isInteger: isInteger)
        } else {
          .digits(numbers)
        }
      }
    }
    var size: UInt64 = 1
    var isBounded = true
    for reading in readings {
      let (product, isOverflow) = size.multipliedReportingOverflow(by: reading.cellCount)
      isBounded = isBounded && !isOverflow && product < Self.alone
      size = isBounded ? product : 1
    }
    self.isBounded = isBounded
    places = [Int32](repeating: -1, count: size <= Self.mostPlaces ? Int(size) : 0)
  }

  /// The kind of a key; -1 for one that was not seen.
  func kind(of key: UInt64) -> Int32 {
    if !places.isEmpty { return key < UInt64(places.count) ? places[Int(key)] : -1 }
    return known[key] ?? -1
  }

  /// The next kind, for a key that was not seen; nil where no more are remembered.
  mutating func add(_ key: UInt64) -> Int32? {
    guard key != Self.alone, count < Self.mostKinds else { return nil }
    defer { count += 1 }
    if places.isEmpty { known[key] = count } else { places[Int(key)] = count }
    return count
  }

  /// The keys of consecutive rows, with room for as many cells.
  func keys(
    of rows: Range<Int>, into keys: UnsafeMutablePointer<UInt64>,
    _ cells: UnsafeMutablePointer<Int32>
  ) {
    let n = rows.count
    keys.update(repeating: isBounded ? 0 : Self.alone, count: n)
    guard isBounded else { return }
    for reading in readings {
      let cellCount = reading.cellCount
      switch reading {
      case .number(let numbers, let bounds, let isInteger):
        guard let x = numbers.baseAddress.map({ $0 + rows.lowerBound }) else { return }
        cells.update(repeating: 0, count: n)
        sarcoma_add_numbers(x, n, bounds, bounds.count, 1, cells)
        Self.append(cells, cellCount, n, keys)
        for i in 0..<n where x[i].isInfinite { keys[i] = Self.alone }
        if isInteger {
          for i in 0..<n where x[i] != x[i].rounded() && !x[i].isNaN { keys[i] = Self.alone }
        }
      case .digits(let numbers):
        guard let x = numbers.baseAddress.map({ $0 + rows.lowerBound }) else { return }
        for i in 0..<n {
          let digit = x[i] >= 0 && x[i] < Double(Self.mostDigits) ? Int32(x[i]) : -1
          cells[i] = digit + 1
        }
        Self.append(cells, cellCount, n, keys)
        for i in 0..<n where Double(cells[i] - 1) != x[i] && !x[i].isNaN { keys[i] = Self.alone }
      case .texts(let codes, _):
        guard let codes = codes.baseAddress.map({ $0 + rows.lowerBound }) else { return }
        for i in 0..<n { cells[i] = codes[i] < 0 ? 0 : codes[i] &+ 1 }
        Self.append(cells, cellCount, n, keys)
      }
    }
  }

  @inline(__always)
  private static func append(
    _ cells: UnsafeMutablePointer<Int32>, _ cellCount: UInt64, _ n: Int,
    _ keys: UnsafeMutablePointer<UInt64>
  ) {
    for i in 0..<n {
      let key = keys[i]
      keys[i] = key == alone ? alone : key &* cellCount &+ UInt64(UInt32(bitPattern: cells[i]))
    }
  }
}
