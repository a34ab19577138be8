/// The numbers of a column, one a row; NaN is missing.
///
/// They are an array, or memory that somebody else keeps, such as a column of NumPy's or of a C
/// program's, which is read where it lies: a fit to 10^6 rows of 50 columns copies nothing of them. A
/// kernel asks for ``withUnsafeBufferPointer(_:)``, which is the same for both.
public struct Numbers: Sendable {
  private enum Storage: @unchecked Sendable {
    case array([Double])
    case borrowed(UnsafeBufferPointer<Double>)
  }

  private let storage: Storage

  /// An array, which is shared and not copied.
  public init(_ array: [Double]) { storage = .array(array) }

  /// Memory that the caller keeps where it is, and as it is, as long as anything that was made of the
  /// column is in use: the table, a frame, a fit.
  public init(unsafeBorrowed memory: UnsafeBufferPointer<Double>) { storage = .borrowed(memory) }

  /// As an array: a copy of what is borrowed.
  public var array: [Double] {
    switch storage {
    case .array(let array): array
    case .borrowed(let memory): Array(memory)
    }
  }

  /// The numbers where they lie. The pointer is valid during the call.
  @inline(__always)
  public func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Double>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch storage {
    case .array(let array): try array.withUnsafeBufferPointer(body)
    case .borrowed(let memory): try body(memory)
    }
  }
}

/// One number a row, rows counted from 0.
extension Numbers: RandomAccessCollection {
  public var startIndex: Int { 0 }

  public var endIndex: Int {
    switch storage {
    case .array(let array): array.count
    case .borrowed(let memory): memory.count
    }
  }

  /// A row that is not there is a programmer's error.
  public subscript(row: Int) -> Double {
    switch storage {
    case .array(let array): return array[row]
    case .borrowed(let memory):
      precondition(memory.indices.contains(row), "a row that the column does not have")
      return memory[row]
    }
  }

  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<Double>) throws -> Result
  ) rethrows -> Result? {
    try withUnsafeBufferPointer(body)
  }
}

/// `[1, 2, .nan]`
extension Numbers: ExpressibleByArrayLiteral {
  public init(arrayLiteral numbers: Double...) { self.init(numbers) }
}
