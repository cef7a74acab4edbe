// swift-tools-version: 6.2
import PackageDescription

/// A package of its own, so that nobody who builds Jili meets the flags of a sanitizer.
///
/// `swift build --sanitize` instruments every module; the flags below only take the place of `main`
/// by that of libFuzzer. `make fuzz` builds and runs it, with JILI_TESTS=fuzz, which
/// makes the package above offer what must hold for any input.
let package = Package(
  name: "jili-fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "jili", path: "..")],
  targets: [
    .executableTarget(
      name: "Fuzzer",
      dependencies: [.product(name: "JiliInvariants", package: "jili")],
      swiftSettings: [.unsafeFlags(["-parse-as-library", "-sanitize=fuzzer,address"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])])
  ],
  swiftLanguageModes: [.v6]
)
