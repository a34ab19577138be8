internal import Dispatch

/// Work that is spread over the processor's cores.
enum Parallel {
  /// `transform` of 0 ..< `count`, in that order whatever the number of threads.
  static func map<Result: Sendable>(
    _ count: Int, _ transform: @Sendable (Int) -> Result
  ) -> [Result] {
    if count <= 1 { return (0..<count).map(transform) }
    return [Result](unsafeUninitializedCapacity: count) { buffer, initialized in
      nonisolated(unsafe) let results = buffer
      DispatchQueue.concurrentPerform(iterations: count) { index in
        results.initializeElement(at: index, to: transform(index))
      }
      initialized = count
    }
  }
}

/// The start of bytes that several threads read and none writes.
struct SharedBytes: @unchecked Sendable {
  let base: UnsafePointer<UInt8>
}
