import Foundation
import Testing

private let root = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

@Suite struct DocumentationTests {
  @Test("Every public type and function has a comment, its own or that of its extension")
  func comments() throws {
    let sources = root.appending(path: "Sources")
    let files = try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    var bare: [String] = []
    var count = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      let found = Self.bareDeclarations(in: text)
      count += found.count
      bare += found.bare.map { "\(file.lastPathComponent): \($0)" }
    }
    #expect(bare.isEmpty, "\(bare.joined(separator: "\n"))")
    #expect(count > 150)
  }

  /// Public types and functions whose line above is no `///`, but for members of an extension that has one.
  static func bareDeclarations(in text: String) -> (count: Int, bare: [String]) {
    var isInDocumentedExtension = false
    var lineAbove = ""
    var count = 0
    var bare: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.first.map({ $0.isLetter || $0 == "}" }) ?? false {
        isInDocumentedExtension =
          line.firstMatch(of: /^(public )?extension\b/) != nil && lineAbove.hasPrefix("///")
      }
      let code = String(line.drop { $0 == " " })
      if code.firstMatch(of: /^public (?!import |extension |let |var |static let )/) != nil {
        count += 1
        if !lineAbove.hasPrefix("///") && !isInDocumentedExtension { bare.append(code) }
      }
      if !code.hasPrefix("@") { lineAbove = code }
    }
    return (count, bare)
  }

  @Test("The search for bare declarations finds them")
  func search() {
    let found = Self.bareDeclarations(
      in: """
        public struct S {
          /// Documented.
          @inlinable
          public func x() -> Int { 1 }
          public init() {}
        }

        /// All of it.
        extension S {
          public func z() -> Int { 1 }
        }

        extension S {
          public func w() -> Int { 1 }
        }
        """)
    #expect(found.count == 5)
    #expect(
      found.bare == ["public struct S {", "public init() {}", "public func w() -> Int { 1 }"])
  }
}
