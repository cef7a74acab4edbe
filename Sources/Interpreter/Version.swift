/// The semantic version of the library, `MAJOR.MINOR.PATCH`: `jili --version` prints it and receipts
/// hold it. Before 1.0.0 a new minor version may change the public names; a patch never does.
///
/// ```swift
/// import Jili
/// print("computed by Jili \(Jili.version)")
/// ```
public let version = "0.1.0"
