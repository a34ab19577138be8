/// Reads a text into records, in one pass and without recursion: the way back out of an array or
/// object is the `parent` of its record.
///
/// The grammar is that of RFC 8259, and nothing beyond it.
struct JSONParser {
  let bytes: [UInt8]
  let limits: JSONLimits
  /// The next byte to read.
  var at = 0
  var records: [JSONRecord] = []
  /// The innermost open array or object, where `depth` is not 0.
  var container = 0
  var depth = 0
  /// Where the text of the key of the value to come starts; 0 without a key.
  var key = 0
  var keyIsPlain = true

  static func read(
    _ bytes: [UInt8], _ limits: JSONLimits
  ) throws(StrictJSONError) -> JSONStorage {
    var parser = JSONParser(bytes: bytes, limits: limits)
    try parser.readDocument()
    return JSONStorage(bytes: bytes, records: parser.records)
  }

  private mutating func readDocument() throws(StrictJSONError) {
    guard bytes.count <= limits.bytes else {
      throw .tooLong(bytes: bytes.count, limit: limits.bytes)
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw .byteOrderMark }
    skipBlanks()
    if at == bytes.count { throw .empty }
    records.reserveCapacity(bytes.count / 16 + 1)
    repeat {
      while try readValue() {}
    } while try readToNextValue()
    skipBlanks()
    guard at == bytes.count else {
      try refuseComment()
      throw .trailingText(found: try found(), at: placeInContainer())
    }
  }

  /// Reads a value, of an array or object only its start and first key. True where an element or
  /// member follows at once.
  private mutating func readValue() throws(StrictJSONError) -> Bool {
    switch byte {
    case ASCII.openBrace:
      return try open(.object, closedBy: ASCII.closeBrace)
    case ASCII.openBracket:
      return try open(.array, closedBy: ASCII.closeBracket)
    case ASCII.quote:
      let start = at
      let text = try readString()
      append(.string, start, payload: UInt64(at - 1), isPlain: !text.isEscaped)
    case ASCII.minus, ASCII.zero...ASCII.nine, ASCII.plus, ASCII.point:
      try readNumber()
    case let letter where ASCII.isLetter(letter):
      try readWord()
    default:
      try refuse(wanted: .value)
    }
    return false
  }

  /// Reads commas and closing brackets up to the next value, and its key. False at the end of the
  /// outermost value.
  private mutating func readToNextValue() throws(StrictJSONError) -> Bool {
    while depth > 0 {
      skipBlanks()
      let isObject = records[container].kind == .object
      let close = isObject ? ASCII.closeBrace : ASCII.closeBracket
      switch byte {
      case ASCII.comma:
        let comma = at
        at += 1
        skipBlanks()
        if byte == close {
          throw .trailingComma(in: records[container].kind, at: placeInContainer(comma))
        }
        if isObject { try readKey() }
        return true
      case close:
        try closeContainer()
      default:
        try refuse(wanted: isObject ? .commaOrBrace : .commaOrBracket)
      }
    }
    return false
  }

  // MARK: - Arrays and objects

  /// True unless it is empty.
  private mutating func open(_ kind: JSONKind, closedBy close: UInt8) throws(StrictJSONError)
    -> Bool
  {
    guard depth < limits.depth else { throw .tooDeep(limit: limits.depth, at: placeOfNext(at)) }
    let index = records.count
    append(kind, at, payload: 0)
    container = index
    depth += 1
    at += 1
    skipBlanks()
    if byte == close {
      try closeContainer()
      return false
    }
    if kind == .object { try readKey() }
    return true
  }

  private mutating func closeContainer() throws(StrictJSONError) {
    at += 1
    records[container].next = UInt32(records.count)
    if records[container].kind == .object { try refuseDuplicateKeys(of: container) }
    container = Int(records[container].parent)
    depth -= 1
  }

  /// Reads a key, its colon and the blanks behind it.
  private mutating func readKey() throws(StrictJSONError) {
    guard byte == ASCII.quote else { try refuse(wanted: .key) }
    let start = at + 1
    let text = try readString()
    skipBlanks()
    guard byte == ASCII.colon else { try refuse(wanted: .colon) }
    at += 1
    skipBlanks()
    key = start
    keyIsPlain = text.isASCII && !text.isEscaped
  }

  @inline(__always)
  mutating func append(_ kind: JSONKind, _ start: Int, payload: UInt64, isPlain: Bool = true) {
    if depth > 0 { records[container].payload += 1 }
    records.append(
      JSONRecord(
        start: UInt32(truncatingIfNeeded: start), key: UInt32(truncatingIfNeeded: key),
        parent: UInt32(truncatingIfNeeded: container),
        next: UInt32(truncatingIfNeeded: records.count + 1), payload: payload, kind: kind,
        isPlain: isPlain, hasPlainKey: keyIsPlain))
    key = 0
  }

  // MARK: - Bytes

  /// The next byte; 0, which no text may hold outside a string, at the end.
  @inline(__always)
  var byte: UInt8 { at < bytes.count ? bytes[at] : 0 }

  @inline(__always)
  private mutating func skipBlanks() {
    while at < bytes.count, ASCII.isBlank(bytes[at]) { at += 1 }
  }
}
