// swift-tools-version: 6.2
import PackageDescription

/// The corridor: text → tokens → tree → checked program → plan → run, explain. One block a target,
/// in that order. Module names carry a prefix so that an embedder's own `Lexer` does not collide.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
]

/// A release build of all tests takes minutes, and few of them are worth it.
let onlyTests = [
  "agreement": ["AgreementTests"], "mutation": ["AgreementTests", "InterpreterTests"],
]
/// The fuzzer, a package of its own, asks for what must hold.
let isForFuzzer = Context.environment["JILI_TESTS"] == "fuzz"

let package = Package(
  name: "jili",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Jili", targets: ["Jili"]),
    .executable(name: "jili", targets: ["repl"]),
    // libjili, for C and what calls C: `make lib` builds it so that it needs no Swift.
    .library(name: "JiliC", type: .static, targets: ["JiliC"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/attaswift/BigInt", exact: "6.0.1"),
  ],
  targets: [
    .target(name: "JiliLexer", path: "Sources/Lexer", swiftSettings: strict),
    .target(
      name: "JiliParser", dependencies: ["JiliLexer"], path: "Sources/Parser",
      swiftSettings: strict),
    .target(name: "CBytes", path: "Sources/CBytes"),
    .target(
      name: "Jili", dependencies: ["JiliLexer", "JiliParser", "CBytes"],
      path: "Sources/Interpreter", swiftSettings: strict),
    .target(name: "CJili", path: "Sources/CJili"),
    .target(
      name: "JiliC", dependencies: ["Jili", "JiliLexer", "CJili"], path: "Sources/CABI",
      exclude: ["exports.map"],
      swiftSettings: strict),
    .target(
      name: "JiliSQL", dependencies: ["Jili", "JiliLexer"], path: "Sources/SQL",
      swiftSettings: strict),
    .target(
      name: "CReadline", path: "Sources/CReadline", linkerSettings: [.linkedLibrary("readline")]),
    .target(name: "CCores", path: "Sources/CCores"),
    .systemLibrary(name: "CNettle", path: "Sources/CNettle", providers: [.apt(["nettle-dev"])]),
    .systemLibrary(name: "CZlib", path: "Sources/CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CExpat", path: "Sources/CExpat", providers: [.apt(["libexpat1-dev"])]),
    .target(
      name: "WorkbookReader", dependencies: ["Jili", "JiliLexer", "CZlib", "CExpat"],
      path: "Sources/WorkbookReader", swiftSettings: strict),
    // Its header comes with the package libxlsxwriter-dev; the library is loaded when it is needed.
    .target(name: "CXlsxWriter", path: "Sources/CXlsxWriter"),
    .target(
      name: "WorkbookWriter", dependencies: ["JiliLexer", "CXlsxWriter"],
      path: "Sources/WorkbookWriter", swiftSettings: strict),
    .executableTarget(
      name: "repl",
      dependencies: [
        "Jili", "JiliLexer", "JiliParser", "JiliSQL", "CReadline", "CNettle", "CCores",
        "WorkbookReader", "WorkbookWriter",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/repl", swiftSettings: strict),
    .target(
      name: "JiliReference", dependencies: [.product(name: "BigInt", package: "BigInt")],
      path: "Tests/Reference", swiftSettings: strict),
    .target(
      name: "JiliTestSupport", dependencies: ["JiliLexer", "JiliParser", "Jili"],
      path: "Tests/Support", swiftSettings: strict),
    .target(
      name: "JiliInvariants", dependencies: ["Jili", "JiliLexer", "JiliParser", "WorkbookReader"],
      path: "Tests/Invariants", swiftSettings: strict),
    .systemLibrary(name: "CZip", path: "Tests/CZip", providers: [.apt(["libzip-dev"])]),
    .testTarget(
      name: "LexerTests", dependencies: ["JiliLexer", "JiliTestSupport"], path: "Tests/LexerTests",
      swiftSettings: strict),
    .testTarget(
      name: "ParserTests", dependencies: ["JiliParser", "JiliTestSupport"],
      path: "Tests/ParserTests", swiftSettings: strict),
    .testTarget(
      name: "InterpreterTests", dependencies: ["Jili", "JiliTestSupport", "CBytes"],
      path: "Tests/InterpreterTests", swiftSettings: strict),
    .testTarget(
      name: "AgreementTests",
      dependencies: [
        "Jili", "JiliSQL", "JiliInvariants", "JiliReference", "JiliTestSupport", "repl",
      ],
      path: "Tests/AgreementTests", exclude: ["equality.sh"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "repl", "CReadline", "CZip", "CExpat", "WorkbookReader", "WorkbookWriter", "JiliInvariants",
        "JiliReference", "JiliTestSupport",
      ],
      path: "Tests/CommandTests", swiftSettings: strict),
    .testTarget(
      name: "GeneratedTests", dependencies: ["JiliLexer", "JiliParser", "JiliTestSupport"],
      path: "Tests/GeneratedTests", exclude: ["textmate.mjs", "engine.txt"], swiftSettings: strict),
    .testTarget(
      name: "TidyTests", dependencies: ["JiliTestSupport"], path: "Tests/TidyTests",
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

if let only = onlyTests[Context.environment["JILI_TESTS"] ?? ""] {
  package.targets.removeAll { $0.type == .test && !only.contains($0.name) }
}

if isForFuzzer {
  package.products.append(.library(name: "JiliInvariants", targets: ["JiliInvariants"]))
}
