/// How much text is read before it is refused.
public struct JSONLimits: Hashable, Sendable {
  /// The longest text, in bytes.
  public let bytes: Int
  /// The most arrays and objects inside one another.
  public let depth: Int
  /// The longest string or key, in bytes as it is written.
  public let stringBytes: Int

  /// 16 MiB and 64 levels, and a string as long as the text. Held at 1 GiB and 512 levels, which
  /// offsets and the stack bear.
  public init(bytes: Int = 16 << 20, depth: Int = 64, stringBytes: Int = .max) {
    self.bytes = min(max(bytes, 0), 1 << 30)
    self.depth = min(max(depth, 0), 512)
    self.stringBytes = max(stringBytes, 0)
  }
}
