import StrictJSON

/// Changes to a JSON value (RFC 6902: add, remove, replace, move, copy).
struct JSONPatch: CustomStringConvertible {
  enum Operation {
    case add(JSONValue)
    case replace(JSONValue)
    case remove
    case move(from: [String])
    case copy(from: [String])
  }

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  private let steps: [(path: [String], operation: Operation)]

  /// One change at a JSON pointer.
  init(_ operation: Operation, at pointer: String) {
    steps = [(Self.keys(pointer), operation)]
  }

  /// Reads an array of operations.
  init(_ node: JSONNode) throws(StrictJSONError) {
    steps = try node.objects { (reader) throws(StrictJSONError) in
      let name = try reader.string("op")
      let path = Self.keys(try reader.string("path"))
      switch name {
      case "add": return (path, .add(try reader.value("value").value))
      case "replace": return (path, .replace(try reader.value("value").value))
      case "remove": return (path, .remove)
      case "move": return (path, .move(from: Self.keys(try reader.string("from"))))
      case "copy": return (path, .copy(from: Self.keys(try reader.string("from"))))
      default: throw reader.node.refused("'\(name)' is no operation")
      }
    }
  }

  var description: String { "\(steps)" }

  func applied(to document: JSONValue) throws(Fault) -> JSONValue {
    var result = document
    for (path, operation) in steps {
      switch operation {
      case .add(let value): try result.set(value, at: path[...])
      case .replace(let value):
        _ = try result.value(at: path[...])
        try result.set(value, at: path[...])
      case .remove: try result.set(nil, at: path[...])
      case .move(let source):
        let value = try result.value(at: source[...])
        try result.set(nil, at: source[...])
        try result.set(value, at: path[...])
      case .copy(let source): try result.set(try result.value(at: source[...]), at: path[...])
      }
    }
    return result
  }

  private static func keys(_ pointer: String) -> [String] {
    pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
      String($0).replacing("~1", with: "/").replacing("~0", with: "~")
    }
  }
}

extension JSONValue {
  /// The value at a path of keys and indices.
  func value(at path: ArraySlice<String>) throws(JSONPatch.Fault) -> JSONValue {
    guard let key = path.first else { return self }
    switch self {
    case .object(let members):
      if let member = members.first(where: { $0.0 == key }) {
        return try member.1.value(at: path.dropFirst())
      }
    case .array(let items):
      if let place = Int(key), items.indices.contains(place) {
        return try items[place].value(at: path.dropFirst())
      }
    default: break
    }
    throw JSONPatch.Fault(description: "there is nothing at \(path.joined(separator: "/"))")
  }

  /// Sets, adds or with nil removes the value at a path; `-` stands behind the last item.
  fileprivate mutating func set(
    _ value: JSONValue?, at path: ArraySlice<String>
  ) throws(JSONPatch.Fault) {
    guard let key = path.first else {
      self = value ?? .null
      return
    }
    let rest = path.dropFirst()
    switch self {
    case .object(var members):
      if let place = members.firstIndex(where: { $0.0 == key }) {
        if rest.isEmpty, value == nil {
          members.remove(at: place)
        } else {
          try members[place].1.set(value, at: rest)
        }
        self = .object(members)
        return
      }
      if rest.isEmpty, let value {
        self = .object(members + [(key, value)])
        return
      }
    case .array(var items):
      if key == "-", rest.isEmpty, let value {
        self = .array(items + [value])
        return
      }
      if let place = Int(key), items.indices.contains(place) {
        if rest.isEmpty, value == nil {
          items.remove(at: place)
        } else {
          try items[place].set(value, at: rest)
        }
        self = .array(items)
        return
      }
    default: break
    }
    throw JSONPatch.Fault(description: "there is nothing at \(path.joined(separator: "/"))")
  }

  /// Every place below as a JSON pointer, with the value that stands there.
  func places(under pointer: String = "") -> [(pointer: String, value: JSONValue)] {
    switch self {
    case .object(let members):
      members.flatMap { key, value in
        let place =
          pointer + "/" + key.replacing("~", with: "~0").replacing("/", with: "~1")
        return [(place, value)] + value.places(under: place)
      }
    case .array(let items):
      items.enumerated().flatMap { index, value in
        [("\(pointer)/\(index)", value)] + value.places(under: "\(pointer)/\(index)")
      }
    default: []
    }
  }
}
