/// What C passes, looked at before anybody uses it.
public enum CArgument {
  /// A null-terminated text.
  ///
  /// - Throws: ``CallFailure`` for null and for what is no UTF-8.
  public static func text(
    _ pointer: UnsafePointer<CChar>?, _ name: String
  ) throws(CallFailure) -> String {
    guard let pointer else { throw CallFailure(.argument, "\(name) is null.") }
    guard let text = String(validatingCString: pointer) else {
      throw CallFailure(.argument, "\(name) is no UTF-8.")
    }
    return text
  }

  /// A null-terminated text; nil for null.
  public static func optionalText(
    _ pointer: UnsafePointer<CChar>?, _ name: String
  ) throws(CallFailure) -> String? {
    pointer == nil ? nil : try text(pointer, name)
  }

  /// Bytes of a length.
  ///
  /// - Throws: ``CallFailure`` for null with a length, and for a length that no memory has.
  public static func bytes(
    _ pointer: UnsafePointer<CChar>?, _ length: Int, _ name: String
  ) throws(CallFailure) -> [UInt8] {
    let bytes = try buffer(pointer, length, name)
    return bytes.withMemoryRebound(to: UInt8.self) { Array($0) }
  }

  /// `count` elements that the caller owns.
  ///
  /// - Throws: ``CallFailure`` for null with a count, for a count that no memory has, and for an address
  ///   at which no element lies.
  public static func buffer<Element>(
    _ pointer: UnsafePointer<Element>?, _ count: Int, _ name: String
  ) throws(CallFailure) -> UnsafeBufferPointer<Element> {
    guard count >= 0, count <= Int.max / MemoryLayout<Element>.stride else {
      throw CallFailure(.argument, "\(name) cannot have \(UInt(bitPattern: count)) elements.")
    }
    guard pointer != nil || count == 0 else { throw CallFailure(.argument, "\(name) is null.") }
    try checkAlignment(of: UnsafeRawPointer(pointer), MemoryLayout<Element>.alignment, name)
    return UnsafeBufferPointer(start: pointer, count: count)
  }

  private static func checkAlignment(
    of pointer: UnsafeRawPointer?, _ alignment: Int, _ name: String
  ) throws(CallFailure) {
    guard Int(bitPattern: pointer) % alignment == 0 else {
      throw CallFailure(
        .argument, "the address of \(name) is no multiple of \(alignment); copy it to one that is.")
    }
  }

  /// Where a function puts its result.
  public static func place<Value>(
    _ pointer: UnsafeMutablePointer<Value>?, _ name: String
  ) throws(CallFailure) -> UnsafeMutablePointer<Value> {
    guard let pointer else { throw CallFailure(.argument, "\(name) is null.") }
    try checkAlignment(of: UnsafeRawPointer(pointer), MemoryLayout<Value>.alignment, name)
    return pointer
  }

  /// Memory that a call reads or writes.
  public struct Extent {
    let name: String
    let addresses: Range<UInt>
  }

  /// The memory of `count` elements; empty for null.
  ///
  /// - Throws: what ``buffer(_:_:_:)`` throws.
  public static func extent<Element>(
    _ pointer: UnsafePointer<Element>?, _ count: Int, _ name: String
  ) throws(CallFailure) -> Extent {
    let elements = try buffer(pointer, pointer == nil ? 0 : count, name)
    let start = UInt(bitPattern: pointer)
    let length = UInt(elements.count * MemoryLayout<Element>.stride)
    return Extent(name: name, addresses: start..<max(start, start &+ length))
  }

  /// Refuses answers that would be written over what is still read, or over one another.
  ///
  /// - Throws: ``CallFailure``, naming which lie in one another's memory.
  public static func checkApart(_ written: [Extent], from read: [Extent]) throws(CallFailure) {
    for (place, answers) in written.enumerated() {
      let others = written[(place + 1)...] + read
      for other in others where answers.addresses.overlaps(other.addresses) {
        throw CallFailure(
          .argument,
          "\(answers.name) and \(other.name) lie in the same memory; give each memory of its own.")
      }
    }
  }
}

/// Bytes that C frees by ``free(_:)``, with a null behind them.
public enum CText {
  /// A copy of bytes.
  public static func copy(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar> {
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
    bytes.withUnsafeBytes { source in
      UnsafeMutableRawPointer(copy).copyMemory(
        from: source.baseAddress ?? UnsafeRawPointer(copy), byteCount: source.count)
    }
    copy[bytes.count] = 0
    return copy
  }

  /// Frees what ``copy(_:)`` gave; nothing for null.
  public static func free(_ text: UnsafePointer<CChar>?) {
    UnsafeMutablePointer(mutating: text)?.deallocate()
  }
}
