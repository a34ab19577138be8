internal import StrictJSON

/// A place at which two values are not equal as written.
struct JSONDifference: Equatable {
  /// JSON pointer (RFC 6901).
  let pointer: String
  /// The value there in compact JSON, shortened; "nothing" where there is none.
  let first: String
  let second: String

  /// The first twenty places in the order of `first`.
  static func all(between first: JSONValue, and second: JSONValue) -> [JSONDifference] {
    var differences: [JSONDifference] = []
    collect(first, second, "", &differences)
    return differences
  }

  private static func collect(
    _ first: JSONValue?, _ second: JSONValue?, _ pointer: String,
    _ differences: inout [JSONDifference]
  ) {
    guard first != second, differences.count < 20 else { return }
    switch (first, second) {
    case (.object(let old), .object(let new)):
      for (key, value) in old {
        collect(value, new.first { $0.0 == key }?.1, "\(pointer)/\(escaped(key))", &differences)
      }
      for (key, value) in new where !old.contains(where: { $0.0 == key }) {
        collect(nil, value, "\(pointer)/\(escaped(key))", &differences)
      }
    case (.array(let old), .array(let new)):
      for place in 0..<max(old.count, new.count) {
        collect(
          place < old.count ? old[place] : nil, place < new.count ? new[place] : nil,
          "\(pointer)/\(place)", &differences)
      }
    // 0 and 0.0 are one number: the answer was written with as few digits as read back.
    case (.integer(let old), .number(let new)) where Double(old) == new: break
    case (.number(let old), .integer(let new)) where old == Double(new): break
    default:
      differences.append(
        JSONDifference(pointer: pointer, first: text(first), second: text(second)))
    }
  }

  /// A key as a part of a pointer.
  static func escaped(_ key: String) -> String {
    key.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
  }

  private static func text(_ value: JSONValue?) -> String {
    guard let text = value?.text(.compact) else { return "nothing" }
    return text.count > 80 ? text.prefix(77) + "..." : text
  }
}
