// swift-tools-version: 6.1

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// What only the service needs.
let service = TargetDependencyCondition.when(traits: ["Service"])

/// The files of the page that the service serves.
let page = [
  "index.html", "model.html", "page.css", "icon.svg", "page.js", "model.js", "engine.js", "form.js",
  "answers.js", "benefit.js", "drawings.js", "elements.js", "words.js",
]

let package = Package(
  name: "SarcomaRisk",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "PrognosticModels", targets: ["PrognosticModels", "BundledModels"]),
    .library(name: "Biostatistics", targets: ["Biostatistics"]),
    .library(name: "Reports", targets: ["Reports"]),
    .library(name: "SarcomaC", type: .dynamic, targets: ["SarcomaC"]),
    .library(name: "SarcomaFitC", type: .dynamic, targets: ["SarcomaFitC"]),
    .executable(name: "sarcoma", targets: ["sarcoma"]),
  ],
  traits: [
    .trait(name: "CommandLine", description: "The sarcoma command, with its argument parser."),
    .trait(name: "Service", description: "The engine behind HTTP: sarcoma serve."),
    .default(enabledTraits: ["CommandLine", "Service"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
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
    .target(name: "CInterface", dependencies: ["CKernels"], swiftSettings: strict),
    .target(name: "CSarcoma"),
    .target(
      name: "SarcomaC",
      dependencies: ["CSarcoma", "CInterface", "Figures", "PrognosticModels", "StrictJSON"],
      swiftSettings: strict),
    .target(name: "CSarcomaFit"),
    .target(
      name: "SarcomaFitC", dependencies: ["CSarcomaFit", "CInterface", "Reports", "Biostatistics"],
      swiftSettings: strict),
    .target(
      name: "SarcomaService",
      dependencies: [
        "Figures", "PrognosticModels", "StrictJSON", "Tables",
        .product(name: "Configuration", package: "swift-configuration", condition: service),
        .product(name: "CoreMetrics", package: "swift-metrics", condition: service),
        .product(name: "Crypto", package: "swift-crypto", condition: service),
        .product(name: "HTTPTypes", package: "swift-http-types", condition: service),
        .product(name: "Hummingbird", package: "hummingbird", condition: service),
        .product(name: "HummingbirdCore", package: "hummingbird", condition: service),
        .product(name: "HummingbirdTLS", package: "hummingbird", condition: service),
        .product(name: "JWTKit", package: "jwt-kit", condition: service),
        .product(name: "Logging", package: "swift-log", condition: service),
        .product(name: "NIOCore", package: "swift-nio", condition: service),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras", condition: service),
        .product(name: "NIOSSL", package: "swift-nio-ssl", condition: service),
        .product(
          name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: service),
        .product(name: "UnixSignals", package: "swift-service-lifecycle", condition: service),
      ],
      exclude: ["Deployment"],
      resources: [.embedInCode("openapi.json")] + page.map { .embedInCode("Page/\($0)") },
      swiftSettings: strict),
    .executableTarget(
      name: "sarcoma",
      dependencies: [
        "Reports", "Biostatistics", "PrognosticModels", "BundledModels", "StrictJSON",
        .target(name: "SarcomaService", condition: service),
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
    .testTarget(
      name: "SarcomaServiceTests",
      dependencies: [
        "SarcomaService", "BundledModels", "PrognosticModels", "StrictJSON", "Tables",
        "TestSupport",
        .product(name: "Hummingbird", package: "hummingbird", condition: service),
        .product(name: "InMemoryLogging", package: "swift-log", condition: service),
        .product(name: "JWTKit", package: "jwt-kit", condition: service),
        .product(name: "Logging", package: "swift-log", condition: service),
        .product(name: "NIOCore", package: "swift-nio", condition: service),
        .product(name: "NIOPosix", package: "swift-nio", condition: service),
        .product(name: "NIOSSL", package: "swift-nio-ssl", condition: service),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: service),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SarcomaCTests",
      dependencies: ["SarcomaC", "CSarcoma", "CInterface", "PrognosticModels", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SarcomaFitCTests",
      dependencies: [
        "SarcomaFitC", "CSarcomaFit", "Reports", "Biostatistics", "sarcoma", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(name: "ManifestTests", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
