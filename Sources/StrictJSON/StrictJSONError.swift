/// Why a text is not the JSON that is wanted. The file is named by whoever read it.
public enum StrictJSONError: Error, Equatable, Sendable {
  // The text as a whole
  case tooLong(bytes: Int, limit: Int)
  case tooDeep(limit: Int, at: JSONPlace)
  case empty
  case byteOrderMark
  case invalidUTF8(at: JSONPlace)

  // Between values
  case unexpected(found: String, wanted: Wanted, at: JSONPlace)
  case unclosed(JSONKind, opened: JSONPlace)
  case trailingComma(in: JSONKind, at: JSONPlace)
  case trailingText(found: String, at: JSONPlace)
  case comment(at: JSONPlace)
  case duplicateKey(key: String, firstLine: Int, at: JSONPlace)

  // Inside values
  case controlCharacter(code: UInt8, at: JSONPlace)
  case stringTooLong(bytes: Int, limit: Int, at: JSONPlace)
  case invalidEscape(text: String, at: JSONPlace)
  case loneSurrogate(text: String, at: JSONPlace)
  case invalidNumber(text: String, fault: NumberFault, at: JSONPlace)
  case numberOutOfRange(text: String, at: JSONPlace)
  case unknownWord(text: String, at: JSONPlace)

  // What a document may say
  case wrongType(found: String, wanted: String, at: JSONPlace)
  case missingKey(key: String, similar: String?, at: JSONPlace)
  case unknownKey(key: String, suggestion: String?, at: JSONPlace)
  case unknownChoice(found: String, allowed: [String], suggestion: String?, at: JSONPlace)
  /// A value of the right type that its reader refuses; `reason` reads "knots must increase".
  case refused(reason: String, at: JSONPlace)

  /// What may stand where something else was found.
  public enum Wanted: String, Hashable, Sendable {
    case value = "a value"
    case key = "a key in double quotes"
    case colon = "':'"
    case commaOrBracket = "',' or ']'"
    case commaOrBrace = "',' or '}'"
  }

  /// What RFC 8259 asks of a number that this one lacks.
  public enum NumberFault: String, Hashable, Sendable {
    case leadingZero = "a number does not start with a zero before other digits"
    case plusSign = "a number has no plus sign in front"
    case noWhole = "a digit is wanted before the decimal point"
    case noDigits = "a digit is wanted after the sign"
    case noFraction = "a digit is wanted after the decimal point"
    case noExponent = "a digit is wanted in the exponent"
    case textBehind = "text follows the number"
  }
}

/// The six kinds of JSON value, integers apart from other numbers.
public enum JSONKind: String, Hashable, Sendable {
  case null, bool, integer, number, string, array, object

  /// With its article.
  package var name: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .integer: "an integer"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension StrictJSONError {
  /// Where the fault stands; nil for the text as a whole.
  public var place: JSONPlace? {
    switch self {
    case .tooLong, .empty, .byteOrderMark: nil
    case .tooDeep(_, let at), .invalidUTF8(let at), .unexpected(_, _, let at), .unclosed(_, let at),
      .trailingComma(_, let at), .trailingText(_, let at), .comment(let at),
      .duplicateKey(_, _, let at), .controlCharacter(_, let at), .stringTooLong(_, _, let at),
      .invalidEscape(_, let at),
      .loneSurrogate(_, let at), .invalidNumber(_, _, let at), .numberOutOfRange(_, let at),
      .unknownWord(_, let at), .wrongType(_, _, let at), .missingKey(_, _, let at),
      .unknownKey(_, _, let at), .unknownChoice(_, _, _, let at), .refused(_, let at):
      at
    }
  }

  /// Whether the text is no JSON at all, rather than JSON that says something else than is wanted.
  public var isSyntax: Bool {
    switch self {
    case .wrongType, .missingKey, .unknownKey, .unknownChoice, .refused: false
    default: true
    }
  }
}
