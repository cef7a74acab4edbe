// swift-tools-version: 6.2
import PackageDescription

/// How long one company takes in process, for a program that embeds the library.
let package = Package(
  name: "one",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "jili", path: "../..")],
  targets: [
    .executableTarget(
      name: "One", dependencies: [.product(name: "Jili", package: "jili")], path: "Sources",
      swiftSettings: [.treatAllWarnings(as: .error)])
  ],
  swiftLanguageModes: [.v6]
)
