/// The members of one row as places in its bytes, found without a string: a flat object of plain
/// texts, numbers, true, false and null, or a line of a table.
///
/// Whatever is not plain, such as an escape, a byte beyond ASCII, an object or a fault, is left to the
/// strict reader.
struct RowMembers {
  /// One name with its value.
  struct Member {
    var name: Range<Int>
    var value: Range<Int>
    /// The value where it is a number of at most 15 digits, which is exact; else NaN.
    var number: Double
  }

  private(set) var members: [Member] = []

  /// Finds the members of a JSON object; false where it is not plain.
  mutating func read(json bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    members.removeAll(keepingCapacity: true)
    var at = Self.behindBlanks(bytes, 0)
    guard at < bytes.count, bytes[at] == UInt8(ascii: "{") else { return false }
    at = Self.behindBlanks(bytes, at + 1)
    while true {
      guard let name = Self.text(bytes, at) else { return false }
      at = Self.behindBlanks(bytes, name.upperBound + 1)
      guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { return false }
      at = Self.behindBlanks(bytes, at + 1)
      guard at < bytes.count else { return false }
      var member = Member(name: name, value: at..<at, number: .nan)
      switch bytes[at] {
      case UInt8(ascii: "\""):
        guard let text = Self.text(bytes, at) else { return false }
        member.value = at..<text.upperBound + 1
      case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
        guard let word = Self.word(bytes, at) else { return false }
        member.value = word
      default:
        guard let (end, number) = Self.number(bytes, at) else { return false }
        member.value = at..<end
        member.number = number
      }
      members.append(member)
      at = Self.behindBlanks(bytes, member.value.upperBound)
      guard at < bytes.count else { return false }
      if bytes[at] == UInt8(ascii: "}") { break }
      guard bytes[at] == UInt8(ascii: ",") else { return false }
      at = Self.behindBlanks(bytes, at + 1)
    }
    return Self.behindBlanks(bytes, at + 1) == bytes.count
  }

  private static func behindBlanks(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var at = start
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x0D { at += 1 }
    return at
  }

  /// What stands between quotes that open at `start`; nil where an escape or more than ASCII does.
  private static func text(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int
  ) -> Range<Int>? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "\"") else { return nil }
    var at = start + 1
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") { return start + 1..<at }
      guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") else { return nil }
      at += 1
    }
    return nil
  }

  private static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Range<Int>? {
    for word: StaticString in ["true", "false", "null"]
    where start + word.utf8CodeUnitCount <= bytes.count {
      let end = start + word.utf8CodeUnitCount
      let isWord = (start..<end).allSatisfy { bytes[$0] == word.utf8Start[$0 - start] }
      if isWord { return start..<end }
    }
    return nil
  }

  /// The number that starts at `start`, where it is a JSON number without an exponent, and ends before a
  /// blank, a comma or a brace.
  private static func number(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int
  ) -> (end: Int, value: Double)? {
    var at = start
    let isNegative = bytes[at] == UInt8(ascii: "-")
    if isNegative { at += 1 }
    let whole = at
    var digits: UInt64 = 0
    var count = 0
    func digit() -> UInt64? {
      guard at < bytes.count else { return nil }
      let value = bytes[at] &- UInt8(ascii: "0")
      return value < 10 ? UInt64(value) : nil
    }
    while let value = digit() {
      digits = digits &* 10 &+ value
      (at, count) = (at + 1, count + 1)
    }
    guard at > whole, bytes[whole] != UInt8(ascii: "0") || at == whole + 1 else { return nil }
    var places = 0
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      let fraction = at
      while let value = digit() {
        digits = digits &* 10 &+ value
        (at, count) = (at + 1, count + 1)
      }
      places = at - fraction
      guard places > 0 else { return nil }
    }
    guard count <= 15 else { return nil }
    guard
      at == bytes.count
        || [0x20, 0x09, 0x0D, UInt8(ascii: ","), UInt8(ascii: "}")].contains(bytes[at])
    else { return nil }
    // Both are exact, so that the quotient is rounded once.
    let magnitude = Double(digits) / powersOfTen[places]
    return (at, isNegative ? -magnitude : magnitude)
  }

  private static let powersOfTen: [Double] = (0...15).map { power in
    (0..<power).reduce(1.0) { product, _ in product * 10 }
  }
}
