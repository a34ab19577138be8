// swift-tools-version: 6.1

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "SarcomaRisk",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "PrognosticModels", targets: ["PrognosticModels", "BundledModels"]),
    .library(name: "Biostatistics", targets: ["Biostatistics"]),
    .library(name: "Reports", targets: ["Reports"]),
    .executable(name: "sarcoma", targets: ["sarcoma"]),
  ],
  traits: [
    .trait(name: "CommandLine", description: "The sarcoma command, with its argument parser."),
    .default(enabledTraits: ["CommandLine"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // MARK: - Libraries
    .systemLibrary(
      name: "CLAPACK", pkgConfig: "lapacke", providers: [.apt(["liblapacke-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "CKernels"),
    .target(name: "LinearAlgebra", dependencies: ["CLAPACK", "COpenBLAS"], swiftSettings: strict),
    .target(name: "Distributions", swiftSettings: strict),
    .target(name: "StrictJSON", swiftSettings: strict),
    .target(name: "Tables", swiftSettings: strict),
    .target(name: "Terms", swiftSettings: strict),
    .target(
      name: "PrognosticModels",
      dependencies: ["Terms", "StrictJSON", "Distributions", "CKernels"], swiftSettings: strict),
    .target(
      name: "BundledModels", dependencies: ["PrognosticModels"],
      resources: [.copy("../../models")], swiftSettings: strict),
    .target(
      name: "Biostatistics",
      dependencies: [
        "PrognosticModels", "Terms", "Tables", "LinearAlgebra", "Distributions", "CKernels",
      ],
      swiftSettings: strict),
    .target(name: "Figures", dependencies: ["PrognosticModels"], swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: ["Figures", "Biostatistics", "PrognosticModels", "StrictJSON"],
      swiftSettings: strict),

    // MARK: - Doors
    .executableTarget(
      name: "sarcoma",
      dependencies: [
        "Reports", "Biostatistics", "PrognosticModels", "BundledModels", "StrictJSON",
        .product(
          name: "ArgumentParser", package: "swift-argument-parser",
          condition: .when(traits: ["CommandLine"])),
      ],
      swiftSettings: strict),

    // MARK: - Tests
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "DistributionsTests", dependencies: ["Distributions", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "StrictJSONTests", dependencies: ["StrictJSON", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "TablesTests", dependencies: ["Tables", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "TermsTests", dependencies: ["Terms", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "CKernelsTests", dependencies: ["CKernels", "Terms", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "PrognosticModelsTests",
      dependencies: ["PrognosticModels", "StrictJSON", "Terms", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "FiguresTests",
      dependencies: ["Figures", "PrognosticModels", "StrictJSON", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "BiostatisticsTests", dependencies: ["Biostatistics", "Terms", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests", dependencies: ["Reports", "PrognosticModels", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests", dependencies: ["sarcoma", "Figures", "TestSupport"],
      swiftSettings: strict),
    .testTarget(name: "ManifestTests", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
