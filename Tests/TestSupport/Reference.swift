public import Foundation

/// A value of a reference file: JSON read loosely, so that a test can walk it by key and index.
///
/// "Inf", "-Inf", "NaN" and numbers written as text (50-digit results) read as numbers.
public struct Reference: @unchecked Sendable {
  private let value: Any?

  public init(_ value: Any?) { self.value = value }

  /// Reads `Tests/Reference/<name>`.
  public init(named name: String) throws {
    let data = try Data(contentsOf: Self.folder.appending(path: name))
    value = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
  }

  /// `Tests/Reference`, found from this source file.
  public static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Reference")

  public subscript(key: String) -> Reference { Reference((value as? [String: Any])?[key]) }
  public subscript(index: Int) -> Reference {
    guard let array = value as? [Any], array.indices.contains(index) else { return Reference(nil) }
    return Reference(array[index])
  }

  public var exists: Bool { value != nil && !(value is NSNull) }
  public var string: String? { value as? String }
  public var keys: [String] { (value as? [String: Any])?.keys.sorted() ?? [] }
  public var array: [Reference] { (value as? [Any])?.map { Reference($0) } ?? [] }
  public var number: Double? {
    if let number = value as? NSNumber { return number.doubleValue }
    guard let text = value as? String else { return nil }
    return text == "Inf" ? .infinity : text == "-Inf" ? -.infinity : Double(text)
  }
  /// The numbers of an array (a lone number counts as one); a null is NaN.
  public var numbers: [Double] {
    guard value is [Any] else { return number.map { [$0] } ?? [] }
    return array.map { $0.number ?? .nan }
  }
  public var strings: [String] { array.compactMap(\.string) }
}
