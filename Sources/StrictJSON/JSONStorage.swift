/// One value of a document, in the order of the text: an array or object is followed by all that is
/// in it. Offsets are bytes of the text.
struct JSONRecord {
  /// Where the value starts.
  let start: UInt32
  /// Where the text of its key starts, behind the quote; 0 for a value without a key.
  let key: UInt32
  /// The array or object that it is in; the outermost value names itself.
  let parent: UInt32
  /// The record behind this value and all that is in it.
  var next: UInt32
  /// The truth value, the integer or the bits of the number; the end of a string's text; the count
  /// of elements or members.
  var payload: UInt64
  let kind: JSONKind
  /// A string without escapes.
  let isPlain: Bool
  /// A key of ASCII without escapes.
  let hasPlainKey: Bool
}

/// The text of a document and its records: flat, and never changed once read.
final class JSONStorage: Sendable {
  let bytes: [UInt8]
  let records: [JSONRecord]

  init(bytes: [UInt8], records: [JSONRecord]) {
    self.bytes = bytes
    self.records = records
  }

  /// The text of a string.
  func string(_ record: JSONRecord) -> String {
    let text = bytes[(Int(record.start) + 1)..<Int(record.payload)]
    return record.isPlain ? String(decoding: text, as: UTF8.self) : StringText.unescaped(text)
  }

  /// The key of a record; empty where it has none.
  func key(of record: JSONRecord) -> String {
    record.key == 0 ? "" : StringText.unescaped(bytes[Int(record.key)...])
  }

  func hasKey(_ record: JSONRecord, _ key: String) -> Bool {
    guard record.hasPlainKey else { return self.key(of: record).utf8.elementsEqual(key.utf8) }
    var at = Int(record.key)
    let end = at + key.utf8.count
    guard end < bytes.count, bytes[end] == ASCII.quote else { return false }
    for byte in key.utf8 {
      if bytes[at] != byte { return false }
      at += 1
    }
    return true
  }
}

// MARK: - Places, worked out only when an error asks for them

extension JSONStorage {
  func place(of index: Int) -> JSONPlace {
    place(at: Int(records[index].start), path: path(to: index))
  }

  func place(at offset: Int, path: String) -> JSONPlace {
    let before = bytes.prefix(offset)
    let line = 1 + before.count { $0 == ASCII.lineFeed }
    let lineStart = before.lastIndex(of: ASCII.lineFeed).map { $0 + 1 } ?? 0
    let column = 1 + before[lineStart...].count { $0 & 0xC0 != 0x80 }
    return JSONPlace(line: line, column: column, path: path)
  }

  func line(at offset: Int) -> Int { 1 + bytes.prefix(offset).count { $0 == ASCII.lineFeed } }

  /// The JSON pointer (RFC 6901) of a record.
  func path(to index: Int) -> String {
    var parts: [String] = []
    var index = index
    while index != 0 {
      let parent = Int(records[index].parent)
      parts.append(
        records[parent].kind == .array
          ? "\(elementsBefore(index, in: parent))" : Self.escaped(key(of: records[index])))
      index = parent
    }
    return parts.reversed().map { "/" + $0 }.joined()
  }

  /// A key as part of a JSON pointer.
  static func escaped(_ key: String) -> String {
    var out = ""
    for scalar in key.unicodeScalars {
      switch scalar {
      case "~": out += "~0"
      case "/": out += "~1"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private func elementsBefore(_ index: Int, in parent: Int) -> Int {
    var count = 0
    var sibling = parent + 1
    while sibling < index {
      sibling = Int(records[sibling].next)
      count += 1
    }
    return count
  }
}
