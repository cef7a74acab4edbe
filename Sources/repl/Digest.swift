import CNettle
import Glibc

/// SHA-256 for receipts, by the system's nettle: it adds nothing measurable to the start of the
/// program, where libcrypto adds 0.7 ms and a cryptography package megabytes of code.
package struct SHA256 {
  private var context = sha256_ctx()

  package init() { nettle_sha256_init(&context) }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return }
    nettle_sha256_update(&context, bytes.count, start.assumingMemoryBound(to: UInt8.self))
  }

  /// The digest of all bytes so far, in lower-case hexadecimal.
  package var hexadecimal: String {
    var copy = context
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
    nettle_sha256_digest(&copy, digest.count, &digest)
    let digits = Array("0123456789abcdef".utf8)
    let letters = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: letters, as: UTF8.self)
  }

  /// The digest of a file, however large it is.
  package static func hexadecimal(ofFile path: String) throws(FileFault) -> String {
    let descriptor = openRetrying(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .notReadable(path, errno) }
    defer { close(descriptor) }
    var digest = SHA256()
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
    defer { chunk.deallocate() }
    while true {
      let count = retrying { read(descriptor, chunk.baseAddress, chunk.count) }
      if count == 0 { return digest.hexadecimal }
      guard count > 0 else { throw .readFailed(path, errno) }
      digest.update(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
    }
  }

  package static func hexadecimal(of bytes: [UInt8]) -> String {
    var digest = SHA256()
    bytes.withUnsafeBytes { digest.update($0) }
    return digest.hexadecimal
  }
}
