import CJili
import Jili

/// UTF-8 that C may read as long as whoever holds it lives.
final class HeldText: @unchecked Sendable {
  private let start: UnsafeMutablePointer<CChar>
  private let count: Int

  init(_ bytes: some Collection<UInt8>) {
    count = bytes.count
    start = .allocate(capacity: count + 1)
    for (index, byte) in bytes.enumerated() { start[index] = CChar(bitPattern: byte) }
    start[count] = 0
  }

  convenience init(_ text: String) { self.init(Array(text.utf8)) }

  convenience init(_ value: JSONValue) {
    var bytes: [UInt8] = []
    value.append(to: &bytes)
    self.init(bytes)
  }

  deinit { start.deallocate() }

  var text: jili_text { jili_text(bytes: start, count: count) }
}

extension jili_text {
  /// What a function gives where there is nothing.
  static var none: jili_text { jili_text(bytes: nil, count: 0) }

  /// What the caller handed in; nil where it names no memory.
  var content: [UInt8]? {
    guard let bytes else { return count == 0 ? [] : nil }
    return Array(UnsafeRawBufferPointer(start: bytes, count: count))
  }
}

/// Hands an object to C, which gives it back by `give(back:)`.
func hand<Object: AnyObject>(_ object: Object) -> OpaquePointer {
  OpaquePointer(Unmanaged.passRetained(object).toOpaque())
}

/// The object behind a handle; nil for NULL.
func object<Object: AnyObject>(_ handle: OpaquePointer?, _ type: Object.Type) -> Object? {
  handle.map { Unmanaged<Object>.fromOpaque(UnsafeRawPointer($0)).takeUnretainedValue() }
}

func give<Object: AnyObject>(back handle: OpaquePointer?, _ type: Object.Type) {
  if let handle { Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).release() }
}

/// A handle of what belongs to another object, which keeps it.
func lend<Object: AnyObject>(_ object: Object?) -> OpaquePointer? {
  object.map { OpaquePointer(Unmanaged.passUnretained($0).toOpaque()) }
}
