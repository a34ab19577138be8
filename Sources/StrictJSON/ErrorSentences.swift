extension StrictJSONError: CustomStringConvertible {
  /// One sentence: where, what was found, and what is wanted.
  public var description: String {
    switch self {
    case .tooLong(let bytes, let limit):
      "the text has \(bytes) bytes, more than the \(limit) that are read."
    case .tooDeep(let limit, let at):
      "\(at.position): arrays and objects are nested deeper than \(limit) levels."
    case .empty:
      "the text is empty where a JSON value is wanted."
    case .byteOrderMark:
      "the text starts with a byte order mark; save it as UTF-8 without one."
    case .invalidUTF8(let at):
      "\(at.position): the bytes are not UTF-8; save the text as UTF-8."

    case .unexpected(let found, let wanted, let at):
      "\(at.position): \(found) stands at \(at.name) where \(wanted.rawValue) is wanted."
    case .unclosed(let kind, let opened):
      "\(opened.position): \(kind.name) opens at \(opened.name) and is never closed."
    case .trailingComma(let kind, let at):
      "\(at.position): a comma follows the last \(kind == .array ? "element" : "member") of"
        + " \(kind.name); remove it."
    case .trailingText(let found, let at):
      "\(at.position): \(found) follows the end of the document; remove it."
    case .comment(let at):
      "\(at.position): JSON has no comments; remove this one."
    case .duplicateKey(let key, let firstLine, let at):
      "\(at.position): key \(Excerpt.quoted(key)) at \(at.name) stands already on line"
        + " \(firstLine); remove one of them."

    case .controlCharacter(let code, let at):
      "\(at.position): a string at \(at.name) holds the control character of code \(code);"
        + " write it as \(JSONWriter.escape(code))."
    case .stringTooLong(let bytes, let limit, let at):
      "\(at.position): a string at \(at.name) has \(bytes) bytes, more than the \(limit) that are"
        + " read."
    case .invalidEscape(let text, let at):
      "\(at.position): \(Excerpt.quoted(text)) at \(at.name) is no escape of JSON."
    case .loneSurrogate(let text, let at):
      "\(at.position): \(Excerpt.quoted(text)) at \(at.name) is half a surrogate pair."
    case .invalidNumber(let text, let fault, let at):
      "\(at.position): \(Excerpt.quoted(text)) at \(at.name) is no number: \(fault.rawValue)."
    case .numberOutOfRange(let text, let at):
      "\(at.position): \(Excerpt.quoted(text)) at \(at.name) is beyond the range of a double."
    case .unknownWord(let text, let at):
      "\(at.position): \(Excerpt.quoted(text)) at \(at.name) is no value; use null, true, false, a"
        + " number or a text in double quotes."

    case .wrongType(let found, let wanted, let at):
      "\(at.position): \(found) stands at \(at.name) where \(wanted) is wanted."
    case .missingKey(let key, let similar, let at):
      "\(at.position): key \(Excerpt.quoted(key)) is missing at \(at.name)"
        + (similar.map { "; was \(Excerpt.quoted($0)) meant?" } ?? ".")
    case .unknownKey(let key, let suggestion, let at):
      "\(at.position): unknown key \(Excerpt.quoted(key)) at \(at.name)" + Self.hint(suggestion)
    case .unknownChoice(let found, let allowed, let suggestion, let at):
      "\(at.position): \(Excerpt.quoted(found)) stands at \(at.name) where one of"
        + " \(allowed.joined(separator: ", ")) is wanted" + Self.hint(suggestion)
    case .refused(let reason, let at):
      "\(at.position): at \(at.name), \(reason)."
    }
  }

  private static func hint(_ suggestion: String?) -> String {
    suggestion.map { "; did you mean '\($0)'?" } ?? "."
  }
}
