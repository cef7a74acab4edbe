// swift-tools-version: 6.2
import PackageDescription

/// A small service that says what a company is due. Outside of this repository the first dependency
/// is `.package(url: …, .upToNextMinor(from: "0.1.0"))`.
let package = Package(
  name: "eligibility",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "jili", path: "../.."),
    .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
  ],
  targets: [
    .executableTarget(
      name: "Eligibility",
      dependencies: [
        .product(name: "Jili", package: "jili"), .product(name: "FlyingFox", package: "FlyingFox"),
      ],
      path: "Sources", swiftSettings: [.treatAllWarnings(as: .error)])
  ],
  swiftLanguageModes: [.v6]
)
