/// How a value is laid out as text. Columns are bytes of UTF-8.
public enum JSONLayout: Hashable, Sendable {
  /// No blanks and no line ends.
  case compact
  /// A line a member, two spaces a level, and a line end behind the last. An array of plain values
  /// (no array, no object) stands on one line if that ends within `width` columns; if not, numbers
  /// are filled into lines and other values have a line each.
  case lines(width: Int)

  /// Lines of at most 100 columns.
  public static let pretty = JSONLayout.lines(width: 100)
  /// Lines in which every array of plain values stays on its own, however long.
  public static let unwrapped = JSONLayout.lines(width: .max)
}

extension JSONValue {
  /// The value as JSON text: keys in their order, and of every number the shortest digits that read
  /// back to the same bits.
  public func text(_ layout: JSONLayout = .pretty) -> String {
    String(decoding: bytes(layout), as: UTF8.self)
  }

  /// The UTF-8 of ``text(_:)``.
  public func bytes(_ layout: JSONLayout = .pretty) -> [UInt8] {
    var writer = JSONWriter()
    writer.bytes.reserveCapacity(JSONWriter.usualSize)
    switch layout {
    case .compact:
      writer.writeCompact(self)
    case .lines(let width):
      writer.writeLines(self, indent: 0, behind: 0, width: width)
      writer.bytes.append(ASCII.lineFeed)
    }
    return writer.bytes
  }

  /// Appends the UTF-8 of ``text(_:)`` in the compact layout.
  public func append(to bytes: inout [UInt8]) {
    var writer = JSONWriter()
    swap(&writer.bytes, &bytes)
    writer.writeCompact(self)
    swap(&writer.bytes, &bytes)
  }

  var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  var isNumber: Bool {
    switch self {
    case .integer, .number: true
    default: false
    }
  }
}

/// The bytes of a text that is being written.
struct JSONWriter {
  /// What most texts have room in, so that they are not moved while they grow.
  static let usualSize = 4_096

  var bytes: [UInt8] = []
  /// Where the line that is being written starts.
  private var lineStart = 0

  private var column: Int { bytes.count - lineStart }

  mutating func writeCompact(_ value: JSONValue) {
    switch value {
    case .array(let values):
      bytes.append(ASCII.openBracket)
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(ASCII.comma) }
        writeCompact(value)
      }
      bytes.append(ASCII.closeBracket)
    case .object(let members):
      bytes.append(ASCII.openBrace)
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(ASCII.comma) }
        write(member.0)
        bytes.append(ASCII.colon)
        writeCompact(member.1)
      }
      bytes.append(ASCII.closeBrace)
    default: writePlain(value)
    }
  }

  /// `behind` is the width of what still follows the value on its line: a comma, or nothing.
  mutating func writeLines(_ value: JSONValue, indent: Int, behind: Int, width: Int) {
    switch value {
    case .array(let values) where values.isEmpty:
      write(ascii: "[]")
    case .object(let members) where members.isEmpty:
      write(ascii: "{}")
    case .array(let values):
      if values.allSatisfy(\.isPlain), writeOnOneLine(values, behind: behind, width: width) {
        return
      }
      bytes.append(ASCII.openBracket)
      startLine(indent + 2)
      let areNumbers = values.allSatisfy(\.isNumber)
      for (index, value) in values.enumerated() {
        let comma = index < values.count - 1 ? 1 : 0
        let start = bytes.count
        writeLines(value, indent: indent + 2, behind: comma, width: width)
        if areNumbers, index > 0, column + comma > width {
          // The number that is too far out moves to a line of its own.
          let number = Array(bytes[start...])
          bytes.removeSubrange((start - 1)...)
          startLine(indent + 2)
          bytes.append(contentsOf: number)
        }
        guard comma == 1 else { break }
        bytes.append(ASCII.comma)
        if areNumbers { bytes.append(ASCII.space) } else { startLine(indent + 2) }
      }
      startLine(indent)
      bytes.append(ASCII.closeBracket)
    case .object(let members):
      bytes.append(ASCII.openBrace)
      for (index, member) in members.enumerated() {
        startLine(indent + 2)
        write(member.0)
        write(ascii: ": ")
        let comma = index < members.count - 1 ? 1 : 0
        writeLines(member.1, indent: indent + 2, behind: comma, width: width)
        if comma == 1 { bytes.append(ASCII.comma) }
      }
      startLine(indent)
      bytes.append(ASCII.closeBrace)
    default: writePlain(value)
    }
  }

  // MARK: - Pieces

  /// Writes `[a, b, c]` and says so, or leaves the text as it was if the line would be too long.
  private mutating func writeOnOneLine(
    _ values: [JSONValue], behind: Int, width: Int
  ) -> Bool {
    let start = bytes.count
    bytes.append(ASCII.openBracket)
    for (index, value) in values.enumerated() {
      if index > 0 { write(ascii: ", ") }
      writePlain(value)
      guard column < width else { break }
    }
    bytes.append(ASCII.closeBracket)
    if column + behind <= width { return true }
    bytes.removeSubrange(start...)
    return false
  }

  private mutating func startLine(_ indent: Int) {
    bytes.append(ASCII.lineFeed)
    lineStart = bytes.count
    bytes.append(contentsOf: repeatElement(ASCII.space, count: indent))
  }
}
