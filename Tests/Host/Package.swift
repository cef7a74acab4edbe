// swift-tools-version: 6.2
import PackageDescription

/// A program that embeds the library and is impatient: it ends calls from another thread, and asks
/// one policy from many threads at once. `make test-host` builds it plain and for the thread
/// sanitizer.
let package = Package(
  name: "host",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "jili", path: "../..")],
  targets: [
    .executableTarget(
      name: "Host", dependencies: [.product(name: "Jili", package: "jili")], path: "Sources",
      swiftSettings: [.treatAllWarnings(as: .error)])
  ],
  swiftLanguageModes: [.v6]
)
