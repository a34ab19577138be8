/// Reads the members of an object by name, and at the end refuses those that nobody asked for.
///
///     struct Spline {
///       init(_ reader: inout ObjectReader) throws(StrictJSONError) {
///         covariate = try reader.string("covariate")
///         knots = try reader.numbers("knots")
///         unit = try reader.optional("unit")?.string()
///       }
///     }
///     let splines = try document.root.objects(Spline.init)
///
/// ``JSONNode/object(_:)`` and its kin call ``finish()``; whoever makes a reader calls it.
public struct ObjectReader {
  public let node: JSONNode
  /// Of each member, whether it was asked for.
  private var isUsed: [Bool]
  /// The member behind the last that was asked for, where the search for the next starts: in a text
  /// in the order of its reader every search ends at once.
  private var next: (position: Int, index: Int)
  /// Optional keys that are not there.
  private var absent: [String] = []

  /// Throws `StrictJSONError.wrongType` where the node is no object.
  public init(_ node: JSONNode) throws(StrictJSONError) {
    guard node.kind == .object else { throw node.isNot("an object") }
    self.node = node
    isUsed = Array(repeating: false, count: Int(node.record.payload))
    next = (0, node.index + 1)
  }

  /// The value of a key. Throws `StrictJSONError.missingKey` where there is none.
  public mutating func value(_ key: String) throws(StrictJSONError) -> JSONNode {
    if let value = find(key) { return value }
    let unused = unusedMembers.map(\.key)
    throw .missingKey(key: key, similar: NearestName.of(key, among: unused), at: node.place)
  }

  /// The value of a key, or nil where there is none or it is null.
  public mutating func optional(_ key: String) -> JSONNode? {
    guard let value = find(key) else {
      absent.append(key)
      return nil
    }
    return value.kind == .null ? nil : value
  }

  /// Throws `StrictJSONError.unknownKey` for the first member that was not asked for.
  public func finish() throws(StrictJSONError) {
    guard let unknown = unusedMembers.first else { return }
    throw .unknownKey(
      key: unknown.key, suggestion: NearestName.of(unknown.key, among: absent),
      at: unknown.placeOfKey)
  }

  // MARK: - Pieces

  private mutating func find(_ key: String) -> JSONNode? {
    let storage = node.storage
    for _ in isUsed.indices {
      if next.position == isUsed.count { next = (0, node.index + 1) }
      let (position, index) = next
      let record = storage.records[index]
      next = (position + 1, Int(record.next))
      if storage.hasKey(record, key) {
        isUsed[position] = true
        return JSONNode(storage: storage, index: index)
      }
    }
    return nil
  }

  private var unusedMembers: [JSONNode] {
    zip(node.children, isUsed).filter { !$1 }.map(\.0)
  }
}

// MARK: - Members by type

/// Each throws `StrictJSONError.missingKey`, or what the method of the same name of ``JSONNode``
/// throws.
extension ObjectReader {
  public mutating func string(_ key: String) throws(StrictJSONError) -> String {
    try value(key).string()
  }

  public mutating func number(_ key: String) throws(StrictJSONError) -> Double {
    try value(key).number()
  }

  public mutating func integer(_ key: String) throws(StrictJSONError) -> Int {
    try value(key).integer()
  }

  public mutating func bool(_ key: String) throws(StrictJSONError) -> Bool {
    try value(key).bool()
  }

  public mutating func numbers(_ key: String) throws(StrictJSONError) -> [Double] {
    try value(key).numbers()
  }

  public mutating func strings(_ key: String) throws(StrictJSONError) -> [String] {
    try value(key).strings()
  }

  public mutating func array(_ key: String) throws(StrictJSONError) -> [JSONNode] {
    try value(key).array()
  }

  public mutating func members(
    _ key: String
  ) throws(StrictJSONError) -> [(key: String, value: JSONNode)] {
    try value(key).members()
  }

  public mutating func oneOf<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Choice.Type = Choice.self
  ) throws(StrictJSONError) -> Choice where Choice.RawValue == String {
    try value(key).oneOf(type)
  }

  public mutating func object<Value>(
    _ key: String, _ read: (inout ObjectReader) throws(StrictJSONError) -> Value
  ) throws(StrictJSONError) -> Value {
    try value(key).object(read)
  }

  public mutating func objects<Value>(
    _ key: String, _ read: (inout ObjectReader) throws(StrictJSONError) -> Value
  ) throws(StrictJSONError) -> [Value] {
    try value(key).objects(read)
  }
}
