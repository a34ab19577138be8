/// A JSON value whose objects keep the order of their keys: what is written, and what a
/// ``JSONNode`` becomes when its place in the text no longer matters.
///
/// A number written without fraction and exponent is an ``integer(_:)`` as long as it fits 64 bits;
/// 5 and 5.0 are told apart. The keys of an object are meant to be distinct, which only the reader
/// checks.
public enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// Written with the shortest digits that read back to the same bits; null if not finite.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([(String, JSONValue)])
}

extension JSONValue {
  /// A number, or null for nil.
  public static func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

  /// An array of numbers; null for each that is not finite.
  public static func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }

  /// An array of strings.
  public static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
}

/// Equal as written: numbers by their bits, so that -0.0 is not 0.0 and NaN is NaN; texts by their
/// scalars, so that é in one scalar is not é in two; members in their order.
extension JSONValue: Equatable {
  public static func == (first: JSONValue, second: JSONValue) -> Bool {
    switch (first, second) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.number(let a), .number(let b)): a.bitPattern == b.bitPattern
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)):
      a.count == b.count
        && zip(a, b).allSatisfy { $0.0.utf8.elementsEqual($1.0.utf8) && $0.1 == $1.1 }
    default: false
    }
  }
}
