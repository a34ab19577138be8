/// A node as the type that its reader wants. Each throws `StrictJSONError.wrongType` with what
/// stands there instead.
extension JSONNode {
  public func string() throws(StrictJSONError) -> String {
    let record = record
    guard record.kind == .string else { throw isNot("a text") }
    return storage.string(record)
  }

  /// A number, written as an integer or not.
  public func number() throws(StrictJSONError) -> Double {
    guard let number = Self.number(record) else { throw isNot("a number") }
    return number
  }

  /// An integer of 64 bits, written without fraction and exponent: neither 3.0 nor 3e0.
  public func integer() throws(StrictJSONError) -> Int {
    let record = record
    guard record.kind == .integer else {
      let isWhole = NumberLiteral(storage.bytes, at: Int(record.start)).isWhole
      throw isNot(
        record.kind != .number
          ? "an integer"
          : isWhole ? "an integer of at most 64 bits" : "an integer without point or exponent")
    }
    return Int(Int64(bitPattern: record.payload))
  }

  public func bool() throws(StrictJSONError) -> Bool {
    let record = record
    guard record.kind == .bool else { throw isNot("true or false") }
    return record.payload != 0
  }

  /// The elements of an array.
  public func array() throws(StrictJSONError) -> [JSONNode] {
    guard kind == .array else { throw isNot("an array") }
    return children
  }

  /// An array of numbers; the element that is none is named.
  public func numbers() throws(StrictJSONError) -> [Double] {
    let record = record
    guard record.kind == .array else { throw isNot("an array of numbers") }
    var numbers: [Double] = []
    numbers.reserveCapacity(Int(record.payload))
    var child = index + 1
    while child < record.next {
      guard let number = Self.number(storage.records[child]) else {
        throw JSONNode(storage: storage, index: child).isNot("a number")
      }
      numbers.append(number)
      child += 1  // behind a number stands the next element
    }
    return numbers
  }

  /// An array of texts; the element that is none is named.
  public func strings() throws(StrictJSONError) -> [String] {
    guard kind == .array else { throw isNot("an array of texts") }
    return try children.map { node throws(StrictJSONError) in try node.string() }
  }

  /// The members of an object that is a table of names, in the order of the text.
  public func members() throws(StrictJSONError) -> [(key: String, value: JSONNode)] {
    guard kind == .object else { throw isNot("an object") }
    return children.map { ($0.key, $0) }
  }

  /// One of the raw values of an enumeration. Throws `StrictJSONError.unknownChoice` for another.
  public func oneOf<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type = Choice.self
  ) throws(StrictJSONError) -> Choice where Choice.RawValue == String {
    let found = try string()
    if let choice = Choice(rawValue: found) { return choice }
    let allowed = Choice.allCases.map(\.rawValue)
    throw .unknownChoice(
      found: found, allowed: allowed, suggestion: NearestName.of(found, among: allowed), at: place)
  }

  /// Reads an object with `read` and refuses the keys that `read` did not ask for.
  public func object<Value>(
    _ read: (inout ObjectReader) throws(StrictJSONError) -> Value
  ) throws(StrictJSONError) -> Value {
    var reader = try ObjectReader(self)
    let value = try read(&reader)
    try reader.finish()
    return value
  }

  /// Reads each object of an array with `read`, as ``object(_:)`` does.
  public func objects<Value>(
    _ read: (inout ObjectReader) throws(StrictJSONError) -> Value
  ) throws(StrictJSONError) -> [Value] {
    guard kind == .array else { throw isNot("an array of objects") }
    return try children.map { node throws(StrictJSONError) in try node.object(read) }
  }

  /// The error for a value of the right type that its reader refuses; `reason` reads "knots must
  /// increase".
  public func refused(_ reason: String) -> StrictJSONError { .refused(reason: reason, at: place) }

  // MARK: - Pieces

  private static func number(_ record: JSONRecord) -> Double? {
    switch record.kind {
    case .number: Double(bitPattern: record.payload)
    case .integer: Double(Int64(bitPattern: record.payload))
    default: nil
    }
  }

  func isNot(_ wanted: String) -> StrictJSONError {
    let record = record
    let found =
      switch record.kind {
      case .null: "null"
      case .bool: record.payload != 0 ? "true" : "false"
      case .integer, .number:
        "the number " + NumberLiteral.text(storage.bytes, at: Int(record.start))
      case .string: "the text " + Excerpt.quoted(storage.string(record))
      case .array, .object: record.kind.name
      }
    return .wrongType(found: found, wanted: wanted, at: place)
  }
}
