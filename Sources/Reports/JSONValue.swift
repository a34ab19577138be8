public import Biostatistics

/// A JSON value whose objects keep the order of their keys.
public indirect enum JSONValue: Sendable {
  /// A value that does not exist.
  case null
  /// true or false.
  case bool(Bool)
  /// A count, without a decimal point.
  case integer(Int)
  /// Written with the shortest digits that read back to the same bits; null if not finite.
  case number(Double)
  /// Text, written with the escapes that JSON asks for.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Members in the order in which they are to be read.
  case object([(String, JSONValue)])

  /// A number, or null for nil.
  public static func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
  /// An array of numbers; null for each that is not finite.
  public static func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }
  /// A matrix as an array of its rows.
  public static func matrix(_ matrix: Matrix) -> JSONValue { .array(matrix.rows.map(numbers)) }

  /// The value as text, objects over several lines, arrays of plain values on one.
  public var text: String {
    var out = ""
    write(to: &out, indent: "")
    return out + "\n"
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private func write(to out: inout String, indent: String) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .integer(let value): out += "\(value)"
    case .number(let value): out += value.isFinite ? "\(value)" : "null"
    case .string(let text): Self.write(text, to: &out)
    case .array(let values):
      if values.allSatisfy(\.isPlain) {
        out += "["
        for (place, value) in values.enumerated() {
          if place > 0 { out += ", " }
          value.write(to: &out, indent: "")
        }
        out += "]"
      } else {
        Self.write(values.map { (nil, $0) }, "[", "]", to: &out, indent)
      }
    case .object(let members):
      Self.write(members.map { ($0.0, $0.1) }, "{", "}", to: &out, indent)
    }
  }

  private static func write(
    _ members: [(String?, JSONValue)], _ open: String, _ close: String, to out: inout String,
    _ indent: String
  ) {
    guard !members.isEmpty else {
      out += open + close
      return
    }
    let inner = indent + "  "
    out += open + "\n"
    for (place, (key, value)) in members.enumerated() {
      out += inner
      if let key {
        write(key, to: &out)
        out += ": "
      }
      value.write(to: &out, indent: inner)
      out += place < members.count - 1 ? ",\n" : "\n"
    }
    out += indent + close
  }

  private static func write(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}
