import Foundation
import Testing

private let root = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

@Suite struct DocumentationTests {
  /// Where members are still without: to become empty.
  private static let exempt = [
    "LinearAlgebra/", "Fitting/TieHandling.swift", "Fitting/CoxPartialLikelihood.swift",
    "Fitting/ColumnReduction.swift",
  ]

  @Test("Every public declaration, and every case of a public enum, has a comment of its own")
  func comments() throws {
    let sources = root.appending(path: "Sources")
    let files = try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    var bare: [String] = []
    var count = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      guard !Self.exempt.contains(where: file.path.contains) else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      let found = Self.bareDeclarations(in: text)
      count += found.count
      bare += found.bare.map { "\(file.lastPathComponent): \($0)" }
    }
    #expect(bare.isEmpty, "\(bare.joined(separator: "\n"))")
    #expect(count > 400)
  }

  /// Public declarations, and cases of public enums, whose line above is no `///`.
  static func bareDeclarations(in text: String) -> (count: Int, bare: [String]) {
    var depth = 0
    var enums: [Int] = []
    var lineAbove = ""
    var count = 0
    var bare: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let code = String(line.drop { $0 == " " })
      let isCase = enums.last == depth - 1 && code.firstMatch(of: /^case [a-z]/) != nil
      if isCase || code.firstMatch(of: /^public (?!import |extension )/) != nil {
        count += 1
        if !lineAbove.hasPrefix("///") { bare.append(code) }
      }
      if code.firstMatch(of: /^public (indirect )?enum\b/) != nil { enums.append(depth) }
      depth += code.reduce(0) { $0 + ($1 == "{" ? 1 : $1 == "}" ? -1 : 0) }
      while let last = enums.last, depth <= last { enums.removeLast() }
      if !code.hasPrefix("@") { lineAbove = code }
    }
    return (count, bare)
  }

  @Test("The search for bare declarations finds them")
  func search() {
    let found = Self.bareDeclarations(
      in: """
        /// Why.
        public enum E {
          case a
          /// Documented.
          case b
          func f() { switch self { case .a: 1 } }
        }
        public struct S {
          /// Documented.
          @inlinable
          public let x: Int
          public let y: Int
        }
        """)
    #expect(found.count == 6)
    #expect(found.bare == ["case a", "public struct S {", "public let y: Int"])
  }
}
