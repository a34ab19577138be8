import Foundation

/// Runs work on a thread with a stack of half a megabyte, as secondary threads have on some systems.
public struct SmallThread<Value: Sendable>: Sendable {
  private let work: @Sendable () -> Value

  public init(_ work: @escaping @Sendable () -> Value) { self.work = work }

  public var result: Value {
    get async {
      await withCheckedContinuation { continuation in
        let thread = Thread { continuation.resume(returning: work()) }
        thread.stackSize = 512 << 10
        thread.start()
      }
    }
  }
}
