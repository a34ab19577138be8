// swift-tools-version: 6.1

import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [
    // No traits: the engine alone, without the command's argument parser.
    .package(name: "SarcomaRisk", path: "..", traits: [])
  ],
  targets: [
    // What a plain C program would do, and a count of allocations.
    .target(name: "PlainLoop"),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "PlainLoop",
        .product(name: "Biostatistics", package: "SarcomaRisk"),
        .product(name: "PrognosticModels", package: "SarcomaRisk"),
        .product(name: "Reports", package: "SarcomaRisk"),
      ],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
