/// Memory for doubles that kernels on several threads share, each writing its own part.
///
/// The owner sees to it that no two threads write one element at once; nothing is checked here.
public final class Buffer: @unchecked Sendable {
  public let count: Int
  public let pointer: UnsafeMutablePointer<Double>

  /// No memory.
  public static let none = Buffer(count: 0)

  /// `count` zeros.
  public convenience init(count: Int) {
    self.init(uninitializedCount: count)
    pointer.initialize(repeating: 0, count: count)
  }

  /// Memory that holds nothing yet: for one who writes every element before reading it.
  public init(uninitializedCount count: Int) {
    self.count = count
    pointer = .allocate(capacity: max(1, count))
  }

  deinit { pointer.deallocate() }

  public var array: [Double] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
  /// Sets every element.
  public func fill(_ value: Double) { pointer.update(repeating: value, count: count) }
}
