import Foundation
import Testing

/// The package's modules and what each may depend on: the arrows of ARCHITECTURE.md.
private let allowed: [String: Set<String>] = [
  "LinearAlgebra": ["CLAPACK", "COpenBLAS"],
  "Distributions": [],
  "StrictJSON": [],
  "Tables": [],
  "Terms": [],
  "PrognosticModels": ["Terms", "StrictJSON", "Distributions", "CKernels"],
  // The one target with resources, so that the heart has no Foundation.
  "BundledModels": ["PrognosticModels"],
  // CKernels: the sums of a small Cox fit.
  "Biostatistics": [
    "PrognosticModels", "Terms", "Tables", "LinearAlgebra", "Distributions", "CKernels",
  ],
  "Figures": ["PrognosticModels"],
  // StrictJSON: one writer for whatever leaves as JSON.
  "Reports": ["Figures", "Biostatistics", "PrognosticModels", "StrictJSON"],
  // StrictJSON: bodies are read and answers written by the one reader and writer.
  // Tables: so are the rows of a batch's table.
  "SarcomaService": [
    "Figures", "PrognosticModels", "StrictJSON", "Tables",
    // Packages of the trait Service.
    "Configuration", "CoreMetrics", "Crypto", "HTTPTypes", "Hummingbird", "HummingbirdCore",
    "HummingbirdTLS", "JWTKit", "Logging", "NIOCore", "NIOHTTPTypes", "NIOSSL", "ServiceLifecycle",
    "UnixSignals",
  ],
  "sarcoma": [
    "SarcomaService", "Reports", "Biostatistics", "PrognosticModels", "BundledModels", "StrictJSON",
    "ArgumentParser",
  ],
  // CKernels: how floating point is rounded during a call.
  "CInterface": ["CKernels"],
  "CSarcoma": [],
  // Figures: nomograms. StrictJSON: questions and answers.
  "SarcomaC": ["CSarcoma", "CInterface", "Figures", "PrognosticModels", "StrictJSON"],
  "CSarcomaFit": [],
  "SarcomaFitC": ["CSarcomaFit", "CInterface", "Reports", "Biostatistics"],
  "CLAPACK": [],
  "COpenBLAS": [],
  "CKernels": [],
]

private let root = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

@Suite struct ImportGraphTests {
  @Test("The manifest has no edge between modules but those of the architecture")
  func manifest() throws {
    let manifest = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
    let library = manifest.prefix(
      upTo: try #require(manifest.range(of: "// MARK: - Tests")).lowerBound)
    let targets = library.split(separator: /\.(target|executableTarget|systemLibrary)\(/)
      .dropFirst()
    var found: Set<String> = []
    for target in targets {
      let name = try #require(target.firstMatch(of: /name:\s*"(\w+)"/)).1
      let permitted = try #require(allowed[String(name)], "\(name) is not in the architecture")
      found.insert(String(name))
      let list = target.firstMatch(of: /dependencies:\s*\[([^\]]*)\]/)?.1 ?? ""
      let modules = list.replacing(/package: "[^"]*"|traits: \["\w+"/, with: "")
        .matches(of: /"(\w+)"/).map { String($0.1) }
      for module in modules {
        #expect(permitted.contains(module), "\(name) depends on \(module)")
      }
    }
    #expect(found == Set(allowed.keys))
  }

  @Test("No source file imports a module of ours that its target may not depend on")
  func imports() throws {
    for (target, permitted) in allowed {
      let folder = root.appending(path: "Sources/\(target)")
      let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
      for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
        let text = try String(contentsOf: file, encoding: .utf8)
        for match in text.matches(of: /(?m)^\s*(?:@\w+ )?(?:public |internal )?import (\w+)/) {
          let module = String(match.1)
          if allowed[module] != nil {
            #expect(permitted.contains(module), "\(file.lastPathComponent) imports \(module)")
          }
        }
      }
    }
  }

  @Test("No library but the one with resources imports Foundation")
  func noFoundation() throws {
    let files = FileManager.default.enumerator(
      at: root.appending(path: "Sources"), includingPropertiesForKeys: nil)
    var count = 0
    for case let file as URL in files ?? .init()
    where file.pathExtension == "swift" && !file.path.contains("/BundledModels/") {
      count += 1
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(!text.contains("import Foundation"), "\(file.lastPathComponent)")
    }
    #expect(count > 20)
  }
}
