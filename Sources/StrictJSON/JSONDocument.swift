/// A text that has been read as JSON (RFC 8259), strictly.
///
/// Refused, with line, column and path: keys that an object has twice, comments, trailing commas,
/// text behind the document, a byte order mark, what is not UTF-8, lone surrogates, control
/// characters in strings, leading zeros, NaN and infinities, numbers beyond the range of a double,
/// and what exceeds the ``JSONLimits``.
///
/// The text is kept beside a flat list of 32 bytes a value; strings are made when they are asked
/// for. No input can overflow the stack.
public struct JSONDocument: Sendable {
  private let storage: JSONStorage

  /// Time and memory are linear in the length of the text.
  public init(
    _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
  ) throws(StrictJSONError) {
    storage = try JSONParser.read(bytes, limits)
  }

  /// Reads bytes that somebody else owns; they are copied.
  public init(
    _ bytes: UnsafeRawBufferPointer, limits: JSONLimits = JSONLimits()
  ) throws(StrictJSONError) {
    guard bytes.count <= limits.bytes else {
      throw .tooLong(bytes: bytes.count, limit: limits.bytes)
    }
    try self.init(Array(bytes), limits: limits)
  }

  /// Reads text.
  public init(_ text: String, limits: JSONLimits = JSONLimits()) throws(StrictJSONError) {
    try self.init(Array(text.utf8), limits: limits)
  }

  /// The outermost value.
  public var root: JSONNode { JSONNode(storage: storage, index: 0) }
}
