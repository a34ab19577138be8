/// What the parser throws, and where.
extension JSONParser {
  private var storage: JSONStorage { JSONStorage(bytes: bytes, records: records) }

  /// A place named by the array or object that is open.
  func placeInContainer(_ offset: Int? = nil) -> JSONPlace {
    let storage = storage
    return storage.place(at: offset ?? at, path: depth > 0 ? storage.path(to: container) : "")
  }

  /// A place named by the value that is being read.
  func placeOfNext(_ offset: Int) -> JSONPlace {
    guard depth > 0 else { return placeInContainer(offset) }
    let storage = storage
    let last: String
    if records[container].kind == .array {
      last = "\(records[container].payload)"
    } else if key > 0 {
      last = JSONStorage.escaped(StringText.unescaped(bytes[key...]))
    } else {
      return placeInContainer(offset)
    }
    return storage.place(at: offset, path: storage.path(to: container) + "/" + last)
  }

  /// Throws for a byte that cannot follow.
  func refuse(wanted: StrictJSONError.Wanted) throws(StrictJSONError) -> Never {
    if at == bytes.count, depth > 0 {
      throw .unclosed(records[container].kind, opened: storage.place(of: container))
    }
    try refuseComment()
    let found = try found()
    throw .unexpected(
      found: found, wanted: wanted, at: wanted == .value ? placeOfNext(at) : placeInContainer())
  }

  func refuseComment() throws(StrictJSONError) {
    let next = at + 1 < bytes.count ? bytes[at + 1] : 0
    let isComment = byte == ASCII.slash && (next == ASCII.slash || next == UInt8(ascii: "*"))
    if isComment || byte == ASCII.hash { throw .comment(at: placeInContainer()) }
  }

  /// The word or the character that stands at `at`, in quotes.
  func found() throws(StrictJSONError) -> String {
    if at == bytes.count { return "the end of the text" }
    let word = token(at)
    if !word.isEmpty { return Excerpt.quoted(word) }
    guard let length = StringText.sequenceLength(bytes, at: at) else {
      throw .invalidUTF8(at: placeInContainer())
    }
    return Excerpt.quoted(String(decoding: bytes[at..<(at + length)], as: UTF8.self))
  }

  /// The letters, digits, signs, points and underscores from `start` on.
  func token(_ start: Int) -> String {
    let token = bytes[start...].prefix {
      ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == ASCII.point || $0 == ASCII.plus
        || $0 == ASCII.minus || $0 == UInt8(ascii: "_")
    }
    return String(decoding: token, as: UTF8.self)
  }

  /// Throws for the first key of an object that an earlier member has.
  ///
  /// A few plain keys are compared byte by byte. Otherwise they are compared as Swift compares
  /// text, so that two spellings of the same characters count as one key, as they would in a
  /// dictionary.
  func refuseDuplicateKeys(of object: Int) throws(StrictJSONError) {
    let count = records[object].payload
    if count < 2 { return }
    var members: [Int] = []
    members.reserveCapacity(Int(count))
    var areFewAndPlain = count <= 16
    var member = object + 1
    while member < records.count {
      areFewAndPlain = areFewAndPlain && records[member].hasPlainKey
      members.append(member)
      member = Int(records[member].next)
    }
    if areFewAndPlain {
      for second in 1..<members.count {
        for first in 0..<second where haveSamePlainKey(members[first], members[second]) {
          throw duplicateKey(members[first], members[second], of: object)
        }
      }
    } else {
      let storage = storage
      var seen: [String: Int] = [:]
      for member in members {
        let key = storage.key(of: records[member])
        if let first = seen.updateValue(member, forKey: key) {
          throw duplicateKey(first, member, of: object)
        }
      }
    }
  }

  private func haveSamePlainKey(_ first: Int, _ second: Int) -> Bool {
    var a = Int(records[first].key)
    var b = Int(records[second].key)
    while a < bytes.count, b < bytes.count, bytes[a] == bytes[b] {
      if bytes[a] == ASCII.quote { return true }
      a += 1
      b += 1
    }
    return false
  }

  private func duplicateKey(_ first: Int, _ second: Int, of object: Int) -> StrictJSONError {
    let storage = storage
    return .duplicateKey(
      key: storage.key(of: records[second]),
      firstLine: storage.line(at: Int(records[first].key)),
      at: storage.place(at: Int(records[second].key) - 1, path: storage.path(to: object)))
  }
}
