/// A value of a ``JSONDocument`` that knows where it stands in the text.
public struct JSONNode: Sendable {
  let storage: JSONStorage
  let index: Int

  var record: JSONRecord { storage.records[index] }

  /// A number written without fraction and exponent that fits 64 bits is an integer.
  public var kind: JSONKind { record.kind }

  /// Line, column and path; found by counting lines, so for messages only.
  public var place: JSONPlace { storage.place(of: index) }

  /// The place of the value's key, named by the object that it is a member of; the place of the
  /// value where it has no key.
  var placeOfKey: JSONPlace {
    let record = record
    guard record.key > 0 else { return place }
    return storage.place(
      at: Int(record.key) - 1, path: storage.path(to: Int(record.parent)))
  }

  /// The value without its place. The stack holds: a document is at most 512 levels deep.
  public var value: JSONValue {
    let record = record
    switch record.kind {
    case .null: return .null
    case .bool: return .bool(record.payload != 0)
    case .integer: return .integer(Int(Int64(bitPattern: record.payload)))
    case .number: return .number(Double(bitPattern: record.payload))
    case .string: return .string(storage.string(record))
    case .array: return .array(children.map(\.value))
    case .object: return .object(children.map { ($0.key, $0.value) })
    }
  }

  /// The key of a member; empty for other values.
  var key: String { storage.key(of: record) }

  /// The elements of an array or the values of an object, in the order of the text.
  var children: [JSONNode] {
    let record = record
    guard record.kind == .array || record.kind == .object else { return [] }
    var children: [JSONNode] = []
    children.reserveCapacity(Int(record.payload))
    var child = index + 1
    while child < record.next {
      children.append(JSONNode(storage: storage, index: child))
      child = Int(storage.records[child].next)
    }
    return children
  }
}
