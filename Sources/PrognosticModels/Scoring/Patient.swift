public import StrictJSON

/// What is known of one patient: a flat list of names and values, as they were written.
///
/// Nothing is checked here against a vocabulary; a model does so when it encodes the patient.
public struct Patient: Sendable, Equatable {
  /// A name with what was written for it.
  public struct Entry: Sendable, Equatable {
    public let name: String
    /// As it was written, unchecked.
    public fileprivate(set) var value: PatientValue
  }

  /// In the order in which the names first came.
  public private(set) var entries: [Entry] = []
  private var places: [String: Int] = [:]

  /// A patient of whom nothing is known.
  public init() {}

  /// The value of a name; nil where nothing was said of it.
  public subscript(name: String) -> PatientValue? { places[name].map { entries[$0].value } }

  /// Sets a value, replacing an earlier one.
  public mutating func set(_ name: String, to value: PatientValue) {
    if let place = places[name] {
      entries[place].value = value
    } else {
      places[name] = entries.count
      entries.append(Entry(name: name, value: value))
    }
  }

  /// This patient with what `other` says, which replaces what was said before.
  public func merging(_ other: Patient) -> Patient {
    var result = self
    for entry in other.entries { result.set(entry.name, to: entry.value) }
    return result
  }
}

// MARK: - JSON

extension Patient {
  /// Reads one flat object, `{"age": 54, "size": {"value": 120, "unit": "mm"}, "grade": "G3"}`.
  ///
  /// A value is a number, a text, true, false, null, or an object of `value` (a number or null) and
  /// `unit`. Throws `PatientError.wrongShape` for anything else, with its name.
  public init(json: JSONNode) throws(PatientError) {
    guard case .object(let members) = json.value else {
      throw .wrongShape(
        covariate: nil, found: json.kind.name,
        wanted: "one object of names and values")
    }
    for (name, value) in members {
      guard !name.isEmpty else {
        throw .wrongShape(covariate: nil, found: "an empty name", wanted: "the name of a covariate")
      }
      set(name, to: try PatientValue(value, of: name))
    }
  }
}

extension PatientValue {
  /// Reads one value of a JSON object.
  init(_ json: JSONValue, of name: String) throws(PatientError) {
    switch json {
    case .null: self = .missing
    case .bool(let value): self = .truth(value)
    case .integer(let value): self = .number(Double(value))
    case .number(let value): self = .number(value)
    case .string(let text): self = .text(text)
    case .array:
      throw .wrongShape(covariate: name, found: "an array", wanted: Self.wanted)
    case .object(let members): self = try Self.quantity(members, of: name)
    }
  }

  private static func quantity(
    _ members: [(String, JSONValue)], of name: String
  ) throws(PatientError) -> PatientValue {
    var number: JSONValue?
    var unit: JSONValue?
    for (key, value) in members {
      switch key {
      case "value": number = value
      case "unit": unit = value
      default:
        throw .wrongShape(
          covariate: name, found: "an object with the key \(Words.quoted(key))", wanted: wanted)
      }
    }
    guard let number, case .string(let unit)? = unit else {
      throw .wrongShape(
        covariate: name, found: "an object without a value and a unit", wanted: wanted)
    }
    switch number {
    case .integer(let value): return .quantity(Double(value), unit: unit)
    case .number(let value): return .quantity(value, unit: unit)
    case .null: return .missing
    default:
      throw .wrongShape(
        covariate: name, found: "an object whose value is not a number", wanted: wanted)
    }
  }

  private static let wanted =
    "a number, a text, true, false, null, or {\"value\": number, \"unit\": text}"
}

// MARK: - Flags and rows

extension Patient {
  /// Reads `NAME=VALUE`, once or repeatedly; a later setting of a name replaces an earlier.
  ///
  /// An empty value says that nothing is known. Throws `PatientError.malformedSetting` where there
  /// is no `=`, or no name before it.
  public init(settings: [String]) throws(PatientError) {
    for setting in settings {
      guard let sign = setting.utf8.firstIndex(of: UInt8(ascii: "=")) else {
        throw .malformedSetting(setting)
      }
      let name = TextFolding.trimmed(setting[..<sign])
      let value = TextFolding.trimmed(setting[setting.utf8.index(after: sign)...])
      guard !name.isEmpty else { throw .malformedSetting(setting) }
      set(name, to: value.isEmpty ? .missing : .text(value))
    }
  }

  /// Reads a row of a table, text by name; an empty cell and `NA` say that nothing is known.
  ///
  /// Throws `PatientError.wrongShape` where names and texts differ in number.
  public init(names: [String], texts: [String]) throws(PatientError) {
    guard names.count == texts.count else {
      throw .wrongShape(
        covariate: nil, found: "a row of \(texts.count) cells", wanted: "\(names.count) cells")
    }
    for (name, text) in zip(names, texts) {
      let text = TextFolding.trimmed(text)
      set(name, to: text.isEmpty || text == "NA" ? .missing : .text(text))
    }
  }
}
