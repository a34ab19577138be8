#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The last failure of each thread, as texts that C reads until the thread's next failure.
public enum LastFailure {
  /// Null-terminated; never null.
  public typealias Texts = (
    message: UnsafePointer<CChar>, code: UnsafePointer<CChar>, pointer: UnsafePointer<CChar>
  )

  /// Of this thread; empty where nothing has failed.
  public static var texts: Texts {
    guard let raw = pthread_getspecific(key) else { return (empty, empty, empty) }
    let kept = raw.assumingMemoryBound(to: Kept.self).pointee
    return (UnsafePointer(kept.message), UnsafePointer(kept.code), UnsafePointer(kept.pointer))
  }

  static func keep(_ failure: CallFailure) {
    let kept: UnsafeMutablePointer<Kept>
    if let raw = pthread_getspecific(key) {
      kept = raw.assumingMemoryBound(to: Kept.self)
      kept.pointee.free()
    } else {
      kept = UnsafeMutablePointer<Kept>.allocate(capacity: 1)
      pthread_setspecific(key, kept)
    }
    kept.initialize(
      to: Kept(
        message: copy(failure.message), code: copy(failure.code), pointer: copy(failure.pointer)))
  }

  private struct Kept {
    let message, code, pointer: UnsafeMutablePointer<CChar>

    func free() {
      for text in [message, code, pointer] { text.deallocate() }
    }
  }

  /// A text up to its first null, which C takes for its end.
  private static func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
    let bytes = text.utf8.prefix { $0 != 0 }
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
    for (place, byte) in bytes.enumerated() { copy[place] = CChar(bitPattern: byte) }
    copy[bytes.count] = 0
    return copy
  }

  nonisolated(unsafe) private static let empty: UnsafePointer<CChar> = UnsafePointer(copy(""))

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key) { raw in
      #if canImport(Darwin)
        let address: UnsafeMutableRawPointer? = raw
      #else
        let address = raw
      #endif
      guard let kept = address?.assumingMemoryBound(to: Kept.self) else { return }
      kept.pointee.free()
      kept.deallocate()
    }
    return key
  }()
}
