public import Foundation

/// A value of a reference file: JSON read loosely, so that a test can walk it by key and index.
///
/// "Inf", "-Inf", "NaN" and numbers written as text (50-digit results) read as numbers.
public struct Reference: Sendable {
  private let value: JSONText.Value?

  private init(_ value: JSONText.Value?) { self.value = value }

  /// Reads JSON text; what is none has no value.
  public init(_ data: Data) { value = try? JSONText.value(of: Array(data)) }

  /// Reads `Tests/Reference/<name>`.
  public init(named name: String) throws {
    let data = try Data(contentsOf: Self.folder.appending(path: name))
    value = try JSONText.value(of: Array(data))
  }

  /// `Tests/Reference`, found from this source file.
  public static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Reference")

  public subscript(key: String) -> Reference {
    if case .object(let members) = value { Reference(members[key]) } else { Reference(nil) }
  }
  public subscript(index: Int) -> Reference {
    guard case .array(let values) = value, values.indices.contains(index) else {
      return Reference(nil)
    }
    return Reference(values[index])
  }

  public var exists: Bool {
    switch value {
    case nil, .null: false
    default: true
    }
  }
  public var string: String? { if case .text(let text) = value { text } else { nil } }
  public var keys: [String] {
    if case .object(let members) = value { members.keys.sorted() } else { [] }
  }
  /// The elements; empty for what is no array.
  public var array: [Reference] {
    if case .array(let values) = value { values.map { Reference($0) } } else { [] }
  }
  /// True and false count as 1 and 0.
  public var number: Double? {
    switch value {
    case .number(let number): number
    case .logical(let flag): flag ? 1 : 0
    case .text("Inf"): .infinity
    case .text("-Inf"): -.infinity
    case .text(let text): Double(text)
    default: nil
    }
  }
  /// The numbers of an array (a lone number counts as one); a null is NaN.
  public var numbers: [Double] {
    guard case .array = value else { return number.map { [$0] } ?? [] }
    return array.map { $0.number ?? .nan }
  }
  public var strings: [String] { array.compactMap(\.string) }
}
