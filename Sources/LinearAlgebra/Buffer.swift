#if canImport(Glibc)
  internal import Glibc
#endif

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
  ///
  /// A large one asks for large pages: the first touch of a page of 4 KiB costs as much as filling it.
  public init(uninitializedCount count: Int) {
    self.count = count
    let bytes = MemoryLayout<Double>.stride * count
    #if canImport(Glibc)
      if bytes >= 16 * Self.largePage {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.largePage)
        _ = madvise(memory, bytes, MADV_HUGEPAGE)
        pointer = memory.bindMemory(to: Double.self, capacity: count)
        return
      }
    #endif
    pointer = .allocate(capacity: max(1, count))
  }

  private static let largePage = 2 << 20

  deinit { pointer.deallocate() }

  public var array: [Double] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
  /// Sets every element.
  public func fill(_ value: Double) { pointer.update(repeating: value, count: count) }
}
